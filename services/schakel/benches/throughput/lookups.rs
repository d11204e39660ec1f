//! Lookups: who asks what.

use bytes::Bytes;
use prost::Message;
use serde_json::{Value, json};

use crate::Result;
use crate::client::{Door, Rest};
use crate::closed_loop::Worker;
use crate::grpc_server::Question;
use crate::people::{People, STRANGERS};
use crate::random::Random;
use crate::rpc::Rpc;

const PATH: &str = "/v1/lookups";

/// How one asks.
#[derive(Clone, Copy)]
pub enum By {
    /// By BSN.
    Bsn,
    /// By name and date of birth.
    Name,
}

/// Asks about somebody with an active case every other time, else about a stranger.
pub struct Questions {
    people: People,
    by: By,
    random: Random,
    asked: usize,
}

impl Questions {
    /// Those of one client.
    pub fn new(people: &People, by: By, client: usize) -> Self {
        Self { people: people.clone(), by, random: Random(client as u64), asked: 0 }
    }

    /// About whom the next one is.
    fn number(&mut self) -> usize {
        self.asked += 1;
        match self.asked.is_multiple_of(2) {
            true => self.people.stranger(self.random.below(STRANGERS)),
            false => self.random.below(self.people.size()),
        }
    }

    /// The next one, by BSN, as a message: made without the descriptors, as a client with generated code does.
    fn next_message(&mut self) -> Result<Bytes> {
        let number = self.number();
        let question = Question {
            by: 1,
            purpose: 3,
            reference: "bench-1".to_owned(),
            bsn: Some(self.people.bsn(number)?.as_str().to_owned()),
        };
        Ok(question.encode_to_vec().into())
    }

    /// The next one.
    pub fn next(&mut self) -> Result<Value> {
        let number = self.number();
        match self.by {
            By::Bsn => Ok(json!({
                "type": "by_bsn", "purpose": "house_task", "reference": "bench-1",
                "bsn": self.people.bsn(number)?.as_str()
            })),
            By::Name => {
                let identity = self.people.identity(number)?;
                let mut question = json!({
                    "type": "by_name_and_birth_date", "purpose": "house_task", "reference": "bench-1",
                    "givenNames": identity.given_name, "surname": identity.surname,
                    "birthDate": identity.birth_date
                });
                if let Some(prefix) = identity.prefix {
                    question["prefix"] = prefix.into();
                }
                Ok(question)
            }
        }
    }
}

/// A client of the REST door, or of the bare endpoint.
pub struct OverRest {
    rest: Rest,
    questions: Questions,
}

/// A client of the gRPC door, or of the bare endpoint.
pub struct OverGrpc {
    rpc: Rpc,
    questions: Questions,
}

impl OverRest {
    /// Connects that many.
    pub async fn open(door: &Door, people: &People, by: By, clients: usize) -> Result<Vec<Self>> {
        let mut workers = Vec::with_capacity(clients);
        for client in 0..clients {
            workers
                .push(Self { rest: Rest::open(door).await?, questions: Questions::new(people, by, client) });
        }
        Ok(workers)
    }

    /// The answer to one question.
    pub async fn answer(&mut self) -> Result<&[u8]> {
        let question = self.questions.next()?.to_string();
        self.rest.ask(PATH, &question).await
    }
}

impl OverGrpc {
    /// Connects that many.
    pub async fn open(door: &Door, people: &People, clients: usize) -> Result<Vec<Self>> {
        let mut workers = Vec::with_capacity(clients);
        for client in 0..clients {
            let rpc = Rpc::open(door, "schakel.v1.LookupService", "LookUpPerson").await?;
            workers.push(Self { rpc, questions: Questions::new(people, By::Bsn, client) });
        }
        Ok(workers)
    }
}

impl OverGrpc {
    /// The answer to one question, by BSN.
    pub async fn answer(&mut self) -> Result<Bytes> {
        let question = self.questions.next_message()?;
        self.rpc.send(question).await
    }
}

impl Worker for OverRest {
    async fn once(&mut self) -> Result<()> {
        self.answer().await.map(drop)
    }
}

impl Worker for OverGrpc {
    async fn once(&mut self) -> Result<()> {
        self.answer().await.map(drop)
    }
}
