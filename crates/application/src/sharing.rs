//! What somebody may see of a case, and why: decided by the covenant, on what is so at one moment.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use schakel_access::{
    Actor, Asker, Denied, Involvement, LookupParts, LookupPurpose, Matter, Reason, Terms as Bound, Verdict,
    decide_answer, decide_case, decide_category, decide_item, involvements,
};
use schakel_domain::case::{Case, File, Item};
use schakel_domain::code::Code;
use schakel_domain::covenant::{Ground, Terms};
use schakel_domain::organisation::Organisation;
use schakel_domain::region::{MeetingTypeCode, OrganisationCode};
use schakel_domain::{Account, CaseId, Category, OrganisationId};

use crate::standing::Known;
use crate::{Application, Error};

/// What was decided about one asker and one case, category by category and item by item.
pub struct Shared {
    /// The case at that moment.
    pub file: File,
    /// Who asks.
    pub asker: Asker,
    /// How they are involved.
    pub involvements: Vec<Involvement>,
    /// The kind of meeting that discusses it.
    pub discussed_in: MeetingTypeCode,
    /// Whether the case exists for them.
    pub exists: bool,
    /// What was decided about each category.
    pub categories: Vec<(Category, Decided)>,
    /// And about each item.
    pub items: Vec<(Item, Decided)>,
}

/// What was decided, and by which version of a covenant.
#[derive(Clone, Debug)]
pub struct Decided {
    /// What.
    pub verdict: Verdict,
    /// The version, such as `3.2`; none while no covenant holds.
    pub version: Option<String>,
}

/// How much is heard of a lookup, and by which version of a covenant.
pub struct Heard {
    /// Which parts of the answer go out.
    pub parts: LookupParts,
    /// The version, such as `3.2`.
    pub version: String,
}

impl Decided {
    /// Whether it is permitted.
    pub fn permits(&self) -> bool {
        self.verdict.refusal().is_none()
    }
}

impl Shared {
    /// Whether information of this category is permitted.
    pub fn permits(&self, category: Category) -> bool {
        self.categories.iter().any(|(known, decided)| *known == category && decided.permits())
    }

    /// The categories that go out: that the case exists says as much as an identity.
    pub fn shown(&self) -> Vec<Category> {
        let items = self.items.iter().filter(|(_, decided)| decided.permits());
        let shown: BTreeSet<_> = items.map(|(item, _)| item.category).chain([Category::Identity]).collect();
        shown.into_iter().collect()
    }

    /// Whether anything is permitted by a broken glass alone.
    pub fn by_broken_glass(&self) -> bool {
        self.categories.iter().any(|(_, decided)| match &decided.verdict {
            Verdict::Permit { basis } => basis.involvement == Involvement::BrokenGlass,
            Verdict::Deny(_) => false,
        })
    }

    /// The version of the covenant by which was decided, as the access log names it.
    pub fn policy(&self) -> Option<String> {
        self.categories.iter().find_map(|(_, decided)| decided.version.clone())
    }
}

impl Application {
    /// What the actor may see of a case, now or as it would have been at a moment that has passed.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the case does not exist for them; else see [`Error`].
    pub async fn shared_with(
        &self,
        actor: &Actor,
        case: CaseId,
        as_of: Option<DateTime<Utc>>,
    ) -> Result<Shared, Error> {
        let account = Account(actor.account.clone());
        let shared = self.what_is_shared(&account, &actor.organisation, case, as_of).await?;
        shared.filter(|shared| shared.exists).ok_or(Error::NotFound)
    }

    /// What an account would see of a case, and why; nothing when it is not authorised.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such case; else see [`Error`].
    pub async fn what_is_shared(
        &self,
        account: &Account,
        organisation: &OrganisationCode,
        case: CaseId,
        as_of: Option<DateTime<Utc>>,
    ) -> Result<Option<Shared>, Error> {
        let moment = as_of.unwrap_or_else(|| self.now());
        let file = self.file_at(case, as_of).await?;
        let (known, covenants) = match as_of {
            Some(moment) => {
                (self.known_at(account, organisation, moment).await?, self.covenants_at(moment).await?)
            }
            None => {
                let standing = self.standing().await?;
                let known = standing.known(&account.0, organisation, self.today());
                (known, standing.covenants().to_vec())
            }
        };
        Ok(known.map(|known| self.decide(file, known, moment, &covenants)))
    }

