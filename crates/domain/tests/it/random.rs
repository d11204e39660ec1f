//! Random commands, in random order, on random days, never bring a case into an impossible state.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, Months, NaiveDate};
use cqrs_es::Aggregate;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use schakel_domain::case::*;
use schakel_domain::code::Code;
use schakel_domain::meeting::MeetingState;
use schakel_domain::region::{MeetingTypeCode, MunicipalityCode, OrganisationCode, PillarCode, ThemeCode};
use schakel_domain::{
    Account, CaseId, Category, Context, InformationId, InformationRequestId, MeetingFacts, MeetingId,
    ReferralId,
};

use crate::at_the_table::{
    attend, check, evaluate, indicate, indicate_otherwise, invite, record_areas, record_intervention,
};
use crate::bij::advise;
use crate::fixtures::*;
use crate::golden::erase;
use crate::handovers::hand_over;
use crate::letters::letter_sent;
use crate::referrals::{RECEIVING, offer, referral_id, reject, revoke};
use crate::region::{
    CRITERIA, HOLLAND_RIJNLAND, MIDDEN_HOLLAND, OF_OWN_REGISTER, PILLARS, UNWEIGHED, WEIGHED, coming,
    table_of,
};
use crate::scene::{Decides, context};
use crate::sharing::{
    answer, break_glass, item_id, list_participant, record_consent, remove_participant, request_id,
    request_information, retract, share, withdraw_request,
};
use crate::shielding::{SHIELDED, case_shielded, report_shielded};

// What can be asked

/// One command, some days after the one before.
#[derive(Clone, Debug)]
struct Step {
    days: u64,
    actor: &'static str,
    organisation: OrganisationCode,
    meeting: Option<MeetingFacts>,
    own: Option<MeetingFacts>,
    active: Vec<CaseId>,
    mandate: Option<MunicipalityCode>,
    command: Command,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let first = step(any_report().prop_map_into().boxed());
    // The end of the data comes last: most of it waits for closing.
    let some = || vec(step(command().boxed()), 1..60);
    let ahead = prop_oneof![
        12 => Just(vec![]),
        4 => Just(to_a_meeting("focus", Some(Decision::ScheduleFocus))),
        1 => Just(to_a_meeting("aftercare", Some(Decision::MonitorAftercare))),
        1 => Just(to_a_meeting("systematic_offender", None)),
    ];
    let shared = vec(step(sharing().boxed()), 0..12);
    let last = vec(step(keeping().boxed()), 0..10);
    (first, ahead, shared, some(), last).prop_map(|(first, ahead, shared, some, last)| {
        std::iter::once(first).chain(ahead).chain(shared).chain(some).chain(last).collect()
    })
}

/// Chance hardly ever brings a case to the agenda of a meeting that is known.
fn to_a_meeting(meeting_type: &str, decision: Option<Decision>) -> Vec<Step> {
    let step = |command| Step {
        days: 0,
        actor: PROCESS_DIRECTOR,
        organisation: context().organisation,
        meeting: Some(coming(meeting_type)),
        own: None,
        active: vec![],
        mandate: None,
        command,
    };
    let weighed = decision.map(|decision| weigh(decision).into());
    weighed.into_iter().chain([schedule_at_meeting(meeting_type).into()]).map(step).collect()
}

fn step(command: BoxedStrategy<Command>) -> impl Strategy<Value = Step> {
    let actor = select(vec![CASE_HOLDER, SUCCESSOR, PROCESS_DIRECTOR]);
    let others = select(vec![RECEIVING, "veiligheidshuis"]).prop_map(organisation);
    let organisation = prop_oneof![3 => Just(context().organisation), 1 => others];
    let active = subsequence(vec![case_id(1), case_id(7), case_id(8)], 0..=3);
    let days = prop_oneof![60 => Just(0), 40 => 1_u64..45, 1 => Just(2000)];
    let mandate = proptest::option::of(any_municipality().prop_map(municipality_code));
    (days, actor, organisation, meeting(), own_meeting(), active, mandate, command).prop_map(
        |(days, actor, organisation, meeting, own, active, mandate, command)| Step {
            days,
            actor,
            organisation,
            meeting,
            own,
            active,
            mandate,
            command,
        },
    )
}

fn meeting_code() -> impl Strategy<Value = &'static str> {
    let rare: Vec<_> = WEIGHED
        .into_iter()
        .chain(UNWEIGHED)
        .chain([OF_OWN_REGISTER, "briefing", "radicalisation", "seance"])
        .collect();
    prop_oneof![select(vec!["focus", "aftercare", "top60", "systematic_offender"]), select(rare)]
}

fn meeting() -> impl Strategy<Value = Option<MeetingFacts>> {
    let state = prop_oneof![4 => Just(MeetingState::Planned), 1 => select(MeetingState::ALL)];
    let facts = prop_oneof![
        meeting_code().prop_map(coming),
        Just(coming("briefing")),
        select(vec![HOLLAND_RIJNLAND, MIDDEN_HOLLAND]).prop_map(table_of),
    ];
    proptest::option::of((facts, state).prop_map(|(facts, state)| MeetingFacts { state, ..facts }))
}

fn own_meeting() -> impl Strategy<Value = Option<MeetingFacts>> {
    let state = prop_oneof![Just(MeetingState::Held), select(MeetingState::ALL)];
    proptest::option::of(state.prop_map(|state| MeetingFacts { state, ..focus() }))
}

