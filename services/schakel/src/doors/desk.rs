//! What both doors have in common: admit the caller, check the input, run the operation.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use http::{HeaderMap, Request};
use prost_reflect::{DescriptorPool, MessageDescriptor};
use schakel_access::{Decision, decide};
use schakel_application::{Application, Error, FieldError};
use schakel_domain::region::Region;
use schakel_journal::Place;
use serde_json::{Value, json};
use tokio::time::{Instant, sleep, timeout_at};
use uuid::Uuid;

use super::call::{Answer, Call, Idempotency, Language, Trace};
use super::contract::Contract;
use super::operation::Entry;
use super::record::{Told, denial_code};
use super::{bridge, formats, lines, record, shielding, unhurried};
use crate::identity::{Caller, Certificate, Refusal, Shown, Verifier};
use crate::problem::{Kind, Problem, Telling};
use crate::telemetry;

/// The compiled gRPC contract, all of `proto/`.
pub const DESCRIPTORS: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/descriptors.bin"));

/// An operation, ready to be served.
pub struct Served {
    /// Its declaration.
    pub entry: Entry,
    /// What its input must fit.
    pub contract: Contract,
    /// The same for cleared participants: they know the shielded kinds of meeting, too.
    pub cleared_contract: Contract,
    /// Its message pair.
    pub messages: Messages,
}

/// Request and response of a method.
#[derive(Clone)]
pub struct Messages {
    /// The request.
    pub request: MessageDescriptor,
    /// The response.
    pub response: MessageDescriptor,
}

/// Why the doors cannot open: a fault in the program, found when it starts.
#[derive(Debug, thiserror::Error)]
pub enum Incomplete {
    /// A schema cannot be compiled.
    #[error(transparent)]
    Schema(#[from] super::contract::UnusableSchema),
    /// The descriptors cannot be read.
    #[error("the gRPC contract cannot be read")]
    Descriptors(#[from] prost_reflect::DescriptorError),
    /// The proto files have no such method.
    #[error("the proto files have no method {0}")]
    NoMethod(String),
}

/// Who knows which callers may act for whom, and what is kept from them: the application, but in tests of
/// the doors alone.
pub trait Register: Send + Sync {
    /// The caller, in the roles that the register gives as well.
    fn known(&self, caller: Caller) -> BoxFuture<'_, Result<Caller, Error>>;
    /// Which of these ids belong to what is shielded.
    fn shielded<'a>(&'a self, ids: &'a [Uuid]) -> BoxFuture<'a, Result<BTreeSet<Uuid>, Error>>;
}

impl Register for Application {
    fn known(&self, caller: Caller) -> BoxFuture<'_, Result<Caller, Error>> {
        async move {
            let standing = self.standing().await?;
            let mut actor = standing.admitted(&caller.actor, self.today());
            // A certificate speaks for the organisation whose number it has, and for no other.
            let number = standing.number_of(&actor.organisation);
            let speaks = match &caller.shown {
                Shown::Nothing => true,
                Shown::Nameless => number.is_none(),
                Shown::Number(shown) => number == Some(shown),
            };
            if !speaks {
                actor.roles.clear();
            }
            Ok(Caller { actor, ..caller })
        }
        .boxed()
    }

    fn shielded<'a>(&'a self, ids: &'a [Uuid]) -> BoxFuture<'a, Result<BTreeSet<Uuid>, Error>> {
        Self::shielded(self, ids).boxed()
    }
}

/// Where calls from both doors come together.
pub struct Desk {
    app: Arc<Application>,
    register: Arc<dyn Register>,
    verifier: Arc<Verifier>,
    /// The operations, in the order of the table.
    pub served: Vec<Arc<Served>>,
    /// Public address of the service, without a trailing slash.
    pub public_url: String,
    /// Largest body, in bytes.
    pub max_body_bytes: usize,
}

impl Desk {
    /// What the operations run on.
    pub fn application(&self) -> Arc<Application> {
        self.app.clone()
    }
}

/// A call as a door received it.
pub struct Incoming {
    /// The client's key.
    pub idempotency_key: Option<String>,
    /// The version that the client saw.
    pub expected_version: Option<u64>,
    /// The position that the answer must have reached.
    pub at_least: Option<String>,
    /// Path, query and body together.
    pub input: Value,
    /// Mistakes that the door itself found.
    pub mistakes: Vec<FieldError>,
}

/// What every request carries, known before anything is read.
#[derive(Clone, Debug)]
pub struct Context {
    /// Trace context.
    pub trace: Trace,
    /// Language of the answer.
    pub language: Language,
    /// `Schakel-Purpose` as it was sent: whether it is a code is looked at with the input.
    pub purpose: Option<String>,
    /// With which certificate the connection was made, if the caller showed one.
    pub certificate: Option<Arc<Certificate>>,
}

impl Context {
    /// The context that a request gives by its headers and its connection.
    pub fn of<B>(request: &Request<B>) -> Self {
        let headers = request.headers();
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        Self {
            trace: Trace::carry_on(text("traceparent")),
            language: Language::preferred(text("accept-language")),
            purpose: stated(headers, "schakel-purpose"),
            certificate: request.extensions().get().cloned(),
        }
    }
}

/// What a header states, be it malformed: that is for its check to say, and no reason to overlook it.
pub fn stated(headers: &HeaderMap, name: &str) -> Option<String> {
    headers.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
}

impl Desk {
    /// The desk for these operations; every one must have its method in the descriptors.
    pub fn new(
        app: Arc<Application>,
        register: Arc<dyn Register>,
        verifier: Arc<Verifier>,
        operations: Vec<Entry>,
        descriptors: &[u8],
        public_url: String,
        max_body_bytes: usize,
    ) -> Result<Self, Incomplete> {
        let served = served(operations, descriptors, app.region())?;
        Ok(Self { app, register, verifier, served, public_url, max_body_bytes })
    }

