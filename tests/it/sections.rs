//! HANDBOOK §1 to §9, one story for each section, told in short through both doors. The long stories are in
//! `lifecycle.rs`, `at_the_table.rs`, `sharing.rs` and the others; which test holds which rule is in
//! `docs/handbook-rules.md`.

use schakel_access::Role;
use schakel_domain::OrganisationId;
use schakel_domain::region::OrganisationCode;
use serde_json::{Value, json};

use crate::actors::{
    Actor, coordinator, director, holder, manager, partner, privacy_officer, reporter, support, zsm,
};
use crate::doors::{Door, Envelope, Reply};
use crate::house::House;
use crate::sharing::{
    at_the_table_of_meeting, fivoor, municipality, not_found, permitted, reason, seen, share, texts,
};
use crate::stages::{Stage, as_partner, at_zsm, bsn, person, plan, results};

/// One case, and what people do about it.
struct Story<'a> {
    stage: Stage<'a>,
    case: String,
}

impl<'a> Story<'a> {
    async fn report(stage: Stage<'a>, by: &Actor, report: Value) -> Self {
        let case = stage.house.done(stage.door, by, "ReportCase", report).await.id();
        Self { stage, case }
    }

    async fn does(&self, actor: &Actor, name: &str, input: Value) -> Reply {
        self.stage.order(actor, name, &self.case, input).await
    }

    /// Why it cannot be done.
    async fn refuses(&self, actor: &Actor, name: &str, mut input: Value) -> String {
        input["caseId"] = self.case.as_str().into();
        self.stage.house.call(self.stage.door, actor, name, input).await.unwrap_err().slug
    }

    async fn view(&self) -> Value {
        self.stage.case(&self.case).await
    }

    async fn state(&self) -> String {
        self.view().await["state"].as_str().unwrap().to_owned()
    }

    async fn request_information(&self, organisation: &str) {
        let question = json!({"organisation": organisation, "question": "Kent u betrokkene?"});
        self.does(&coordinator(), "RequestInformation", question).await;
    }

    async fn answer(&self, by: &Actor, known: bool) {
        let asked = self.seen_by(by).await;
        let request = asked["requests"][0]["id"].clone();
        self.does(by, "AnswerInformationRequest", json!({"requestId": request, "known": known})).await;
    }

    /// How the requests stand, as the House sees them.
    async fn answers(&self) -> Vec<(String, String)> {
        let requests = self.seen_by(&coordinator()).await["requests"].clone();
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let mut answers: Vec<_> = requests
            .as_array()
            .unwrap()
            .iter()
            .map(|it| (text(&it["organisation"]), text(&it["state"])))
            .collect();
        answers.sort();
        answers
    }

    async fn check_elsewhere(&self, party: &str, picked_up_by: Option<&str>) {
        let mut check = json!({"party": party, "known": picked_up_by.is_some()});
        if let Some(organisation) = picked_up_by {
            check["pickedUpBy"] = organisation.into();
        }
        self.does(&coordinator(), "RecordElsewhereCheck", check).await;
    }

    async fn put_on_briefing(&self, briefing: &str) {
        self.does(&coordinator(), "PutOnBriefing", json!({"briefingId": briefing})).await;
    }

    async fn weigh(&self, weighing: Value) {
        self.does(&support(), "WeighCase", weighing).await;
    }

    async fn give_feedback(&self) {
        self.does(&support(), "GiveFeedback", json!({"channel": "mail", "message": "U hoort van ons."}))
            .await;
    }

    async fn set_plan(&self, organisation: &str) {
        let due = self.stage.house.day(42).await;
        self.does(&director(), "SetPlan", plan(&holder(), organisation, &due)).await;
    }

    async fn seen_by(&self, actor: &Actor) -> Value {
        seen(self.stage, actor, &self.case).await.unwrap()
    }

