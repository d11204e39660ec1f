//! HANDBOOK §2: a BIJ report, and the advice to the mayor.

use schakel_domain::case::*;
use schakel_domain::code::Code;

use crate::fixtures::*;
use crate::scene::{Given, given};

const HOUSE: &str = "veiligheidshuis";
const MUNICIPALITY: &str = "gemeente_leiden";

/// About somebody who lives in Leiden.
pub fn bij_report() -> Event {
    reported_as(report(Trigger::Bij, "leiden"))
}

pub fn advise() -> AdviseMayor {
    AdviseMayor { advice: text("Begeleide terugkeer, gesprek met de buurt"), on: None }
}

pub fn advise_on(on: &str) -> AdviseMayor {
    AdviseMayor { on: Some(day(on)), ..advise() }
}

pub fn advised() -> Event {
    advised_in("leiden", TODAY)
}

fn advised_in(municipality: &str, on: &str) -> Event {
    let advice = sealed("Begeleide terugkeer, gesprek met de buurt");
    let municipality = municipality_code(municipality);
    Event::MayorAdvised { advice: MayorAdvice { on: day(on), municipality, advice } }
}

/// A report about somebody who lives there, for the mandated contact of Leiden.
fn mandated(history: impl IntoIterator<Item = Event>) -> Given<Case> {
    given(history).of_organisation(MUNICIPALITY).mandated_by("leiden")
}

#[test]
fn the_mandated_contact_of_the_municipality_of_residence_advises_the_mayor() {
    let case = mandated([bij_report()]).when(advise()).then([advised()]);
    assert_eq!(file(&case).mayor_advice.as_ref().map(|advice| advice.on), Some(day(TODAY)));
    assert_eq!(state(&case), CaseState::Reported, "it is weighed as any other report");
    mandated([bij_report()]).when(advise_on(REPORTED_ON)).then([advised_in("leiden", REPORTED_ON)]);
    mandated([bij_report()]).when(advise_on("2026-02-03")).refused(Refusal::AdviceInTheFuture);
}

#[test]
fn nobody_else_advises_a_mayor_but_the_house_on_the_municipality_s_behalf() {
    given([bij_report()]).of_organisation(MUNICIPALITY).when(advise()).refused(Refusal::NotMandated);
    given([bij_report()])
        .of_organisation("gemeente_gouda")
        .mandated_by("gouda")
        .when(advise())
        .refused(Refusal::NotMandated);
    given([bij_report()]).of_organisation(HOUSE).when(advise()).then([advised()]);
}

#[test]
fn for_people_from_outside_the_region_the_house_records_the_advice() {
    let outside = || [reported_as(report(Trigger::Bij, "outside_the_region"))];
    mandated(outside()).when(advise()).refused(Refusal::NotMandated);
    given(outside()).of_organisation(HOUSE).when(advise()).then([advised_in("outside_the_region", TODAY)]);
    let nowhere = ReportCase { municipality: None, ..report(Trigger::Bij, "leiden") };
    given([reported_as(nowhere)]).of_organisation(HOUSE).when(advise()).refused(Refusal::MunicipalityMissing);
}

#[test]
fn a_mayor_is_advised_on_a_bij_report_alone_and_once() {
    for trigger in Trigger::ALL.iter().filter(|trigger| **trigger != Trigger::Bij) {
        mandated([reported_as(report(*trigger, "leiden"))]).when(advise()).refused(Refusal::NoBijReport);
    }
    mandated([reported_with_reason_only()]).when(advise()).refused(Refusal::NoBijReport);
    mandated([bij_report(), advised()]).when(advise()).refused(Refusal::MayorAlreadyAdvised);
}
