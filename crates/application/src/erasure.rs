//! The end of a case's data, in three steps that can be repeated: decided, destroyed, proven.

use std::collections::BTreeSet;
use std::sync::Arc;

use schakel_access::{Action, Actor};
use schakel_domain::case::{Case, EraseCase, ErasureGround, RecordDestruction, Refusal};
use schakel_domain::person::{self, ErasePerson, Erasure, Person};
use schakel_domain::region::{OrganisationCode, Region};
use schakel_domain::subject_request::{RequestKind, RequestOutcome};
use schakel_domain::{CaseId, PersonId, RequestId};
use schakel_journal::{Place, Receipt};
use schakel_read_models::retention::{self, Filter, Terms};
use schakel_read_models::{Cursor, Page};

use crate::{Application, Error, FieldError, Needs, Order, Refused};

/// Whom the log names for what the House's own clock brings about.
const SWEEP: &str = "retention_sweep";

/// What a sweep has done.
#[derive(Debug, Default)]
pub struct Swept {
    /// Cases erased because their term has passed.
    pub erased: u32,
    /// Cases erased before whose keys were still to be destroyed, or to be proven so.
    pub finished: u32,
    /// Why the others that are due were left for the next sweep.
    pub failures: Vec<Error>,
}

impl Application {
    /// Erases a closed case (HANDBOOK §9): decides so, destroys its keys, records the proof. Broken off
    /// at any point, a repeat with the same key goes on where it was, and so does the next sweep.
    ///
    /// # Errors
    /// See [`Error`]; the case may be erased all the same, and is finished later.
    pub async fn erase(&self, order: &Order, case: CaseId, ground: ErasureGround) -> Result<Receipt, Error> {
        let needs = Needs { terms: true, ..Needs::default() };
        let receipt = self.execute::<Case>(order, case.0, EraseCase { ground }, needs).await?;
        self.finish_erasure(order, case).await?;
        Ok(receipt)
    }

    /// Erases a closed case because a subject asked for it: the request must be there, be for erasure, be
    /// granted, and be of somebody whom the case is about.
    ///
    /// # Errors
    /// [`Error::Invalid`] when it is not; else as [`Application::erase`].
    pub async fn erase_on_request(
        &self,
        order: &Order,
        case: CaseId,
        request: RequestId,
    ) -> Result<Receipt, Error> {
        let state = self.journal.load::<Case>(&case.to_string()).await?.state;
        let file = state.file().ok_or(Error::NotFound)?;
        // Of an erased case nobody knows any more whom it was about: that it is erased is told.
        if file.erasure().is_none() && !self.has_granted(request, file.persons.values()).await? {
            let words = "must be a granted request for erasure of somebody whom the case is about";
            return Err(Error::Invalid(vec![FieldError::new("requestId", "unknown_reference", words)]));
        }
        self.erase(order, case, ErasureGround::RequestGranted { request: request.0 }).await
    }

    async fn has_granted(
        &self,
        request: RequestId,
        to: impl Iterator<Item = &PersonId>,
    ) -> Result<bool, Error> {
        let request = match self.subject_request(request).await {
            Ok((request, _)) => request,
            Err(Error::NotFound) => return Ok(false),
            Err(error) => return Err(error),
        };
        let outcome = request.decision.as_ref().map(|decision| decision.outcome);
        let is_granted = matches!(outcome, Some(RequestOutcome::Granted | RequestOutcome::PartlyGranted));
        let same = self.known_as(request.person).await?.persons;
        let is_about = to.into_iter().any(|person| same.contains(person));
        Ok(request.kind == RequestKind::Erasure && is_granted && is_about)
    }

    /// Erases every case whose term has passed (NORMS §7), then finishes what was broken off. One case
    /// that fails does not keep the others.
    ///
    /// # Errors
    /// When it is not known which cases are due.
    pub async fn sweep(&self) -> Result<Swept, Error> {
        let order = self.clock_order(Action::EraseCase);
        let terms = Terms::of(self.region_with_terms().await?.as_ref());
        let mut swept = Swept::default();
        self.journal.ready_for("retention", None).await?;
        for case in retention::due(self.pool(), &terms, self.today()).await? {
            match self.erase(&order, case, ErasureGround::RetentionExpired).await {
                Ok(_) => swept.erased += 1,
                // Held, kept longer or erased by somebody else since the read model was asked.
                Err(Error::Refused(_)) => {}
                Err(error) => swept.failures.push(error),
            }
        }
        for case in retention::unproven(self.pool()).await? {
            match self.finish_erasure(&order, case).await {
                Ok(finished) => swept.finished += u32::from(finished),
                Err(error) => swept.failures.push(error),
            }
        }
        Ok(swept)
    }

