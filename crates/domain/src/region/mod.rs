//! The region as configuration: everything that is specific to one Safety House (HANDBOOK, introduction).

mod codes;
mod figures;
mod meeting_type;
mod mistakes;

pub use codes::{
    BottleneckThemeCode, BudgetSourceCode, CriterionCode, MeetingTypeCode, MunicipalityCode,
    OrganisationCode, PillarCode, SubregionCode, ThemeCode,
};
pub use figures::{FiguresColumn, FiguresTerms, Handling};
pub use meeting_type::{ChairedBy, ListOf, MeetingType, Pillar};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::{days_after, months_after};
use crate::case::DecisionCode;

/// Display labels; identifiers are never translated.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Dutch, what users see.
    pub nl: String,
    /// English.
    pub en: String,
}

/// A part of the region.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Subregion {
    /// Its code.
    pub code: SubregionCode,
    /// Its name.
    pub label: Label,
}

/// A municipality, or one of the two rows for people who live in none of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Municipality {
    /// Its code.
    pub code: MunicipalityCode,
    /// Its name.
    pub label: Label,
    /// The subregion it belongs to; none for people from outside the region.
    #[serde(default)]
    pub subregion: Option<SubregionCode>,
    /// Where a detention report about a resident goes instead of the briefing (HANDBOOK §2, local arrangements).
    #[serde(default)]
    pub detention_reports_to: Option<MeetingTypeCode>,
    /// Whether it is the centre of its subregion; figures tell centres from the others (HANDBOOK §10).
    #[serde(default)]
    pub centre: bool,
}

/// A municipality that was absorbed by another: what is told of it counts under that one (HANDBOOK §10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FormerMunicipality {
    /// Its code.
    pub code: MunicipalityCode,
    /// Its name.
    pub label: Label,
    /// The one that absorbed it.
    pub absorbed_by: MunicipalityCode,
}

/// A criterion that a kind of meeting can ask for (HANDBOOK §3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Criterion {
    /// Its code.
    pub code: CriterionCode,
    /// What it asks.
    pub label: Label,
}

/// A theme of a current concern.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Its code.
    pub code: ThemeCode,
    /// Its name.
    pub label: Label,
}

/// A theme of structural bottlenecks (HANDBOOK §7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BottleneckTheme {
    /// Its code.
    pub code: BottleneckThemeCode,
    /// Its name.
    pub label: Label,
}

/// Another Safety House, to which a case goes when its subject moves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OtherHouse {
    /// Its code as an organisation: it is also the source of the reports that come from there.
    pub code: OrganisationCode,
    /// Its name.
    pub label: Label,
    /// Mail address of its desk.
    pub mail: String,
}

/// A budget from which trajectories are paid (HANDBOOK §6).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BudgetSource {
    /// Its code.
    pub code: BudgetSourceCode,
    /// Its name.
    pub label: Label,
    /// Which share of the total spent must come from elsewhere, in percent, where it is a grant that demands
    /// so.
    #[serde(default)]
    pub co_financing_percent: Option<u32>,
}

/// How the House itself is reached: by whoever hears that somebody is being handled while nobody holds
/// or directs the case yet (HANDBOOK §8: whom do I call).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct House {
    /// Its code as an organisation.
    pub organisation: OrganisationCode,
    /// Its name.
    pub name: String,
    /// Telephone number of its desk.
    pub telephone: String,
    /// Mail address of its desk.
    pub mail: String,
}

