//! A random history of both worlds, and what is secret in one of them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::AddAssign;

use schakel_access::Role;
use schakel_domain::Category;
use schakel_domain::code::Code;
use serde_json::{Value, json};

use super::step::{COVENANT, LATER, SOON, Step, TODAY, World};
use crate::actors::{
    Actor, another_director, coordinator, director, holder, manager, partner, reporter, support,
};
use crate::chance::Chance;
use crate::stages::{bsn, plan, results};

/// Rounds of a history; after each, everybody asks everything.
const ROUNDS: usize = 3;
/// For each step of a round, in any order: whether something happens in secret after it.
const KEPT: [bool; 10] = [true, true, true, false, false, false, false, false, false, false];
/// Cases of a history at the most, without those that are secret.
const CASES: usize = 3;
/// People of a history who are asked about: the first of them in both worlds, the others also in secret.
const PEOPLE: usize = 4;
const NEVER_HIDDEN: usize = 2;

/// A care partner.
pub fn care() -> Actor {
    Actor::of("fivoor-1", "fivoor", &[Role::ChainPartner])
}

/// Somebody who is involved in nothing.
pub fn stranger() -> Actor {
    Actor::with(Role::CovenantPartner)
}

fn gouda() -> Actor {
    Actor::with(Role::MunicipalContact)
}

/// Whose work is secret to those who ask, and to their organisations.
fn another_reporter() -> Actor {
    Actor::of("ggd-reporter", "ggd", &[Role::Reporter])
}

fn another_holder() -> Actor {
    Actor::of("ggd-holder", "ggd", &[Role::CaseHolder])
}

/// Reads figures without names.
pub fn policy_officer() -> Actor {
    Actor::with(Role::PolicyOfficer)
}

/// Whose cases exist for cleared participants alone.
fn cleared_director() -> Actor {
    Actor::of("cleared-director", "veiligheidshuis", &[Role::ProcessDirector, Role::Cleared])
}

fn health() -> Actor {
    Actor::of("ggd-1", "ggd", &[Role::ChainPartner])
}

/// Somebody who may be asked about.
pub struct Somebody {
    pub given_names: &'static str,
    pub surname: &'static str,
    pub birth_date: String,
    pub bsn: String,
}

/// Nobody is like anybody else here; the last is not asked about.
const NAMES: [(&str, &str); PEOPLE + 1] = [
    ("Wilhelmina", "Schimmelpenninck"),
    ("Bartholomeus", "Groenewegen"),
    ("Cunegonda", "Vossestaart"),
    ("Hildebrand", "Muizelaar"),
    ("Godelieve", "Rietdekker"),
];

impl Somebody {
    /// Of each history others, who have the same names and were born in other years.
    fn of(history: usize, place: usize) -> Self {
        let (given_names, surname) = NAMES[place];
        let birth_date = format!("{}-{:02}-{:02}", 1950 + history % 50, 1 + place, 3 + 2 * place);
        Self { given_names, surname, birth_date, bsn: bsn(history * NAMES.len() + place) }
    }

    pub fn identity(&self) -> Value {
        json!({
            "givenNames": self.given_names, "surname": self.surname, "birthDate": self.birth_date, "bsn": self.bsn
        })
    }
}

/// How often each command was done in both worlds, and in secret.
#[derive(Debug, Default)]
pub struct Ended {
    pub openly: BTreeMap<&'static str, usize>,
    pub secretly: BTreeMap<&'static str, usize>,
}

impl AddAssign for Ended {
    fn add_assign(&mut self, other: Self) {
        for (all, more) in [(&mut self.openly, other.openly), (&mut self.secretly, other.secretly)] {
            for (name, times) in more {
                *all.entry(name).or_default() += times;
            }
        }
    }
}

/// A case of both worlds.
struct Matter {
    /// What the history calls it.
    name: String,
    /// How far it has got.
    stage: usize,
    /// Whether another directs it than [`director`], once somebody does.
    elsewhere: bool,
    /// Whether it is on an agenda.
    scheduled: bool,
}

