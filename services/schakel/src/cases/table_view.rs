//! What was recorded at the table, as a client sees it: known elsewhere, the client at the table, life areas, and the
//! indication of a systematic offender.

use chrono::NaiveDate;
use schakel_domain::case::{
    self, AreaState, Attendance, Check, ClientPresence, Discussion, Elsewhere, File, Invitation, SummedUpBy,
    TookPart,
};
use schakel_domain::{Account, Category, MeetingId};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::codes::{
    AbsenceReason, AftercareArea, AgreementState, ElsewhereParty, Evaluator, FirstPartReason, LetterKind,
    LetterRecipient, MeetingPart, MeetingStep, ParentsReason, PresenceCode, SmdIndication,
};
use crate::parts::{AccountId, FreeText, MeetingTypeCode, Organisation, known};

/// Whether the person is known elsewhere, by the last check of a party.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ElsewhereCheckView {
    party: ElsewhereParty,
    checked_date: NaiveDate,
    known: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    picked_up_by: Option<Organisation>,
}

/// Whether the client is invited to the coming meeting.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InvitationView {
    invited: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<AbsenceReason>,
}

/// How often a kind of meeting discussed the case.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TimesDiscussedView {
    meeting_type: MeetingTypeCode,
    times: u32,
}

/// The discussion in one meeting.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DiscussionView {
    meeting_id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    client: Option<PresenceCode>,
    #[serde(skip_serializing_if = "Option::is_none")]
    support_person: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    absence_reason: Option<AbsenceReason>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parents_reason: Option<ParentsReason>,
    /// What client, parents and support person were there for: the decision, or nothing.
    client_steps: Vec<MeetingStep>,
    /// Who first summed up for them.
    #[serde(skip_serializing_if = "Option::is_none")]
    summed_up_by: Option<SummedUpByView>,
    participants: Vec<AttendeeView>,
    evaluations: Vec<EvaluationView>,
}

/// Who first summed up for the client.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SummedUpByView {
    account: AccountId,
    organisation: Organisation,
}

/// In which part of the meeting somebody took part.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AttendeeView {
    account: AccountId,
    part: MeetingPart,
    /// What they were there for.
    steps: Vec<MeetingStep>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<FirstPartReason>,
    /// Which organisations decided so, as far as that was recorded.
    decided_by: Vec<Organisation>,
}

/// How somebody looks back.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EvaluationView {
    by: Evaluator,
    #[serde(skip_serializing_if = "Option::is_none")]
    evaluation: Option<FreeText>,
}

/// How a life area stands.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LifeAreaView {
    area: AftercareArea,
    bottleneck: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    action: Option<FreeText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<Organisation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<AgreementState>,
}

/// What is done about a systematic offender.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IndicationView {
    indication: SmdIndication,
    indicated_date: NaiveDate,
    review_date: NaiveDate,
    /// The day on which it ends, if it does so of itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    until_date: Option<NaiveDate>,
}

/// Something that was tried with a systematic offender.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TriedInterventionView {
    #[serde(skip_serializing_if = "Option::is_none")]
    what: Option<FreeText>,
    worked: bool,
    organisation: Organisation,
    #[serde(skip_serializing_if = "Option::is_none")]
    from_date: Option<NaiveDate>,
    #[serde(skip_serializing_if = "Option::is_none")]
    until_date: Option<NaiveDate>,
}

/// A letter that was sent.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SentLetter {
    kind: LetterKind,
    /// The meeting that it is about.
    meeting_id: Uuid,
    recipient: LetterRecipient,
    /// The member of the subject, when it went to one of several.
    #[serde(skip_serializing_if = "Option::is_none")]
    member_id: Option<Uuid>,
    sent_date: NaiveDate,
}

pub(super) fn elsewhere(file: &File, tells: impl Fn(Category) -> bool) -> Vec<ElsewhereCheckView> {
    let view = |(party, check): (&case::ElsewhereParty, &Check)| ElsewhereCheckView {
        party: (*party).into(),
        checked_date: check.on,
        known: check.found != Elsewhere::NotKnown,
        picked_up_by: match &check.found {
            Elsewhere::Known { picked_up_by } => picked_up_by.clone().map(Organisation),
            Elsewhere::NotKnown => None,
        },
    };
    file.elsewhere.iter().filter(|_| tells(Category::Care)).map(view).collect()
}

pub(super) fn invitation(file: &File) -> Option<InvitationView> {
    file.discussions.invitation.map(|invitation| match invitation {
        Invitation::Invited => InvitationView { invited: true, reason: None },
        Invitation::NotInvited { reason } => InvitationView { invited: false, reason: Some(reason.into()) },
    })
}