/// The terms that a region sets its partners and itself. Those of the handbook's own, as of monitoring, are none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Deadlines {
    /// For the answer to an information request that names no day of its own (HANDBOOK §3).
    pub information_request_days: u32,
    /// From when a report is complete until it is on the agenda of a briefing (HANDBOOK §3).
    pub briefing_days: u32,
    /// For the feedback to the reporter after the briefing's decision (HANDBOOK §3).
    pub feedback_days: u32,
    /// From the decision on a meeting until the case is on its agenda (HANDBOOK §3).
    pub scheduling_days: u32,
    /// For the outcome of an escalation (HANDBOOK §7).
    pub escalation_days: u32,
    /// Until it is clear what a new report means for a plan under way (HANDBOOK §2).
    pub linked_report_days: u32,
    /// For the advice to the mayor on a BIJ report (HANDBOOK §2).
    pub mayor_advice_days: u32,
    /// Until a new meeting is planned where a plan does not progress, or a report endangers it (HANDBOOK §2, §4).
    pub new_meeting_days: u32,
    /// From the decision on a voluntary trajectory until it starts (HANDBOOK §6).
    pub trajectory_start_days: u32,
    /// From the decision to invite the client until the letter is sent (HANDBOOK §4).
    pub invitation_days: u32,
    /// For partners to settle between them what they handle bilaterally (HANDBOOK §3).
    pub bilateral_weeks: u32,
    /// For a voluntary trajectory (HANDBOOK §6).
    pub trajectory_weeks: u32,
    /// How long before somebody's release the preparation of aftercare starts (HANDBOOK §2).
    pub aftercare_preparation_weeks: u32,
}

impl Default for Deadlines {
    fn default() -> Self {
        Self {
            information_request_days: 7,
            briefing_days: 7,
            feedback_days: 0,
            scheduling_days: 0,
            escalation_days: 0,
            linked_report_days: 0,
            mayor_advice_days: 0,
            new_meeting_days: 0,
            trajectory_start_days: 0,
            invitation_days: 7,
            bilateral_weeks: 6,
            trajectory_weeks: 26,
            aftercare_preparation_weeks: 8,
        }
    }
}

/// Five years, to be confirmed by counsel (NORMS §7).
fn default_retention_years() -> u32 {
    5
}

/// One region: municipalities, meeting types, themes and terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Region {
    /// Its code.
    pub code: String,
    /// Its name.
    pub label: Label,
    /// IANA name of the time zone in which its calendar days are counted.
    pub time_zone: String,
    /// How the House itself is reached.
    pub house: House,
    /// For how many years after closing a case is kept whose meeting type says nothing else (NORMS §7).
    #[serde(default = "default_retention_years")]
    pub retention_years: u32,
    /// The terms that it sets.
    #[serde(default)]
    pub deadlines: Deadlines,
    /// Its parts.
    #[serde(default)]
    pub subregions: Vec<Subregion>,
    /// Where subjects can live.
    pub municipalities: Vec<Municipality>,
    /// Where they lived once.
    #[serde(default)]
    pub former_municipalities: Vec<FormerMunicipality>,
    /// What its meetings can ask for.
    #[serde(default)]
    pub criteria: Vec<Criterion>,
    /// The meetings it knows.
    pub meeting_types: Vec<MeetingType>,
    /// The themes of current concerns.
    pub themes: Vec<Theme>,
    /// From what trajectories are paid; a House without a budget of its own has none.
    #[serde(default)]
    pub budget_sources: Vec<BudgetSource>,
    /// Of which themes bottlenecks are put before the steering group.
    #[serde(default)]
    pub bottleneck_themes: Vec<BottleneckTheme>,
    /// The Houses to which a case can go over.
    #[serde(default)]
    pub other_houses: Vec<OtherHouse>,
    /// How its figures are presented.
    #[serde(default)]
    pub figures: FiguresTerms,
}

impl Region {
    /// The municipality with this code.
    pub fn municipality(&self, code: &MunicipalityCode) -> Option<&Municipality> {
        self.municipalities.iter().find(|m| &m.code == code)
    }

    /// The municipality under which this one counts now: itself, or the one that absorbed it.
    pub fn residence<'a>(&'a self, code: &'a MunicipalityCode) -> Option<&'a MunicipalityCode> {
        let former = self.former_municipalities.iter().find(|former| &former.code == code);
        let now = former.map_or(code, |former| &former.absorbed_by);
        self.municipality(now).map(|municipality| &municipality.code)
    }