impl Matter {
    /// Whether nobody who asks sees what was done in it.
    fn is_dark(&self) -> bool {
        self.elsewhere && self.scheduled
    }
}

/// What happens in both worlds, and in one of them.
pub struct History {
    number: usize,
    chance: Chance,
    cases: Vec<Matter>,
    /// Of whom both worlds have had a report.
    reported: BTreeSet<usize>,
    rounds: usize,
    /// How many things have a name.
    named: usize,
    /// The names of the cases that are secret.
    secret: Vec<String>,
    /// The names of trajectories and bottlenecks of both worlds, and of trajectories that are secret.
    trajectories: Vec<String>,
    bottlenecks: Vec<String>,
    paid_in_secret: Vec<String>,
    ended: Ended,
}

impl History {
    pub fn of(number: usize) -> Self {
        Self {
            number,
            chance: Chance(number as u64),
            cases: Vec::new(),
            reported: BTreeSet::new(),
            rounds: 0,
            named: 0,
            secret: Vec::new(),
            trajectories: Vec::new(),
            bottlenecks: Vec::new(),
            paid_in_secret: Vec::new(),
            ended: Ended::default(),
        }
    }

    pub fn goes_on(&self) -> bool {
        self.rounds < ROUNDS
    }

    /// What was done.
    pub fn ended(self) -> Ended {
        self.ended
    }

    /// One round: the same in both worlds, and secrets in the second.
    pub async fn go_on(&mut self, worlds: &mut [World; 2]) {
        self.rounds += 1;
        let mut kept = KEPT;
        self.chance.shuffle(&mut kept);
        for kept in kept {
            for step in &self.next() {
                self.in_both(worlds, step).await;
            }
            if kept {
                self.in_secret(&mut worlds[1]).await;
            }
        }
    }

    /// Takes a step in both worlds; what comes of it is the same, too.
    async fn in_both(&mut self, worlds: &mut [World; 2], step: &Step) {
        let [plain, secretive] = worlds;
        let (plain, secretive) = futures::join!(plain.take(step), secretive.take(step));
        assert_eq!(plain, secretive, "history {}: {} {}", self.number, step.name, step.input);
        let is_done = plain == "done";
        if is_done {
            *self.ended.openly.entry(step.name).or_default() += 1;
        }
        let scheduled = |case: &&mut Matter| step.input["caseId"] == format!("#{}", case.name);
        if is_done && step.name == "ScheduleCase" {
            self.cases.iter_mut().filter(scheduled).for_each(|case| case.scheduled = true);
        }
    }

    /// Something that nobody who asks may see.
    async fn in_secret(&mut self, world: &mut World) {
        for step in self.secret() {
            if world.take(&step).await == "done" {
                *self.ended.secretly.entry(step.name).or_default() += 1;
            }
        }
    }

    fn name(&mut self, kind: &str) -> String {
        self.named += 1;
        format!("{kind}:{}:{}", self.number, self.named)
    }

    /// The cases of both worlds, those that are secret, and one that is not there.
    pub fn cases_to_ask_about(&self) -> Vec<String> {
        let openly = self.cases.iter().map(|case| &case.name);
        let names = openly.chain(self.secret.iter().take(2)).map(|name| format!("#{name}"));
        names.chain(["#nothing".to_owned()]).collect()
    }

    /// The trajectories of both worlds, one that is secret, and one that is not there.
    pub fn trajectories_to_ask_about(&self) -> Vec<String> {
        let names = self.trajectories.iter().chain(self.paid_in_secret.iter().take(1));
        names.map(|name| format!("#{name}")).chain(["#nothing".to_owned()]).collect()
    }

    /// The bottlenecks of both worlds.
    pub fn bottlenecks_to_ask_about(&self) -> Vec<String> {
        self.bottlenecks.iter().map(|name| format!("#{name}")).collect()
    }

    /// Those of whom there is nothing to know openly.
    pub fn people_known_in_secret_alone(&self) -> impl Iterator<Item = Somebody> {
        let places = (0..PEOPLE).filter(|place| !self.reported.contains(place));
        places.map(|place| Somebody::of(self.number, place))
    }

