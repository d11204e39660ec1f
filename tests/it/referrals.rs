//! HANDBOOK §9: a case is offered to another organisation, and access follows what comes of that.

use schakel_access::Role;
use serde_json::{Value, json};

use crate::actors::{Actor, coordinator, director, holder, partner};
use crate::doors::{Door, Envelope};
use crate::house::House;
use crate::sharing::{
    at_the_table, fivoor, municipality, not_found, permitted, permitted_then, seen, share, texts,
};
use crate::stages::{Stage, bsn, results};

fn ggd() -> Actor {
    Actor::of("ggd-1", "ggd", &[Role::ChainPartner])
}

fn neighbour() -> Actor {
    Actor::of("leiden-1", "gemeente_leiden", &[Role::MunicipalContact])
}

fn offer() -> Value {
    json!({"receiver": "ggd", "question": "Pakt u de zorg op?"})
}

/// A case at the table, with an item of the police and one of a care partner.
async fn discussed(stage: Stage<'_>, number: usize) -> String {
    let case = at_the_table(stage, number).await;
    share(stage, &partner(), &case, json!({"category": "police", "text": "Politie zegt."})).await;
    share(stage, &fivoor(), &case, json!({"category": "care", "text": "Zorg zegt."})).await;
    case
}

/// The same, offered by a care partner to another; with what answers it.
async fn offered(stage: Stage<'_>, number: usize) -> (String, Value) {
    let case = discussed(stage, number).await;
    stage.order(&fivoor(), "OfferReferral", &case, offer()).await;
    let about = json!({"referralId": seen(stage, &fivoor(), &case).await.unwrap()["referrals"][0]["id"]});
    (case, about)
}

fn with_reason(about: &Value, reason: &str) -> Value {
    let mut input = about.clone();
    input["reason"] = reason.into();
    input
}

/// Why a command on a case is refused.
async fn refused(stage: Stage<'_>, actor: &Actor, name: &str, case: &str, mut input: Value) -> String {
    input["caseId"] = case.into();
    stage.house.call(stage.door, actor, name, input).await.unwrap_err().slug
}

