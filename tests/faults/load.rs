//! Clients that go on whatever happens: they order, repeat, ask, lose patience, and keep note of all of it.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use futures::future::join_all;
use futures::stream::{self, StreamExt};
use serde_json::{Value, json};
use tokio::time::{sleep, timeout};
use tokio_util::sync::CancellationToken;

use crate::actors::{Actor, director, reporter, support, zsm};
use crate::chance::Chance;
use crate::doors::{Client, Door, Envelope, Reply, Trouble};
use crate::history::{History, Lookup, Outcome, Receipt};
use crate::house::{House, channel, eventually};
use crate::stages::{at_zsm, bsns, person};

/// Clients at the same time.
const CLIENTS: usize = 8;
/// Cases of which all give advice.
const CASES: usize = 6;
/// Whoever waits longer hears nothing any more.
const PATIENCE: Duration = Duration::from_secs(4);
/// Whoever asks whether all is well again waits no longer for one answer.
const SOON: Duration = Duration::from_secs(1);
/// After so long, far beyond any bound, nothing will be well again.
const GIVEN_UP: Duration = Duration::from_secs(20);
/// Between two tries.
const BREATH: Duration = Duration::from_millis(100);
/// People who are never reported: the first numbers.
const STRANGERS: usize = 50;
/// How many people there are.
const PEOPLE: usize = 9_000;
/// The last of them are for what is erased.
const SET_APART: usize = 500;
/// A repeat is of one of so many last commands.
const LATE: usize = 60;

/// Where clients go.
#[derive(Clone)]
pub struct Target {
    address: String,
    channel: tonic::transport::Channel,
}

impl Target {
    pub fn at(address: &str) -> Self {
        Self { address: address.to_owned(), channel: channel(address) }
    }
}

/// A command as it is sent, each time the same.
#[derive(Clone)]
struct Order {
    actor: Actor,
    name: &'static str,
    input: Value,
}

/// Clients of one House, and what they know.
pub struct Load {
    pub targets: Vec<Target>,
    run: String,
    history: Mutex<History>,
    orders: Mutex<Vec<Order>>,
    people: Vec<String>,
    cases: Vec<String>,
    chance: Mutex<Chance>,
}

impl Load {
    /// With cases of which advice can be given; `run` tells apart what another run sends.
    pub async fn of(house: &House, targets: Vec<Target>, run: String, seed: u64) -> Self {
        let people: Vec<_> = bsns().take(PEOPLE).collect();
        let (history, orders) = Default::default();
        let chance = Mutex::new(Chance(seed));
        let mut load = Self { targets, run, history, orders, people, cases: Vec::new(), chance };
        for _ in 0..CASES {
            load.cases.push(load.stage_a_case(house).await);
        }
        load
    }

    async fn stage_a_case(&self, house: &House) -> String {
        let client = self.client(house, 0, Door::Rest);
        let reported = json!({"reason": "Overlast.", "trigger": "arrest", "municipality": "leiden"});
        let case = client.call(&reporter(), "ReportCase", reported, Envelope::default()).await.unwrap().id();
        let weighing = json!({"caseId": case, "criteria": ["a", "b", "c"], "decision": "schedule_focus"});
        // A program that breaks its promises may not have it yet.
        eventually("the case to be weighed", async || {
            client.call(&support(), "WeighCase", weighing.clone(), Envelope::default()).await.is_ok()
        })
        .await;
        case
    }

    pub fn history(&self) -> MutexGuard<'_, History> {
        self.history.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A number below the limit; the same one in each run of the same seed, as far as clients come in the same
    /// order.
    pub fn below(&self, limit: usize) -> usize {
        self.chance.lock().unwrap_or_else(PoisonError::into_inner).below(limit)
    }

    /// A person of whom nobody knows but by a report to come.
    pub fn next_person(&self) -> (usize, String) {
        let person = STRANGERS + self.history().commands.iter().filter_map(|one| one.makes_known).count();
        (person, self.people[person % PEOPLE].clone())
    }

