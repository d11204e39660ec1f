//! A small aggregate to test with.

use std::fmt;

use cqrs_es::event_sink::EventSink;
use cqrs_es::persist::{EventUpcaster, SemanticVersionEventUpcaster};
use cqrs_es::{Aggregate, DomainEvent};
use futures::future::BoxFuture;
use schakel_domain::personal::{Personal, Subject};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Event {
    /// Version 2; version 1 had no `channel`.
    Opened {
        name: Personal<String>,
        channel: String,
    },
    Noted {
        text: Personal<String>,
        number: i64,
    },
}

impl DomainEvent for Event {
    fn event_type(&self) -> String {
        match self {
            Self::Opened { .. } => "Opened",
            Self::Noted { .. } => "Noted",
        }
        .to_owned()
    }

    fn event_version(&self) -> String {
        match self {
            Self::Opened { .. } => "2.0.0",
            Self::Noted { .. } => "1.0.0",
        }
        .to_owned()
    }
}

pub fn upcasters() -> Vec<Box<dyn EventUpcaster>> {
    vec![Box::new(SemanticVersionEventUpcaster::new(
        "Opened",
        "2.0.0",
        Box::new(|mut payload: Value| {
            payload["Opened"]["channel"] = "unknown".into();
            payload
        }),
    ))]
}

#[derive(Clone, Debug)]
pub enum Command {
    Open { name: String },
    Note { numbers: Vec<i64>, about: Subject },
    Nothing,
}

impl Command {
    pub fn open() -> Self {
        Self::Open { name: "Xanthippe Voorbeeld".to_owned() }
    }

    pub fn note(number: i64) -> Self {
        Self::notes([number])
    }

    pub fn notes(numbers: impl IntoIterator<Item = i64>) -> Self {
        Self::Note { numbers: numbers.into_iter().collect(), about: Subject::Stream }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    AlreadyOpen,
    NotOpen,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self, f)
    }
}

impl std::error::Error for Refusal {}

/// Facts of a decision. A meddler does something in the middle of it.
#[derive(Default)]
pub struct Facts {
    pub meddler: Option<Box<dyn Fn() -> BoxFuture<'static, ()> + Send + Sync>>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Dossier {
    pub name: Option<Personal<String>>,
    pub channel: String,
    pub numbers: Vec<i64>,
    pub texts: Vec<Personal<String>>,
}

impl Aggregate for Dossier {
    const TYPE: &'static str = "Dossier";
    type Command = Command;
    type Event = Event;
    type Error = Refusal;
    type Services = Facts;

    async fn handle(
        &mut self,
        command: Command,
        facts: &Facts,
        sink: &EventSink<Self>,
    ) -> Result<(), Refusal> {
        if let Some(meddle) = &facts.meddler {
            meddle().await;
        }
        match (command, self.name.is_some()) {
            (Command::Open { .. }, true) => return Err(Refusal::AlreadyOpen),
            (Command::Note { .. }, false) => return Err(Refusal::NotOpen),
            (Command::Nothing, _) => {}
            (Command::Open { name }, false) => {
                let opened = Event::Opened { name: Personal::of_stream(name), channel: "web".to_owned() };
                sink.write(opened, self).await;
            }
            (Command::Note { numbers, about }, true) => {
                for number in numbers {
                    let text = Personal::about(about, format!("gefluisterd {number}"));
                    sink.write(Event::Noted { text, number }, self).await;
                }
            }
        }
        Ok(())
    }

    fn apply(&mut self, event: Event) {
        match event {
            Event::Opened { name, channel } => {
                self.name = Some(name);
                self.channel = channel;
            }
            Event::Noted { text, number } => {
                self.texts.push(text);
                self.numbers.push(number);
            }
        }
    }
}