    /// The largest body of this operation over REST, in bytes.
    pub fn max_bytes(&self, served: &Served) -> usize {
        served.entry.lines.map_or(self.max_body_bytes, |lines| lines.max_bytes)
    }

    /// What a problem is told with in this context.
    pub fn telling<'a>(&'a self, context: &'a Context) -> Telling<'a> {
        Telling {
            language: context.language,
            public_url: &self.public_url,
            trace_id: Some(&context.trace.trace_id),
        }
    }

    /// Who is calling, if they may; if not, that they asked is on record before they hear so.
    pub async fn admit(
        &self,
        served: &Served,
        context: &Context,
        headers: &HeaderMap,
    ) -> Result<Caller, Problem> {
        let verified = self.verifier.verify(headers, context.certificate.as_deref()).await;
        let caller = verified.map_err(not_admitted)?;
        telemetry::note_organisation(caller.actor.organisation.as_str());
        self.permitted(served, context, caller).await
    }

    /// The caller as the register knows them now, if they may; if not, that they asked is on record.
    async fn permitted(&self, served: &Served, context: &Context, caller: Caller) -> Result<Caller, Problem> {
        let caller = self.register.known(caller).await?;
        let (reason, problem) = match decide(&caller.actor, served.entry.spec.action) {
            _ if !caller.in_scope => ("scope_missing", Problem::insufficient_scope(self.verifier.scopes())),
            Decision::Permit => return Ok(caller),
            Decision::Deny(denied) => (denial_code(denied), Error::from(denied).into()),
        };
        let denial = self.told(served, &caller, context).denial(reason, self.app.now());
        self.app.record(vec![denial]).await?;
        Err(problem)
    }

