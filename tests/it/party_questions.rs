//! HANDBOOK §2: the information question, which parties are involved with a person.

use schakel_access::Role;
use serde_json::{Value, json};

use crate::actors::{
    Actor, coordinator, director, holder, manager, partner, privacy_officer, reporter, support,
};
use crate::doors::{Door, Trouble};
use crate::house::House;
use crate::sharing::{at_the_table, fivoor, municipality};
use crate::stages::{Stage, bsn, plan, results};

/// As a partner asks for itself.
fn about(number: usize, asking: &str) -> Value {
    json!({
        "bsn": bsn(number), "purpose": "partner_lookup", "askingOrganisation": asking, "reference": "test-1"
    })
}

/// As the House asks on a partner's behalf.
fn on_behalf(number: usize, asking: &str) -> Value {
    let mut question = about(number, asking);
    question["purpose"] = "house_task".into();
    question
}

async fn ask(house: &House, door: Door, actor: &Actor, question: Value) -> Result<Value, Trouble> {
    house.call(door, actor, "FindInvolvedParties", question).await.map(|reply| reply.json)
}

async fn parties(house: &House, door: Door, actor: &Actor, question: Value) -> Vec<String> {
    let answer = ask(house, door, actor, question).await.unwrap();
    let organisations = answer["organisations"].as_array().unwrap().iter();
    organisations.map(|code| code.as_str().unwrap().to_owned()).collect()
}

/// With the police and Fivoor at the table, a holder of the probation service, an agreement of Jeugdbescherming
/// west, and a GGD that knows the person; a doctor does not.
async fn busy(stage: Stage<'_>, number: usize) -> String {
    let case = at_the_table(stage, number).await;
    let due = stage.house.day(42).await;
    for (organisation, known) in [("ggd", true), ("huisartsenpost", false)] {
        let request = json!({"organisation": organisation, "question": "Bekend?", "answerByDate": due});
        stage.order(&coordinator(), "RequestInformation", &case, request).await;
        let seen = stage.house.done(stage.door, &director(), "GetInformation", json!({"caseId": case})).await;
        let requests = seen.json["requests"].as_array().unwrap().clone();
        let id = requests.iter().find(|it| it["organisation"] == organisation).unwrap()["id"].clone();
        let answer = json!({"requestId": id, "known": known});
        stage.order(&coordinator(), "AnswerInformationRequest", &case, answer).await;
    }
    let plan = plan(&holder(), "jeugdbescherming_west", &due);
    stage.order(&director(), "SetPlan", &case, plan).await;
    case
}

#[tokio::test(flavor = "multi_thread")]
async fn a_partner_hears_which_signatories_are_involved_and_the_house_asks_for_one() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        busy(stage, number).await;
        let mut expected =
            ["fivoor", "ggd", "jeugdbescherming_west", "politie", &holder().organisation].map(str::to_owned);
        expected.sort();
        assert_eq!(parties(&house, door, &partner(), about(number, "politie")).await, expected);
        let code = municipality().organisation;
        assert_eq!(parties(&house, door, &municipality(), about(number, &code)).await, expected);
        assert_eq!(parties(&house, door, &coordinator(), on_behalf(number, "ggd")).await, expected);
        let on_record = "select count(*) from access_log.record where action = 'FindInvolvedParties'
             and reason = 'for_ggd' and found and account = 'information-coordinator-1' and reference = 'test-1'";
        assert!(house.count(on_record).await > 0, "for whom it was asked is on record");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn only_signatories_hear_and_are_told_of() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let case = busy(stage, number).await;
        // At the table, but no signatory.
        let meeting = stage.case(&case).await["agenda"]["meetingId"].clone();
        let incidental = Actor::with(Role::IncidentalParticipant);
        let listed = json!({"meetingId": meeting, "participant": incidental.card()});
        stage.order(&director(), "ListParticipant", &case, listed).await;
        let told = parties(&house, door, &partner(), about(number, "politie")).await;
        assert!(!told.contains(&incidental.organisation), "{told:?}");

        let slug =
            async |actor: &Actor, question: Value| ask(&house, door, actor, question).await.unwrap_err().slug;
        let unsigned = on_behalf(number, &incidental.organisation);
        assert_eq!(slug(&coordinator(), unsigned).await, "not-in-covenant");
        let mistakes = async |actor: &Actor, question: Value| {
            ask(&house, door, actor, question).await.unwrap_err().mistakes().trim().to_owned()
        };
        let pretended = about(number, "ggd");
        assert_eq!(mistakes(&partner(), pretended).await, "askingOrganisation: own_organisation");
        let for_itself = on_behalf(number, "veiligheidshuis");
        assert_eq!(mistakes(&coordinator(), for_itself).await, "askingOrganisation: partner");
        let invented = on_behalf(number, "invented");
        assert_eq!(mistakes(&coordinator(), invented).await, "askingOrganisation: unknown_reference");
        assert_eq!(
            slug(&partner(), on_behalf(number, "politie")).await,
            "forbidden",
            "no ground of a partner's"
        );
        for actor in [reporter(), holder(), support(), manager()] {
            assert_eq!(slug(&actor, about(number, "politie")).await, "forbidden");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn somebody_of_whom_nobody_may_know_is_like_somebody_unknown() {
    let house = House::open().await;
    let reason = || json!({"reason": "Een familielid werkt bij een partner."});
    for (door, first) in [(Door::Rest, 0), (Door::Grpc, 10)] {
        let stage = Stage { house: &house, door };
        let hidden = busy(stage, first).await;
        stage.order(&manager(), "HideCase", &hidden, reason()).await;
        let restricted = busy(stage, first + 1).await;
        stage.order(&privacy_officer(), "RestrictCase", &restricted, reason()).await;
        let closed = busy(stage, first + 2).await;
        stage.order(&holder(), "JudgeResults", &closed, results()).await;
        stage.order(&director(), "CloseCase", &closed, json!({})).await;
        let shielded = busy(stage, first + 3).await;
        let back = json!({"reason": "plan_needs_adjusting", "meetingType": "radicalisation"});
        stage
            .order(&crate::shielded::cleared(Role::ProcessDirector), "PutBackOnAgenda", &shielded, back)
            .await;
        let unknown = ask(&house, door, &partner(), about(first + 9, "politie")).await.unwrap();
        for number in first..first + 4 {
            assert_eq!(ask(&house, door, &partner(), about(number, "politie")).await.unwrap(), unknown);
        }
        // Whoever is at the table hears no more than others by it.
        assert_eq!(ask(&house, door, &fivoor(), about(first, "fivoor")).await.unwrap(), unknown);
        let told = "select count(*) from access_log.message join access_log.record using (writer, seq)
             where action = 'FindInvolvedParties'";
        assert_eq!(house.count(told).await, 0, "nobody hears that they were asked about");
        let recorded =
            "select count(*) from access_log.record where action = 'FindInvolvedParties' and not found";
        assert!(house.count(recorded).await >= 6);
    }
}
