//! Brings cases to where a test begins, through a door.

use schakel_access::Role;
use serde_json::{Value, json};

use crate::actors::{Actor, coordinator, director, holder, manager, privacy_officer, reporter, support};
use crate::doors::{Door, Reply};
use crate::house::House;

/// The n-th number that begins with 9999 and passes the eleven-test; none was ever issued.
pub fn bsn(n: usize) -> String {
    bsns().nth(n).unwrap()
}

/// All of them.
pub fn bsns() -> impl Iterator<Item = String> {
    let numbers = (999_900_000_u32..1_000_000_000).map(|number| number.to_string());
    numbers.filter(|number| passes_eleven_test(number))
}

fn passes_eleven_test(number: &str) -> bool {
    let digits = number.chars().map(|c| i64::from(c.to_digit(10).unwrap()));
    let sum: i64 = digits.zip([9, 8, 7, 6, 5, 4, 3, 2, -1]).map(|(digit, weight)| digit * weight).sum();
    sum % 11 == 0
}

/// Is whoever has this number being handled? As somebody at ZSM asks.
pub fn at_zsm(bsn: &str) -> Value {
    json!({"type": "by_bsn", "purpose": "zsm_lookup", "reference": "test-1", "bsn": bsn})
}

/// The same as the House's staff asks.
pub fn for_the_house(bsn: &str) -> Value {
    json!({"type": "by_bsn", "purpose": "house_task", "reference": "test-1", "bsn": bsn})
}

/// The same as a partner asks.
pub fn as_partner(bsn: &str) -> Value {
    json!({"type": "by_bsn", "purpose": "partner_lookup", "reference": "test-1", "bsn": bsn})
}

/// A subject of one person.
pub fn person(bsn: &str) -> Value {
    json!({"kind": "person", "members": [{
        "givenNames": "Jan", "prefix": "van der", "surname": "Proef", "birthDate": "1990-04-12",
        "bsn": bsn, "gender": "man"
    }]})
}

/// The plan of the tests: one agreement, of the organisation named.
pub fn plan(case_holder: &Actor, organisation: &str, due_date: &str) -> Value {
    json!({
        "question": "Hoe krijgt betrokkene dak en dagritme?",
        "goals": [{"lifeArea": "housing", "goal": "Een eigen kamer."}],
        "agreements": [{
            "what": "Aanmelden voor begeleid wonen.", "organisation": organisation, "dueDate": due_date,
            "intervention": "care"
        }],
        "caseHolder": case_holder.card(),
    })
}

/// The five results.
pub fn results() -> Value {
    json!({
        "procedureBreakthrough": false, "allPartiesCooperate": true, "progressMade": true,
        "madeManageable": true, "holderCanProceed": true
    })
}

/// Where cases come from.
#[derive(Clone, Copy)]
pub struct Stage<'a> {
    pub house: &'a House,
    pub door: Door,
}

impl Stage<'_> {
    /// Orders something about a case.
    pub async fn order(&self, actor: &Actor, name: &str, case: &str, mut input: Value) -> Reply {
        input["caseId"] = case.into();
        self.house.done(self.door, actor, name, input).await
    }

    /// An arrest in Gouda.
    pub async fn reported(&self, bsn: &str) -> String {
        let input = json!({
            "reason": "Derde aanhouding deze maand.", "trigger": "arrest", "municipality": "gouda",
            "subject": person(bsn)
        });
        self.house.done(self.door, &reporter(), "ReportCase", input).await.id()
    }

    /// For a focus meeting; the reporter has heard.
    pub async fn weighed(&self, bsn: &str) -> String {
        let case = self.reported(bsn).await;
        let weighing = json!({"criteria": ["a", "b", "c"], "decision": "schedule_focus"});
        self.order(&support(), "WeighCase", &case, weighing).await;
        self.order(&support(), "GiveFeedback", &case, json!({"channel": "mail"})).await;
        case
    }

    /// On the agenda of a focus meeting, with [`director`].
    pub async fn scheduled(&self, bsn: &str) -> String {
        let case = self.weighed(bsn).await;
        let input = json!({"meetingType": "focus", "processDirector": director().card()});
        self.order(&support(), "ScheduleCase", &case, input).await;
        case
    }

    /// With a plan, held by [`holder`].
    pub async fn planned(&self, bsn: &str) -> String {
        let case = self.scheduled(bsn).await;
        let due = self.house.day(42).await;
        self.order(&director(), "SetPlan", &case, plan(&holder(), "leger_des_heils", &due)).await;
        case
    }

    /// Closed with the results that [`holder`] judged.
    pub async fn closed(&self, bsn: &str) -> String {
        let case = self.planned(bsn).await;
        self.identified(&case).await;
        self.order(&holder(), "JudgeResults", &case, results()).await;
        self.order(&director(), "CloseCase", &case, json!({})).await;
        case
    }

    /// Registers somebody of whom little is known, and identifies the case's first member as them.
    pub async fn identified(&self, case: &str) -> String {
        let identity = json!({"identity": {"surname": "Proef"}});
        let person = self.house.done(self.door, &coordinator(), "RegisterPerson", identity).await.id();
        let member = self.case(case).await["report"]["subject"]["members"][0]["id"].clone();
        let input = json!({"memberId": member, "personId": person});
        self.order(&coordinator(), "IdentifySubject", case, input).await;
        person
    }

    /// A request of this person for erasure, granted.
    pub async fn granted(&self, person: &str) -> String {
        let request = json!({
            "kind": "erasure", "personId": person, "receivedDate": self.house.day(0).await,
            "controllers": ["politie"]
        });
        let request = self.house.done(self.door, &privacy_officer(), "RegisterRequest", request).await.id();
        let decision = json!({"requestId": request, "outcome": "granted", "reason": "Terecht."});
        self.house.done(self.door, &privacy_officer(), "DecideRequest", decision).await;
        request
    }

    /// A granted request of whoever the case is about.
    pub async fn granted_about(&self, case: &str) -> Value {
        let seen = self.case(case).await;
        let person = seen["report"]["subject"]["members"][0]["personId"].as_str().unwrap().to_owned();
        json!({"requestId": self.granted(&person).await})
    }

    /// A meeting of this kind, so many days ahead.
    pub async fn meeting(&self, meeting_type: &str, in_days: i32) -> String {
        let day = self.house.day(in_days).await;
        let chair = match meeting_type {
            "group_approach" | "local_safety_room" => Actor::with(Role::MunicipalContact),
            "domestic_violence_screening" => Actor::of("ggd-1", "ggd", &[Role::ChainPartner]),
            "juvenile_detention" => {
                Actor::of("raad-1", "raad_voor_de_kinderbescherming", &[Role::ChainPartner])
            }
            _ => director(),
        };
        let mut input = json!({"meetingType": meeting_type, "meetingDate": day, "chair": chair.card()});
        if meeting_type == "aftercare" {
            input["subregion"] = "midden_holland".into();
        }
        if meeting_type == "top60" {
            input["municipality"] = "gouda".into();
        }
        self.house.done(self.door, &support(), "PlanMeeting", input).await.id()
    }

    /// The case as it stands.
    pub async fn case(&self, case: &str) -> Value {
        self.house.done(self.door, &manager(), "GetCase", json!({"caseId": case})).await.json
    }
}