    fn client<'a>(&'a self, house: &'a House, target: usize, door: Door) -> Client<'a> {
        let Target { address, channel } = &self.targets[target];
        Client { house, door, address, channel: channel.clone() }
    }

    /// All clients, until they are told to stop.
    pub async fn go_on(&self, house: &House, stop: &CancellationToken) {
        let client = async |_| {
            while !stop.is_cancelled() {
                self.do_something(house).await;
            }
        };
        join_all((0..CLIENTS).map(client)).await;
    }

    async fn do_something(&self, house: &House) {
        let (target, door) = (self.below(self.targets.len()), Door::BOTH[self.below(2)]);
        let patience = match self.below(8) {
            0 => Duration::from_millis(1 + self.below(25) as u64),
            _ => PATIENCE,
        };
        let client = self.client(house, target, door);
        let heard = match self.below(10) {
            0..4 => self.send(&client, self.new_report(), patience).await,
            4..6 => self.send(&client, self.new_advice(), patience).await,
            6..8 => self.send_again(&client, patience).await,
            _ => self.ask(&client, self.anybody(), patience).await,
        };
        if !heard {
            // Who hears nothing does not ask again at once.
            sleep(BREATH).await;
        }
    }

    /// About somebody new, as long as there is anybody.
    fn new_report(&self) -> usize {
        let (number, bsn) = self.next_person();
        let makes_known = Some(number).filter(|number| *number < PEOPLE - SET_APART);
        let mut input = json!({"reason": "Melding.", "trigger": "arrest", "municipality": "gouda"});
        if makes_known.is_some() {
            input["subject"] = person(&bsn);
        }
        self.new_order(Order { actor: reporter(), name: "ReportCase", input }, "CaseReported", makes_known)
    }

    fn new_advice(&self) -> usize {
        let case = &self.cases[self.below(CASES)];
        let input = json!({"caseId": case, "sketch": "Schets.", "measures": ["Toezicht."]});
        self.new_order(Order { actor: director(), name: "SetZsmAdvice", input }, "ZsmAdviceSet", None)
    }

    fn new_order(&self, order: Order, event: &'static str, makes_known: Option<usize>) -> usize {
        let mut history = self.history();
        let trace = format!("{:032x}", self.number_of(history.commands.len()));
        let command = history.command(trace, event, makes_known);
        self.orders.lock().unwrap_or_else(PoisonError::into_inner).push(order);
        command
    }

    /// Another for each command of each run.
    fn number_of(&self, command: usize) -> u128 {
        let run = self.run.bytes().fold(0_u64, |hash, byte| hash.wrapping_mul(31).wrapping_add(byte.into()));
        (u128::from(run) << 64) | (command as u128 + 1)
    }

    /// `false` when nothing was heard.
    async fn send(&self, client: &Client<'_>, command: usize, patience: Duration) -> bool {
        let order = self.orders.lock().unwrap_or_else(PoisonError::into_inner)[command].clone();
        let (began, trace) = {
            let mut history = self.history();
            (history.tick(), history.commands[command].trace.clone())
        };
        let envelope = Envelope::with_key(&format!("{}-{command}", self.run));
        let envelope = envelope.header("traceparent", &format!("00-{trace}-00000000000000aa-01"));
        let sent = client.call(&order.actor, order.name, order.input, envelope);
        let outcome = match timeout(patience, sent).await {
            Ok(Ok(reply)) => Outcome::Done(receipt(&reply)),
            Ok(Err(trouble)) => self.outcome(order.name, &trouble),
            Err(_) => Outcome::Unknown,
        };
        let heard = outcome != Outcome::Unknown;
        self.history().heard(command, began, outcome);
        heard
    }

    /// Whatever its clients made of it: out of order, and long after others.
    async fn send_again(&self, client: &Client<'_>, patience: Duration) -> bool {
        let sent = self.history().commands.len();
        match sent.checked_sub(1 + self.below(LATE)) {
            Some(command) => self.send(client, command, patience).await,
            None => true,
        }
    }

    fn anybody(&self) -> usize {
        let known = self.next_person().0 - STRANGERS;
        match self.below(4) {
            0 => self.below(STRANGERS),
            _ if known == 0 => 0,
            _ => STRANGERS + self.below(known),
        }
    }