fn any_code<C: Code + std::fmt::Debug>() -> impl Strategy<Value = C> {
    select(C::ALL)
}

fn any_municipality() -> impl Strategy<Value = &'static str> {
    select(vec!["leiden", "gouda", "katwijk", "alphen_aan_den_rijn", "no_fixed_registration", "rotterdam"])
}

fn any_report() -> impl Strategy<Value = ReportCase> {
    let full =
        (any_code(), any_municipality(), any_release()).prop_map(|(trigger, municipality, release_date)| {
            ReportCase { release_date, ..report(trigger, municipality) }
        });
    prop_oneof![10 => full, 2 => Just(bare_report()), 1 => Just(report_shielded())]
}

fn any_release() -> impl Strategy<Value = Option<NaiveDate>> {
    proptest::option::weighted(0.2, any_day())
}

fn any_decision() -> impl Strategy<Value = Decision> {
    let until = select(vec!["2026-02-01", "2026-06-01", "2028-01-01"]);
    prop_oneof![
        3 => Just(Decision::ScheduleFocus),
        5 => select(decisions()),
        2 => until.prop_map(deferred_until),
    ]
}

fn any_holder() -> impl Strategy<Value = &'static str> {
    select(vec![CASE_HOLDER, SUCCESSOR])
}

fn any_day() -> impl Strategy<Value = NaiveDate> {
    (0_u64..1500).prop_map(|days| day(REPORTED_ON) + Days::new(days))
}

fn any_plan() -> impl Strategy<Value = SetPlan> {
    let by = prop_oneof![9 => Just(day("2035-01-01")), 1 => Just(day(REPORTED_ON))];
    let advised = proptest::option::of((0_usize..3).prop_map(|count| ZsmAdvice {
        measures: vec![sealed("Snelle zitting gewenst"); count],
        ..advice_without_measures()
    }));
    let pillar = proptest::option::weighted(0.2, select(PILLARS.map(PillarCode::new).to_vec()));
    (any_holder(), by, 0_u128..4, advised, pillar).prop_map(|(holder, by, count, zsm_advice, pillar)| {
        SetPlan {
            agreements: (0..count)
                .map(|number| Agreement { by, pillar: pillar.clone(), ..agreement(number) })
                .collect(),
            case_holder: professional(holder),
            zsm_advice,
            ..set_plan()
        }
    })
}

fn any_contact() -> impl Strategy<Value = RecordMonitoringContact> {
    let on = prop_oneof![3 => Just(None), 1 => any_day().prop_map(Some)];
    (any_code(), on).prop_map(|(moment, on)| RecordMonitoringContact { on, ..contact(moment) })
}

fn any_return() -> impl Strategy<Value = PutBackOnAgenda> {
    (
        any_code(),
        proptest::option::weighted(0.3, Just(organisation("ggd"))),
        any::<bool>(),
        meeting_code(),
        any::<bool>(),
    )
        .prop_map(|(reason, asked_by, case_holder_consulted, meeting_type, named)| PutBackOnAgenda {
            reason,
            asked_by,
            case_holder_consulted,
            meeting_type: meeting_type_code(meeting_type),
            meeting: named.then(meeting_id),
            process_director: None,
        })
}

fn command() -> impl Strategy<Value = Command> {
    let done_by = proptest::option::of(select(vec!["ggd", "nationale_politie"]));
    let weighing =
        (any_decision(), subsequence(CRITERIA.map(criterion).to_vec(), 0..=5), proptest::bool::weighted(0.2))
            .prop_map(|(decision, criteria, named)| WeighCase {
                briefing: named.then(meeting_id),
                criteria: criteria.into_iter().collect(),
                decision,
            });
    let named = proptest::option::of(select(vec![meeting_id(), later_meeting_id()]));
    let contact = proptest::option::weighted(0.1, Just(municipal_contact()));
    let scheduling = (meeting_code(), named, contact).prop_map(|(code, meeting, municipal_contact)| {
        ScheduleCase { meeting, municipal_contact, ..schedule(code) }
    });
    let completing =
        (
            proptest::option::of(any_code()),
            proptest::option::of(any_municipality()),
            proptest::option::of(Just(ThemeCode::new("nuisance"))),
            any_release(),
            proptest::option::of(any::<bool>()),
        )
            .prop_map(|(trigger, municipality, theme, release_date, subject_informed)| {
                CompleteReport { theme, release_date, subject_informed, ..complete(trigger, municipality) }
            });
    let identifying = (0_u128..3, 0_u128..2).prop_map(|(member, person)| IdentifySubject {
        member: member_id(member),
        person: person_id(person),
    });
    let assessing = (select(vec![7_u128, 8]), any::<bool>(), any::<bool>()).prop_map(
        |(active, endangered, consulted)| {
            let (active_case, plan_endangered) = (case_id(active), endangered);
            AssessLinkedReport { active_case, plan_endangered, case_holder_consulted: consulted }.into()
        },
    );
    let agreeing = (0_u128..4, any_code())
        .prop_map(|(number, state)| UpdateAgreement { state, ..update_agreement(number) });
    let intake = prop_oneof![
        1 => any_report().prop_map_into(),
        3 => completing.prop_map_into(),
        1 => identifying.prop_map_into(),
        1 => select(vec![1_u128, 7, 8]).prop_map(|number| link(number).into()),
        1 => assessing,
        1 => any_day().prop_map(|on| AdviseMayor { on: Some(on), ..advise() }.into()),
        1 => Just(advise().into()),
        6 => weighing.prop_map_into(),
        4 => Just(give_feedback().into()),
        2 => Just(PutOnBriefing { briefing: meeting_id() }.into()),
    ];
    let handling = prop_oneof![
        8 => scheduling.prop_map_into(),
        6 => any_plan().prop_map_into(),
        1 => any_holder().prop_map(|to| ReplaceCaseHolder { case_holder: professional(to) }.into()),
        1 => agreeing.prop_map_into(),
        4 => any_contact().prop_map_into(),
        2 => any_return().prop_map_into(),
        1 => any_day().prop_map(|until| ExtendDirection { until, ..extend(ENDS_ON) }.into()),
        1 => any_code().prop_map(|level| EscalateCase { level, ..escalate() }.into()),
        2 => Just(record_outcome().into()),
        1 => Just(set_advice().into()),
        1 => Just(WithdrawZsmAdvice.into()),
    ];
    let ending = prop_oneof![
        3 => Just(judge().into()),
        1 => Just(CloseCase.into()),
        1 => done_by.prop_map(|by| close_after_weighing(by).into()),
        1 => Just(close_without_plan().into()),
    ];
    prop_oneof![6 => intake, 10 => handling, 2 => ending, 1 => keeping(), 3 => sharing(), 3 => referring(), 2 => at_the_table()]
}

