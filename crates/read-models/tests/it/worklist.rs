//! HANDBOOK §2 to §4, §6: what is to be done, until when by the region's terms, and what settles it.

use chrono::{Days, NaiveDate};
use schakel_domain::case::*;
use schakel_domain::code::Code;
use schakel_domain::lines::ListFingerprint;
use schakel_domain::meeting::{self, Meeting, MeetingState};
use schakel_domain::monitor_day::{CheckSuspects, MonitorDay};
use schakel_domain::region::{CriterionCode, MeetingTypeCode, MunicipalityCode, OrganisationCode, ThemeCode};
use schakel_domain::{CaseId, Context, MeetingFacts, MeetingId, ReferralId};
use schakel_journal::Place;
use schakel_read_models::worklist::{self, Filter, Part, Terms};
use uuid::Uuid;

use crate::world::*;

fn in_days(days: u64) -> NaiveDate {
    today() + Days::new(days)
}

/// A case, and what is done about it.
struct Told {
    world: World,
    case: CaseId,
}

impl Told {
    async fn of(report: ReportCase) -> Self {
        let (world, case) = (World::new().await, CaseId(Uuid::now_v7()));
        world.done(case, report).await;
        Self { world, case }
    }

    async fn weighed(decision: Decision) -> Self {
        let told = Self::of(report(None)).await;
        told.done(weigh(decision)).await;
        told
    }

    async fn done(&self, command: impl Into<Command>) {
        self.world.done(self.case, command).await;
    }

    /// A meeting that is planned so many days ahead.
    async fn meeting(&self, days: u64) -> MeetingId {
        let meeting = MeetingId(Uuid::now_v7());
        self.world.planned(meeting, "focus").await;
        self.move_to(meeting, days).await;
        meeting
    }

    async fn move_to(&self, meeting: MeetingId, days: u64) {
        self.world.met(meeting, meeting::MoveMeeting { date: in_days(days) }).await;
    }

    async fn call_off(&self, meeting: MeetingId) {
        self.world.met(meeting, meeting::CancelMeeting { reason: text("Ziek") }).await;
    }

    async fn put_on_briefing(&self, briefing: MeetingId) {
        self.world.done_at(self.case, PutOnBriefing { briefing }, "briefing").await;
    }

    async fn schedule_at(&self, meeting: MeetingId) {
        let command = ScheduleCase { meeting: Some(meeting), ..schedule("focus") };
        self.world.done_at(self.case, command, "focus").await;
    }

    /// The kinds of work on the case that are among these, each with the day on which it is due.
    async fn work(&self, kinds: &[&'static str]) -> Vec<(&'static str, NaiveDate)> {
        let items = self.items(kinds).await;
        items.iter().map(|item| (item.kind.code(), item.due_on)).collect()
    }

    async fn items(&self, kinds: &[&str]) -> Vec<worklist::Item> {
        self.world.caught_up("worklist").await;
        let mut connection = self.world.journal.pool().lend().await.unwrap();
        let terms = Terms::of(&self.world.context.region);
        let kinds = kinds.iter().map(|kind| (*kind).to_owned()).collect();
        let filter = Filter { kinds, ..Filter::default() };
        let page = worklist::find(&mut connection, &terms, &filter, None, 100).await.unwrap();
        page.items.into_iter().filter(|item| item.case_id == self.case.0).collect()
    }

    async fn rebuilt_is_live(&self) {
        self.world.caught_up("worklist").await;
        let comparison =
            self.world.journal.compare(&self.world.owner.connect_options(), "worklist").await.unwrap();
        assert!(comparison.is_equal(), "{comparison:?}");
    }
}

impl World {
    /// Until the read model shows the last event.
    async fn caught_up(&self, projection: &str) {
        let (epoch, tx_id, position): (i32, String, i64) = sqlx::query_as(
            "select epoch, tx_id::text, position from journal.events
             order by events.epoch desc, events.tx_id desc, events.position desc limit 1",
        )
        .fetch_one(&mut *self.journal.pool().lend().await.unwrap())
        .await
        .unwrap();
        let last = Place { epoch, tx_id: tx_id.parse().unwrap(), position };
        self.journal.ready_for(projection, Some(last)).await.unwrap();
    }

