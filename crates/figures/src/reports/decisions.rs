//! Reports weighed, by decision (HANDBOOK §10.1).

use schakel_domain::case::{DecisionCode, NoFollowUpCode};

use super::{Check, Definition, Frame, definition, nothing_shielded};
use crate::areas::label;
use crate::house::CaseHistory;
use crate::sheet::{Head, Hit, Sheet};

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

const ACTED_UPON: [(DecisionCode, &str, &str); 7] = [
    (DecisionCode::ScheduleFocus, "Agenderen Focus", "Focus meeting scheduled"),
    (DecisionCode::ScheduleTop60, "Agenderen Top60", "Top60 meeting scheduled"),
    (DecisionCode::ScheduleAftercare, "Agenderen Nazorg", "Aftercare table scheduled"),
    (DecisionCode::MonitorAftercare, "Monitoren Nazorg", "Monitored by the aftercare table"),
    (DecisionCode::HandleBilaterally, "Bilateraal afhandelen", "Handled bilaterally"),
    (DecisionCode::StartVoluntaryTrajectory, "Vrijwillig traject inzetten", "Voluntary trajectory started"),
    (DecisionCode::Escalate, "Opschalen", "Escalated"),
];

const NO_FOLLOW_UP: [(NoFollowUpCode, &str, &str); 4] = [
    (NoFollowUpCode::AlreadyInHand, "Al in behandeling", "Already in hand"),
    (NoFollowUpCode::Deferred, "Besluit aangehouden", "Deferred"),
    (NoFollowUpCode::PartnersInformed, "Partners geïnformeerd", "Partners informed"),
    (NoFollowUpCode::BelongsElsewhere, "Hoort elders", "Belongs elsewhere"),
];

/// As the figures were published before: focus with Top60, scheduled with monitored aftercare.
const JOINED: [(&str, &str, &str, &[DecisionCode]); 6] = [
    (
        "schedule_focus_or_top60",
        "Agenderen Focus of Top60",
        "Focus or Top60 meeting scheduled",
        &[DecisionCode::ScheduleFocus, DecisionCode::ScheduleTop60],
    ),
    (
        "schedule_or_monitor_aftercare",
        "Agenderen of monitoren Nazorg",
        "Aftercare scheduled or monitored",
        &[DecisionCode::ScheduleAftercare, DecisionCode::MonitorAftercare],
    ),
    (
        "handle_bilaterally",
        "Bilateraal afhandelen",
        "Handled bilaterally",
        &[DecisionCode::HandleBilaterally],
    ),
    (
        "start_voluntary_trajectory",
        "Vrijwillig traject inzetten",
        "Voluntary trajectory started",
        &[DecisionCode::StartVoluntaryTrajectory],
    ),
    ("escalate", "Opschalen", "Escalated", &[DecisionCode::Escalate]),
    ("no_follow_up", "(Nog) geen vervolg", "No follow-up (yet)", &[DecisionCode::NoFollowUp]),
];

pub(super) fn sheets(frame: &Frame<'_>) -> Vec<Sheet> {
    vec![by_decision(frame), joined(frame), flow(frame)]
}

fn by_decision(frame: &Frame<'_>) -> Sheet {
    use schakel_domain::code::Code;
    let mut rows = vec![
        Head::total("weighed", label("Gewogen", "Weighed")),
        Head::part("acted_upon", label("Opgepakt", "Acted upon"), 0),
    ];
    rows.extend(ACTED_UPON.iter().map(|(code, nl, en)| Head::part(code.code(), label(nl, en), 1)));
    let no_follow_up = rows.len();
    rows.push(Head::part("no_follow_up", label("(Nog) geen vervolg", "No follow-up (yet)"), 0));
    rows.extend(
        NO_FOLLOW_UP.iter().map(|(code, nl, en)| Head::part(code.code(), label(nl, en), no_follow_up)),
    );
    let hits: Vec<_> = frame
        .weighed()
        .map(|(case, weighing)| {
            let acted_upon = ACTED_UPON.iter().position(|(code, ..)| *code == weighing.decision);
            let reason = NO_FOLLOW_UP.iter().position(|(code, ..)| Some(*code) == weighing.no_follow_up);
            let row = acted_upon.map(|at| at + 2).or(reason.map(|at| no_follow_up + 1 + at));
            frame.weighed_in(row.unwrap_or(no_follow_up), (case, weighing))
        })
        .collect();
    Sheet::of("decisions", label("Naar besluit", "By decision"), rows, frame.areas, hits)
}

fn joined(frame: &Frame<'_>) -> Sheet {
    let mut rows = vec![Head::total("weighed", label("Gewogen", "Weighed"))];
    rows.extend(JOINED.iter().map(|(code, nl, en, _)| Head::part(code, label(nl, en), 0)));
    let hits: Vec<_> = frame
        .weighed()
        .filter_map(|(case, weighing)| {
            let row = JOINED.iter().position(|(.., decisions)| decisions.contains(&weighing.decision))?;
            Some(frame.weighed_in(row + 1, (case, weighing)))
        })
        .collect();
    let name = label("Naar besluit, samengenomen", "By decision, joined");
    Sheet::of("decisions_joined", name, rows, frame.areas, hits)
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
    let received = received.map(|case| Hit {
        row: fate(frame, case),
        area: frame.area_of(case),
        value: 1,
        origin: case.reported(),
    });
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
    let [by_decision, joined, flow] = sheets else { return Vec::new() };
    let (weighed, received) = (by_decision.value("weighed", area), flow.value("received", area));
    let signed = |row: &str| flow.value(row, area).cast_signed();
    vec![
        Check::equal(
            "decisions_and_joined",
            label("Gewogen: naar besluit en samengenomen", "Weighed: by decision and joined"),
            weighed,
            joined.value("weighed", area),
        ),
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