    /// A call before anything of its input is known.
    fn told<'a>(&self, served: &'a Served, caller: &'a Caller, context: &'a Context) -> Told<'a> {
        Told {
            spec: &served.entry.spec,
            caller,
            trace: &context.trace,
            purpose: None,
            reference: None,
            named: None,
            started_at: self.app.now(),
        }
    }

    /// Runs an operation for someone who was admitted, and still would be: what they sent may have taken as long as
    /// they liked.
    pub async fn perform(
        &self,
        served: &Served,
        caller: Caller,
        context: &Context,
        incoming: Incoming,
    ) -> Result<Answer<Value>, Problem> {
        let began = Instant::now();
        let caller = self.permitted(served, context, caller).await?;
        let mut mistakes = incoming.mistakes;
        let at_least = position(incoming.at_least.as_deref(), &mut mistakes);
        check_purpose(context.purpose.as_deref(), &mut mistakes);
        let key = idempotency_key(served, incoming.idempotency_key)?;
        let is_cleared = caller.actor.is_cleared_for(served.entry.spec.action);
        let contract = if is_cleared { &served.cleared_contract } else { &served.contract };
        let mut input = match contract.check(incoming.input) {
            Ok(input) if mistakes.is_empty() => input,
            Ok(_) => return Err(Problem::invalid(mistakes)),
            Err(found) => return Err(unfit(served, found, mistakes)),
        };
        let stated = |field: &str| input[field].as_str().map(str::to_owned);
        let told = Told {
            purpose: stated("purpose").or_else(|| context.purpose.clone()),
            reference: stated("reference"),
            named: record::named_in(&self.app, &input),
            ..self.told(served, &caller, context)
        };
        if !is_cleared {
            shielding::hide(self.register.as_ref(), contract.id_fields(), &mut input).await?;
        }
        let call = Call {
            actor: caller.actor.clone(),
            idempotency: key.map(|key| Idempotency { key, request: canonical(served, &input) }),
            expected_version: incoming.expected_version,
            at_least,
            trace: context.trace.clone(),
            language: context.language,
            purpose: context.purpose.clone(),
        };
        let outcome = self.outcome(served, told, call, input).await?;
        if let Some(kept) = unhurried::kept(&outcome, began.elapsed(), || self.lot()) {
            sleep(kept).await;
        }
        Ok(outcome?)
    }

    /// What nobody can guess; of an id the end is random.
    fn lot(&self) -> u64 {
        self.app.new_id().as_u64_pair().1
    }

    /// Runs the operation, and keeps what came of it until that is on record; both within its deadline, if it has
    /// one.
    async fn outcome(
        &self,
        served: &Served,
        told: Told<'_>,
        call: Call,
        input: Value,
    ) -> Result<Result<Answer<Value>, Error>, Problem> {
        let deadline = served.entry.spec.deadline().map(|limit| Instant::now() + limit);
        let outcome = before(deadline, served.entry.run(&self.app, call, input)).await;
        let outcome = outcome.ok_or(Kind::TimedOut)?;
        let records = told.records(&outcome, self.app.now());
        if !records.is_empty() {
            before(deadline, self.app.record(records)).await.ok_or(Kind::Unavailable)??;
        }
        Ok(outcome)
    }
}

/// Finds contract and messages of every operation.
pub fn served(
    operations: Vec<Entry>,
    descriptors: &[u8],
    region: &Region,
) -> Result<Vec<Arc<Served>>, Incomplete> {
    let methods = methods(descriptors)?;
    let unshielded = region.without_shielded();
    let serve = |entry: Entry| {
        let path = entry.spec.rpc_path();
        let messages = methods.get(&path).cloned();
        Ok(Arc::new(Served {
            contract: Contract::of(&entry, &unshielded)?,
            cleared_contract: Contract::of(&entry, region)?,
            messages: messages.ok_or(Incomplete::NoMethod(path))?,
            entry,
        }))
    };
    operations.into_iter().map(serve).collect()
}

