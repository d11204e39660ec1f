//! What can be wrong with a region file.

use std::collections::BTreeSet;
use std::fmt::Display;
use std::ops::RangeInclusive;

use super::{MeetingType, Municipality, Region};
use crate::case::DecisionCode;
use crate::code::Code;
use crate::covenant::Ground;

/// Terms that a region can have for keeping a closed case.
const RETENTION_YEARS: RangeInclusive<u32> = 1..=30;
/// Terms that it can have for answers.
const ANSWER_DAYS: RangeInclusive<u32> = 1..=90;
/// The longest term that it can set in days, and those in weeks.
const MOST_DAYS: u32 = 90;
const WEEKS: RangeInclusive<u32> = 1..=104;
/// All of something.
const WHOLE_PERCENT: u32 = 100;
/// Ages that can be asked for.
const AGES: RangeInclusive<u32> = 1..=99;

impl Region {
    /// Every mistake in the file, in one line each; empty when it can be used.
    pub fn mistakes(&self) -> Vec<String> {
        let mut check = Check { region: self, mistakes: Vec::new() };
        check.codes();
        check.house();
        check.other_houses();
        check.terms();
        self.municipalities.iter().for_each(|municipality| check.municipality(municipality));
        check.former_municipalities();
        check.figures();
        check.meeting_types();
        self.meeting_types.iter().for_each(|kind| check.meeting_type(kind));
        check.mistakes
    }
}

struct Check<'a> {
    region: &'a Region,
    mistakes: Vec<String>,
}