/// What partners are asked and share.
fn sharing() -> impl Strategy<Value = Command> {
    let asking = (1_u128..3).prop_map(|number| {
        let organisation = context().organisation;
        RequestInformation { request: request_id(number), organisation, ..request_information() }.into()
    });
    let sharing = (any_code::<Category>(), any_code(), 1_u128..3).prop_map(|(category, consent, number)| {
        ShareInformation { item: item_id(number), consent, ..share(category) }.into()
    });
    prop_oneof![
        4 => Just(list_participant().into()),
        4 => Just(remove_participant().into()),
        2 => asking,
        2 => any::<bool>().prop_map(|known| answer(known).into()),
        1 => Just(withdraw_request().into()),
        4 => sharing,
        2 => any::<bool>().prop_map(|given| record_consent(given).into()),
        1 => Just(retract().into()),
        1 => Just(break_glass().into()),
        2 => subsequence(Category::ALL.to_vec(), 0..3).prop_map(|given| hand_over(given).into()),
        2 => Just(hand_over(HandOverCase::CATEGORIES).into()),
    ]
}

/// What is recorded of a report before the briefing, and of discussions.
fn at_the_table() -> impl Strategy<Value = Command> {
    let found = select(vec![Elsewhere::NotKnown, Elsewhere::Known { picked_up_by: None }]);
    let checking = (any_code(), found).prop_map(|(party, found)| check(party, found).into());
    let inviting = any::<bool>()
        .prop_map(|case_holder_consulted| DecideOnClient { case_holder_consulted, ..invite() }.into());
    prop_oneof![
        1 => checking,
        2 => inviting,
        4 => Just(attend().into()),
        4 => Just(letter_sent().into()),
        2 => any_code().prop_map(|by| evaluate(by).into()),
        2 => Just(record_areas().into()),
        4 => Just(indicate().into()),
        4 => any_code().prop_map(|indication| indicate_otherwise(indication).into()),
        4 => Just(record_intervention().into()),
    ]
}

/// To and fro between two organisations: one referral each way at once.
fn referring() -> impl Strategy<Value = Command> {
    let which = || select(vec![1_u128, 2]).prop_map(referral_id);
    let (here, there) = (context().organisation, organisation(RECEIVING));
    let back = OfferReferral { referral: referral_id(2), from: there.clone(), to: here, ..offer() };
    prop_oneof![
        2 => select(vec![offer(), back]).prop_map_into(),
        4 => which().prop_map(|referral| AcceptReferral { referral }.into()),
        1 => which().prop_map(|referral| RejectReferral { referral, ..reject() }.into()),
        3 => which().prop_map(|referral| CompleteReferral { referral }.into()),
        1 => which().prop_map(|referral| RevokeReferral { referral, ..revoke() }.into()),
    ]
}

/// What can be asked of a case whatever its phase, and after closing.
fn keeping() -> impl Strategy<Value = Command> {
    prop_oneof![
        1 => Just(hide().into()),
        1 => Just(reveal().into()),
        1 => Just(restrict().into()),
        4 => Just(lift_restriction().into()),
        1 => any_day().prop_map(|until| keep_until(&(until + Days::new(1500)).to_string()).into()),
        1 => Just(place_hold().into()),
        2 => Just(lift_hold().into()),
        3 => select(vec![ErasureGround::RetentionExpired, on_request()]).prop_map(|ground| erase_case(ground).into()),
        4 => Just(record_destruction().into()),
    ]
}

// What is allowed: an independent, simpler account of the handbook

use CaseState::{Closed, Escalated, Monitored, Planned, Reported, Scheduled, Weighed};