fn methods(descriptors: &[u8]) -> Result<HashMap<String, Messages>, Incomplete> {
    let pool = DescriptorPool::decode(descriptors)?;
    let mut methods = HashMap::new();
    for service in pool.services() {
        for method in service.methods() {
            let messages = Messages { request: method.input(), response: method.output() };
            methods.insert(format!("/{}/{}", service.full_name(), method.name()), messages);
        }
    }
    Ok(methods)
}

/// What comes of it, unless the deadline is earlier.
async fn before<T>(deadline: Option<Instant>, work: impl Future<Output = T>) -> Option<T> {
    match deadline {
        Some(deadline) => timeout_at(deadline, work).await.ok(),
        None => Some(work.await),
    }
}

fn not_admitted(refusal: Refusal) -> Problem {
    match refusal {
        Refusal::NoKeys => Kind::Unavailable.into(),
        Refusal::NoToken => Kind::Unauthenticated.into(),
        refusal => {
            tracing::info!(%refusal, "a token was refused");
            Problem::token_refused()
        }
    }
}

/// An id in the path that is no id names nothing (404), whatever else is wrong.
fn unfit(served: &Served, mut found: Vec<FieldError>, mut mistakes: Vec<FieldError>) -> Problem {
    let names_nothing = |error: &FieldError| {
        error.rule == "uuid" && served.entry.spec.path_parameters().any(|p| p == error.field)
    };
    if found.iter().any(names_nothing) {
        return Kind::NotFound.into();
    }
    mistakes.append(&mut found);
    Problem::invalid(mistakes)
}

fn idempotency_key(served: &Served, key: Option<String>) -> Result<Option<String>, Problem> {
    if !served.entry.spec.is_command() {
        return Ok(None);
    }
    let well_formed =
        |key: &String| (1..=128).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
    match key.filter(well_formed) {
        Some(key) => Ok(Some(key)),
        None => Err(Kind::IdempotencyKeyMissing.into()),
    }
}

fn position(text: Option<&str>, mistakes: &mut Vec<FieldError>) -> Option<Place> {
    let place = text?.parse().ok();
    if place.is_none() {
        mistakes.push(FieldError::new(
            "Schakel-Position",
            "position",
            "must be a position that an earlier answer gave",
        ));
    }
    place
}

/// A purpose is stored open, so it is a code: `^[a-z][a-z0-9_-]{0,63}$`.
fn check_purpose(purpose: Option<&str>, mistakes: &mut Vec<FieldError>) {
    let is_code = |purpose: &str| {
        purpose.len() <= 64
            && purpose.starts_with(|c: char| c.is_ascii_lowercase())
            && purpose.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_' | b'-'))
    };
    if purpose.is_some_and(|purpose| !is_code(purpose)) {
        mistakes.push(FieldError::new(
            "Schakel-Purpose",
            "pattern",
            "must be a code: a lower case letter, then at most 63 of a-z, 0-9, _ and -",
        ));
    }
}

/// Operation and input: the same bytes for the same request, through either door. What a message does
/// not tell apart (an empty list and none, the offset of a moment) is the same.
fn canonical(served: &Served, input: &Value) -> Vec<u8> {
    let mut said = match served.entry.lines {
        None => said(served, input),
        Some(_) => lines::of(input).iter().map(|line| said(served, line)).collect(),
    };
    lower_ids(&mut said);
    json!({"operation": served.entry.spec.action.name(), "input": said}).to_string().into_bytes()
}

fn said(served: &Served, input: &Value) -> Value {
    let message = bridge::to_message(input, served.messages.request.clone()).ok();
    let said = message.and_then(|message| bridge::to_json(&message).ok());
    // What fits no message never comes as one.
    said.unwrap_or_else(|| input.clone())
}

/// A UUID names the same in capitals.
fn lower_ids(value: &mut Value) {
    match value {
        Value::String(text) if formats::is_uuid(text) => text.make_ascii_lowercase(),
        Value::Array(items) => items.iter_mut().for_each(lower_ids),
        Value::Object(members) => members.values_mut().for_each(lower_ids),
        _ => {}
    }
}
