//! A small region of two parts, with the meeting types of HANDBOOK §4.

use std::collections::BTreeSet;

use schakel_domain::MeetingFacts;
use schakel_domain::case::DecisionCode;
use schakel_domain::meeting::MeetingState;
use schakel_domain::region::{
    BottleneckTheme, BottleneckThemeCode, BudgetSource, BudgetSourceCode, ChairedBy, Criterion,
    CriterionCode, Deadlines, FiguresTerms, FormerMunicipality, House, Label, ListOf, MeetingType,
    MeetingTypeCode, Municipality, MunicipalityCode, OrganisationCode, OtherHouse, Pillar, PillarCode,
    Region, Subregion, SubregionCode, Theme, ThemeCode,
};

use crate::fixtures::chair;
use crate::handovers::OTHER_HOUSE;

pub const HOLLAND_RIJNLAND: &str = "holland_rijnland";
pub const MIDDEN_HOLLAND: &str = "midden_holland";

/// What the briefing looks at (HANDBOOK §3).
pub const CRITERIA: [&str; 5] = ["a", "b", "c", "d", "e"];

/// On which Top60 builds its plans (HANDBOOK §4).
pub const PILLARS: [&str; 3] =
    ["swift_punishment", "personal_perspective", "prevention_for_younger_siblings_and_minor_children"];

/// Meeting types that a case reaches without weighing (HANDBOOK §4, §5).
pub const UNWEIGHED: [&str; 5] = [
    "systematic_offender",
    "group_approach",
    "domestic_violence_screening",
    "juvenile_detention",
    "local_safety_room",
];
/// Referrals to it are recorded, and nothing else (HANDBOOK §4).
pub const OF_OWN_REGISTER: &str = "local_aftercare";
/// Meeting types that a case reaches only after weighing.
pub const WEIGHED: [&str; 4] = ["focus", "top60", "aftercare", "round_table"];

pub fn region() -> Region {
    Region {
        code: "test_region".into(),
        label: label("Proefregio"),
        time_zone: "Europe/Amsterdam".into(),
        house: House {
            organisation: OrganisationCode::new("veiligheidshuis"),
            name: "Veiligheidshuis".into(),
            telephone: "071 000 00 00".into(),
            mail: "bureau@example.org".into(),
        },
        retention_years: 5,
        deadlines: Deadlines::default(),
        subregions: [HOLLAND_RIJNLAND, MIDDEN_HOLLAND].map(subregion).into(),
        municipalities: vec![
            municipality("leiden", Some(HOLLAND_RIJNLAND), None),
            municipality("alphen_aan_den_rijn", Some(HOLLAND_RIJNLAND), Some("local_safety_room")),
            municipality("katwijk", Some(HOLLAND_RIJNLAND), Some(OF_OWN_REGISTER)),
            municipality("gouda", Some(MIDDEN_HOLLAND), None),
            municipality("outside_the_region", None, None),
            municipality("no_fixed_registration", None, None),
        ],
        former_municipalities: vec![FormerMunicipality {
            code: MunicipalityCode::new("rijnwoude"),
            label: label("Rijnwoude"),
            absorbed_by: MunicipalityCode::new("alphen_aan_den_rijn"),
        }],
        criteria: CRITERIA.map(criterion).into(),
        meeting_types: meeting_types(),
        themes: ["nuisance", "domestic_violence", "ex_partner_stalking"].map(theme).into(),
        budget_sources: vec![budget_source("own_budget", None), budget_source("aftercare_grant", Some(25))],
        bottleneck_themes: vec![bottleneck_theme("care_without_papers")],
        other_houses: vec![other_house(OTHER_HOUSE)],
        figures: FiguresTerms::default(),
    }
}

fn meeting_types() -> Vec<MeetingType> {
    let briefing = MeetingType { weighing_only: true, ..meeting_type("briefing", false) };
    let shielded = MeetingType { shielded: true, ..meeting_type("radicalisation", false) };
    let weighed = WEIGHED.map(|code| meeting_type(code, true));
    let unweighed = UNWEIGHED.map(|code| {
        if code == "systematic_offender" { meeting_type(code, false) } else { facilitated(code) }
    });
    let referred_to = MeetingType { own_register: true, ..facilitated(OF_OWN_REGISTER) };
    [briefing, shielded, referred_to].into_iter().chain(weighed).chain(unweighed).collect()
}

