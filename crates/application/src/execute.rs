//! The one way of every command.

use std::collections::BTreeSet;

use cqrs_es::Aggregate;
use schakel_access::{Action, Actor};
use schakel_domain::case::{Case, File};
use schakel_domain::code::Code;
use schakel_domain::meeting::Meeting;
use schakel_domain::organisation::Mandate;
use schakel_domain::person::{Bsn, Known, Person, PersonDetails};
use schakel_domain::region::{MunicipalityCode, OrganisationCode};
use schakel_domain::{Account, CaseFacts, CaseId, Context, MeetingFacts, MeetingId, PersonFacts, PersonId};
use schakel_journal::{IdempotencyKey, Metadata, Receipt, Request};
use schakel_read_models::lookup;
use uuid::Uuid;

use crate::{Application, Error, FieldError, Refused};

/// A command's envelope: who orders what, and how often it may count.
#[derive(Clone, Debug)]
pub struct Order {
    /// Who.
    pub actor: Actor,
    /// What, by its name.
    pub action: Action,
    /// The client's key, and the whole request that it stands for; only a keyed fingerprint of the
    /// latter is kept.
    pub idempotency: Option<(String, Vec<u8>)>,
    /// The version that the client saw.
    pub expected_version: Option<u64>,
    /// Trace id of the call.
    pub correlation: String,
    /// Why.
    pub purpose: Option<String>,
}

/// How somebody must be involved in the case that a command is for. The House need not be: it writes down
/// what partners say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Involved {
    /// In any way.
    Somehow,
    /// So that they see more of it than what is their own.
    ByCategory,
}

