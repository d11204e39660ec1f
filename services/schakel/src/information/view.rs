//! What was decided, as it stands on the wire.

use chrono::NaiveDate;
use schakel_access::{Reason, Verdict};
use schakel_application::{Decided, Shared};
use schakel_domain::Category as Kind;
use schakel_domain::case::{Decision, File, InformationRequest, Item, Member, NoFollowUpReason, Referral};
use schakel_domain::organisation::PartnerKind;
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

use crate::cases::table_view::{self, TriedInterventionView};
use crate::codes::{
    Category, Consent, DecisionCode, Involvement, NoFollowUpCode, ReferralState, RequestState, Role,
};
use crate::parts::{AccountId, FreeText, Identity, MeetingTypeCode, Organisation, known};

/// What the caller may have of a case.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InformationView {
    case_id: Uuid,
    /// The kind of meeting that discusses it.
    discussed_in: MeetingTypeCode,
    /// How the caller is involved.
    involvements: Vec<Involvement>,
    /// What may be had, by which covenant; and what not, with the reason that may be told.
    categories: Vec<CategoryView>,
    /// Who the case is about, where identity may be had.
    members: Vec<SubjectMember>,
    /// The items that may be had.
    items: Vec<InformationItem>,
    /// What was tried with a systematic offender before, and whether it worked, where probation information may be had.
    interventions: Vec<TriedInterventionView>,
    /// The own information requests; all of them for the House.
    requests: Vec<RequestView>,
    /// The referrals that the caller may know of: those of the own organisation; all of them for whoever may
    /// have the plan, and for the House.
    referrals: Vec<ReferralView>,
    /// The own report and its feedback, for the reporter.
    #[serde(skip_serializing_if = "Option::is_none")]
    own_report: Option<OwnReport>,
}

/// Whether information of a category may be had.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CategoryView {
    category: Category,
    permitted: bool,
    /// By which involvement.
    #[serde(skip_serializing_if = "Option::is_none")]
    involvement: Option<Involvement>,
    /// Under which annex.
    #[serde(skip_serializing_if = "Option::is_none")]
    ground: Option<String>,
    /// Version and amendment of the covenant, such as 3.2.
    #[serde(skip_serializing_if = "Option::is_none")]
    covenant_version: Option<String>,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

/// A member of the subject.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SubjectMember {
    id: Uuid,
    identity: Identity,
}

/// An item of information.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InformationItem {
    id: Uuid,
    category: Category,
    /// Where it comes from.
    organisation: Organisation,
    #[serde(skip_serializing_if = "Option::is_none")]
    member_id: Option<Uuid>,
    /// What it says; absent when it was erased, and as of a moment that has passed.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<FreeText>,
    /// For which kind of meeting it was shared.
    meeting_type: MeetingTypeCode,
    #[serde(skip_serializing_if = "Option::is_none")]
    meeting_id: Option<Uuid>,
    /// The client may not hear of it.
    not_shareable_with_client: bool,
    consent: Consent,
    /// The only organisations that may have it.
    audience: Vec<Organisation>,
}

/// An information request.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = InformationRequest)]
pub struct RequestView {
    id: Uuid,
    organisation: Organisation,
    #[serde(skip_serializing_if = "Option::is_none")]
    account: Option<AccountId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<FreeText>,
    answer_by_date: NaiveDate,
    state: RequestState,
    #[serde(skip_serializing_if = "Option::is_none")]
    note: Option<FreeText>,
}

/// A referral.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Referral)]
pub struct ReferralView {
    id: Uuid,
    /// Which organisation offers it.
    referrer: Organisation,
    /// Which organisation is to take it up.
    receiver: Organisation,
    #[serde(skip_serializing_if = "Option::is_none")]
    question: Option<FreeText>,
    state: ReferralState,
    /// Why it was rejected or revoked.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<FreeText>,
}

/// What a reporter keeps in view.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OwnReport {
    reported_date: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<FreeText>,
    /// Whether feedback on the decision is still to come.
    feedback_owed: bool,
    /// What the briefing decided last, once there was feedback on it.
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<DecisionCode>,
    /// With `no_follow_up`: why.
    #[serde(skip_serializing_if = "Option::is_none")]
    no_follow_up_reason: Option<NoFollowUpCode>,
    /// With `belongs_elsewhere`: the place to which the report was referred.
    #[serde(skip_serializing_if = "Option::is_none")]
    referred_to: Option<FreeText>,
}

/// What one account would see, and why.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Explanation {
    account: AccountId,
    roles: Vec<Role>,
    involvements: Vec<Involvement>,
    /// Whether the case exists for the account.
    exists: bool,
    categories: Vec<CategoryView>,
    items: Vec<ItemVerdict>,
}

/// Whether an item would be seen.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ItemVerdict {
    information_id: Uuid,
    category: Category,
    /// Where it comes from.
    organisation: Organisation,
    permitted: bool,
    /// Why not.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl InformationView {
    /// What the asker may have; who they are decides on the requests.
    pub fn of(case: Uuid, shared: &Shared) -> Self {
        let told = |(category, decided): &(Kind, Decided)| CategoryView::of(*category, decided, Reason::told);
        let permitted = shared.items.iter().filter(|(_, decided)| decided.permits());
        Self {
            case_id: case,
            discussed_in: MeetingTypeCode(shared.discussed_in.clone()),
            involvements: shared.involvements.iter().map(|involvement| involvement.code().into()).collect(),
            categories: shared.categories.iter().filter_map(told).collect(),
            members: members(shared),
            items: permitted.map(|(item, _)| InformationItem::of(item)).collect(),
            interventions: table_view::interventions(&shared.file, |category| shared.permits(category)),
            requests: requests(shared),
            referrals: shared.referrals().map(ReferralView::of).collect(),
            own_report: own_report(shared),
        }
    }

    /// What could be had, and why, without what it says: whoever may still have that asks for it as it is now.
    pub fn without_content(self) -> Self {
        let items = self.items.into_iter().map(|item| InformationItem { text: None, ..item });
        let requests = self.requests.into_iter().map(|it| RequestView { question: None, note: None, ..it });
        let referrals =
            self.referrals.into_iter().map(|it| ReferralView { question: None, reason: None, ..it });
        Self {
            members: Vec::new(),
            items: items.collect(),
            interventions: Vec::new(),
            requests: requests.collect(),
            referrals: referrals.collect(),
            own_report: None,
            ..self
        }
    }
}

