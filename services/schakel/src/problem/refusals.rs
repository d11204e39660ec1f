//! Which problem each refusal of the domain is.

use schakel_domain::{
    bottleneck, case, covenant, inquiry, meeting, organisation, person, subject_request, trajectory,
};

use super::Kind;

/// The problem that a refusal of the aggregate is.
pub(super) fn case(refusal: case::Refusal) -> Kind {
    use case::Refusal as Reason;
    match refusal {
        Reason::CaseAlreadyReported => Kind::CaseAlreadyReported,
        Reason::CaseUnknown => Kind::NotFound,
        Reason::CaseClosed => Kind::CaseClosed,
        Reason::CaseEscalated => Kind::CaseEscalated,
        Reason::CaseNotEscalated => Kind::CaseNotEscalated,
        Reason::DoesNotEscalateToHouse => Kind::DoesNotEscalateToHouse,
        Reason::NothingToComplete => Kind::NothingToComplete,
        Reason::SubjectDoesNotFitKind => Kind::SubjectDoesNotFitKind,
        Reason::SubjectAlreadyIdentified => Kind::SubjectAlreadyIdentified,
        Reason::MemberUnknown => Kind::MemberUnknown,
        Reason::MunicipalityUnknown => Kind::MunicipalityUnknown,
        Reason::ThemeUnknown => Kind::ThemeUnknown,
        Reason::MeetingTypeUnknown => Kind::MeetingTypeUnknown,
        Reason::MeetingTypeNotShielded => Kind::MeetingTypeNotShielded,
        Reason::CaseShielded => Kind::CaseShielded,
        Reason::ReleaseDateNotExpected => Kind::ReleaseDateNotExpected,
        Reason::LinkedToItself => Kind::LinkedToItself,
        Reason::AlreadyLinked => Kind::AlreadyLinked,
        Reason::LinkedCaseNotActive => Kind::LinkedCaseNotActive,
        Reason::NotLinked => Kind::NotLinked,
        Reason::LinkAlreadyAssessed => Kind::LinkAlreadyAssessed,
        Reason::NoBijReport => Kind::NoBijReport,
        Reason::MayorAlreadyAdvised => Kind::MayorAlreadyAdvised,
        Reason::NotMandated => Kind::NotMandated,
        Reason::AdviceInTheFuture => Kind::AdviceInTheFuture,
        Reason::TriggerMissing => Kind::TriggerMissing,
        Reason::MunicipalityMissing => Kind::MunicipalityMissing,
        Reason::ThemeMissing => Kind::ThemeMissing,
        Reason::KeptFromBriefing => Kind::KeptFromBriefing,
        Reason::AlreadyWeighed => Kind::AlreadyWeighed,
        Reason::PastWeighing => Kind::PastWeighing,
        Reason::CriterionUnknown => Kind::CriterionUnknown,
        Reason::CriteriaNotMet => Kind::CriteriaNotMet,
        Reason::DeferredToThePast => Kind::DeferredToThePast,
        Reason::PartnersMissing => Kind::PartnersMissing,
        Reason::MeetingIsNoBriefing => Kind::MeetingIsNoBriefing,
        Reason::MeetingUnknown => Kind::MeetingUnknown,
        Reason::MeetingCalledOff => Kind::MeetingCalledOff,
        Reason::MeetingAlreadyHeld => Kind::MeetingAlreadyHeld,
        Reason::MeetingIsOfAnotherType => Kind::MeetingIsOfAnotherType,
        Reason::MeetingIsOfAnotherSubregion => Kind::MeetingIsOfAnotherSubregion,
        Reason::MeetingIsOfAnotherMunicipality => Kind::MeetingIsOfAnotherMunicipality,
        Reason::SubjectTooYoung => Kind::SubjectTooYoung,
        Reason::NoFeedbackOwed => Kind::NoFeedbackOwed,
        Reason::FeedbackOutstanding => Kind::FeedbackOutstanding,
        Reason::NotWeighed => Kind::NotWeighed,
        Reason::NoDecisionToSchedule => Kind::NoDecisionToSchedule,
        Reason::DecisionNamesAnotherMeeting => Kind::DecisionNamesAnotherMeeting,
        Reason::BriefingIsForWeighing => Kind::BriefingIsForWeighing,
        Reason::MunicipalContactMissing => Kind::MunicipalContactMissing,
        Reason::MunicipalContactNotExpected => Kind::MunicipalContactNotExpected,
        Reason::NotTheMunicipalContact => Kind::NotTheMunicipalContact,
        Reason::TableKeepsOwnRegister => Kind::TableKeepsOwnRegister,
        Reason::AlreadyScheduled => Kind::AlreadyScheduled,
        Reason::DiscussedOnce => Kind::DiscussedOnce,
        Reason::NotScheduled => Kind::NotScheduled,
        Reason::AgreementsMissing => Kind::AgreementsMissing,
        Reason::GoalsMissing => Kind::GoalsMissing,
        Reason::AgreementDueBeforePlan => Kind::AgreementDueBeforePlan,
        Reason::PillarMissing => Kind::PillarMissing,
        Reason::PillarUnknown => Kind::PillarUnknown,
        Reason::PillarNotExpected => Kind::PillarNotExpected,
        Reason::NoPlanInForce => Kind::NoPlanInForce,
        Reason::PlanInForce => Kind::PlanInForce,
        Reason::BackOnAgenda => Kind::BackOnAgenda,
        Reason::AgreementUnknown => Kind::AgreementUnknown,
        Reason::NotTheOwner => Kind::NotTheOwner,
        Reason::ContactAlreadyRecorded => Kind::ContactAlreadyRecorded,
        Reason::ContactInTheFuture => Kind::ContactInTheFuture,
        Reason::ContactBeforePlan => Kind::ContactBeforePlan,
        Reason::CaseHolderNotConsulted => Kind::CaseHolderNotConsulted,
        Reason::AskingPartnerMissing => Kind::AskingPartnerMissing,
        Reason::AskingPartnerNotExpected => Kind::AskingPartnerNotExpected,
        Reason::AlreadyCaseHolder => Kind::AlreadyCaseHolder,
        Reason::EndNotLater => Kind::EndNotLater,
        Reason::MeasuresMissing => Kind::MeasuresMissing,
        Reason::NotYetDiscussed => Kind::NotYetDiscussed,
        Reason::NoZsmAdvice => Kind::NoZsmAdvice,
        Reason::NotTheCaseHolder => Kind::NotTheCaseHolder,
        Reason::ResultsNotJudged => Kind::ResultsNotJudged,
        Reason::DecisionProvisional => Kind::DecisionProvisional,
        Reason::MeetingOutstanding => Kind::MeetingOutstanding,
        Reason::NotReportedDone => Kind::NotReportedDone,
        Reason::NotAHandlingPartner => Kind::NotAHandlingPartner,
        Reason::CaseHidden => Kind::CaseHidden,
        Reason::CaseNotHidden => Kind::CaseNotHidden,
        Reason::UseIsRestricted => Kind::UseIsRestricted,
        Reason::UseNotRestricted => Kind::UseNotRestricted,
        Reason::CaseNotClosed => Kind::CaseNotClosed,
        Reason::LegalHoldInForce => Kind::LegalHoldInForce,
        Reason::NoLegalHold => Kind::NoLegalHold,
        Reason::TermNotPassed => Kind::TermNotPassed,
        Reason::CaseErased => Kind::CaseErased,
        Reason::CaseNotErased => Kind::CaseNotErased,
        Reason::DestructionRecorded => Kind::DestructionRecorded,
        Reason::NotOnThatAgenda => Kind::NotOnThatAgenda,
        Reason::AlreadyListed => Kind::AlreadyListed,
        Reason::NotListed => Kind::NotListed,
        Reason::AlreadyAsked => Kind::AlreadyAsked,
        Reason::AnswerDueInThePast => Kind::AnswerDueInThePast,
        Reason::RequestUnknown => Kind::RequestUnknown,
        Reason::RequestNotOpen => Kind::RequestNotOpen,
        Reason::NotTheAddressee => Kind::NotTheAddressee,
        Reason::InformationAlreadyShared => Kind::InformationAlreadyShared,
        Reason::InformationUnknown => Kind::InformationUnknown,
        Reason::NotTheSource => Kind::NotTheSource,
        Reason::CategoryNotInAnnex => Kind::CategoryNotInAnnex,
        Reason::ConsentNotGiven => Kind::ConsentNotGiven,
        Reason::ConsentNotNeeded => Kind::ConsentNotNeeded,
        Reason::ConsentAlreadyRecorded => Kind::ConsentAlreadyRecorded,
        Reason::GlassIsBroken => Kind::GlassIsBroken,
        Reason::ReferredToItself => Kind::ReferredToItself,
        Reason::ReferredToTheHouse => Kind::ReferredToTheHouse,
        Reason::AlreadyReferred => Kind::AlreadyReferred,
        Reason::NotTheReferrer => Kind::NotTheReferrer,
        Reason::ReferralUnknown => Kind::ReferralUnknown,
        Reason::ReferralNotOpen => Kind::ReferralNotOpen,
        Reason::NotTheReceiver => Kind::NotTheReceiver,
        Reason::ReferralNotAccepted => Kind::ReferralNotAccepted,
        Reason::ReferralEnded => Kind::ReferralEnded,
        Reason::PickUpUndecided => Kind::PickUpUndecided,
        Reason::HandledByVeiligThuis => Kind::HandledByVeiligThuis,
        Reason::NoMeetingToCome => Kind::NoMeetingToCome,
        Reason::ReasonFollowsInvitation => Kind::ReasonFollowsInvitation,
        Reason::AttendanceNotRecorded => Kind::AttendanceNotRecorded,
        Reason::NotDecidedJointly => Kind::NotDecidedJointly,
        Reason::DeciderNotAtTable => Kind::DeciderNotAtTable,
        Reason::SummaryMissing => Kind::SummaryMissing,
        Reason::SummaryNotExpected => Kind::SummaryNotExpected,
        Reason::NotThereForTheDecision => Kind::NotThereForTheDecision,
        Reason::ClientWasAbsent => Kind::ClientWasAbsent,
        Reason::NotThroughLifeAreas => Kind::NotThroughLifeAreas,
        Reason::LifeAreasMissing => Kind::LifeAreasMissing,
        Reason::NotIndicatedHere => Kind::NotIndicatedHere,
        Reason::NotASystematicOffender => Kind::NotASystematicOffender,
        Reason::ReviewInThePast => Kind::ReviewInThePast,
        Reason::TermMissing => Kind::TermMissing,
        Reason::TermNotExpected => Kind::TermNotExpected,
        Reason::TermInThePast => Kind::TermInThePast,
        Reason::TermTooLong => Kind::TermTooLong,
        Reason::NoProbationReportAskedFor => Kind::NoProbationReportAskedFor,
        Reason::EndsBeforeItBegins => Kind::EndsBeforeItBegins,
        Reason::TriedInTheFuture => Kind::TriedInTheFuture,
        Reason::OtherHouseUnknown => Kind::OtherHouseUnknown,
        Reason::NothingToHandOver => Kind::NothingToHandOver,
        Reason::CategoryStaysHere => Kind::CategoryStaysHere,
        Reason::ClientNotInvited => Kind::ClientNotInvited,
        Reason::NobodyNotified => Kind::NobodyNotified,
        Reason::LetterInTheFuture => Kind::LetterInTheFuture,
    }
}

