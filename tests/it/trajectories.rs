//! HANDBOOK §6: what the House pays from its own budget for somebody, what comes back and what comes of it.

use schakel_access::Role;
use serde_json::{Value, json};

use crate::actors::{
    Actor, another_director, coordinator, director, manager, partner, privacy_officer, support,
};
use crate::doors::{Door, Envelope, Reply};
use crate::house::House;
use crate::shielded::{Shielded, cleared};
use crate::stages::{Stage, bsn};

fn policy_officer() -> Actor {
    Actor::with(Role::PolicyOfficer)
}

fn steering_group() -> Actor {
    Actor::with(Role::SteeringGroup)
}

fn guidance(case: Option<&str>, questions: Value) -> Value {
    let mut input = json!({
        "kind": "guidance", "provider": "exodus", "budgetSource": "aftercare_grant",
        "helpQuestions": questions, "municipality": "gouda"
    });
    if let Some(case) = case {
        input["caseId"] = case.into();
    }
    input
}

impl Stage<'_> {
    async fn pays(self, actor: &Actor, name: &str, trajectory: &str, mut input: Value) -> Reply {
        input["trajectoryId"] = trajectory.into();
        self.house.done(self.door, actor, name, input).await
    }

    async fn starts(self, input: Value) -> String {
        self.house.done(self.door, &director(), "StartTrajectory", input).await.id()
    }

    /// The answer once its read model has got there.
    async fn seen_at(self, actor: &Actor, name: &str, input: Value, position: &str) -> Value {
        let client = self.house.client(self.door);
        client.call(actor, name, input, Envelope::at_position(position)).await.unwrap().json
    }

    async fn slug(self, actor: &Actor, name: &str, input: Value) -> String {
        self.house.call(self.door, actor, name, input).await.unwrap_err().slug
    }

    /// The kinds of work on a case.
    async fn owed(self, case: &str, position: &str) -> Vec<String> {
        let page = self.seen_at(&manager(), "ListWorkItems", json!({"limit": 100}), position).await;
        let items = page["workItems"].as_array().unwrap().iter().filter(|item| item["caseId"] == case);
        items.map(|item| item["kind"].as_str().unwrap().to_owned()).collect()
    }
}

