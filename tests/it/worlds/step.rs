//! One step of a history, and a world that takes it.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::actors::{Actor, manager};
use crate::doors::Door;
use crate::house::House;

/// A day of next week.
pub const SOON: &str = "#soon";
/// A day of next month.
pub const LATER: &str = "#later";

/// Today.
pub const TODAY: &str = "#today";
/// The covenant of the House.
pub const COVENANT: &str = "#covenant";

/// A command in which ids stand by the names that the history has for them, such as `#case:3`.
pub struct Step {
    pub actor: Actor,
    pub name: &'static str,
    pub input: Value,
    /// The name of what it makes.
    pub makes: Option<String>,
    /// A field, and the list of the information view in which the actor finds what to put there.
    pub finds: Option<(&'static str, &'static str)>,
}

impl Step {
    pub fn of(actor: &Actor, name: &'static str, input: Value) -> Self {
        Self { actor: actor.clone(), name, input, makes: None, finds: None }
    }

    pub fn makes(self, name: &str) -> Self {
        Self { makes: Some(name.to_owned()), ..self }
    }

    pub fn finds(self, field: &'static str, list: &'static str) -> Self {
        Self { finds: Some((field, list)), ..self }
    }
}

/// A House, and what the history calls the things and days in it.
pub struct World {
    pub house: House,
    ids: BTreeMap<String, String>,
    /// Of the last command.
    pub position: Option<String>,
}

impl World {
    pub async fn open() -> Self {
        let limits = [("LOOKUPS_PER_MINUTE", "1000000"), ("ENUMERATION_ALARM", "1000000")];
        let house = House::open_with(&limits).await;
        let covenants = house.done(Door::Rest, &manager(), "ListCovenants", json!({})).await.json;
        let covenant = covenants["covenants"][0]["id"].as_str().unwrap().to_owned();
        let (today, soon, later) = (house.day(0).await, house.day(7).await, house.day(40).await);
        let known = [(COVENANT, covenant), (TODAY, today), (SOON, soon), (LATER, later)];
        let ids = known.map(|(name, id)| (name[1..].to_owned(), id)).into();
        Self { house, ids, position: None }
    }

    /// Takes a step, and says what came of it.
    pub async fn take(&mut self, step: &Step) -> String {
        let mut input = self.resolved(&step.input);
        if let Some((field, list)) = step.finds {
            let Some(id) = self.found(step, list, &input).await else { return "nothing found".into() };
            input[field] = id;
        }
        match self.house.call(Door::Rest, &step.actor, step.name, input).await {
            Ok(reply) => {
                let made = step.makes.clone().map(|name| (name, reply.id()));
                self.ids.extend(made);
                self.position = reply.position;
                "done".into()
            }
            Err(trouble) => trouble.slug,
        }
    }

    /// An input with the ids of this world; what is not there is called by an id that names nothing.
    pub fn resolved(&self, input: &Value) -> Value {
        const NOTHING: &str = "0190c0de-0000-7000-8000-000000000001";
        match input {
            Value::Object(members) => {
                members.iter().map(|(name, value)| (name.clone(), self.resolved(value))).collect()
            }
            Value::Array(items) => items.iter().map(|item| self.resolved(item)).collect(),
            Value::String(text) if text.starts_with('#') => {
                self.ids.get(&text[1..]).map_or(NOTHING, String::as_str).into()
            }
            other => other.clone(),
        }
    }

    /// The last in that list that is the actor's own organisation's.
    async fn found(&self, step: &Step, list: &str, input: &Value) -> Option<Value> {
        let question = json!({"caseId": input["caseId"]});
        let view = self.house.call(Door::Rest, &step.actor, "GetInformation", question).await.ok()?.json;
        let mut own = view[list].as_array()?.iter().rev();
        Some(own.find(|it| it["organisation"] == step.actor.organisation.as_str())?["id"].clone())
    }
}