    /// The kinds of the notices about the case that somebody has, up to this command.
    async fn notices(&self, actor: &Actor, after: &Reply) -> Vec<String> {
        let input = json!({"limit": 100});
        let there = Envelope::at_position(after.position());
        let client = self.stage.house.client(self.stage.door);
        let page = client.call(actor, "ListNotices", input, there).await.unwrap().json;
        let notices = page["notices"].as_array().unwrap().iter();
        let own = notices.filter(|notice| notice["caseId"] == self.case.as_str());
        own.map(|notice| notice["kind"].as_str().unwrap().to_owned()).collect()
    }

    /// What is to be done about the case, up to this command.
    async fn work(&self, after: &Reply) -> Vec<String> {
        let there = Envelope::at_position(after.position());
        let client = self.stage.house.client(self.stage.door);
        let page =
            client.call(&director(), "ListWorkItems", json!({"limit": 100}), there).await.unwrap().json;
        let items = page["workItems"].as_array().unwrap().iter();
        let own = items.filter(|item| item["caseId"] == self.case.as_str());
        own.map(|item| item["kind"].as_str().unwrap().to_owned()).collect()
    }
}

/// The kinds of information that the briefing does without.
const NOT_TO_WEIGH: [&str; 4] = ["care", "mental_health", "debts", "family"];

fn arrest(number: usize) -> Value {
    json!({
        "reason": "Derde aanhouding deze maand.", "trigger": "arrest", "municipality": "gouda",
        "subject": person(&bsn(number))
    })
}

/// A House, a door and numbers that nobody else has.
fn tellings(house: &House) -> impl Iterator<Item = (Stage<'_>, usize)> {
    Door::BOTH.into_iter().zip([0, 10]).map(move |(door, number)| (Stage { house, door }, number))
}

