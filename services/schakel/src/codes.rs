//! The handbook's closed lists as they stand on the wire.

use schakel_access as access;
use schakel_domain::{
    self as domain, bottleneck, case, inquiry, lines, meeting, organisation, person, subject_request,
    trajectory,
};
use schakel_read_models::{notices, worklist};

use crate::lookups::look_up_person::By;
use crate::wire::Coded;

/// See [`case::Trigger`].
pub type Trigger = Coded<case::Trigger>;
/// See [`case::SubjectKind`].
pub type SubjectKind = Coded<case::SubjectKind>;
/// See [`case::DecisionCode`].
pub type DecisionCode = Coded<case::DecisionCode>;
/// See [`case::NoFollowUpCode`].
pub type NoFollowUpCode = Coded<case::NoFollowUpCode>;
/// See [`case::EscalationLevel`].
pub type EscalationLevel = Coded<case::EscalationLevel>;
/// See [`case::FeedbackChannel`].
pub type FeedbackChannel = Coded<case::FeedbackChannel>;
/// See [`case::LifeArea`].
pub type LifeArea = Coded<case::LifeArea>;
/// See [`case::Intervention`].
pub type Intervention = Coded<case::Intervention>;
/// See [`case::AgreementState`].
pub type AgreementState = Coded<case::AgreementState>;
/// See [`case::MonitoringMoment`].
pub type MonitoringMoment = Coded<case::MonitoringMoment>;
/// See [`case::AgendaReason`].
pub type AgendaReason = Coded<case::AgendaReason>;
/// See [`case::CaseState`].
pub type CaseState = Coded<case::CaseState>;
/// See [`case::ClosingCode`].
pub type ClosingCode = Coded<case::ClosingCode>;
/// See [`case::ErasureCode`].
pub type ErasureCode = Coded<case::ErasureCode>;
/// See [`person::Gender`].
pub type Gender = Coded<person::Gender>;
/// See [`person::RelationKind`].
pub type RelationKind = Coded<person::RelationKind>;
/// See [`subject_request::RequestKind`].
pub type RequestKind = Coded<subject_request::RequestKind>;
/// See [`subject_request::RequestOutcome`].
pub type RequestOutcome = Coded<subject_request::RequestOutcome>;
/// See [`subject_request::ControllerStateCode`].
pub type ControllerStateCode = Coded<subject_request::ControllerStateCode>;
/// See [`meeting::MeetingState`].
pub type MeetingState = Coded<meeting::MeetingState>;
/// See [`lines::LineField`].
pub type LineField = Coded<lines::LineField>;
/// See [`lines::LineRule`].
pub type LineRule = Coded<lines::LineRule>;
/// See [`inquiry::ContactKind`].
pub type ContactKind = Coded<inquiry::ContactKind>;
/// See [`inquiry::InquiryKind`].
pub type InquiryKind = Coded<inquiry::InquiryKind>;
/// See [`worklist::WorkKind`].
pub type WorkKind = Coded<worklist::WorkKind>;
/// See [`notices::NoticeKind`].
pub type NoticeKind = Coded<notices::NoticeKind>;
/// See [`person::matching::Reason`].
pub type MatchReason = Coded<person::matching::Reason>;
/// See [`By`].
pub type LookupType = Coded<By>;
/// See [`access::LookupPurpose`].
pub type LookupPurpose = Coded<access::LookupPurpose>;
/// See [`case::AbsenceReason`].
pub type AbsenceReason = Coded<case::AbsenceReason>;
/// See [`case::AftercareArea`].
pub type AftercareArea = Coded<case::AftercareArea>;
/// See [`case::ElsewhereParty`].
pub type ElsewhereParty = Coded<case::ElsewhereParty>;
/// See [`case::Evaluator`].
pub type Evaluator = Coded<case::Evaluator>;
/// See [`case::FirstPartReason`].
pub type FirstPartReason = Coded<case::FirstPartReason>;
/// See [`case::MeetingPart`].
pub type MeetingPart = Coded<case::MeetingPart>;
/// See [`case::MeetingStep`].
pub type MeetingStep = Coded<case::MeetingStep>;
/// See [`case::ParentsReason`].
pub type ParentsReason = Coded<case::ParentsReason>;
/// See [`case::PresenceCode`].
pub type PresenceCode = Coded<case::PresenceCode>;
/// See [`case::LetterKind`].
pub type LetterKind = Coded<case::LetterKind>;
/// See [`case::LetterRecipientCode`].
pub type LetterRecipient = Coded<case::LetterRecipientCode>;
/// See [`case::SmdIndication`].
pub type SmdIndication = Coded<case::SmdIndication>;
/// See [`domain::Category`].
pub type Category = Coded<domain::Category>;
/// See [`organisation::PartnerKind`].
pub type PartnerKind = Coded<organisation::PartnerKind>;
/// See [`organisation::Chain`].
pub type Chain = Coded<organisation::Chain>;
/// See [`organisation::Mandate`].
pub type Mandate = Coded<organisation::Mandate>;
/// See [`case::Consent`].
pub type Consent = Coded<case::Consent>;
/// See [`case::RequestState`].
pub type RequestState = Coded<case::RequestState>;
/// See [`case::ReferralState`].
pub type ReferralState = Coded<case::ReferralState>;
/// See [`bottleneck::BottleneckState`].
pub type BottleneckState = Coded<bottleneck::BottleneckState>;
/// See [`trajectory::HelpQuestion`].
pub type HelpQuestion = Coded<trajectory::HelpQuestion>;
/// See [`trajectory::Obstacle`].
pub type Obstacle = Coded<trajectory::Obstacle>;
/// See [`trajectory::TrajectoryKind`].
pub type TrajectoryKind = Coded<trajectory::TrajectoryKind>;
/// See [`trajectory::TrajectoryOutcome`].
pub type TrajectoryOutcome = Coded<trajectory::TrajectoryOutcome>;
/// See [`trajectory::TrajectoryState`].
pub type TrajectoryState = Coded<trajectory::TrajectoryState>;
/// See [`access::InvolvementCode`].
pub type Involvement = Coded<access::InvolvementCode>;
/// See [`access::Role`].
pub type Role = Coded<access::Role>;
/// See [`schakel_figures::sheet::Unit`].
pub type FiguresUnit = Coded<schakel_figures::sheet::Unit>;