/// HANDBOOK §5, the table of the life cycle; staying where one is goes without saying. A report that
/// the briefing escalates goes through `weighed` in one step.
const LIFE_CYCLE: [(CaseState, CaseState); 20] = [
    (Reported, Weighed),
    (Reported, Scheduled),
    (Reported, Escalated),
    (Weighed, Scheduled),
    (Weighed, Closed),
    (Weighed, Escalated),
    (Scheduled, Planned),
    (Scheduled, Closed),
    (Scheduled, Escalated),
    (Planned, Monitored),
    (Planned, Scheduled),
    (Planned, Closed),
    (Planned, Escalated),
    (Monitored, Scheduled),
    (Monitored, Closed),
    (Monitored, Escalated),
    (Escalated, Weighed),
    (Escalated, Scheduled),
    (Escalated, Planned),
    (Escalated, Monitored),
];

/// What the handbook lets be known of a case, told from its events alone.
#[derive(Default)]
struct Model {
    state: Option<CaseState>,
    came_from: Option<CaseState>,
    trigger: Option<Trigger>,
    theme: bool,
    municipality: Option<String>,
    decision: Option<Decision>,
    owed: bool,
    agenda: Option<(MeetingTypeCode, Option<MeetingId>)>,
    holder: Option<Account>,
    set_on: Option<NaiveDate>,
    versions: u32,
    contacts: BTreeMap<MonitoringMoment, NaiveDate>,
    ends_on: Option<NaiveDate>,
    judged: bool,
    advice: Option<u32>,
    advices: u32,
    shielded: bool,
    hidden: bool,
    restricted: bool,
    held: bool,
    kept_until: Option<NaiveDate>,
    erased: bool,
    proven: bool,
    at_veilig_thuis: bool,
    attended: bool,
    indication: Option<SmdIndication>,
    /// Whether the meeting on whose agenda it is or was last has discussed it.
    took_place: bool,
    discussed: BTreeMap<MeetingTypeCode, u32>,
    asked: BTreeSet<InformationRequestId>,
    items: BTreeSet<InformationId>,
    referred: BTreeMap<ReferralId, ReferralState>,
    linked: BTreeMap<CaseId, bool>,
    released: Option<NaiveDate>,
    mayor_advised: bool,
    handed_over: bool,
}

/// What may still happen after closing (HANDBOOK §5, last line), and to restricted data (NORMS §7).
fn keeps_or_ends_data(event: &Event) -> bool {
    matches!(
        event,
        Event::RestrictionLifted { .. }
            | Event::RetentionExtended { .. }
            | Event::LegalHoldPlaced { .. }
            | Event::LegalHoldLifted { .. }
            | Event::CaseErased { .. }
            | Event::KeysDestroyed { .. }
    )
}

fn is_a_mark(event: &Event) -> bool {
    matches!(
        event,
        Event::CaseHidden { .. }
            | Event::CaseRevealed { .. }
            | Event::UseRestricted { .. }
            | Event::ConsentRecorded { .. }
            | Event::InformationRetracted { .. }
            | Event::GlassBroken { .. }
    )
}

impl Model {
    fn is(&self, states: &[CaseState]) -> bool {
        self.state.is_some_and(|state| states.contains(&state))
    }

    fn is_at(&self, code: &str) -> bool {
        self.agenda.as_ref().is_some_and(|(kind, _)| kind.as_str() == code)
    }

    /// Whether a local arrangement keeps the report from the briefing.
    fn kept_local(&self) -> bool {
        let arranged = matches!(self.municipality.as_deref(), Some("katwijk" | "alphen_aan_den_rijn"));
        self.trigger == Some(Trigger::Detention) && arranged
    }

    /// Whether the municipal contact decides with the House where it is discussed.
    fn may_be_discussed_local(&self) -> bool {
        let arranged = matches!(self.municipality.as_deref(), Some("katwijk" | "alphen_aan_den_rijn"));
        matches!(self.trigger, Some(Trigger::Arrest | Trigger::CurrentConcern)) && arranged
    }

    fn provisional(&self) -> bool {
        matches!(
            self.decision,
            Some(Decision::Escalate { .. } | Decision::NoFollowUp(NoFollowUpReason::Deferred { .. }))
        )
    }

    fn to_schedule(&self) -> bool {
        use Decision::{MonitorAftercare, ScheduleAftercare, ScheduleFocus, ScheduleTop60};
        matches!(self.decision, Some(ScheduleFocus | ScheduleTop60 | ScheduleAftercare | MonitorAftercare))
    }

