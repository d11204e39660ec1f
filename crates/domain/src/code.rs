//! Identifiers of the handbook: closed lists of codes that never change once published.

/// A closed list of codes. The code is what stands in events, APIs and configuration.
pub trait Code: Copy + Eq + Sized + 'static {
    /// Name of the list, as it appears in contracts.
    const NAME: &'static str;
    /// Every value, in the handbook's order.
    const ALL: &'static [Self];
    /// The identifier, in snake case.
    fn code(self) -> &'static str;

    /// The value with this identifier.
    fn from_code(code: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|value| value.code() == code)
    }
}

/// Declares a closed list of codes: the enum, its serde form and its [`Code`] table in one place.
macro_rules! codes {
    ($(#[$meta:meta])* $vis:vis enum $name:ident {
        $($(#[$variant_meta:meta])* $variant:ident = $code:literal),+ $(,)?
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        $vis enum $name {
            $($(#[$variant_meta])* #[serde(rename = $code)] $variant),+
        }

        impl $crate::code::Code for $name {
            const NAME: &'static str = stringify!($name);
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }
        }
    };
}
pub(crate) use codes;