impl Check<'_> {
    fn note(&mut self, whose: impl Display, what: impl Display) {
        self.mistakes.push(format!("{whose}: {what}"));
    }

    fn note_if(&mut self, wrong: bool, whose: impl Display, what: impl Display) {
        if wrong {
            self.note(whose, what);
        }
    }

    fn codes(&mut self) {
        let region = self.region;
        self.repeated("subregion", region.subregions.iter().map(|it| it.code.as_str()));
        let former = region.former_municipalities.iter().map(|it| it.code.as_str());
        let municipalities = region.municipalities.iter().map(|it| it.code.as_str());
        self.repeated("municipality", municipalities.chain(former));
        self.repeated("criterion", region.criteria.iter().map(|it| it.code.as_str()));
        self.repeated("meeting type", region.meeting_types.iter().map(|it| it.code.as_str()));
        self.repeated("theme", region.themes.iter().map(|it| it.code.as_str()));
        self.repeated("budget source", region.budget_sources.iter().map(|it| it.code.as_str()));
        self.repeated("bottleneck theme", region.bottleneck_themes.iter().map(|it| it.code.as_str()));
        self.repeated("other house", region.other_houses.iter().map(|it| it.code.as_str()));
        self.repeated("figures column", region.figures.columns.iter().map(|it| it.code.as_str()));
        self.repeated("handling", region.figures.handlings.iter().map(|it| it.code.as_str()));
    }

    fn repeated<'c>(&mut self, what: &str, codes: impl Iterator<Item = &'c str>) {
        let mut seen = BTreeSet::new();
        for code in codes {
            let written_well = !code.is_empty()
                && code.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
            let rule = "a code is lower case letters, digits and underscores";
            self.note_if(!written_well, format!("{what} {code:?}"), rule);
            self.note_if(!seen.insert(code), format!("{what} {code}"), "named twice");
        }
    }

    fn house(&mut self) {
        let house = &self.region.house;
        for (what, text) in [("name", &house.name), ("telephone", &house.telephone), ("mail", &house.mail)] {
            self.note_if(text.trim().is_empty(), "house", format!("its {what} is missing"));
        }
    }

    fn other_houses(&mut self) {
        for other in &self.region.other_houses {
            let whose = format!("other house {}", other.code);
            self.note_if(other.code == self.region.house.organisation, &whose, "it is this House");
            self.note_if(other.mail.trim().is_empty(), &whose, "its mail is missing");
        }
    }

    fn terms(&mut self) {
        let region = self.region;
        let rule = "retention_years is 1 up to and including 30";
        self.note_if(!RETENTION_YEARS.contains(&region.retention_years), "region", rule);
        let days = region.deadlines.information_request_days;
        let rule = "information_request_days is 1 up to and including 90";
        self.note_if(!ANSWER_DAYS.contains(&days), "deadlines", rule);
        self.deadlines();
        for source in &region.budget_sources {
            let too_much = source.co_financing_percent.is_some_and(|percent| percent > WHOLE_PERCENT);
            let rule = "co_financing_percent is 0 up to and including 100";
            self.note_if(too_much, format!("budget source {}", source.code), rule);
        }
    }

    fn deadlines(&mut self) {
        let own = &self.region.deadlines;
        let days = [
            ("briefing_days", own.briefing_days),
            ("feedback_days", own.feedback_days),
            ("scheduling_days", own.scheduling_days),
            ("escalation_days", own.escalation_days),
            ("linked_report_days", own.linked_report_days),
            ("mayor_advice_days", own.mayor_advice_days),
            ("new_meeting_days", own.new_meeting_days),
            ("trajectory_start_days", own.trajectory_start_days),
            ("invitation_days", own.invitation_days),
        ];
        for (name, days) in days {
            self.note_if(
                days > MOST_DAYS,
                "deadlines",
                format!("{name} is 0 up to and including {MOST_DAYS}"),
            );
        }
        let weeks = [
            ("bilateral_weeks", own.bilateral_weeks),
            ("trajectory_weeks", own.trajectory_weeks),
            ("aftercare_preparation_weeks", own.aftercare_preparation_weeks),
        ];
        for (name, weeks) in weeks {
            let rule = format!("{name} is 1 up to and including {}", WEEKS.end());
            self.note_if(!WEEKS.contains(&weeks), "deadlines", rule);
        }
    }

    fn municipality(&mut self, municipality: &Municipality) {
        let (region, whose) = (self.region, format!("municipality {}", municipality.code));
        if let Some(code) = &municipality.subregion {
            let known = region.subregions.iter().any(|subregion| subregion.code == *code);
            self.note_if(!known, &whose, format!("no subregion {code}"));
        }
        let Some(code) = &municipality.detention_reports_to else { return };
        match region.meeting_type(code) {
            None => self.note(whose, format!("no meeting type {code}")),
            Some(kind) => {
                let elsewhere = kind.weighed || kind.weighing_only || kind.shielded;
                self.note_if(elsewhere, whose, format!("{code} is no local table"));
            }
        }
    }

    fn former_municipalities(&mut self) {
        for former in &self.region.former_municipalities {
            let absorbed_by = &former.absorbed_by;
            let unknown = self.region.municipality(absorbed_by).is_none();
            self.note_if(
                unknown,
                format!("municipality {}", former.code),
                format!("no municipality {absorbed_by}"),
            );
        }
    }

    fn figures(&mut self) {
        let figures = &self.region.figures;
        self.note_if(figures.few == 0, "figures", "few is 1 at least");
        for column in &figures.columns {
            for code in &column.meeting_types {
                let known = self.region.meeting_type(code);
                let whose = format!("figures column {}", column.code);
                self.note_if(known.is_none(), &whose, format!("no meeting type {code}"));
                let shielded = known.is_some_and(|kind| kind.shielded);
                self.note_if(shielded, &whose, format!("{code} is shielded, and in no figure"));
            }
        }
        let mut seen = BTreeSet::new();
        for handling in &figures.handlings {
            let whose = format!("handling {}", handling.code);
            self.note_if(handling.minutes == 0, &whose, "minutes is 1 at least");
            for decision in &handling.decisions {
                let twice = !seen.insert(*decision);
                self.note_if(twice, &whose, format!("{} leads to another handling too", decision.code()));
            }
        }
    }

    fn meeting_types(&mut self) {
        let kinds = &self.region.meeting_types;
        for ground in Ground::APART {
            let taken = kinds.iter().any(|kind| kind.code.as_str() == ground.code());
            self.note_if(taken, format!("meeting type {ground}"), "the name of a ground of its own");
        }
        if kinds.iter().filter(|kind| kind.weighing_only).count() != 1 {
            self.mistakes.push("exactly one meeting type is for weighing only".into());
        }
    }

    fn meeting_type(&mut self, kind: &MeetingType) {
        let whose = format!("meeting type {}", kind.code);
        let comes_weighed = kind.weighed || kind.weighing_only;
        self.note_if(kind.shielded && comes_weighed, &whose, "a shielded meeting takes no weighed case");
        let by_others = !kind.chaired_by.is_the_house();
        self.note_if(
            kind.facilitated != by_others,
            &whose,
            "what others than the House chair is facilitated",
        );
        self.apart_from_house(kind, &whose);
        self.ways_to(kind, &whose);
        let again = kind.once && kind.weighing_only;
        self.note_if(again, &whose, "what was deferred is weighed again");
        let unknown = |code| self.region.criterion(code).is_none();
        let unknown: Vec<_> = kind.criteria.iter().flatten().filter(|code| unknown(code)).collect();
        unknown.into_iter().for_each(|code| self.note(&whose, format!("no criterion {code}")));
        self.repeated(&format!("{whose}: pillar"), kind.pillars.iter().map(|it| it.code.as_str()));
        let plans_nothing = kind.weighing_only && !kind.pillars.is_empty();
        self.note_if(plans_nothing, &whose, "no plan is set where only weighing happens");
        let subregions = self.region.subregions.is_empty();
        self.note_if(kind.per_subregion && subregions, &whose, "there are no subregions");
        let age = kind.minimum_age.is_some_and(|age| !AGES.contains(&age));
        self.note_if(age, &whose, "minimum_age is 1 up to and including 99");
        let years = kind.retention_years.is_some_and(|years| !RETENTION_YEARS.contains(&years));
        self.note_if(years, &whose, "retention_years is 1 up to and including 30");
    }

    /// What only a meeting that others chair has.
    fn apart_from_house(&mut self, kind: &MeetingType, whose: &str) {
        let MeetingType { facilitated, own_register, escalates_to_house, .. } = *kind;
        self.note_if(
            own_register && !facilitated,
            whose,
            "only a facilitated meeting keeps a register of its own",
        );
        self.note_if(
            escalates_to_house && !facilitated,
            whose,
            "only a facilitated meeting escalates to the House",
        );
        self.note_if(
            own_register && escalates_to_house,
            whose,
            "what has a register of its own has no case here to escalate",
        );
        let led_to = !kind.decided_by.is_empty() || !kind.arises_from.is_empty();
        self.note_if(own_register && led_to, whose, "no case comes to what has a register of its own");
    }

    /// How cases come there: after weighing by a decision or from another agenda, else without.
    fn ways_to(&mut self, kind: &MeetingType, whose: &str) {
        let by_decision = !kind.decided_by.is_empty();
        self.note_if(
            by_decision && !kind.weighed,
            whose,
            "a decision leads only to where cases come weighed",
        );
        for decision in kind.decided_by.iter().filter(|decision| !decision.leads_to_meeting()) {
            self.note(whose, format!("{} leads to no meeting", decision.code()));
        }
        let reached = by_decision || !kind.arises_from.is_empty();
        self.note_if(kind.weighed && !reached, whose, "no decision and no other meeting leads to it");
        for code in &kind.arises_from {
            let unknown = self.region.meeting_type(code).is_none();
            self.note_if(unknown, whose, format!("no meeting type {code}"));
        }
        let demanding = !kind.criteria.is_empty() && !by_decision;
        self.note_if(demanding, whose, "criteria are for the decisions that lead to it");
    }
}

impl DecisionCode {
    /// Whether a meeting follows (HANDBOOK §3).
    pub fn leads_to_meeting(self) -> bool {
        matches!(
            self,
            Self::ScheduleFocus | Self::ScheduleTop60 | Self::ScheduleAftercare | Self::MonitorAftercare
        )
    }
}
