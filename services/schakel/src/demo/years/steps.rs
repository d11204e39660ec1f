//! What is done about the cases, day by day, as calls of the API.

use std::collections::{BTreeMap, HashMap};

use chrono::{Days, NaiveDate};
use serde_json::{Value, json};

use super::Margins;
use super::cases::{Attributes, Decided, Plan, Planned, RESULTS};

/// Who does a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// Registers reports and persons.
    Coordinator,
    /// Registers weighings, feedback and agendas.
    Support,
    /// Directs the cases.
    Director,
    /// Holds the cases.
    Holder,
    /// Knows of the outcome of escalations.
    Manager,
}

/// One call.
#[derive(Clone, Debug)]
pub struct Step {
    /// The day.
    pub on: NaiveDate,
    /// Steps of one thread follow each other; those of others can be done beside them.
    pub thread: usize,
    /// Who.
    pub who: Who,
    /// The operation.
    pub action: &'static str,
    /// The input; texts that begin with `@` name what an earlier step made.
    pub input: Value,
    /// What this step makes, if that is named later.
    pub makes: Option<String>,
}

impl Step {
    /// The idempotency key: the same in every run.
    pub fn key(&self) -> String {
        format!("year-{}-{}-{}", self.on, self.thread, self.action)
    }

    /// Keeps what it made, as the answer names it, for the steps that name it.
    pub fn keep(&self, answer: &Value, made: &mut HashMap<String, Value>) {
        let id = match self.action {
            "GetCase" => &answer["report"]["subject"]["members"][0]["id"],
            _ => &answer["id"],
        };
        made.extend(self.makes.clone().map(|name| (name, id.clone())));
    }
}

/// Steps as they can be done: the days in their order, and on each the threads that can go beside each other.
pub fn days(steps: &[Step]) -> impl Iterator<Item = (NaiveDate, Vec<Vec<&Step>>)> {
    steps.chunk_by(|one, other| one.on == other.on).filter_map(|day| {
        let mut threads: BTreeMap<usize, Vec<&Step>> = BTreeMap::new();
        day.iter().for_each(|step| threads.entry(step.thread).or_default().push(step));
        Some((day.first()?.on, threads.into_values().collect()))
    })
}

/// The input with what earlier steps made in the place of its names.
pub fn resolve(input: &Value, made: &HashMap<String, Value>) -> Value {
    match input {
        Value::String(text) if text.starts_with('@') => made.get(text).cloned().unwrap_or_default(),
        Value::Array(items) => items.iter().map(|item| resolve(item, made)).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, value)| (name.clone(), resolve(value, made))).collect()
        }
        other => other.clone(),
    }
}

pub(super) fn of(plan: &Plan, years: &[(i32, Margins)]) -> Vec<Step> {
    let mut telling = Telling { steps: Vec::new() };
    telling.briefings(years);
    plan.persons.iter().enumerate().for_each(|(number, about)| telling.person(plan, number, *about));
    plan.cases.iter().enumerate().for_each(|(number, case)| telling.case(number, case));
    let mut number = 0;
    for (year, margins) in years {
        for kind in &margins.trajectories {
            telling.trajectories(*year, kind, &mut number);
        }
    }
    let mut steps = telling.steps;
    // Stable: what one case needs first stays first.
    steps.sort_by_key(|step| step.on);
    steps
}

struct Telling {
    steps: Vec<Step>,
}

/// Threads apart from those of the cases.
const OF_PERSONS: usize = 1_000_000;
const OF_TRAJECTORIES: usize = 2_000_000;
const OF_MEETINGS: usize = 3_000_000;

impl Telling {
    fn step(
        &mut self,
        on: NaiveDate,
        thread: usize,
        who: Who,
        action: &'static str,
        input: Value,
    ) -> &mut Step {
        self.steps.push(Step { on, thread, who, action, input, makes: None });
        let last = self.steps.len() - 1;
        &mut self.steps[last]
    }

    /// The first briefing of the year after each, on whose agenda reports wait.
    fn briefings(&mut self, years: &[(i32, Margins)]) {
        for (year, _) in years {
            let input = json!({"meetingType": "briefing", "meetingDate": format!("{}-01-09", year + 1), "chair": "@director"});
            let thread = OF_MEETINGS + usize::try_from(*year).unwrap_or(0);
            let on = NaiveDate::from_ymd_opt(*year, 11, 1).unwrap_or_default();
            self.step(on, thread, Who::Support, "PlanMeeting", input).makes =
                Some(format!("@briefing-{}", year + 1));
        }
    }

    /// Registered when they are reported for the first time.
    fn person(&mut self, plan: &Plan, number: usize, about: Attributes) {
        let reported =
            plan.cases.iter().filter(|case| case.person == Some(number)).map(|case| case.reported_on);
        let Some(first) = reported.min() else { return };
        let input = json!({"identity": identity(number, Some(number), about)});
        self.step(first, OF_PERSONS + number, Who::Coordinator, "RegisterPerson", input).makes =
            Some(format!("@person-{number}"));
    }

