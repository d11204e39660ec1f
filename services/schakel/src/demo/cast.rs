//! The people of the demo: one account per role, and invented subjects.

use chrono::NaiveDate;
use schakel_access::{Actor, Role};
use schakel_domain::code::Code;
use schakel_domain::person::{BirthDate, Bsn, Gender, PersonDetails};
use schakel_domain::personal::Personal;
use schakel_domain::region::OrganisationCode;
use schakel_domain::{Account, Professional, Text};

/// The account that holds a role in the demo.
pub fn account_of(role: Role) -> String {
    format!("{}-1", role.code().replace('_', "-"))
}

/// The organisation for which that account works.
pub fn organisation_of(role: Role) -> &'static str {
    match role {
        Role::ChainManager
        | Role::ProcessDirector
        | Role::InformationCoordinator
        | Role::PolicyOfficer
        | Role::Support
        | Role::PrivacyOfficer
        | Role::SystemAdministrator => "veiligheidshuis",
        Role::ZsmCoordinator | Role::ZsmAdministration => "openbaar_ministerie",
        Role::ChainPartner | Role::Reporter | Role::WeighingTeam | Role::Cleared => "politie",
        Role::CaseHolder => "reclassering_nederland",
        Role::CovenantPartner => "huisartsenpost",
        Role::IncidentalParticipant => "woningstichting",
        Role::MunicipalContact | Role::Mayor => "gemeente_gouda",
        Role::SteeringGroup | Role::DirectionRoom => "gemeente_leiden",
    }
}

/// Whoever holds a role in the demo.
pub fn actor(role: Role) -> Actor {
    Actor {
        account: account_of(role),
        organisation: OrganisationCode::new(organisation_of(role)),
        roles: vec![role],
    }
}

/// Whoever does the work of the synthetic years: apart, so that nobody's lists of today are full of it.
pub fn of_years(role: Role) -> Actor {
    Actor { account: format!("{}-of-years", role.code().replace('_', "-")), ..actor(role) }
}

/// Who directs the cases of the synthetic years.
pub fn director_of_years() -> Option<Professional> {
    professional(&of_years(Role::ProcessDirector), "Jaap van Jaren", "+31 71 555 01 04")
}

/// Who holds the cases of the synthetic years.
pub fn holder_of_years() -> Option<Professional> {
    professional(&of_years(Role::CaseHolder), "Janna Jaarling", "+31 71 555 01 05")
}

/// The process director for whom the demo's shielded case exists.
pub fn cleared_director() -> Actor {
    Actor {
        account: "cleared-director-1".to_owned(),
        organisation: OrganisationCode::new(organisation_of(Role::ProcessDirector)),
        roles: vec![Role::ProcessDirector, Role::Cleared],
    }
}

/// The one who directs the demo's cases.
pub fn director() -> Option<Professional> {
    professional(&actor(Role::ProcessDirector), "Wies Regieman", "+31 71 555 01 01")
}

/// The one who directs the demo's shielded case.
pub fn director_of_shielded() -> Option<Professional> {
    professional(&cleared_director(), "Vera Vertrouwd", "+31 71 555 01 03")
}

/// The one who holds the demo's cases.
pub fn holder() -> Option<Professional> {
    professional(&actor(Role::CaseHolder), "Noor Voorbeeld", "+31 71 555 01 02")
}

fn professional(actor: &Actor, name: &str, telephone: &str) -> Option<Professional> {
    let text = |text: &str| Text::new(text).ok().map(Personal::of_stream);
    Some(Professional {
        account: Account(actor.account.clone()),
        organisation: actor.organisation.clone(),
        name: text(name)?,
        telephone: text(telephone)?,
        mail: text(&format!("{}@example.nl", actor.account))?,
    })
}

/// An invented person; the BSN was never issued.
pub fn subject(
    given: &str,
    prefix: Option<&str>,
    surname: &str,
    born: (i32, u32, u32),
    bsn: &str,
) -> PersonDetails {
    let text = |text: &str| Text::new(text).ok();
    PersonDetails {
        given_names: text(given),
        prefix: prefix.and_then(text),
        surname: text(surname),
        birth_date: NaiveDate::from_ymd_opt(born.0, born.1, born.2).map(BirthDate::Day),
        bsn: Bsn::new(bsn).ok(),
        ..PersonDetails::default()
    }
}

/// A subject with the gender that the figures count.
pub type Subject = (PersonDetails, Gender);