#[tokio::test(flavor = "multi_thread")]
async fn section_1_a_municipality_has_two_contacts_at_most_and_a_contact_may_hold_cases() {
    let house = House::open().await;
    let second = Actor::of("gouda-2", "gemeente_gouda", &[Role::MunicipalContact, Role::CaseHolder]);
    house.authorise(&second).await;
    let gouda = OrganisationId::of(&OrganisationCode::new("gemeente_gouda")).to_string();
    for (stage, number) in tellings(&house) {
        let third = json!({
            "organisationId": gouda, "account": "gouda-3", "name": "Wilgenhout", "roles": ["municipal_contact"],
            "untilDate": house.day(300).await
        });
        let refused = house.call(stage.door, &manager(), "AuthoriseProfessional", third).await.unwrap_err();
        assert_eq!(refused.slug, "two-contacts-already");

        let story = Story { stage, case: stage.scheduled(&bsn(number)).await };
        let due = house.day(42).await;
        story.does(&director(), "SetPlan", plan(&second, "gemeente_gouda", &due)).await;
        story.does(&second, "JudgeResults", results()).await;
        story.does(&director(), "CloseCase", json!({})).await;
        assert_eq!(story.view().await["direction"]["caseHolder"]["account"], second.account);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn section_2_every_report_is_accepted_and_none_is_just_refused() {
    let house = House::open().await;
    for (stage, number) in tellings(&house) {
        let bare = Story::report(stage, &reporter(), json!({"reason": "Slaapt al weken in de auto."})).await;
        let elsewhere = || {
            json!({
                "decision": "no_follow_up", "noFollowUpReason": "belongs_elsewhere",
                "referredTo": "Het wijkteam"
            })
        };
        assert_eq!(bare.refuses(&support(), "WeighCase", elsewhere()).await, "trigger-missing");
        let known = json!({"trigger": "current_concern", "theme": "nuisance", "municipality": "leiden"});
        bare.does(&coordinator(), "CompleteReport", known).await;

        let nowhere = json!({
            "caseId": bare.case, "decision": "no_follow_up", "noFollowUpReason": "belongs_elsewhere"
        });
        let nowhere = house.call(stage.door, &support(), "WeighCase", nowhere).await.unwrap_err();
        assert_eq!(nowhere.mistakes(), "referredTo: required", "it is referred to a place");
        bare.weigh(elsewhere()).await;
        assert_eq!(bare.view().await["weighings"][0]["referredTo"], "Het wijkteam");
        let untold = bare.refuses(&director(), "CloseAfterWeighing", json!({})).await;
        assert_eq!(untold, "feedback-outstanding");
        bare.give_feedback().await;
        let closed = bare.does(&director(), "CloseAfterWeighing", json!({})).await;
        assert_eq!(bare.notices(&reporter(), &closed).await, ["feedback_given"]);

        let mut detained = arrest(number);
        detained["trigger"] = "detention".into();
        detained["municipality"] = "alphen_aan_den_rijn".into();
        let local = Story::report(stage, &reporter(), detained).await;
        let briefing = json!({"briefingId": stage.meeting("briefing", 3).await});
        assert_eq!(local.refuses(&coordinator(), "PutOnBriefing", briefing).await, "kept-from-briefing");
        let room = json!({"meetingType": "local_safety_room"});
        local.does(&support(), "ScheduleCase", room).await;
        assert_eq!(local.state().await, "scheduled");

        let mut detained = arrest(number + 2);
        detained["trigger"] = "detention".into();
        detained["municipality"] = "katwijk".into();
        let referred = Story::report(stage, &reporter(), detained).await;
        let table = json!({"meetingType": "local_aftercare"});
        let own_register = referred.refuses(&support(), "ScheduleCase", table).await;
        assert_eq!(own_register, "table-keeps-own-register");
        let referral = json!({"receiver": "gemeente_katwijk", "question": "Bespreekt u de nazorg?"});
        referred.does(&coordinator(), "OfferReferral", referral).await;
        let referrals = referred.seen_by(&coordinator()).await["referrals"].clone();
        assert_eq!(referrals[0]["receiver"], "gemeente_katwijk");
        assert_eq!(referred.state().await, "reported");

        let before = Story { stage, case: stage.closed(&bsn(number + 1)).await };
        let adjusting = json!({"reason": "plan_needs_adjusting", "meetingType": "focus"});
        assert_eq!(before.refuses(&director(), "PutBackOnAgenda", adjusting).await, "case-closed");
        let again = Story::report(stage, &reporter(), arrest(number + 1)).await;
        assert_eq!((again.state().await.as_str(), before.state().await.as_str()), ("reported", "closed"));
        assert_eq!(again.view().await["linkedCaseIds"], json!([]));
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn section_2_the_municipal_contact_decides_where_an_arrest_is_discussed() {
    let house = House::open().await;
    let contact = Actor::of("alphen-1", "gemeente_alphen", &[Role::MunicipalContact]);
    let alphen = json!({
        "code": contact.organisation, "name": "Gemeente Alphen aan den Rijn", "kind": "chain_partner",
        "chain": "administration", "municipality": "alphen_aan_den_rijn"
    });
    house.done(Door::Rest, &manager(), "RegisterOrganisation", alphen).await;
    house.authorise(&contact).await;
    for (stage, number) in tellings(&house) {
        for (nth, table) in ["focus", "local_safety_room"].into_iter().enumerate() {
            let mut report = arrest(number + nth);
            report["municipality"] = "alphen_aan_den_rijn".into();
            let story = Story::report(stage, &reporter(), report).await;
            story.weigh(json!({"criteria": ["d"], "decision": "schedule_focus"})).await;
            let by = |contact: &Actor| json!({"meetingType": table, "municipalContact": contact.account});
            let unnamed = json!({"meetingType": table});
            let missing = story.refuses(&support(), "ScheduleCase", unnamed).await;
            assert_eq!(missing, "municipal-contact-missing");
            let neighbour = story.refuses(&support(), "ScheduleCase", by(&municipality())).await;
            assert_eq!(neighbour, "not-the-municipal-contact");
            story.does(&support(), "ScheduleCase", by(&contact)).await;
            let agenda = story.view().await["agenda"].clone();
            assert_eq!(
                (&agenda["meetingType"], &agenda["municipalContact"]),
                (&json!(table), &json!("alphen-1"))
            );
        }
        let gouda = Story { stage, case: stage.weighed(&bsn(number + 2)).await };
        let named = json!({"meetingType": "focus", "municipalContact": municipality().account});
        let unasked = gouda.refuses(&support(), "ScheduleCase", named).await;
        assert_eq!(unasked, "municipal-contact-not-expected");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn section_3_the_briefing_weighs_on_little_information() {
    let house = House::open().await;
    let ggd = Actor::of("ggd-1", "ggd", &[Role::ChainPartner]);
    for (stage, number) in tellings(&house) {
        let story = Story::report(stage, &reporter(), arrest(number)).await;
        for organisation in ["gemeente_gouda", "ggd"] {
            story.request_information(organisation).await;
        }
        story.answer(&municipality(), true).await;
        story.answer(&ggd, false).await;
        let answers = [("gemeente_gouda", "known"), ("ggd", "unknown")];
        assert_eq!(story.answers().await, answers.map(|(whose, what)| (whose.to_owned(), what.to_owned())));

        for party in ["veilig_thuis", "zsm", "own_cases", "facilitated_meetings"] {
            story.check_elsewhere(party, None).await;
        }
        let undecided = json!({"party": "care_network", "known": true});
        assert_eq!(
            story.refuses(&coordinator(), "RecordElsewhereCheck", undecided).await,
            "pick-up-undecided"
        );
        story.check_elsewhere("care_network", Some("ggd")).await;
        assert_eq!(story.view().await["elsewhereChecks"].as_array().unwrap().len(), 5);

        let briefing = stage.meeting("briefing", 3).await;
        story.put_on_briefing(&briefing).await;
        let weighing_team = story.seen_by(&Actor::with(Role::WeighingTeam)).await;
        let shown = permitted(&weighing_team);
        assert!(shown.contains(&"police") && NOT_TO_WEIGH.iter().all(|it| !shown.contains(it)), "{shown:?}");

        let focus = |criteria: &[&str]| {
            let decision = "schedule_focus";
            json!({"briefingId": briefing, "criteria": criteria, "decision": decision})
        };
        assert_eq!(story.refuses(&support(), "WeighCase", focus(&["a", "b"])).await, "criteria-not-met");
        story.weigh(focus(&["a", "b", "c"])).await;
        assert_eq!(story.refuses(&support(), "WeighCase", focus(&["d"])).await, "already-weighed");

        let risk = json!({"invited": false, "reason": "risk_conversation"});
        story.does(&support(), "DecideOnClient", risk).await;
        assert_eq!(story.view().await["clientInvitation"]["reason"], "risk_conversation");
        let own_report = async || story.seen_by(&reporter()).await["ownReport"].clone();
        assert_eq!(own_report().await["feedbackOwed"], true);
        story.give_feedback().await;
        assert_eq!(own_report().await["feedbackOwed"], false);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn section_4_the_client_joins_when_it_is_decided() {
    let house = House::open().await;
    for (stage, number) in tellings(&house) {
        let (case, meeting) = at_the_table_of_meeting(stage, number).await;
        let story = Story { stage, case };
        story.does(&support(), "DecideOnClient", json!({"invited": true})).await;
        let listed = json!({"meetingId": meeting, "participant": reporter().card()});
        story.does(&support(), "ListParticipant", listed).await;
        let reporter_sees = story.seen_by(&reporter()).await;
        assert_eq!(reporter_sees["involvements"], json!(["participant", "reporter"]));
        assert!(permitted(&reporter_sees).contains(&"police"), "at the table, and not as a reporter alone");

        story.set_plan("fivoor").await;
        let jointly = [fivoor().organisation, partner().organisation];
        let there = json!({
            "meetingId": meeting, "client": "present", "supportPerson": true, "summedUpBy": fivoor().account,
            "participants": [
                {"account": fivoor().account, "part": "whole"},
                {
                    "account": partner().account, "part": "first_part_only", "reason": "group_size",
                    "decidedBy": jointly
                },
                {
                    "account": reporter().account, "part": "first_part_only", "reason": "not_in_plan",
                    "decidedBy": jointly
                }
            ]
        });
        story.does(&support(), "RecordAttendance", there).await;
        for by in ["client", "case_holder"] {
            let looks_back = json!({"meetingId": meeting, "by": by, "evaluation": "Goed gesprek."});
            story.does(&support(), "RecordEvaluation", looks_back).await;
        }
        let discussion = story.view().await["discussions"][0].clone();
        assert_eq!((&discussion["client"], &discussion["supportPerson"]), (&json!("present"), &json!(true)));
        assert_eq!(discussion["evaluations"].as_array().unwrap().len(), 2);

        let back = json!({"reason": "asked_by_case_holder", "meetingType": "focus"});
        story.does(&director(), "PutBackOnAgenda", back).await;
        let invited = json!({"invited": true});
        let unasked = story.refuses(&support(), "DecideOnClient", invited).await;
        assert_eq!(unasked, "case-holder-not-consulted");
        let consulted = json!({"invited": true, "caseHolderConsulted": true});
        story.does(&support(), "DecideOnClient", consulted).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn section_5_a_plan_is_held_followed_adjusted_and_closed_with_results() {
    let house = House::open().await;
    for (stage, number) in tellings(&house) {
        let story = Story { stage, case: stage.scheduled(&bsn(number)).await };
        story.set_plan("fivoor").await;
        let agreement = story.view().await["plans"][0]["agreements"][0].clone();
        assert_eq!(agreement["intervention"], "care");
        let kept = json!({"agreementId": agreement["id"], "state": "done"});
        story.does(&fivoor(), "UpdateAgreement", kept).await;
        let contact = json!({
            "moment": "week_1", "agreementsKept": true, "runningAsPlanned": false, "newMeetingNeeded": true
        });
        story.does(&director(), "RecordMonitoringContact", contact).await;
        assert_eq!(story.state().await, "monitored");

        let back = json!({"reason": "plan_needs_adjusting", "meetingType": "focus"});
        story.does(&director(), "PutBackOnAgenda", back).await;
        assert_eq!(story.view().await["direction"]["planVersion"], 1, "in force until it is replaced");
        story.set_plan("fivoor").await;
        let adjusted = story.view().await;
        let versions = adjusted["plans"].as_array().unwrap().iter().map(|plan| plan["version"].clone());
        assert_eq!(versions.collect::<Vec<_>>(), [1, 2]);
        let contacts = adjusted["direction"]["monitoring"].as_array().unwrap().clone();
        assert_eq!(contacts.len(), 4);
        assert!(contacts.iter().all(|contact| contact["contact"].is_null()), "the schedule starts anew");

        let person = stage.identified(&story.case).await;
        assert_eq!(story.refuses(&director(), "CloseCase", json!({})).await, "results-not-judged");
        assert_eq!(story.refuses(&director(), "JudgeResults", results()).await, "forbidden");
        story.does(&holder(), "JudgeResults", results()).await;
        story.does(&director(), "CloseCase", json!({})).await;
        assert_eq!(story.view().await["closing"]["results"], results());

        let late = json!({"reason": "progress_stagnates", "meetingType": "focus"});
        assert_eq!(story.refuses(&director(), "PutBackOnAgenda", late).await, "case-closed");
        let right =
            json!({"personId": person, "identity": {"surname": "Juist"}, "reason": "Verkeerd gespeld."});
        house.done(stage.door, &coordinator(), "CorrectPerson", right).await;
        story.does(&privacy_officer(), "PlaceLegalHold", json!({"reason": "De rechter vroeg het op."})).await;
        story.does(&privacy_officer(), "RestrictCase", json!({"reason": "Betwist de juistheid."})).await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn section_6_a_trajectory_goes_on_until_it_is_reported_done() {
    let house = House::open().await;
    for (stage, number) in tellings(&house) {
        let story = Story::report(stage, &reporter(), arrest(number)).await;
        story.weigh(json!({"decision": "start_voluntary_trajectory"})).await;
        story.give_feedback().await;
        let going_on = story.refuses(&director(), "CloseAfterWeighing", json!({})).await;
        assert_eq!(going_on, "not-reported-done");
        let done = json!({"reportedDoneBy": "fivoor"});
        story.does(&director(), "CloseAfterWeighing", done).await;
        assert_eq!(story.view().await["closing"]["ground"], "trajectory_ended");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn section_7_what_exceeds_a_mandate_is_asked_of_whoever_has_it() {
    let house = House::open().await;
    for (stage, number) in tellings(&house) {
        let story = Story { stage, case: stage.planned(&bsn(number)).await };
        for level in ["direction_room", "steering_group", "mayor_or_alderman", "chain_manager"] {
            let question = json!({"level": level, "question": "Mag dit buiten het protocol?"});
            let asked = story.does(&director(), "EscalateCase", question.clone()).await;
            let view = story.view().await;
            assert_eq!((&view["state"], &view["escalation"]), (&json!("escalated"), &question));
            assert!(story.work(&asked).await.contains(&"escalation_open".to_owned()));
            assert_eq!(
                view["direction"]["caseHolder"]["account"],
                holder().account,
                "the plan stays in force"
            );

            let outcome = json!({"outcome": "Ja, bij uitzondering."});
            let not_theirs = story.refuses(&director(), "RecordEscalationOutcome", outcome.clone()).await;
            assert_eq!(not_theirs, "forbidden");
            let answered = story.does(&manager(), "RecordEscalationOutcome", outcome).await;
            assert!(!story.work(&answered).await.contains(&"escalation_open".to_owned()));
            assert_eq!(story.state().await, "planned", "back to where it came from");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn section_4_a_local_safety_room_escalates_and_the_house_weighs_what_it_takes_up() {
    let house = House::open().await;
    for (stage, number) in tellings(&house) {
        let local = Story::report(stage, &reporter(), arrest(number)).await;
        let question = || json!({"level": "house", "question": "Neemt het huis dit op?"});
        let room = json!({"meetingType": "local_safety_room", "processDirector": director().card()});
        local.does(&support(), "ScheduleCase", room).await;
        local.does(&director(), "EscalateCase", question()).await;
        assert_eq!(local.view().await["escalation"]["level"], "house");
        local.does(&manager(), "RecordEscalationOutcome", json!({"outcome": "Wij wegen het."})).await;
        assert_eq!(local.state().await, "scheduled", "at the local room, which goes on with it");

        let taken_up = Story::report(stage, &municipality(), arrest(number)).await;
        assert_eq!(taken_up.view().await["linkedCaseIds"], json!([local.case]));
        taken_up.weigh(json!({"criteria": ["e"], "decision": "schedule_focus"})).await;
        taken_up.give_feedback().await;
        let focus = json!({"meetingType": "focus", "processDirector": director().card()});
        taken_up.does(&support(), "ScheduleCase", focus).await;
        assert_eq!(
            taken_up.refuses(&director(), "EscalateCase", question()).await,
            "does-not-escalate-to-house"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn section_8_zsm_sees_at_once_and_the_house_hears_of_it() {
    let house = House::open().await;
    for (stage, number) in tellings(&house) {
        let suspect = bsn(number);
        let ask = async |actor: &Actor, question: Value| {
            house.done(stage.door, actor, "LookUpPerson", question).await.json
        };
        let nobody = ask(&zsm(), at_zsm(&suspect)).await;
        let mut report = arrest(number);
        report["trigger"] = "zsm".into();
        let story = Story::report(stage, &zsm(), report).await;
        story.weigh(json!({"criteria": ["d"], "decision": "schedule_focus"})).await;
        story.give_feedback().await;
        let agenda = json!({"meetingType": "focus", "processDirector": director().card()});
        story.does(&support(), "ScheduleCase", agenda).await;
        story.set_plan("fivoor").await;
        let advice = json!({"sketch": "Plan loopt.", "measures": ["Toezicht."]});
        story.does(&director(), "SetZsmAdvice", advice).await;

        for actor in [zsm(), Actor::with(Role::ZsmAdministration)] {
            let details = ask(&actor, at_zsm(&suspect)).await["cases"][0]["details"].clone();
            assert_eq!(details["zsmAdvice"]["measures"], json!(["Toezicht."]));
            assert_eq!(details["caseHolder"]["account"], holder().account);
        }
        let called = ask(&partner(), as_partner(&suspect)).await["cases"][0].clone();
        assert_eq!(called["contact"]["organisation"], holder().organisation);
        assert!(called.get("details").is_none(), "whom to call, and no more");

        let today = json!({"lines": [{"bsn": suspect}]});
        let checked = house.done(stage.door, &coordinator(), "CheckSuspects", today).await;
        assert!(story.work(&checked).await.contains(&"suspect_at_zsm".to_owned()));
        assert!(story.notices(&holder(), &checked).await.contains(&"suspect_at_zsm".to_owned()));

        story.does(&holder(), "JudgeResults", results()).await;
        story.does(&director(), "CloseCase", json!({})).await;
        assert!(story.view().await["zsmAdvice"].is_null(), "withdrawn");
        assert_eq!(ask(&zsm(), at_zsm(&suspect)).await, nobody, "like somebody who was never here");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn section_9_access_needs_signature_involvement_and_annex() {
    let house = House::open().await;
    let unsigned = Actor::of("leger-1", "leger_des_heils", &[Role::ChainPartner]);
    let newcomer = json!({
        "code": unsigned.organisation, "name": "Leger des Heils", "kind": "chain_partner", "chain": "care"
    });
    house.done(Door::Rest, &manager(), "RegisterOrganisation", newcomer).await;
    house.authorise(&unsigned).await;
    let leiden = Actor::of("leiden-1", "gemeente_leiden", &[Role::MunicipalContact]);
    for (stage, number) in tellings(&house) {
        let (case, meeting) = at_the_table_of_meeting(stage, number).await;
        let story = Story { stage, case };
        let listed = json!({"meetingId": meeting, "participant": unsigned.card()});
        story.does(&director(), "ListParticipant", listed).await;
        let own = json!({"category": "police", "text": "Politie zegt."});
        share(stage, &partner(), &story.case, own).await;
        let with_consent = json!({"category": "care", "text": "Zorg zegt.", "consent": "awaited"});
        share(stage, &fivoor(), &story.case, with_consent).await;

        assert_eq!(seen(stage, &unsigned, &story.case).await, not_found(), "involved, and did not sign");
        assert_eq!(seen(stage, &leiden, &story.case).await, not_found(), "signed, and not involved");
        let of_care = story.seen_by(&fivoor()).await;
        assert_eq!(reason(&of_care, "police"), "not_in_annex", "involved and signed, and no annex allows it");
        assert_eq!(texts(stage, &municipality(), &story.case).await, ["Politie zegt."]);

        let item = of_care["items"][0]["id"].clone();
        let consent = |given: bool| json!({"informationId": item, "given": given});
        story.does(&fivoor(), "RecordConsent", consent(true)).await;
        assert_eq!(texts(stage, &municipality(), &story.case).await, ["Politie zegt.", "Zorg zegt."]);
        story.does(&fivoor(), "RecordConsent", consent(false)).await;
        assert_eq!(texts(stage, &municipality(), &story.case).await, ["Politie zegt."]);

        let why = json!({"caseId": story.case, "organisation": unsigned.organisation});
        let why = house.done(stage.door, &privacy_officer(), "ExplainInformation", why).await.json;
        assert_eq!(why["explanations"][0]["exists"], false);
        story.does(&director(), "CloseWithoutPlan", json!({"reason": "De afspraken volstaan."})).await;
        for actor in [partner(), fivoor(), municipality()] {
            assert_eq!(seen(stage, &actor, &story.case).await, not_found(), "until it is closed");
        }
    }
}
