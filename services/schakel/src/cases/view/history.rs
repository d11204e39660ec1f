//! Who did what when.

use chrono::{DateTime, Utc};
use schakel_domain::case::{self, Elsewhere, ErasureGround, Invitation};
use schakel_domain::code::Code;
use schakel_domain::event_kind::EventKind;
use schakel_domain::personal::Personal;
use schakel_domain::{Category, Text};
use serde::Serialize;
use utoipa::ToSchema;

use crate::parts::AccountId;

/// One event of the case's history.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HistoryEntry {
    /// Version of the case after it.
    version: u64,
    /// What happened: the event's name.
    event: String,
    /// When.
    at: DateTime<Utc>,
    /// Who did it.
    actor: AccountId,
    /// For which organisation.
    organisation: String,
    /// By which operation.
    action: String,
    /// What was recorded with it; what was erased is absent.
    facts: Vec<HistoryFact>,
}

/// Something that was recorded with an event: a text, a code, a day or an id.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HistoryFact {
    /// Its name, as in the operation that recorded it.
    name: String,
    /// What was recorded.
    value: String,
}

pub(super) fn history(
    entry: &schakel_journal::Entry<case::Event>,
    shows: impl Fn(Category) -> bool,
    tells: impl Fn(Category) -> bool,
) -> HistoryEntry {
    let EventKind { name, .. } = entry.event.kind();
    let shown = category(&entry.event).is_none_or(shows) && words(&entry.event).is_none_or(tells);
    HistoryEntry {
        version: entry.sequence,
        event: name.to_owned(),
        at: entry.metadata.at,
        actor: AccountId(entry.metadata.actor.clone()),
        organisation: entry.metadata.organisation.clone(),
        action: entry.metadata.action.clone(),
        facts: if shown { facts(&entry.event) } else { Vec::new() },
    }
}

/// What kind of information an event's facts are, where the covenant knows it.
fn category(event: &case::Event) -> Option<Category> {
    use case::Event;
    match event {
        Event::SubjectIdentified { .. } => Some(Category::Identity),
        Event::PlanSet { .. }
        | Event::CaseHolderReplaced { .. }
        | Event::AgreementUpdated { .. }
        | Event::MonitoringContactRecorded { .. }
        | Event::DirectionExtended { .. }
        | Event::AttendanceRecorded { .. }
        | Event::MeetingEvaluated { .. }
        | Event::LifeAreasRecorded { .. } => Some(Category::Plan),
        Event::ZsmAdviceSet { .. }
        | Event::ZsmAdviceWithdrawn { .. }
        | Event::SystematicOffenderIndicated { .. } => Some(Category::ZsmAdvice),
        Event::InterventionRecorded { .. } => Some(Category::Probation),
        _ => None,
    }
}

/// What kind of information the words are in which an event's facts were written, where the House keeps them as well.
fn words(event: &case::Event) -> Option<Category> {
    use case::Event;
    match event {
        Event::ElsewhereChecked { .. } => Some(Category::Care),
        Event::FeedbackGiven { .. }
        | Event::InformationAnswered { .. }
        | Event::ReferralOffered { .. }
        | Event::CaseEscalated { .. }
        | Event::EscalationReturned { .. }
        | Event::CaseHandedOver { .. }
        | Event::CaseHidden { .. }
        | Event::CaseRevealed { .. }
        | Event::UseRestricted { .. }
        | Event::RestrictionLifted { .. }
        | Event::LegalHoldPlaced { .. }
        | Event::LegalHoldLifted { .. }
        | Event::RetentionExtended { .. } => Some(Category::Plan),
        _ => None,
    }
}

