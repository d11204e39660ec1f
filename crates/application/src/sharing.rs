//! What somebody may see of a case, and why: decided by the covenant, on what is so at one moment.

use std::collections::BTreeSet;

use chrono::{DateTime, NaiveDate, Utc};
use schakel_access::{
    Actor, Asker, Denied, Extent, Involvement, LookupParts, LookupPurpose, Matter, Party, Reason, Statements,
    Terms as Bound, Verdict, decide_answer, decide_case, decide_category, decide_item, involvements,
};
use schakel_domain::case::{Case, File, Item, Referral};
use schakel_domain::code::Code;
use schakel_domain::covenant::{Ground, Terms};
use schakel_domain::meeting::{Logistics, Meeting, MeetingState};
use schakel_domain::organisation::{Organisation, PartnerKind};
use schakel_domain::region::{MeetingTypeCode, OrganisationCode};
use schakel_domain::{Account, CaseId, Category, CovenantId, MeetingId, OrganisationId, Role};
use schakel_read_models::{Cursor, Page, Scope, involved};

use crate::standing::{Covenants, Known, Standing};
use crate::{Application, CaseFile, Error, FieldError, Involved};

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
    /// How far the case exists for them, if it does.
    pub extent: Option<Extent>,
    /// What was decided about each category.
    pub categories: Vec<(Category, Decided)>,
    /// And about each item.
    pub items: Vec<(Item, Decided)>,
    /// Who hears of it at once: the privacy officers, when anything is permitted by a broken glass alone (HANDBOOK §9).
    pub alarmed: Vec<Account>,
}

/// What was decided, and by which version of a covenant.
#[derive(Clone, Debug)]
pub struct Decided {
    /// What.
    pub verdict: Verdict,
    /// The version, such as `3.2`; none while no covenant holds.
    pub version: Option<String>,
}

/// What a decision about a case rests on, whoever asks.
struct Facts {
    file: File,
    covenants: Covenants,
    moment: DateTime<Utc>,
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

    /// Whether the whole case exists for the asker, as far as its categories are permitted.
    pub fn is_whole(&self) -> bool {
        self.extent.as_ref().is_some_and(|extent| extent.by_category)
    }

    /// The referrals that the asker may know of. Who takes up what is for whoever sees the plan, for both
    /// organisations and for the House; before they accept, receivers know of what they are offered alone.
    pub fn referrals(&self) -> impl Iterator<Item = &Referral> {
        let (extent, whole) = (self.extent.as_ref(), self.is_whole());
        let all = self.asker.kind == PartnerKind::House || self.permits(Category::Plan);
        self.file.referrals.values().filter(move |referral| {
            let offered = extent.is_some_and(|extent| extent.own_referrals.contains(&referral.id));
            offered || whole && (all || referral.concerns(&self.asker.organisation))
        })
    }

    /// The categories that go out: that the case exists says as much as an identity.
    pub fn shown(&self) -> Vec<Category> {
        let items = self.items.iter().filter(|(_, decided)| decided.permits());
        let items = items.map(|(item, _)| item.category);
        let referred = self.referrals().map(|_| Category::Plan);
        let tried = (!self.file.interventions.is_empty()).then_some(Category::Probation);
        let tried = tried.filter(|category| self.permits(*category));
        let shown: BTreeSet<_> = items.chain(referred).chain(tried).chain([Category::Identity]).collect();
        shown.into_iter().collect()
    }

    /// Whether anything is permitted by a broken glass alone.
    pub fn by_broken_glass(&self) -> bool {
        self.involvements == [Involvement::BrokenGlass]
            || self.categories.iter().any(|(_, decided)| match &decided.verdict {
                Verdict::Permit { basis } => basis.involvement == Involvement::BrokenGlass,
                Verdict::Deny(_) => false,
            })
    }

    /// Why the case does not exist for the asker: the reason that comes closest to a permission.
    fn hidden(&self) -> Error {
        let denied = self.categories.iter().filter_map(|(_, decided)| decided.verdict.refusal());
        self.hidden_for(denied.min().unwrap_or(Reason::OutsideInvolvement))
    }

