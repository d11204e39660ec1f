//! Bringing in a list of reports.

use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error, ReportLine};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::SERVICE;
use crate::doors::{Answer, Call, Kind, Lines, Operation, Spec};
use crate::orders::{self, example_receipt};
use crate::wire::{Bsn, Receipt};

/// The most lines of a list.
const MAX_LINES: usize = 10_000;

/// See [`schakel_domain::report_import::ImportReports`].
pub struct ImportReports;

/// Detention reports or arrests.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ImportReportsRequest {
    /// One per report.
    #[schema(max_items = 10_000)]
    lines: Vec<ReportInput>,
}

/// One report. Every field is a plain text: what cannot be read breaks this line alone.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReportInput {
    /// The number by which the line is told of; its place in the list when left out, from 1. In a file, its
    /// number there: the header row is 1.
    line: Option<u32>,
    /// The sender's own file number, nothing about a person: the same reference is the same report. It must
    /// be given.
    reference: Option<String>,
    /// The organisation from which the list comes, the same on every line; the caller's when left out. A
    /// partner brings in its own reports alone.
    organisation: Option<String>,
    /// `arrest` or `detention`. It must be given.
    trigger: Option<String>,
    /// Citizen service number.
    bsn: Option<Bsn>,
    given_names: Option<String>,
    /// Tussenvoegsel.
    prefix: Option<String>,
    /// Surname, without the prefix.
    surname: Option<String>,
    /// Date of birth (YYYY-MM-DD).
    #[schema(format = "date")]
    birth_date: Option<String>,
    /// Year of birth, where the day is not known.
    birth_year: Option<String>,
    /// `man`, `woman` or `unknown`.
    gender: Option<String>,
    /// Municipality of residence, as the catalogue lists it.
    municipality: Option<String>,
    /// Why it is reported. It must be given.
    reason: Option<String>,
    /// The (provisional) day of release (YYYY-MM-DD), of a detention report.
    #[schema(format = "date")]
    release_date: Option<String>,
    /// Whether the person was told of the report: `true` or `false`.
    subject_informed: Option<String>,
}

impl Operation for ImportReports {
    type Input = ImportReportsRequest;
    type Output = Receipt;
    const SPEC: Spec = Spec {
        action: Action::ImportReports,
        kind: Kind::Creates,
        method: Method::POST,
        path: "/v1/report-imports",
        service: SERVICE,
        summary: "Bring in detention reports or arrests",
        description: "Each line becomes a report as any other, once: its reference is the report's, whoever sends it \
                      again. A line that cannot be read is listed with the day's lists and stops nothing. A list \
                      that was broken off goes on where it was when it is sent again with the same key. At most \
                      10,000 lines and 16 MiB. As `text/csv`: separated by commas or semicolons, in UTF-8, the \
                      first row naming columns of `reference`, `organisation`, `trigger`, `bsn`, `givenNames`, \
                      `prefix`, `surname`, `birthDate`, `birthYear`, `gender`, `municipality`, `reason`, \
                      `releaseDate` and `subjectInformed`. Over gRPC: one message per report, and the key in the \
                      metadata `idempotency-key`.",
        example: || {
            json!({"lines": [
                {
                    "reference": "DJI-2026-0117", "trigger": "detention", "bsn": "999900006",
                    "municipality": "gouda", "reason": "Admitted on 23 November.",
                    "releaseDate": "2027-02-01", "subjectInformed": "true"
                },
                {
                    "reference": "DJI-2026-0118", "trigger": "detention", "givenNames": "Jan",
                    "prefix": "van der", "surname": "Proef", "birthDate": "1990-04-12", "gender": "man",
                    "municipality": "katwijk", "reason": "Admitted on 23 November."
                }
            ]})
        },
        example_answer: example_receipt,
    };
    const LINES: Option<Lines> = Some(Lines {
        columns: &[
            "reference",
            "organisation",
            "trigger",
            "bsn",
            "givenNames",
            "prefix",
            "surname",
            "birthDate",
            "birthYear",
            "gender",
            "municipality",
            "reason",
            "releaseDate",
            "subjectInformed",
        ],
        max_lines: MAX_LINES,
        max_bytes: 16 << 20,
        example: "reference,trigger,bsn,municipality,reason,releaseDate\n\
                  DJI-2026-0117,detention,999900006,gouda,Admitted on 23 November.,2027-02-01\n",
    });

    async fn run(
        app: &Application,
        call: Call,
        input: ImportReportsRequest,
    ) -> Result<Answer<Receipt>, Error> {
        let lines: Vec<_> = input.lines.into_iter().zip(1..).map(ReportInput::numbered).collect();
        let receipt = app.import_reports(&orders::order(&call, Action::ImportReports), &lines).await?;
        let location = format!("/v1/report-imports/{}", receipt.id);
        Ok(Answer::receipt(receipt.id, receipt.version, receipt.place).located_at(location))
    }
}

impl ReportInput {
    fn numbered((input, place): (Self, u32)) -> ReportLine {
        ReportLine {
            line: input.line.unwrap_or(place),
            reference: input.reference.unwrap_or_default(),
            organisation: input.organisation.unwrap_or_default(),
            trigger: input.trigger.unwrap_or_default(),
            bsn: input.bsn.map(String::from).unwrap_or_default(),
            given_names: input.given_names.unwrap_or_default(),
            prefix: input.prefix.unwrap_or_default(),
            surname: input.surname.unwrap_or_default(),
            birth_date: input.birth_date.unwrap_or_default(),
            birth_year: input.birth_year.unwrap_or_default(),
            gender: input.gender.unwrap_or_default(),
            municipality: input.municipality.unwrap_or_default(),
            reason: input.reason.unwrap_or_default(),
            release_date: input.release_date.unwrap_or_default(),
            subject_informed: input.subject_informed.unwrap_or_default(),
        }
    }
}