/// The facts of other streams that a command needs; they are looked up before the decision.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    /// How whoever gives the command must be involved in the case that it is for.
    pub involved: Option<Involved>,
    /// The meeting that the command names.
    pub meeting: Option<MeetingId>,
    /// Whether it must be known how the meeting stands on whose agenda the case is that the command is for.
    pub own_meeting: bool,
    /// The case that a command on another stream names.
    pub case: Option<CaseId>,
    /// A case that must be active, if it is to be linked to.
    pub active_case: Option<CaseId>,
    /// People whose active cases must be known.
    pub cases_of: Vec<Bsn>,
    /// A person that must be registered, and the field that names them; their active cases are known
    /// then, too.
    pub person: Option<(&'static str, PersonId)>,
    /// Organisations that must be in the register, each with the field that names it.
    pub organisations: Vec<(&'static str, OrganisationCode)>,
    /// The other person that the command names.
    pub other_person: Option<PersonId>,
    /// Somebody who is to be registered: who may be the same must be known.
    pub likely: Option<PersonDetails>,
    /// Whether it must be known who was told about the person that the command is for.
    pub receivers: bool,
    /// Whether it must be known if a case still refers to the person that the command is for.
    pub cases_left: bool,
    /// Whether it must be known how long the covenant lets data be kept.
    pub terms: bool,
    /// Whether it must be known which information may be shared where the case that the command is for is
    /// discussed.
    pub shareable: bool,
    /// Whether it must be known for which municipality whoever gives the command is mandated for BIJ notices.
    pub bij_mandate: bool,
    /// Somebody who is named as a contact of a municipality.
    pub contact: Option<Account>,
}

impl Application {
    /// Executes a command on one stream: facts are looked up, the decision taken, its events appended
    /// once; a repeat gets the first outcome. Whether the actor may was settled at the door.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn execute<A>(
        &self,
        order: &Order,
        id: Uuid,
        command: impl Into<A::Command>,
        needs: Needs,
    ) -> Result<Receipt, Error>
    where
        A: Aggregate<Services = Context>,
        A::Command: Clone + Send + Sync,
        A::Error: Send,
        Refused: From<A::Error>,
    {
        let request = self.request(order);
        match self.context(order, id, needs).await {
            Ok(context) => {
                let id = id.to_string();
                let receipt = self.journal.execute::<A>(&id, command.into(), &context, &request).await;
                if matches!(A::TYPE, "Organisation" | "Covenant") {
                    self.keeper.expire();
                }
                Ok(receipt?)
            }
            // The facts have changed since the first copy came: its outcome stands all the same.
            Err(error) => self.first_outcome(&request).await?.ok_or(error),
        }
    }

    /// A client's key as it is stored: whatever it was made of, it is not kept in the open.
    fn keyed(&self, key: &str) -> String {
        let keyed = self.vault().fingerprint(format!("idempotency-key/{key}").as_bytes());
        Uuid::from_slice(&keyed[..16]).unwrap_or_default().simple().to_string()
    }

    pub(crate) async fn first_outcome(&self, request: &Request) -> Result<Option<Receipt>, Error> {
        match &request.idempotency {
            Some(key) => Ok(self.journal.answered(key).await?),
            None => Ok(None),
        }
    }

    pub(crate) fn request(&self, order: &Order) -> Request {
        let idempotency = order.idempotency.as_ref().map(|(key, body)| IdempotencyKey {
            owner: format!("{}/{}", order.actor.organisation, order.actor.account),
            key: self.keyed(key),
            fingerprint: self.vault().fingerprint(body),
        });
        let metadata = Metadata {
            command_id: self.new_id(),
            causation: None,
            correlation: order.correlation.clone(),
            actor: order.actor.account.clone(),
            organisation: order.actor.organisation.to_string(),
            roles: order.actor.roles.iter().map(|role| role.code().to_owned()).collect(),
            purpose: order.purpose.clone(),
            action: order.action.name().to_owned(),
            at: self.now(),
        };
        Request { idempotency, expected_version: order.expected_version, metadata }
    }

    async fn context(&self, order: &Order, own: Uuid, mut needs: Needs) -> Result<Context, Error> {
        if let Some((field, person)) = needs.person {
            needs.cases_of.extend(self.registered(field, person).await?);
        }
        self.involved(&order.actor, CaseId(own), needs.involved).await?;
        self.in_register(&needs.organisations).await?;
        let mut active_cases = self.active_cases(needs.active_case, &needs.cases_of).await?;
        active_cases.retain(|case| case.0 != own);
        Ok(Context {
            now: self.now(),
            today: self.today(),
            actor: Account(order.actor.account.clone()),
            organisation: order.actor.organisation.clone(),
            region: if needs.terms { self.region_with_terms().await? } else { self.region.clone() },
            meeting: self.meeting_facts(needs.meeting).await?,
            own_meeting: self.own_meeting(CaseId(own), needs.own_meeting).await?,
            case: self.case_facts(needs.case).await?,
            active_cases,
            person: self.person_facts(own, needs.other_person).await?,
            likely_persons: self.likely_persons(needs.likely.as_ref()).await?,
            receivers: self.receivers(own, needs.receivers, &order.actor).await?,
            cases_left: self.cases_left(own, needs.cases_left).await?,
            shareable: self.shareable(CaseId(own), needs.shareable).await?,
            bij_mandate: self.bij_mandate(&order.actor, needs.bij_mandate).await?,
            contact_of: self.contact_of(needs.contact.as_ref()).await?,
        })
    }

    /// The BSN of a registered person, if it is known.
    async fn registered(&self, field: &'static str, person: PersonId) -> Result<Option<Bsn>, Error> {
        match self.known(person).await? {
            Some(known) => Ok(known.details.known().and_then(|details| details.bsn.clone())),
            None => {
                let mistake =
                    FieldError::new(field, "unknown_reference", "no person is registered under this id");
                Err(Error::Invalid(vec![mistake]))
            }
        }
    }

    /// Refuses organisations that are not registered, or have left.
    async fn in_register(&self, named: &[(&'static str, OrganisationCode)]) -> Result<(), Error> {
        if named.is_empty() {
            return Ok(());
        }
        let standing = self.standing().await?;
        let unknown = named.iter().filter(|(_, code)| standing.organisation(code).is_none());
        let mistakes: Vec<_> = unknown
            .map(|(field, _)| {
                let words = "no organisation is registered under this code";
                FieldError::new(*field, "unknown_reference", words)
            })
            .collect();
        if mistakes.is_empty() { Ok(()) } else { Err(Error::Invalid(mistakes)) }
    }

    /// The record of a person who is registered and not erased.
    async fn known(&self, person: PersonId) -> Result<Option<Known>, Error> {
        match self.journal.load::<Person>(&person.to_string()).await?.state {
            Person::Registered(known) => Ok(Some(*known)),
            Person::Unregistered | Person::Erased(_) => Ok(None),
        }
    }

    async fn person_facts(&self, own: Uuid, other: Option<PersonId>) -> Result<Option<PersonFacts>, Error> {
        let Some(other) = other else { return Ok(None) };
        if other.0 == own {
            return Ok(Some(PersonFacts::Itself));
        }
        let Some(known) = self.known(other).await? else { return Ok(None) };
        if self.absorbed_by(&known).await?.contains(&PersonId(own)) {
            return Ok(Some(PersonFacts::AbsorbedThis));
        }
        Ok(Some(PersonFacts::Another { restricted: known.restricted }))
    }

    /// Everybody whom a record has absorbed, itself or through others.
    async fn absorbed_by(&self, known: &Known) -> Result<BTreeSet<PersonId>, Error> {
        let mut found = BTreeSet::new();
        let mut ahead = known.absorbed.clone();
        while let Some(person) = ahead.pop() {
            if !found.insert(person) {
                continue;
            }
            let record = self.known(person).await?;
            ahead.extend(record.into_iter().flat_map(|record| record.absorbed));
        }
        Ok(found)
    }

    /// Who may be the same as somebody who is to be registered.
    async fn likely_persons(&self, of: Option<&PersonDetails>) -> Result<Vec<PersonId>, Error> {
        let Some(details) = of else { return Ok(Vec::new()) };
        let likely = self.search_persons(details).await?.into_iter();
        Ok(likely.filter_map(|candidate| candidate.holder.person()).collect())
    }

    /// Who was told about a person: whoever got something about them, by the log of who saw what, but
    /// whoever gives the command.
    async fn receivers(&self, of: Uuid, wanted: bool, actor: &Actor) -> Result<BTreeSet<Account>, Error> {
        if !wanted {
            return Ok(BTreeSet::new());
        }
        let told = self.disclosures(PersonId(of)).await?.into_iter().map(|stored| stored.record);
        let told = told.filter(|record| !record.categories.is_empty() && record.account != actor.account);
        Ok(told.map(|record| Account(record.account)).collect())
    }

    /// Whether a case still refers to a person; yes, while nobody has looked.
    async fn cases_left(&self, to: Uuid, wanted: bool) -> Result<bool, Error> {
        if !wanted {
            return Ok(true);
        }
        let known = self.known_as(PersonId(to)).await?;
        self.is_referred_to(&known).await
    }

    /// For which municipality somebody is mandated for BIJ notices (HANDBOOK §1).
    async fn bij_mandate(&self, actor: &Actor, wanted: bool) -> Result<Option<MunicipalityCode>, Error> {
        if !wanted {
            return Ok(None);
        }
        Ok(self.standing().await?.mandated(actor, Mandate::BijNotices, self.today()))
    }

    /// Of which municipalities somebody is a contact today (HANDBOOK §1).
    async fn contact_of(&self, account: Option<&Account>) -> Result<BTreeSet<MunicipalityCode>, Error> {
        let Some(account) = account else { return Ok(BTreeSet::new()) };
        Ok(self.standing().await?.contact_of(account, self.today()))
    }

    async fn meeting_facts(&self, meeting: Option<MeetingId>) -> Result<Option<MeetingFacts>, Error> {
        let Some(id) = meeting else { return Ok(None) };
        Ok(self.journal.load::<Meeting>(&id.to_string()).await?.state.facts())
    }

    /// The meeting on whose agenda a case is or was last.
    async fn own_meeting(&self, case: CaseId, wanted: bool) -> Result<Option<MeetingFacts>, Error> {
        if !wanted {
            return Ok(None);
        }
        let case = self.journal.load::<Case>(&case.to_string()).await?.state;
        self.meeting_facts(case.file().and_then(File::meeting)).await
    }

    /// From the case's own stream, so never behind. Of a case that no other stream may know of there are none.
    async fn case_facts(&self, case: Option<CaseId>) -> Result<Option<CaseFacts>, Error> {
        let Some(id) = case else { return Ok(None) };
        let case = self.journal.load::<Case>(&id.to_string()).await?.state;
        let visible =
            |file: &&File| file.shielded.is_none() && file.erasure().is_none() && !file.is_restricted();
        Ok(case.file().filter(visible).map(|file| CaseFacts { active: file.is_active() }))
    }

    async fn active_cases(&self, linked: Option<CaseId>, of: &[Bsn]) -> Result<Vec<CaseId>, Error> {
        if linked.is_none() && of.is_empty() {
            return Ok(Vec::new());
        }
        self.journal.ready_for("lookup", None).await?;
        let mut cases = lookup::active_cases(self.pool(), self.vault(), of).await?;
        if let Some(case) = linked
            && lookup::active(self.pool(), case).await?
        {
            cases.push(case);
        }
        Ok(cases)
    }
}
