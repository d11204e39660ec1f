//! The records that an answer leaves before it leaves itself: no record, no answer (DESIGN §5).

use chrono::{DateTime, Utc};
use schakel_access::{Denied, POLICY_VERSION};
use schakel_access_log::{Decision, Message, Record};
use schakel_application::{Application, DataSubject, Error, Sought};
use schakel_domain::code::Code;
use schakel_domain::person::Bsn;
use schakel_domain::{CaseId, PersonId};
use serde_json::Value;

use super::call::{Answer, Disclosure, Trace};
use super::operation::Spec;
use crate::identity::Caller;

/// A call as its records tell of it.
pub struct Told<'a> {
    /// Which operation.
    pub spec: &'a Spec,
    /// Who called, and through what.
    pub caller: &'a Caller,
    /// Under which trace.
    pub trace: &'a Trace,
    /// For what purpose, as far as one was stated.
    pub purpose: Option<String>,
    /// The caller's own reference, where the operation asks for one.
    pub reference: Option<String>,
    /// Whom the input names, if it names somebody.
    pub named: Option<DataSubject>,
    /// When the call came in.
    pub started_at: DateTime<Utc>,
}

impl Told<'_> {
    /// The records of what came of it. An answer that tells nothing about a person, and a call that was
    /// not understood or not answered, leave none.
    pub fn records(mut self, outcome: &Result<Answer<Value>, Error>, ended_at: DateTime<Utc>) -> Vec<Record> {
        if let Ok(Answer { reference: Some(reference), .. }) = outcome {
            self.reference = Some(reference.clone());
        }
        let ended_as =
            |status: &str| vec![Record { status: status.to_owned(), ..self.record(self.named, ended_at) }];
        match outcome {
            Ok(answer) if answer.disclosed.is_empty() && self.spec.is_command() => {
                let subject = self.named.or_else(|| created(answer));
                vec![Record { found: true, ..self.record(subject, ended_at) }]
            }
            Ok(answer) => {
                answer.disclosed.iter().map(|said| self.disclosure(answer, said, ended_at)).collect()
            }
            Err(Error::Denied(denied)) => vec![self.denial(denial_code(*denied), ended_at)],
            Err(Error::Hidden { reason, version }) => {
                let policy = version.clone().unwrap_or_else(|| POLICY_VERSION.to_owned());
                let status = "not_found".to_owned();
                vec![Record { policy, status, ..self.denial(reason.code(), ended_at) }]
            }
            Err(Error::NotFound) => ended_as("not_found"),
            Err(Error::Refused(_)) => ended_as("refused"),
            Err(_) => Vec::new(),
        }
    }

    /// The record of a call that the actor may not make, with the code of the reason.
    pub fn denial(self, reason: &str, ended_at: DateTime<Utc>) -> Record {
        Record {
            decision: Decision::Deny,
            reason: Some(reason.to_owned()),
            status: "denied".to_owned(),
            ..self.record(self.named, ended_at)
        }
    }

    fn disclosure(&self, answer: &Answer<Value>, said: &Disclosure, ended_at: DateTime<Utc>) -> Record {
        let message = |(account, case): &(schakel_domain::Account, CaseId)| Message {
            recipient: account.0.clone(),
            case_id: case.0,
        };
        Record {
            found: said.found,
            categories: said.categories.iter().map(|category| category.code().to_owned()).collect(),
            messages: said.tell.iter().map(message).collect(),
            policy: answer.policy.clone().unwrap_or_else(|| POLICY_VERSION.to_owned()),
            reason: answer.reason.as_deref().map(str::to_owned),
            ..self.record(said.subject, ended_at)
        }
    }

    fn record(&self, subject: Option<DataSubject>, ended_at: DateTime<Utc>) -> Record {
        let actor = &self.caller.actor;
        Record {
            started_at: self.started_at,
            ended_at,
            trace_id: self.trace.trace_id.clone(),
            span_id: self.trace.span_id.clone(),
            parent_span_id: self.trace.parent_span_id.clone(),
            action: self.spec.action.name().to_owned(),
            decision: Decision::Permit,
            reason: None,
            status: "ok".to_owned(),
            policy: POLICY_VERSION.to_owned(),
            account: actor.account.clone(),
            organisation: actor.organisation.to_string(),
            client: Some(self.caller.client.clone()),
            roles: actor.roles.iter().map(|role| role.code().to_owned()).collect(),
            purpose: self.purpose.clone(),
            reference: self.reference.clone(),
            subject: subject.map(DataSubject::logged),
            found: false,
            categories: Vec::new(),
            messages: Vec::new(),
        }
    }
}

/// Why an actor may not, as its record says.
pub fn denial_code(denied: Denied) -> &'static str {
    match denied {
        Denied::RoleMissing { .. } => "role_missing",
        Denied::NotInCovenant(reason) => reason.code(),
    }
}

/// Whom an input names: by an id, or by number.
pub fn named_in(app: &Application, input: &Value) -> Option<DataSubject> {
    let id = |field: &str| input[field].as_str()?.parse().ok();
    let person = || id("personId").map(|id| DataSubject::Person(PersonId(id)));
    let number = || {
        let bsn = Bsn::new(input["bsn"].as_str()?).ok()?;
        Some(DataSubject::Asked(app.pseudonym(&Sought::Bsn(bsn))))
    };
    id("caseId").map(|id| DataSubject::Case(CaseId(id))).or_else(person).or_else(number)
}

/// Whom a command has put in the world.
fn created(answer: &Answer<Value>) -> Option<DataSubject> {
    let (kind, id) = answer.location.as_deref()?.strip_prefix("/v1/")?.split_once('/')?;
    let id = id.parse().ok()?;
    match kind {
        "cases" => Some(DataSubject::Case(CaseId(id))),
        "persons" => Some(DataSubject::Person(PersonId(id))),
        _ => None,
    }
}
