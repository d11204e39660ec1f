//! A case for somebody who is involved in the whole of it.

use schakel_access::{Action, Reason};
use schakel_application::{Application, CaseFile, Error, Refused, Shared};
use schakel_domain::case::Refusal;
use schakel_domain::{CaseId, Category};

use crate::doors::{Answer, Call};
use crate::information::noted;
use crate::parts::subjects;

/// A case with its history, and what the caller may see of it.
///
/// # Errors
/// [`Error::Hidden`] for whoever is not involved in the whole of it, and a refusal while its use is restricted.
pub(super) async fn opened(
    app: &Application,
    call: &Call,
    action: Action,
    case: CaseId,
) -> Result<(CaseFile, Shared), Error> {
    let (case, shared) = app.case_shared_with(&call.actor, case).await?;
    if !shared.is_whole() {
        return Err(shared.hidden_for(Reason::OutsideInvolvement));
    }
    if case.file.is_restricted() {
        return Err(Refused::Case(Refusal::UseIsRestricted).into());
    }
    if call.actor.is_cleared_for(action) {
        return Ok((case, shared));
    }
    let hidden = app.shielded(&case.links()).await?;
    Ok((case.without_links(&hidden), shared))
}

/// An answer that says these things of everybody whom the case is about.
pub(super) fn told<T>(
    body: T,
    id: CaseId,
    case: &CaseFile,
    shared: &Shared,
    categories: &[Category],
) -> Answer<T> {
    let answer = Answer::of(body).at_version(case.version).under(shared.policy());
    let subjects = subjects(id, &case.file).into_iter();
    noted(subjects.fold(answer, |answer, subject| answer.about(subject, categories)), id, shared)
}
