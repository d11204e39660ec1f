//! What is decided at the table: the briefing weighs, the others make plans.

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use crate::actors::{Actor, support};
use crate::life::{Life, directors, holders};
use crate::region::{DECISIONS, LEVELS, REASONS, TOP60_OF, happens, organisation_of, pick};

/// Who keeps agreements.
const OWNERS: &[(&str, usize)] =
    &[("leger_des_heils", 3), ("reclassering_nederland", 3), ("ggd", 1), ("kwintes", 2), ("fivoor", 2)];

impl Life {
    /// The meetings of today, each from its own agenda.
    pub async fn hold_meetings(&mut self) {
        let today = self.books.meetings.iter().filter(|meeting| meeting.date == self.today);
        let today: Vec<_> =
            today.map(|meeting| (meeting.id.clone(), meeting.kind, meeting.director)).collect();
        for (id, kind, director) in today {
            let director = directors()[director].clone();
            let chair = if kind == "briefing" { support() } else { director };
            let agenda = self.pages(&chair, "ListAgendaItems", json!({"meetingId": id}), "agendaItems").await;
            for item in agenda.iter().filter(|item| item["discussed"] == false) {
                let place = self.books.place(item["caseId"].as_str().unwrap());
                match kind {
                    "briefing" => self.weigh(place, &id).await,
                    _ => self.discuss(&chair, place, kind).await,
                }
            }
            self.done(&support(), "HoldMeeting", json!({"meetingId": id})).await;
            self.books.count(&format!("meetings held: {kind}"));
        }
    }

    async fn weigh(&mut self, place: usize, briefing: &str) {
        let mut input = self.decide(place);
        input["briefingId"] = briefing.into();
        let decision = self.books.cases[place].decision.unwrap();
        self.books.count(&format!("weighed: {decision}"));
        self.order(&support(), "WeighCase", place, input).await;
    }

    /// Drawn by the shares of the year; a report that came back gets a decision that stands.
    fn decide(&mut self, place: usize) -> Value {
        let today = self.today;
        let case = &mut self.books.cases[place];
        let again = case.provisional;
        let drawn = match pick(&mut case.chance, DECISIONS) {
            _ if case.veilig_thuis => "no_follow_up",
            "escalate" if again => "handle_bilaterally",
            // Of whoever is released the aftercare is prepared.
            "schedule_focus_or_top60" if case.released => "schedule_or_monitor_aftercare",
            drawn => drawn,
        };
        let drawn = match drawn {
            "schedule_or_monitor_aftercare" if case.birth_year > 2005 => "handle_bilaterally",
            drawn => drawn,
        };
        case.on_briefing = false;
        case.provisional = false;
        case.state = "weighed";
        let (decision, input) = match drawn {
            "schedule_focus_or_top60" if happens(&mut case.chance, 15) && case.municipality == TOP60_OF => {
                ("schedule_top60", json!({}))
            }
            "schedule_focus_or_top60" => ("schedule_focus", json!({"criteria": ["a", "b", "c"]})),
            "schedule_or_monitor_aftercare" if happens(&mut case.chance, 20) => {
                ("monitor_aftercare", json!({}))
            }
            "schedule_or_monitor_aftercare" => ("schedule_aftercare", json!({})),
            "handle_bilaterally" => {
                let partner = organisation_of(case.municipality).unwrap_or_else(|| "dji".to_owned());
                let partners = json!({"partners": [partner, "politie"]});
                case.partner = Some(partner);
                case.done_on = Some(today + Days::new(14 + case.chance.below(28) as u64));
                ("handle_bilaterally", partners)
            }
            "start_voluntary_trajectory" => {
                case.partner = Some("leger_des_heils".to_owned());
                case.done_on = Some(today + Days::new(60));
                ("start_voluntary_trajectory", json!({}))
            }
            "escalate" => {
                case.provisional = true;
                (case.before, case.state) = ("weighed", "escalated");
                let level = pick(&mut case.chance, LEVELS);
                ("escalate", json!({"escalationLevel": level, "escalationQuestion": "Wie betaalt dit?"}))
            }
            _ => {
                let reason = pick(&mut case.chance, REASONS);
                let reason = if again && reason == "deferred" { "partners_informed" } else { reason };
                case.provisional = reason == "deferred";
                ("no_follow_up", no_follow_up(reason, today))
            }
        };
        case.decision = Some(decision);
        let mut input = input;
        input["decision"] = decision.into();
        input
    }

    /// A plan, or no plan is needed: so with half of those at an aftercare table, and few elsewhere.
    async fn discuss(&mut self, chair: &Actor, place: usize, kind: &str) {
        let case = &mut self.books.cases[place];
        let plan = case.plans > 0 || happens(&mut case.chance, if kind == "aftercare" { 50 } else { 92 });
        if plan {
            return self.set_plan(chair, place, kind).await;
        }
        case.state = "closed";
        self.books.count("closed: no plan needed");
        self.order(chair, "CloseWithoutPlan", place, json!({"reason": "Afspraken volstaan."})).await;
    }

    async fn set_plan(&mut self, chair: &Actor, place: usize, kind: &str) {
        let today = self.today;
        let case = &mut self.books.cases[place];
        let mut agreements: Vec<_> = (0..1 + case.chance.below(2))
            .map(|_| {
                json!({
                    "what": "Aanmelden voor begeleid wonen.", "organisation": pick(&mut case.chance, OWNERS),
                    "dueDate": today + Days::new(28 + case.chance.below(28) as u64), "intervention": "care"
                })
            })
            .collect();
        if kind == "top60" {
            agreements.iter_mut().for_each(|agreement| agreement["pillar"] = "personal_perspective".into());
        }
        let holder = case.chance.below(holders().len());
        let mut input = json!({
            "question": "Hoe krijgt betrokkene dak en dagritme?",
            "goals": [{"lifeArea": "housing", "goal": "Een eigen kamer."}],
            "agreements": agreements,
            "caseHolder": holders()[holder].card(),
        });
        if happens(&mut case.chance, 30) {
            input["zsmAdvice"] = json!({"sketch": "Plan loopt.", "measures": ["Toezicht."]});
        }
        case.holder = Some(holder);
        case.plans += 1;
        case.contacts.clear();
        case.state = "planned";
        case.neglected = case.plans == 1 && happens(&mut case.chance, 8);
        self.books.count("plans set");
        self.order(chair, "SetPlan", place, input).await;
    }
}

fn no_follow_up(reason: &str, today: NaiveDate) -> Value {
    let mut input = json!({"noFollowUpReason": reason});
    match reason {
        "deferred" => input["deferredUntilDate"] = json!(today + Days::new(13)),
        "belongs_elsewhere" => input["referredTo"] = "Sociaal wijkteam".into(),
        _ => {}
    }
    input
}
