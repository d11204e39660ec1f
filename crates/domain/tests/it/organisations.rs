//! HANDBOOK §1: organisations, and who may act for them.

use std::collections::BTreeSet;

use schakel_domain::organisation::*;
use schakel_domain::{Account, Role};

use crate::fixtures::{TODAY, day, municipality_code, organisation, sealed, text};
use crate::scene::given_organisation;

const NEXT_YEAR: &str = "2027-02-02";

pub fn register_organisation() -> RegisterOrganisation {
    RegisterOrganisation {
        code: organisation("gemeente_leiden"),
        name: text("Gemeente Leiden"),
        kind: PartnerKind::ChainPartner,
        chain: Chain::Administration,
        oin: Some(Oin::new("99000000000000000001").unwrap()),
        municipality: Some(municipality_code("leiden")),
    }
}

pub fn house() -> RegisterOrganisation {
    RegisterOrganisation {
        code: organisation("veiligheidshuis"),
        kind: PartnerKind::House,
        municipality: None,
        ..register_organisation()
    }
}

pub fn registered_as(command: RegisterOrganisation) -> Event {
    let RegisterOrganisation { code, name, kind, chain, oin, municipality } = command;
    Event::OrganisationRegistered { code, name, kind, chain, oin, municipality }
}

pub fn organisation_registered() -> Event {
    registered_as(register_organisation())
}

pub fn correct_organisation() -> CorrectOrganisation {
    CorrectOrganisation { name: text("Leiden"), chain: Chain::Care, oin: None }
}

pub fn organisation_corrected() -> Event {
    Event::OrganisationCorrected { name: text("Leiden"), chain: Chain::Care, oin: None }
}

pub fn authorise(roles: impl IntoIterator<Item = Role>) -> AuthoriseProfessional {
    AuthoriseProfessional {
        account: account(),
        name: text("Wilhelmina Wilgenhout"),
        telephone: Some(text("071 000 00 01")),
        mail: None,
        roles: roles.into_iter().collect(),
        mandates: BTreeSet::new(),
        from: None,
        until: day("2026-06-30"),
    }
}

pub fn contact_of_municipality() -> AuthoriseProfessional {
    AuthoriseProfessional { mandates: [Mandate::BijNotices].into(), ..authorise([Role::MunicipalContact]) }
}

pub fn authorised() -> Event {
    Event::ProfessionalAuthorised {
        account: account(),
        name: sealed("Wilhelmina Wilgenhout"),
        telephone: Some(sealed("071 000 00 01")),
        mail: None,
        roles: [Role::MunicipalContact].into(),
        mandates: [Mandate::BijNotices].into(),
        from: day(TODAY),
        until: day("2026-06-30"),
    }
}

/// Two others are contacts of the municipality.
pub fn two_contacts() -> [Event; 3] {
    [
        organisation_registered(),
        contact_until("contact-2", "2026-06-30"),
        contact_until("contact-3", "2026-06-30"),
    ]
}

fn contact_until(other: &str, until: &str) -> Event {
    let Event::ProfessionalAuthorised { name, telephone, mail, roles, mandates, from, .. } = authorised()
    else {
        unreachable!("somebody is authorised")
    };
    let account = Account(other.into());
    Event::ProfessionalAuthorised { account, name, telephone, mail, roles, mandates, from, until: day(until) }
}

pub fn review(until: &str) -> ReviewAuthorisation {
    ReviewAuthorisation { account: account(), until: day(until) }
}

pub fn reviewed(until: &str) -> Event {
    Event::AuthorisationReviewed { account: account(), until: day(until) }
}

pub fn withdraw() -> WithdrawAuthorisation {
    WithdrawAuthorisation { account: account() }
}

pub fn withdrawn() -> Event {
    Event::AuthorisationWithdrawn { account: account() }
}

pub fn exited() -> Event {
    Event::OrganisationExited { on: day(TODAY) }
}

fn account() -> Account {
    Account("contact-1".into())
}

fn roles_on(organisation: &Organisation, on: &str) -> BTreeSet<Role> {
    let register = organisation.known().unwrap();
    let authorisation = register.authorisation_of(&account(), day(on));
    authorisation.map(|authorisation| authorisation.roles.clone()).unwrap_or_default()
}

#[test]
fn an_organisation_is_registered_once_and_authorises_nobody_yet() {
    let leiden = given_organisation([]).when(register_organisation()).then([organisation_registered()]);
    assert_eq!(leiden.known().unwrap().authorised().count(), 0);
    given_organisation([organisation_registered()])
        .when(register_organisation())
        .refused(Refusal::OrganisationAlreadyRegistered);
}

