//! Reporting a case.

use chrono::NaiveDate;
use http::Method;
use schakel_access::Action;
use schakel_application::{Application, Error, FieldError, Needs};
use schakel_domain::case::{self, CaseSubject, Member};
use schakel_domain::personal::Personal;
use schakel_domain::{Account, MemberId, Text};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;

use super::{SERVICE, on_case};
use crate::codes::{SubjectKind, Trigger};
use crate::doors::{Answer, Call, Kind, Operation, Spec};
use crate::orders::example_receipt;
use crate::parts::{
    AccountId, FreeText, Identity, MeetingTypeCode, MunicipalityCode, Organisation, ThemeCode, without,
};
use crate::wire::Receipt;

/// See [`case::ReportCase`].
pub struct ReportCase;

/// A report; only the reason has to be known.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReportCaseRequest {
    /// Why it is reported.
    reason: FreeText,
    /// From who it comes; the caller when left out.
    source: Option<SourceInput>,
    /// What set it off; must be there before weighing.
    trigger: Option<Trigger>,
    /// The theme of a current concern.
    theme: Option<ThemeCode>,
    /// Municipality of residence; must be there before weighing.
    municipality: Option<MunicipalityCode>,
    /// About whom.
    subject: Option<SubjectInput>,
    /// The shielded kind of meeting that it is for; then the case exists for cleared participants alone, from
    /// the first moment.
    shielded: Option<MeetingTypeCode>,
    /// Whether the person was told of the report.
    subject_informed: Option<bool>,
    /// With a detention report: the (provisional) day of release.
    release_date: Option<NaiveDate>,
}

/// From who a report comes.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SourceInput {
    /// The organisation; the caller's when left out.
    organisation: Option<Organisation>,
    /// The reporter's account, by which the feedback finds its reader; the caller's when left out.
    account: Option<AccountId>,
    /// The reporter, when it is somebody else than the caller.
    reporter: Option<ReporterInput>,
}

/// The professional who brought the case in.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReporterInput {
    name: FreeText,
    telephone: Option<FreeText>,
    mail: Option<FreeText>,
}

/// Who a case is about: a person is one member, a family one or more.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SubjectInput {
    /// A person or a family.
    kind: SubjectKind,
    /// What is known of each member.
    #[schema(min_items = 1, max_items = 50)]
    members: Vec<Identity>,
}

impl Operation for ReportCase {
    type Input = ReportCaseRequest;
    type Output = Receipt;
    const SPEC: Spec = Spec {
        action: Action::ReportCase,
        kind: Kind::Creates,
        method: Method::POST,
        path: "/v1/cases",
        service: SERVICE,
        summary: "Report a case",
        description: "There is no form as a threshold: a reason is enough, all else can come later. A report about \
                      somebody whose case is active is linked to that case, whose holder is told.",
        example: || {
            json!({
                "reason": "Third arrest this month; debts and no fixed address.",
                "trigger": "arrest",
                "municipality": "gouda",
                "subject": {"kind": "person", "members": [{
                    "givenNames": "Jan", "prefix": "van der", "surname": "Proef",
                    "birthDate": "1990-04-12", "bsn": "999900006", "gender": "man"
                }]}
            })
        },
        example_answer: example_receipt,
    };

    async fn run(app: &Application, call: Call, input: ReportCaseRequest) -> Result<Answer<Receipt>, Error> {
        let mut mistakes = Vec::new();
        let subject = input.subject.map(|subject| subject.read(app, &mut mistakes));
        without(mistakes)?;
        let needs = Needs { cases_of: bsns_of(subject.as_ref()), ..Needs::default() };
        let command = case::ReportCase {
            source: input.source.unwrap_or_default().read(&call),
            reason: input.reason.0,
            trigger: input.trigger.map(Trigger::value),
            theme: input.theme.map(|theme| theme.0),
            municipality: input.municipality.map(|municipality| municipality.0),
            subject,
            shielded: input.shielded.map(|meeting_type| meeting_type.0),
            subject_informed: input.subject_informed,
            release_date: input.release_date,
        };
        let answer = on_case(app, &call, Action::ReportCase, app.new_id(), command, needs).await?;
        let location = format!("/v1/cases/{}", answer.body.id);
        Ok(answer.located_at(location))
    }
}

impl SourceInput {
    fn read(self, call: &Call) -> case::Source {
        let organisation = self.organisation.map(|organisation| organisation.0);
        case::Source {
            organisation: organisation.unwrap_or_else(|| call.actor.organisation.clone()),
            account: Account(self.account.map_or_else(|| call.actor.account.clone(), |account| account.0)),
            reporter: self.reporter.map(|reporter| Personal::of_stream(reporter.read())),
        }
    }
}

impl ReporterInput {
    fn read(self) -> case::Reporter {
        let text = |text: FreeText| -> Text { text.0 };
        case::Reporter { name: self.name.0, telephone: self.telephone.map(text), mail: self.mail.map(text) }
    }
}

impl SubjectInput {
    /// The subject, each member with an identity of its own, and every mistake.
    pub(super) fn read(self, app: &Application, mistakes: &mut Vec<FieldError>) -> CaseSubject {
        let kind = self.kind.value();
        let today = app.today();
        if kind == case::SubjectKind::Person && self.members.len() != 1 {
            mistakes.push(FieldError::new("subject.members", "one_member", "a person is one member"));
        }
        let members = self.members.into_iter().enumerate();
        let members =
            members.map(|(index, identity)| member(app, index, identity, today, mistakes)).collect();
        CaseSubject { kind, members }
    }
}

fn member(
    app: &Application,
    index: usize,
    identity: Identity,
    today: NaiveDate,
    mistakes: &mut Vec<FieldError>,
) -> Member {
    let (details, gender) = identity.read(&format!("subject.members[{index}]."), today, mistakes);
    let id = MemberId(app.new_id());
    Member::new(id, details, gender)
}

/// The BSNs of a subject that are known.
pub(super) fn bsns_of(subject: Option<&CaseSubject>) -> Vec<schakel_domain::person::Bsn> {
    let members = subject.map_or(&[][..], |subject| &subject.members);
    members.iter().filter_map(|member| member.details.known()?.bsn.clone()).collect()
}
