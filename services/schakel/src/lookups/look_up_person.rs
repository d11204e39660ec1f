//! The lookup: hit or not, whom to call, and for those at ZSM what is advised.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};
use http::Method;
use schakel_access::{Action, LookupParts, decide_lookup};
use schakel_application::{Application, Error, FieldError, Match, Sought};
use schakel_domain::code::Code;
use schakel_domain::person::{self, PersonDetails};
use schakel_domain::region::House;
use schakel_domain::{Account, CaseId, Category};
use schakel_read_models::lookup::Hit;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use uuid::Uuid;

use super::reference::Reference;
use crate::codes::{LookupPurpose, LookupType};
use crate::doors::{Answer, Call, DataSubject, Kind, Operation, Spec};
use crate::parts::{
    Fit, FreeText, Organisation, ProfessionalView, ZsmAdviceView, birth_date, known, without,
};
use crate::wire::Bsn;

/// Asks whether a person is being handled.
pub struct LookUpPerson;

/// How a person is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// By citizen service number.
    Bsn,
    /// By surname, given names and date of birth.
    NameAndBirthDate,
}

impl Code for By {
    const NAME: &'static str = "LookupType";
    const ALL: &'static [Self] = &[Self::Bsn, Self::NameAndBirthDate];

    fn code(self) -> &'static str {
        match self {
            Self::Bsn => "by_bsn",
            Self::NameAndBirthDate => "by_name_and_birth_date",
        }
    }
}

/// Who is asked about, and why.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LookUpPersonRequest {
    /// How the person is looked up.
    r#type: LookupType,
    /// The ground on which is asked.
    purpose: LookupPurpose,
    /// The asker's own reference, by which the question can be accounted for.
    reference: Reference,
    /// Citizen service number; only ever in the body. For `by_bsn`.
    bsn: Option<Bsn>,
    /// Given names; the first, a short form or an initial will do. For `by_name_and_birth_date`, as all that
    /// follows.
    given_names: Option<FreeText>,
    /// Tussenvoegsel.
    prefix: Option<FreeText>,
    /// Surname: one's own, the name at birth or the partner's.
    surname: Option<FreeText>,
    /// Date of birth.
    birth_date: Option<NaiveDate>,
    /// Year of birth, where the day is not known.
    #[schema(minimum = 1850, maximum = 2200)]
    birth_year: Option<u32>,
}

/// Whether the person is being handled, and by whom.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LookupAnswer {
    /// Whether there is an active case.
    hit: bool,
    /// The active cases: the best fit first, then the latest report.
    cases: Vec<LookupCase>,
}

/// An active case, as far as the asker may know.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LookupCase {
    /// How well its subject fits what was asked.
    fit: Fit,
    /// Whom to call: the case holder, or the process director while there is none, or else the House.
    contact: LookupContact,
    /// What the session on systematic offenders indicated, for the House, for those at ZSM, and for partners with access
    /// to that session.
    #[serde(skip_serializing_if = "Option::is_none")]
    smd_indication: Option<crate::codes::SmdIndication>,
    /// More, for the House and for those at ZSM.
    #[serde(skip_serializing_if = "Option::is_none")]
    details: Option<LookupDetails>,
}

/// Whom to call.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LookupContact {
    organisation: Organisation,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<FreeText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    telephone: Option<FreeText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mail: Option<FreeText>,
}

/// What the House and those at ZSM may know of an active case.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LookupDetails {
    case_id: Uuid,
    reported_date: NaiveDate,
    /// The kind of meeting that discusses it.
    #[serde(skip_serializing_if = "Option::is_none")]
    meeting_type: Option<String>,
    /// Since when it is on that agenda.
    #[serde(skip_serializing_if = "Option::is_none")]
    scheduled_at: Option<DateTime<Utc>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    process_director: Option<ProfessionalView>,
    #[serde(skip_serializing_if = "Option::is_none")]
    case_holder: Option<ProfessionalView>,
    plan_in_force: bool,
    /// The advice that holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    zsm_advice: Option<ZsmAdviceView>,
}