    /// That the case, or the whole of it, does not exist for the asker. Of a shielded one the record says no more than
    /// of an id that was never given.
    pub fn hidden_for(&self, reason: Reason) -> Error {
        match self.file.shielded {
            Some(_) => Error::NotFound,
            None => {
                let version = self.categories.iter().find_map(|(_, decided)| decided.version.clone());
                Error::Hidden { reason, version }
            }
        }
    }

    /// The version of the covenant by which was decided, as the access log names it.
    pub fn policy(&self) -> Option<String> {
        self.categories.iter().find_map(|(_, decided)| decided.version.clone())
    }
}

impl Application {
    /// What the actor may see of a case, now or as it would have been at a moment that has passed, in the roles that
    /// they had then and have now.
    ///
    /// # Errors
    /// [`Error::Hidden`] when the case does not exist for them; [`Error::Invalid`] for a moment to come: what will be
    /// lawful is not lawful yet; else see [`Error`].
    pub async fn shared_with(
        &self,
        actor: &Actor,
        case: CaseId,
        as_of: Option<DateTime<Utc>>,
    ) -> Result<Shared, Error> {
        let account = Account(actor.account.clone());
        let facts = self.facts(case, as_of).await?;
        let known = match as_of {
            Some(_) => {
                let organisation = self.organisation_at(&actor.organisation, as_of).await?;
                let known = organisation.known();
                let known = known.and_then(|it| Known::of(it, &account, self.day_of(facts.moment)));
                known.map(|known| known.acting_as(&actor.roles))
            }
            None => self.standing().await?.known(actor, self.today()),
        };
        self.shared(known.ok_or(Error::NotFound)?, &facts, as_of).await
    }

    /// A case with its history, and what the actor may see of it; restricted and erased ones too.
    ///
    /// # Errors
    /// [`Error::Hidden`] when it does not exist for them; else see [`Error`].
    pub async fn case_shared_with(&self, actor: &Actor, id: CaseId) -> Result<(CaseFile, Shared), Error> {
        let case = self.case(id).await?;
        let standing = self.standing().await?;
        let known = standing.known(actor, self.today()).ok_or(Error::NotFound)?;
        let covenants = standing.shared_covenants();
        let facts = Facts { file: case.file.clone(), covenants, moment: self.now() };
        Ok((case, self.shared(known, &facts, None).await?))
    }

    /// What one asker may see of a case; nothing of one that does not exist for them.
    async fn shared(
        &self,
        known: Known,
        facts: &Facts,
        as_of: Option<DateTime<Utc>>,
    ) -> Result<Shared, Error> {
        let statements = self.statements(facts, std::slice::from_ref(&known), as_of).await?;
        let mut shared = self.decide(known, facts, statements.as_ref());
        if shared.extent.is_none() {
            return Err(shared.hidden());
        }
        if shared.by_broken_glass() {
            shared.alarmed = self.standing().await?.privacy_officers(self.today());
        }
        Ok(shared)
    }

    /// What each of an organisation's people would see of a case, and why; nothing of those who are not
    /// authorised.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such case; else see [`Error`].
    pub async fn explained(
        &self,
        organisation: &OrganisationCode,
        case: CaseId,
        as_of: Option<DateTime<Utc>>,
    ) -> Result<Vec<Shared>, Error> {
        let facts = self.facts(case, as_of).await?;
        let organisation = self.organisation_at(organisation, as_of).await?;
        let day = self.day_of(facts.moment);
        let known = organisation.known().into_iter().flat_map(|register| {
            register.authorised().filter_map(move |(account, _)| Known::of(register, account, day))
        });
        let known: Vec<_> = known.collect();
        let statements = self.statements(&facts, &known, as_of).await?;
        Ok(known.into_iter().map(|known| self.decide(known, &facts, statements.as_ref())).collect())
    }

    /// The statements for the meeting on whose agenda the case is; not looked up where none can matter:
    /// for nobody who is not listed for it, or whose organisation signed a covenant.
    async fn statements(
        &self,
        facts: &Facts,
        known: &[Known],
        as_of: Option<DateTime<Utc>>,
    ) -> Result<Option<Statements>, Error> {
        let Some(id) = facts.file.meeting() else { return Ok(None) };
        let day = self.day_of(facts.moment);
        let signed = |organisation| facts.covenants.iter().any(|(_, it)| it.is_signed_by(organisation, day));
        let mut askers = known.iter().map(|known| &known.asker);
        if !askers.any(|it| facts.file.is_participant(id, &it.account) && !signed(&it.organisation)) {
            return Ok(None);
        }
        let (meeting, _): (Meeting, _) = self.stream_at(&id.to_string(), as_of).await?;
        let meeting = meeting.known().filter(|meeting| meeting.state != MeetingState::Cancelled);
        Ok(meeting.map(|meeting| Statements {
            meeting: id,
            over: meeting.is_over(day),
            signed: meeting.signed.iter().map(|(who, it)| (who.clone(), it.organisation.clone())).collect(),
        }))
    }