#[test]
fn there_is_one_house_and_it_is_the_regions() {
    given_organisation([]).when(house()).accepted();
    let second = RegisterOrganisation { kind: PartnerKind::House, ..register_organisation() };
    given_organisation([]).when(second).refused(Refusal::OneHouse);
    let poser = RegisterOrganisation { kind: PartnerKind::ChainPartner, ..house() };
    given_organisation([]).when(poser).refused(Refusal::OneHouse);
    given_organisation([registered_as(house())]).when(ExitOrganisation).refused(Refusal::OneHouse);
}

#[test]
fn what_is_known_of_an_organisation_is_corrected_and_its_kind_and_people_stay() {
    let leiden = given_organisation([organisation_registered(), authorised()])
        .when(correct_organisation())
        .then([organisation_corrected()]);
    let register = leiden.known().unwrap();
    assert_eq!((register.kind, register.chain), (PartnerKind::ChainPartner, Chain::Care));
    assert_eq!(roles_on(&leiden, TODAY), [Role::MunicipalContact].into());
}

#[test]
fn a_contact_of_a_municipality_has_roles_and_mandates_from_a_day_until_a_day() {
    let leiden =
        given_organisation([organisation_registered()]).when(contact_of_municipality()).then([authorised()]);
    assert!(roles_on(&leiden, "2026-02-01").is_empty());
    assert_eq!(roles_on(&leiden, TODAY), [Role::MunicipalContact].into());
    assert_eq!(roles_on(&leiden, "2026-06-30"), [Role::MunicipalContact].into());
    assert!(roles_on(&leiden, "2026-07-01").is_empty(), "it expires by itself");
}

#[test]
fn a_municipality_has_one_or_two_contacts_at_a_time() {
    let one = || given_organisation(two_contacts().into_iter().take(2));
    one().when(contact_of_municipality()).accepted();
    let two = || given_organisation(two_contacts());
    two().when(contact_of_municipality()).refused(Refusal::TwoContactsAlready);
    two().when(authorise([Role::Reporter])).accepted();
    two()
        .on("2026-07-01")
        .when(AuthoriseProfessional { until: day("2026-12-31"), ..contact_of_municipality() })
        .accepted();
    let after = AuthoriseProfessional {
        from: Some(day("2026-07-01")),
        until: day("2026-12-31"),
        ..contact_of_municipality()
    };
    two().when(after).accepted();
    let overlapping = AuthoriseProfessional { until: day("2026-12-31"), ..contact_of_municipality() };
    two().when(overlapping).refused(Refusal::TwoContactsAlready);
    let own = AuthoriseProfessional { account: Account("contact-2".into()), ..contact_of_municipality() };
    two().when(own).accepted();
}

#[test]
fn a_contact_who_expired_comes_back_only_where_there_is_room() {
    let since = |others: usize| {
        let others = ["contact-2", "contact-3"].into_iter().take(others);
        let others = others.map(|other| contact_until(other, "2026-12-31"));
        let history = [organisation_registered(), authorised()].into_iter().chain(others);
        given_organisation(history).on("2026-09-01").when(review("2026-12-31"))
    };
    since(1).accepted();
    since(2).refused(Refusal::TwoContactsAlready);
}

#[test]
fn a_contact_may_be_case_holder() {
    let leiden = given_organisation([organisation_registered()])
        .when(authorise([Role::MunicipalContact, Role::CaseHolder]))
        .accepted();
    assert_eq!(roles_on(&leiden, TODAY), [Role::MunicipalContact, Role::CaseHolder].into());
}

#[test]
fn nobody_is_authorised_for_more_than_a_year_or_for_the_past() {
    let until = |until| AuthoriseProfessional { until: day(until), ..authorise([Role::Reporter]) };
    let leiden = || given_organisation([organisation_registered()]);
    leiden().when(until(NEXT_YEAR)).accepted();
    leiden().when(until("2027-02-03")).refused(Refusal::AuthorisedTooLong);
    leiden().when(until("2026-02-01")).refused(Refusal::PeriodNotInOrder);
    leiden().when(until(TODAY)).refused(Refusal::PeriodNotInOrder);
    let from = |from| AuthoriseProfessional { from: Some(day(from)), ..authorise([Role::Reporter]) };
    leiden().when(from("2026-02-01")).refused(Refusal::PeriodNotInOrder);
    leiden().when(from("2026-07-01")).refused(Refusal::PeriodNotInOrder);
    leiden().when(from("2026-06-30")).accepted();
}