    /// Takes an event in, and says why it could not have happened.
    fn take(&mut self, event: &Event, today: NaiveDate, actor: &Account) {
        let ending = keeps_or_ends_data(event);
        assert!(!self.is(&[Closed]) || ending || is_a_mark(event), "after closing: {event:?}");
        assert!(!self.restricted || ending, "while restricted: {event:?}");
        assert!(!self.erased || matches!(event, Event::KeysDestroyed { .. }), "after erasure: {event:?}");
        assert_eq!(
            matches!(event, Event::CaseReported { .. }),
            self.state.is_none(),
            "a report comes first, once"
        );
        match event {
            Event::CaseReported { trigger, municipality, theme, shielded, release_date, .. } => {
                assert!(release_date.is_none() || *trigger == Some(Trigger::Detention));
                self.released = *release_date;
                self.shielded = shielded.is_some();
                self.state = Some(Reported);
                self.trigger = *trigger;
                self.theme = theme.is_some();
                self.municipality = municipality.as_ref().map(|code| code.as_str().to_owned());
            }
            Event::ReportCompleted { trigger, municipality, theme, release_date, .. } => {
                self.trigger = trigger.or(self.trigger);
                assert!(release_date.is_none() || self.trigger == Some(Trigger::Detention));
                let released = release_date.or(self.released.take());
                self.released = released.filter(|_| self.trigger == Some(Trigger::Detention));
                self.theme |= theme.is_some();
                let completed = municipality.as_ref().map(|code| code.as_str().to_owned());
                self.municipality = completed.or(self.municipality.take());
            }
            Event::PutOnBriefing { .. } => {
                assert!(self.is(&[Reported]) || self.is(&[Weighed]) && self.provisional());
                assert!(!self.shielded && !self.kept_local());
            }
            Event::SubjectIdentified { .. } => {}
            Event::ReportLinked { active_case } => {
                assert_eq!(self.linked.insert(*active_case, false), None, "linked once");
            }
            Event::LinkedReportAssessed { active_case, plan_endangered, case_holder_consulted } => {
                assert!(!plan_endangered || *case_holder_consulted);
                assert_eq!(self.linked.insert(*active_case, true), Some(false), "assessed once");
            }
            Event::MayorAdvised { advice } => {
                assert_eq!(self.trigger, Some(Trigger::Bij));
                assert_eq!(self.municipality.as_deref(), Some(advice.municipality.as_str()));
                assert!(advice.on <= today && !std::mem::replace(&mut self.mayor_advised, true), "once");
            }
            Event::CaseWeighed { criteria, decision, .. } => {
                assert!(self.is(&[Reported]) || self.is(&[Weighed]) && self.provisional());
                assert!(!self.shielded);
                assert!(self.trigger.is_some() && self.municipality.is_some() && !self.kept_local());
                assert!(self.trigger != Some(Trigger::CurrentConcern) || self.theme);
                let met: String = criteria.iter().map(|criterion| criterion.as_str()).collect();
                let enough = met.contains("abc") || met.contains('d') || met.contains('e');
                assert!(*decision != Decision::ScheduleFocus || enough);
                assert!(!self.at_veilig_thuis || matches!(decision, Decision::NoFollowUp(_)));
                self.state = Some(Weighed);
                self.decision = Some(decision.clone());
                self.owed = true;
            }
            Event::FeedbackGiven { .. } => {
                assert!(self.owed);
                self.owed = false;
            }
            Event::CaseScheduled { meeting_type, meeting, municipal_contact, .. } => {
                let weighed = self.is(&[Weighed]) && !self.provisional();
                let arranged = self.may_be_discussed_local() && weighed;
                assert!(self.is(&[Scheduled]) || municipal_contact.is_some() == arranged);
                let code = meeting_type.as_str();
                assert!(![OF_OWN_REGISTER, "briefing", "seance"].contains(&code));
                assert_eq!(self.shielded, code == SHIELDED, "once shielded, only there");
                let unweighed = self.shielded || UNWEIGHED.contains(&code);
                assert!(match self.state {
                    Some(Reported) => unweighed || self.kept_local() && code == "aftercare",
                    Some(Weighed) if self.provisional() => {
                        self.kept_local() && (unweighed || code == "aftercare")
                    }
                    Some(Weighed) => self.to_schedule(),
                    Some(Scheduled) => self.agenda.as_ref().is_some_and(|(kind, before)| {
                        let moved = kind == meeting_type && meeting.is_some() && meeting != before;
                        let again = code == "focus" && self.took_place;
                        moved && !again || kind.as_str() == "aftercare" && code == "round_table"
                    }),
                    _ => false,
                });
                self.comes_on_agenda(meeting_type, *meeting);
            }
            Event::CaseShielded { meeting_type } => {
                assert_eq!(meeting_type.as_str(), SHIELDED);
                assert!(!std::mem::replace(&mut self.shielded, true), "once");
            }
            Event::PlanSet { plan, case_holder } => {
                assert!(self.is(&[Scheduled]));
                self.is_discussed();
                let on_pillars = self.is_at("top60");
                assert!(plan.agreements.iter().all(|agreement| agreement.pillar.is_some() == on_pillars));
                assert_eq!(plan.version, self.versions + 1);
                assert!(!plan.agreements.is_empty() && plan.agreements.iter().all(|a| a.by >= today));
                self.state = Some(Planned);
                self.versions += 1;
                self.holder = Some(case_holder.account.clone());
                self.set_on = Some(today);
                self.contacts.clear();
                self.ends_on = self.ends_on.or(today.checked_add_months(Months::new(6)));
                self.judged = false;
            }
            Event::CaseHolderReplaced { case_holder } => {
                assert!(self.versions > 0);
                self.holder = Some(case_holder.account.clone());
                self.judged = false;
            }
            Event::AgreementUpdated { .. } => assert!(self.versions > 0),
            Event::MonitoringContactRecorded { moment, on, .. } => {
                assert!(self.is(&[Planned, Monitored]));
                assert!(self.set_on.is_some_and(|set_on| set_on <= *on) && *on <= today);
                assert_eq!(self.contacts.insert(*moment, *on), None, "once each");
                self.state = Some(Monitored);
            }
            Event::PutBackOnAgenda {
                reason, asked_by, case_holder_consulted, meeting_type, meeting, ..
            } => {
                assert!(self.is(&[Planned, Monitored]) || self.is(&[Scheduled]) && self.took_place);
                let partner_asks = *reason == AgendaReason::AskedByPartner;
                assert_eq!(partner_asks, asked_by.is_some());
                let planned = self.versions > 0;
                assert!(partner_asks || planned, "the other reasons speak of a plan");
                assert!(!partner_asks || !planned || *case_holder_consulted);
                assert!(![OF_OWN_REGISTER, "briefing", "seance"].contains(&meeting_type.as_str()));
                assert_eq!(self.shielded, meeting_type.as_str() == SHIELDED, "once shielded, only there");
                self.comes_on_agenda(meeting_type, *meeting);
            }
            Event::DirectionExtended { until, .. } => {
                assert!(self.is(&[Planned, Monitored]));
                assert!(self.ends_on.is_some_and(|ends_on| ends_on < *until), "the end only moves on");
                self.ends_on = Some(*until);
            }
            Event::CaseEscalated { level, .. } => {
                assert!(*level != EscalationLevel::House || self.is_at("local_safety_room"));
                assert!(self.is(&[Weighed, Scheduled, Planned, Monitored]));
                self.came_from = self.state.replace(Escalated);
            }
            Event::EscalationReturned { .. } => {
                assert!(self.is(&[Escalated]));
                self.state = self.came_from.take();
            }
            Event::ZsmAdviceSet { version, advice, .. } => {
                assert!(!self.is(&[Reported]) && !advice.measures.is_empty());
                assert_eq!(*version, self.advices + 1);
                self.advices += 1;
                self.advice = Some(*version);
            }
            Event::ZsmAdviceWithdrawn { version, .. } => assert_eq!(self.advice.take(), Some(*version)),
            Event::ResultsJudged { .. } => {
                assert!(self.is(&[Planned, Monitored]));
                assert_eq!(self.holder.as_ref(), Some(actor), "the case holder judges");
                self.judged = true;
            }
            Event::CaseClosed { ground, .. } => {
                if matches!(ground, ClosingGround::NoPlanNeeded { .. }) {
                    self.is_discussed();
                }
                assert!(!self.owed && self.advice.is_none());
                assert!(match ground {
                    ClosingGround::DirectionEnded { .. } => self.is(&[Planned, Monitored]) && self.judged,
                    ClosingGround::NoPlanNeeded { .. } => self.is(&[Scheduled]) && self.versions == 0,
                    ClosingGround::NoFollowUp => {
                        self.is(&[Weighed])
                            && matches!(self.decision, Some(Decision::NoFollowUp(_)))
                            && !self.provisional()
                    }
                    ClosingGround::HandledBilaterally { reported_by } => {
                        let named = matches!(
                            &self.decision,
                            Some(Decision::HandleBilaterally { partners }) if partners.contains(reported_by)
                        );
                        self.is(&[Weighed]) && named
                    }
                    ClosingGround::TrajectoryEnded { .. } => {
                        self.is(&[Weighed]) && self.decision == Some(Decision::StartVoluntaryTrajectory)
                    }
                });
                self.state = Some(Closed);
                let years =
                    if self.agenda.as_ref().is_some_and(|(at, _)| at.as_str() == "top60") { 2 } else { 5 };
                self.kept_until = today.checked_add_months(Months::new(12 * years));
            }
            Event::ParticipantListed { meeting, .. } => {
                assert_eq!(self.agenda.as_ref().and_then(|(_, at)| *at), Some(*meeting));
            }
            Event::InformationRequested { request, .. } => assert!(self.asked.insert(*request)),
            Event::InformationAnswered { request, .. } | Event::InformationRequestWithdrawn { request } => {
                assert!(self.asked.remove(request), "a request is answered or withdrawn once");
            }
            Event::InformationShared { item } => {
                assert!(context().shareable.contains(&item.category));
                assert!(self.items.insert(item.id));
            }
            Event::ConsentRecorded { item, .. } => assert!(self.items.contains(item)),
            Event::InformationRetracted { item } => assert!(self.items.remove(item)),
            Event::ReferralOffered { referral, from, to, .. } => {
                assert_ne!(from, to);
                let before = self.referred.insert(*referral, ReferralState::Offered);
                assert!(before.is_none_or(has_ended), "one at a time");
            }
            Event::ReferralAccepted { referral } => {
                assert_eq!(self.refer(*referral, ReferralState::Accepted), ReferralState::Offered);
            }
            Event::ReferralRejected { referral, .. } => {
                assert_eq!(self.refer(*referral, ReferralState::Rejected), ReferralState::Offered);
            }
            Event::ReferralCompleted { referral } => {
                assert_eq!(self.refer(*referral, ReferralState::Done), ReferralState::Accepted);
            }
            Event::ReferralRevoked { referral, .. } => {
                assert!(!has_ended(self.refer(*referral, ReferralState::Revoked)));
            }
            Event::CaseHandedOver { categories, .. } => {
                assert!(!self.shielded && !categories.is_empty());
                assert!(categories.iter().all(|it| HandOverCase::CATEGORIES.contains(it)));
                self.handed_over = true;
            }
            Event::ElsewhereChecked { party: ElsewhereParty::VeiligThuis, found, .. } => {
                self.at_veilig_thuis = *found != Elsewhere::NotKnown;
            }
            Event::ClientInvitationDecided { case_holder_consulted, .. } => {
                assert!(self.is(&[Scheduled]) || self.is(&[Weighed]) && self.to_schedule());
                assert!(self.versions == 0 || *case_holder_consulted);
            }
            Event::AttendanceRecorded { meeting, .. } => {
                assert_eq!(self.agenda.as_ref().and_then(|(_, at)| *at), Some(*meeting));
                self.attended = true;
                self.is_discussed();
            }
            Event::CaseDiscussed { meeting_type, meeting } => {
                assert_eq!(self.agenda, Some((meeting_type.clone(), *meeting)));
                assert!(self.is(&[Scheduled]) && !self.took_place);
                self.is_discussed();
            }
            Event::MeetingEvaluated { .. } => assert!(self.attended),
            Event::LetterSent { kind, meeting, on, .. } => {
                assert_eq!(self.agenda.as_ref().and_then(|(_, at)| *at), Some(*meeting));
                assert!(*on <= today && *kind == LetterKind::Invitation);
            }
            Event::LifeAreasRecorded { .. } => assert!(self.is_at("aftercare")),
            Event::SystematicOffenderIndicated { indication, until, .. } => {
                assert!(self.is_at("systematic_offender"));
                assert_eq!(until.is_some(), *indication == SmdIndication::Isd);
                assert!(until.is_none_or(|until| today < until && until <= today + Months::new(24)));
                self.indication = Some(*indication);
            }
            Event::InterventionRecorded { .. } => {
                assert_eq!(self.indication, Some(SmdIndication::RequestProbationReport));
            }
            Event::ElsewhereChecked { .. } | Event::ParticipantRemoved { .. } | Event::GlassBroken { .. } => {
            }
            Event::CaseHidden { .. } => assert!(!std::mem::replace(&mut self.hidden, true)),
            Event::CaseRevealed { .. } => assert!(std::mem::take(&mut self.hidden)),
            Event::UseRestricted { .. } => self.restricted = true,
            Event::RestrictionLifted { .. } => assert!(std::mem::take(&mut self.restricted)),
            Event::LegalHoldPlaced { .. } => assert!(!std::mem::replace(&mut self.held, true)),
            Event::LegalHoldLifted { .. } => assert!(std::mem::take(&mut self.held)),
            Event::RetentionExtended { until, .. } => {
                assert!(self.kept_until.is_some_and(|end| end < *until), "the end only moves on");
                self.kept_until = Some(*until);
            }
            Event::CaseErased { ground, .. } => {
                assert!(self.is(&[Closed]) && !self.held);
                let passed = self.kept_until.take().is_some_and(|end| end <= today);
                assert!(passed || *ground != ErasureGround::RetentionExpired);
                self.erased = true;
            }
            Event::KeysDestroyed { .. } => {
                assert!(self.erased && !std::mem::replace(&mut self.proven, true), "once");
            }
        }
    }