    /// What each of an organisation's people would see of a case, and why.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such case; else see [`Error`].
    pub async fn explained(
        &self,
        organisation: &OrganisationCode,
        case: CaseId,
        as_of: Option<DateTime<Utc>>,
    ) -> Result<Vec<Shared>, Error> {
        self.file_at(case, as_of).await?;
        let id = OrganisationId::of(organisation).to_string();
        let (state, _): (Organisation, _) = self.stream_at(&id, as_of).await?;
        let accounts = state.known().into_iter().flat_map(|register| register.authorised());
        let mut explained = Vec::new();
        for account in accounts.map(|(account, _)| account) {
            explained.extend(self.what_is_shared(account, organisation, case, as_of).await?);
        }
        Ok(explained)
    }

    /// How much somebody who looks people up on this ground hears, by the covenant.
    ///
    /// # Errors
    /// [`Error::Denied`] when not even that somebody is known; else see [`Error`].
    pub async fn heard(&self, actor: &Actor, purpose: LookupPurpose) -> Result<Heard, Error> {
        let standing = self.standing().await?;
        let today = self.today();
        let denied = |reason| Error::Denied(Denied::NotInCovenant(reason));
        let known = standing.known(&actor.account, &actor.organisation, today);
        let asker = known.ok_or_else(|| denied(Reason::NotSigned))?.asker;
        let mut closest = Reason::NotSigned;
        for terms in bound(standing.covenants(), &asker, today) {
            match decide_answer(&asker, &terms, purpose) {
                Ok(parts) => return Ok(Heard { parts, version: terms.version }),
                Err(reason) => closest = closest.min(reason),
            }
        }
        Err(denied(closest))
    }

    /// A case as it was; restricted and erased ones are used by nobody.
    async fn file_at(&self, case: CaseId, as_of: Option<DateTime<Utc>>) -> Result<File, Error> {
        let id = case.to_string();
        let now = self.journal.load::<Case>(&id).await?.state;
        let usable = |file: &&File| !file.is_restricted() && file.erasure().is_none();
        let Some(file) = now.file().filter(usable) else { return Err(Error::NotFound) };
        match as_of {
            None => Ok(file.clone()),
            Some(moment) => {
                let (then, _): (Case, _) = self.stream_at(&id, Some(moment)).await?;
                then.file().cloned().ok_or(Error::NotFound)
            }
        }
    }

    fn decide(&self, file: File, known: Known, moment: DateTime<Utc>, covenants: &[Terms]) -> Shared {
        let Known { asker, municipality } = known;
        let involvements = involvements(&file, &asker, municipality.as_ref(), moment);
        let matter = Matter::of(&file, &self.region);
        let bound = bound(covenants, &asker, self.day_of(moment));
        let of_category =
            |terms: &Bound<'_>, category| decide_category(&asker, terms, &involvements, &matter, category);
        let of_item =
            |terms: &Bound<'_>, item: &Item| decide_item(&asker, terms, &involvements, &matter, &item.into());
        let categories =
            Category::ALL.iter().map(|category| (*category, best(&bound, |t| of_category(t, *category))));
        let items = file.information.values().map(|item| (item.clone(), best(&bound, |t| of_item(t, item))));
        let exists = bound.iter().any(|terms| decide_case(&asker, terms, &involvements, &matter).is_ok());
        let (categories, items) = (categories.collect(), items.collect());
        Shared { file, asker, involvements, discussed_in: matter.meeting_type, exists, categories, items }
    }

    /// Which information may be shared where a case is discussed; nothing while nobody has looked.
    pub(crate) async fn shareable(&self, case: CaseId, wanted: bool) -> Result<BTreeSet<Category>, Error> {
        if !wanted {
            return Ok(BTreeSet::new());
        }
        let case = self.journal.load::<Case>(&case.to_string()).await?.state;
        let Some(file) = case.file() else { return Ok(BTreeSet::new()) };
        let ground = Ground::MeetingType(Matter::of(file, &self.region).meeting_type);
        Ok(self.standing().await?.shareable(&ground, self.today()))
    }
}

/// What each covenant that holds on that day says, and whether the asker's organisation signed it.
fn bound<'a>(covenants: &'a [Terms], asker: &Asker, day: NaiveDate) -> Vec<Bound<'a>> {
    let in_force = covenants.iter().filter_map(|terms| Some((terms, terms.version_on(day)?)));
    let bound = in_force.map(|(terms, version)| Bound {
        signed: terms.is_signed_by(&asker.organisation, day),
        version: version.number.to_string(),
        annexes: &version.annexes,
    });
    bound.collect()
}

/// Of several covenants the one that gives most counts.
fn best(bound: &[Bound<'_>], decide: impl Fn(&Bound<'_>) -> Verdict) -> Decided {
    let decided =
        bound.iter().map(|terms| Decided { verdict: decide(terms), version: Some(terms.version.clone()) });
    let none = Decided { verdict: Verdict::Deny(Reason::NotSigned), version: None };
    decided.min_by_key(|decided| decided.verdict.refusal()).unwrap_or(none)
}