    fn case(&mut self, number: usize, case: &Planned) {
        let name = format!("@case-{number}");
        let mut input = json!({
            "reason": "Verzonnen melding van een synthetisch jaar.",
            "trigger": trigger(number, case),
            "municipality": case.municipality.as_str(),
            "subject": {"kind": "person", "members": [identity(number, case.person, case.about)]},
            "source": {"organisation": SOURCES[number % SOURCES.len()], "account": "melder-synthetisch"},
        });
        if case.about.is_family {
            input["subject"] = json!({"kind": "family", "members": [
                identity(number, None, Attributes { gender: "unknown", birth_year: None, ..case.about })
            ]});
        }
        if trigger(number, case) == "current_concern" {
            input["theme"] = THEMES[number % THEMES.len()].into();
        }
        self.step(case.reported_on, number, Who::Coordinator, "ReportCase", input).makes = Some(name.clone());
        self.identified(number, case, &name);
        if let Some(from) = case.waits_from {
            let briefing = format!("@briefing-{}", chrono::Datelike::year(&from) + 1);
            let input = json!({"caseId": name, "briefingId": briefing});
            self.step(from, number, Who::Support, "PutOnBriefing", input);
        }
        if let Some((on, decided)) = case.weighed {
            self.weighed(number, case, &name, on, decided);
        }
    }

    fn identified(&mut self, number: usize, case: &Planned, name: &str) {
        let Some(person) = case.person else { return };
        // A day later: the person is registered by then, whatever came first that day.
        let (on, member) = (case.reported_on + Days::new(1), format!("@member-{number}"));
        self.step(on, number, Who::Director, "GetCase", json!({"caseId": name})).makes = Some(member.clone());
        let input = json!({"caseId": name, "memberId": member, "personId": format!("@person-{person}")});
        self.step(on, number, Who::Coordinator, "IdentifySubject", input);
    }

    fn weighed(&mut self, number: usize, case: &Planned, name: &str, on: NaiveDate, decided: Decided) {
        let mut input = decision(decided);
        input["caseId"] = name.into();
        if let Some(from) = case.waits_from {
            input["briefingId"] = format!("@briefing-{}", chrono::Datelike::year(&from) + 1).into();
        }
        self.step(on, number, Who::Support, "WeighCase", input);
        let feedback = json!({"caseId": name, "channel": "mail"});
        self.step(on, number, Who::Support, "GiveFeedback", feedback);
        if let Some(day) = case.scheduled_on {
            let kind = match decided {
                Decided::Focus => "focus",
                Decided::Top60 => "top60",
                _ => "aftercare",
            };
            let input = json!({"caseId": name, "meetingType": kind, "processDirector": "@director"});
            self.step(day, number, Who::Support, "ScheduleCase", input);
        }
        self.handled(number, case, name);
        let Some(day) = case.settles else { return };
        match decided {
            Decided::Aftercare | Decided::MonitorAftercare => {
                let input = json!({"caseId": name, "reason": "Geen plan nodig."});
                self.step(day, number, Who::Director, "CloseWithoutPlan", input);
            }
            Decided::Bilateral | Decided::Trajectory => {
                let input = json!({"caseId": name, "reportedDoneBy": "politie"});
                self.step(day, number, Who::Director, "CloseAfterWeighing", input);
            }
            _ => {
                self.step(day, number, Who::Director, "CloseAfterWeighing", json!({"caseId": name}));
            }
        }
    }

    fn handled(&mut self, number: usize, case: &Planned, name: &str) {
        let Some(planned) = case.planned_on else { return };
        let top60 = case.weighed.is_some_and(|(_, decided)| decided == Decided::Top60);
        self.step(planned, number, Who::Director, "SetPlan", plan(name, planned, top60));
        if let Some((on, level)) = case.escalated {
            let input = json!({"caseId": name, "level": level, "question": "Wie lost dit op?"});
            self.step(on, number, Who::Director, "EscalateCase", input);
            let input = json!({"caseId": name, "outcome": "Opgelost."});
            self.step(on + Days::new(14), number, Who::Manager, "RecordEscalationOutcome", input);
        }
        let Some((on, results)) = case.closed else { return };
        let camel = |name: &str| match name {
            "procedure_breakthrough" => "procedureBreakthrough",
            "all_parties_cooperate" => "allPartiesCooperate",
            "progress_made" => "progressMade",
            "made_manageable" => "madeManageable",
            _ => "holderCanProceed",
        };
        let mut judgement: Value = RESULTS
            .iter()
            .zip(results)
            .map(|(name, has)| (camel(name).to_owned(), has.into()))
            .collect::<serde_json::Map<_, _>>()
            .into();
        judgement["caseId"] = name.into();
        self.step(on, number, Who::Holder, "JudgeResults", judgement);
        self.step(on, number, Who::Director, "CloseCase", json!({"caseId": name}));
    }

