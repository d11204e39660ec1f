//! A structural bottleneck (knelpunt): what no single case can solve, put before the steering group with the
//! cases behind it (HANDBOOK §7).

mod add_case_to_bottleneck;
mod drop_bottleneck;
mod event;
mod put_before_steering_group;
mod raise_bottleneck;
mod settle_bottleneck;
mod state;

pub use add_case_to_bottleneck::AddCaseToBottleneck;
pub use drop_bottleneck::DropBottleneck;
pub use event::Event;
pub use put_before_steering_group::PutBeforeSteeringGroup;
pub use raise_bottleneck::RaiseBottleneck;
pub use settle_bottleneck::SettleBottleneck;
pub use state::{Bottleneck, BottleneckState, Known, Phase};

crate::event_kind::commands! {
    /// What can be asked of a bottleneck's stream.
    pub enum Command for Bottleneck {
        RaiseBottleneck, AddCaseToBottleneck, PutBeforeSteeringGroup, SettleBottleneck, DropBottleneck,
    }
}

crate::event_kind::refusals! {
    /// Why a command on a bottleneck is refused.
    pub enum Refusal {
        /// The bottleneck was raised before.
        BottleneckAlreadyRaised,
        /// There is no such bottleneck.
        BottleneckUnknown,
        /// The region knows no such theme of bottlenecks.
        BottleneckThemeUnknown,
        /// The region knows no such kind of meeting, or none that gives signals for policy.
        MeetingTypeUnknown,
        /// There is no such case, or none that can be counted.
        CaseToCountUnknown,
        /// A case counts once.
        CaseAlreadyCounted,
        /// It is before the steering group.
        AlreadyBeforeSteeringGroup,
        /// Only what was put before the steering group is settled.
        NotBeforeSteeringGroup,
        /// The bottleneck was settled or dropped.
        BottleneckEnded,
    }
}

crate::event_kind::aggregate!(Bottleneck, "Bottleneck");
