//! A bottleneck as it stands.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::bottleneck::{Event, Refusal};
use crate::code::codes;
use crate::personal::Personal;
use crate::region::{BottleneckThemeCode, MeetingTypeCode};
use crate::{CaseId, Text};

codes! {
    /// Where a bottleneck stands (HANDBOOK §7).
    pub enum BottleneckState {
        /// Cases are gathered.
        Gathered = "gathered",
        /// The steering group has it on its agenda.
        PutBeforeSteeringGroup = "put_before_steering_group",
        /// The steering group dealt with it.
        Settled = "settled",
        /// It is no bottleneck any more, or never was one.
        Dropped = "dropped",
    }
}

/// The state of a bottleneck's stream.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Bottleneck {
    /// Nothing was raised.
    #[default]
    NotRaised,
    /// There is a bottleneck.
    Known(Box<Known>),
}

/// What is known of a bottleneck.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Known {
    /// The day on which it was raised.
    pub raised_on: NaiveDate,
    /// Of which theme.
    pub theme: BottleneckThemeCode,
    /// What stands in the way.
    pub description: Personal<Text>,
    /// The kind of meeting that gave it as a signal for policy, if one did.
    pub from_meeting_type: Option<MeetingTypeCode>,
    /// The cases behind it: counted, never named to readers.
    pub cases: BTreeSet<CaseId>,
    /// When it was put before the steering group, if it was.
    pub put_on: Option<NaiveDate>,
    /// Where it stands.
    pub phase: Phase,
}

/// Where a bottleneck stands, with what that takes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Phase {
    /// Cases are gathered.
    Gathered,
    /// The steering group has it on its agenda.
    PutBeforeSteeringGroup,
    /// The steering group dealt with it.
    Settled {
        /// The day.
        on: NaiveDate,
        /// What came of it.
        outcome: Personal<Text>,
    },
    /// It is no bottleneck any more, or never was one.
    Dropped {
        /// The day.
        on: NaiveDate,
        /// Why.
        reason: Personal<Text>,
    },
}

impl Phase {
    /// The state's name.
    pub fn state(&self) -> BottleneckState {
        match self {
            Self::Gathered => BottleneckState::Gathered,
            Self::PutBeforeSteeringGroup => BottleneckState::PutBeforeSteeringGroup,
            Self::Settled { .. } => BottleneckState::Settled,
            Self::Dropped { .. } => BottleneckState::Dropped,
        }
    }
}

impl Bottleneck {
    /// The bottleneck, if there is one.
    pub fn known(&self) -> Option<&Known> {
        match self {
            Self::NotRaised => None,
            Self::Known(known) => Some(known),
        }
    }

    /// The bottleneck, unless it was settled or dropped.
    pub(super) fn open(&self) -> Result<&Known, Refusal> {
        let known = self.known().ok_or(Refusal::BottleneckUnknown)?;
        match known.phase {
            Phase::Gathered | Phase::PutBeforeSteeringGroup => Ok(known),
            Phase::Settled { .. } | Phase::Dropped { .. } => Err(Refusal::BottleneckEnded),
        }
    }

    pub(super) fn apply(&mut self, event: Event) {
        if let Event::BottleneckRaised { on, theme, description, from_meeting_type } = event {
            *self = Self::Known(Box::new(Known {
                raised_on: on,
                theme,
                description,
                from_meeting_type,
                cases: BTreeSet::new(),
                put_on: None,
                phase: Phase::Gathered,
            }));
            return;
        }
        let Self::Known(known) = self else { return };
        match event {
            Event::BottleneckRaised { .. } => {}
            Event::CaseAdded { case } => _ = known.cases.insert(case),
            Event::PutBeforeSteeringGroup { on } => {
                (known.put_on, known.phase) = (Some(on), Phase::PutBeforeSteeringGroup);
            }
            Event::BottleneckSettled { on, outcome } => known.phase = Phase::Settled { on, outcome },
            Event::BottleneckDropped { on, reason } => known.phase = Phase::Dropped { on, reason },
        }
    }
}
