//! The region as configuration: everything that is specific to one Safety House (HANDBOOK, introduction).

use std::collections::BTreeSet;
use std::fmt;
use std::ops::RangeInclusive;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::calendar::months_after;
use crate::covenant::Ground;

/// Declares a code that the region file defines, so that a code of one list cannot be taken for another's.
macro_rules! region_codes {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes a code as written; whether the region knows it is the region's to say.
            pub fn new(code: impl Into<String>) -> Self {
                Self(code.into())
            }
            /// The code.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    )+};
}

region_codes! {
    /// A municipality of residence, or `outside_the_region`, or `no_fixed_registration`.
    MunicipalityCode,
    /// A part of the region with theme tables of its own.
    SubregionCode,
    /// A kind of meeting (HANDBOOK §4).
    MeetingTypeCode,
    /// A theme of a current concern (HANDBOOK §2).
    ThemeCode,
    /// An organisation that reports, agrees or is present.
    OrganisationCode,
    /// A budget from which trajectories are paid (HANDBOOK §6).
    BudgetSourceCode,
    /// A theme of structural bottlenecks (HANDBOOK §7).
    BottleneckThemeCode,
}

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
}

/// A kind of meeting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeetingType {
    /// Its code.
    pub code: MeetingTypeCode,
    /// Its name.
    pub label: Label,
    /// Not chaired by the House, but under its covenant (HANDBOOK §4).
    #[serde(default)]
    pub facilitated: bool,
    /// Its cases exist for cleared participants alone (HANDBOOK §4).
    #[serde(default)]
    pub shielded: bool,
    /// Whether a case must be weighed in the briefing before it comes here.
    pub weighed: bool,
    /// Only weighing happens here; no case is ever scheduled on it.
    #[serde(default)]
    pub weighing_only: bool,
    /// For how many years after closing a case that was last here is kept (HANDBOOK §9); the region's
    /// own term when left out.
    #[serde(default)]
    pub retention_years: Option<u32>,
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

/// All of it.
const WHOLE_PERCENT: u32 = 100;

/// Terms that a region can have for keeping a closed case.
const RETENTION_YEARS: RangeInclusive<u32> = 1..=30;

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
    /// Its parts.
    pub subregions: Vec<Subregion>,
    /// Where subjects can live.
    pub municipalities: Vec<Municipality>,
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
}

impl Region {
    /// The municipality with this code.
    pub fn municipality(&self, code: &MunicipalityCode) -> Option<&Municipality> {
        self.municipalities.iter().find(|m| &m.code == code)
    }

    /// The meeting type with this code.
    pub fn meeting_type(&self, code: &MeetingTypeCode) -> Option<&MeetingType> {
        self.meeting_types.iter().find(|m| &m.code == code)
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

    /// Every mistake in the file, in one line each; empty when it can be used.
    pub fn mistakes(&self) -> Vec<String> {
        let mut mistakes = Vec::new();
        let subregions: BTreeSet<_> = self.subregions.iter().map(|s| &s.code).collect();
        let meeting_types: BTreeSet<_> = self.meeting_types.iter().map(|m| &m.code).collect();
        repeated("subregion", self.subregions.iter().map(|s| s.code.as_str()), &mut mistakes);
        repeated("municipality", self.municipalities.iter().map(|m| m.code.as_str()), &mut mistakes);
        repeated("meeting type", self.meeting_types.iter().map(|m| m.code.as_str()), &mut mistakes);
        for (what, text) in
            [("name", &self.house.name), ("telephone", &self.house.telephone), ("mail", &self.house.mail)]
        {
            if text.trim().is_empty() {
                mistakes.push(format!("house: its {what} is missing"));
            }
        }
        repeated("theme", self.themes.iter().map(|t| t.code.as_str()), &mut mistakes);
        for municipality in &self.municipalities {
            if let Some(code) = municipality.subregion.as_ref().filter(|c| !subregions.contains(c)) {
                mistakes.push(format!("municipality {}: no subregion {code}", municipality.code));
            }
            if let Some(code) = &municipality.detention_reports_to {
                if !meeting_types.contains(code) {
                    mistakes.push(format!("municipality {}: no meeting type {code}", municipality.code));
                } else if self.meeting_type(code).is_some_and(|m| m.weighed || m.weighing_only || m.shielded)
                {
                    mistakes.push(format!("municipality {}: {code} is no local table", municipality.code));
                }
            }
        }
        for ground in Ground::APART {
            if meeting_types.iter().any(|code| code.as_str() == ground.code()) {
                mistakes.push(format!("meeting type {ground}: the name of a ground of its own"));
            }
        }
        for m in self.meeting_types.iter().filter(|m| m.shielded && (m.weighed || m.weighing_only)) {
            mistakes.push(format!("meeting type {}: a shielded meeting takes no weighed case", m.code));
        }
        if self.meeting_types.iter().filter(|m| m.weighing_only).count() != 1 {
            mistakes.push("exactly one meeting type is for weighing only".into());
        }
        let own = self
            .meeting_types
            .iter()
            .filter_map(|m| Some((format!("meeting type {}", m.code), m.retention_years?)));
        for (whose, years) in std::iter::once(("region".into(), self.retention_years)).chain(own) {
            if !RETENTION_YEARS.contains(&years) {
                mistakes.push(format!("{whose}: retention_years is 1 up to and including 30"));
            }
        }
        self.mistakes_in_money(&mut mistakes);
        repeated("bottleneck theme", self.bottleneck_themes.iter().map(|it| it.code.as_str()), &mut mistakes);
        self.mistakes_in_other_houses(&mut mistakes);
        mistakes
    }

    fn mistakes_in_other_houses(&self, mistakes: &mut Vec<String>) {
        repeated("other house", self.other_houses.iter().map(|it| it.code.as_str()), mistakes);
        for OtherHouse { code, mail, .. } in &self.other_houses {
            if *code == self.house.organisation {
                mistakes.push(format!("other house {code}: it is this House"));
            }
            if mail.trim().is_empty() {
                mistakes.push(format!("other house {code}: its mail is missing"));
            }
        }
    }

    fn mistakes_in_money(&self, mistakes: &mut Vec<String>) {
        repeated("budget source", self.budget_sources.iter().map(|it| it.code.as_str()), mistakes);
        for source in &self.budget_sources {
            if source.co_financing_percent.is_some_and(|percent| percent > WHOLE_PERCENT) {
                let code = &source.code;
                mistakes
                    .push(format!("budget source {code}: co_financing_percent is 0 up to and including 100"));
            }
        }
    }
}

fn repeated<'a>(what: &str, codes: impl Iterator<Item = &'a str>, mistakes: &mut Vec<String>) {
    let mut seen = BTreeSet::new();
    for code in codes {
        let written_well = !code.is_empty()
            && code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
        if !written_well {
            mistakes.push(format!("{what} {code:?}: a code is lower case letters, digits and underscores"));
        }
        if !seen.insert(code) {
            mistakes.push(format!("{what} {code}: named twice"));
        }
    }
}
