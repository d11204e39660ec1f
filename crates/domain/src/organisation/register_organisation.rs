//! Registering an organisation.

use crate::organisation::{Chain, Event, Oin, Organisation, PartnerKind, Refusal};
use crate::region::{MunicipalityCode, OrganisationCode};
use crate::{Context, Text};

/// Registers an organisation, or takes back one that left. It sees nothing by that: it is admitted to a
/// covenant and signs it first (HANDBOOK §9).
#[derive(Clone, Debug)]
pub struct RegisterOrganisation {
    /// Its code.
    pub code: OrganisationCode,
    /// Its name.
    pub name: Text,
    /// How it stands to the House.
    pub kind: PartnerKind,
    /// The chain that it belongs to.
    pub chain: Chain,
    /// Its number.
    pub oin: Option<Oin>,
    /// The municipality that it is.
    pub municipality: Option<MunicipalityCode>,
}

impl RegisterOrganisation {
    pub(super) fn decide(
        self,
        organisation: &Organisation,
        context: &Context,
    ) -> Result<Vec<Event>, Refusal> {
        let Self { code, name, kind, chain, oin, municipality } = self;
        if organisation.present().is_ok() {
            return Err(Refusal::OrganisationAlreadyRegistered);
        }
        if municipality.as_ref().is_some_and(|it| context.region.municipality(it).is_none()) {
            return Err(Refusal::MunicipalityUnknown);
        }
        if (kind == PartnerKind::House) != (code == context.region.house.organisation) {
            return Err(Refusal::OneHouse);
        }
        Ok(vec![Event::OrganisationRegistered { code, name, kind, chain, oin, municipality }])
    }
}
