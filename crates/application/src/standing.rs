//! Who may act for whom, and what was agreed: kept in memory, and never older than [`FRESH`].
//!
//! Every call asks it, so it must cost nothing; and what was ended must be ended within a second, on
//! every replica, also for tokens still valid. So it is asked of the database how often the register has
//! changed, and read anew when it has.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use chrono::{DateTime, NaiveDate, Utc};
use cqrs_es::Aggregate;
use schakel_access::{Actor, Asker, effective};
use schakel_domain::calendar::day_before;
use schakel_domain::covenant::{Covenant, EndSignature, Ground, Terms};
use schakel_domain::organisation::{self, Mandate, Oin};
use schakel_domain::region::{MunicipalityCode, OrganisationCode, Region};
use schakel_domain::{Account, Category, CovenantId, OrganisationId, Role};
use schakel_read_models::standing::{self, Authorisation, Organisation, Register};
use tokio::sync::Mutex;

use crate::{Application, Error, Needs, Order};

/// How long it is relied upon without asking the database.
const FRESH: Duration = Duration::from_millis(500);

/// The register of organisations and the covenants at one revision.
#[derive(Debug, Default)]
pub struct Standing {
    revision: i64,
    organisations: HashMap<OrganisationCode, Organisation>,
    covenants: Covenants,
}

/// Covenants with their identities, as they are at one moment.
pub(crate) type Covenants = Arc<[(CovenantId, Terms)]>;

impl Standing {
    /// The organisation, unless it has left.
    pub fn organisation(&self, code: &OrganisationCode) -> Option<&Organisation> {
        self.organisations.get(code).filter(|organisation| organisation.exited_on.is_none())
    }

    /// Every organisation, also those that left, by code.
    pub fn organisations(&self) -> Vec<&Organisation> {
        let mut all: Vec<_> = self.organisations.values().collect();
        all.sort_unstable_by(|one, other| one.code.cmp(&other.code));
        all
    }

    /// The covenants with their identities.
    pub fn covenants(&self) -> &[(CovenantId, Terms)] {
        &self.covenants
    }

    /// The same, for whoever keeps them.
    pub(crate) fn shared_covenants(&self) -> Covenants {
        self.covenants.clone()
    }

    /// The number that a certificate must have to act for the organisation, if it has one.
    pub fn number_of(&self, code: &OrganisationCode) -> Option<&Oin> {
        self.organisation(code)?.oin.as_ref()
    }

    /// The actor as a decision needs them, in the roles of token and register; nobody who is not authorised
    /// on this day.
    pub fn known(&self, actor: &Actor, day: NaiveDate) -> Option<Known> {
        let (organisation, authorisation) = self.authorised(&actor.account, &actor.organisation, day)?;
        Some(Known::authorised(organisation, authorisation).acting_as(&actor.roles))
    }

    /// Everybody who may act for the organisation on this day, in all roles that they may have.
    pub fn people_of(&self, code: &OrganisationCode, day: NaiveDate) -> impl Iterator<Item = Known> {
        self.organisation(code).into_iter().flat_map(move |organisation| {
            let holding = organisation.authorisations.iter().filter(move |it| it.holds_on(day));
            holding.map(|authorisation| Known::authorised(organisation, authorisation))
        })
    }

    /// The actor of a token, in the roles that they are authorised to as well: the register takes away
    /// what a token says too much, and never adds (HANDBOOK §1).
    pub fn admitted(&self, actor: &Actor, day: NaiveDate) -> Actor {
        let authorised = self.authorised(&actor.account, &actor.organisation, day);
        let authorised = authorised.map(|(_, it)| it.roles.iter().copied().collect()).unwrap_or_default();
        let roles = effective(&actor.roles.iter().copied().collect(), &authorised);
        Actor { roles: roles.into_iter().collect(), ..actor.clone() }
    }

    /// Whether somebody may act for the organisation on this day.
    pub fn is_authorised(&self, account: &str, code: &OrganisationCode, day: NaiveDate) -> bool {
        self.authorised(account, code, day).is_some()
    }

    fn authorised(
        &self,
        account: &str,
        code: &OrganisationCode,
        day: NaiveDate,
    ) -> Option<(&Organisation, &Authorisation)> {
        let organisation = self.organisation(code)?;
        let mut holding = organisation.authorisations.iter().filter(|it| it.holds_on(day));
        Some((organisation, holding.find(|it| it.account.0 == account)?))
    }

    /// The municipality for which somebody holds this mandate on this day.
    pub fn mandated(&self, actor: &Actor, mandate: Mandate, day: NaiveDate) -> Option<MunicipalityCode> {
        let (organisation, authorisation) = self.authorised(&actor.account, &actor.organisation, day)?;
        let holds = authorisation.mandates.contains(&mandate);
        organisation.municipality.clone().filter(|_| holds)
    }

