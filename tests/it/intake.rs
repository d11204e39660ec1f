//! HANDBOOK §2: contacts that become no case, a new report on an active case, BIJ, and what reporters hear.

use schakel_access::Role;
use serde_json::{Value, json};

use crate::actors::{Actor, coordinator, director, holder, manager, partner, reporter, support};
use crate::doors::{Door, Envelope, Reply};
use crate::house::House;
use crate::sharing::municipality;
use crate::shielded::cleared;
use crate::stages::{Stage, bsn, person};

async fn refused(stage: Stage<'_>, actor: &Actor, name: &str, input: Value) -> String {
    stage.house.call(stage.door, actor, name, input).await.unwrap_err().slug
}

/// What is to be done of these kinds, as this actor is told at this position: kind, case and other case.
async fn work(stage: Stage<'_>, actor: &Actor, kinds: &[&str], at: &Reply) -> Vec<[String; 3]> {
    let input = json!({"kind": kinds, "limit": 100});
    let there = Envelope::at_position(at.position());
    let answer = stage.house.client(stage.door).call(actor, "ListWorkItems", input, there).await.unwrap();
    let items = answer.json["workItems"].as_array().unwrap().clone();
    let text = |item: &Value, name: &str| item[name].as_str().unwrap_or_default().to_owned();
    items.iter().map(|item| ["kind", "caseId", "otherCaseId"].map(|name| text(item, name))).collect()
}

// Contacts that become no case

fn inquiry(kind: &str, fields: Value) -> Value {
    let mut input = json!({"kind": kind, "organisation": "politie"});
    for (name, value) in fields.as_object().unwrap() {
        input[name] = value.clone();
    }
    input
}

