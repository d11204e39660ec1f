//! The one list of everything that Schakel serves.

use crate::access_records::search_access_records::SearchAccessRecords;
use crate::cases::{
    close_after_weighing::CloseAfterWeighing, close_case::CloseCase, close_without_plan::CloseWithoutPlan,
    complete_report::CompleteReport, erase_case::EraseCase, escalate_case::EscalateCase,
    extend_direction::ExtendDirection, extend_retention::ExtendRetention, get_case::GetCase,
    give_feedback::GiveFeedback, hide_case::HideCase, identify_subject::IdentifySubject,
    judge_results::JudgeResults, lift_case_restriction::LiftCaseRestriction, lift_legal_hold::LiftLegalHold,
    link_report::LinkReport, list_cases::ListCases, list_retention::ListRetention,
    place_legal_hold::PlaceLegalHold, put_back_on_agenda::PutBackOnAgenda,
    record_escalation_outcome::RecordEscalationOutcome, record_monitoring_contact::RecordMonitoringContact,
    replace_case_holder::ReplaceCaseHolder, report_case::ReportCase, restrict_case::RestrictCase,
    reveal_case::RevealCase, schedule_case::ScheduleCase, set_plan::SetPlan, set_zsm_advice::SetZsmAdvice,
    update_agreement::UpdateAgreement, weigh_case::WeighCase, withdraw_zsm_advice::WithdrawZsmAdvice,
};
use crate::catalogue::GetCatalogue;
use crate::doors::Entry;
use crate::inbox::{list_notices::ListNotices, list_work_items::ListWorkItems};
use crate::lookups::look_up_person::LookUpPerson;
use crate::meetings::{
    appoint_chair::AppointChair, cancel_meeting::CancelMeeting, get_meeting::GetMeeting,
    hold_meeting::HoldMeeting, move_meeting::MoveMeeting, plan_meeting::PlanMeeting,
};
use crate::persons::{
    correct_person::CorrectPerson, end_relation::EndRelation, export_person::ExportPerson,
    get_person::GetPerson, lift_person_restriction::LiftPersonRestriction, merge_persons::MergePersons,
    record_relation::RecordRelation, register_person::RegisterPerson, restrict_person::RestrictPerson,
    search_persons::SearchPersons, undo_merge::UndoMerge,
};
use crate::requests::{
    complete_request::CompleteRequest, decide_request::DecideRequest, extend_request::ExtendRequest,
    get_request::GetRequest, list_requests::ListRequests, record_controller_state::RecordControllerState,
    register_request::RegisterRequest,
};
use crate::suspects::{check_suspects::CheckSuspects, get_monitor_day::GetMonitorDay};

/// Every operation.
pub fn operations() -> Vec<Entry> {
    vec![
        Entry::of::<ReportCase>(),
        Entry::of::<CompleteReport>(),
        Entry::of::<IdentifySubject>(),
        Entry::of::<LinkReport>(),
        Entry::of::<WeighCase>(),
        Entry::of::<GiveFeedback>(),
        Entry::of::<ScheduleCase>(),
        Entry::of::<SetPlan>(),
        Entry::of::<ReplaceCaseHolder>(),
        Entry::of::<UpdateAgreement>(),
        Entry::of::<RecordMonitoringContact>(),
        Entry::of::<PutBackOnAgenda>(),
        Entry::of::<ExtendDirection>(),
        Entry::of::<EscalateCase>(),
        Entry::of::<RecordEscalationOutcome>(),
        Entry::of::<SetZsmAdvice>(),
        Entry::of::<WithdrawZsmAdvice>(),
        Entry::of::<JudgeResults>(),
        Entry::of::<CloseCase>(),
        Entry::of::<CloseAfterWeighing>(),
        Entry::of::<CloseWithoutPlan>(),
        Entry::of::<HideCase>(),
        Entry::of::<RevealCase>(),
        Entry::of::<RestrictCase>(),
        Entry::of::<LiftCaseRestriction>(),
        Entry::of::<ExtendRetention>(),
        Entry::of::<PlaceLegalHold>(),
        Entry::of::<LiftLegalHold>(),
        Entry::of::<EraseCase>(),
        Entry::of::<GetCase>(),
        Entry::of::<ListCases>(),
        Entry::of::<ListRetention>(),
        Entry::of::<RegisterPerson>(),
        Entry::of::<CorrectPerson>(),
        Entry::of::<MergePersons>(),
        Entry::of::<UndoMerge>(),
        Entry::of::<RecordRelation>(),
        Entry::of::<EndRelation>(),
        Entry::of::<RestrictPerson>(),
        Entry::of::<LiftPersonRestriction>(),
        Entry::of::<GetPerson>(),
        Entry::of::<SearchPersons>(),
        Entry::of::<ExportPerson>(),
        Entry::of::<RegisterRequest>(),
        Entry::of::<RecordControllerState>(),
        Entry::of::<ExtendRequest>(),
        Entry::of::<DecideRequest>(),
        Entry::of::<CompleteRequest>(),
        Entry::of::<GetRequest>(),
        Entry::of::<ListRequests>(),
        Entry::of::<PlanMeeting>(),
        Entry::of::<MoveMeeting>(),
        Entry::of::<AppointChair>(),
        Entry::of::<HoldMeeting>(),
        Entry::of::<CancelMeeting>(),
        Entry::of::<GetMeeting>(),
        Entry::of::<LookUpPerson>(),
        Entry::of::<SearchAccessRecords>(),
        Entry::of::<CheckSuspects>(),
        Entry::of::<GetMonitorDay>(),
        Entry::of::<ListWorkItems>(),
        Entry::of::<ListNotices>(),
        Entry::of::<GetCatalogue>(),
    ]
}