    /// The municipalities of which somebody is a contact on this day.
    pub fn contact_of(&self, account: &Account, day: NaiveDate) -> BTreeSet<MunicipalityCode> {
        let present = self.organisations.values().filter(|organisation| organisation.exited_on.is_none());
        let is_contact = |it: &&Authorisation| {
            it.account == *account && it.holds_on(day) && it.roles.contains(&Role::MunicipalContact)
        };
        present
            .filter(|organisation| organisation.authorisations.iter().any(|it| is_contact(&it)))
            .filter_map(|organisation| organisation.municipality.clone())
            .collect()
    }

    /// Whether the organisation has signed a covenant that holds on this day, and has not left.
    pub fn is_signatory(&self, code: &OrganisationCode, day: NaiveDate) -> bool {
        let signed = |terms: &Terms| terms.version_on(day).is_some() && terms.is_signed_by(code, day);
        self.organisation(code).is_some() && self.covenants.iter().any(|(_, terms)| signed(terms))
    }

    /// Who is a privacy officer on this day.
    pub fn privacy_officers(&self, day: NaiveDate) -> Vec<Account> {
        let all = self.organisations.values().flat_map(|organisation| &organisation.authorisations);
        let officers = all.filter(|it| it.roles.contains(&Role::PrivacyOfficer) && it.holds_on(day));
        officers.map(|it| it.account.clone()).collect()
    }

    /// What may be shared at all on a ground on this day, whoever may have it.
    pub fn shareable(&self, ground: &Ground, day: NaiveDate) -> BTreeSet<Category> {
        let annexes = self.covenants.iter().filter_map(|(_, terms)| terms.annex(ground, day));
        annexes.flat_map(|annex| annex.categories()).collect()
    }

    /// The region with the terms of the annexes that are in force on this day: data is kept no longer than
    /// they say, where they say anything (HANDBOOK §9).
    pub fn with_terms(&self, region: &Region, day: NaiveDate) -> Region {
        let mut region = region.clone();
        for kind in &mut region.meeting_types {
            let ground = Ground::MeetingType(kind.code.clone());
            let annexes = self.covenants.iter().filter_map(|(_, terms)| terms.annex(&ground, day));
            let shortest = annexes.filter_map(|annex| annex.retention_years).min();
            kind.retention_years = shortest.or(kind.retention_years);
        }
        region
    }
}

/// Somebody who is authorised to act for an organisation.
#[derive(Clone, Debug)]
pub struct Known {
    /// Who they are to a decision.
    pub asker: Asker,
    /// The municipality that the organisation is.
    pub municipality: Option<MunicipalityCode>,
}

impl Known {
    fn authorised(organisation: &Organisation, authorisation: &Authorisation) -> Self {
        let asker = Asker {
            account: authorisation.account.clone(),
            organisation: organisation.code.clone(),
            kind: organisation.kind,
            chain: organisation.chain,
            roles: authorisation.roles.iter().copied().collect(),
        };
        Self { asker, municipality: organisation.municipality.clone() }
    }

    /// Somebody as an organisation's own stream has them on this day.
    pub(crate) fn of(register: &organisation::Register, account: &Account, day: NaiveDate) -> Option<Self> {
        let authorisation = register.authorisation_of(account, day)?;
        let asker = Asker {
            account: account.clone(),
            organisation: register.code.clone(),
            kind: register.kind,
            chain: register.chain,
            roles: authorisation.roles.clone(),
        };
        Some(Self { asker, municipality: register.municipality.clone() })
    }

    /// In these roles, as far as they had them.
    pub(crate) fn acting_as(mut self, roles: &[Role]) -> Self {
        self.asker.roles = effective(&roles.iter().copied().collect(), &self.asker.roles);
        self
    }
}

/// What is in memory.
#[derive(Default)]
pub(crate) struct Keeper {
    kept: RwLock<Option<Kept>>,
    refreshing: Mutex<()>,
}

#[derive(Clone)]
struct Kept {
    standing: Arc<Standing>,
    checked_at: Instant,
}

impl Keeper {
    fn fresh(&self) -> Option<Arc<Standing>> {
        let kept = self.kept();
        kept.filter(|kept| kept.checked_at.elapsed() < FRESH).map(|kept| kept.standing)
    }