#[tokio::test(flavor = "multi_thread")]
async fn contacts_that_become_no_case_are_counted_by_kind_and_period() {
    for door in Door::BOTH {
        let house = House::open().await;
        let (today, earlier) = (house.day(0).await, house.day(-40).await);
        let register = async |input: Value| house.done(door, &support(), "RegisterInquiry", input).await;
        register(inquiry("information_question", json!({"municipality": "gouda"}))).await;
        register(inquiry("partner_contact", json!({"partner": "ggd"}))).await;
        register(json!({"kind": "advice", "theme": "nuisance"})).await;
        let last = register(inquiry("advice", json!({"inquiryDate": earlier}))).await;

        let list = async |actor: &Actor, input: Value| {
            let there = Envelope::at_position(last.position());
            house.client(door).call(actor, "ListInquiries", input, there).await.unwrap().json
        };
        let all = list(&Actor::with(Role::PolicyOfficer), json!({})).await;
        let counts = |list: &Value| -> Vec<u64> {
            let counts = list["counts"].as_array().unwrap().iter();
            counts.map(|row| row["count"].as_u64().unwrap_or_default()).collect()
        };
        assert_eq!(counts(&all), [1, 2, 1]);
        let oldest = all["inquiries"].as_array().unwrap().last().unwrap().clone();
        assert_eq!((&oldest["inquiryDate"], &oldest["organisation"]), (&json!(earlier), &json!("politie")));
        let anonymous = list(&manager(), json!({"kind": ["advice"], "fromDate": today})).await;
        assert_eq!(counts(&anonymous), [0, 1, 0]);
        let row = &anonymous["inquiries"][0];
        assert!(row.get("organisation").is_none() && row["theme"] == "nuisance", "{row}");
        let until = list(&director(), json!({"untilDate": earlier})).await;
        assert_eq!(counts(&until), [0, 1, 0]);

        let mut pages = vec![list(&support(), json!({"limit": 3})).await];
        while let Some(cursor) = pages.last().unwrap().get("nextCursor") {
            pages.push(list(&support(), json!({"limit": 3, "cursor": cursor})).await);
        }
        let seen = pages.iter().flat_map(|page| page["inquiries"].as_array().unwrap());
        assert_eq!(seen.map(|row| row["id"].clone()).collect::<Vec<_>>().len(), 4);
        assert!(pages.iter().all(|page| counts(page) == [1, 2, 1]), "on all pages together");
        house.rebuild_equals_live().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_about_a_person_finds_a_place_in_an_inquiry() {
    let house = House::open().await;
    for door in Door::BOTH {
        let stage = Stage { house: &house, door };
        let register = async |input: Value| {
            let trouble = house.call(door, &support(), "RegisterInquiry", input).await.unwrap_err();
            (trouble.slug.clone(), trouble.mistakes().trim().to_owned())
        };
        let unknown = |field: &str| ("invalid-input".to_owned(), format!("{field}: unknown_reference"));
        let named = inquiry("advice", json!({"organisation": "jan_van_der_proef"}));
        assert_eq!(register(named).await, unknown("organisation"), "registered organisations alone");
        let named = inquiry("partner_contact", json!({"partner": "jan_van_der_proef"}));
        assert_eq!(register(named).await, unknown("partner"));
        for (input, refusal) in [
            (inquiry("report", json!({})), "report-is-a-case"),
            (json!({"kind": "partner_contact", "partner": "ggd"}), "asker-missing"),
            (inquiry("partner_contact", json!({})), "partner-missing"),
            (inquiry("advice", json!({"partner": "ggd"})), "partner-not-expected"),
            (inquiry("advice", json!({"inquiryDate": house.day(1).await})), "inquiry-in-the-future"),
        ] {
            assert_eq!(refused(stage, &support(), "RegisterInquiry", input).await, refusal);
        }
        let advice = inquiry("advice", json!({}));
        for actor in [partner(), reporter(), manager()] {
            assert_eq!(refused(stage, &actor, "RegisterInquiry", advice.clone()).await, "forbidden");
        }
    }
    let spoken = inquiry("advice", json!({"note": "Jan"}));
    let trouble = house.call(Door::Rest, &support(), "RegisterInquiry", spoken).await.unwrap_err();
    assert_eq!(trouble.mistakes().trim(), "note: unknown_field");
}

// A new report about somebody whose case is active

#[tokio::test(flavor = "multi_thread")]
async fn a_new_report_is_assessed_and_a_meeting_planned_when_it_endangers_the_plan() {
    const KINDS: [&str; 2] = ["linked_report_to_assess", "meeting_to_plan"];
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let active = stage.planned(&bsn(number)).await;
        let (calm, alarming) = (stage.reported(&bsn(number)).await, stage.reported(&bsn(number)).await);
        // The second report is linked to the first, too: that case has no plan that could be endangered.
        let other = json!({"activeCaseId": calm, "planEndangered": false, "caseHolderConsulted": false});
        let at = stage.order(&coordinator(), "AssessLinkedReport", &alarming, other).await;
        let row = |kind: &str, case: &str, other: &str| [kind, case, other].map(str::to_owned);
        let mut waiting = work(stage, &coordinator(), &KINDS, &at).await;
        let mut expected = [row(KINDS[0], &calm, &active), row(KINDS[0], &alarming, &active)];
        waiting.sort();
        expected.sort();
        assert_eq!(waiting, expected);

        let stands = json!({"activeCaseId": active, "planEndangered": false, "caseHolderConsulted": false});
        let at = stage.order(&director(), "AssessLinkedReport", &calm, stands).await;
        assert_eq!(work(stage, &director(), &KINDS, &at).await, [row(KINDS[0], &alarming, &active)]);

        let mut alone = json!({"activeCaseId": active, "planEndangered": true, "caseHolderConsulted": false});
        alone["caseId"] = alarming.as_str().into();
        let refusal = refused(stage, &director(), "AssessLinkedReport", alone.clone()).await;
        assert_eq!(refusal, "case-holder-not-consulted");
        alone["caseHolderConsulted"] = true.into();
        let at = house.done(door, &director(), "AssessLinkedReport", alone.clone()).await;
        assert_eq!(work(stage, &director(), &KINDS, &at).await, [row(KINDS[1], &active, &alarming)]);
        assert_eq!(refused(stage, &director(), "AssessLinkedReport", alone).await, "link-already-assessed");
        let seen = stage.case(&alarming).await["linkAssessments"].as_array().unwrap().clone();
        let assessment = seen.iter().find(|it| it["activeCaseId"] == active.as_str()).unwrap();
        assert_eq!(assessment["planEndangered"], true);

        let back = json!({"reason": "plan_needs_adjusting", "meetingType": "focus"});
        let at = stage.order(&director(), "PutBackOnAgenda", &active, back).await;
        assert!(work(stage, &director(), &KINDS, &at).await.is_empty());
    }
    house.rebuild_equals_live().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_a_report_asks_for_ends_with_the_cases_and_when_one_becomes_shielded() {
    const KINDS: [&str; 2] = ["linked_report_to_assess", "meeting_to_plan"];
    let house = House::open().await;
    let stage = Stage { house: &house, door: Door::Rest };
    let endangered = async |number: usize| {
        let active = stage.planned(&bsn(number)).await;
        let report = stage.reported(&bsn(number)).await;
        let input = json!({"activeCaseId": active, "planEndangered": true, "caseHolderConsulted": true});
        stage.order(&director(), "AssessLinkedReport", &report, input).await;
        (active, report)
    };
    let shield = async |case: &str| {
        let agenda = json!({"meetingType": "radicalisation"});
        stage.order(&cleared(Role::ProcessDirector), "ScheduleCase", case, agenda).await
    };
    let (_, report) = endangered(0).await;
    let at = shield(&report).await;
    assert!(work(stage, &director(), &KINDS, &at).await.is_empty(), "nothing tells that there was a report");

    let (active, report) = endangered(1).await;
    stage.order(&holder(), "JudgeResults", &active, crate::stages::results()).await;
    let at = stage.order(&director(), "CloseCase", &active, json!({})).await;
    assert!(work(stage, &director(), &KINDS, &at).await.is_empty());
    assert_eq!(stage.case(&report).await["linkedCaseIds"], json!([active]));

    let (reported, later) = (stage.reported(&bsn(2)).await, stage.reported(&bsn(2)).await);
    let at = shield(&reported).await;
    assert!(work(stage, &coordinator(), &KINDS, &at).await.is_empty());
    assert_eq!(stage.case(&later).await["linkedCaseIds"], json!([]));
    house.rebuild_equals_live().await;
}

// BIJ

fn notice(municipality: &str, number: usize) -> Value {
    json!({
        "reason": "Komt terug na detentie.", "trigger": "bij", "municipality": municipality,
        "subject": person(&bsn(number))
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn the_mandated_contact_of_the_municipality_of_residence_advises_the_mayor() {
    let house = House::open().await;
    let neighbour = Actor::of("leiden-1", "gemeente_leiden", &[Role::MunicipalContact]);
    let unmandated = Actor::of("gouda-2", "gemeente_gouda", &[Role::MunicipalContact]);
    house.authorise(&unmandated).await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 10]) {
        let stage = Stage { house: &house, door };
        let reported = house.done(door, &reporter(), "ReportCase", notice("gouda", number)).await;
        let case = reported.id();
        let owed = work(stage, &coordinator(), &["mayor_to_be_advised"], &reported).await;
        assert_eq!(owed, [["mayor_to_be_advised".to_owned(), case.clone(), String::new()]]);

        let advice = json!({"caseId": case, "advice": "Begeleide terugkeer, gesprek met de buurt."});
        assert_eq!(refused(stage, &neighbour, "AdviseMayor", advice.clone()).await, "not-found");
        assert_eq!(refused(stage, &unmandated, "AdviseMayor", advice.clone()).await, "not-mandated");
        assert_eq!(refused(stage, &partner(), "AdviseMayor", advice.clone()).await, "forbidden");
        let mut ahead = advice.clone();
        ahead["decidedDate"] = house.day(1).await.into();
        assert_eq!(refused(stage, &municipality(), "AdviseMayor", ahead).await, "advice-in-the-future");
        let advised = house.done(door, &municipality(), "AdviseMayor", advice.clone()).await;
        assert!(work(stage, &coordinator(), &["mayor_to_be_advised"], &advised).await.is_empty());
        let seen = stage.case(&case).await["mayorAdvice"].clone();
        assert_eq!(
            (&seen["municipality"], &seen["decidedDate"]),
            (&json!("gouda"), &json!(house.day(0).await))
        );
        assert_eq!(seen["advice"], "Begeleide terugkeer, gesprek met de buurt.");
        assert_eq!(refused(stage, &municipality(), "AdviseMayor", advice).await, "mayor-already-advised");

        let outside =
            house.done(door, &reporter(), "ReportCase", notice("outside_the_region", number + 1)).await;
        let advice = json!({"advice": "Geen bezwaar tegen het verlof."});
        stage.order(&coordinator(), "AdviseMayor", &outside.id(), advice.clone()).await;
        let arrest = stage.reported(&bsn(number + 2)).await;
        let mut about_arrest = advice;
        about_arrest["caseId"] = arrest.into();
        assert_eq!(refused(stage, &municipality(), "AdviseMayor", about_arrest).await, "no-bij-report");
    }
    house.rebuild_equals_live().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mayor_is_to_be_advised_as_long_as_it_is_a_bij_report() {
    let house = House::open().await;
    let stage = Stage { house: &house, door: Door::Rest };
    let kinds = ["mayor_to_be_advised"];
    let case = stage.reported(&bsn(0)).await;
    let complete = async |trigger: &str| {
        stage.order(&coordinator(), "CompleteReport", &case, json!({"trigger": trigger})).await
    };
    let at = complete("bij").await;
    assert_eq!(work(stage, &support(), &kinds, &at).await.len(), 1);
    let at = complete("arrest").await;
    assert!(work(stage, &support(), &kinds, &at).await.is_empty());
    complete("bij").await;
    let at = stage.order(&director(), "AdviseMayor", &case, json!({"advice": "Akkoord."})).await;
    assert!(work(stage, &support(), &kinds, &at).await.is_empty());
    complete("arrest").await;
    let at = complete("bij").await;
    assert!(work(stage, &support(), &kinds, &at).await.is_empty(), "advised once");
    house.rebuild_equals_live().await;
}

// What reporters hear

#[tokio::test(flavor = "multi_thread")]
async fn a_reporter_hears_which_place_a_report_belongs_to_once_there_was_feedback() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let case = stage.reported(&bsn(number)).await;
        let own = async || {
            let seen = house.done(door, &reporter(), "GetInformation", json!({"caseId": case})).await.json;
            seen["ownReport"].clone()
        };
        let elsewhere = json!({
            "criteria": [], "decision": "no_follow_up", "noFollowUpReason": "belongs_elsewhere",
            "referredTo": "Sociaal wijkteam Gouda-Noord"
        });
        stage.order(&support(), "WeighCase", &case, elsewhere).await;
        let before = own().await;
        assert_eq!(
            (before.get("decision"), before.get("referredTo")),
            (None, None),
            "not before the feedback"
        );
        stage.order(&support(), "GiveFeedback", &case, json!({"channel": "mail"})).await;
        let told = own().await;
        assert_eq!(told["referredTo"], "Sociaal wijkteam Gouda-Noord");
        assert_eq!(
            (&told["decision"], &told["noFollowUpReason"]),
            (&json!("no_follow_up"), &json!("belongs_elsewhere"))
        );
        stage.order(&director(), "CloseAfterWeighing", &case, json!({})).await;
        assert_eq!(own().await["referredTo"], "Sociaal wijkteam Gouda-Noord", "and after the end");
        let other = Actor::of("reporter-2", "politie", &[Role::Reporter]);
        let asked = house.call(door, &other, "GetInformation", json!({"caseId": case})).await;
        assert_eq!(asked.unwrap_err().slug, "not-found", "nobody else is told");
    }
}

// Whether the person was told, and the day of release

#[tokio::test(flavor = "multi_thread")]
async fn a_detention_report_has_a_day_of_release_that_moves() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let report = |trigger: &str| {
            json!({
                "reason": "Opgenomen in de PI.", "trigger": trigger, "municipality": "gouda",
                "releaseDate": "2027-02-01", "subjectInformed": false, "subject": person(&bsn(number))
            })
        };
        let refusal = refused(stage, &reporter(), "ReportCase", report("arrest")).await;
        assert_eq!(refusal, "release-date-not-expected");
        let case = house.done(door, &reporter(), "ReportCase", report("detention")).await.id();
        let seen = stage.case(&case).await["report"].clone();
        assert_eq!((&seen["releaseDate"], &seen["subjectInformed"]), (&json!("2027-02-01"), &json!(false)));
        let moved = json!({"releaseDate": "2027-03-01", "subjectInformed": true});
        let at = stage.order(&coordinator(), "CompleteReport", &case, moved).await;
        let seen = stage.case(&case).await["report"].clone();
        assert_eq!((&seen["releaseDate"], &seen["subjectInformed"]), (&json!("2027-03-01"), &json!(true)));
        let listed = async |input: Value, at: &Reply| {
            let there = Envelope::at_position(at.position());
            let page = house.client(door).call(&support(), "ListCases", input, there).await.unwrap().json;
            page["cases"].as_array().unwrap().iter().any(|row| row["id"] == case.as_str())
        };
        assert!(listed(json!({"releaseFromDate": "2027-02-15"}), &at).await);
        assert!(!listed(json!({"releaseUntilDate": "2027-02-15"}), &at).await);
        let at = stage.order(&coordinator(), "CompleteReport", &case, json!({"trigger": "zsm"})).await;
        assert!(stage.case(&case).await["report"].get("releaseDate").is_none());
        assert!(!listed(json!({"releaseFromDate": "2027-02-15"}), &at).await);
    }
    house.rebuild_equals_live().await;
}
