//! Whatever somebody may ask, and that the answers are the same in both worlds.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use futures::{StreamExt, stream};
use schakel_access::Role;
use serde_json::{Value, json};
use uuid::Uuid;

use super::history::{History, Somebody, care, policy_officer, stranger};
use super::step::World;
use crate::actors::{Actor, director, partner, zsm};
use crate::doors::{Door, Envelope, method, spec};
use crate::house::eventually;

/// How many questions are put at once: whoever hears that there is nothing waits a little for it.
const AT_ONCE: usize = 8;
/// Of these whoever is concerned has a notice.
const TOLD: [&str; 2] = ["LookUpPerson", "FindInvolvedParties"];

/// Somebody who asks, and what they have been told so far.
pub struct Asking {
    pub actor: Actor,
    /// In each world the ids that they were told, in that order: which of them it is says nothing.
    told: [HashMap<Uuid, usize>; 2],
    /// In each world the last notice that they have read.
    read: [Option<Value>; 2],
    /// How much they have asked; every other question goes through the other door.
    asked: usize,
}

impl Asking {
    pub fn of(actor: Actor) -> Self {
        Self { actor, told: Default::default(), read: Default::default(), asked: 0 }
    }

    /// Those who may not see what is secret.
    pub fn everybody() -> Vec<Self> {
        let gouda = Actor::with(Role::MunicipalContact);
        [partner(), care(), gouda, zsm(), director(), policy_officer(), stranger()].map(Self::of).into()
    }

    /// The first question of which the answers differ, with both.
    pub async fn difference(&mut self, worlds: &[World; 2], history: &History) -> Option<String> {
        // Others are told of lookups, in the order in which they come.
        let (lookups, rest) = self.questions(history).into_iter().partition(|(name, _)| TOLD.contains(name));
        for (questions, at_once) in [(rest, AT_ONCE), (lookups, 1)] {
            let difference = self.difference_in(worlds, questions, at_once).await;
            if difference.is_some() {
                return difference;
            }
        }
        self.notices(worlds).await;
        None
    }

