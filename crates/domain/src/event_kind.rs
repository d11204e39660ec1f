//! The declaration of an aggregate's events: name, version and registration in one place.

use cqrs_es::persist::{EventUpcaster, SerializedEvent};
use serde_json::Value;

/// What brings events of earlier versions to their present shape; one for each version that is no
/// longer written. The golden events in `events/` show whether any lacks.
pub fn upcasters() -> Vec<Box<dyn EventUpcaster>> {
    let of_identities = crate::person::upcast::upcasters();
    of_identities.into_iter().chain(crate::case::upcast::upcasters()).chain(fields_more()).collect()
}

/// Shapes that differ from the one before by a field of which nothing was known then.
fn fields_more() -> Vec<Box<dyn EventUpcaster>> {
    const FIELDS: [OneFieldMore; 3] = [
        OneFieldMore { event: "SystematicOffenderIndicated", old: "1", new: "2", field: "until" },
        OneFieldMore { event: "MeetingPlanned", old: "1", new: "2", field: "municipality" },
        OneFieldMore { event: "BottleneckRaised", old: "1", new: "2", field: "from_meeting_type" },
    ];
    FIELDS.into_iter().map(|more| Box::new(more) as Box<dyn EventUpcaster>).collect()
}

/// From one shape of an event to the next, in which a field more can be said.
pub(crate) struct OneFieldMore {
    pub(crate) event: &'static str,
    pub(crate) old: &'static str,
    pub(crate) new: &'static str,
    pub(crate) field: &'static str,
}

impl EventUpcaster for OneFieldMore {
    fn can_upcast(&self, event_type: &str, event_version: &str) -> bool {
        (event_type, event_version) == (self.event, self.old)
    }

    fn upcast(&self, mut event: SerializedEvent) -> SerializedEvent {
        if let Some(Value::Object(body)) = event.payload.get_mut(self.event) {
            body.insert(self.field.to_owned(), Value::Null);
        }
        event.event_version = self.new.to_owned();
        event
    }
}

/// Name and version of an event, as stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventKind {
    /// The aggregate's type.
    pub aggregate: &'static str,
    /// The event's name: past tense, in the handbook's words.
    pub name: &'static str,
    /// Version of its shape.
    pub version: &'static str,
}

/// Declares the events of one aggregate. A released event is never changed: a new shape is a new
/// version and an upcaster for the old one.
macro_rules! events {
    ($(#[$meta:meta])* pub enum Event of $aggregate:literal {
        $($(#[$event_meta:meta])* $name:ident v $version:literal { $($body:tt)* })+
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        pub enum Event { $($(#[$event_meta])* $name { $($body)* }),+ }

        impl Event {
            /// Every event of this aggregate in its present version.
            pub const KINDS: &'static [$crate::event_kind::EventKind] = &[$(
                $crate::event_kind::EventKind { aggregate: $aggregate, name: stringify!($name), version: $version }
            ),+];

            /// Name and version of this event.
            pub fn kind(&self) -> $crate::event_kind::EventKind {
                match self {
                    $(Self::$name { .. } => $crate::event_kind::EventKind {
                        aggregate: $aggregate, name: stringify!($name), version: $version,
                    }),+
                }
            }
        }

        impl cqrs_es::DomainEvent for Event {
            fn event_type(&self) -> String {
                self.kind().name.to_owned()
            }
            fn event_version(&self) -> String {
                self.kind().version.to_owned()
            }
        }
    };
}
pub(crate) use events;

/// Declares an aggregate's commands: the enum, its conversions and its exhaustive dispatch.
macro_rules! commands {
    ($(#[$meta:meta])* pub enum Command for $state:ty { $($name:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Debug)]
        pub enum Command { $(
            #[doc = concat!("See [`", stringify!($name), "`].")]
            $name($name)
        ),+ }

        impl Command {
            /// Every command's name.
            pub const NAMES: &'static [&'static str] = &[$(stringify!($name)),+];

            /// What this command does to that state, or what stands in its way.
            pub fn decide(self, state: &$state, context: &$crate::Context) -> Result<Vec<Event>, Refusal> {
                match self { $(Self::$name(command) => command.decide(state, context)),+ }
            }
        }

        $(impl From<$name> for Command {
            fn from(command: $name) -> Self {
                Self::$name(command)
            }
        })+
    };
}
pub(crate) use commands;

/// The thin adapter between a pure aggregate and the framework.
macro_rules! aggregate {
    ($state:ty, $type:literal) => {
        impl cqrs_es::Aggregate for $state {
            const TYPE: &'static str = $type;
            type Command = Command;
            type Event = Event;
            type Error = Refusal;
            type Services = $crate::Context;

            async fn handle(
                &mut self,
                command: Command,
                context: &$crate::Context,
                sink: &cqrs_es::event_sink::EventSink<Self>,
            ) -> Result<(), Refusal> {
                for event in command.decide(self, context)? {
                    sink.write(event, self).await;
                }
                Ok(())
            }

            fn apply(&mut self, event: Event) {
                Self::apply(self, event);
            }
        }
    };
}
pub(crate) use aggregate;

/// Declares the reasons for which an aggregate refuses: each names the fact that stands in the way.
macro_rules! refusals {
    ($(#[$meta:meta])* pub enum Refusal { $($(#[$reason_meta:meta])* $name:ident),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Refusal { $($(#[$reason_meta])* $name),+ }

        impl Refusal {
            /// Every reason.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The name of the reason.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),+ }
            }
        }

        impl std::fmt::Display for Refusal {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.name())
            }
        }

        impl std::error::Error for Refusal {}
    };
}
pub(crate) use refusals;
