//! Under which names is a person on record?

use schakel_connections::Pool;
use schakel_domain::{CaseId, MemberId, PersonId};
use sqlx::{query_as, query_scalar};
use uuid::Uuid;

use crate::QueryError;

/// One person, as persons and as members of cases.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KnownAs {
    /// The person, and all that were merged with it.
    pub persons: Vec<PersonId>,
    /// The members that were identified as one of these, each with its case.
    pub members: Vec<(CaseId, MemberId)>,
}

/// Everything as which this person is known; always the person itself.
///
/// # Errors
/// When the database fails.
pub async fn known_as(pool: &Pool, person: PersonId) -> Result<KnownAs, QueryError> {
    let persons: Vec<Uuid> = query_scalar(
        "with recursive person as (
             select $1::uuid as person_id
             union
             select same_as from person join lookup_merge using (person_id)
         )
         select person_id from person order by person_id",
    )
    .bind(person.0)
    .fetch_all(&mut *pool.lend().await?)
    .await?;
    let members: Vec<(Uuid, Uuid)> = query_as(
        "select case_id, member from lookup_identification where person_id = any($1) order by case_id, member",
    )
    .bind(&persons)
    .fetch_all(&mut *pool.lend().await?)
    .await?;
    Ok(KnownAs {
        persons: persons.into_iter().map(PersonId).collect(),
        members: members.into_iter().map(|(case, member)| (CaseId(case), MemberId(member))).collect(),
    })
}

/// Whether any case refers to this person, a shielded one too. For deciding whether the record is still
/// needed, and for no answer: nobody may learn from it that there is a shielded case.
///
/// # Errors
/// When the database fails.
pub async fn is_referred_to(pool: &Pool, known: &KnownAs) -> Result<bool, QueryError> {
    if !known.members.is_empty() {
        return Ok(true);
    }
    let persons: Vec<_> = known.persons.iter().map(|person| person.0).collect();
    let shielded = query_scalar("select exists (select from lookup_shielded where person_id = any($1))");
    Ok(shielded.bind(persons).fetch_one(&mut *pool.lend().await?).await?)
}
