//! What somebody does here.

use crate::code::codes;

codes! {
    /// A role in the House or with a partner (HANDBOOK §1).
    pub enum Role {
        /// Ketenmanager.
        ChainManager = "chain_manager",
        /// Procesregisseur.
        ProcessDirector = "process_director",
        /// Informatiecoördinator.
        InformationCoordinator = "information_coordinator",
        /// Beleidsmedewerker.
        PolicyOfficer = "policy_officer",
        /// Ondersteuner.
        Support = "support",
        /// Ketenpartner.
        ChainPartner = "chain_partner",
        /// Convenantpartner.
        CovenantPartner = "covenant_partner",
        /// Incidentele deelnemer.
        IncidentalParticipant = "incidental_participant",
        /// Casushouder.
        CaseHolder = "case_holder",
        /// Melder.
        Reporter = "reporter",
        /// Gemeentelijke contactpersoon.
        MunicipalContact = "municipal_contact",
        /// Weegploeg.
        WeighingTeam = "weighing_team",
        /// Ketenprocescoördinator ZSM.
        ZsmCoordinator = "zsm_coordinator",
        /// Administratie OM op ZSM.
        ZsmAdministration = "zsm_administration",
        /// Stuurgroep.
        SteeringGroup = "steering_group",
        /// Regiekamer.
        DirectionRoom = "direction_room",
        /// Burgemeester.
        Mayor = "mayor",
        /// Geautoriseerde deelnemer.
        Cleared = "cleared",
        /// Privacyfunctionaris.
        PrivacyOfficer = "privacy_officer",
        /// Beheerder.
        SystemAdministrator = "system_administrator",
    }
}

impl Role {
    /// The roles of the House's own staff; nobody else's.
    pub const OF_THE_HOUSE: &'static [Self] = &[
        Self::ChainManager,
        Self::ProcessDirector,
        Self::InformationCoordinator,
        Self::PolicyOfficer,
        Self::Support,
        Self::PrivacyOfficer,
        Self::SystemAdministrator,
    ];

    /// Whether it goes with no other: who reads the logs, or keeps the system running, reads no content
    /// (HANDBOOK §1).
    pub fn stands_alone(self) -> bool {
        matches!(self, Self::PrivacyOfficer | Self::SystemAdministrator)
    }
}