    pub fn people_to_ask_about(&self) -> impl Iterator<Item = Somebody> {
        (0..PEOPLE).map(|place| Somebody::of(self.number, place))
    }
}

/// What happens openly.
impl History {
    /// A new report.
    pub fn report(&mut self) -> Vec<Step> {
        let place = self.chance.below(PEOPLE);
        self.reported.insert(place);
        let somebody = Somebody::of(self.number, place);
        let by = self.one_of(&[reporter(), partner(), care()]);
        let municipality = self.one_of(&["gouda", "leiden"]);
        let name = self.name("case");
        self.cases.push(Matter { name: name.clone(), stage: 0, elsewhere: false, scheduled: false });
        vec![Step::of(&by, "ReportCase", report(&somebody, municipality)).makes(&name)]
    }

    fn next(&mut self) -> Vec<Step> {
        if self.cases.is_empty() {
            return self.report();
        }
        let at = self.chance.below(self.cases.len());
        match self.chance.below(24) {
            0 if self.cases.len() < CASES => self.report(),
            // Without a table there is little to see.
            _ if self.cases[at].stage < 3 => self.advance(at),
            0..=2 => self.advance(at),
            3 | 4 => vec![self.participant(at)],
            5 => vec![self.request(at)],
            6 => vec![self.answer(at)],
            7..=10 => vec![self.share(at)],
            11 | 12 => vec![self.decide_on_item(at)],
            13 => vec![self.open_in_an_emergency(at)],
            14 => vec![self.hide_or_reveal(at)],
            15..=17 => vec![self.pay(at)],
            18 | 19 => vec![self.get_stuck(at)],
            20 | 21 => self.agree_otherwise(),
            _ => vec![self.register()],
        }
    }

