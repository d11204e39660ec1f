//! Reports weighed, by decision (HANDBOOK §10.1).

use schakel_domain::case::{DecisionCode, NoFollowUpCode};
use schakel_domain::code::Code;

use super::{Check, Definition, Frame, definition, nothing_shielded};
use crate::areas::label;
use crate::house::{CaseHistory, Weighing};
use crate::sheet::{Head, Sheet};

pub(super) fn definitions() -> Vec<Definition> {
    vec![definition(
        1,
        label(
            "Meldingen die in de periode in een briefing zijn gewogen. Een melding telt één keer, met het laatste besluit \
             in de periode. Naar de woongemeente zoals die nu bekend is.",
            "Reports weighed in a briefing in the period. A report counts once, with its last decision in the period. By \
             the municipality of residence as it is known now.",
        ),
        nothing_shielded(),
    )]
}

/// A decision, and what it is called in Dutch and in English.
type Named = (DecisionCode, &'static str, &'static str);

/// A row of what was acted upon.
enum ActedUpon {
    One(Named),
    /// Two that stand together, as they were published before, with each below.
    Joined(&'static str, &'static str, &'static str, [Named; 2]),
}

const ACTED_UPON: [ActedUpon; 5] = [
    ActedUpon::Joined(
        "schedule_focus_or_top60",
        "Agenderen Focus of Top60",
        "Focus or Top60 meeting scheduled",
        [
            (DecisionCode::ScheduleFocus, "Agenderen Focus", "Focus meeting scheduled"),
            (DecisionCode::ScheduleTop60, "Agenderen Top60", "Top60 meeting scheduled"),
        ],
    ),
    ActedUpon::Joined(
        "schedule_or_monitor_aftercare",
        "Agenderen of monitoren Nazorg",
        "Aftercare scheduled or monitored",
        [
            (DecisionCode::ScheduleAftercare, "Agenderen Nazorg", "Aftercare table scheduled"),
            (DecisionCode::MonitorAftercare, "Monitoren Nazorg", "Monitored by the aftercare table"),
        ],
    ),
    ActedUpon::One((DecisionCode::HandleBilaterally, "Bilateraal afhandelen", "Handled bilaterally")),
    ActedUpon::One((
        DecisionCode::StartVoluntaryTrajectory,
        "Vrijwillig traject inzetten",
        "Voluntary trajectory started",
    )),
    ActedUpon::One((DecisionCode::Escalate, "Opschalen", "Escalated")),
];

const NO_FOLLOW_UP: [(NoFollowUpCode, &str, &str); 4] = [
    (NoFollowUpCode::AlreadyInHand, "Al in behandeling", "Already in hand"),
    (NoFollowUpCode::Deferred, "Besluit aangehouden", "Deferred"),
    (NoFollowUpCode::PartnersInformed, "Partners geïnformeerd", "Partners informed"),
    (NoFollowUpCode::BelongsElsewhere, "Hoort elders", "Belongs elsewhere"),
];

/// The rows, and in which of them a weighing counts.
struct Rows {
    heads: Vec<Head>,
    of_decision: Vec<(DecisionCode, usize)>,
    of_reason: Vec<(NoFollowUpCode, usize)>,
    no_follow_up: usize,
}

impl Rows {
    fn new() -> Self {
        let weighed = Head::total("weighed", label("Gewogen", "Weighed"));
        let acted_upon = Head::part("acted_upon", label("Opgepakt", "Acted upon"), 0);
        let heads = vec![weighed, acted_upon];
        let mut rows = Self { heads, of_decision: Vec::new(), of_reason: Vec::new(), no_follow_up: 0 };
        ACTED_UPON.iter().for_each(|row| rows.add_acted_upon(row));
        rows.no_follow_up = rows.add("no_follow_up", "(Nog) geen vervolg", "No follow-up (yet)", 0);
        for (reason, nl, en) in NO_FOLLOW_UP {
            let row = rows.add(reason.code(), nl, en, rows.no_follow_up);
            rows.of_reason.push((reason, row));
        }
        rows
    }

    fn add(&mut self, code: &str, nl: &str, en: &str, part_of: usize) -> usize {
        self.heads.push(Head::part(code, label(nl, en), part_of));
        self.heads.len() - 1
    }

