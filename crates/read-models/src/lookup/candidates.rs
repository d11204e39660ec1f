//! Who could be meant by a name and a date of birth?

use std::collections::BTreeSet;

use schakel_connections::Pool;
use schakel_domain::person::PersonDetails;
use schakel_domain::person::matching::{Fit, LIKELY, compare};
use schakel_domain::personal::Personal;
use schakel_domain::{CaseId, MemberId, PersonId};
use schakel_journal::{Projection, Work};
use schakel_vault::{Stored, Vault};
use serde_json::Value;
use sqlx::{FromRow, Row, query};
use uuid::Uuid;

use crate::QueryError;
use crate::lookup::ask::check_standing;
use crate::lookup::projection::identity_row;
use crate::lookup::{Lookup, Question};

/// Somebody who is known, and how well what is asked fits.
#[derive(Clone, Debug)]
pub struct Candidate {
    /// Who.
    pub holder: Holder,
    /// What is known of them.
    pub details: PersonDetails,
    /// How well it fits, and why.
    pub fit: Fit,
    /// Their active cases, as far as they are visible.
    pub cases: Vec<CaseId>,
}

/// Under what somebody is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Holder {
    /// A registered person.
    Person(PersonId),
    /// A member of a case's subject who is not identified.
    Member {
        /// The case.
        case: CaseId,
        /// The member.
        member: MemberId,
    },
}

impl Holder {
    /// The registered person.
    pub fn person(self) -> Option<PersonId> {
        match self {
            Self::Person(person) => Some(person),
            Self::Member { .. } => None,
        }
    }
}

/// Whom to look among.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Among {
    /// Whoever has an active case that is visible: for a lookup. Everybody else is left out before
    /// anything of theirs is opened, so that a hidden person costs what an unknown one does.
    Handled,
    /// Everybody but those of whom all cases are hidden or restricted: for intake.
    Known,
}

/// At most fifty are opened and compared (DESIGN §3); see `table.sql`.
const CANDIDATES: &str = "select * from lookup_candidates($1, $2, $3)";

#[derive(FromRow)]
struct Sealed {
    holder: Uuid,
    stream: Uuid,
    is_person: bool,
    details: Value,
    cases: Vec<Uuid>,
}

/// Those who are likely to be meant, the best fit first.
///
/// # Errors
/// When the database fails, a sealed value cannot be opened, or the read model cannot be relied upon.
pub async fn candidates(
    pool: &Pool,
    vault: &Vault,
    sought: &PersonDetails,
    among: Among,
) -> Result<Vec<Candidate>, QueryError> {
    let question = Question::of(vault.index(), sought);
    let rows = query(CANDIDATES)
        .bind(question.tokens())
        .bind(Lookup.version())
        .bind(among == Among::Handled)
        .fetch_all(&mut *pool.lend().await?)
        .await?;
    check_standing(rows.first())?;
    let mut found = Vec::with_capacity(rows.len());
    for row in &rows {
        if row.try_get::<Option<Uuid>, _>("holder")?.is_some() {
            found.push(Sealed::from_row(row)?);
        }
    }
    let mut likely: Vec<_> = open(vault, found)
        .await?
        .into_iter()
        .filter_map(|(row, details)| Candidate::of(row, details, sought))
        .collect();
    likely.sort_by_key(|candidate| (std::cmp::Reverse(candidate.fit.score), candidate.holder));
    Ok(likely)
}

/// Each with what is known; those whose data was erased meanwhile are left out.
async fn open(vault: &Vault, rows: Vec<Sealed>) -> Result<Vec<(Sealed, PersonDetails)>, QueryError> {
    let stored: Vec<_> = rows.iter().map(Sealed::stored).collect();
    let opened = vault.open(&stored).await?;
    let mut known = Vec::with_capacity(rows.len());
    for (row, json) in rows.into_iter().zip(opened) {
        let details: Personal<PersonDetails> =
            serde_json::from_value(json).map_err(|_| QueryError::Unreadable("lookup"))?;
        if let Personal::Known { value, .. } = details {
            known.push((row, value));
        }
    }
    Ok(known)
}

impl Sealed {
    fn stored(&self) -> Stored {
        let aggregate = if self.is_person { "Person" } else { "Case" };
        Stored {
            stream: format!("{aggregate}/{}", self.stream),
            place: Work::place(Lookup.name(), &identity_row(self.holder)),
            json: self.details.clone(),
        }
    }
}

impl Candidate {
    fn of(row: Sealed, details: PersonDetails, sought: &PersonDetails) -> Option<Self> {
        let fit = compare(sought, &details);
        let holder = match row.is_person {
            true => Holder::Person(PersonId(row.stream)),
            false => Holder::Member { case: CaseId(row.stream), member: MemberId(row.holder) },
        };
        let cases = row.cases.into_iter().map(CaseId).collect();
        (fit.score >= LIKELY).then_some(Self { holder, details, fit, cases })
    }
}

/// The active cases of people, in the order in which they are asked about.
///
/// # Errors
/// As [`candidates`].
pub async fn hits_by_name(
    pool: &Pool,
    vault: &Vault,
    sought: &[PersonDetails],
) -> Result<Vec<Vec<CaseId>>, QueryError> {
    let mut hits = Vec::with_capacity(sought.len());
    for one in sought {
        let likely = candidates(pool, vault, one, Among::Handled).await?;
        let cases: BTreeSet<_> = likely.into_iter().flat_map(|candidate| candidate.cases).collect();
        hits.push(cases.into_iter().collect());
    }
    Ok(hits)
}