    fn one_of<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.chance.below(of.len())].clone()
    }

    /// On to the next phase, if what came before has been done.
    fn advance(&mut self, at: usize) -> Vec<Step> {
        let stage = self.cases[at].stage;
        self.cases[at].stage += 1;
        let case = self.case(at);
        match stage {
            0 => vec![Step::of(&support(), "WeighCase", with(&case, self.weighing()))],
            1 => vec![Step::of(&support(), "GiveFeedback", with(&case, json!({"channel": "mail"})))],
            2 => self.agenda(at),
            3 => {
                let organisation = self.one_of(&["fivoor", "politie", "leger_des_heils"]);
                let director = if self.cases[at].elsewhere { another_director() } else { director() };
                vec![Step::of(&director, "SetPlan", with(&case, plan(&holder(), organisation, LATER)))]
            }
            4 => vec![Step::of(&holder(), "JudgeResults", with(&case, results()))],
            _ => vec![Step::of(&director(), "CloseCase", case)],
        }
    }

    fn case(&self, at: usize) -> Value {
        json!({"caseId": format!("#{}", self.cases[at].name)})
    }

    fn meeting(&self, at: usize) -> String {
        format!("#meeting/{}", self.cases[at].name)
    }

    fn weighing(&mut self) -> Value {
        // Most go on.
        match self.chance.below(8) {
            0 => json!({"decision": "no_follow_up", "noFollowUpReason": "already_in_hand"}),
            1 => json!({"decision": "handle_bilaterally", "partners": ["politie", "fivoor"]}),
            _ => json!({"criteria": ["a", "b", "c"], "decision": "schedule_focus"}),
        }
    }

    fn agenda(&mut self, at: usize) -> Vec<Step> {
        let directed_by = self.one_of(&[director(), another_director(), another_director()]);
        self.cases[at].elsewhere = directed_by.account != director().account;
        let meeting = json!({"meetingType": "focus", "meetingDate": SOON, "chair": directed_by.card()});
        let agenda = json!({"meetingType": "focus", "meetingId": self.meeting(at)});
        let listed =
            json!({"meetingId": self.meeting(at), "participant": self.one_of(&[partner(), care()]).card()});
        vec![
            Step::of(&support(), "PlanMeeting", meeting).makes(&self.meeting(at)[1..]),
            Step::of(&support(), "ScheduleCase", with(&self.case(at), agenda)),
            Step::of(&support(), "ListParticipant", with(&self.case(at), listed)),
        ]
    }

    fn participant(&mut self, at: usize) -> Step {
        let who = self.one_of(&[partner(), care()]);
        let (case, meeting) = (self.case(at), self.meeting(at));
        match self.chance.below(4) {
            0 => {
                let removed = json!({"meetingId": meeting, "account": who.account});
                Step::of(&support(), "RemoveParticipant", with(&case, removed))
            }
            _ => {
                let listed = json!({"meetingId": meeting, "participant": who.card()});
                Step::of(&support(), "ListParticipant", with(&case, listed))
            }
        }
    }

    fn request(&mut self, at: usize) -> Step {
        let organisation = self.one_of(&["politie", "fivoor", "gemeente_gouda"]);
        Step::of(&coordinator(), "RequestInformation", with(&self.case(at), request(organisation)))
    }

    fn answer(&mut self, at: usize) -> Step {
        let by = self.one_of(&[partner(), care(), gouda()]);
        let known = with(&self.case(at), json!({"known": self.chance.below(2) == 0}));
        Step::of(&by, "AnswerInformationRequest", known).finds("requestId", "requests")
    }

    fn share(&mut self, at: usize) -> Step {
        let by = self.one_of(&[partner(), care(), gouda()]);
        let category = self.one_of(&["identity", "police", "care", "debts", "violence_and_nuisance"]);
        let mut item = json!({"category": category, "text": self.name("Gehoord")});
        match self.chance.below(4) {
            0 => item["audience"] = json!(["gemeente_gouda"]),
            1 => item["consent"] = json!("awaited"),
            _ => {}
        }
        Step::of(&by, "ShareInformation", with(&self.case(at), item))
    }

    fn decide_on_item(&mut self, at: usize) -> Step {
        let by = self.one_of(&[partner(), care(), gouda()]);
        let case = self.case(at);
        let step = match self.chance.below(3) {
            0 => Step::of(&by, "RetractInformation", case),
            given => Step::of(&by, "RecordConsent", with(&case, json!({"given": given == 1}))),
        };
        step.finds("informationId", "items")
    }

    fn open_in_an_emergency(&mut self, at: usize) -> Step {
        let case = &self.cases[at];
        // Nor does whoever asks open what is to be dark.
        let by = if case.stage > 2 && !case.elsewhere { director() } else { another_director() };
        Step::of(&by, "BreakGlass", with(&self.case(at), json!({"reason": "Dreigt vannacht."})))
    }

    /// What the covenant says of focus meetings, or who is bound by it.
    fn agree_otherwise(&mut self) -> Vec<Step> {
        let partner =
            json!({"covenantId": COVENANT, "organisation": self.one_of(&["fivoor", "gemeente_gouda"])});
        match self.chance.below(4) {
            0 => vec![Step::of(&manager(), "EndSignature", partner)],
            1 | 2 => {
                let mut admitted = partner.clone();
                admitted["decidedDate"] = TODAY.into();
                ["AdmitPartner", "SignCovenant"]
                    .into_iter()
                    .zip([admitted, partner])
                    .map(|(name, input)| Step::of(&manager(), name, input))
                    .collect()
            }
            _ => {
                let annex = self.annex();
                let amended = json!({"covenantId": COVENANT, "annex": annex, "decidedDate": TODAY});
                vec![Step::of(&manager(), "AmendAnnex", amended)]
            }
        }
    }

    /// Everything for the House, and for each chain some of it.
    fn annex(&mut self) -> Value {
        let all: Vec<_> = Category::ALL.iter().map(|category| category.code()).collect();
        let chains = ["punishment", "care", "administration"].map(|chain| {
            let mut some: Vec<_> = all.iter().copied().filter(|_| self.chance.below(3) > 0).collect();
            some.extend(some.is_empty().then_some("identity"));
            json!({"kind": "chain_partner", "chain": chain, "categories": some})
        });
        let house = json!({"kind": "house", "categories": all});
        let grants: Vec<_> = chains.into_iter().chain([house]).collect();
        json!({
            "ground": "focus", "purpose": "Een plan maken", "legalBasis": "Wgs, artikelen 2.23 tot en met 2.26",
            "grants": grants
        })
    }

    fn hide_or_reveal(&mut self, at: usize) -> Step {
        let name = self.one_of(&["HideCase", "RevealCase"]);
        Step::of(&manager(), name, with(&self.case(at), json!({"reason": "Een familielid."})))
    }

    /// Guidance that the House pays, of this case or of none, and what it costs.
    fn pay(&mut self, at: usize) -> Step {
        let Some(trajectory) =
            self.trajectories.last().map(|name| json!({"trajectoryId": format!("#{name}")}))
        else {
            return self.start_trajectory(at);
        };
        let mut input = trajectory;
        match self.chance.below(4) {
            0 => self.start_trajectory(at),
            1 => {
                input["outcome"] = "completed".into();
                Step::of(&support(), "EndTrajectory", input)
            }
            _ => {
                input["amountCents"] = (100 + self.chance.below(900)).into();
                Step::of(&support(), "RecordCost", input)
            }
        }
    }

    /// Guidance that starts.
    pub fn start_trajectory(&mut self, at: usize) -> Step {
        let name = self.name("trajectory");
        self.trajectories.push(name.clone());
        let of_case = self.chance.below(2) == 0;
        let input = guidance(of_case.then(|| self.case(at)).as_ref());
        Step::of(&support(), "StartTrajectory", input).makes(&name)
    }

    /// What stands in the way of this case, and of others.
    fn get_stuck(&mut self, at: usize) -> Step {
        let Some(bottleneck) = self.bottlenecks.last().map(|name| format!("#{name}")) else {
            return self.raise_bottleneck();
        };
        match self.chance.below(4) {
            0 => self.raise_bottleneck(),
            1 => Step::of(&manager(), "PutBeforeSteeringGroup", json!({"bottleneckId": bottleneck})),
            _ => {
                let counted = with(&self.case(at), json!({"bottleneckId": bottleneck}));
                Step::of(&director(), "AddCaseToBottleneck", counted)
            }
        }
    }

    fn raise_bottleneck(&mut self) -> Step {
        let name = self.name("bottleneck");
        self.bottlenecks.push(name.clone());
        let words = json!({"theme": "waiting_lists", "description": self.name("Wachtlijst")});
        Step::of(&director(), "RaiseBottleneck", words).makes(&name)
    }

    fn register(&mut self) -> Step {
        let place = self.chance.below(PEOPLE);
        let identity = json!({"identity": Somebody::of(self.number, place).identity()});
        Step::of(&coordinator(), "RegisterPerson", identity)
    }
}

