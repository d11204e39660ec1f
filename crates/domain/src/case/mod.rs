//! A case: from report to closing, and to the end of its data (HANDBOOK §2–§5, §7–§9).

mod agenda;
mod codes;
mod discussion;
mod elsewhere;
mod event;
mod information;
mod keeping;
mod life_areas;
mod referrals;
mod refusal;
mod requests;
mod shielding;
mod state;
pub(crate) mod upcast;

mod advise_mayor;
mod assess_linked_report;
mod break_glass;
mod close_after_weighing;
mod close_case;
mod close_without_plan;
mod complete_report;
mod erase_case;
mod escalate_case;
mod extend_direction;
mod extend_retention;
mod give_feedback;
mod hand_over_case;
mod hide_case;
mod identify_subject;
mod indicate_systematic_offender;
mod judge_results;
mod lift_case_restriction;
mod lift_legal_hold;
mod link_report;
mod place_legal_hold;
mod put_back_on_agenda;
mod put_on_briefing;
mod record_destruction;
mod record_escalation_outcome;
mod record_intervention;
mod record_letter_sent;
mod record_monitoring_contact;
mod replace_case_holder;
mod report_case;
mod restrict_case;
mod reveal_case;
mod schedule_case;
mod set_plan;
mod set_zsm_advice;
mod update_agreement;
mod weigh_case;
mod withdraw_zsm_advice;

pub use agenda::*;
pub use codes::*;
pub use discussion::*;
pub use elsewhere::*;
pub use event::*;
pub use information::*;
pub use keeping::*;
pub use life_areas::*;
pub use referrals::*;
pub use refusal::Refusal;
pub use requests::*;
pub use state::*;

pub use advise_mayor::{AdviseMayor, MayorAdvice};
pub use assess_linked_report::{AssessLinkedReport, LinkAssessment};
pub use break_glass::{BreakGlass, BrokenGlass};
pub use close_after_weighing::CloseAfterWeighing;
pub use close_case::CloseCase;
pub use close_without_plan::CloseWithoutPlan;
pub use complete_report::CompleteReport;
pub use erase_case::EraseCase;
pub use escalate_case::EscalateCase;
pub use extend_direction::ExtendDirection;
pub use extend_retention::ExtendRetention;
pub use give_feedback::GiveFeedback;
pub use hand_over_case::{HandOverCase, Handover};
pub use hide_case::HideCase;
pub use identify_subject::IdentifySubject;
pub use indicate_systematic_offender::{IndicateSystematicOffender, Indication};
pub use judge_results::JudgeResults;
pub use lift_case_restriction::LiftCaseRestriction;
pub use lift_legal_hold::LiftLegalHold;
pub use link_report::LinkReport;
pub use place_legal_hold::PlaceLegalHold;
pub use put_back_on_agenda::PutBackOnAgenda;
pub use put_on_briefing::PutOnBriefing;
pub use record_destruction::RecordDestruction;
pub use record_escalation_outcome::RecordEscalationOutcome;
pub use record_intervention::{RecordIntervention, TriedIntervention};
pub use record_letter_sent::RecordLetterSent;
pub use record_monitoring_contact::RecordMonitoringContact;
pub use replace_case_holder::ReplaceCaseHolder;
pub use report_case::ReportCase;
pub use restrict_case::RestrictCase;
pub use reveal_case::RevealCase;
pub use schedule_case::ScheduleCase;
pub use set_plan::SetPlan;
pub use set_zsm_advice::SetZsmAdvice;
pub use update_agreement::UpdateAgreement;
pub use weigh_case::WeighCase;
pub use withdraw_zsm_advice::WithdrawZsmAdvice;

crate::event_kind::commands! {
    /// What can be asked of a case's stream.
    pub enum Command for Case {
        ReportCase, CompleteReport, IdentifySubject, LinkReport, AssessLinkedReport, AdviseMayor, PutOnBriefing, WeighCase,
        GiveFeedback, ScheduleCase, SetPlan, ReplaceCaseHolder, UpdateAgreement, RecordMonitoringContact, PutBackOnAgenda, ExtendDirection,
        EscalateCase, RecordEscalationOutcome, SetZsmAdvice, WithdrawZsmAdvice, JudgeResults, CloseCase,
        CloseAfterWeighing, CloseWithoutPlan, HideCase, RevealCase, RestrictCase, LiftCaseRestriction,
        ExtendRetention, PlaceLegalHold, LiftLegalHold, EraseCase, RecordDestruction, ListParticipant,
        RemoveParticipant, RequestInformation, AnswerInformationRequest, WithdrawInformationRequest,
        ShareInformation, RecordConsent, RetractInformation, BreakGlass, OfferReferral, AcceptReferral,
        RejectReferral, CompleteReferral, RevokeReferral, RecordElsewhereCheck, DecideOnClient, RecordAttendance,
        RecordEvaluation, RecordLifeAreas, IndicateSystematicOffender, RecordIntervention,
        HandOverCase, RecordLetterSent,
    }
}

crate::event_kind::aggregate!(Case, "Case");