/// The problem that a refusal of the aggregate is.
pub(super) fn person(refusal: person::Refusal) -> Kind {
    use person::Refusal as Reason;
    match refusal {
        Reason::PersonAlreadyRegistered => Kind::PersonAlreadyRegistered,
        Reason::PersonUnknown => Kind::NotFound,
        Reason::PersonErased => Kind::PersonErased,
        Reason::PersonPossiblyKnown => Kind::PersonPossiblyKnown,
        Reason::NothingToCorrect => Kind::NothingToCorrect,
        Reason::OtherPersonUnknown => Kind::OtherPersonUnknown,
        Reason::MergedIntoItself => Kind::MergedIntoItself,
        Reason::AlreadyMerged => Kind::AlreadyMerged,
        Reason::NothingToUndo => Kind::NothingToUndo,
        Reason::RelatedToItself => Kind::RelatedToItself,
        Reason::RelationAlreadyRecorded => Kind::RelationAlreadyRecorded,
        Reason::RelationUnknown => Kind::RelationUnknown,
        Reason::PersonRestricted => Kind::PersonRestricted,
        Reason::PersonAlreadyRestricted => Kind::PersonAlreadyRestricted,
        Reason::PersonNotRestricted => Kind::PersonNotRestricted,
        Reason::CasesLeft => Kind::CasesLeft,
        Reason::PersonNotErased => Kind::PersonNotErased,
        Reason::DestructionAlreadyProven => Kind::DestructionAlreadyProven,
    }
}