    fn trajectories(&mut self, year: i32, kind: &super::TrajectoryMargins, thread: &mut usize) {
        let cents = u64::from(kind.euros) * 100;
        let each = usize::try_from(cents).unwrap_or(0) / kind.number.max(1);
        let over = usize::try_from(cents).unwrap_or(0) % kind.number.max(1);
        let mut questions = vec![Vec::new(); kind.number];
        let mut at = 0;
        for (question, number) in QUESTIONS.iter().zip(kind.questions) {
            for _ in 0..number {
                questions[at % kind.number].push(*question);
                at += 1;
            }
        }
        for (number, questions) in questions.into_iter().enumerate() {
            let on = NaiveDate::from_ymd_opt(year, 2, 1).unwrap_or_default()
                + Days::new(u64::try_from(number * 7).unwrap_or(0));
            let (of, name) = (OF_TRAJECTORIES + *thread, format!("@trajectory-{thread}"));
            *thread += 1;
            let municipality = if number % 2 == 0 { "leiden" } else { "gouda" };
            let input = json!({
                "kind": "guidance", "provider": "leger_des_heils", "budgetSource": "own_budget",
                "helpQuestions": questions, "municipality": municipality,
            });
            self.step(on, of, Who::Director, "StartTrajectory", input).makes = Some(name.clone());
            let input = json!({"trajectoryId": name, "amountCents": each + usize::from(number < over)});
            self.step(on, of, Who::Support, "RecordCost", input);
            if kind.conversations_only {
                self.step(on, of, Who::Support, "RecordConversation", json!({"trajectoryId": name}));
                let input = json!({"trajectoryId": name, "outcome": "dropped_out"});
                self.step(on, of, Who::Support, "EndTrajectory", input);
            }
        }
    }
}

const SOURCES: [&str; 5] = ["politie", "reclassering_nederland", "gemeente_leiden", "gemeente_gouda", "ggd"];
const THEMES: [&str; 3] = ["nuisance", "domestic_violence", "confused_behaviour"];
const QUESTIONS: [&str; 5] = ["housing", "care", "work_and_income", "identity_papers", "debts"];

/// What a municipality with a table of its own would settle with the House is left out: its cases come from ZSM.
fn trigger(number: usize, case: &Planned) -> &'static str {
    match (case.has_local_table, number % 4) {
        (true, _) | (_, 3) => "zsm",
        (_, 2) => "current_concern",
        _ => "arrest",
    }
}

/// A registered person has a date of birth, so that nobody is taken for somebody else.
fn identity(number: usize, person: Option<usize>, about: Attributes) -> Value {
    let mut identity = json!({"surname": surname(person.unwrap_or(number)), "gender": about.gender});
    match (about.birth_year, person) {
        (Some(year), Some(person)) => {
            let (month, day) = (person % 12 + 1, person / 12 % 28 + 1);
            identity["birthDate"] = format!("{year}-{month:02}-{day:02}").into();
        }
        (Some(year), None) => identity["birthYear"] = year.into(),
        (None, _) => {}
    }
    identity
}

/// An invented surname for each number: three syllables that do not sound alike.
fn surname(number: usize) -> String {
    const SYLLABLES: [&str; 10] = ["ba", "fi", "gu", "le", "mo", "ni", "ra", "so", "tu", "wi"];
    let syllable = |place: u32| SYLLABLES[number / 10_usize.pow(place) % SYLLABLES.len()];
    let name: String = (0..4).rev().map(syllable).collect();
    name[..1].to_uppercase() + &name[1..] + "ck"
}

fn decision(decided: Decided) -> Value {
    match decided {
        Decided::Focus => json!({"decision": "schedule_focus", "criteria": ["a", "b", "c"]}),
        Decided::Top60 => json!({"decision": "schedule_top60"}),
        Decided::Aftercare => json!({"decision": "schedule_aftercare"}),
        Decided::MonitorAftercare => json!({"decision": "monitor_aftercare"}),
        Decided::Bilateral => {
            json!({"decision": "handle_bilaterally", "partners": ["politie", "reclassering_nederland"]})
        }
        Decided::Trajectory => json!({"decision": "start_voluntary_trajectory"}),
        Decided::Escalate(level) => {
            json!({"decision": "escalate", "escalationLevel": level, "escalationQuestion": "Wie lost dit op?"})
        }
        Decided::NoFollowUp("belongs_elsewhere") => json!({
            "decision": "no_follow_up", "noFollowUpReason": "belongs_elsewhere", "referredTo": "Het sociaal wijkteam"
        }),
        Decided::NoFollowUp(reason) => json!({"decision": "no_follow_up", "noFollowUpReason": reason}),
    }
}

fn plan(name: &str, on: NaiveDate, top60: bool) -> Value {
    let mut agreement = json!({
        "what": "Hulp bij wonen.", "organisation": "leger_des_heils",
        "dueDate": (on + Days::new(60)).to_string(), "intervention": "care"
    });
    if top60 {
        agreement["pillar"] = "personal_perspective".into();
    }
    json!({
        "caseId": name, "question": "Wat is er nodig?",
        "goals": [{"lifeArea": "housing", "goal": "Een eigen kamer."}],
        "agreements": [agreement], "caseHolder": "@holder",
    })
}