    async fn difference_in(
        &mut self,
        worlds: &[World; 2],
        questions: Vec<(&'static str, Value)>,
        at_once: usize,
    ) -> Option<String> {
        let doors = (self.asked..).map(|nth| Door::BOTH[nth % 2]);
        self.asked += questions.len();
        let asked = stream::iter(doors.zip(&questions));
        let asked = asked.map(|(door, (name, input))| self.raw_answers(worlds, door, name, input));
        let answers: Vec<_> = asked.buffered(at_once).collect().await;
        for ((name, input), [plain, secretive]) in questions.iter().zip(answers) {
            let [in_plain, in_secretive] = &mut self.told;
            let (plain, secretive) = (masked(plain, in_plain), masked(secretive, in_secretive));
            if plain != secretive {
                let who = &self.actor.account;
                return Some(format!("{name} {input} by {who}:\n{plain}\n{secretive}"));
            }
        }
        None
    }

    /// Everything about the cases and people of the history, those that are secret and those that are not
    /// there.
    fn questions(&self, history: &History) -> Vec<(&'static str, Value)> {
        let may = |name| spec(name).action.roles().iter().any(|role| self.actor.roles.contains(role));
        let mut questions = vec![
            ("ListInvolvedCases", json!({"limit": 100})),
            ("ListMeetings", json!({"limit": 100})),
            ("ListInvolvedCases", json!({"limit": 1})),
            ("ListOrganisationCases", json!({"limit": 100})),
            ("ListCases", json!({"limit": 100})),
            ("ListWorkItems", json!({"limit": 100})),
            ("ListTrajectories", json!({"limit": 100})),
            ("ListBottlenecks", json!({"limit": 100})),
        ];
        for trajectory in history.trajectories_to_ask_about() {
            questions.push(("GetTrajectory", json!({"trajectoryId": trajectory})));
        }
        for bottleneck in history.bottlenecks_to_ask_about() {
            questions.push(("GetBottleneck", json!({"bottleneckId": bottleneck})));
        }
        for case in history.cases_to_ask_about() {
            questions.push(("GetInformation", json!({"caseId": case})));
            questions.push(("GetCase", json!({"caseId": case})));
        }
        let ground = if self.actor.roles == zsm().roles { "zsm_lookup" } else { "partner_lookup" };
        let ground = if self.actor.roles == director().roles { "house_task" } else { ground };
        for somebody in history.people_to_ask_about() {
            questions.extend(lookups(ground, &somebody));
            questions.push(("SearchPersons", json!({"identity": somebody.identity()})));
        }
        // Who is at the table is what it tells of everybody else.
        for somebody in history.people_known_in_secret_alone() {
            questions.push(("FindInvolvedParties", self.parties(ground, &somebody)));
        }
        questions.retain(|(name, _)| may(name));
        questions
    }

    /// The information question, for the own organisation.
    fn parties(&self, ground: &str, somebody: &Somebody) -> Value {
        json!({
            "bsn": somebody.bsn, "purpose": ground, "askingOrganisation": self.actor.organisation,
            "reference": "test-1"
        })
    }

    async fn raw_answers(&self, worlds: &[World; 2], door: Door, name: &str, input: &Value) -> [Value; 2] {
        let answers = [0, 1].map(|at| raw(&worlds[at], &self.actor, door, name, worlds[at].resolved(input)));
        let [plain, secretive] = answers;
        futures::join!(plain, secretive).into()
    }

    /// Reads on, and waits until both have told the same: whoever writes holds back what is told.
    async fn notices(&mut self, worlds: &[World; 2]) {
        let what = format!("the same notices for {}", self.actor.account);
        eventually(&what, async || {
            let pages = [0, 1].map(|at| {
                let mut input = json!({"limit": 100});
                if let Some(after) = &self.read[at] {
                    input["after"] = after.clone();
                }
                raw(&worlds[at], &self.actor, Door::Rest, "ListNotices", input)
            });
            let [plain, secretive] = pages;
            let (plain, secretive) = futures::join!(plain, secretive);
            let mut told = self.told.clone();
            let [in_plain, in_secretive] = &mut told;
            if masked(plain.clone(), in_plain) != masked(secretive.clone(), in_secretive) {
                return false;
            }
            self.told = told;
            for (read, page) in self.read.iter_mut().zip([plain, secretive]) {
                let last = page["notices"].as_array().and_then(|notices| notices.last());
                *read = last.map(|notice| notice["cursor"].clone()).or(read.take());
            }
            true
        })
        .await;
    }
}

fn lookups(ground: &str, somebody: &Somebody) -> [(&'static str, Value); 2] {
    let by_bsn = json!({
        "type": "by_bsn", "purpose": ground, "reference": "test-1", "bsn": somebody.bsn
    });
    let by_name = json!({
        "type": "by_name_and_birth_date", "purpose": ground, "reference": "test-1",
        "givenNames": somebody.given_names, "surname": somebody.surname, "birthDate": somebody.birth_date
    });
    [("LookUpPerson", by_bsn), ("LookUpPerson", by_name)]
}

/// How often a question is put again that a busy machine has no answer to for now.
const PATIENT: usize = 20;

/// An answer, or the problem in its place; over gRPC, what kind of problem. That there is none for now tells nothing of
/// what somebody may see.
async fn raw(world: &World, actor: &Actor, door: Door, name: &str, input: Value) -> Value {
    let asks_for_position = method(spec(name)).input().get_field_by_json_name("atLeastPosition").is_some();
    let position = world.position.clone().filter(|_| asks_for_position);
    let ask = async || {
        let envelope = Envelope { position: position.clone(), ..Envelope::default() };
        world.house.client(door).call(actor, name, input.clone(), envelope).await
    };
    let mut asked = ask().await;
    for _ in 0..PATIENT {
        match &asked {
            Err(trouble) if trouble.slug == "unavailable" => asked = ask().await,
            _ => break,
        }
    }
    match asked {
        Ok(reply) => json!({"version": reply.version, "body": reply.json}),
        Err(trouble) if door == Door::Rest => serde_json::from_str(&trouble.told).unwrap(),
        Err(trouble) => json!({"slug": trouble.slug, "code": trouble.code, "errors": trouble.errors}),
    }
}

/// An answer without what no two answers share: ids, moments, cursors and the trace.
fn masked(mut answer: Value, told: &mut HashMap<Uuid, usize>) -> String {
    mask(&mut answer, told);
    answer.to_string()
}

fn mask(value: &mut Value, told: &mut HashMap<Uuid, usize>) {
    match value {
        Value::Object(members) => {
            members.remove("traceId");
            for (name, member) in members {
                match name.as_str() {
                    "cursor" | "nextCursor" => *member = "a cursor".into(),
                    _ => mask(member, told),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| mask(item, told)),
        Value::String(text) => {
            let next = told.len();
            if let Ok(id) = text.parse::<Uuid>() {
                *text = format!("id {}", told.entry(id).or_insert(next));
            } else if text.parse::<DateTime<Utc>>().is_ok() {
                *text = "a moment".into();
            }
        }
        _ => {}
    }
}
