//! HANDBOOK §3 and §4: from the agenda of a briefing to the client at the table, through both doors.

use schakel_access::Role;
use serde_json::{Value, json};

use crate::actors::{Actor, coordinator, director, holder, manager, partner, support, zsm};
use crate::doors::{Door, Envelope};
use crate::house::House;
use crate::stages::{Stage, as_partner, at_zsm, bsn, plan};

/// A list as it is once the last command has its effect.
async fn list(stage: Stage<'_>, actor: &Actor, name: &str, input: Value, position: &str) -> Value {
    let there = Envelope::at_position(position);
    stage.house.client(stage.door).call(actor, name, input, there).await.unwrap().json
}

async fn refused(stage: Stage<'_>, actor: &Actor, name: &str, case: &str, mut input: Value) -> String {
    input["caseId"] = case.into();
    stage.house.call(stage.door, actor, name, input).await.unwrap_err().slug
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_put_on_the_agenda_of_a_briefing_and_checked_before_it_is_weighed() {
    let house = House::open().await;
    for (number, door) in Door::BOTH.into_iter().enumerate() {
        let stage = Stage { house: &house, door };
        let case = stage.reported(&bsn(number)).await;
        let briefing = stage.meeting("briefing", 3).await;
        let on_agenda = json!({"briefingId": briefing});
        let put = stage.order(&coordinator(), "PutOnBriefing", &case, on_agenda.clone()).await;
        let again = refused(stage, &coordinator(), "PutOnBriefing", &case, on_agenda).await;
        assert_eq!(again, "already-scheduled");
        let of_meeting = json!({"meetingId": briefing});
        let agenda = list(stage, &support(), "ListAgendaItems", of_meeting.clone(), put.position()).await;
        assert_eq!(agenda["agendaItems"], json!([{"caseId": case, "discussed": false}]));
        let calendar = list(stage, &support(), "ListMeetings", json!({"limit": 100}), put.position()).await;
        let planned = calendar["meetings"].as_array().unwrap();
        let planned = planned.iter().find(|it| it["meetingId"] == briefing.as_str()).unwrap();
        assert_eq!((&planned["meetingType"], &planned["agendaItems"]), (&json!("briefing"), &json!(1)));
        let outside = list(stage, &partner(), "ListAgendaItems", of_meeting.clone(), put.position()).await;
        assert_eq!(outside["agendaItems"], json!([]), "whoever takes no part sees nothing of it");

        let running = json!({"party": "veilig_thuis", "known": true});
        stage.order(&coordinator(), "RecordElsewhereCheck", &case, running).await;
        let focus = json!({"briefingId": briefing, "criteria": ["d"], "decision": "schedule_focus"});
        let left = refused(stage, &support(), "WeighCase", &case, focus.clone()).await;
        assert_eq!(left, "handled-by-veilig-thuis");
        let undecided = json!({"party": "care_network", "known": true});
        let undecided = refused(stage, &coordinator(), "RecordElsewhereCheck", &case, undecided).await;
        assert_eq!(undecided, "pick-up-undecided");
        let ended = json!({"party": "veilig_thuis", "known": false});
        stage.order(&coordinator(), "RecordElsewhereCheck", &case, ended).await;
        let weighed = stage.order(&support(), "WeighCase", &case, focus).await;
        let agenda = list(stage, &support(), "ListAgendaItems", of_meeting, weighed.position()).await;
        assert_eq!(agenda["agendaItems"][0]["discussed"], true);
        let checks = stage.case(&case).await["elsewhereChecks"].clone();
        assert_eq!(checks[0]["party"], "veilig_thuis");
        assert!(!checks[0]["known"].as_bool().unwrap_or_default());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_client_is_invited_and_it_is_recorded_who_was_there() {
    let house = House::open().await;
    for (number, door) in Door::BOTH.into_iter().enumerate() {
        let stage = Stage { house: &house, door };
        let case = stage.weighed(&bsn(number)).await;
        let declined = json!({"invited": false, "reason": "declined"});
        let early = refused(stage, &support(), "DecideOnClient", &case, declined).await;
        assert_eq!(early, "reason-follows-invitation");
        stage.order(&support(), "DecideOnClient", &case, json!({"invited": true})).await;
        let meeting = stage.meeting("focus", 0).await;
        let agenda = json!({"meetingType": "focus", "meetingId": meeting});
        stage.order(&support(), "ScheduleCase", &case, agenda).await;
        for participant in [partner(), holder()] {
            let listed = json!({"meetingId": meeting, "participant": participant.card()});
            stage.order(&support(), "ListParticipant", &case, listed).await;
        }
        let there = json!({
            "meetingId": meeting, "client": "present", "supportPerson": true, "summedUpBy": holder().account,
            "participants": [
                {
                    "account": partner().account, "part": "first_part_only", "reason": "not_shareable_with_client",
                    "decidedBy": [partner().organisation, holder().organisation]
                },
                {"account": holder().account, "part": "whole"}
            ]
        });
        let mut gone = there.clone();
        gone["summedUpBy"] = json!(partner().account);
        let gone = refused(stage, &support(), "RecordAttendance", &case, gone).await;
        assert_eq!(gone, "not-there-for-the-decision");
        let mut alone = there.clone();
        alone["participants"][0]["decidedBy"] = json!([partner().organisation]);
        let alone = refused(stage, &support(), "RecordAttendance", &case, alone).await;
        assert_eq!(alone, "not-decided-jointly");
        let looks_back = json!({"meetingId": meeting, "by": "client", "evaluation": "Er werd geluisterd."});
        let before = refused(stage, &support(), "RecordEvaluation", &case, looks_back.clone()).await;
        assert_eq!(before, "attendance-not-recorded");
        stage.order(&support(), "RecordAttendance", &case, there).await;
        stage.order(&support(), "RecordEvaluation", &case, looks_back).await;
        let due = stage.house.day(42).await;
        stage.order(&director(), "SetPlan", &case, plan(&holder(), &partner().organisation, &due)).await;
        letter_and_minutes(stage, &case, &meeting).await;
        let seen = stage.case(&case).await;
        assert_eq!(seen["clientInvitation"]["invited"], true);
        let discussion = &seen["discussions"][0];
        assert_eq!((&discussion["client"], &discussion["supportPerson"]), (&json!("present"), &json!(true)));
        assert_eq!(discussion["clientSteps"], json!(["decision"]));
        let summed_up = json!({"account": holder().account, "organisation": holder().organisation});
        assert_eq!(discussion["summedUpBy"], summed_up);
        let participants = discussion["participants"].as_array().unwrap();
        assert_eq!(participants.len(), 2);
        let left = participants.iter().find(|it| it["account"] == partner().account.as_str()).unwrap();
        assert_eq!(left["steps"], json!(["question", "picture", "judgement"]));
        assert_eq!(left["decidedBy"].as_array().unwrap().len(), 2);
        assert_eq!(discussion["evaluations"][0]["evaluation"], "Er werd geluisterd.");
    }
}

/// What is to be printed says what it must, in Dutch.
async fn letter_and_minutes(stage: Stage<'_>, case: &str, meeting: &str) {
    let of_case = json!({"caseId": case});
    let letters = stage.house.done(stage.door, &director(), "GetInvitationLetter", of_case).await.json;
    let page = letters["letters"][0]["page"].as_str().unwrap();
    for part in [
        "Jan van der Proef",
        "het doel?",
        "Wie zijn erbij?",
        "Nationale Politie",
        "Hebt u vragen?",
        "iemand met u mee",
    ] {
        assert!(page.contains(part), "{part}: {page}");
    }
    let of_meeting = json!({"caseId": case, "meetingId": meeting});
    let minutes = stage.house.done(stage.door, &director(), "GetMinutes", of_meeting).await.json;
    assert_eq!(minutes["plan"]["version"], 1);
    let page = minutes["page"].as_str().unwrap();
    for part in
        ["Besluiten: Focusoverleg", "Aanmelden voor begeleid wonen.", "Nationale Politie", "Casushouder"]
    {
        assert!(page.contains(part), "{part}: {page}");
    }
    let elsewhere = json!({"caseId": case, "meetingId": stage.meeting("focus", 3).await});
    let elsewhere = stage.house.call(stage.door, &director(), "GetMinutes", elsewhere).await.unwrap_err();
    assert_eq!(elsewhere.slug, "not-found", "it was never on that agenda");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_is_not_invited_gets_no_letter_and_a_group_is_told() {
    let house = House::open().await;
    for (number, door) in Door::BOTH.into_iter().enumerate() {
        let stage = Stage { house: &house, door };
        let case = stage.weighed(&bsn(2 * number)).await;
        let of_case = json!({"caseId": case});
        let none = house.call(door, &support(), "GetInvitationLetter", of_case.clone()).await.unwrap_err();
        assert_eq!(none.slug, "not-found");
        let no_group = house.call(door, &support(), "GetNotificationLetters", of_case).await.unwrap_err();
        assert_eq!(no_group.slug, "not-found");
        let case = stage.reported(&bsn(2 * number + 1)).await;
        stage.order(&support(), "ScheduleCase", &case, json!({"meetingType": "group_approach"})).await;
        let of_case = json!({"caseId": case});
        let letters = house.done(door, &director(), "GetNotificationLetters", of_case).await.json;
        let page = letters["letters"][0]["page"].as_str().unwrap();
        assert!(page.contains("groepsaanpak") && page.contains("Gouda"), "{page}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_go_together_is_named_field_by_field() {
    let house = House::open().await;
    for (number, door) in Door::BOTH.into_iter().enumerate() {
        let stage = Stage { house: &house, door };
        let case = stage.scheduled(&bsn(number)).await;
        let events = house.events().await;
        for (name, mut input, mistakes) in [
            (
                "RecordAttendance",
                json!({
                    "meetingId": case, "client": "absent", "supportPerson": true,
                    "participants": [{"account": "police-1", "part": "first_part_only"}]
                }),
                "absenceReason: required\nparticipants[0].decidedBy: required\nparticipants[0].reason: required\n\
                 supportPerson: not_expected",
            ),
            ("DecideOnClient", json!({"invited": false}), "reason: required"),
            (
                "RecordLifeAreas",
                json!({"areas": [
                    {"area": "housing", "bottleneck": true, "action": "Inschrijven.", "owner": "ggd"},
                    {"area": "housing", "bottleneck": false}
                ]}),
                "areas[0].state: required\nareas[1].area: unique",
            ),
            (
                "RecordElsewhereCheck",
                json!({"party": "zsm", "known": false, "pickedUpBy": "ggd"}),
                "pickedUpBy: not_expected",
            ),
        ] {
            input["caseId"] = case.as_str().into();
            let trouble = house.call(door, &support(), name, input).await.unwrap_err();
            assert_eq!(trouble.mistakes(), mistakes, "{name}");
        }
        assert_eq!(house.events().await, events, "and nothing was changed");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn aftercare_works_through_life_areas_and_goes_on_at_a_round_table() {
    let house = House::open().await;
    for (number, door) in Door::BOTH.into_iter().enumerate() {
        let stage = Stage { house: &house, door };
        let case = stage.reported(&bsn(number)).await;
        stage.order(&support(), "WeighCase", &case, json!({"decision": "schedule_aftercare"})).await;
        let table = json!({"meetingType": "aftercare", "meetingId": stage.meeting("aftercare", 7).await});
        stage.order(&support(), "ScheduleCase", &case, table).await;
        let areas = json!({"areas": [
            {"area": "debts", "bottleneck": false},
            {
                "area": "housing", "bottleneck": true, "action": "Inschrijven.", "owner": "leger_des_heils",
                "state": "open"
            }
        ]});
        stage.order(&support(), "RecordLifeAreas", &case, areas).await;
        stage.order(&support(), "ScheduleCase", &case, json!({"meetingType": "round_table"})).await;
        let areas = stage.case(&case).await["lifeAreas"].clone();
        assert_eq!(areas.as_array().unwrap().len(), 2);
        assert_eq!((&areas[0]["area"], &areas[0]["action"]), (&json!("housing"), &json!("Inschrijven.")));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_focus_meeting_discusses_a_case_once_and_again_for_a_recorded_reason() {
    let house = House::open().await;
    for (number, door) in Door::BOTH.into_iter().enumerate() {
        let stage = Stage { house: &house, door };
        let case = stage.weighed(&bsn(number)).await;
        let meeting = stage.meeting("focus", 0).await;
        let on = |meeting: &str| json!({"meetingType": "focus", "meetingId": meeting});
        stage.order(&support(), "ScheduleCase", &case, on(&meeting)).await;
        assert_eq!(stage.case(&case).await["timesDiscussed"], json!([]));
        house.done(door, &support(), "HoldMeeting", json!({"meetingId": meeting})).await;
        let later = stage.meeting("focus", 7).await;
        let again = refused(stage, &support(), "ScheduleCase", &case, on(&later)).await;
        assert_eq!(again, "discussed-once");
        let mut back = on(&later);
        back["reason"] = "asked_by_partner".into();
        back["askedBy"] = partner().organisation.into();
        stage.order(&director(), "PutBackOnAgenda", &case, back).await;
        let seen = stage.case(&case).await;
        assert_eq!(seen["timesDiscussed"], json!([{"meetingType": "focus", "times": 1}]));
        assert_eq!((&seen["state"], &seen["agenda"]["meetingId"]), (&json!("scheduled"), &json!(later)));
        let happened = seen["history"].as_array().unwrap().iter().rev().take(2);
        let happened: Vec<_> = happened.map(|entry| entry["event"].clone()).collect();
        assert_eq!(happened, ["PutBackOnAgenda", "CaseDiscussed"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_aftercare_table_discusses_many_persons_and_a_person_returns_to_it() {
    let house = House::open().await;
    for (number, door) in Door::BOTH.into_iter().enumerate() {
        let stage = Stage { house: &house, door };
        let table = stage.meeting("aftercare", 0).await;
        let on = |meeting: &str| json!({"meetingType": "aftercare", "meetingId": meeting});
        let mut cases = Vec::new();
        for person in 0..3 {
            let case = stage.reported(&bsn(3 * number + person)).await;
            stage.order(&support(), "WeighCase", &case, json!({"decision": "schedule_aftercare"})).await;
            cases.push((stage.order(&support(), "ScheduleCase", &case, on(&table)).await, case));
        }
        let position = cases[2].0.position();
        let agenda = list(stage, &support(), "ListAgendaItems", json!({"meetingId": table}), position).await;
        let mut discussed: Vec<_> =
            agenda["agendaItems"].as_array().unwrap().iter().map(|item| item["caseId"].clone()).collect();
        discussed.sort_by_key(Value::to_string);
        let mut scheduled: Vec<_> = cases.iter().map(|(_, case)| json!(case)).collect();
        scheduled.sort_by_key(Value::to_string);
        assert_eq!(discussed, scheduled);

        house.done(door, &support(), "HoldMeeting", json!({"meetingId": table})).await;
        let case = &cases[0].1;
        for times in 1..=2 {
            let later = stage.meeting("aftercare", 0).await;
            stage.order(&support(), "ScheduleCase", case, on(&later)).await;
            let seen = stage.case(case).await;
            assert_eq!(seen["timesDiscussed"], json!([{"meetingType": "aftercare", "times": times}]));
            assert_eq!(seen["agenda"]["meetingId"], later.as_str());
            house.done(door, &support(), "HoldMeeting", json!({"meetingId": later})).await;
        }
        assert_eq!(stage.case(&cases[1].1).await["timesDiscussed"], json!([]), "each for itself");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn top60_works_through_the_list_of_one_municipality_on_three_pillars_and_gives_signals_for_policy() {
    let house = House::open().await;
    for (number, door) in Door::BOTH.into_iter().enumerate() {
        let stage = Stage { house: &house, door };
        let catalogue = house.done(door, &support(), "GetCatalogue", json!({})).await.json;
        let kinds = catalogue["meetingTypes"].as_array().unwrap();
        let top60 = kinds.iter().find(|kind| kind["code"] == "top60").unwrap();
        assert_eq!(
            (&top60["listOf"], top60["pillars"].as_array().unwrap().len()),
            (&json!("municipality"), 3)
        );
        let pillar = top60["pillars"][0]["code"].clone();

        let case = stage.reported(&bsn(number)).await;
        stage.order(&support(), "WeighCase", &case, json!({"decision": "schedule_top60"})).await;
        let day = house.day(7).await;
        let planned = async |municipality: Option<&str>| {
            let mut input = json!({"meetingType": "top60", "meetingDate": day, "chair": director().card()});
            if let Some(municipality) = municipality {
                input["municipality"] = municipality.into();
            }
            house.call(door, &support(), "PlanMeeting", input).await
        };
        assert_eq!(planned(None).await.unwrap_err().slug, "list-missing");
        let (leiden, gouda) = (planned(Some("leiden")).await.unwrap(), planned(Some("gouda")).await.unwrap());
        let on = |meeting: String| json!({"meetingType": "top60", "meetingId": meeting});
        let elsewhere = refused(stage, &support(), "ScheduleCase", &case, on(leiden.id())).await;
        assert_eq!(elsewhere, "meeting-is-of-another-municipality");
        let at = stage.order(&support(), "ScheduleCase", &case, on(gouda.id())).await;
        let calendar =
            list(stage, &support(), "ListMeetings", json!({"meetingType": ["top60"]}), at.position()).await;
        let lists: Vec<_> =
            calendar["meetings"].as_array().unwrap().iter().map(|it| it["municipality"].clone()).collect();
        assert!(lists.contains(&json!("gouda")) && lists.contains(&json!("leiden")), "{lists:?}");

        let mut plan = plan(&holder(), &partner().organisation, &house.day(42).await);
        assert_eq!(refused(stage, &director(), "SetPlan", &case, plan.clone()).await, "pillar-missing");
        plan["agreements"][0]["pillar"] = pillar.clone();
        stage.order(&director(), "SetPlan", &case, plan).await;
        assert_eq!(stage.case(&case).await["plans"][0]["agreements"][0]["pillar"], pillar);

        let signal = json!({
            "theme": "other", "description": "Geen opvang voor de jongere broers.", "fromMeetingType": "top60"
        });
        let raised = house.done(door, &director(), "RaiseBottleneck", signal.clone()).await;
        let signals = async |from: &str| {
            let of_kind = json!({"fromMeetingType": from, "limit": 100});
            let page = list(stage, &manager(), "ListBottlenecks", of_kind, raised.position()).await;
            page["bottlenecks"].as_array().unwrap().iter().map(|row| row["id"].clone()).collect::<Vec<_>>()
        };
        assert!(signals("top60").await.contains(&json!(raised.id())));
        assert_eq!(signals("focus").await, [json!(null); 0]);
        let mut shielded = signal;
        shielded["fromMeetingType"] = "radicalisation".into();
        let cleared = crate::shielded::cleared(Role::ProcessDirector);
        for (actor, why) in [(director(), "invalid-input"), (cleared, "meeting-type-unknown")] {
            let unknown = house.call(door, &actor, "RaiseBottleneck", shielded.clone()).await.unwrap_err();
            assert_eq!(unknown.slug, why);
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn zsm_hears_what_is_done_about_a_systematic_offender() {
    let house = House::open().await;
    for (number, door) in Door::BOTH.into_iter().enumerate() {
        let stage = Stage { house: &house, door };
        let number = bsn(number);
        let case = stage.reported(&number).await;
        let mut indication = json!({
            "indication": "isd", "preTrialDetentionAllowed": true, "convictions": 2,
            "reviewDate": house.day(180).await, "untilDate": house.day(800).await
        });
        let session = json!({"meetingType": "systematic_offender"});
        let early =
            refused(stage, &director(), "IndicateSystematicOffender", &case, indication.clone()).await;
        assert_eq!(early, "not-scheduled");
        stage.order(&support(), "ScheduleCase", &case, session).await;
        let too_few =
            refused(stage, &director(), "IndicateSystematicOffender", &case, indication.clone()).await;
        assert_eq!(too_few, "not-a-systematic-offender");
        indication["convictions"] = 3.into();
        let too_long =
            refused(stage, &director(), "IndicateSystematicOffender", &case, indication.clone()).await;
        assert_eq!(too_long, "term-too-long");
        indication["untilDate"] = house.day(700).await.into();
        stage.order(&director(), "IndicateSystematicOffender", &case, indication).await;
        let answer = house.done(door, &zsm(), "LookUpPerson", at_zsm(&number)).await.json;
        assert_eq!(answer["cases"][0]["smdIndication"], "isd");
        let seen = house.done(door, &manager(), "GetCase", json!({"caseId": case})).await.json;
        assert_eq!(seen["indication"]["indication"], "isd");
    }
}

/// Who asks as a partner, and hears what the session indicated, or does not.
fn partners() -> [(Actor, bool); 3] {
    [(partner(), true), (crate::sharing::municipality(), true), (crate::sharing::fivoor(), false)]
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_with_access_to_the_session_sees_the_indication_and_it_is_on_record() {
    let house = House::open().await;
    for (number, door) in Door::BOTH.into_iter().enumerate() {
        let stage = Stage { house: &house, door };
        let number = bsn(number);
        let case = stage.reported(&number).await;
        stage.order(&support(), "ScheduleCase", &case, json!({"meetingType": "systematic_offender"})).await;
        let heard =
            async |actor: &Actor| house.done(door, actor, "LookUpPerson", as_partner(&number)).await.json;
        let before = heard(&partner()).await;
        assert_eq!((&before["hit"], &before["cases"][0]["smdIndication"]), (&json!(true), &json!(null)));
        let indication = json!({
            "indication": "running_supervision", "preTrialDetentionAllowed": true, "convictions": 3,
            "reviewDate": house.day(180).await
        });
        stage.order(&director(), "IndicateSystematicOffender", &case, indication).await;
        for (actor, hears) in partners() {
            let answer = heard(&actor).await;
            let found = &answer["cases"][0];
            let expected = if hears { json!("running_supervision") } else { json!(null) };
            assert_eq!(found["smdIndication"], expected, "{}", actor.account);
            assert_eq!(found["details"], json!(null), "and no more");
            let last = format!(
                "select to_jsonb(record) from access_log.record where action = 'LookUpPerson' and account = '{}'
                 order by started_at desc limit 1",
                actor.account
            );
            let last: Value = sqlx::query_scalar(&last).fetch_one(house.pool()).await.unwrap();
            let categories = last["categories"].to_string();
            assert_eq!(categories.contains("zsm_advice"), hears, "{last}");
            assert!(last["policy"].as_str().is_some_and(|policy| !policy.is_empty()), "{last}");
        }
    }
}

/// That session, as an agenda.
fn with_kind(listed: &Value) -> Value {
    json!({"meetingType": "systematic_offender", "meetingId": listed["meetingId"]})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_of_what_worked_and_failed_is_built_for_the_probation_report() {
    let house = House::open().await;
    for (number, door) in Door::BOTH.into_iter().enumerate() {
        let stage = Stage { house: &house, door };
        let case = stage.reported(&bsn(number)).await;
        let session = json!({"meetingType": "systematic_offender", "processDirector": director().card()});
        stage.order(&support(), "ScheduleCase", &case, session).await;
        let tried = json!({"what": "Enkelband met toezicht.", "worked": false, "organisation": "reclassering_nederland"});
        let early = refused(stage, &director(), "RecordIntervention", &case, tried.clone()).await;
        assert_eq!(early, "no-probation-report-asked-for");
        let mut indication = json!({
            "indication": "request_probation_report", "preTrialDetentionAllowed": true, "convictions": 3,
            "reviewDate": house.day(180).await
        });
        stage.order(&director(), "IndicateSystematicOffender", &case, indication.clone()).await;
        stage.order(&support(), "RecordIntervention", &case, tried.clone()).await;
        assert_eq!(refused(stage, &partner(), "RecordIntervention", &case, tried.clone()).await, "not-found");
        let seen =
            async |actor: &Actor| house.done(door, actor, "GetCase", json!({"caseId": case})).await.json;
        let file = seen(&director()).await["interventions"].clone();
        assert_eq!(
            (&file[0]["what"], &file[0]["worked"]),
            (&json!("Enkelband met toezicht."), &json!(false))
        );
        let listed = json!({"meetingId": stage.meeting("systematic_offender", 7).await});
        stage.order(&support(), "ScheduleCase", &case, with_kind(&listed)).await;
        for participant in [partner(), crate::sharing::fivoor()] {
            let mut listed = listed.clone();
            listed["participant"] = participant.card();
            stage.order(&support(), "ListParticipant", &case, listed).await;
        }
        let shared = async |actor: &Actor| {
            let of_case = json!({"caseId": case});
            house.done(door, actor, "GetInformation", of_case).await.json["interventions"].clone()
        };
        assert_eq!(shared(&partner()).await[0]["what"], "Enkelband met toezicht.");
        assert_eq!(shared(&crate::sharing::fivoor()).await, json!([]), "the annex gives care no probation");
        let of_the_house = seen(&manager()).await;
        assert_eq!(
            of_the_house["interventions"],
            json!([]),
            "a task of the House is no ground for probation"
        );
        assert!(!of_the_house.to_string().contains("Enkelband"));
        indication["indication"] = "running_supervision".into();
        stage.order(&director(), "IndicateSystematicOffender", &case, indication).await;
        let late = refused(stage, &director(), "RecordIntervention", &case, tried).await;
        assert_eq!(late, "no-probation-report-asked-for");
        assert_eq!(seen(&director()).await["interventions"].as_array().unwrap().len(), 1, "and it stays");
    }
}
