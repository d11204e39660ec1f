//! An inquiry as it stands.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::inquiry::{Asked, Event};
use crate::region::{MunicipalityCode, ThemeCode};

/// The state of an inquiry's stream.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Inquiry {
    /// Nothing was registered.
    #[default]
    Unregistered,
    /// It was registered.
    Known(Registered),
}

/// An inquiry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Registered {
    /// The day.
    pub on: NaiveDate,
    /// What, and by whom.
    pub asked: Asked,
    /// The municipality that it was about.
    pub municipality: Option<MunicipalityCode>,
    /// The theme.
    pub theme: Option<ThemeCode>,
}

impl Inquiry {
    pub(super) fn apply(&mut self, event: Event) {
        let Event::InquiryRegistered { on, asked, municipality, theme } = event;
        *self = Self::Known(Registered { on, asked, municipality, theme });
    }
}
