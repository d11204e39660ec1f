//! A case from report to closing: what every question answers right after every command, with the
//! position of that command and without waiting.

use std::collections::BTreeMap;
use std::fmt::Write;

use serde_json::{Value, json};

use crate::actors::{
    Actor, another_holder, coordinator, director, holder, manager, partner, reporter, support, zsm,
};
use crate::doors::{Door, Envelope, Reply, Trouble};
use crate::house::House;
use crate::stages::{Stage, as_partner, at_zsm, bsn, person, plan};

/// Tells of one case, step by step.
struct Tale<'a> {
    stage: Stage<'a>,
    case: String,
    bsn: String,
    /// The cursor of the last notice that each account has read.
    read: BTreeMap<String, String>,
    told: String,
}

impl<'a> Tale<'a> {
    async fn of(house: &'a House, door: Door, bsn: String, report: Value) -> Self {
        let stage = Stage { house, door };
        let reply = house.done(door, &reporter(), "ReportCase", report).await;
        let mut tale = Self { stage, case: reply.id(), bsn, read: BTreeMap::new(), told: String::new() };
        tale.tell("ReportCase", &reply).await;
        tale
    }

    async fn step(&mut self, actor: &Actor, name: &str, input: Value) -> Reply {
        let reply = self.stage.order(actor, name, &self.case, input).await;
        self.tell(name, &reply).await;
        reply
    }

    /// A command that is refused changes nothing.
    async fn refused(&mut self, actor: &Actor, name: &str, mut input: Value) {
        let before = self.stage.house.events().await;
        input["caseId"] = self.case.as_str().into();
        let trouble = self.stage.house.call(self.stage.door, actor, name, input).await.unwrap_err();
        assert_eq!(self.stage.house.events().await, before);
        writeln!(self.told, "{name}: refused, {}", trouble.slug).unwrap();
    }

    async fn tell(&mut self, name: &str, reply: &Reply) {
        assert_eq!(reply.version, reply.json["version"].as_u64());
        assert_eq!(reply.position.as_deref(), reply.json["position"].as_str());
        let position = reply.position().to_owned();
        let case = self.stage.case(&self.case).await;
        assert_eq!(case["version"].as_u64(), reply.version);
        let lookup = self.lookup().await;
        let overview = self.overview(&position, &case).await;
        let (work, notices) = (self.work(&position).await, self.notices(&position).await);
        writeln!(self.told, "{name}: {overview}").unwrap();
        writeln!(self.told, "    lookup: {lookup}").unwrap();
        writeln!(self.told, "    work: {work}").unwrap();
        if !notices.is_empty() {
            writeln!(self.told, "    notices: {notices}").unwrap();
        }
    }

    async fn ask(&self, actor: &Actor, name: &str, input: Value, position: &str) -> Value {
        let client = self.stage.house.client(self.stage.door);
        client.call(actor, name, input, Envelope::at_position(position)).await.unwrap().json
    }

    /// As those at ZSM hear it; a partner hears whom to call and nothing else.
    async fn lookup(&self) -> String {
        let house = self.stage.house;
        let poor = house.done(self.stage.door, &partner(), "LookUpPerson", as_partner(&self.bsn)).await.json;
        let full = house.done(self.stage.door, &zsm(), "LookUpPerson", at_zsm(&self.bsn)).await.json;
        assert_eq!(poor["hit"], full["hit"]);
        let contacts = |answer: &Value| -> Vec<Value> {
            answer["cases"].as_array().unwrap().iter().map(|case| case["contact"].clone()).collect()
        };
        assert_eq!(contacts(&poor), contacts(&full));
        assert!(poor["cases"].as_array().unwrap().iter().all(|case| case.get("details").is_none()));
        let cases = full["cases"].as_array().unwrap();
        let Some(case) = cases.iter().find(|case| case["details"]["caseId"] == self.case.as_str()) else {
            return "-".into();
        };
        let details = &case["details"];
        let mut words = vec!["active".to_owned()];
        words.extend(case["contact"]["organisation"].as_str().map(|whom| format!("call {whom}")));
        words.extend(details["meetingType"].as_str().map(str::to_owned));
        words.extend(details["planInForce"].as_bool().filter(|it| *it).map(|_| "plan".to_owned()));
        words.extend(details["zsmAdvice"]["version"].as_u64().map(|version| format!("advice {version}")));
        words.join(", ")
    }