    /// The criterion with this code.
    pub fn criterion(&self, code: &CriterionCode) -> Option<&Criterion> {
        self.criteria.iter().find(|criterion| &criterion.code == code)
    }

    /// The kinds of meeting to which this decision of the briefing leads (HANDBOOK §3).
    pub fn decided_by(&self, decision: DecisionCode) -> impl Iterator<Item = &MeetingType> {
        self.meeting_types.iter().filter(move |kind| kind.decided_by.contains(&decision))
    }

    /// The last day for the answer to an information request of this day that names none.
    pub fn answer_by(&self, asked_on: NaiveDate) -> NaiveDate {
        days_after(asked_on, self.deadlines.information_request_days.into())
    }

    /// The meeting type with this code.
    pub fn meeting_type(&self, code: &MeetingTypeCode) -> Option<&MeetingType> {
        self.meeting_types.iter().find(|m| &m.code == code)
    }

    /// The meeting type with this code, unless it is shielded: nothing that others see may name such a one (HANDBOOK §4).
    pub fn open_meeting_type(&self, code: &MeetingTypeCode) -> Option<&MeetingType> {
        self.meeting_type(code).filter(|kind| !kind.shielded)
    }

    /// The kinds of meeting that indicate what is done about systematic offenders (HANDBOOK §4).
    pub fn sessions_on_systematic_offenders(&self) -> impl Iterator<Item = &MeetingTypeCode> {
        let kinds = self.meeting_types.iter();
        kinds.filter(|kind| kind.indicates_systematic_offenders && !kind.shielded).map(|kind| &kind.code)
    }

    /// The region as whoever is not cleared knows it (HANDBOOK §4).
    #[must_use]
    pub fn without_shielded(&self) -> Self {
        let mut region = self.clone();
        region.meeting_types.retain(|kind| !kind.shielded);
        region
    }

    /// The kind of meeting in which reports are weighed.
    pub fn briefing(&self) -> Option<&MeetingType> {
        self.meeting_types.iter().find(|m| m.weighing_only)
    }

    /// The kinds of meeting as the figures count them together; nothing of what is shielded (HANDBOOK §10).
    pub fn figures_columns(&self) -> Vec<FiguresColumn> {
        if !self.figures.columns.is_empty() {
            return self.figures.columns.clone();
        }
        let open = self.meeting_types.iter().filter(|kind| !kind.shielded);
        let column = |kind: &MeetingType| FiguresColumn {
            code: kind.code.to_string(),
            label: kind.label.clone(),
            meeting_types: [kind.code.clone()].into(),
        };
        open.map(column).collect()
    }

    /// The theme with this code.
    pub fn theme(&self, code: &ThemeCode) -> Option<&Theme> {
        self.themes.iter().find(|t| &t.code == code)
    }

    /// The budget with this code.
    pub fn budget_source(&self, code: &BudgetSourceCode) -> Option<&BudgetSource> {
        self.budget_sources.iter().find(|source| &source.code == code)
    }

    /// The theme of bottlenecks with this code.
    pub fn bottleneck_theme(&self, code: &BottleneckThemeCode) -> Option<&BottleneckTheme> {
        self.bottleneck_themes.iter().find(|theme| &theme.code == code)
    }

    /// The other House with this code.
    pub fn other_house(&self, code: &OrganisationCode) -> Option<&OtherHouse> {
        self.other_houses.iter().find(|house| &house.code == code)
    }

    /// The day until which a case is kept that was closed on that day and last on that meeting's agenda
    /// (HANDBOOK §9): calendar years.
    pub fn retention_end(&self, closed_on: NaiveDate, meeting_type: Option<&MeetingTypeCode>) -> NaiveDate {
        let own = meeting_type.and_then(|code| self.meeting_type(code)?.retention_years);
        months_after(closed_on, own.unwrap_or(self.retention_years).saturating_mul(12))
    }
}