    fn comes_on_agenda(&mut self, meeting_type: &MeetingTypeCode, meeting: Option<MeetingId>) {
        self.agenda = Some((meeting_type.clone(), meeting));
        self.took_place = false;
        self.state = Some(Scheduled);
    }

    fn is_discussed(&mut self) {
        let Some((kind, _)) = self.agenda.clone() else { return };
        if !std::mem::replace(&mut self.took_place, true) {
            *self.discussed.entry(kind).or_default() += 1;
        }
    }

    /// Where the referral stood before.
    fn refer(&mut self, id: ReferralId, state: ReferralState) -> ReferralState {
        self.referred.insert(id, state).unwrap()
    }

    /// The case is where the model says, with what that takes.
    fn agrees_with(&self, case: &Case) {
        let Some(file) = case.file() else { return assert_eq!(self.state, None) };
        assert_eq!(Some(file.phase.state()), self.state);
        assert_eq!(file.is_active(), !self.is(&[Closed]));
        assert_eq!(file.report.trigger, self.trigger);
        assert_eq!(file.report.theme.is_some(), self.theme);
        assert_eq!(file.report.municipality.as_ref().map(|code| code.as_str()), self.municipality.as_deref());
        assert_eq!(file.feedback_owed, self.owed);
        assert!(file.plans.iter().map(|plan| plan.version).eq(1..=self.versions));
        assert_eq!(file.zsm_advice.current.as_ref().map(|_| file.zsm_advice.versions), self.advice);

        assert_eq!(file.shielded.is_some(), self.shielded);
        let marks = Marks { hidden: self.hidden, restricted: self.restricted, legal_hold: self.held };
        assert_eq!(file.marks, marks);
        assert_eq!(file.retained_until(&crate::region::region()), self.kept_until);
        assert_eq!(
            file.erasure().map(|erasure| erasure.keys_destroyed.is_some()),
            self.erased.then_some(self.proven)
        );

        assert_eq!(file.indication.map(|it| it.indication), self.indication);
        let referred = file.referrals.values().map(|referral| (referral.id, referral.state));
        assert!(referred.eq(self.referred.iter().map(|(id, state)| (*id, *state))));

        let linked = file.linked_to.iter().map(|(case, assessment)| (*case, assessment.is_some()));
        assert!(linked.eq(self.linked.iter().map(|(case, assessed)| (*case, *assessed))));
        assert_eq!(file.report.release_date, self.released);
        assert_eq!(file.mayor_advice.is_some(), self.mayor_advised);
        assert_eq!(!file.handovers.is_empty(), self.handed_over);

        assert_eq!(file.discussions.times, self.discussed);
        let agenda = file.phase.appointment().map(|at| (at.meeting_type.clone(), at.meeting));
        assert!(agenda == self.agenda || self.is(&[Closed]), "{agenda:?}");
        let direction = file.phase.direction();
        assert_eq!(direction.map(|d| &d.case_holder.account), self.holder.as_ref(), "plan ⇔ one case holder");
        assert_eq!(direction.map(|d| d.ends_on), self.ends_on);
        let Some(direction) = direction else { return };
        assert_eq!(Some(&direction.plan), file.plans.last(), "the last version is in force");
        assert!(direction.contacts.iter().map(|(moment, contact)| (moment, &contact.on)).eq(&self.contacts));
        assert!(direction.agreements.keys().eq(direction.plan.agreements.iter().map(|a| &a.id)));
        assert_eq!(direction.results.is_some(), self.judged);
        if !self.is(&[Planned, Monitored]) {
            return;
        }
        assert_eq!(self.is(&[Monitored]), !direction.contacts.is_empty());
    }
}

