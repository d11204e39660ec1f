//! Checking a list of everyone now with ZSM.

use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Asked, Error, Needs, SuspectLine};
use schakel_domain::Category;
use schakel_domain::monitor_day::MonitorDay;
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::SERVICE;
use crate::doors::{Answer, Call, DataSubject, Kind, Lines, Operation, Spec};
use crate::orders::{self, example_receipt};
use crate::wire::{Bsn, Receipt};

/// The most lines of a list.
const MAX_LINES: usize = 50_000;

/// See [`schakel_domain::monitor_day::CheckSuspects`].
pub struct CheckSuspects;

/// Everyone now with ZSM.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CheckSuspectsRequest {
    /// One per person.
    #[schema(max_items = 50_000)]
    lines: Vec<SuspectInput>,
}

/// One person. Every field is a plain text: what cannot be read breaks this line alone.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SuspectInput {
    /// The number by which the line is told of when it cannot be read; its place in the list when left
    /// out, from 1. In a file, its number there: the header row is 1.
    line: Option<u32>,
    /// Where it is given, nothing else is read.
    bsn: Option<Bsn>,
    given_names: Option<String>,
    /// Tussenvoegsel.
    prefix: Option<String>,
    /// Surname, without the prefix; without a BSN it must be given.
    surname: Option<String>,
    /// Date of birth (YYYY-MM-DD); without a BSN, this or the year must be given.
    #[schema(format = "date")]
    birth_date: Option<String>,
    /// Year of birth, where the day is not known.
    birth_year: Option<String>,
}

impl Operation for CheckSuspects {
    type Input = CheckSuspectsRequest;
    type Output = Receipt;
    const SPEC: Spec = Spec {
        action: Action::CheckSuspects,
        kind: Kind::Creates,
        method: Method::POST,
        path: "/v1/suspects-monitor-runs",
        service: SERVICE,
        summary: "Check everyone now with ZSM",
        description: "A day's list against the active cases. Each case that is hit for the first time that day \
                      becomes a task for its process director, and a notice to director and case holder. The same \
                      list again changes nothing; a line that cannot be read is listed with the day's runs and \
                      stops nothing. At most 50,000 lines and 16 MiB. As `text/csv`: separated by commas or \
                      semicolons, in UTF-8, the first row naming columns of `bsn`, `givenNames`, `prefix`, \
                      `surname`, `birthDate` and `birthYear`. Over gRPC: one message per person, and the key in \
                      the metadata `idempotency-key`.",
        example: || {
            json!({"lines": [
                {"bsn": "999900006"},
                {"givenNames": "Jan", "prefix": "van der", "surname": "Proef", "birthDate": "1990-04-12"}
            ]})
        },
        example_answer: example_receipt,
    };
    const LINES: Option<Lines> = Some(Lines {
        columns: &["bsn", "givenNames", "prefix", "surname", "birthDate", "birthYear"],
        max_lines: MAX_LINES,
        max_bytes: 16 << 20,
        example: "bsn,givenNames,prefix,surname,birthDate,birthYear\n\
                  999900006,,,,,\n\
                  ,Jan,van der,Proef,1990-04-12,\n",
    });

    async fn run(
        app: &Application,
        call: Call,
        input: CheckSuspectsRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let lines: Vec<_> = input.lines.into_iter().zip(1..).map(SuspectInput::numbered).collect();
        let found = app.look_for_suspects(&lines).await?;
        let (action, needs) = (Action::CheckSuspects, Needs::default());
        let day = app.monitor_day_id(found.command.on);
        let answer = orders::execute::<MonitorDay>(app, &call, action, day.0, found.command, needs).await?;
        let location = format!("/v1/suspects-monitor-days/{}", answer.body.id);
        let told = found.asked.into_iter().fold(answer, disclose);
        Ok(told.located_at(location))
    }
}

impl SuspectInput {
    fn numbered((input, place): (Self, u32)) -> SuspectLine {
        SuspectLine {
            line: input.line.unwrap_or(place),
            bsn: input.bsn.map(String::from).unwrap_or_default(),
            given_names: input.given_names.unwrap_or_default(),
            prefix: input.prefix.unwrap_or_default(),
            surname: input.surname.unwrap_or_default(),
            birth_date: input.birth_date.unwrap_or_default(),
            birth_year: input.birth_year.unwrap_or_default(),
        }
    }
}

/// Hit or not is all that goes out of anybody.
fn disclose(answer: Answer<Receipt>, asked: Asked) -> Answer<Receipt> {
    let categories: &[Category] = if asked.hit { &[Category::Identity] } else { &[] };
    answer.about(DataSubject::Asked(asked.pseudonym), categories)
}