/// What happens in secret.
impl History {
    fn secret(&mut self) -> Vec<Step> {
        let dark: Vec<_> = (0..self.cases.len()).filter(|at| self.cases[*at].is_dark()).collect();
        let hidden: Vec<_> = (NEVER_HIDDEN..PEOPLE).filter(|place| !self.reported.contains(place)).collect();
        match self.chance.below(7) {
            6 => self.shielded_case(),
            0 if !hidden.is_empty() => {
                let place = self.one_of(&hidden);
                self.case_of_others(place, true)
            }
            what @ 1..=4 if !dark.is_empty() => {
                let case = self.one_of(&dark);
                vec![self.within(case, what)]
            }
            // Whom nobody asks about.
            _ => self.case_of_others(PEOPLE, false),
        }
    }

    /// A case in which nobody who asks is involved, directed by somebody else before anybody asks; hidden when
    /// they do ask about the person.
    fn case_of_others(&mut self, place: usize, hidden: bool) -> Vec<Step> {
        let name = self.name("secret");
        self.secret.push(name.clone());
        let case = json!({"caseId": format!("#{name}")});
        let somebody = Somebody::of(self.number, place);
        let weighing = json!({"criteria": ["a", "b", "c"], "decision": "schedule_focus"});
        let agenda = json!({"meetingType": "focus", "processDirector": another_director().card()});
        let planned = plan(&another_holder(), "leger_des_heils", LATER);
        let mut steps = vec![
            Step::of(&another_reporter(), "ReportCase", report(&somebody, "zoeterwoude")).makes(&name),
            Step::of(&manager(), "HideCase", with(&case, json!({"reason": "Een familielid."}))),
            Step::of(&support(), "WeighCase", with(&case, weighing)),
            Step::of(&support(), "GiveFeedback", with(&case, json!({"channel": "mail"}))),
            Step::of(&support(), "ScheduleCase", with(&case, agenda)),
            Step::of(&another_director(), "SetPlan", with(&case, planned)),
        ];
        if !hidden {
            steps.remove(1);
        }
        steps
    }

