//! Authorising somebody to act for an organisation.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use crate::calendar::months_after;
use crate::organisation::{Event, Mandate, Organisation, PartnerKind, Refusal, Register};
use crate::personal::Personal;
use crate::{Account, Context, Role, Text};

/// For how many months somebody is authorised at most: then it is looked at again.
const LONGEST_MONTHS: u32 = 12;

/// Authorises a professional; what they were authorised to before ends with it (HANDBOOK §1).
#[derive(Clone, Debug)]
pub struct AuthoriseProfessional {
    /// Who.
    pub account: Account,
    /// Name.
    pub name: Text,
    /// Telephone number.
    pub telephone: Option<Text>,
    /// Mail address.
    pub mail: Option<Text>,
    /// In which roles.
    pub roles: BTreeSet<Role>,
    /// With which mandates; for the contacts of a municipality.
    pub mandates: BTreeSet<Mandate>,
    /// From this day on; today when left out.
    pub from: Option<NaiveDate>,
    /// Until and including this day: at most a year ahead.
    pub until: NaiveDate,
}

impl AuthoriseProfessional {
    pub(super) fn decide(
        self,
        organisation: &Organisation,
        context: &Context,
    ) -> Result<Vec<Event>, Refusal> {
        let from = self.from.unwrap_or(context.today);
        within_a_year(self.until, context.today)?;
        if from < context.today || from > self.until {
            return Err(Refusal::PeriodNotInOrder);
        }
        let register = organisation.present()?;
        may_hold(register, &self.roles, &self.mandates)?;
        if self.roles.contains(&Role::MunicipalContact) {
            register.has_room_for_contact(&self.account, from, self.until)?;
        }
        Ok(vec![Event::ProfessionalAuthorised {
            account: self.account,
            name: Personal::of_stream(self.name),
            telephone: self.telephone.map(Personal::of_stream),
            mail: self.mail.map(Personal::of_stream),
            roles: self.roles,
            mandates: self.mandates,
            from,
            until: self.until,
        }])
    }
}

/// A last day comes after today, and at most a year ahead.
pub(super) fn within_a_year(until: NaiveDate, today: NaiveDate) -> Result<(), Refusal> {
    if until <= today {
        return Err(Refusal::PeriodNotInOrder);
    }
    match until > months_after(today, LONGEST_MONTHS) {
        true => Err(Refusal::AuthorisedTooLong),
        false => Ok(()),
    }
}

/// Whether the role is for people of this kind of organisation.
fn is_for(role: Role, kind: PartnerKind) -> bool {
    match kind {
        PartnerKind::House => Role::OF_THE_HOUSE.contains(&role) || role == Role::Cleared,
        PartnerKind::IncidentalParticipant => role == Role::IncidentalParticipant,
        PartnerKind::ChainPartner | PartnerKind::CovenantPartner => {
            !Role::OF_THE_HOUSE.contains(&role) && role != Role::IncidentalParticipant
        }
    }
}

/// Whether people of this organisation can have these roles together (HANDBOOK §1).
fn may_hold(
    register: &Register,
    roles: &BTreeSet<Role>,
    mandates: &BTreeSet<Mandate>,
) -> Result<(), Refusal> {
    if roles.is_empty() {
        return Err(Refusal::RolesMissing);
    }
    if roles.len() > 1 && roles.iter().any(|role| role.stands_alone()) {
        return Err(Refusal::RoleStandsAlone);
    }
    if !roles.iter().all(|role| is_for(*role, register.kind)) {
        return Err(Refusal::RoleOfAnotherKind);
    }
    let for_municipality = roles.contains(&Role::MunicipalContact) || !mandates.is_empty();
    if for_municipality && register.municipality.is_none() {
        return Err(Refusal::NoMunicipality);
    }
    Ok(())
}