    async fn overview(&self, position: &str, case: &Value) -> String {
        let page = self.ask(&director(), "ListCases", json!({"limit": 100}), position).await;
        let rows = page["cases"].as_array().unwrap();
        let row = rows.iter().find(|row| row["id"] == self.case.as_str()).unwrap();
        for name in ["state", "version", "feedbackOwed"] {
            assert_eq!(row[name], case[name], "{name}");
        }
        assert_eq!(row["municipality"], case["report"]["municipality"]);
        assert_eq!(row["endDate"], case["direction"]["endDate"]);
        let mut words = vec![row["state"].as_str().unwrap().to_owned()];
        words.push(format!("version {}", row["version"]));
        words.extend(
            ["trigger", "decision", "meetingType"]
                .iter()
                .filter_map(|it| row[*it].as_str())
                .map(str::to_owned),
        );
        words.extend(row["feedbackOwed"].as_bool().filter(|it| *it).map(|_| "feedback owed".to_owned()));
        for role in ["processDirector", "caseHolder"] {
            words.extend(row[role]["account"].as_str().map(|account| format!("{role} {account}")));
        }
        words.join(", ")
    }

    async fn work(&self, position: &str) -> String {
        let page = self.ask(&director(), "ListWorkItems", json!({"limit": 100}), position).await;
        let items = page["workItems"].as_array().unwrap();
        let mut words: Vec<_> = items
            .iter()
            .filter(|item| item["caseId"] == self.case.as_str())
            .map(|item| {
                let moment = item["moment"].as_str().map(|moment| format!(" {moment}"));
                format!("{}{}", item["kind"].as_str().unwrap(), moment.unwrap_or_default())
            })
            .collect();
        words.sort();
        if words.is_empty() { "-".into() } else { words.join(", ") }
    }

    /// What is new since the step before.
    async fn notices(&mut self, position: &str) -> String {
        let mut words = Vec::new();
        for actor in [reporter(), holder(), director(), another_holder()] {
            let mut input = json!({});
            if let Some(cursor) = self.read.get(&actor.account) {
                input["after"] = cursor.as_str().into();
            }
            let page = self.ask(&actor, "ListNotices", input, position).await;
            for notice in page["notices"].as_array().unwrap() {
                let cursor = notice["cursor"].as_str().unwrap().to_owned();
                self.read.insert(actor.account.clone(), cursor);
                // Who looks when is this tale's own doing.
                if notice["kind"] != "person_looked_up" && notice["caseId"] == self.case.as_str() {
                    words.push(format!("{} to {}", notice["kind"].as_str().unwrap(), actor.account));
                }
            }
        }
        words.join(", ")
    }
}

fn arrest(bsn: &str) -> Value {
    json!({"reason": "Derde aanhouding.", "trigger": "arrest", "municipality": "gouda", "subject": person(bsn)})
}

fn results() -> Value {
    json!({
        "procedureBreakthrough": false, "allPartiesCooperate": true, "progressMade": true,
        "madeManageable": true, "holderCanProceed": true
    })
}

fn contact(moment: &str, well: bool) -> Value {
    json!({"moment": moment, "agreementsKept": well, "runningAsPlanned": well, "newMeetingNeeded": false})
}