fn members(shared: &Shared) -> Vec<SubjectMember> {
    match shared.permits(Kind::Identity) {
        true => shared.file.members().iter().map(SubjectMember::of).collect(),
        false => Vec::new(),
    }
}

fn requests(shared: &Shared) -> Vec<RequestView> {
    let all = shared.is_whole() && shared.asker.kind == PartnerKind::House;
    let asker = &shared.asker;
    let own = |it: &&InformationRequest| all || it.is_to(&asker.account, &asker.organisation);
    shared.file.requests.values().filter(own).map(RequestView::of).collect()
}

fn own_report(shared: &Shared) -> Option<OwnReport> {
    let is_reporter = shared.extent.as_ref().is_some_and(|extent| extent.own_report);
    is_reporter.then(|| OwnReport::of(&shared.file))
}

impl OwnReport {
    /// A report that does not belong here is never just refused: the reporter hears which place does
    /// (HANDBOOK §2).
    fn of(file: &File) -> Self {
        let decision =
            file.weighings.last().filter(|_| !file.feedback_owed).map(|weighing| &weighing.decision);
        let referred_to = match decision {
            Some(Decision::NoFollowUp(NoFollowUpReason::BelongsElsewhere { place })) => known(place),
            _ => None,
        };
        Self {
            reported_date: file.report.on,
            reason: known(&file.report.reason),
            feedback_owed: file.feedback_owed,
            decision: decision.map(|decision| decision.code().into()),
            no_follow_up_reason: decision.and_then(Decision::no_follow_up).map(Into::into),
            referred_to,
        }
    }
}

impl CategoryView {
    /// What was decided; nothing of a denial that may not be told.
    pub fn of(
        category: Kind,
        decided: &Decided,
        told: impl Fn(Reason) -> Option<&'static str>,
    ) -> Option<Self> {
        let category = category.into();
        match &decided.verdict {
            Verdict::Permit { basis } => Some(Self {
                category,
                permitted: true,
                involvement: Some(basis.involvement.code().into()),
                ground: basis.ground.as_ref().map(ToString::to_string),
                covenant_version: decided.version.clone(),
                reason: None,
            }),
            Verdict::Deny(reason) => told(*reason).map(|code| Self {
                category,
                permitted: false,
                involvement: None,
                ground: None,
                covenant_version: decided.version.clone(),
                reason: Some(code.to_owned()),
            }),
        }
    }
}

impl SubjectMember {
    fn of(member: &Member) -> Self {
        Self { id: member.id.0, identity: Identity::view(&member.details, member.gender) }
    }
}

impl InformationItem {
    fn of(item: &Item) -> Self {
        Self {
            id: item.id.0,
            category: item.category.into(),
            organisation: Organisation(item.source.clone()),
            member_id: item.member.map(|member| member.0),
            text: known(&item.text),
            meeting_type: MeetingTypeCode(item.meeting_type.clone()),
            meeting_id: item.meeting.map(|meeting| meeting.0),
            not_shareable_with_client: item.not_shareable_with_client,
            consent: item.consent.into(),
            audience: item.audience.iter().flatten().cloned().map(Organisation).collect(),
        }
    }
}

impl RequestView {
    fn of(request: &InformationRequest) -> Self {
        Self {
            id: request.id.0,
            organisation: Organisation(request.organisation.clone()),
            account: request.account.as_ref().map(|account| AccountId(account.0.clone())),
            question: known(&request.question),
            answer_by_date: request.answer_by,
            state: request.state.into(),
            note: request.note.as_ref().and_then(known),
        }
    }
}

impl ReferralView {
    fn of(referral: &Referral) -> Self {
        Self {
            id: referral.id.0,
            referrer: Organisation(referral.from.clone()),
            receiver: Organisation(referral.to.clone()),
            question: known(&referral.question),
            state: referral.state.into(),
            reason: referral.reason.as_ref().and_then(known),
        }
    }
}

impl Explanation {
    /// What was decided, with every reason; never what the case says.
    pub fn of(shared: &Shared) -> Self {
        let category = |(category, decided): &(Kind, Decided)| {
            CategoryView::of(*category, decided, |reason| Some(reason.code()))
        };
        Self {
            account: AccountId(shared.asker.account.0.clone()),
            roles: shared.asker.roles.iter().copied().map(Into::into).collect(),
            involvements: shared.involvements.iter().map(|involvement| involvement.code().into()).collect(),
            exists: shared.extent.is_some(),
            categories: shared.categories.iter().filter_map(category).collect(),
            items: shared.items.iter().map(ItemVerdict::of).collect(),
        }
    }
}

impl ItemVerdict {
    fn of((item, decided): &(Item, Decided)) -> Self {
        let reason = decided.verdict.refusal().map(|reason| reason.code().to_owned());
        Self {
            information_id: item.id.0,
            category: item.category.into(),
            organisation: Organisation(item.source.clone()),
            permitted: reason.is_none(),
            reason,
        }
    }
}