    /// A page of closed cases with the day until which each is kept.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn retentions(
        &self,
        actor: &Actor,
        at_least: Option<Place>,
        filter: &Filter,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<retention::Item>, Error> {
        self.journal.ready_for("retention", at_least).await?;
        let terms = Terms::of(self.region_with_terms().await?.as_ref());
        Ok(retention::find(&mut *self.read_for(actor).await?, &terms, filter, after, limit).await?)
    }

    /// The region with the terms of the covenant as it is today.
    pub(crate) async fn region_with_terms(&self) -> Result<Arc<Region>, Error> {
        Ok(Arc::new(self.standing().await?.with_terms(&self.region, self.today())))
    }

    /// Destroys the keys of an erased case and proves it; answers whether anything was left to do. Keys
    /// go only when the case's own stream says that it is erased.
    async fn finish_erasure(&self, order: &Order, case: CaseId) -> Result<bool, Error> {
        let loaded = self.journal.load::<Case>(&case.to_string()).await?;
        let file = loaded.state.file().ok_or(Error::NotFound)?;
        let erasure = file.erasure().ok_or(Refused::Case(Refusal::CaseNotErased))?;
        if erasure.keys_destroyed.is_some() {
            return Ok(false);
        }
        let stream = format!("Case/{case}");
        self.vault().destroy(&stream, None).await?;
        self.erase_persons_left(order, file.persons.values().copied().collect()).await?;
        let keys = u32::try_from(self.vault().destroyed(&stream).await?).unwrap_or(u32::MAX);
        let order = Order { idempotency: None, expected_version: None, ..order.clone() };
        match self.execute::<Case>(&order, case.0, RecordDestruction { keys }, Needs::default()).await {
            Ok(_) => Ok(true),
            Err(Error::Refused(Refused::Case(Refusal::DestructionRecorded))) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// A person's key is destroyed with the last case that refers to it (DESIGN §3): of those whom the
    /// erased case identified, and of every record that was merged with theirs.
    async fn erase_persons_left(&self, order: &Order, persons: BTreeSet<PersonId>) -> Result<(), Error> {
        let mut left = BTreeSet::new();
        for person in persons {
            let known = self.known_as(person).await?;
            if !self.is_referred_to(&known).await? {
                left.extend(known.persons);
            }
        }
        for person in left {
            self.erase_person(order, person).await?;
        }
        Ok(())
    }

    /// Decided, destroyed, proven; each step is passed over when it was done before.
    async fn erase_person(&self, order: &Order, person: PersonId) -> Result<(), Error> {
        let order = Order { idempotency: None, expected_version: None, ..order.clone() };
        let needs = || Needs { cases_left: true, ..Needs::default() };
        if let (Person::Registered(_), _) = self.person(person).await? {
            let command = ErasePerson { ground: person::ErasureGround::NoCaseLeft };
            match self.execute::<Person>(&order, person.0, command, needs()).await {
                Ok(_) => {}
                // Restricted: whoever asked for that may need the data kept.
                Err(Error::Refused(_)) => return Ok(()),
                Err(error) => return Err(error),
            }
        }
        let (Person::Erased(Erasure { keys: None, .. }), _) = self.person(person).await? else {
            return Ok(());
        };
        let stream = format!("Person/{person}");
        self.vault().destroy(&stream, None).await?;
        let keys = u32::try_from(self.vault().destroyed(&stream).await?).unwrap_or(u32::MAX);
        let command = person::RecordDestruction { keys };
        self.execute::<Person>(&order, person.0, command, needs()).await.map(drop)
    }

    /// What the House's own clock brings about.
    pub(crate) fn clock_order(&self, action: Action) -> Order {
        Order {
            actor: Actor {
                account: SWEEP.to_owned(),
                organisation: OrganisationCode::new(&*self.region.code),
                roles: Vec::new(),
            },
            action,
            idempotency: None,
            expected_version: None,
            correlation: self.new_id().simple().to_string(),
            purpose: None,
        }
    }
}