#[tokio::test(flavor = "multi_thread")]
async fn a_receiver_hears_the_question_until_it_accepts_and_sees_by_the_annex_until_it_is_done() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let (case, about) = offered(stage, number).await;
        let hears = seen(stage, &ggd(), &case).await.unwrap();
        assert_eq!(hears["involvements"], json!(["referral_addressee"]));
        assert_eq!(hears["referrals"][0]["question"], "Pakt u de zorg op?");
        assert_eq!((hears["items"].clone(), hears["members"].clone()), (json!([]), json!([])));
        assert!(permitted(&hears).is_empty());

        stage.order(&ggd(), "AcceptReferral", &case, about.clone()).await;
        let accepted = seen(stage, &ggd(), &case).await.unwrap();
        assert_eq!(accepted["involvements"], json!(["referral_receiver"]));
        assert_eq!(accepted["referrals"][0]["state"], "accepted");
        assert_eq!(texts(stage, &ggd(), &case).await, ["Zorg zegt."]);

        let then = house.moment().await;
        let mut done = about.clone();
        done["caseId"] = case.as_str().into();
        let complete = async || {
            let envelope = Envelope::with_key(&format!("done-{number}"));
            house.client(door).call(&ggd(), "CompleteReferral", done.clone(), envelope).await.unwrap()
        };
        let receipt = complete().await;
        assert_eq!(seen(stage, &ggd(), &case).await, not_found(), "from the next call on");
        assert_eq!(complete().await, receipt, "a repeat is told what it was told, though involved no more");
        let as_of = json!({"caseId": case, "asOf": then});
        let back = house.done(door, &ggd(), "GetInformation", as_of).await;
        assert_eq!(permitted_then(&back.json), json!([["care", null]]));
        assert_eq!(
            (&back.json["referrals"][0]["state"], &back.json["referrals"][0]["question"]),
            (&json!("accepted"), &Value::Null)
        );
        let referrals = seen(stage, &director(), &case).await.unwrap()["referrals"].clone();
        assert_eq!(referrals[0]["state"], "done");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_rejects_or_is_revoked_is_involved_no_more_and_the_reason_is_told() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let (case, about) = offered(stage, number).await;
        stage.order(&ggd(), "RejectReferral", &case, with_reason(&about, "Elders in zorg.")).await;
        assert_eq!(seen(stage, &ggd(), &case).await, not_found());
        let told = seen(stage, &fivoor(), &case).await.unwrap()["referrals"][0].clone();
        assert_eq!((&told["state"], &told["reason"]), (&json!("rejected"), &json!("Elders in zorg.")));

        stage.order(&fivoor(), "OfferReferral", &case, offer()).await;
        let again = seen(stage, &ggd(), &case).await.unwrap()["referrals"].as_array().unwrap().clone();
        assert_eq!(again.len(), 1, "of the earlier one nothing is heard");
        let about = json!({"referralId": again[0]["id"]});
        stage.order(&ggd(), "AcceptReferral", &case, about.clone()).await;
        let why = with_reason(&about, "Opgelost.");
        assert_eq!(refused(stage, &ggd(), "RevokeReferral", &case, why.clone()).await, "not-the-referrer");
        stage.order(&fivoor(), "RevokeReferral", &case, why.clone()).await;
        assert_eq!(seen(stage, &ggd(), &case).await, not_found());
        assert_eq!(refused(stage, &fivoor(), "RevokeReferral", &case, why).await, "referral-ended");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_referral_is_its_organisations_and_the_house_registers_for_them() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let (case, about) = offered(stage, number).await;
        assert_eq!(
            refused(stage, &partner(), "AcceptReferral", &case, about.clone()).await,
            "not-the-receiver"
        );
        for stranger in [neighbour(), Actor::with(Role::CovenantPartner)] {
            for name in ["AcceptReferral", "CompleteReferral"] {
                assert_eq!(
                    refused(stage, &stranger, name, &case, about.clone()).await,
                    "not-found",
                    "{name}"
                );
            }
            assert_eq!(refused(stage, &stranger, "OfferReferral", &case, offer()).await, "not-found");
        }
        assert_eq!(refused(stage, &partner(), "OfferReferral", &case, offer()).await, "already-referred");
        stage.order(&coordinator(), "AcceptReferral", &case, about).await;
        assert_eq!(texts(stage, &ggd(), &case).await, ["Zorg zegt."], "written down by the House");
        let of_a_partner =
            json!({"referrer": "politie", "receiver": "huisartsenpost", "question": "Ziet u hem?"});
        stage.order(&director(), "OfferReferral", &case, of_a_partner).await;
        let hears = seen(stage, &Actor::with(Role::CovenantPartner), &case).await.unwrap();
        assert_eq!(hears["referrals"][0]["referrer"], "politie");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_is_referred_to_partners_that_are_known_by_whoever_sees_more_than_what_is_their_own() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let (case, _) = offered(stage, number).await;
        let to = |receiver: &str| json!({"receiver": receiver, "question": "Pakt u het op?"});
        assert_eq!(refused(stage, &ggd(), "OfferReferral", &case, to("dji")).await, "not-in-covenant");
        let invented = json!({"caseId": case, "receiver": "invented", "question": "Pakt u het op?"});
        let trouble = house.call(door, &fivoor(), "OfferReferral", invented).await.unwrap_err();
        assert_eq!(trouble.mistakes().trim(), "receiver: unknown_reference");
        let refusals = [("veiligheidshuis", "referred-to-the-house"), ("fivoor", "referred-to-itself")];
        for (receiver, refusal) in refusals {
            assert_eq!(refused(stage, &fivoor(), "OfferReferral", &case, to(receiver)).await, refusal);
        }
        let question =
            json!({"organisation": "invented", "question": "Bekend?", "answerByDate": house.day(3).await});
        assert_eq!(
            refused(stage, &coordinator(), "RequestInformation", &case, question).await,
            "invalid-input"
        );
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_takes_up_what_is_for_whoever_sees_the_plan_and_the_end_of_the_case_ends_it() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let case = stage.planned(&bsn(number)).await;
        stage.order(&director(), "OfferReferral", &case, offer()).await;
        let about = json!({"referralId": seen(stage, &ggd(), &case).await.unwrap()["referrals"][0]["id"]});
        stage.order(&ggd(), "AcceptReferral", &case, about).await;
        let of_gouda = seen(stage, &municipality(), &case).await.unwrap();
        assert!(permitted(&of_gouda).contains(&"plan"));
        assert_eq!(of_gouda["referrals"][0]["question"], "Pakt u de zorg op?");
        let categories = "select count(*) from access_log.record
            where account = 'municipal-contact-1' and 'plan' = any(categories)";
        assert!(house.count(categories).await > 0, "it is on record");
        stage.order(&holder(), "JudgeResults", &case, results()).await;
        stage.order(&director(), "CloseCase", &case, json!({})).await;
        assert_eq!(seen(stage, &ggd(), &case).await, not_found());
    }
}