/// Both doors must tell the same.
async fn same_through_both_doors(tell: impl AsyncFn(&House, Door) -> String) -> String {
    let house = House::open().await;
    let told = tell(&house, Door::Rest).await;
    assert_eq!(told, tell(&house, Door::Grpc).await);
    house.rebuild_equals_live().await;
    told
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_goes_from_report_to_closing_and_every_question_keeps_up() {
    let told = same_through_both_doors(async |house, door| {
        let number = bsn(usize::from(door == Door::Grpc));
        let report = json!({"reason": "Nog weinig bekend.", "subject": person(&number)});
        let mut tale = Tale::of(house, door, number, report).await;
        let weighing = || json!({"criteria": ["a", "b", "c"], "decision": "schedule_focus"});
        tale.refused(&support(), "WeighCase", weighing()).await;
        let completion = json!({"trigger": "arrest", "municipality": "gouda"});
        tale.step(&coordinator(), "CompleteReport", completion).await;
        let briefing = tale.stage.meeting("briefing", 0).await;
        let mut decision = weighing();
        decision["briefingId"] = briefing.into();
        tale.step(&support(), "WeighCase", decision).await;
        tale.refused(&support(), "WeighCase", weighing()).await;
        tale.step(
            &support(),
            "GiveFeedback",
            json!({"channel": "telephone", "message": "Het wordt een focus."}),
        )
        .await;
        let focus = tale.stage.meeting("focus", 3).await;
        tale.step(&support(), "ScheduleCase", json!({"meetingType": "focus", "meetingId": focus})).await;
        let mut set_plan = plan(&holder(), "leger_des_heils", &house.day(42).await);
        set_plan["zsmAdvice"] = json!({"sketch": "Plan loopt.", "measures": ["Toezicht."]});
        tale.step(&director(), "SetPlan", set_plan).await;
        let agreement = tale.stage.case(&tale.case).await["plans"][0]["agreements"][0]["id"].clone();
        let done = json!({"agreementId": agreement, "state": "done"});
        tale.refused(&partner(), "UpdateAgreement", done.clone()).await;
        tale.step(&holder(), "UpdateAgreement", done).await;
        tale.step(&director(), "RecordMonitoringContact", contact("week_1", false)).await;
        tale.step(&director(), "RecordMonitoringContact", contact("month_1", true)).await;
        tale.refused(&director(), "RecordMonitoringContact", contact("month_1", true)).await;
        tale.step(&director(), "ReplaceCaseHolder", json!({"caseHolder": another_holder().card()})).await;
        let longer = json!({"newEndDate": house.day(300).await, "reason": "Woning komt later vrij."});
        tale.step(&director(), "ExtendDirection", longer).await;
        let advice = json!({"sketch": "Woning in zicht.", "measures": ["Toezicht.", "Behandeling."]});
        tale.step(&director(), "SetZsmAdvice", advice).await;
        tale.step(&director(), "WithdrawZsmAdvice", json!({})).await;
        tale.refused(&director(), "CloseCase", json!({})).await;
        tale.refused(&holder(), "JudgeResults", results()).await;
        tale.step(&another_holder(), "JudgeResults", results()).await;
        tale.step(&director(), "CloseCase", json!({})).await;
        tale.refused(&support(), "GiveFeedback", json!({"channel": "mail"})).await;
        tale.told
    })
    .await;
    insta::assert_snapshot!(told);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_comes_back_on_the_agenda_and_gets_a_second_plan() {
    let told = same_through_both_doors(async |house, door| {
        let number = bsn(usize::from(door == Door::Grpc));
        let mut tale = Tale::of(house, door, number.clone(), arrest(&number)).await;
        tale.stage
            .order(
                &support(),
                "WeighCase",
                &tale.case,
                json!({"criteria": ["d"], "decision": "schedule_focus"}),
            )
            .await;
        tale.stage.order(&support(), "GiveFeedback", &tale.case, json!({"channel": "mail"})).await;
        let agenda = json!({"meetingType": "focus", "processDirector": director().card()});
        tale.stage.order(&support(), "ScheduleCase", &tale.case, agenda).await;
        let due = house.day(42).await;
        tale.step(&director(), "SetPlan", plan(&holder(), "fivoor", &due)).await;
        tale.step(&director(), "RecordMonitoringContact", contact("week_1", false)).await;
        let back = json!({"reason": "asked_by_partner", "askedBy": "fivoor", "meetingType": "focus"});
        tale.refused(&director(), "PutBackOnAgenda", back.clone()).await;
        let mut back = back;
        back["caseHolderConsulted"] = true.into();
        tale.step(&director(), "PutBackOnAgenda", back).await;
        tale.refused(&director(), "CloseCase", json!({})).await;
        tale.step(&director(), "SetPlan", plan(&another_holder(), "fivoor", &due)).await;
        let case = tale.stage.case(&tale.case).await;
        let versions: Vec<_> =
            case["plans"].as_array().unwrap().iter().map(|it| it["version"].as_u64()).collect();
        assert_eq!(versions, [Some(1), Some(2)]);
        assert_eq!(case["direction"]["planVersion"], 2);
        tale.told
    })
    .await;
    insta::assert_snapshot!(told);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_about_somebody_whose_case_is_active_is_linked_and_the_holder_is_told() {
    let told = same_through_both_doors(async |house, door| {
        let number = bsn(usize::from(door == Door::Grpc));
        let stage = Stage { house, door };
        let active = stage.planned(&number).await;
        let mut first = Tale {
            stage,
            case: active.clone(),
            bsn: number.clone(),
            read: BTreeMap::new(),
            told: String::new(),
        };
        let position =
            stage.order(&director(), "RecordMonitoringContact", &active, contact("week_1", true)).await;
        first.notices(position.position()).await;

        let mut second = Tale::of(house, door, number.clone(), arrest(&number)).await;
        assert_eq!(stage.case(&second.case).await["linkedCaseIds"], json!([active]));
        let hits = house.done(door, &zsm(), "LookUpPerson", at_zsm(&number)).await.json;
        assert_eq!(hits["cases"].as_array().unwrap().len(), 2);
        second.refused(&coordinator(), "LinkReport", json!({"activeCaseId": active})).await;
        second.refused(&coordinator(), "LinkReport", json!({"activeCaseId": second.case})).await;
        let page = first.ask(&holder(), "ListNotices", json!({"limit": 100}), position.position()).await;
        let about =
            page["notices"].as_array().unwrap().iter().filter(|it| it["aboutCaseId"] == second.case.as_str());
        assert_eq!(about.map(|notice| notice["caseId"].clone()).collect::<Vec<_>>(), [json!(active)]);

        let by_hand = json!({"reason": "Over dezelfde, zonder nummer."});
        let mut third = Tale::of(house, door, number.clone(), by_hand).await;
        let linked = third.step(&coordinator(), "LinkReport", json!({"activeCaseId": active})).await;
        let told = first.notices(linked.position()).await;

        stage.order(&holder(), "JudgeResults", &active, results()).await;
        stage.order(&director(), "CloseCase", &active, json!({})).await;
        let late = json!({"reason": "Over een afgesloten casus."});
        let mut fourth = Tale::of(house, door, number, late).await;
        fourth.refused(&coordinator(), "LinkReport", json!({"activeCaseId": active})).await;
        format!("{}{}{}active case: {told}\n", second.told, third.told, fourth.told)
    })
    .await;
    insta::assert_snapshot!(told);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_family_is_one_case_that_is_found_by_each_of_its_members() {
    let house = House::open().await;
    for (door, first) in [(Door::Rest, 0), (Door::Grpc, 10)] {
        let stage = Stage { house: &house, door };
        let member = |given: &str, number: Option<String>| {
            let mut member = json!({"givenNames": given, "surname": "Probeer", "gender": "woman"});
            if let Some(number) = number {
                member["bsn"] = number.into();
            }
            member
        };
        let members = [
            member("Anneke", Some(bsn(first))),
            member("Daan", Some(bsn(first + 1))),
            member("Zonder", None),
        ];
        let report = json!({
            "reason": "Geweld in het gezin.", "trigger": "current_concern", "theme": "domestic_violence",
            "municipality": "leiden", "subject": {"kind": "family", "members": members}
        });
        let case = house.done(door, &reporter(), "ReportCase", report).await.id();
        let found = async |number: &str| {
            let answer = house.done(door, &zsm(), "LookUpPerson", at_zsm(number)).await.json;
            answer["cases"].as_array().unwrap().iter().any(|hit| hit["details"]["caseId"] == case.as_str())
        };
        assert!(found(&bsn(first)).await && found(&bsn(first + 1)).await && !found(&bsn(first + 2)).await);

        // The third has a number after all: registered, and identified.
        let identity = json!({"identity": {"surname": "Probeer", "bsn": bsn(first + 2)}});
        let registered = house.done(door, &coordinator(), "RegisterPerson", identity).await.id();
        let third = stage.case(&case).await["report"]["subject"]["members"][2]["id"].clone();
        let input = json!({"memberId": third, "personId": registered});
        stage.order(&coordinator(), "IdentifySubject", &case, input).await;
        assert!(found(&bsn(first + 2)).await);
        let view = stage.case(&case).await;
        assert_eq!(view["report"]["subject"]["members"][2]["personId"], registered.as_str());

        // What identifies that person now finds the case at once, and what did so no longer does.
        let correction = json!({
            "personId": registered, "identity": {"surname": "Probeer", "bsn": bsn(first + 3)}, "reason": "Verwisseld."
        });
        house.done(door, &coordinator(), "CorrectPerson", correction).await;
        assert!(found(&bsn(first + 3)).await && !found(&bsn(first + 2)).await);
        let person =
            house.done(door, &coordinator(), "GetPerson", json!({"personId": registered})).await.json;
        assert_eq!(person["identity"]["bsn"], bsn(first + 3));
        assert_eq!(person["version"], 3, "registered, corrected, and whoever was told is told");
    }
    house.rebuild_equals_live().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_deferred_decision_comes_back_and_is_weighed_again() {
    let told = same_through_both_doors(async |house, door| {
        let number = bsn(usize::from(door == Door::Grpc));
        let mut tale = Tale::of(house, door, number.clone(), arrest(&number)).await;
        let deferred = |day: String| {
            json!({"decision": "no_follow_up", "noFollowUpReason": "deferred", "deferredUntilDate": day})
        };
        tale.refused(&support(), "WeighCase", deferred(house.day(-1).await)).await;
        tale.step(&support(), "WeighCase", deferred(house.day(14).await)).await;
        tale.step(&support(), "GiveFeedback", json!({"channel": "mail"})).await;
        tale.refused(&director(), "CloseAfterWeighing", json!({})).await;
        tale.step(&support(), "WeighCase", json!({"decision": "no_follow_up", "noFollowUpReason": "already_in_hand"})).await;
        tale.refused(&director(), "CloseAfterWeighing", json!({})).await;
        tale.step(&support(), "GiveFeedback", json!({"channel": "mail"})).await;
        tale.step(&director(), "CloseAfterWeighing", json!({})).await;
        tale.told
    })
    .await;
    insta::assert_snapshot!(told);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_escalated_case_waits_for_its_outcome_and_goes_back_to_where_it_came_from() {
    let told = same_through_both_doors(async |house, door| {
        let number = bsn(usize::from(door == Door::Grpc));
        let mut tale = Tale::of(house, door, number.clone(), arrest(&number)).await;
        let by_briefing = json!({
            "decision": "escalate", "escalationLevel": "direction_room", "escalationQuestion": "Wie betaalt?"
        });
        tale.step(&support(), "WeighCase", by_briefing).await;
        tale.refused(&support(), "WeighCase", json!({"criteria": ["d"], "decision": "schedule_focus"})).await;
        let outcome = || json!({"outcome": "De gemeente betaalt."});
        tale.refused(&director(), "RecordEscalationOutcome", outcome()).await;
        tale.step(&manager(), "RecordEscalationOutcome", outcome()).await;
        tale.refused(&manager(), "RecordEscalationOutcome", outcome()).await;
        tale.step(&support(), "WeighCase", json!({"criteria": ["d"], "decision": "schedule_focus"})).await;
        tale.step(&support(), "GiveFeedback", json!({"channel": "mail"})).await;
        let agenda = json!({"meetingType": "focus", "processDirector": director().card()});
        tale.step(&support(), "ScheduleCase", agenda).await;
        tale.step(&director(), "SetPlan", plan(&holder(), "fivoor", &house.day(42).await)).await;
        let question = json!({"level": "steering_group", "question": "Mag dit buiten het protocol?"});
        tale.step(&director(), "EscalateCase", question.clone()).await;
        tale.refused(&director(), "EscalateCase", question).await;
        tale.refused(&director(), "RecordMonitoringContact", contact("week_1", true)).await;
        tale.step(&manager(), "RecordEscalationOutcome", outcome()).await;
        tale.told
    })
    .await;
    insta::assert_snapshot!(told);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_can_be_closed_in_each_of_its_ways() {
    let told = same_through_both_doors(async |house, door| {
        let first = if door == Door::Rest { 0 } else { 10 };
        let mut told = String::new();

        let number = bsn(first);
        let mut bilateral = Tale::of(house, door, number.clone(), arrest(&number)).await;
        let one = json!({"decision": "handle_bilaterally", "partners": ["politie"]});
        bilateral.refused(&support(), "WeighCase", one).await;
        let both = json!({"decision": "handle_bilaterally", "partners": ["politie", "gemeente_gouda"]});
        bilateral.step(&support(), "WeighCase", both).await;
        let done_by = |organisation: &str| json!({"reportedDoneBy": organisation});
        bilateral.refused(&director(), "CloseAfterWeighing", done_by("politie")).await;
        bilateral.step(&support(), "GiveFeedback", json!({"channel": "mail"})).await;
        bilateral.refused(&director(), "CloseAfterWeighing", json!({})).await;
        bilateral.refused(&director(), "CloseAfterWeighing", done_by("fivoor")).await;
        bilateral.step(&director(), "CloseAfterWeighing", done_by("politie")).await;
        told += &bilateral.told;

        let number = bsn(first + 1);
        let mut trajectory = Tale::of(house, door, number.clone(), arrest(&number)).await;
        trajectory.step(&support(), "WeighCase", json!({"decision": "start_voluntary_trajectory"})).await;
        trajectory.step(&support(), "GiveFeedback", json!({"channel": "mail"})).await;
        trajectory.step(&director(), "CloseAfterWeighing", done_by("fivoor")).await;
        told += &trajectory.told;

        let number = bsn(first + 2);
        let mut unneeded = Tale::of(house, door, number.clone(), arrest(&number)).await;
        unneeded
            .step(&support(), "WeighCase", json!({"criteria": ["e"], "decision": "schedule_focus"}))
            .await;
        unneeded.refused(&director(), "CloseAfterWeighing", json!({})).await;
        unneeded.step(&support(), "ScheduleCase", json!({"meetingType": "focus"})).await;
        let reason = || json!({"reason": "De afspraken van het gezin volstaan."});
        unneeded.refused(&director(), "CloseWithoutPlan", reason()).await;
        unneeded.step(&support(), "GiveFeedback", json!({"channel": "mail"})).await;
        unneeded.step(&director(), "CloseWithoutPlan", reason()).await;
        told += &unneeded.told;

        let number = bsn(first + 3);
        let local = json!({
            "reason": "Opname in PI.", "trigger": "detention", "municipality": "alphen_aan_den_rijn",
            "subject": person(&number)
        });
        let mut local = Tale::of(house, door, number, local).await;
        local
            .refused(&support(), "WeighCase", json!({"criteria": ["d"], "decision": "schedule_focus"}))
            .await;
        local.refused(&support(), "ScheduleCase", json!({"meetingType": "focus"})).await;
        local.step(&support(), "ScheduleCase", json!({"meetingType": "local_safety_room"})).await;
        local.step(&director(), "CloseWithoutPlan", reason()).await;
        told + &local.told
    })
    .await;
    insta::assert_snapshot!(told);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_meeting_is_planned_moved_held_and_called_off() {
    let house = House::open().await;
    for door in Door::BOTH {
        let stage = Stage { house: &house, door };
        let trouble = async |name: &str, mut input: Value, meeting: &str| -> Trouble {
            input["meetingId"] = meeting.into();
            house.call(door, &support(), name, input).await.unwrap_err()
        };
        let order = async |name: &str, mut input: Value, meeting: &str| {
            input["meetingId"] = meeting.into();
            house.done(door, &support(), name, input).await
        };
        let view = async |meeting: &str| {
            house.done(door, &support(), "GetMeeting", json!({"meetingId": meeting})).await.json
        };
        let meeting = stage.meeting("focus", 5).await;
        assert_eq!(trouble("HoldMeeting", json!({}), &meeting).await.slug, "meeting-not-yet-due");
        let today = house.day(0).await;
        order("MoveMeeting", json!({"meetingDate": today}), &meeting).await;
        let chair = Actor::with(schakel_access::Role::ChainManager);
        order("AppointChair", json!({"chair": chair.card()}), &meeting).await;
        let seen = view(&meeting).await;
        assert_eq!(seen["state"], "planned");
        assert_eq!(seen["meetingDate"], today);
        assert_eq!(seen["chair"]["account"], chair.account);
        assert_eq!(seen["version"], 3);
        order("HoldMeeting", json!({}), &meeting).await;
        assert_eq!(view(&meeting).await["state"], "held");
        let late = trouble("CancelMeeting", json!({"reason": "Te laat."}), &meeting).await;
        assert_eq!(late.slug, "meeting-already-held");

        let other = stage.meeting("focus", 5).await;
        order("CancelMeeting", json!({"reason": "Te weinig deelnemers."}), &other).await;
        assert_eq!(view(&other).await["state"], "cancelled");
        let case = stage.weighed(&bsn(usize::from(door == Door::Grpc))).await;
        let agenda = json!({"caseId": case, "meetingType": "focus", "meetingId": other});
        let refused = house.call(door, &support(), "ScheduleCase", agenda).await.unwrap_err();
        assert_eq!(refused.slug, "meeting-called-off");
        let past =
            json!({"meetingType": "focus", "meetingDate": house.day(-1).await, "chair": director().card()});
        let past = house.call(door, &support(), "PlanMeeting", past).await.unwrap_err();
        assert_eq!(past.slug, "meeting-in-the-past");
    }
}