/// Not chaired by the House.
pub fn facilitated(code: &str) -> MeetingType {
    MeetingType { facilitated: true, chaired_by: ChairedBy::Municipality, ..meeting_type(code, false) }
}

pub fn meeting_type(code: &str, weighed: bool) -> MeetingType {
    let together = |codes: &str| codes.chars().map(CriterionCode::new).collect();
    MeetingType {
        code: MeetingTypeCode::new(code),
        label: label(code),
        chaired_by: ChairedBy::ProcessDirector,
        facilitated: false,
        shielded: false,
        weighed,
        weighing_only: false,
        decided_by: decided_by(code),
        criteria: if code == "focus" { ["abc", "d", "e"].map(together).into() } else { Vec::new() },
        arises_from: (code == "round_table").then(|| MeetingTypeCode::new("aftercare")).into_iter().collect(),
        once: code == "focus",
        per_subregion: code == "aftercare",
        list_of: (code == "top60").then_some(ListOf::Municipality),
        pillars: if code == "top60" { PILLARS.map(pillar).into() } else { Vec::new() },
        minimum_age: (code == "aftercare").then_some(18),
        life_areas: code == "aftercare",
        indicates_systematic_offenders: code == "systematic_offender",
        notifies_members: code == "group_approach",
        own_register: false,
        escalates_to_house: code == "local_safety_room",
        retention_years: (code == "top60").then_some(2),
    }
}

fn pillar(code: &str) -> Pillar {
    Pillar { code: PillarCode::new(code), label: label(code) }
}

fn decided_by(code: &str) -> BTreeSet<DecisionCode> {
    use DecisionCode::{MonitorAftercare, ScheduleAftercare, ScheduleFocus, ScheduleTop60};
    match code {
        "focus" => [ScheduleFocus].into(),
        "top60" => [ScheduleTop60].into(),
        "aftercare" => [ScheduleAftercare, MonitorAftercare].into(),
        _ => BTreeSet::new(),
    }
}

fn criterion(code: &str) -> Criterion {
    Criterion { code: CriterionCode::new(code), label: label(code) }
}

pub fn municipality(code: &str, subregion: Option<&str>, local_table: Option<&str>) -> Municipality {
    Municipality {
        code: MunicipalityCode::new(code),
        label: label(code),
        subregion: subregion.map(SubregionCode::new),
        detention_reports_to: local_table.map(MeetingTypeCode::new),
        centre: code == "leiden" || code == "gouda",
    }
}

pub fn subregion(code: &str) -> Subregion {
    Subregion { code: SubregionCode::new(code), label: label(code) }
}

pub fn theme(code: &str) -> Theme {
    Theme { code: ThemeCode::new(code), label: label(code) }
}

pub fn budget_source(code: &str, co_financing_percent: Option<u32>) -> BudgetSource {
    BudgetSource { code: BudgetSourceCode::new(code), label: label(code), co_financing_percent }
}

pub fn bottleneck_theme(code: &str) -> BottleneckTheme {
    BottleneckTheme { code: BottleneckThemeCode::new(code), label: label(code) }
}

pub fn other_house(code: &str) -> OtherHouse {
    OtherHouse { code: OrganisationCode::new(code), label: label(code), mail: "bureau@example.org".into() }
}

/// A meeting that is still to come.
pub fn coming(meeting_type: &str) -> MeetingFacts {
    MeetingFacts {
        meeting_type: MeetingTypeCode::new(meeting_type),
        subregion: None,
        municipality: None,
        state: MeetingState::Planned,
        chair: chair(),
    }
}

/// A theme table of that subregion that is still to come.
pub fn table_of(subregion: &str) -> MeetingFacts {
    MeetingFacts { subregion: Some(SubregionCode::new(subregion)), ..coming("aftercare") }
}

/// A meeting with this municipality's list that is still to come.
pub fn list_of(municipality: &str) -> MeetingFacts {
    MeetingFacts { municipality: Some(MunicipalityCode::new(municipality)), ..coming("top60") }
}

fn label(text: &str) -> Label {
    Label { nl: text.into(), en: text.into() }
}
