//! The person behind a call.

use schakel_domain::code::Code;
use schakel_domain::region::OrganisationCode;

/// A role in the House or with a partner (HANDBOOK §1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Ketenmanager.
    ChainManager,
    /// Procesregisseur.
    ProcessDirector,
    /// Informatiecoördinator.
    InformationCoordinator,
    /// Beleidsmedewerker.
    PolicyOfficer,
    /// Ondersteuner.
    Support,
    /// Ketenpartner.
    ChainPartner,
    /// Convenantpartner.
    CovenantPartner,
    /// Casushouder.
    CaseHolder,
    /// Melder.
    Reporter,
    /// Gemeentelijke contactpersoon.
    MunicipalContact,
    /// Weegploeg.
    WeighingTeam,
    /// Ketenprocescoördinator ZSM.
    ZsmCoordinator,
    /// Administratie OM op ZSM.
    ZsmAdministration,
    /// Stuurgroep.
    SteeringGroup,
    /// Regiekamer.
    DirectionRoom,
    /// Burgemeester.
    Mayor,
    /// Geautoriseerde deelnemer.
    Cleared,
    /// Privacyfunctionaris.
    PrivacyOfficer,
    /// Beheerder.
    SystemAdministrator,
}

impl Code for Role {
    const NAME: &'static str = "Role";
    const ALL: &'static [Self] = &[
        Self::ChainManager,
        Self::ProcessDirector,
        Self::InformationCoordinator,
        Self::PolicyOfficer,
        Self::Support,
        Self::ChainPartner,
        Self::CovenantPartner,
        Self::CaseHolder,
        Self::Reporter,
        Self::MunicipalContact,
        Self::WeighingTeam,
        Self::ZsmCoordinator,
        Self::ZsmAdministration,
        Self::SteeringGroup,
        Self::DirectionRoom,
        Self::Mayor,
        Self::Cleared,
        Self::PrivacyOfficer,
        Self::SystemAdministrator,
    ];

    fn code(self) -> &'static str {
        match self {
            Self::ChainManager => "chain_manager",
            Self::ProcessDirector => "process_director",
            Self::InformationCoordinator => "information_coordinator",
            Self::PolicyOfficer => "policy_officer",
            Self::Support => "support",
            Self::ChainPartner => "chain_partner",
            Self::CovenantPartner => "covenant_partner",
            Self::CaseHolder => "case_holder",
            Self::Reporter => "reporter",
            Self::MunicipalContact => "municipal_contact",
            Self::WeighingTeam => "weighing_team",
            Self::ZsmCoordinator => "zsm_coordinator",
            Self::ZsmAdministration => "zsm_administration",
            Self::SteeringGroup => "steering_group",
            Self::DirectionRoom => "direction_room",
            Self::Mayor => "mayor",
            Self::Cleared => "cleared",
            Self::PrivacyOfficer => "privacy_officer",
            Self::SystemAdministrator => "system_administrator",
        }
    }
}

/// Who is asking: a person, on behalf of an organisation, in the roles that the token states.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The account at the issuer (`sub`); a pseudonym, never a name.
    pub account: String,
    /// The organisation for which the person asks.
    pub organisation: OrganisationCode,
    /// The roles held.
    pub roles: Vec<Role>,
}

impl Actor {
    /// Whether the person holds one of these roles.
    pub fn has_any(&self, roles: &[Role]) -> bool {
        self.roles.iter().any(|role| roles.contains(role))
    }
}