#[test]
fn the_houses_roles_are_for_the_house_and_a_partners_roles_for_partners() {
    for role in <Role as schakel_domain::code::Code>::ALL {
        let for_the_house = Role::OF_THE_HOUSE.contains(role);
        let at_the_house = given_organisation([registered_as(house())]).when(authorise([*role]));
        let at_a_partner = given_organisation([organisation_registered()]).when(authorise([*role]));
        match for_the_house || *role == Role::Cleared {
            true => drop(at_the_house.accepted()),
            false => at_the_house.refused(Refusal::RoleOfAnotherKind),
        }
        match for_the_house || *role == Role::IncidentalParticipant {
            true => at_a_partner.refused(Refusal::RoleOfAnotherKind),
            false => drop(at_a_partner.accepted()),
        }
    }
}

#[test]
fn whoever_signed_no_covenant_authorises_incidental_participants_alone() {
    let housing = RegisterOrganisation {
        kind: PartnerKind::IncidentalParticipant,
        municipality: None,
        ..register_organisation()
    };
    for role in <Role as schakel_domain::code::Code>::ALL {
        let authorised = given_organisation([registered_as(housing.clone())]).when(authorise([*role]));
        match role {
            Role::IncidentalParticipant => drop(authorised.accepted()),
            _ => authorised.refused(Refusal::RoleOfAnotherKind),
        }
    }
}

#[test]
fn who_reads_the_logs_or_keeps_the_system_running_has_no_other_role() {
    for role in [Role::PrivacyOfficer, Role::SystemAdministrator] {
        given_organisation([registered_as(house())])
            .when(authorise([role, Role::ProcessDirector]))
            .refused(Refusal::RoleStandsAlone);
    }
}

#[test]
fn a_review_gives_another_last_day_and_a_withdrawal_ends_it_at_once() {
    let history = [organisation_registered(), authorised()];
    let leiden = given_organisation(history.clone()).when(review(NEXT_YEAR)).then([reviewed(NEXT_YEAR)]);
    assert_eq!(roles_on(&leiden, NEXT_YEAR), [Role::MunicipalContact].into());
    given_organisation(history.clone()).when(review("2027-02-03")).refused(Refusal::AuthorisedTooLong);
    given_organisation(history.clone()).when(review("2026-02-01")).refused(Refusal::PeriodNotInOrder);
    let leiden = given_organisation(history).when(withdraw()).then([withdrawn()]);
    assert!(roles_on(&leiden, TODAY).is_empty());
    given_organisation([organisation_registered()]).when(withdraw()).refused(Refusal::NotAuthorised);
}

#[test]
fn an_expired_authorisation_comes_back_by_a_review() {
    let leiden = given_organisation([organisation_registered(), authorised()])
        .on("2026-09-01")
        .when(review("2026-12-31"))
        .accepted();
    assert_eq!(roles_on(&leiden, "2026-09-01"), [Role::MunicipalContact].into());
}

#[test]
fn an_authorisation_is_to_be_reviewed_by_its_last_day_and_no_more_once_it_was() {
    let due = |events: Vec<Event>, by| -> Vec<Account> {
        let leiden = given_organisation(events).state;
        leiden.known().unwrap().to_review_by(day(by)).map(|(account, _)| account.clone()).collect()
    };
    let history = || vec![organisation_registered(), authorised()];
    assert!(due(history(), "2026-06-29").is_empty());
    assert_eq!(due(history(), "2026-06-30"), [account()]);
    assert_eq!(due(history(), "2026-09-01"), [account()], "an expired one too");
    for after in [reviewed(NEXT_YEAR), withdrawn(), exited()] {
        let events = history().into_iter().chain([after]).collect();
        assert!(due(events, "2026-09-01").is_empty());
    }
}

#[test]
fn with_the_organisation_everybody_leaves_and_coming_back_starts_with_nobody() {
    let history = [organisation_registered(), authorised()];
    let leiden = given_organisation(history.clone()).when(ExitOrganisation).then([exited()]);
    assert!(roles_on(&leiden, TODAY).is_empty());
    let left = || given_organisation(history.clone().into_iter().chain([exited()]));
    left().when(contact_of_municipality()).refused(Refusal::OrganisationHasLeft);
    left().when(review("2026-12-31")).refused(Refusal::OrganisationHasLeft);
    let leiden = left().when(register_organisation()).then([organisation_registered()]);
    assert!(roles_on(&leiden, TODAY).is_empty());
    assert_eq!(leiden.known().unwrap().exited_on, None);
}

#[test]
fn an_organisation_number_has_20_digits() {
    for (text, fits) in [
        ("99000000000000000001", true),
        ("9900000000000000001", false),
        ("990000000000000000011", false),
        ("9900000000000000000x", false),
        ("", false),
    ] {
        assert_eq!(Oin::new(text).is_ok(), fits, "{text}");
    }
    assert!(serde_json::from_str::<Oin>("\"123\"").is_err());
}
