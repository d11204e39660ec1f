//! One declaration per operation, from which both doors, the contract and the documentation follow.

use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use super::call::{Answer, Call};
use super::contract::drop_nulls;
use super::lines::Lines;

/// Something that can be asked or done, served by REST and gRPC alike.
pub trait Operation: Send + Sync + 'static {
    /// Path, query and body together: camelCase, unknown fields denied.
    type Input: DeserializeOwned + ToSchema + Send;
    /// What is answered: a [`Receipt`](crate::wire::Receipt) for commands.
    type Output: Serialize + ToSchema + Send;
    /// Name, place and words.
    const SPEC: Spec;
    /// For an operation whose input is lines: how they come in. Its input is an object with the lines in
    /// `lines`.
    const LINES: Option<Lines> = None;
    /// In which other forms REST gives the answer, to whoever asks for one in `Accept`.
    const FORMS: &'static [Form] = &[];

    /// Does it. The input fits the contract and the actor holds a role that may.
    fn run(
        app: &Application,
        call: Call,
        input: Self::Input,
    ) -> impl Future<Output = Result<Answer<Self::Output>, Error>> + Send;
}

/// Another form of an answer than JSON.
#[derive(Clone, Copy)]
pub struct Form {
    /// What `Accept` names and `Content-Type` says.
    pub media_type: &'static str,
    /// The field of the input, true or false, without which the answer does not hold what it takes.
    pub asks_for: Option<&'static str>,
    /// The answer in this form; `None` when it cannot be written so.
    pub write: fn(&Value) -> Option<Vec<u8>>,
}

/// What an operation does to the world.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Makes a resource: 201 with its `Location`.
    Creates,
    /// Changes a resource: 200.
    Changes,
    /// Changes nothing: 200.
    Asks,
}

/// The declaration of an operation.
pub struct Spec {
    /// Its name, and who may.
    pub action: Action,
    /// What it does.
    pub kind: Kind,
    /// REST method.
    pub method: Method,
    /// REST path, with its parameters: `/v1/cases/{caseId}/weighings`.
    pub path: &'static str,
    /// gRPC service in `schakel.v1`, and tag in the OpenAPI document.
    pub service: &'static str,
    /// One line.
    pub summary: &'static str,
    /// What a client must know.
    pub description: &'static str,
    /// An input without its path parameters: the body, or the query of a GET.
    pub example: fn() -> Value,
    /// An answer.
    pub example_answer: fn() -> Value,
}

impl Spec {
    /// Whether it asks for an `Idempotency-Key` and answers with a receipt.
    pub fn is_command(&self) -> bool {
        self.kind != Kind::Asks
    }

    /// Whether the input comes in the body, not in the query.
    pub fn has_body(&self) -> bool {
        self.method != Method::GET
    }

    /// How long an answer may take at most, where it is of no use later: whoever asks about a suspect
    /// waits at the counter.
    pub fn deadline(&self) -> Option<Duration> {
        (self.action == Action::LookUpPerson).then_some(Duration::from_secs(1))
    }

    /// `weighCase`.
    pub fn operation_id(&self) -> String {
        let name = self.action.name();
        name[..1].to_ascii_lowercase() + &name[1..]
    }

    /// `/schakel.v1.CaseService/WeighCase`.
    pub fn rpc_path(&self) -> String {
        format!("/schakel.v1.{}/{}", self.service, self.action.name())
    }

    /// Names of the path parameters.
    pub fn path_parameters(&self) -> impl Iterator<Item = &'static str> {
        self.path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
    }
}

/// A named schema.
pub type NamedSchema = (String, RefOr<Schema>);

type Run = for<'a> fn(&'a Application, Call, Value) -> BoxFuture<'a, Result<Answer<Value>, Error>>;

/// An operation without its types.
pub struct Entry {
    /// The declaration.
    pub spec: Spec,
    /// How lines come in, if the input is lines.
    pub lines: Option<Lines>,
    /// In which other forms than JSON the answer is given.
    pub forms: &'static [Form],
    /// Schema of the input.
    pub input: RefOr<Schema>,
    /// Schema of the answer, by its name.
    pub output: NamedSchema,
    /// The schemas that both refer to.
    pub schemas: Vec<NamedSchema>,
    run: Run,
}

impl Entry {
    /// The entry of this operation.
    pub fn of<O: Operation>() -> Self {
        let mut schemas = Vec::new();
        O::Input::schemas(&mut schemas);
        O::Output::schemas(&mut schemas);
        Self {
            spec: O::SPEC,
            lines: O::LINES,
            forms: O::FORMS,
            input: O::Input::schema(),
            output: (O::Output::name().into_owned(), O::Output::schema()),
            schemas,
            run: run::<O>,
        }
    }

    /// Runs it on an input that fits the contract.
    pub fn run<'a>(
        &self,
        app: &'a Application,
        call: Call,
        input: Value,
    ) -> BoxFuture<'a, Result<Answer<Value>, Error>> {
        (self.run)(app, call, input)
    }
}

fn run<O: Operation>(
    app: &Application,
    call: Call,
    input: Value,
) -> BoxFuture<'_, Result<Answer<Value>, Error>> {
    async move {
        // serde's own words may quote the value: they go no further than here.
        let input = serde_json::from_value(input)
            .map_err(|_| internal("the input fits the contract but not the operation"))?;
        let answer = O::run(app, call, input).await?;
        let mut body =
            serde_json::to_value(&answer.body).map_err(|error| Error::Internal(Box::new(error)))?;
        drop_nulls(&mut body);
        let Answer { version, location, place, disclosed, policy, reason, reference, .. } = answer;
        Ok(Answer { body, version, location, place, disclosed, policy, reason, reference })
    }
    .boxed()
}

fn internal(what: &'static str) -> Error {
    Error::Internal(what.into())
}