    /// A case with a trajectory that the House pays, both of which are shielded before anybody asks; nobody may count it
    /// among what is stuck.
    fn shielded_case(&mut self) -> Vec<Step> {
        let (name, trajectory) = (self.name("secret"), self.name("secret-trajectory"));
        self.secret.push(name.clone());
        self.paid_in_secret.push(trajectory.clone());
        let case = json!({"caseId": format!("#{name}")});
        let paid = json!({"trajectoryId": format!("#{trajectory}"), "amountCents": 4_711});
        let somebody = Somebody::of(self.number, PEOPLE);
        let mut steps = vec![
            Step::of(&another_reporter(), "ReportCase", report(&somebody, "zoeterwoude")).makes(&name),
            Step::of(&support(), "StartTrajectory", guidance(Some(&case))).makes(&trajectory),
            Step::of(&support(), "RecordCost", paid.clone()),
            Step::of(
                &cleared_director(),
                "ScheduleCase",
                with(&case, json!({"meetingType": "radicalisation"})),
            ),
            Step::of(&cleared_director(), "RecordCost", paid),
        ];
        if let Some(bottleneck) = self.bottlenecks.last() {
            let counted = with(&case, json!({"bottleneckId": format!("#{bottleneck}")}));
            steps.push(Step::of(&cleared_director(), "AddCaseToBottleneck", counted));
        }
        steps
    }

    /// Within a case of both worlds: an item for others alone, a request of others, somebody else at the
    /// table.
    fn within(&mut self, at: usize, what: usize) -> Step {
        let case = self.case(at);
        match what {
            1 => {
                let item = json!({
                    "category": "care", "organisation": "ggd", "text": self.name("Geheim"), "audience": ["ggd"]
                });
                Step::of(&coordinator(), "ShareInformation", with(&case, item))
            }
            2 | 4 => {
                Step::of(&coordinator(), "RequestInformation", with(&case, request("jeugdbescherming_west")))
            }
            _ => {
                let listed = json!({"meetingId": self.meeting(at), "participant": health().card()});
                Step::of(&support(), "ListParticipant", with(&case, listed))
            }
        }
    }
}

fn with(case: &Value, mut input: Value) -> Value {
    input["caseId"] = case["caseId"].clone();
    input
}

fn report(somebody: &Somebody, municipality: &str) -> Value {
    json!({
        "reason": "Derde aanhouding deze maand.", "trigger": "arrest", "municipality": municipality,
        "subject": {"kind": "person", "members": [somebody.identity()]}
    })
}

/// What the House pays, of this case or of none.
fn guidance(case: Option<&Value>) -> Value {
    let input = json!({
        "kind": "guidance", "provider": "exodus", "budgetSource": "aftercare_grant", "helpQuestions": ["care"],
        "municipality": "gouda"
    });
    match case {
        Some(case) => with(case, input),
        None => input,
    }
}

fn request(organisation: &str) -> Value {
    json!({"organisation": organisation, "question": "Bekend?", "answerByDate": SOON})
}