/// The problem that a refusal of the aggregate is.
pub(super) fn meeting(refusal: meeting::Refusal) -> Kind {
    use meeting::Refusal as Reason;
    match refusal {
        Reason::MeetingAlreadyPlanned => Kind::MeetingAlreadyPlanned,
        Reason::MeetingUnknown => Kind::NotFound,
        Reason::MeetingTypeUnknown => Kind::MeetingTypeUnknown,
        Reason::SubregionUnknown => Kind::SubregionUnknown,
        Reason::SubregionMissing => Kind::SubregionMissing,
        Reason::ListMissing => Kind::ListMissing,
        Reason::ListNotExpected => Kind::ListNotExpected,
        Reason::MunicipalityUnknown => Kind::MunicipalityUnknown,
        Reason::ChairedByAnother => Kind::ChairedByAnother,
        Reason::TableKeepsOwnRegister => Kind::TableKeepsOwnRegister,
        Reason::MeetingInThePast => Kind::MeetingInThePast,
        Reason::MeetingNotYetDue => Kind::MeetingNotYetDue,
        Reason::MeetingAlreadyHeld => Kind::MeetingAlreadyHeld,
        Reason::MeetingCalledOff => Kind::MeetingCalledOff,
        Reason::NotTheSigner => Kind::NotTheSigner,
        Reason::NonDisclosureAlreadySigned => Kind::NonDisclosureAlreadySigned,
    }
}