impl Operation for LookUpPerson {
    type Input = LookUpPersonRequest;
    type Output = LookupAnswer;
    const SPEC: Spec = Spec {
        action: Action::LookUpPerson,
        kind: Kind::Asks,
        method: Method::POST,
        path: "/v1/lookups",
        service: "LookupService",
        summary: "Is this person being handled?",
        description: "Partners hear whether there is an active case and whom to call, and those with access to the \
                      session on systematic offenders what it indicated; the House, coordinators and \
                      administration at ZSM also hear which meeting discusses it and what is advised. Somebody \
                      who is not known and somebody of whom the asker may not know give the same answer. Each \
                      question is recorded, found or not, before it is answered, and the case holder and the \
                      process director hear that it was asked. Written with the events: never behind. Answered \
                      within a second, or not at all.",
        example: || {
            json!({
                "type": "by_bsn", "purpose": "partner_lookup", "reference": "2026-000123", "bsn": "999900006"
            })
        },
        example_answer,
    };

    async fn run(
        app: &Application,
        call: Call,
        input: LookUpPersonRequest,
    ) -> Result<Answer<LookupAnswer>, Error> {
        let purpose = input.purpose.value();
        let view = decide_lookup(&call.actor, purpose)?;
        let heard = app.heard(&call.actor, purpose).await?;
        let parts = heard.parts.within(view);
        let sought = input.sought(app)?;
        let matches = app.look_up(&call.actor, &sought).await?;
        let (house, today) = (&app.region().house, app.today());
        let answer = LookupAnswer {
            hit: !matches.is_empty(),
            cases: matches.iter().map(|found| LookupCase::of(found, parts, house, today)).collect(),
        };
        let asked = DataSubject::Asked(app.pseudonym(&sought));
        let answer = Answer::of(answer).under(Some(heard.version));
        Ok(match matches.is_empty() {
            true => answer.about(asked, &[]),
            false => by_subject(&matches, asked).into_iter().fold(answer, |answer, (subject, found)| {
                answer.about(subject, &categories(&found, parts, today)).telling(concerned(&found))
            }),
        })
    }
}

/// The matches by whom they are about: who was found by name, or else who was asked about.
fn by_subject(matches: &[Match], asked: DataSubject) -> BTreeMap<DataSubject, Vec<&Match>> {
    let mut by_subject = BTreeMap::<_, Vec<_>>::new();
    for found in matches {
        by_subject.entry(found.holder.map_or(asked, Into::into)).or_default().push(found);
    }
    by_subject
}

impl LookUpPersonRequest {
    /// Whom it asks about: what its type needs must be there, and nothing beside it.
    fn sought(self, app: &Application) -> Result<Sought, Error> {
        let mut mistakes = self.reference.mistakes("reference");
        let sought = match self.r#type.value() {
            By::Bsn => self.by_bsn(&mut mistakes),
            By::NameAndBirthDate => self.by_name(app.today(), &mut mistakes),
        };
        without(mistakes)?;
        Ok(sought)
    }

    fn by_bsn(self, mistakes: &mut Vec<FieldError>) -> Sought {
        let names = [("givenNames", &self.given_names), ("prefix", &self.prefix), ("surname", &self.surname)];
        let mut beside: Vec<_> =
            names.iter().filter(|(_, name)| name.is_some()).map(|(field, _)| *field).collect();
        beside.extend(self.birth_date.map(|_| "birthDate"));
        beside.extend(self.birth_year.map(|_| "birthYear"));
        mistakes.extend(
            beside
                .into_iter()
                .map(|field| FieldError::new(field, "excluded", "is not for a lookup by number")),
        );
        match self.bsn.as_ref().map(|bsn| person::Bsn::new(bsn.as_str())) {
            Some(Ok(bsn)) => return Sought::Bsn(bsn),
            Some(Err(mistake)) => mistakes.push(FieldError::new("bsn", "bsn", mistake.to_string())),
            None => mistakes.push(FieldError::new("bsn", "required", "must be given for a lookup by number")),
        }
        Sought::Person(Box::default())
    }

    fn by_name(self, today: NaiveDate, mistakes: &mut Vec<FieldError>) -> Sought {
        if self.bsn.is_some() {
            mistakes.push(FieldError::new("bsn", "excluded", "is not for a lookup by name"));
        }
        for (field, name) in [("givenNames", &self.given_names), ("surname", &self.surname)] {
            if name.is_none() {
                let words = "must be given for a lookup by name";
                mistakes.push(FieldError::new(field, "required", words));
            }
        }
        if self.birth_date.is_none() && self.birth_year.is_none() {
            let words = "must be given for a lookup by name, or a birthYear";
            mistakes.push(FieldError::new("birthDate", "required", words));
        }
        Sought::Person(Box::new(PersonDetails {
            given_names: self.given_names.map(|name| name.0),
            prefix: self.prefix.map(|name| name.0),
            surname: self.surname.map(|name| name.0),
            birth_date: birth_date(self.birth_date, self.birth_year, "", today, mistakes),
            ..PersonDetails::default()
        }))
    }
}