/// Rejected, done or revoked.
fn has_ended(state: ReferralState) -> bool {
    !matches!(state, ReferralState::Offered | ReferralState::Accepted)
}

/// Runs the steps against case and model; the case, all that happened, and what was accepted.
fn run(steps: Vec<Step>) -> (Case, Vec<Event>, BTreeSet<CaseState>) {
    let mut case = Case::default();
    let mut model = Model::default();
    let mut history = Vec::new();
    let mut states = BTreeSet::new();
    let mut today = day(REPORTED_ON);
    let region = context().region;
    for Step { days, actor, organisation, meeting, own, active, mandate, command } in steps {
        today = today + Days::new(days);
        let actor = Account(actor.into());
        let context = Context {
            today,
            actor: actor.clone(),
            organisation,
            region: region.clone(),
            meeting,
            own_meeting: own,
            active_cases: active,
            contact_of: mandate.iter().cloned().collect(),
            bij_mandate: mandate,
            ..context()
        };
        let before = case.clone();
        let Ok(events) = case.decide(command, &context) else {
            assert_eq!(case, before, "a refused command changes nothing");
            continue;
        };
        assert!(!events.is_empty(), "an accepted command says what happened");
        for event in &events {
            model.take(event, today, &actor);
            case.apply(event.clone());
        }
        history.extend(events);
        model.agrees_with(&case);
        moved_as_allowed(&before, &case);
        states.extend(case.file().map(|file| file.phase.state()));
    }
    (case, history, states)
}

