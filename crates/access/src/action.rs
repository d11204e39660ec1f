//! Everything that can be asked or done; the same names as the commands, RPCs and operations.

use crate::Role::{self, *};

/// Declares the actions with the roles that may take them, each from HANDBOOK §1 "Who does what".
macro_rules! actions {
    ($($(#[$meta:meta])* $action:ident: [$($role:ident),+ $(,)?];)+) => {
        /// An operation of the API, by the name that it carries everywhere.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Action { $($(#[$meta])* $action),+ }

        impl Action {
            /// Every action, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$action),+];

            /// The name: command, RPC and, with a small first letter, operationId.
            pub fn name(self) -> &'static str {
                match self { $(Self::$action => stringify!($action)),+ }
            }

            /// The roles that may take it.
            pub fn roles(self) -> &'static [Role] {
                match self { $(Self::$action => &[$($role),+]),+ }
            }
        }
    };
}

actions! {
    /// Report: any professional.
    ReportCase: [ChainManager, ProcessDirector, InformationCoordinator, Support, ChainPartner, CovenantPartner,
        CaseHolder, Reporter, MunicipalContact, WeighingTeam, ZsmCoordinator, ZsmAdministration];
    /// Complete a report: information coordinator.
    CompleteReport: [InformationCoordinator];
    /// Enriching a case with who it is about: information coordinator.
    IdentifySubject: [InformationCoordinator];
    /// Linking a report to a running case: information coordinator, or the director who knows it.
    LinkReport: [InformationCoordinator, ProcessDirector];
    /// The agenda of the briefing: whoever registers agendas.
    PutOnBriefing: [ProcessDirector, InformationCoordinator, Support];
    /// What a new report means for a plan under way: the director, with the case holder; intake.
    AssessLinkedReport: [ProcessDirector, InformationCoordinator];
    /// BIJ: the mandated contact of a municipality advises the mayor; the House records it on its behalf.
    AdviseMayor: [ProcessDirector, InformationCoordinator, MunicipalContact];
    /// Reports by file: information coordinator, support; chain partners their own.
    ImportReports: [InformationCoordinator, Support, ChainPartner];
    /// Reports by file: the House's working staff; chain partners their own.
    GetReportImport: [ChainManager, ProcessDirector, InformationCoordinator, Support, ChainPartner];
    /// Contacts that become no case: whoever takes them in.
    RegisterInquiry: [ProcessDirector, InformationCoordinator, Support];
    /// Contacts that become no case, without anything about a person: the House's staff.
    ListInquiries: [ChainManager, ProcessDirector, InformationCoordinator, PolicyOfficer, Support];
    /// Register weighing: process director, information coordinator, support.
    WeighCase: [ProcessDirector, InformationCoordinator, Support];
    /// Register feedback.
    GiveFeedback: [ProcessDirector, InformationCoordinator, Support];
    /// Register the agenda.
    ScheduleCase: [ProcessDirector, InformationCoordinator, Support];
    /// Plan: process director.
    SetPlan: [ProcessDirector];
    /// Plan: process director.
    ReplaceCaseHolder: [ProcessDirector];
    /// State of the agreements: case holder; own agreements: their owners.
    UpdateAgreement: [CaseHolder, ChainPartner, CovenantPartner, MunicipalContact];
    /// Monitoring contact: process director.
    RecordMonitoringContact: [ProcessDirector];
    /// Back on the agenda: process director.
    PutBackOnAgenda: [ProcessDirector];
    /// Extension: process director.
    ExtendDirection: [ProcessDirector];
    /// Escalation: process director.
    EscalateCase: [ProcessDirector];
    /// Outcome of an escalation: chain manager.
    RecordEscalationOutcome: [ChainManager];
    /// ZSM advice, made in a meeting: process director.
    SetZsmAdvice: [ProcessDirector];
    /// ZSM advice: process director.
    WithdrawZsmAdvice: [ProcessDirector];
    /// Judgement of the results: case holder.
    JudgeResults: [CaseHolder];
    /// Closing: process director, on the case holder's judgement.
    CloseCase: [ProcessDirector];
    /// Closing: process director.
    CloseAfterWeighing: [ProcessDirector];
    /// Closing without a plan: process director.
    CloseWithoutPlan: [ProcessDirector];
    /// Known elsewhere, before the briefing: whoever prepares or registers it.
    RecordElsewhereCheck: [ProcessDirector, InformationCoordinator, Support];
    /// Invitations.
    DecideOnClient: [ProcessDirector, InformationCoordinator, Support];
    /// Invitations: whoever sends them writes down that they did.
    RecordLetterSent: [ProcessDirector, InformationCoordinator, Support];
    /// Minutes of a meeting: whoever registers it.
    RecordAttendance: [ProcessDirector, InformationCoordinator, Support];
    /// How client and case holder look back: whoever registers it.
    RecordEvaluation: [ProcessDirector, InformationCoordinator, Support];
    /// Aftercare: whoever chairs the table, or registers.
    RecordLifeAreas: [ProcessDirector, InformationCoordinator, Support];
    /// Systematic offenders: whoever chairs the session.
    IndicateSystematicOffender: [ProcessDirector];
    /// Systematic offenders: whoever is involved tells what was tried, and the House's staff writes it down.
    RecordIntervention: [ProcessDirector, InformationCoordinator, Support, ChainPartner, CovenantPartner, CaseHolder,
        MunicipalContact];
    /// Hiding, until the covenant says who may look up what: chain manager.
    HideCase: [ChainManager];
    /// Hiding: chain manager.
    RevealCase: [ChainManager];
    /// Rights of the subject (NORMS §7): privacy officer; the information coordinator takes requests in.
    RestrictCase: [PrivacyOfficer, InformationCoordinator];
    /// Rights of the subject (NORMS §7): privacy officer, information coordinator.
    LiftCaseRestriction: [PrivacyOfficer, InformationCoordinator];
    /// Keeping longer (NORMS §7): whoever decides it.
    ExtendRetention: [ChainManager, PrivacyOfficer];
    /// Legal hold (NORMS §7).
    PlaceLegalHold: [ChainManager, PrivacyOfficer];
    /// Legal hold (NORMS §7).
    LiftLegalHold: [ChainManager, PrivacyOfficer];
    /// Erasure on a granted request (NORMS §7): privacy officer.
    EraseCase: [PrivacyOfficer];
    /// Terms and proof of erasure; no case content: chain manager, privacy officer.
    ListRetention: [ChainManager, PrivacyOfficer];
    /// Case content: the House's working staff; the case holder the own case.
    GetCase: [ChainManager, ProcessDirector, InformationCoordinator, Support, CaseHolder];
    /// Invitations: whoever sends them.
    GetInvitationLetter: [ProcessDirector, InformationCoordinator, Support];
    /// The group approach is the municipality's; the House's working staff prints for it.
    GetNotificationLetters: [ProcessDirector, InformationCoordinator, Support, MunicipalContact];
    /// Minutes: the House's working staff, and whoever carries the plan out.
    GetMinutes: [ChainManager, ProcessDirector, InformationCoordinator, Support, CaseHolder];
    /// Overview of cases: the House's working staff.
    ListCases: [ChainManager, ProcessDirector, InformationCoordinator, Support];
    /// What is to be done: the House's working staff, and whoever answers or keeps agreements.
    ListWorkItems: [ChainManager, ProcessDirector, InformationCoordinator, Support, ChainPartner, CovenantPartner,
        MunicipalContact];
    /// What is new for me: everyone who can be a case holder, director or reporter, and the privacy officer.
    ListNotices: [ChainManager, ProcessDirector, InformationCoordinator, PolicyOfficer, Support, ChainPartner,
        CovenantPartner, IncidentalParticipant, CaseHolder, Reporter, MunicipalContact, WeighingTeam,
        ZsmCoordinator, ZsmAdministration, PrivacyOfficer];
    /// Is this person being handled (HANDBOOK §8).
    LookUpPerson: [ChainManager, ProcessDirector, InformationCoordinator, ChainPartner, CovenantPartner,
        MunicipalContact, ZsmCoordinator, ZsmAdministration];
    /// The information question (HANDBOOK §2): chain partners for themselves, intake on a partner's behalf.
    FindInvolvedParties: [InformationCoordinator, ChainPartner, MunicipalContact];
    /// What is paid for somebody (HANDBOOK §6) is part of what is done about them: process director;
    /// registration: support.
    StartTrajectory: [ProcessDirector, Support];
    /// Trajectories: process director; registration: support.
    RecordConversation: [ProcessDirector, Support];
    /// Bills: whoever registers, and the policy officer, who accounts for the budget to whoever grants it.
    RecordCost: [ProcessDirector, PolicyOfficer, Support];
    /// What comes back: as with bills.
    RecordRepayment: [ProcessDirector, PolicyOfficer, Support];
    /// Trajectories: process director; registration: support.
    EndTrajectory: [ProcessDirector, Support];
    /// One trajectory, without a name (HANDBOOK §9): whoever registers anything of it, and the chain manager.
    /// Its case is named to whoever may know of that case's plan alone.
    GetTrajectory: [ChainManager, ProcessDirector, PolicyOfficer, Support];
    /// Trajectories, without names: the same.
    ListTrajectories: [ChainManager, ProcessDirector, PolicyOfficer, Support];
    /// Which figures there are: whoever has some.
    ListFigures: [ChainManager, PolicyOfficer, SteeringGroup, MunicipalContact];
    /// Figures (HANDBOOK §1): policy officer, chain manager, steering group, and each municipality its own.
    GetFigures: [ChainManager, PolicyOfficer, SteeringGroup, MunicipalContact];
    /// The events behind a figure: whoever sees every figure.
    TraceFigures: [ChainManager, PolicyOfficer];
    /// A factsheet is made to be handed out: whoever has figures.
    GetFactsheet: [ChainManager, PolicyOfficer, SteeringGroup, MunicipalContact];
    /// Structural bottlenecks (HANDBOOK §7): process directors see what stands in the way of their cases.
    RaiseBottleneck: [ProcessDirector];
    /// Bottlenecks: process director.
    AddCaseToBottleneck: [ProcessDirector];
    /// Bottlenecks: chain manager, as secretary of the steering group.
    PutBeforeSteeringGroup: [ChainManager];
    /// Bottlenecks: chain manager, on what the steering group made of it.
    SettleBottleneck: [ChainManager];
    /// Bottlenecks: whoever raises them, and the chain manager.
    DropBottleneck: [ChainManager, ProcessDirector];
    /// Bottlenecks: the same, and the steering group.
    GetBottleneck: [ChainManager, ProcessDirector, SteeringGroup];
    /// Bottlenecks: the same, and the steering group.
    ListBottlenecks: [ChainManager, ProcessDirector, SteeringGroup];
    /// The suspects monitor (HANDBOOK §8): the House's working staff.
    CheckSuspects: [ChainManager, ProcessDirector, InformationCoordinator, Support];
    /// The suspects monitor (HANDBOOK §8): the House's working staff.
    GetMonitorDay: [ChainManager, ProcessDirector, InformationCoordinator, Support];
    /// Identity of a subject: information coordinator.
    RegisterPerson: [InformationCoordinator];
    /// Identity of a subject: information coordinator.
    CorrectPerson: [InformationCoordinator];
    /// Intake: whoever registers looks first who is known.
    SearchPersons: [ProcessDirector, InformationCoordinator, Support];
    /// Who saw what (HANDBOOK §1): the privacy officer reads logs, and no case content.
    SearchAccessRecords: [PrivacyOfficer];
    /// What the own organisation has seen: whoever represents it.
    ListDisclosures: [ChainPartner, CovenantPartner, MunicipalContact];
    /// All that is held on a person, for a granted request (NORMS §7): information coordinator.
    ExportPerson: [InformationCoordinator];
    /// Identity of a subject: information coordinator.
    MergePersons: [InformationCoordinator];
    /// Identity of a subject: information coordinator.
    UndoMerge: [InformationCoordinator];
    /// Family of a subject: information coordinator.
    RecordRelation: [InformationCoordinator];
    /// Family of a subject: information coordinator.
    EndRelation: [InformationCoordinator];
    /// Rights of the subject (HANDBOOK §9): privacy officer, information coordinator.
    RestrictPerson: [PrivacyOfficer, InformationCoordinator];
    /// Rights of the subject (HANDBOOK §9): privacy officer, information coordinator.
    LiftPersonRestriction: [PrivacyOfficer, InformationCoordinator];
    /// Identity of a subject: the House's working staff.
    GetPerson: [ProcessDirector, InformationCoordinator, Support];
    /// Requests of subjects (HANDBOOK §1): privacy officer; registration: information coordinator, support.
    RegisterRequest: [PrivacyOfficer, InformationCoordinator, Support];
    /// Requests of subjects: where a controller stands.
    RecordControllerState: [PrivacyOfficer, InformationCoordinator, Support];
    /// Requests of subjects: the term.
    ExtendRequest: [PrivacyOfficer, InformationCoordinator, Support];
    /// Requests of subjects: the decision is the privacy officer's.
    DecideRequest: [PrivacyOfficer];
    /// Requests of subjects: the end.
    CompleteRequest: [PrivacyOfficer, InformationCoordinator, Support];
    /// Requests of subjects: privacy officer, information coordinator, chain manager.
    GetRequest: [PrivacyOfficer, InformationCoordinator, ChainManager];
    /// Requests of subjects: privacy officer, information coordinator, chain manager.
    ListRequests: [PrivacyOfficer, InformationCoordinator, ChainManager];
    /// Agenda and invitations.
    PlanMeeting: [ProcessDirector, InformationCoordinator, Support];
    /// Agenda and invitations.
    MoveMeeting: [ProcessDirector, InformationCoordinator, Support];
    /// Agenda and invitations.
    AppointChair: [ProcessDirector, InformationCoordinator, Support];
    /// Agenda and invitations.
    HoldMeeting: [ProcessDirector, InformationCoordinator, Support];
    /// Agenda and invitations.
    CancelMeeting: [ProcessDirector, InformationCoordinator, Support];
    /// Agenda and invitations.
    GetMeeting: [ChainManager, ProcessDirector, InformationCoordinator, Support, ChainPartner, CovenantPartner,
        IncidentalParticipant, CaseHolder, MunicipalContact, WeighingTeam];
    /// Calendar: the House's working staff, and whoever takes part or weighs.
    ListMeetings: [ChainManager, ProcessDirector, InformationCoordinator, Support, ChainPartner, CovenantPartner,
        IncidentalParticipant, CaseHolder, MunicipalContact, WeighingTeam];
    /// Agenda: the House's working staff, and whoever takes part or weighs.
    ListAgendaItems: [ChainManager, ProcessDirector, InformationCoordinator, Support, ChainPartner, CovenantPartner,
        IncidentalParticipant, CaseHolder, MunicipalContact, WeighingTeam];
    /// A statement of non-disclosure: whoever takes part incidentally; registration from paper.
    SignNonDisclosure: [ProcessDirector, Support, IncidentalParticipant];
    /// Who takes part in a meeting: process director, information coordinator, support.
    ListParticipant: [ProcessDirector, InformationCoordinator, Support];
    /// Who takes part in a meeting.
    RemoveParticipant: [ProcessDirector, InformationCoordinator, Support];
    /// Information requests before a briefing: information coordinator.
    RequestInformation: [InformationCoordinator];
    /// Information requests: whoever was asked, and the information coordinator on their behalf.
    AnswerInformationRequest: [InformationCoordinator, ChainPartner, CovenantPartner, MunicipalContact];
    /// Information requests: information coordinator.
    WithdrawInformationRequest: [InformationCoordinator];
    /// Sharing: every professional involved decides per item (HANDBOOK §9).
    ShareInformation: [ProcessDirector, InformationCoordinator, ChainPartner, CovenantPartner, CaseHolder,
        MunicipalContact, WeighingTeam];
    /// Consent of the client: the source of the item.
    RecordConsent: [ProcessDirector, InformationCoordinator, ChainPartner, CovenantPartner, CaseHolder,
        MunicipalContact, WeighingTeam];
    /// Taking back: the source of the item.
    RetractInformation: [ProcessDirector, InformationCoordinator, ChainPartner, CovenantPartner, CaseHolder,
        MunicipalContact, WeighingTeam];
    /// An emergency: whoever can answer for it.
    BreakGlass: [ChainManager, ProcessDirector];
    /// What the covenant allows: everybody who can be involved; the covenant decides.
    GetInformation: [ChainManager, ProcessDirector, InformationCoordinator, Support, ChainPartner,
        CovenantPartner, IncidentalParticipant, CaseHolder, Reporter, MunicipalContact, WeighingTeam];
    /// Referral: whoever is involved for a partner; registration.
    OfferReferral: [ProcessDirector, InformationCoordinator, Support, ChainPartner, CovenantPartner, CaseHolder,
        MunicipalContact];
    /// Referral: the contacts of the receiver; registration.
    AcceptReferral: [ProcessDirector, InformationCoordinator, Support, ChainPartner, CovenantPartner,
        MunicipalContact];
    /// Referral: the contacts of the receiver; registration.
    RejectReferral: [ProcessDirector, InformationCoordinator, Support, ChainPartner, CovenantPartner,
        MunicipalContact];
    /// Referral: the contacts of the receiver; registration.
    CompleteReferral: [ProcessDirector, InformationCoordinator, Support, ChainPartner, CovenantPartner,
        MunicipalContact];
    /// Referral: whoever is involved for the partner that offered it; registration.
    RevokeReferral: [ProcessDirector, InformationCoordinator, Support, ChainPartner, CovenantPartner, CaseHolder,
        MunicipalContact];
    /// To another House, when somebody moves: the process director, who directs what happens to a case, decides
    /// what goes over.
    HandOverCase: [ProcessDirector];
    /// What goes over to another House: whoever sends it.
    GetHandover: [ChainManager, ProcessDirector];
    /// In which cases they are involved: everybody who can be.
    ListInvolvedCases: [ChainManager, ProcessDirector, InformationCoordinator, Support, ChainPartner,
        CovenantPartner, IncidentalParticipant, CaseHolder, Reporter, MunicipalContact, WeighingTeam];
    /// What the own organisation may see: whoever represents it.
    ListOrganisationCases: [ChainPartner, CovenantPartner, MunicipalContact];
    /// Why the glass was broken, and for how long: whoever watches over it.
    ListEmergencyAccesses: [PrivacyOfficer];
    /// What an organisation would see, and why; no content: privacy officer.
    ExplainInformation: [PrivacyOfficer];
    /// Covenant and admission of partners: chain manager, on a decision of the steering group.
    AdoptCovenant: [ChainManager];
    /// Covenant: chain manager.
    RenewCovenant: [ChainManager];
    /// Covenant: chain manager.
    AmendAnnex: [ChainManager];
    /// Covenant: chain manager.
    WithdrawAnnex: [ChainManager];
    /// Admission of partners: chain manager, on a decision of the steering group.
    AdmitPartner: [ChainManager];
    /// Covenant: chain manager.
    SignCovenant: [ChainManager];
    /// Covenant: chain manager.
    EndSignature: [ChainManager];
    /// Covenant: chain manager.
    EndCovenant: [ChainManager];
    /// The covenant is no secret: everybody who is known.
    GetCovenant: [ChainManager, ProcessDirector, InformationCoordinator, PolicyOfficer, Support, ChainPartner,
        CovenantPartner, IncidentalParticipant, CaseHolder, Reporter, MunicipalContact, WeighingTeam,
        ZsmCoordinator, ZsmAdministration, SteeringGroup, DirectionRoom, Mayor, Cleared, PrivacyOfficer,
        SystemAdministrator];
    /// The covenant is no secret: everybody who is known.
    ListCovenants: [ChainManager, ProcessDirector, InformationCoordinator, PolicyOfficer, Support, ChainPartner,
        CovenantPartner, IncidentalParticipant, CaseHolder, Reporter, MunicipalContact, WeighingTeam,
        ZsmCoordinator, ZsmAdministration, SteeringGroup, DirectionRoom, Mayor, Cleared, PrivacyOfficer,
        SystemAdministrator];
    /// Organisations and who may act for them: chain manager.
    RegisterOrganisation: [ChainManager];
    /// Organisations: chain manager.
    CorrectOrganisation: [ChainManager];
    /// Who may act for an organisation: chain manager.
    AuthoriseProfessional: [ChainManager];
    /// Who may act for an organisation: chain manager.
    ReviewAuthorisation: [ChainManager];
    /// Who may act for an organisation: chain manager.
    WithdrawAuthorisation: [ChainManager];
    /// Organisations: chain manager.
    ExitOrganisation: [ChainManager];
    /// Who may act for an organisation, with how to reach them: the House's staff.
    GetOrganisation: [ChainManager, ProcessDirector, InformationCoordinator, PolicyOfficer, Support,
        PrivacyOfficer];
    /// Organisations: the House's staff.
    ListOrganisations: [ChainManager, ProcessDirector, InformationCoordinator, PolicyOfficer, Support,
        PrivacyOfficer];
    /// The region's codes: everybody who is known.
    GetCatalogue: [ChainManager, ProcessDirector, InformationCoordinator, PolicyOfficer, Support, ChainPartner,
        CovenantPartner, IncidentalParticipant, CaseHolder, Reporter, MunicipalContact, WeighingTeam,
        ZsmCoordinator, ZsmAdministration, SteeringGroup, DirectionRoom, Mayor, Cleared, PrivacyOfficer,
        SystemAdministrator];
}