    /// A meeting, with the version: for whoever a covenant binds, and whoever may sign for it alone.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is none for them; else see [`Error`].
    pub async fn meeting_shown_to(&self, actor: &Actor, id: MeetingId) -> Result<(Logistics, u64), Error> {
        let may_sign = actor.roles.contains(&Role::IncidentalParticipant);
        if self.scope(actor).await?.by_statement && !may_sign {
            return Err(Error::NotFound);
        }
        self.meeting(id).await
    }

    /// A page of the cases in which the actor is involved, the latest first.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn involved_cases(
        &self,
        actor: &Actor,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<involved::Row>, Error> {
        self.involved_in(&self.scope(actor).await?, after, limit).await
    }

    /// The same for whoever is in the scope.
    pub(crate) async fn involved_in(
        &self,
        scope: &Scope,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<Page<involved::Row>, Error> {
        self.journal.ready_for("involved", None).await?;
        let mut reading = self.read_as(scope).await?;
        Ok(involved::find(&mut reading, scope, (self.now(), self.today()), after, limit).await?)
    }

    /// Whose rows the actor's are: those of all parties that they are to cases; while no covenant binds them,
    /// of themself alone.
    pub(crate) async fn scope(&self, actor: &Actor) -> Result<Scope, Error> {
        let (standing, today) = (self.standing().await?, self.today());
        let known = standing.known(actor, today);
        let mut parties = BTreeSet::new();
        let mut is_bound = false;
        if let Some(Known { asker, municipality }) = &known {
            parties = schakel_access::parties(asker, municipality.as_ref());
            is_bound = bound(standing.covenants(), asker, today).iter().any(|terms| terms.bind(asker));
        }
        parties.retain(|party| is_bound || matches!(party, Party::Professional(..)));
        Ok(Scope {
            account: Account(actor.account.clone()),
            roles: actor.roles.clone(),
            parties: parties.into_iter().collect(),
            by_statement: !is_bound,
        })
    }

    /// What is so of a case and of the covenants, now or at a moment that has passed.
    async fn facts(&self, case: CaseId, as_of: Option<DateTime<Utc>>) -> Result<Facts, Error> {
        self.must_have_passed(as_of)?;
        let file = self.file_at(case, as_of).await?;
        let covenants = match as_of {
            Some(moment) => self.covenants_at(moment).await?,
            None => self.standing().await?.shared_covenants(),
        };
        Ok(Facts { file, covenants, moment: as_of.unwrap_or_else(|| self.now()) })
    }

    fn must_have_passed(&self, moment: Option<DateTime<Utc>>) -> Result<(), Error> {
        match moment.is_some_and(|moment| moment > self.now()) {
            true => Err(Error::Invalid(vec![FieldError::new("asOf", "past", "lies in the future")])),
            false => Ok(()),
        }
    }

    async fn organisation_at(
        &self,
        code: &OrganisationCode,
        as_of: Option<DateTime<Utc>>,
    ) -> Result<Organisation, Error> {
        let id = OrganisationId::of(code).to_string();
        Ok(self.stream_at(&id, as_of).await?.0)
    }

    /// How much somebody who looks people up on this ground hears, by the covenant.
    ///
    /// # Errors
    /// [`Error::Denied`] when not even that somebody is known; else see [`Error`].
    pub async fn heard(&self, actor: &Actor, purpose: LookupPurpose) -> Result<Heard, Error> {
        let standing = self.standing().await?;
        match standing.known(actor, self.today()) {
            Some(known) => self.heard_as(&standing, &known.asker, purpose),
            None => Err(Error::Denied(Denied::NotInCovenant(Reason::NotSigned))),
        }
    }

    /// The same, for an asker who is known.
    pub(crate) fn heard_as(
        &self,
        standing: &Standing,
        asker: &Asker,
        purpose: LookupPurpose,
    ) -> Result<Heard, Error> {
        let sessions: Vec<_> = self.region.sessions_on_systematic_offenders().cloned().collect();
        let mut closest = Reason::NotSigned;
        for terms in bound(standing.covenants(), asker, self.today()) {
            match decide_answer(asker, &terms, purpose, &sessions) {
                Ok(parts) => return Ok(Heard { parts, version: terms.version }),
                Err(reason) => closest = closest.min(reason),
            }
        }
        Err(Error::Denied(Denied::NotInCovenant(closest)))
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

    fn decide(&self, known: Known, facts: &Facts, statements: Option<&Statements>) -> Shared {
        let (Known { asker, municipality }, file) = (known, facts.file.clone());
        let involvements = involvements(&file, &asker, municipality.as_ref(), statements, facts.moment);
        let matter = Matter::of(&file, &self.region);
        let bound = bound(&facts.covenants, &asker, self.day_of(facts.moment));
        let of_category =
            |terms: &Bound<'_>, category| decide_category(&asker, terms, &involvements, &matter, category);
        let of_item =
            |terms: &Bound<'_>, item: &Item| decide_item(&asker, terms, &involvements, &matter, item);
        let categories =
            Category::ALL.iter().map(|category| (*category, best(&bound, |t| of_category(t, *category))));
        let items = file.information.values().map(|item| (item.clone(), best(&bound, |t| of_item(t, item))));
        let extent = bound.iter().find_map(|terms| decide_case(&asker, terms, &involvements, &matter).ok());
        let (categories, items) = (categories.collect(), items.collect());
        let discussed_in = matter.meeting_type;
        Shared { file, asker, involvements, discussed_in, extent, categories, items, alarmed: Vec::new() }
    }

    /// Whoever is not involved as they must be hears of no case, or that it goes beyond what is their own.
    pub(crate) async fn involved(
        &self,
        actor: &Actor,
        case: CaseId,
        wanted: Option<Involved>,
    ) -> Result<(), Error> {
        let Some(wanted) = wanted else { return Ok(()) };
        if actor.organisation == self.region.house.organisation {
            return Ok(());
        }
        let extent = self.case_shared_with(actor, case).await?.1.extent.unwrap_or_default();
        match wanted {
            Involved::ByCategory if !extent.by_category => {
                Err(Error::Denied(Denied::NotInCovenant(Reason::OutsideInvolvement)))
            }
            Involved::Somehow | Involved::ByCategory => Ok(()),
        }
    }

    /// Which information may be shared where a case is discussed; nothing while nobody has looked.
    pub(crate) async fn shareable(&self, case: CaseId, wanted: bool) -> Result<BTreeSet<Category>, Error> {
        if !wanted {
            return Ok(BTreeSet::new());
        }
        let case = self.journal.load::<Case>(&case.to_string()).await?.state;
        let Some(file) = case.file() else { return Ok(BTreeSet::new()) };
        let Some(meeting_type) = file.discussed_in(&self.region) else { return Ok(BTreeSet::new()) };
        let ground = Ground::MeetingType(meeting_type.clone());
        Ok(self.standing().await?.shareable(&ground, self.today()))
    }
}

/// What each covenant that holds on that day says, and whether the asker's organisation signed it.
pub(crate) fn bound<'a>(
    covenants: &'a [(CovenantId, Terms)],
    asker: &Asker,
    day: NaiveDate,
) -> Vec<Bound<'a>> {
    let in_force = covenants.iter().filter_map(|(_, terms)| Some((terms, terms.version_on(day)?)));
    let bound = in_force.map(|(terms, version)| Bound {
        signed: terms.is_signed_by(&asker.organisation, day),
        version: version.number.to_string(),
        annexes: &version.annexes,
    });
    bound.collect()
}

/// Of several covenants the one that gives most counts.
pub(crate) fn best(bound: &[Bound<'_>], decide: impl Fn(&Bound<'_>) -> Verdict) -> Decided {
    let decided =
        bound.iter().map(|terms| Decided { verdict: decide(terms), version: Some(terms.version.clone()) });
    let none = Decided { verdict: Verdict::Deny(Reason::NotSigned), version: None };
    decided.min_by_key(|decided| decided.verdict.refusal()).unwrap_or(none)
}