pub(super) fn letters(file: &File) -> Vec<SentLetter> {
    let sent = |letter: &case::Letter| SentLetter {
        kind: letter.kind.into(),
        meeting_id: letter.meeting.0,
        recipient: letter.to.code().into(),
        member_id: match letter.to {
            case::LetterRecipient::Member { member } => Some(member.0),
            case::LetterRecipient::Client | case::LetterRecipient::Parents => None,
        },
        sent_date: letter.on,
    };
    file.letters.iter().map(sent).collect()
}

pub(super) fn times_discussed(file: &File) -> Vec<TimesDiscussedView> {
    let times = file.discussions.times.iter();
    times
        .map(|(code, times)| TimesDiscussedView {
            meeting_type: MeetingTypeCode(code.clone()),
            times: *times,
        })
        .collect()
}

pub(super) fn discussions(file: &File, shows: impl Fn(Category) -> bool) -> Vec<DiscussionView> {
    let held = file.discussions.held.iter().filter(|_| shows(Category::Plan));
    held.map(|(meeting, held)| discussion(*meeting, held)).collect()
}

pub(super) fn discussion(meeting: MeetingId, held: &Discussion) -> DiscussionView {
    let client = held.attendance.as_ref().map(|attendance| attendance.client);
    let (support_person, absence_reason, parents_reason) = match client {
        Some(ClientPresence::Present { support_person }) => (Some(support_person), None, None),
        Some(ClientPresence::Absent { reason }) => (None, Some(reason.into()), None),
        Some(ClientPresence::ParentsInstead { reason }) => (None, None, Some(reason.into())),
        None => (None, None, None),
    };
    let evaluation =
        |(by, text): (&case::Evaluator, &_)| EvaluationView { by: (*by).into(), evaluation: known(text) };
    DiscussionView {
        meeting_id: meeting.0,
        client: client.map(|client| client.code().into()),
        support_person,
        absence_reason,
        parents_reason,
        client_steps: client.map(|client| steps(client.code().steps())).unwrap_or_default(),
        summed_up_by: held
            .attendance
            .as_ref()
            .and_then(|attendance| attendance.summed_up_by.as_ref())
            .map(summed_up_by),
        participants: held.attendance.as_ref().map(attendees).unwrap_or_default(),
        evaluations: held.evaluations.iter().map(evaluation).collect(),
    }
}

fn summed_up_by(by: &SummedUpBy) -> SummedUpByView {
    SummedUpByView {
        account: AccountId(by.account.0.clone()),
        organisation: Organisation(by.organisation.clone()),
    }
}

fn steps(steps: &[case::MeetingStep]) -> Vec<MeetingStep> {
    steps.iter().map(|step| (*step).into()).collect()
}

fn attendees(attendance: &Attendance) -> Vec<AttendeeView> {
    let view = |(account, took_part): (&Account, &TookPart)| {
        let (reason, decided_by) = match took_part {
            TookPart::FirstPartOnly { reason, decided_by } => {
                (Some((*reason).into()), decided_by.iter().cloned().map(Organisation).collect())
            }
            TookPart::Whole | TookPart::DecisionOnly => (None, Vec::new()),
        };
        AttendeeView {
            account: AccountId(account.0.clone()),
            part: took_part.code().into(),
            steps: steps(took_part.code().steps()),
            reason,
            decided_by,
        }
    };
    attendance.participants.iter().map(view).collect()
}

pub(super) fn life_areas(file: &File, shows: impl Fn(Category) -> bool) -> Vec<LifeAreaView> {
    let recorded = file.life_areas.iter().filter(|_| shows(Category::Plan));
    recorded.map(|(area, stands)| life_area(*area, stands)).collect()
}

fn life_area(area: case::AftercareArea, stands: &AreaState) -> LifeAreaView {
    let area = area.into();
    match stands {
        AreaState::Clear => LifeAreaView { area, bottleneck: false, action: None, owner: None, state: None },
        AreaState::Bottleneck { action, owner, state } => LifeAreaView {
            area,
            bottleneck: true,
            action: known(action),
            owner: Some(Organisation(owner.clone())),
            state: Some((*state).into()),
        },
    }
}

pub(super) fn indication(file: &File, shows: impl Fn(Category) -> bool) -> Option<IndicationView> {
    let shown = file.indication.filter(|_| shows(Category::ZsmAdvice));
    shown.map(|made| IndicationView {
        indication: made.indication.into(),
        indicated_date: made.on,
        review_date: made.review_on,
        until_date: made.until,
    })
}

/// What was tried with a systematic offender, as far as it may be had.
pub(crate) fn interventions(file: &File, shows: impl Fn(Category) -> bool) -> Vec<TriedInterventionView> {
    let recorded = file.interventions.iter().filter(|_| shows(Category::Probation));
    let view = |tried: &case::TriedIntervention| TriedInterventionView {
        what: known(&tried.what),
        worked: tried.worked,
        organisation: Organisation(tried.by.clone()),
        from_date: tried.from,
        until_date: tried.until,
    };
    recorded.map(view).collect()
}