/// The problem that a refusal of the aggregate is.
pub(super) fn subject_request(refusal: subject_request::Refusal) -> Kind {
    use subject_request::Refusal as Reason;
    match refusal {
        Reason::RequestAlreadyRegistered => Kind::RequestAlreadyRegistered,
        Reason::RequestUnknown => Kind::NotFound,
        Reason::SubjectUnknown => Kind::SubjectUnknown,
        Reason::ReceivedInTheFuture => Kind::ReceivedInTheFuture,
        Reason::ControllersMissing => Kind::ControllersMissing,
        Reason::ControllerUnknown => Kind::ControllerUnknown,
        Reason::AlreadyExtended => Kind::AlreadyExtended,
        Reason::ExtensionTooLate => Kind::ExtensionTooLate,
        Reason::AlreadyDecided => Kind::AlreadyDecided,
        Reason::NotDecided => Kind::NotDecided,
        Reason::ControllerOpen => Kind::ControllerOpen,
        Reason::RequestCompleted => Kind::RequestCompleted,
    }
}

pub(super) fn organisation(refusal: organisation::Refusal) -> Kind {
    use organisation::Refusal as Reason;
    match refusal {
        Reason::OrganisationAlreadyRegistered => Kind::OrganisationAlreadyRegistered,
        Reason::OrganisationUnknown => Kind::NotFound,
        Reason::OrganisationHasLeft => Kind::OrganisationHasLeft,
        Reason::MunicipalityUnknown => Kind::MunicipalityUnknown,
        Reason::OneHouse => Kind::OneHouse,
        Reason::RolesMissing => Kind::RolesMissing,
        Reason::RoleStandsAlone => Kind::RoleStandsAlone,
        Reason::RoleOfAnotherKind => Kind::RoleOfAnotherKind,
        Reason::NoMunicipality => Kind::NoMunicipality,
        Reason::TwoContactsAlready => Kind::TwoContactsAlready,
        Reason::PeriodNotInOrder => Kind::PeriodNotInOrder,
        Reason::AuthorisedTooLong => Kind::AuthorisedTooLong,
        Reason::NotAuthorised => Kind::NotAuthorised,
    }
}