/// The categories that go out: a hit says that there is somebody with that identity.
fn categories(matches: &[&Match], parts: LookupParts, today: NaiveDate) -> Vec<Category> {
    let mut categories = vec![Category::Identity];
    if parts.plan {
        categories.push(Category::Plan);
    }
    let advised = |found: &&Match| parts.plan && parts.zsm_advice && found.hit.advice.is_some();
    let indicated = |found: &&Match| parts.indication && found.hit.indication_on(today).is_some();
    if matches.iter().any(|found| advised(found) || indicated(found)) {
        categories.push(Category::ZsmAdvice);
    }
    categories
}

/// Those who hear that the person was looked up: case holder and process director of each case.
pub(super) fn concerned(matches: &[&Match]) -> Vec<(Account, CaseId)> {
    let mut concerned: Vec<_> = matches
        .iter()
        .flat_map(|Match { hit, .. }| {
            let both = hit.case_holder.iter().chain(&hit.process_director);
            both.map(|professional| (professional.account.clone(), hit.case))
        })
        .collect();
    concerned.sort_unstable();
    concerned.dedup();
    concerned
}

impl LookupCase {
    fn of(Match { fit, hit, .. }: &Match, parts: LookupParts, house: &House, today: NaiveDate) -> Self {
        Self {
            fit: fit.into(),
            contact: LookupContact::of(hit, house),
            smd_indication: hit.indication_on(today).filter(|_| parts.indication).map(Into::into),
            details: parts.plan.then(|| LookupDetails::of(hit, parts)),
        }
    }
}

impl LookupContact {
    fn of(hit: &Hit, house: &House) -> Self {
        match hit.case_holder.as_ref().or(hit.process_director.as_ref()) {
            Some(professional) => Self {
                organisation: Organisation(professional.organisation.clone()),
                name: known(&professional.name),
                telephone: known(&professional.telephone),
                mail: known(&professional.mail),
            },
            None => Self {
                organisation: Organisation(house.organisation.clone()),
                name: FreeText::of(&house.name),
                telephone: FreeText::of(&house.telephone),
                mail: FreeText::of(&house.mail),
            },
        }
    }
}

impl LookupDetails {
    fn of(hit: &Hit, parts: LookupParts) -> Self {
        let advice = hit.advice.as_ref().filter(|_| parts.zsm_advice);
        Self {
            case_id: hit.case.0,
            reported_date: hit.reported_on,
            meeting_type: hit.meeting_type.clone(),
            scheduled_at: hit.scheduled_since,
            process_director: hit.process_director.as_ref().map(Into::into),
            case_holder: hit.case_holder.as_ref().map(Into::into),
            plan_in_force: hit.plan_in_force,
            zsm_advice: advice.map(|it| ZsmAdviceView::of(it.version.cast_unsigned(), it.on, &it.advice)),
        }
    }
}

fn example_answer() -> Value {
    json!({
        "hit": true,
        "cases": [{
            "fit": {"score": 100, "reasons": ["same_bsn"]},
            "contact": {
                "organisation": "reclassering", "name": "Noor Voorbeeld",
                "telephone": "+31 71 000 00 01", "mail": "noor.voorbeeld@example.org"
            },
            "details": {
                "caseId": "0190c3a2-0000-7000-8000-000000000001", "reportedDate": "2026-11-23",
                "meetingType": "focus", "scheduledAt": "2026-11-23T09:30:00Z", "planInForce": true,
                "zsmAdvice": {
                    "version": 1, "adviceDate": "2026-11-23", "sketch": "Plan under way; housing settled.",
                    "measures": ["Suspended sentence with supervision"]
                }
            }
        }]
    })
}