    fn add_decision(&mut self, (decision, nl, en): Named, part_of: usize) {
        let row = self.add(decision.code(), nl, en, part_of);
        self.of_decision.push((decision, row));
    }

    fn add_acted_upon(&mut self, row: &ActedUpon) {
        match row {
            ActedUpon::One(decision) => self.add_decision(*decision, 1),
            ActedUpon::Joined(code, nl, en, decisions) => {
                let joined = self.add(code, nl, en, 1);
                decisions.iter().for_each(|decision| self.add_decision(*decision, joined));
            }
        }
    }

    fn of(&self, weighing: &Weighing) -> usize {
        let acted_upon = self.of_decision.iter().find(|(code, _)| *code == weighing.decision);
        let reason = self.of_reason.iter().find(|(code, _)| Some(*code) == weighing.no_follow_up);
        acted_upon.map(|it| it.1).or(reason.map(|it| it.1)).unwrap_or(self.no_follow_up)
    }
}

pub(super) fn sheets(frame: &Frame<'_>) -> Vec<Sheet> {
    vec![by_decision(frame), flow(frame)]
}

fn by_decision(frame: &Frame<'_>) -> Sheet {
    let rows = Rows::new();
    let hits: Vec<_> = frame.weighed().map(|(case, it)| frame.weighed_in(rows.of(it), (case, it))).collect();
    Sheet::of("decisions", label("Naar besluit", "By decision"), rows.heads, frame.areas, hits)
}

/// What became of the reports of the period, and from when those are that were weighed in it.
fn flow(frame: &Frame<'_>) -> Sheet {
    let rows = vec![
        Head::total("weighed", label("Gewogen", "Weighed")),
        Head::part("received_in_period", label("Gemeld in de periode", "Reported in the period"), 0),
        Head::part("received_earlier", label("Eerder gemeld", "Reported earlier"), 0),
        Head::total("received", label("Gemeld", "Reported")),
        Head::part("weighed_in_period", label("Gewogen in de periode", "Weighed in the period"), 3),
        Head::part(
            "without_weighing",
            label("Zonder weging in een overleg", "In a meeting without weighing"),
            3,
        ),
        Head::part("not_weighed", label("In de periode niet gewogen", "Not weighed in the period"), 3),
    ];
    let weighed = frame.weighed().map(|(case, weighing)| {
        let row = if frame.period.has(case.reported_on) { 1 } else { 2 };
        frame.weighed_in(row, (case, weighing))
    });
    let received = frame.house.cases().iter().filter(|case| frame.period.has(case.reported_on));
    let received = received.map(|case| frame.hit(fate(frame, case), case, case.reported()));
    let hits: Vec<_> = weighed.chain(received).collect();
    Sheet::of("flow", label("Van melding tot weging", "From report to weighing"), rows, frame.areas, hits)
}

fn fate(frame: &Frame<'_>, case: &CaseHistory) -> usize {
    let is_discussed =
        case.spells.iter().any(|spell| spell.meeting_type.is_some() && spell.from <= frame.period.until);
    match case.weighed_within(frame.period.from, frame.period.until) {
        Some(_) => 4,
        None if is_discussed => 5,
        None => 6,
    }
}

pub(super) fn checks(_: &Frame<'_>, sheets: &[Sheet], area: usize) -> Vec<Check> {
    let [by_decision, flow] = sheets else { return Vec::new() };
    let (weighed, received) = (by_decision.value("weighed", area), flow.value("received", area));
    let signed = |row: &str| flow.value(row, area).cast_signed();
    vec![
        Check::equal(
            "weighed_and_received",
            label("Gewogen en gemeld in de periode", "Weighed and reported in the period"),
            weighed,
            received,
        )
        .because(
            "received_earlier",
            label("Eerder gemeld en in de periode gewogen", "Reported earlier and weighed in the period"),
            signed("received_earlier"),
        )
        .because(
            "without_weighing",
            label("Gemeld en zonder weging in een overleg", "Reported, and in a meeting without weighing"),
            -signed("without_weighing"),
        )
        .because(
            "not_weighed",
            label("Gemeld en in de periode niet gewogen", "Reported, and not weighed in the period"),
            -signed("not_weighed"),
        ),
    ]
}