    async fn ask(&self, client: &Client<'_>, person: usize, patience: Duration) -> bool {
        let (reference, began) = {
            let mut history = self.history();
            let began = history.tick();
            (format!("{}-{began}", self.run), began)
        };
        let mut question = at_zsm(&self.people[person % PEOPLE]);
        question["reference"] = reference.clone().into();
        let asker = zsm();
        let asked = client.call(&asker, "LookUpPerson", question, Envelope::default());
        let known = match timeout(patience, asked).await {
            Ok(Ok(reply)) => Some(reply.json["hit"] == true),
            Ok(Err(trouble)) => {
                self.outcome("LookUpPerson", &trouble);
                None
            }
            Err(_) => None,
        };
        self.history().lookups.push(Lookup { reference, person, began, known });
        known.is_some()
    }

    fn outcome(&self, name: &str, trouble: &Trouble) -> Outcome {
        match trouble.slug.as_str() {
            "unreachable" | "unavailable" | "timed-out" | "read-model-behind" | "read-model-stopped" => {
                Outcome::Unknown
            }
            // Nobody promised who comes first; the next try may.
            "conflict" => Outcome::Unknown,
            "internal" => {
                self.history().broken.push(format!("{name}: {}", trouble.told));
                Outcome::Unknown
            }
            refused => Outcome::Refused(refused.to_owned()),
        }
    }

    /// Waits for so many more answers than there are now; `false` when it was given up, which is as late as can be.
    pub async fn gets_answers(&self, more: usize) -> bool {
        let enough = self.history().answered() + more;
        let given_up = Instant::now() + GIVEN_UP;
        while self.history().answered() < enough {
            if Instant::now() > given_up {
                self.history().recoveries.push(GIVEN_UP);
                return false;
            }
            sleep(BREATH).await;
        }
        true
    }

    /// Until a command and a lookup have been answered through both doors at every target; notes how long after
    /// the fault was healed, and answers `false` when it was given up.
    pub async fn until_answered(&self, house: &House, healed: Instant) -> bool {
        let ways = (0..self.targets.len()).flat_map(|target| Door::BOTH.map(|door| (target, door)));
        let answered = ways.map(async |(target, door)| {
            let client = self.client(house, target, door);
            let report = self.new_report();
            while !self.send(&client, report, SOON).await {
                sleep(BREATH).await;
            }
            while !self.ask(&client, self.anybody(), SOON).await {
                sleep(BREATH).await;
            }
        });
        let is_well = timeout(GIVEN_UP, join_all(answered)).await.is_ok();
        self.history().recoveries.push(healed.elapsed());
        is_well
    }

    /// Sends what nobody knows the end of again until it is known.
    pub async fn settle(&self, house: &House) {
        let open: Vec<_> = {
            let history = self.history();
            (0..history.commands.len()).filter(|command| history.commands[*command].is_open()).collect()
        };
        let insist = async |command: usize| {
            let client = self.client(house, command % self.targets.len(), Door::BOTH[command / 2 % 2]);
            eventually("an outcome", async || self.send(&client, command, PATIENCE).await).await;
        };
        stream::iter(open).map(insist).buffer_unordered(CLIENTS).collect::<Vec<_>>().await;
    }

    /// Asks about each of the last so many who are known, once.
    pub async fn ask_about_last(&self, house: &House, many: usize) {
        let known = self.next_person().0;
        for person in known.saturating_sub(many).max(STRANGERS)..known {
            self.ask(&self.client(house, 0, Door::BOTH[person % 2]), person, PATIENCE).await;
        }
    }

    /// Whoever nobody else is told or asks about.
    pub fn set_apart(&self, number: usize) -> (usize, String) {
        let person = PEOPLE - 1 - number;
        (person, self.people[person].clone())
    }
}

fn receipt(reply: &Reply) -> Receipt {
    Receipt {
        id: reply.id(),
        version: reply.version.unwrap_or_default(),
        position: reply.position().to_owned(),
    }
}
