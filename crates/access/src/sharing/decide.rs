//! The decision.

use chrono::NaiveDate;
use schakel_domain::Category;
use schakel_domain::case::{Consent, Item};
use schakel_domain::covenant::{Ground, PolicyVersion, Terms, Version};
use schakel_domain::organisation::PartnerKind;
use schakel_domain::region::MeetingTypeCode;

use super::{Asker, Involvement};
use crate::Role;

/// Where a case is discussed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matter {
    /// The kind of meeting that discusses it: the briefing until it is on another agenda.
    pub discussed_in: MeetingTypeCode,
    /// The briefing.
    pub briefing: MeetingTypeCode,
    /// Whether only cleared participants may know of it.
    pub shielded: bool,
}

/// All that a decision rests on, as it is at one moment.
#[derive(Clone, Copy, Debug)]
pub struct Question<'a> {
    /// Who asks.
    pub asker: &'a Asker,
    /// How they are involved.
    pub involvements: &'a [Involvement],
    /// Where the case is discussed.
    pub matter: &'a Matter,
    /// The covenants.
    pub covenants: &'a [Terms],
    /// The day.
    pub today: NaiveDate,
}

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The asker may have it.
    Permit(Basis),
    /// The asker may not.
    Deny(Reason),
}

/// On what a permit rests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Basis {
    /// The involvement.
    pub involvement: Involvement,
    /// The annex.
    pub ground: Ground,
    /// The version of the covenant.
    pub version: PolicyVersion,
}

/// Why not; the later, the closer it came to a permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reason {
    /// The asker is not involved: the case does not exist for them.
    NotInvolved,
    /// The case is shielded and the asker not cleared: it does not exist for them.
    NotCleared,
    /// The asker's organisation has not signed a covenant that holds today.
    NotSigned,
    /// The reporter has the own report, the addressee of a request that request; no more.
    OutsideInvolvement,
    /// There is no annex for where the case is discussed.
    NoAnnex,
    /// The annex does not allow it to organisations of this kind and chain.
    NotInAnnex,
    /// It is for other organisations.
    RestrictedAudience,
    /// The client has yet to agree.
    ConsentAwaited,
    /// The client agrees no more.
    ConsentWithdrawn,
}

impl Reason {
    /// Its code.
    pub fn code(self) -> &'static str {
        match self {
            Self::NotInvolved => "not_involved",
            Self::NotCleared => "not_cleared",
            Self::NotSigned => "not_signed",
            Self::OutsideInvolvement => "outside_involvement",
            Self::NoAnnex => "no_annex",
            Self::NotInAnnex => "not_in_annex",
            Self::RestrictedAudience => "restricted_audience",
            Self::ConsentAwaited => "consent_awaited",
            Self::ConsentWithdrawn => "consent_withdrawn",
        }
    }

    /// Whether the asker may hear it. Of what does not exist for them there is nothing to hear, and that
    /// an item is kept from them is no less telling than the item.
    pub fn may_be_told(self) -> bool {
        matches!(self, Self::OutsideInvolvement | Self::NoAnnex | Self::NotInAnnex)
    }
}

/// Whether the asker may have information of this category about the case. All three: a signature,
/// direct involvement, and an annex that allows it where the case is discussed (HANDBOOK §9).
pub fn decide_category(question: Question<'_>, category: Category) -> Verdict {
    if question.matter.shielded && !question.asker.roles.contains(&Role::Cleared) {
        return Verdict::Deny(Reason::NotCleared);
    }
    let mut closest = Reason::NotInvolved;
    for involvement in question.involvements {
        match allowed_by(question, *involvement, category) {
            Ok(basis) => return Verdict::Permit(basis),
            Err(reason) => closest = closest.max(reason),
        }
    }
    Verdict::Deny(closest)
}

/// Whether this involvement, under any covenant that is signed, gives the category.
fn allowed_by(question: Question<'_>, involvement: Involvement, category: Category) -> Result<Basis, Reason> {
    let mut closest = Reason::NotSigned;
    for version in question.signed_versions() {
        let ground = ground_of(involvement, question.matter).ok_or(Reason::OutsideInvolvement)?;
        match version.annexes.iter().find(|annex| annex.ground == ground) {
            None => closest = closest.max(Reason::NoAnnex),
            Some(annex) if annex.allows(question.asker.kind, question.asker.chain, category) => {
                return Ok(Basis { involvement, ground, version: version.number });
            }
            Some(_) => closest = closest.max(Reason::NotInAnnex),
        }
    }
    Err(closest)
}

impl<'a> Question<'a> {
    /// What holds today of the covenants that the asker's organisation signed; the House signs none.
    fn signed_versions(self) -> impl Iterator<Item = &'a Version> {
        let asker = self.asker;
        let binds = move |terms: &&Terms| {
            asker.kind == PartnerKind::House || terms.is_signed_by(&asker.organisation, self.today)
        };
        self.covenants.iter().filter(binds).filter_map(move |terms| terms.version_on(self.today))
    }
}

/// The annex under which somebody so involved asks; none for those who have no category at all.
fn ground_of(involvement: Involvement, matter: &Matter) -> Option<Ground> {
    match involvement {
        Involvement::CaseHolder
        | Involvement::ProcessDirector
        | Involvement::AgreementOwner
        | Involvement::Participant
        | Involvement::MunicipalContact => Some(Ground::MeetingType(matter.discussed_in.clone())),
        Involvement::WeighingTeam => Some(Ground::MeetingType(matter.briefing.clone())),
        Involvement::HouseTask | Involvement::BrokenGlass => Some(Ground::HouseTask),
        Involvement::Reporter | Involvement::RequestAddressee => None,
    }
}

/// Whether the asker may have this item: its category, and what its source and the client said of it.
/// Neither keeps it from its source.
pub fn decide_item(question: Question<'_>, item: &Item) -> Verdict {
    let of_category = decide_category(question, item.category);
    let own = item.source == question.asker.organisation;
    match of_category {
        Verdict::Deny(reason) => Verdict::Deny(reason),
        Verdict::Permit(basis) if own => Verdict::Permit(basis),
        Verdict::Permit(basis) => match withheld(item, question.asker) {
            Some(reason) => Verdict::Deny(reason),
            None => Verdict::Permit(basis),
        },
    }
}

fn withheld(item: &Item, asker: &Asker) -> Option<Reason> {
    if item.audience.as_ref().is_some_and(|only| !only.contains(&asker.organisation)) {
        return Some(Reason::RestrictedAudience);
    }
    match item.consent {
        Consent::NotNeeded | Consent::Given => None,
        Consent::Awaited => Some(Reason::ConsentAwaited),
        Consent::Withdrawn => Some(Reason::ConsentWithdrawn),
    }
}
