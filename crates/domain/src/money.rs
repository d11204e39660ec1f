//! Money in whole euro cents: never a fraction, and never less than nothing.

use std::iter::Sum;
use std::num::{NonZeroU32, NonZeroUsize};

use serde::{Deserialize, Serialize};

/// Something is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an amount is one cent at least")]
pub struct NoAmount;

/// What was spent or received at once: one cent at least.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Amount(NonZeroU32);

impl Amount {
    /// So many cents.
    ///
    /// # Errors
    /// When it is nothing.
    pub fn of_cents(cents: u32) -> Result<Self, NoAmount> {
        NonZeroU32::new(cents).map(Self).ok_or(NoAmount)
    }

    /// The cents.
    pub fn cents(self) -> u32 {
        self.0.get()
    }
}

/// A sum of amounts, possibly of none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Cents(u64);

impl Cents {
    /// So many.
    pub fn new(cents: u64) -> Self {
        Self(cents)
    }

    /// How many.
    pub fn get(self) -> u64 {
        self.0
    }

    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }

    /// So many equal parts. Cents that are left over go to the first parts, one to each: no two parts differ
    /// by more than a cent, and together they are the whole.
    pub fn shared(self, parts: NonZeroUsize) -> impl Iterator<Item = Self> {
        let parts = u64::try_from(parts.get()).unwrap_or(u64::MAX);
        let (each, left_over) = (self.0 / parts, self.0 % parts);
        (0..parts).map(move |part| Self(each + u64::from(part < left_over)))
    }

    /// So many percent of it; a part of a cent counts as a whole one, so that a demand is met by no less.
    #[must_use]
    pub fn percent(self, percent: u32) -> Self {
        let of_all = (u128::from(self.0) * u128::from(percent)).div_ceil(100);
        Self(of_all.try_into().unwrap_or(u64::MAX))
    }
}

impl From<Amount> for Cents {
    fn from(amount: Amount) -> Self {
        Self(amount.cents().into())
    }
}

impl Sum for Cents {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), Self::plus)
    }
}