fn moved_as_allowed(before: &Case, after: &Case) {
    let state = |case: &Case| case.file().map(|file| file.phase.state());
    match (state(before), state(after)) {
        (None, after) => assert_eq!(after, Some(Reported)),
        (Some(from), Some(to)) => {
            assert!(from == to || LIFE_CYCLE.contains(&(from, to)), "{from:?} -> {to:?}")
        }
        (Some(_), None) => unreachable!("a case does not vanish"),
    }
}

fn through_json(event: &Event, change: impl Fn(&mut serde_json::Value)) -> Event {
    let mut json = serde_json::to_value(event).unwrap();
    change(&mut json);
    serde_json::from_value(json).unwrap()
}

proptest! {
    #[test]
    fn random_commands_never_reach_an_impossible_state(steps in steps()) {
        run(steps);
    }

    #[test]
    fn replaying_the_events_always_gives_the_same_state(steps in steps()) {
        let (case, history, _) = run(steps);
        prop_assert_eq!(&Case::replay(history.clone()), &case);
        prop_assert_eq!(&Case::replay(history.iter().map(|event| through_json(event, |_| {}))), &case);
        let stored = serde_json::to_value(&case).unwrap();
        prop_assert_eq!(&serde_json::from_value::<Case>(stored).unwrap(), &case);
    }

    #[test]
    fn a_case_whose_personal_values_are_erased_stands_where_it_stood(steps in steps()) {
        let (case, history, _) = run(steps);
        let erased = Case::replay(history.iter().map(|event| through_json(event, erase)));
        let mut expected = serde_json::to_value(&case).unwrap();
        erase(&mut expected);
        prop_assert_eq!(serde_json::to_value(&erased).unwrap(), expected);
    }

    #[test]
    fn any_events_in_any_order_can_be_applied(
        mut pool in Just([
            monitored(),
            back_with_plan(),
            closed_with_results(),
            vec![escalated(), returned(), advice_set(1), advice_withdrawn(1, WithdrawalCause::Decided)],
            vec![case_shielded()],
        ].concat()).prop_shuffle(),
        length in 0_usize..20,
    ) {
        pool.truncate(length);
        let case = Case::replay(pool.clone());
        prop_assert_eq!(Case::replay(pool), case);
    }
}

/// The properties above would hold of commands that are all refused; these are not.
#[test]
fn random_commands_reach_every_state_and_make_every_event() {
    let mut runner = TestRunner::deterministic();
    let mut states = BTreeSet::new();
    let mut events = BTreeSet::new();
    for _ in 0..1500 {
        let (_, history, reached) = run(steps().new_tree(&mut runner).unwrap().current());
        states.extend(reached);
        events.extend(history.iter().map(Event::kind));
    }
    assert_eq!(states, CaseState::ALL.iter().copied().collect());
    let never: Vec<_> = Event::KINDS.iter().filter(|kind| !events.contains(kind)).collect();
    assert!(never.is_empty(), "{never:?}");
}