fn of(trajectory: &str) -> Value {
    json!({"trajectoryId": trajectory})
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trajectory_is_started_paid_and_ended_and_its_case_waits_for_it() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let case = stage.reported(&bsn(number)).await;
        let decision = json!({"decision": "start_voluntary_trajectory"});
        let weighed = stage.order(&support(), "WeighCase", &case, decision).await;
        let owed = stage.owed(&case, weighed.position()).await;
        assert_eq!(owed, ["feedback_owed", "trajectory_to_start", "trajectory_open"]);

        let input = guidance(Some(&case), json!(["debts", "housing", "care"]));
        let started = house.done(door, &support(), "StartTrajectory", input).await;
        let trajectory = started.id();
        assert_eq!(stage.owed(&case, started.position()).await, ["feedback_owed", "trajectory_open"]);
        stage.pays(&support(), "RecordConversation", &trajectory, json!({})).await;
        stage.pays(&policy_officer(), "RecordCost", &trajectory, json!({"amountCents": 100})).await;
        let too_much = json!({"trajectoryId": trajectory, "amountCents": 101});
        let refused = stage.slug(&policy_officer(), "RecordRepayment", too_much).await;
        assert_eq!(refused, "more-repaid-than-spent");
        stage.pays(&policy_officer(), "RecordRepayment", &trajectory, json!({"amountCents": 40})).await;
        let ended = json!({"outcome": "dropped_out"});
        stage.pays(&director(), "EndTrajectory", &trajectory, ended).await;
        let late = stage.slug(&director(), "RecordConversation", of(&trajectory)).await;
        assert_eq!(late, "trajectory-ended");
        let bill = stage.pays(&support(), "RecordCost", &trajectory, json!({"amountCents": 1})).await;

        let today = house.day(0).await;
        let seen = house.done(door, &director(), "GetTrajectory", of(&trajectory)).await;
        assert_eq!(seen.version, Some(6));
        let expected = json!({
            "id": trajectory, "version": 6, "kind": "guidance", "provider": "exodus",
            "budgetSource": "aftercare_grant", "helpQuestions": ["housing", "care", "debts"], "caseId": case,
            "municipality": "gouda", "startDate": today, "state": "dropped_out", "endDate": today,
            "conversations": [{"conversationDate": today}],
            "costs": [{"paymentDate": today, "amountCents": 100}, {"paymentDate": today, "amountCents": 1}],
            "repayments": [{"paymentDate": today, "amountCents": 40}], "spentCents": 101, "repaidCents": 40
        });
        assert_eq!(seen.json, expected);

        let year: u32 = today[..4].parse().unwrap();
        let wanted = json!({"state": ["dropped_out"], "startYear": year, "provider": "exodus"});
        let listed = stage.seen_at(&policy_officer(), "ListTrajectories", wanted, bill.position()).await;
        let found =
            listed["trajectories"].as_array().unwrap().iter().find(|row| row["id"] == trajectory.as_str());
        assert_eq!(
            (&found.unwrap()["spentCents"], &found.unwrap()["conversations"]),
            (&json!(101), &json!(1))
        );
        let so_far = number + 1;
        let totals = json!({"trajectories": so_far, "spentCents": 101 * so_far, "repaidCents": 40 * so_far});
        assert_eq!(listed["totals"], totals);
        assert!(!listed.to_string().contains(&case));
    }
    house.rebuild_equals_live().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_figures_share_costs_to_the_cent_and_say_what_the_grant_demands() {
    let house = House::open().await;
    let stage = Stage { house: &house, door: Door::Rest };
    let trajectory = stage.starts(guidance(None, json!(["housing", "debts", "care"]))).await;
    stage.pays(&support(), "RecordCost", &trajectory, json!({"amountCents": 102_001})).await;
    let card = json!({
        "kind": "obstacle", "obstacle": "identity_card", "provider": "gemeente_gouda",
        "budgetSource": "own_budget", "helpQuestions": ["identity_papers"], "municipality": "no_fixed_registration"
    });
    let card = stage.starts(card).await;
    let paid = stage.pays(&support(), "RecordCost", &card, json!({"amountCents": 7_500})).await;
    let year: u32 = house.day(0).await[..4].parse().unwrap();
    for door in Door::BOTH {
        let stage = Stage { house: &house, door };
        for actor in [policy_officer(), manager()] {
            let seen = stage.seen_at(&actor, "GetFigures", of_trajectories(year), paid.position()).await;
            for (table, row, expected) in [
                ("begun_by_budget", "aftercare_grant_guidance", 1),
                ("begun_by_budget", "own_budget_obstacles", 1),
                ("help_questions_by_budget", "aftercare_grant", 3),
                ("spent_by_budget", "aftercare_grant", 102_001),
                ("spent_by_budget", "aftercare_grant_housing", 34_001),
                ("spent_by_budget", "aftercare_grant_care", 34_000),
                ("spent_by_budget", "aftercare_grant_debts", 34_000),
                ("spent_by_budget", "aftercare_grant_co_financing", 25_501),
                ("spent_by_budget", "own_budget_identity_papers", 7_500),
                ("repaid_by_budget", "all", 0),
            ] {
                assert_eq!(figure(&seen, table, row), expected, "{door:?} {} {table} {row}", actor.account);
            }
        }
        let earlier = house.done(door, &manager(), "GetFigures", of_trajectories(year - 1)).await.json;
        assert_eq!(figure(&earlier, "spent_by_budget", "all"), 0);
        let told = house.done(door, &steering_group(), "GetFigures", of_trajectories(year)).await.json;
        assert!(!told.to_string().contains("by_budget"), "the account is the House's alone");
    }
}

fn of_trajectories(year: u32) -> Value {
    json!({"report": "trajectories", "fromDate": format!("{year}-01-01"), "untilDate": format!("{year}-12-31")})
}