/// What an event recorded beyond what the case itself shows.
fn facts(event: &case::Event) -> Vec<HistoryFact> {
    use case::Event;
    let mut facts = Facts::default();
    match event {
        Event::SubjectIdentified { member, person } => {
            facts.add("memberId", member);
            facts.add("personId", person);
        }
        Event::ReportLinked { active_case } => facts.add("activeCaseId", active_case),
        Event::PutOnBriefing { briefing } => facts.add("briefingId", briefing),
        Event::LinkedReportAssessed { active_case, plan_endangered, .. } => {
            facts.add("activeCaseId", active_case);
            facts.add("planEndangered", plan_endangered);
        }
        Event::MayorAdvised { advice } => facts.add("decidedDate", advice.on),
        Event::CaseWeighed { briefing, decision, .. } => {
            facts.add_some("briefingId", briefing.as_ref());
            facts.add("decision", decision.code().code());
        }
        Event::FeedbackGiven { channel, message } => {
            facts.add("channel", channel.code());
            facts.add_text("message", message.as_ref());
        }
        Event::CaseScheduled { meeting_type, meeting, municipal_contact, .. } => {
            facts.add("meetingType", meeting_type);
            facts.add_some("meetingId", meeting.as_ref());
            facts.add_some("municipalContact", municipal_contact.as_ref().map(|it| &it.0));
        }
        Event::CaseShielded { meeting_type } => facts.add("meetingType", meeting_type),
        Event::PlanSet { plan, case_holder } => {
            facts.add("planVersion", plan.version);
            facts.add("caseHolder", &case_holder.account.0);
        }
        Event::CaseHolderReplaced { case_holder } => facts.add("caseHolder", &case_holder.account.0),
        Event::AgreementUpdated { agreement, state, note } => {
            facts.add("agreementId", agreement);
            facts.add("state", state.code());
            facts.add_text("note", note.as_ref());
        }
        Event::MonitoringContactRecorded { moment, on, new_developments, .. } => {
            facts.add("moment", moment.code());
            facts.add("contactDate", on);
            facts.add_text("newDevelopments", new_developments.as_ref());
        }
        Event::PutBackOnAgenda { reason, asked_by, meeting_type, meeting, .. } => {
            facts.add("reason", reason.code());
            facts.add_some("askedBy", asked_by.as_ref());
            facts.add("meetingType", meeting_type);
            facts.add_some("meetingId", meeting.as_ref());
        }
        Event::DirectionExtended { until, reason } => {
            facts.add("newEndDate", until);
            facts.add_text("reason", Some(reason));
        }
        Event::CaseEscalated { level, question, .. } => {
            facts.add("level", level.code());
            facts.add_text("question", Some(question));
        }
        Event::EscalationReturned { outcome, .. } => facts.add_text("outcome", Some(outcome)),
        Event::ZsmAdviceSet { version, advice, .. } => {
            facts.add("version", version);
            facts.add_text("sketch", Some(&advice.sketch));
            advice.measures.iter().for_each(|measure| facts.add_text("measure", Some(measure)));
        }
        Event::ZsmAdviceWithdrawn { version, cause } => {
            facts.add("version", version);
            facts.add("cause", cause.code());
        }
        Event::CaseClosed { ground, .. } => facts.add("ground", ground.code().code()),
        Event::CaseHidden { reason }
        | Event::CaseRevealed { reason }
        | Event::UseRestricted { reason }
        | Event::RestrictionLifted { reason }
        | Event::LegalHoldPlaced { reason }
        | Event::LegalHoldLifted { reason } => facts.add_text("reason", Some(reason)),
        Event::RetentionExtended { until, reason, decider } => {
            facts.add("newEndDate", until);
            facts.add_text("reason", Some(reason));
            facts.add("decider", &decider.0);
        }
        Event::CaseErased { ground, .. } => {
            facts.add("ground", ground.code().code());
            if let ErasureGround::RequestGranted { request } = ground {
                facts.add("requestId", request);
            }
        }
        Event::KeysDestroyed { keys } => facts.add("keysDestroyed", keys),
        Event::ParticipantListed { meeting, participant } => {
            facts.add("meetingId", meeting);
            facts.add("participant", &participant.account.0);
        }
        Event::ParticipantRemoved { meeting, account } => {
            facts.add("meetingId", meeting);
            facts.add("participant", &account.0);
        }
        Event::InformationRequested { request, organisation, answer_by, .. } => {
            facts.add("informationRequestId", request);
            facts.add("addressee", organisation);
            facts.add("answerByDate", answer_by);
        }
        Event::InformationAnswered { request, known, .. } => {
            facts.add("informationRequestId", request);
            facts.add("known", known);
        }
        Event::InformationRequestWithdrawn { request } => facts.add("informationRequestId", request),
        // What an item says is for the information view, which asks the covenant first.
        Event::InformationShared { item } => {
            facts.add("informationId", item.id);
            facts.add("category", item.category.code());
        }
        Event::ConsentRecorded { item, consent } => {
            facts.add("informationId", item);
            facts.add("consent", consent.code());
        }
        Event::InformationRetracted { item } => facts.add("informationId", item),
        Event::ElsewhereChecked { party, found, .. } => {
            facts.add("party", party.code());
            facts.add("known", *found != Elsewhere::NotKnown);
        }
        Event::ClientInvitationDecided { invitation, .. } => {
            facts.add("invited", *invitation == Invitation::Invited);
        }
        Event::AttendanceRecorded { meeting, attendance } => {
            facts.add("meetingId", meeting);
            facts.add("client", attendance.client.code().code());
            facts.add_some("summedUpBy", attendance.summed_up_by.as_ref().map(|by| &by.account.0));
        }
        Event::CaseDiscussed { meeting_type, meeting } => {
            facts.add("meetingType", meeting_type);
            facts.add_some("meetingId", meeting.as_ref());
        }
        Event::MeetingEvaluated { meeting, by, evaluation } => {
            facts.add("meetingId", meeting);
            facts.add("by", by.code());
            facts.add_text("evaluation", Some(evaluation));
        }
        Event::LifeAreasRecorded { areas } => {
            areas.keys().for_each(|area| facts.add("lifeArea", area.code()));
        }
        Event::SystematicOffenderIndicated { indication, review_on, until, .. } => {
            facts.add("indication", indication.code());
            facts.add("reviewDate", review_on);
            facts.add_some("untilDate", until.as_ref());
        }
        Event::InterventionRecorded { intervention } => {
            facts.add_text("what", Some(&intervention.what));
            facts.add("worked", intervention.worked);
        }
        Event::GlassBroken { account, until, .. } => {
            facts.add("account", &account.0);
            facts.add("endsAt", until.to_rfc3339());
        }
        // So is what a referral asks.
        Event::ReferralOffered { referral, from, to, .. } => {
            facts.add("referralId", referral);
            facts.add("referrer", from);
            facts.add("receiver", to);
        }
        Event::ReferralAccepted { referral }
        | Event::ReferralRejected { referral, .. }
        | Event::ReferralCompleted { referral }
        | Event::ReferralRevoked { referral, .. } => facts.add("referralId", referral),
        Event::CaseHandedOver { handover, house, reason, categories, client_told, .. } => {
            facts.add("handoverId", handover);
            facts.add("house", house);
            facts.add_text("reason", Some(reason));
            categories.iter().for_each(|category| facts.add("category", category.code()));
            facts.add("clientTold", client_told);
        }
        Event::LetterSent { kind, meeting, to, on } => {
            facts.add("kind", kind.code());
            facts.add("meetingId", meeting);
            facts.add("recipient", to.code().code());
            facts.add("sentDate", on);
        }
        Event::CaseReported { .. } | Event::ReportCompleted { .. } | Event::ResultsJudged { .. } => {}
    }
    facts.0
}

#[derive(Default)]
struct Facts(Vec<HistoryFact>);

impl Facts {
    fn add(&mut self, name: &str, value: impl ToString) {
        self.0.push(HistoryFact { name: name.to_owned(), value: value.to_string() });
    }

    fn add_some(&mut self, name: &str, value: Option<impl ToString>) {
        if let Some(value) = value {
            self.add(name, value);
        }
    }

    fn add_text(&mut self, name: &str, text: Option<&Personal<Text>>) {
        self.add_some(name, text.and_then(Personal::known).map(Text::as_str));
    }
}