    /// At a meeting of this kind that is still to come.
    async fn done_at(&self, case: CaseId, command: impl Into<Command>, meeting_type: &str) {
        let meeting = MeetingFacts {
            municipality: None,
            meeting_type: MeetingTypeCode::new(meeting_type),
            subregion: None,
            state: MeetingState::Planned,
            chair: professional(),
        };
        let context = Context { meeting: Some(meeting), ..self.context.clone() };
        let (id, request) = (case.to_string(), self.request());
        self.journal.execute::<Case>(&id, command.into(), &context, &request).await.unwrap();
    }

    async fn met(&self, meeting: MeetingId, command: impl Into<meeting::Command>) {
        let (id, request) = (meeting.to_string(), self.request());
        self.journal.execute::<Meeting>(&id, command.into(), &self.context, &request).await.unwrap();
    }

    /// The suspects monitor hits the case, on a day of its own.
    async fn at_zsm(&self, case: CaseId) {
        let id = Uuid::now_v7();
        let on = in_days(u64::from(id.as_bytes()[15]));
        let list = ListFingerprint([0; 32]);
        let command = CheckSuspects { on, list, found: vec![vec![case]], broken: Vec::new() };
        let (id, request) = (id.to_string(), self.request());
        self.journal.execute::<MonitorDay>(&id, command.into(), &self.context, &request).await.unwrap();
    }
}

fn weigh(decision: Decision) -> WeighCase {
    WeighCase { briefing: None, criteria: [CriterionCode::new("d")].into(), decision }
}

fn bilaterally() -> Decision {
    Decision::HandleBilaterally { partners: ["ggd", "politie"].map(OrganisationCode::new).into() }
}

/// Of a detention whose end is known.
fn detention(municipality: &str, released_in_days: u64) -> ReportCase {
    ReportCase {
        trigger: Some(Trigger::Detention),
        municipality: Some(MunicipalityCode::new(municipality)),
        release_date: Some(in_days(released_in_days)),
        ..report(None)
    }
}

const PLACING: [&str; 3] = ["report_to_place", "outcome_owed", "scheduling_owed"];

#[tokio::test]
async fn a_complete_report_is_to_be_put_on_a_briefing_within_a_week_and_weighed_on_its_day() {
    let told = Told::of(ReportCase { trigger: None, ..report(None) }).await;
    assert_eq!(told.work(&PLACING).await, [], "not complete yet");
    let concern = CompleteReport { trigger: Some(Trigger::CurrentConcern), ..CompleteReport::default() };
    told.done(concern).await;
    assert_eq!(told.work(&PLACING).await, [], "its theme is not known");
    let theme = Some(ThemeCode::new("nuisance"));
    told.done(CompleteReport { theme, ..CompleteReport::default() }).await;
    assert_eq!(told.work(&PLACING).await, [("report_to_place", in_days(7))]);
    assert_eq!(told.items(&PLACING).await[0].municipality.as_deref(), Some("gouda"));

    let briefing = told.meeting(3).await;
    told.put_on_briefing(briefing).await;
    assert_eq!(told.work(&PLACING).await, [("outcome_owed", in_days(3))]);
    assert_eq!(told.items(&PLACING).await[0].part, Some(Part::Id(briefing.0)));
    told.call_off(briefing).await;
    assert_eq!(told.work(&PLACING).await, [("report_to_place", in_days(7))], "on another briefing");
    told.put_on_briefing(told.meeting(5).await).await;
    assert_eq!(told.work(&PLACING).await, [("outcome_owed", in_days(5))]);
    told.done(weigh(Decision::ScheduleFocus)).await;
    assert_eq!(told.work(&PLACING).await, [("scheduling_owed", in_days(0))]);
    told.rebuilt_is_live().await;
}

#[tokio::test]
async fn a_report_that_is_scheduled_without_weighing_is_placed() {
    let told = Told::of(report(None)).await;
    assert_eq!(told.work(&PLACING).await.len(), 1);
    told.done(schedule("group_approach")).await;
    assert_eq!(told.work(&PLACING).await, []);
}

#[tokio::test]
async fn a_meeting_owes_an_outcome_on_its_day_wherever_it_moves() {
    let told = Told::weighed(Decision::ScheduleFocus).await;
    let meeting = told.meeting(5).await;
    told.schedule_at(meeting).await;
    assert_eq!(told.work(&PLACING).await, [("outcome_owed", in_days(5))]);
    told.move_to(meeting, 9).await;
    assert_eq!(told.work(&PLACING).await, [("outcome_owed", in_days(9))]);
    let later = told.meeting(12).await;
    told.schedule_at(later).await;
    assert_eq!(told.work(&PLACING).await, [("outcome_owed", in_days(12))], "deferred to another meeting");
    told.call_off(later).await;
    assert_eq!(told.work(&PLACING).await, [("scheduling_owed", in_days(0))], "called off");
    told.call_off(meeting).await;
    assert_eq!(told.work(&PLACING).await.len(), 1, "it was on that agenda no more");
    told.schedule_at(told.meeting(15).await).await;
    assert_eq!(told.work(&PLACING).await, [("outcome_owed", in_days(15))]);
    told.done(set_plan()).await;
    assert_eq!(told.work(&PLACING).await, []);
    told.rebuilt_is_live().await;
}

#[tokio::test]
async fn that_no_plan_is_needed_is_an_outcome_and_so_is_an_indication() {
    let told = Told::weighed(Decision::ScheduleFocus).await;
    told.done(GiveFeedback { channel: FeedbackChannel::Mail, message: None }).await;
    told.schedule_at(told.meeting(5).await).await;
    told.done(CloseWithoutPlan { reason: text("De afspraken volstaan") }).await;
    assert_eq!(told.items(&[]).await.len(), 0, "of a closed case nothing is to be done");

    let told = Told::of(report(None)).await;
    let meeting = told.meeting(5).await;
    let session = ScheduleCase { meeting: Some(meeting), ..schedule("systematic_offender") };
    told.world.done_at(told.case, session, "systematic_offender").await;
    let indicated = IndicateSystematicOffender {
        until: None,
        indication: SmdIndication::RunningSupervision,
        detention_allowed: true,
        convictions: 3,
        review_on: in_days(180),
    };
    assert_eq!(told.work(&PLACING).await, [("outcome_owed", in_days(5))]);
    told.done(indicated).await;
    assert_eq!(told.work(&PLACING).await, []);
}

#[tokio::test]
async fn what_others_handle_is_open_for_weeks_until_they_say_that_it_is_done() {
    const OPEN: [&str; 2] = ["bilateral_open", "trajectory_open"];
    for (decision, expected) in [
        (bilaterally(), ("bilateral_open", in_days(6 * 7))),
        (Decision::StartVoluntaryTrajectory, ("trajectory_open", in_days(26 * 7))),
    ] {
        let told = Told::weighed(decision).await;
        assert_eq!(told.work(&OPEN).await, [expected]);
        told.done(GiveFeedback { channel: FeedbackChannel::Mail, message: None }).await;
        told.done(CloseAfterWeighing { reported_done_by: Some(OrganisationCode::new("ggd")) }).await;
        assert_eq!(told.work(&OPEN).await, []);
    }
}

#[tokio::test]
async fn a_release_date_starts_the_preparation_of_aftercare_eight_weeks_before() {
    const AFTERCARE: [&str; 1] = ["aftercare_to_prepare"];
    let told = Told::of(detention("gouda", 100)).await;
    assert_eq!(told.work(&AFTERCARE).await, [("aftercare_to_prepare", in_days(100 - 56))]);
    told.done(CompleteReport { release_date: Some(in_days(80)), ..CompleteReport::default() }).await;
    assert_eq!(told.work(&AFTERCARE).await, [("aftercare_to_prepare", in_days(80 - 56))]);
    told.done(weigh(Decision::MonitorAftercare)).await;
    assert_eq!(told.work(&AFTERCARE).await.len(), 1, "not on its agenda yet");
    told.done(schedule("aftercare")).await;
    assert_eq!(told.work(&AFTERCARE).await, []);
    told.done(CompleteReport { release_date: Some(in_days(90)), ..CompleteReport::default() }).await;
    assert_eq!(told.work(&AFTERCARE).await, [], "the table takes care of it");

    let told = Told::of(detention("gouda", 100)).await;
    told.done(weigh(Decision::ScheduleFocus)).await;
    told.done(schedule("focus")).await;
    assert_eq!(told.work(&AFTERCARE).await.len(), 1, "a focus meeting is about something else");
    told.done(set_plan()).await;
    told.done(back_on("aftercare")).await;
    assert_eq!(told.work(&AFTERCARE).await, []);

    let told = Told::of(detention("alphen_aan_den_rijn", 100)).await;
    told.done(schedule("local_safety_room")).await;
    assert_eq!(told.work(&AFTERCARE).await, [], "the local table does");

    let told = Told::of(detention("gouda", 100)).await;
    told.done(CompleteReport { trigger: Some(Trigger::Arrest), ..CompleteReport::default() }).await;
    assert_eq!(told.work(&AFTERCARE).await, [], "no detention report after all");
    told.rebuilt_is_live().await;
}

#[tokio::test]
async fn what_was_referred_to_a_table_of_its_own_register_is_that_tables_work() {
    const OWN: [&str; 2] = ["report_to_place", "aftercare_to_prepare"];
    let referral = ReferralId(Uuid::now_v7());
    let offer = || OfferReferral {
        referral,
        from: OrganisationCode::new("veiligheidshuis"),
        to: OrganisationCode::new("gemeente_elders"),
        question: text("Bespreekt u de nazorg?"),
    };
    let told = Told::of(detention("katwijk", 100)).await;
    assert_eq!(told.work(&OWN).await.len(), 2);
    told.done(offer()).await;
    assert_eq!(told.work(&OWN).await, []);
    told.done(RevokeReferral { referral, reason: text("Toch niet") }).await;
    assert_eq!(told.work(&OWN).await.len(), 2, "nobody has it");

    let elsewhere = Told::of(detention("gouda", 100)).await;
    elsewhere.done(offer()).await;
    assert_eq!(elsewhere.work(&OWN).await.len(), 2, "the House still weighs it");
}

#[tokio::test]
async fn an_invitation_is_to_be_sent_until_the_letter_is_on_record() {
    const LETTER: [&str; 1] = ["invitation_to_send"];
    let invite = |invitation| DecideOnClient { invitation, case_holder_consulted: false };
    let told = Told::weighed(Decision::ScheduleFocus).await;
    let meeting = told.meeting(14).await;
    told.schedule_at(meeting).await;
    told.done(invite(Invitation::Invited)).await;
    assert_eq!(told.work(&LETTER).await, [("invitation_to_send", in_days(7))]);
    told.done(invite(Invitation::NotInvited { reason: AbsenceReason::RedRag })).await;
    assert_eq!(told.work(&LETTER).await, []);
    told.done(invite(Invitation::Invited)).await;
    let (kind, to) = (LetterKind::Invitation, LetterRecipient::Client);
    told.done(RecordLetterSent { kind, meeting, to, on: None }).await;
    assert_eq!(told.work(&LETTER).await, []);
    told.rebuilt_is_live().await;
}

#[tokio::test]
async fn a_suspect_at_zsm_is_no_work_any_more_once_the_report_is_weighed_or_zsm_was_asked() {
    const SUSPECT: [&str; 1] = ["suspect_at_zsm"];
    let hit = async |told: &Told| {
        told.world.at_zsm(told.case).await;
        told.work(&SUSPECT).await.len()
    };
    for decision in [bilaterally(), Decision::NoFollowUp(NoFollowUpReason::PartnersInformed)] {
        let told = Told::of(report(None)).await;
        assert_eq!(hit(&told).await, 1);
        told.done(weigh(decision)).await;
        assert_eq!(told.work(&SUSPECT).await, []);
        assert_eq!(hit(&told).await, 1, "on another day it is somebody's task again");
        let asked = RecordElsewhereCheck { party: ElsewhereParty::Zsm, found: Elsewhere::NotKnown };
        told.done(asked).await;
        assert_eq!(told.work(&SUSPECT).await, []);
    }
}

/// What stands in the read model: by the day on which it is due, with the region's term for its kind.
type Due = (NaiveDate, Uuid, &'static str, &'static str);

/// Work of five kinds on forty cases, on sixty days; what is settled and on restricted cases is there, too.
async fn much_work(world: &World) -> Vec<(Due, u32)> {
    let own = &world.context.region.deadlines;
    let terms = [
        ("feedback_owed", "", i64::from(own.feedback_days)),
        ("report_to_place", "", i64::from(own.briefing_days)),
        ("bilateral_open", "", 7 * i64::from(own.bilateral_weeks)),
        ("aftercare_to_prepare", "", -7 * i64::from(own.aftercare_preparation_weeks)),
        ("monitoring_contact", "month_3", 0),
        ("monitoring_contact", "week_1", 0),
    ];
    let mut due = Vec::new();
    for number in 0..40_u32 {
        let case = Uuid::now_v7();
        let restricted = number % 10 == 9;
        sqlx::query(
            "insert into rm_worklist.worklist_case (case_id, process_director, municipality, restricted)
             values ($1, $2, $3, $4)",
        )
        .bind(case)
        .bind(format!("director-{}", number % 3))
        .bind(["gouda", "leiden"][number as usize % 2])
        .bind(restricted)
        .execute(&world.owner)
        .await
        .unwrap();
        for (step, (kind, part, term)) in (0_u32..).zip(terms) {
            let from = in_days(u64::from((number * 37 + step * 11) % 60));
            let settled = (number + step) % 5 == 0;
            sqlx::query("insert into rm_worklist.work_item (case_id, kind, part, due_on, settled) values ($1, $2, $3, $4, $5)")
                .bind(case)
                .bind(kind)
                .bind(part)
                .bind(from)
                .bind(settled)
                .execute(&world.owner)
                .await
                .unwrap();
            if !settled && !restricted {
                due.push(((from + chrono::TimeDelta::days(term), case, kind, part), number));
            }
        }
    }
    due.sort();
    due
}

#[tokio::test]
async fn pages_hold_the_work_of_all_kinds_in_the_order_of_its_days_whatever_is_asked_for() {
    let world = World::new().await;
    let all = much_work(&world).await;
    let terms = Terms::of(&world.context.region);
    let (early, late) = (in_days(5), in_days(40));
    let any = Filter::default();
    let kinds = ["bilateral_open", "monitoring_contact"];
    type Wanted = fn(&Due, u32, NaiveDate, NaiveDate) -> bool;
    let asked: [(Filter, Wanted); 6] = [
        (any.clone(), |_, _, _, _| true),
        (Filter { kinds: kinds.map(str::to_owned).to_vec(), ..any.clone() }, |due, _, _, _| {
            due.2 == "bilateral_open" || due.2 == "monitoring_contact"
        }),
        (Filter { overdue: Some((true, early)), ..any.clone() }, |due, _, early, _| due.0 < early),
        (
            Filter { overdue: Some((false, early)), due_until: Some(late), ..any.clone() },
            |due, _, early, late| due.0 >= early && due.0 <= late,
        ),
        (Filter { process_director: Some("director-1".into()), ..any.clone() }, |_, number, _, _| {
            number % 3 == 1
        }),
        (Filter { municipality: Some("leiden".into()), ..any }, |_, number, _, _| number % 2 == 1),
    ];
    let mut connection = world.journal.pool().lend().await.unwrap();
    for (filter, wanted) in asked {
        let expected: Vec<_> = all.iter().filter(|(due, number)| wanted(due, *number, early, late)).collect();
        assert!(expected.len() > 20, "{filter:?}");
        for limit in [1, 7, 500] {
            let (mut found, mut after) = (Vec::new(), None);
            loop {
                let page =
                    worklist::find(&mut connection, &terms, &filter, after.as_ref(), limit).await.unwrap();
                found.extend(page.items.iter().map(|item| (item.due_on, item.case_id, item.kind.code())));
                match page.next {
                    Some(next) => after = Some(next),
                    None => break,
                }
            }
            let expected = expected.iter().map(|(due, _)| (due.0, due.1, due.2));
            assert!(found.iter().copied().eq(expected), "{filter:?} by {limit}");
        }
    }
}