fn figure(made: &Value, table: &str, row: &str) -> u64 {
    let with = |items: &Value, code: &str| {
        items
            .as_array()
            .unwrap()
            .iter()
            .find(|it| it["code"] == code)
            .unwrap_or_else(|| panic!("no {code}"))
            .clone()
    };
    with(&with(&made["tables"], table)["rows"], row)["figures"][0]["value"].as_u64().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_case_is_named_to_whoever_may_know_of_its_plan_and_that_is_on_record() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let case = stage.planned(&bsn(number)).await;
        let trajectory = stage.starts(guidance(Some(&case), json!(["housing"]))).await;
        let elsewhere = another_director();
        let named = async |actor: &Actor| {
            let seen = house.done(door, actor, "GetTrajectory", of(&trajectory)).await.json;
            assert_eq!(seen["provider"], "exodus");
            seen["caseId"] == case.as_str()
        };
        let told = async |actor: &Actor| {
            let records = format!(
                "select count(*) from access_log.record
                 where action = 'GetTrajectory' and account = '{}' and categories = '{{plan}}'",
                actor.account
            );
            house.count(&records).await
        };
        for (actor, may) in
            [(director(), true), (manager(), true), (elsewhere, false), (policy_officer(), false)]
        {
            let before = told(&actor).await;
            assert_eq!(named(&actor).await, may, "{}", actor.account);
            assert_eq!(told(&actor).await - before, i64::from(may), "{}", actor.account);
        }
        for actor in [partner(), coordinator(), privacy_officer()] {
            assert_eq!(stage.slug(&actor, "GetTrajectory", of(&trajectory)).await, "forbidden");
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_case_that_is_not_handled_and_one_that_cannot_be_named_are_refused_alike() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 3]) {
        let stage = Stage { house: &house, door };
        let closed = stage.closed(&bsn(number)).await;
        let Shielded { case: shielded, .. } = Shielded::scheduled(stage, &bsn(number + 1)).await;
        let restricted = stage.planned(&bsn(number + 2)).await;
        stage.order(&privacy_officer(), "RestrictCase", &restricted, json!({"reason": "Betwist."})).await;
        let unknown = "0190c0de-0000-7000-8000-000000000001".to_owned();
        for actor in [director(), support(), cleared(Role::ProcessDirector)] {
            for case in [&closed, &shielded, &restricted, &unknown] {
                let input = guidance(Some(case), json!(["care"]));
                assert_eq!(stage.slug(&actor, "StartTrajectory", input).await, "case-not-active");
            }
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_paid_stays_when_the_case_is_erased_and_nothing_leads_back_to_it() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let case = stage.reported(&bsn(number)).await;
        let person = stage.identified(&case).await;
        let decision = json!({"decision": "start_voluntary_trajectory"});
        stage.order(&support(), "WeighCase", &case, decision).await;
        stage.order(&support(), "GiveFeedback", &case, json!({"channel": "mail"})).await;
        let trajectory = stage.starts(guidance(Some(&case), json!(["debts"]))).await;
        stage.pays(&support(), "RecordCost", &trajectory, json!({"amountCents": 900})).await;
        let done = json!({"reportedDoneBy": "fivoor"});
        stage.order(&director(), "CloseAfterWeighing", &case, done).await;
        let seen = house.done(door, &manager(), "GetTrajectory", of(&trajectory)).await.json;
        assert_eq!(seen["caseId"], case.as_str(), "a closed case is the manager's to see");

        let request = json!({"requestId": stage.granted(&person).await});
        let erased = stage.order(&privacy_officer(), "EraseCase", &case, request).await;
        for actor in [manager(), director(), policy_officer()] {
            let seen = house.done(door, &actor, "GetTrajectory", of(&trajectory)).await.json;
            assert!(seen.get("caseId").is_none(), "{seen}");
            assert_eq!(seen["spentCents"], 900);
        }
        let year: u32 = house.day(0).await[..4].parse().unwrap();
        let figures = stage.seen_at(&manager(), "GetFigures", of_trajectories(year), erased.position()).await;
        assert_eq!(figure(&figures, "spending", "spent"), [900, 1800][number]);
        let late = stage.pays(&support(), "RecordRepayment", &trajectory, json!({"amountCents": 900})).await;
        assert_eq!(late.version, Some(3), "a debt is paid off also then");
    }
    house.rebuild_equals_live().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_trajectory_of_a_case_that_becomes_shielded_is_like_one_that_never_was() {
    let house = House::open().await;
    for (door, number) in Door::BOTH.into_iter().zip([0, 1]) {
        let stage = Stage { house: &house, door };
        let case = stage.planned(&bsn(number)).await;
        let trajectory = stage.starts(guidance(Some(&case), json!(["care"]))).await;
        let paid = stage.pays(&support(), "RecordCost", &trajectory, json!({"amountCents": 700})).await;
        let lists = async |position: &str| {
            let mut said = String::new();
            let year: u32 = house.day(0).await[..4].parse().unwrap();
            for (name, input) in [("ListTrajectories", json!({})), ("GetFigures", of_trajectories(year))] {
                said += &stage.seen_at(&manager(), name, input, position).await.to_string();
            }
            said
        };
        assert!(lists(paid.position()).await.contains("700"));
        let back = json!({"reason": "plan_needs_adjusting", "meetingType": "radicalisation"});
        let back = stage.order(&cleared(Role::ProcessDirector), "PutBackOnAgenda", &case, back).await;
        let said = lists(back.position()).await;
        assert!(!said.contains("700") && !said.contains(&trajectory), "{said}");

        let nothing = "0190c0de-0000-7000-8000-000000000001";
        let calls = [
            (director(), "GetTrajectory", json!({})),
            (manager(), "GetTrajectory", json!({})),
            (policy_officer(), "RecordCost", json!({"amountCents": 5})),
            (support(), "RecordConversation", json!({})),
            (director(), "EndTrajectory", json!({"outcome": "completed"})),
        ];
        for (actor, name, mut input) in calls {
            for id in [trajectory.as_str(), nothing] {
                input["trajectoryId"] = id.into();
                assert_eq!(stage.slug(&actor, name, input.clone()).await, "not-found", "{name}");
            }
        }
        let manager = cleared(Role::ChainManager);
        let seen = house.done(door, &manager, "GetTrajectory", of(&trajectory)).await.json;
        assert_eq!(seen["spentCents"], 700, "cleared participants see it");
        let more = json!({"amountCents": 50});
        let more = stage.pays(&cleared(Role::ProcessDirector), "RecordCost", &trajectory, more).await;
        assert!(!lists(more.position()).await.contains("750"));
    }
    house.rebuild_equals_live().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_is_named_field_by_field() {
    let house = House::open().await;
    let tomorrow = house.day(1).await;
    for door in Door::BOTH {
        let mistakes = async |name: &str, input: Value| {
            house.call(door, &support(), name, input).await.unwrap_err().mistakes()
        };
        let mut wrong = guidance(None, json!(["housing"]));
        wrong["obstacle"] = "transport".into();
        assert_eq!(mistakes("StartTrajectory", wrong.clone()).await, "obstacle: not_expected");
        wrong["kind"] = "obstacle".into();
        wrong.as_object_mut().unwrap().remove("obstacle");
        assert_eq!(mistakes("StartTrajectory", wrong.clone()).await, "obstacle: required");
        wrong["budgetSource"] = "sweepstake".into();
        wrong["municipality"] = "rotterdam".into();
        let both = "budgetSource: unknown_code\nmunicipality: unknown_code";
        assert_eq!(mistakes("StartTrajectory", wrong).await, both);
        let mut ahead = guidance(None, json!(["housing"]));
        ahead["startDate"] = tomorrow.as_str().into();
        let stage = Stage { house: &house, door };
        assert_eq!(stage.slug(&support(), "StartTrajectory", ahead).await, "date-in-the-future");
        let trajectory = stage.starts(guidance(None, json!(["housing"]))).await;
        let free = json!({"trajectoryId": trajectory, "amountCents": 0});
        assert_ne!(mistakes("RecordCost", free).await, "");
        let early = json!({"trajectoryId": trajectory, "amountCents": 1, "costDate": house.day(-1).await});
        assert_eq!(stage.slug(&support(), "RecordCost", early).await, "before-the-start");
    }
}