pub(super) fn covenant(refusal: covenant::Refusal) -> Kind {
    use covenant::Refusal as Reason;
    match refusal {
        Reason::CovenantAlreadyAdopted => Kind::CovenantAlreadyAdopted,
        Reason::CovenantUnknown => Kind::NotFound,
        Reason::CovenantHasEnded => Kind::CovenantHasEnded,
        Reason::AnnexesMissing => Kind::AnnexesMissing,
        Reason::GroundTwice => Kind::GroundTwice,
        Reason::GroundUnknown => Kind::GroundUnknown,
        Reason::AnnexAllowsNothing => Kind::AnnexAllowsNothing,
        Reason::NothingToAmend => Kind::NothingToAmend,
        Reason::PeriodNotInOrder => Kind::PeriodNotInOrder,
        Reason::DecidedInTheFuture => Kind::DecidedInTheFuture,
        Reason::AlreadyAdmitted => Kind::AlreadyAdmitted,
        Reason::NotAdmitted => Kind::NotAdmitted,
        Reason::AlreadySigned => Kind::AlreadySigned,
        Reason::NotSigned => Kind::NotSigned,
    }
}

pub(super) fn inquiry(refusal: inquiry::Refusal) -> Kind {
    use inquiry::Refusal as Reason;
    match refusal {
        Reason::InquiryAlreadyRegistered => Kind::InquiryAlreadyRegistered,
        Reason::ReportIsACase => Kind::ReportIsACase,
        Reason::AskerMissing => Kind::AskerMissing,
        Reason::PartnerMissing => Kind::PartnerMissing,
        Reason::PartnerNotExpected => Kind::PartnerNotExpected,
        Reason::InquiryInTheFuture => Kind::InquiryInTheFuture,
        Reason::MunicipalityUnknown => Kind::MunicipalityUnknown,
        Reason::ThemeUnknown => Kind::ThemeUnknown,
    }
}

pub(super) fn trajectory(refusal: trajectory::Refusal) -> Kind {
    use trajectory::Refusal as Reason;
    match refusal {
        Reason::TrajectoryAlreadyStarted => Kind::TrajectoryAlreadyStarted,
        Reason::TrajectoryUnknown => Kind::NotFound,
        Reason::MunicipalityUnknown => Kind::MunicipalityUnknown,
        Reason::BudgetSourceUnknown => Kind::BudgetSourceUnknown,
        Reason::CaseNotActive => Kind::CaseNotActive,
        Reason::DateInTheFuture => Kind::DateInTheFuture,
        Reason::BeforeTheStart => Kind::BeforeTheStart,
        Reason::MoreRepaidThanSpent => Kind::MoreRepaidThanSpent,
        Reason::TrajectoryEnded => Kind::TrajectoryEnded,
    }
}

pub(super) fn bottleneck(refusal: bottleneck::Refusal) -> Kind {
    use bottleneck::Refusal as Reason;
    match refusal {
        Reason::BottleneckAlreadyRaised => Kind::BottleneckAlreadyRaised,
        Reason::BottleneckUnknown => Kind::NotFound,
        Reason::BottleneckThemeUnknown => Kind::BottleneckThemeUnknown,
        Reason::MeetingTypeUnknown => Kind::MeetingTypeUnknown,
        Reason::CaseToCountUnknown => Kind::CaseToCountUnknown,
        Reason::CaseAlreadyCounted => Kind::CaseAlreadyCounted,
        Reason::AlreadyBeforeSteeringGroup => Kind::AlreadyBeforeSteeringGroup,
        Reason::NotBeforeSteeringGroup => Kind::NotBeforeSteeringGroup,
        Reason::BottleneckEnded => Kind::BottleneckEnded,
    }
}
