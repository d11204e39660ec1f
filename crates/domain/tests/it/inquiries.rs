//! HANDBOOK §2: contacts that become no case are counted, and nothing about a person is kept.

use schakel_domain::inquiry::*;
use schakel_domain::region::ThemeCode;

use crate::fixtures::{REPORTED_ON, TODAY, day, municipality_code, organisation};
use crate::scene::given_inquiry;

/// With all that its kind can say.
pub fn register_inquiry(kind: ContactKind) -> RegisterInquiry {
    RegisterInquiry {
        kind,
        on: None,
        organisation: Some(organisation("politie")),
        partner: (kind == ContactKind::PartnerContact).then(|| organisation("ggd")),
        municipality: Some(municipality_code("gouda")),
        theme: Some(ThemeCode::new("nuisance")),
    }
}

pub fn inquiry_registered() -> Event {
    registered(Asked::PartnerContact { organisation: organisation("politie"), partner: organisation("ggd") })
}

pub fn anonymous_advice() -> Asked {
    Asked::Advice { organisation: None }
}

fn registered(asked: Asked) -> Event {
    Event::InquiryRegistered {
        on: day(TODAY),
        asked,
        municipality: Some(municipality_code("gouda")),
        theme: Some(ThemeCode::new("nuisance")),
    }
}

#[test]
fn each_kind_is_registered_with_what_is_its_own() {
    let asker = || organisation("politie");
    for (kind, asked) in [
        (ContactKind::InformationQuestion, Asked::InformationQuestion { organisation: asker() }),
        (ContactKind::Advice, Asked::Advice { organisation: Some(asker()) }),
        (
            ContactKind::PartnerContact,
            Asked::PartnerContact { organisation: asker(), partner: organisation("ggd") },
        ),
    ] {
        given_inquiry([]).when(register_inquiry(kind)).then([registered(asked)]);
    }
}

#[test]
fn advice_alone_is_asked_for_anonymously() {
    let anonymous = |kind| RegisterInquiry { organisation: None, ..register_inquiry(kind) };
    given_inquiry([]).when(anonymous(ContactKind::Advice)).then([registered(anonymous_advice())]);
    for kind in [ContactKind::InformationQuestion, ContactKind::PartnerContact] {
        given_inquiry([]).when(anonymous(kind)).refused(Refusal::AskerMissing);
    }
}

#[test]
fn a_contact_with_a_partner_names_it_and_nothing_else_does() {
    let unnamed = RegisterInquiry { partner: None, ..register_inquiry(ContactKind::PartnerContact) };
    given_inquiry([]).when(unnamed).refused(Refusal::PartnerMissing);
    for kind in [ContactKind::InformationQuestion, ContactKind::Advice] {
        let named = RegisterInquiry { partner: Some(organisation("ggd")), ..register_inquiry(kind) };
        given_inquiry([]).when(named).refused(Refusal::PartnerNotExpected);
    }
}

#[test]
fn a_report_is_no_inquiry() {
    given_inquiry([]).when(register_inquiry(ContactKind::Report)).refused(Refusal::ReportIsACase);
}

#[test]
fn an_inquiry_is_registered_later_but_not_before_it_came() {
    let on = |on| RegisterInquiry { on: Some(day(on)), ..register_inquiry(ContactKind::Advice) };
    given_inquiry([]).when(on(REPORTED_ON)).accepted();
    given_inquiry([]).when(on(TODAY)).accepted();
    given_inquiry([]).when(on("2026-02-03")).refused(Refusal::InquiryInTheFuture);
}

#[test]
fn an_inquiry_without_municipality_and_theme_is_registered() {
    let bare = RegisterInquiry { municipality: None, theme: None, ..register_inquiry(ContactKind::Advice) };
    given_inquiry([]).when(bare).accepted();
}
