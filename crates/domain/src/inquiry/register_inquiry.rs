//! Registering an inquiry.

use chrono::NaiveDate;

use crate::Context;
use crate::inquiry::{Asked, ContactKind, Event, Inquiry, Refusal};
use crate::region::{MunicipalityCode, OrganisationCode, ThemeCode};

/// Registers that a professional approached the House with something that becomes no case: it is counted, and
/// nothing about a person is kept (HANDBOOK §2).
#[derive(Clone, Debug)]
pub struct RegisterInquiry {
    /// For what.
    pub kind: ContactKind,
    /// The day; today when left out.
    pub on: Option<NaiveDate>,
    /// Which organisation asked; left out when advice was asked for anonymously.
    pub organisation: Option<OrganisationCode>,
    /// With which partner contact was sought.
    pub partner: Option<OrganisationCode>,
    /// The municipality that it was about.
    pub municipality: Option<MunicipalityCode>,
    /// The theme.
    pub theme: Option<ThemeCode>,
}

impl RegisterInquiry {
    pub(super) fn decide(self, inquiry: &Inquiry, context: &Context) -> Result<Vec<Event>, Refusal> {
        if *inquiry != Inquiry::Unregistered {
            return Err(Refusal::InquiryAlreadyRegistered);
        }
        let Self { kind, on, organisation, partner, municipality, theme } = self;
        let on = on.unwrap_or(context.today);
        if on > context.today {
            return Err(Refusal::InquiryInTheFuture);
        }
        if municipality.as_ref().is_some_and(|code| context.region.municipality(code).is_none()) {
            return Err(Refusal::MunicipalityUnknown);
        }
        if theme.as_ref().is_some_and(|code| context.region.theme(code).is_none()) {
            return Err(Refusal::ThemeUnknown);
        }
        let asked = asked(kind, organisation, partner)?;
        Ok(vec![Event::InquiryRegistered { on, asked, municipality, theme }])
    }
}

/// What each kind says beside its name.
fn asked(
    kind: ContactKind,
    organisation: Option<OrganisationCode>,
    partner: Option<OrganisationCode>,
) -> Result<Asked, Refusal> {
    let asker = || organisation.clone().ok_or(Refusal::AskerMissing);
    let asked = match kind {
        ContactKind::Report => return Err(Refusal::ReportIsACase),
        ContactKind::PartnerContact => {
            let partner = partner.ok_or(Refusal::PartnerMissing)?;
            return Ok(Asked::PartnerContact { organisation: asker()?, partner });
        }
        ContactKind::InformationQuestion => Asked::InformationQuestion { organisation: asker()? },
        ContactKind::Advice => Asked::Advice { organisation },
    };
    if partner.is_some() { Err(Refusal::PartnerNotExpected) } else { Ok(asked) }
}
