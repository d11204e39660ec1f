//! How well two identities fit, and why.

use super::birth;
use super::given_name::GivenNameFit;
use super::names::Names;
use super::surname::{Role, SurnameFit};
use crate::code::codes;
use crate::person::PersonDetails;

codes! {
    /// Why two identities fit, or do not.
    pub enum Reason {
        /// The same surname, whatever stands before it.
        SurnameExact = "surname_exact",
        /// Surnames that sound the same.
        SurnamePhonetic = "surname_phonetic",
        /// A part of a double surname is shared.
        SurnamePart = "surname_part",
        /// Surnames that are one letter apart.
        SurnameSimilar = "surname_similar",
        /// No surname is shared.
        SurnameDiffers = "surname_differs",
        /// It is somebody's maiden name that fits.
        MaidenName = "maiden_name",
        /// It is a partner's name that fits.
        PartnerName = "partner_name",
        /// It is an alias that fits.
        Alias = "alias",
        /// The same first given name.
        GivenNameExact = "given_name_exact",
        /// First given names that sound the same.
        GivenNamePhonetic = "given_name_phonetic",
        /// The one is short for the other, or both for the same name.
        GivenNameShortForm = "given_name_short_form",
        /// Only the initial of one is known, and it fits.
        GivenNameInitial = "given_name_initial",
        /// The one goes by a further given name of the other, or by an alias.
        OtherGivenName = "other_given_name",
        /// Other given names.
        GivenNameDiffers = "given_name_differs",
        /// The same date of birth.
        BirthDateExact = "birth_date_exact",
        /// The same date but for day and month, which are swapped.
        DayAndMonthSwapped = "day_and_month_swapped",
        /// The same date but for one digit of the year.
        YearDigitDiffers = "year_digit_differs",
        /// Of one only the year is known, and it fits.
        OnlyYearKnown = "only_year_known",
        /// Another date of birth.
        BirthDateDiffers = "birth_date_differs",
        /// The same BSN; it decides.
        SameBsn = "same_bsn",
        /// Another BSN.
        OtherBsn = "other_bsn",
    }
}

/// From here on two identities count as one person's. What is missing says nothing, so it takes a surname, a
/// given name and a date of birth to get here, or a BSN.
pub const LIKELY: u8 = 80;

/// How well two identities fit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fit {
    /// From 0, certainly another, to 100, certainly the same.
    pub score: u8,
    /// Why.
    pub reasons: Vec<Reason>,
}

impl Fit {
    /// Whether the two count as one person's.
    pub fn is_likely(&self) -> bool {
        self.score >= LIKELY
    }
}

/// How well they fit, and why. Who is sought and who is known may change places.
///
/// Each kind of evidence has points for or against; names and dates that are equal make 100. What is missing on
/// either side counts for nothing.
pub fn compare(sought: &PersonDetails, known: &PersonDetails) -> Fit {
    let (ours, theirs) = (Names::of(sought), Names::of(known));
    let evidence = [
        of_bsn(sought, known),
        ours.surname_fit(&theirs).map(|(fit, roles)| of_surname(fit, roles)),
        of_given_names(&ours, &theirs),
        sought.birth_date.zip(known.birth_date).map(|(one, other)| birth::evidence(one, other)),
    ];
    let points: i32 = evidence.iter().flatten().map(|evidence| evidence.points).sum();
    Fit {
        score: u8::try_from(points.clamp(0, 100)).unwrap_or_default(),
        reasons: evidence.iter().flatten().flat_map(Evidence::reasons).collect(),
    }
}

/// Something for or against.
#[derive(Clone, Copy)]
pub(super) struct Evidence {
    points: i32,
    reason: Reason,
    further: Option<Reason>,
}

impl Evidence {
    pub(super) const fn new(points: i32, reason: Reason) -> Self {
        Self { points, reason, further: None }
    }

    const fn and(self, further: Option<Reason>) -> Self {
        Self { further, ..self }
    }

    fn reasons(&self) -> impl Iterator<Item = Reason> + use<> {
        [self.reason].into_iter().chain(self.further)
    }
}

/// Equal BSNs outweigh all that can speak against them; two different ones leave even equal names and dates
/// unlikely.
fn of_bsn(sought: &PersonDetails, known: &PersonDetails) -> Option<Evidence> {
    let (one, other) = sought.bsn.as_ref().zip(known.bsn.as_ref())?;
    Some(match one == other {
        true => Evidence::new(1000, Reason::SameBsn),
        false => Evidence::new(-60, Reason::OtherBsn),
    })
}

fn of_surname(fit: SurnameFit, roles: [Role; 2]) -> Evidence {
    let under = |role, reason| roles.contains(&role).then_some(reason);
    let heading = under(Role::Alias, Reason::Alias)
        .or(under(Role::Maiden, Reason::MaidenName))
        .or(under(Role::Partner, Reason::PartnerName));
    match fit {
        SurnameFit::Exact => Evidence::new(35, Reason::SurnameExact).and(heading),
        SurnameFit::Phonetic => Evidence::new(33, Reason::SurnamePhonetic).and(heading),
        SurnameFit::Part => Evidence::new(32, Reason::SurnamePart).and(heading),
        SurnameFit::PhoneticPart => Evidence::new(31, Reason::SurnamePart).and(heading),
        SurnameFit::Similar => Evidence::new(12, Reason::SurnameSimilar).and(heading),
        SurnameFit::Differs => Evidence::new(-40, Reason::SurnameDiffers),
    }
}

fn of_given_names(ours: &Names, theirs: &Names) -> Option<Evidence> {
    let fit = ours.first_name_fit(theirs)?;
    Some(match fit {
        GivenNameFit::Exact => Evidence::new(25, Reason::GivenNameExact),
        GivenNameFit::Phonetic => Evidence::new(24, Reason::GivenNamePhonetic),
        GivenNameFit::ShortForm => Evidence::new(22, Reason::GivenNameShortForm),
        _ if ours.goes_by_other_name(theirs) => Evidence::new(20, Reason::OtherGivenName),
        GivenNameFit::Initial => Evidence::new(12, Reason::GivenNameInitial),
        GivenNameFit::Differs => Evidence::new(-35, Reason::GivenNameDiffers),
    })
}