    fn kept(&self) -> Option<Kept> {
        self.kept.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn keep(&self, standing: Arc<Standing>, checked_at: Instant) {
        let kept = Some(Kept { standing, checked_at });
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = kept;
    }

    /// What this process has changed itself counts for its very next call.
    pub(crate) fn expire(&self) {
        *self.kept.write().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

impl Application {
    /// Who may act for whom and what was agreed, as it was half a second ago at most.
    ///
    /// # Errors
    /// When that cannot be known: then nothing may be answered.
    pub async fn standing(&self) -> Result<Arc<Standing>, Error> {
        if let Some(standing) = self.keeper.fresh() {
            return Ok(standing);
        }
        let _refreshing = self.keeper.refreshing.lock().await;
        if let Some(standing) = self.keeper.fresh() {
            return Ok(standing);
        }
        let checked_at = Instant::now();
        let kept = self.keeper.kept();
        let standing = match kept {
            Some(kept) if standing::revision(self.pool()).await? == kept.standing.revision => kept.standing,
            _ => Arc::new(self.read_standing().await?),
        };
        self.keeper.keep(standing.clone(), checked_at);
        Ok(standing)
    }

    async fn read_standing(&self) -> Result<Standing, Error> {
        let Register { revision, organisations, covenants } = standing::register(self.pool()).await?;
        let organisations = organisations.into_iter().map(|it| (it.code.clone(), it)).collect();
        let covenants = self.covenants(covenants, None).await?;
        Ok(Standing { revision, organisations, covenants })
    }

    /// Covenants as they stand, or as they were at a moment.
    async fn covenants(
        &self,
        ids: Vec<CovenantId>,
        moment: Option<DateTime<Utc>>,
    ) -> Result<Covenants, Error> {
        let mut covenants = Vec::with_capacity(ids.len());
        for id in ids {
            let (covenant, _): (Covenant, _) = self.stream_at(&id.to_string(), moment).await?;
            covenants.extend(covenant.known().map(|terms| (id, terms.clone())));
        }
        Ok(covenants.into())
    }

    /// A covenant as it stands, or as it was known at a moment, with the version.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none; else see [`Error`].
    pub async fn covenant(
        &self,
        id: CovenantId,
        as_of: Option<DateTime<Utc>>,
    ) -> Result<(Terms, u64), Error> {
        let (covenant, version): (Covenant, _) = self.stream_at(&id.to_string(), as_of).await?;
        let terms = covenant.known().cloned().ok_or(Error::NotFound)?;
        Ok((terms, version))
    }

    /// An organisation as it stands, with everybody whom it authorised, and the version.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none; else see [`Error`].
    pub async fn organisation(&self, id: OrganisationId) -> Result<(organisation::Register, u64), Error> {
        let loaded = self.journal.load::<organisation::Organisation>(&id.to_string()).await?;
        let register = loaded.state.known().cloned().ok_or(Error::NotFound)?;
        Ok((register, loaded.version))
    }

    /// Ends what an organisation that left had signed: it comes back as one that signs first (HANDBOOK §9). Before it
    /// is back, as what it had signed would bind it again from that moment on.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn end_what_was_signed_before(
        &self,
        order: &Order,
        code: &OrganisationCode,
    ) -> Result<(), Error> {
        let id = OrganisationId::of(code).to_string();
        let (organisation, _): (organisation::Organisation, _) = self.stream_at(&id, None).await?;
        if organisation.known().is_none_or(|register| register.exited_on.is_none()) {
            return Ok(());
        }
        let (today, yesterday) = (self.today(), day_before(self.today()));
        let order = Order { idempotency: None, expected_version: None, ..order.clone() };
        for (id, terms) in self.covenants_at(self.now()).await?.iter() {
            let holds = terms.ended_on.is_none_or(|last| last >= today);
            if holds && terms.is_signed_beyond(code, yesterday) {
                let ended = EndSignature { organisation: code.clone(), until: None };
                self.execute::<Covenant>(&order, id.0, ended, Needs::default()).await?;
            }
        }
        Ok(())
    }

    /// The covenants as they were at that moment.
    pub(crate) async fn covenants_at(&self, moment: DateTime<Utc>) -> Result<Covenants, Error> {
        let ids = standing::register(self.pool()).await?.covenants;
        self.covenants(ids, Some(moment)).await
    }

    /// A stream as it stands, or as it was at a moment by what was recorded until then, with the version.
    pub(crate) async fn stream_at<A>(
        &self,
        id: &str,
        moment: Option<DateTime<Utc>>,
    ) -> Result<(A, u64), Error>
    where
        A: Aggregate,
    {
        let history = self.journal.history::<A>(id).await?;
        let (mut state, mut version) = (A::default(), 0);
        for entry in history.into_iter().take_while(|entry| moment.is_none_or(|it| entry.metadata.at <= it)) {
            state.apply(entry.event);
            version = entry.sequence;
        }
        Ok((state, version))
    }
}
