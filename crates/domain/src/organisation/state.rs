//! An organisation as it stands.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::organisation::{Chain, Event, Mandate, Oin, PartnerKind, Refusal};
use crate::personal::Personal;
use crate::region::{MunicipalityCode, OrganisationCode};
use crate::{Account, Role, Text};

/// How many contacts a municipality has at a time at most.
const MOST_CONTACTS: usize = 2;

/// The state of an organisation's stream.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub enum Organisation {
    /// Nothing was registered.
    #[default]
    Unregistered,
    /// There is an organisation.
    Known(Box<Register>),
}

/// An organisation, and who may act for it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Register {
    /// Its code.
    pub code: OrganisationCode,
    /// Its name.
    pub name: Text,
    /// How it stands to the House.
    pub kind: PartnerKind,
    /// The chain that it belongs to.
    pub chain: Chain,
    /// Its number.
    pub oin: Option<Oin>,
    /// The municipality that it is.
    pub municipality: Option<MunicipalityCode>,
    /// The day on which it left, if it did.
    pub exited_on: Option<NaiveDate>,
    authorised: BTreeMap<Account, Authorisation>,
}

/// What a professional may act in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Authorisation {
    /// Name.
    pub name: Personal<Text>,
    /// Telephone number.
    pub telephone: Option<Personal<Text>>,
    /// Mail address.
    pub mail: Option<Personal<Text>>,
    /// In which roles.
    pub roles: BTreeSet<Role>,
    /// With which mandates.
    pub mandates: BTreeSet<Mandate>,
    /// From this day on.
    pub from: NaiveDate,
    /// Until and including this day.
    pub until: NaiveDate,
}

impl Authorisation {
    /// Whether it holds on this day.
    pub fn holds_on(&self, day: NaiveDate) -> bool {
        self.from <= day && day <= self.until
    }
}

impl Register {
    /// What the account is authorised to on this day.
    pub fn authorisation_of(&self, account: &Account, day: NaiveDate) -> Option<&Authorisation> {
        self.authorised.get(account).filter(|authorisation| authorisation.holds_on(day))
    }

    /// Everybody who was authorised and not withdrawn, with what has expired meanwhile.
    pub fn authorised(&self) -> impl Iterator<Item = (&Account, &Authorisation)> {
        self.authorised.iter()
    }

    /// Whose authorisation ends on this day or before it, and is looked at again by then (HANDBOOK §1).
    pub fn to_review_by(&self, day: NaiveDate) -> impl Iterator<Item = (&Account, &Authorisation)> {
        self.authorised().filter(move |(_, authorisation)| authorisation.until <= day)
    }

    /// Whether anything is in the register under this account, expired or not.
    pub(super) fn knows(&self, account: &Account) -> Result<&Authorisation, Refusal> {
        self.authorised.get(account).ok_or(Refusal::NotAuthorised)
    }

    /// A municipality has one or two contacts at a time (HANDBOOK §1): on no day of the period do two others hold the
    /// role already.
    pub(super) fn has_room_for_contact(
        &self,
        account: &Account,
        from: NaiveDate,
        until: NaiveDate,
    ) -> Result<(), Refusal> {
        let is_other = |(other, it): &(&Account, &Authorisation)| {
            *other != account && it.roles.contains(&Role::MunicipalContact)
        };
        let others: Vec<_> =
            self.authorised().filter(is_other).map(|(_, authorisation)| authorisation).collect();
        // If there is such a day, one of the periods begins on the first of them.
        let beginnings = others.iter().map(|other| other.from).filter(|day| from <= *day && *day <= until);
        let crowded = |day| others.iter().filter(|other| other.holds_on(day)).count() >= MOST_CONTACTS;
        match std::iter::once(from).chain(beginnings).any(crowded) {
            true => Err(Refusal::TwoContactsAlready),
            false => Ok(()),
        }
    }

    fn apply(&mut self, event: Event) {
        match event {
            Event::OrganisationRegistered { .. } => {}
            Event::OrganisationCorrected { name, chain, oin } => {
                (self.name, self.chain, self.oin) = (name, chain, oin);
            }
            Event::ProfessionalAuthorised {
                account,
                name,
                telephone,
                mail,
                roles,
                mandates,
                from,
                until,
            } => {
                let authorisation = Authorisation { name, telephone, mail, roles, mandates, from, until };
                self.authorised.insert(account, authorisation);
            }
            Event::AuthorisationReviewed { account, until } => {
                if let Some(authorisation) = self.authorised.get_mut(&account) {
                    authorisation.until = until;
                }
            }
            Event::AuthorisationWithdrawn { account } => {
                self.authorised.remove(&account);
            }
            Event::OrganisationExited { on } => {
                self.exited_on = Some(on);
                self.authorised.clear();
            }
        }
    }
}

impl Organisation {
    /// The organisation, also when it has left.
    pub fn known(&self) -> Option<&Register> {
        match self {
            Self::Unregistered => None,
            Self::Known(register) => Some(register),
        }
    }

    /// The organisation, for a command that needs it to be a partner still.
    pub(super) fn present(&self) -> Result<&Register, Refusal> {
        let register = self.known().ok_or(Refusal::OrganisationUnknown)?;
        match register.exited_on {
            Some(_) => Err(Refusal::OrganisationHasLeft),
            None => Ok(register),
        }
    }

    pub(super) fn apply(&mut self, event: Event) {
        match (&mut *self, event) {
            (_, Event::OrganisationRegistered { code, name, kind, chain, oin, municipality }) => {
                let (exited_on, authorised) = (None, BTreeMap::new());
                *self = Self::Known(Box::new(Register {
                    code,
                    name,
                    kind,
                    chain,
                    oin,
                    municipality,
                    exited_on,
                    authorised,
                }));
            }
            (Self::Known(register), event) => register.apply(event),
            (Self::Unregistered, _) => {}
        }
    }
}
