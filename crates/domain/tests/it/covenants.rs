//! HANDBOOK §9: the covenant, its versions, its annexes and its signatories.

use proptest::prelude::*;
use schakel_domain::Category;
use schakel_domain::covenant::*;
use schakel_domain::organisation::{Chain, PartnerKind};

use crate::fixtures::{TODAY, day, meeting_type_code, organisation, text};
use crate::scene::{Decides, context, given_covenant};

const LATER: &str = "2026-07-01";

pub fn ground(code: &str) -> Ground {
    Ground::from(code.to_owned())
}

pub fn annex(code: &str, categories: impl IntoIterator<Item = Category>) -> Annex {
    let categories = categories.into_iter().collect();
    let grant = Grant { kind: PartnerKind::ChainPartner, chain: Some(Chain::Care), categories };
    Annex {
        ground: ground(code),
        purpose: text("Een plan van aanpak maken"),
        legal_basis: text("Wgs, artikel 2.23"),
        grants: vec![grant],
        retention_years: Some(5),
    }
}

pub fn adopt_covenant() -> AdoptCovenant {
    AdoptCovenant {
        title: text("Samenwerkings- en Privacyconvenant"),
        valid_from: day(TODAY),
        valid_until: None,
        annexes: vec![
            annex("focus", [Category::Care, Category::Plan]),
            annex("zsm_lookup", [Category::Plan]),
        ],
        decided_on: day(TODAY),
    }
}

pub fn covenant_adopted() -> Event {
    let AdoptCovenant { title, valid_from, valid_until, annexes, decided_on } = adopt_covenant();
    Event::CovenantAdopted { title, valid_from, valid_until, annexes, decided_on }
}

pub fn renew_covenant() -> RenewCovenant {
    RenewCovenant {
        valid_from: day(LATER),
        valid_until: Some(day("2030-12-31")),
        annexes: vec![annex("focus", [Category::Plan])],
        decided_on: day(TODAY),
    }
}

pub fn covenant_renewed() -> Event {
    let RenewCovenant { valid_from, valid_until, annexes, decided_on } = renew_covenant();
    Event::CovenantRenewed { version: 2, valid_from, valid_until, annexes, decided_on }
}

pub fn amend(annex: Annex) -> AmendAnnex {
    AmendAnnex { annex, decided_on: day(TODAY) }
}

pub fn amended() -> Event {
    Event::AnnexAmended { on: day(TODAY), annex: annex("focus", [Category::Care]), decided_on: day(TODAY) }
}

pub fn withdraw_annex(code: &str) -> WithdrawAnnex {
    WithdrawAnnex { ground: ground(code), decided_on: day(TODAY) }
}

pub fn annex_withdrawn() -> Event {
    Event::AnnexWithdrawn { on: day(TODAY), ground: ground("focus"), decided_on: day(TODAY) }
}

pub fn admit() -> AdmitPartner {
    AdmitPartner { organisation: organisation("ggd"), decided_on: day(TODAY) }
}

pub fn admitted() -> Event {
    Event::PartnerAdmitted { organisation: organisation("ggd"), decided_on: day(TODAY) }
}

pub fn sign(from: Option<&str>) -> SignCovenant {
    SignCovenant { organisation: organisation("ggd"), from: from.map(day) }
}

pub fn signed() -> Event {
    Event::CovenantSigned { organisation: organisation("ggd"), from: day(TODAY) }
}

pub fn end_signature(until: Option<&str>) -> EndSignature {
    EndSignature { organisation: organisation("ggd"), until: until.map(day) }
}

pub fn signature_ended(until: &str) -> Event {
    Event::SignatureEnded { organisation: organisation("ggd"), until: day(until) }
}

pub fn covenant_ended() -> Event {
    Event::CovenantEnded { until: day("2026-02-01") }
}

fn categories_on(covenant: &Covenant, code: &str, on: &str) -> Vec<Category> {
    let annex = covenant.known().unwrap().annex(&ground(code), day(on));
    annex.map(|annex| annex.categories().into_iter().collect()).unwrap_or_default()
}

fn version_on(covenant: &Covenant, on: &str) -> Option<String> {
    covenant.known().unwrap().version_on(day(on)).map(|version| version.number.to_string())
}

fn is_signed_on(covenant: &Covenant, on: &str) -> bool {
    covenant.known().unwrap().is_signed_by(&organisation("ggd"), day(on))
}

#[test]
fn a_covenant_says_from_a_day_on_what_may_be_shared_on_which_ground() {
    let covenant = given_covenant([]).when(adopt_covenant()).then([covenant_adopted()]);
    assert_eq!(categories_on(&covenant, "focus", TODAY), [Category::Care, Category::Plan]);
    assert_eq!(categories_on(&covenant, "zsm_lookup", "2040-01-01"), [Category::Plan]);
    assert!(categories_on(&covenant, "aftercare", TODAY).is_empty());
    assert!(categories_on(&covenant, "focus", "2026-02-01").is_empty(), "not before its first day");
    assert_eq!(version_on(&covenant, TODAY).as_deref(), Some("1.0"));
}

#[test]
fn an_annex_says_what_each_kind_of_partner_may_have() {
    let annex = annex("focus", [Category::Care]);
    assert!(annex.allows(PartnerKind::ChainPartner, Chain::Care, Category::Care));
    assert!(!annex.allows(PartnerKind::ChainPartner, Chain::Punishment, Category::Care));
    assert!(!annex.allows(PartnerKind::CovenantPartner, Chain::Care, Category::Care));
    assert!(!annex.allows(PartnerKind::ChainPartner, Chain::Care, Category::Police));
    let of_any_chain = Grant { chain: None, ..annex.grants[0].clone() };
    let annex = Annex { grants: vec![of_any_chain], ..annex };
    assert!(annex.allows(PartnerKind::ChainPartner, Chain::Punishment, Category::Care));
}

#[test]
fn nothing_is_made_lawful_afterwards() {
    let yesterday = AdoptCovenant { valid_from: day("2026-02-01"), ..adopt_covenant() };
    given_covenant([]).when(yesterday).refused(Refusal::PeriodNotInOrder);
    let turned_round = AdoptCovenant { valid_until: Some(day("2026-02-01")), ..adopt_covenant() };
    given_covenant([]).when(turned_round).refused(Refusal::PeriodNotInOrder);
    given_covenant([covenant_adopted(), admitted()])
        .when(sign(Some("2026-02-01")))
        .refused(Refusal::PeriodNotInOrder);
}

#[test]
fn a_new_version_takes_over_on_its_first_day_and_the_old_one_holds_until_then() {
    let covenant = given_covenant([covenant_adopted()]).when(renew_covenant()).then([covenant_renewed()]);
    assert_eq!(version_on(&covenant, "2026-06-30").as_deref(), Some("1.0"));
    assert_eq!(categories_on(&covenant, "focus", "2026-06-30"), [Category::Care, Category::Plan]);
    assert_eq!(version_on(&covenant, LATER).as_deref(), Some("2.0"));
    assert_eq!(categories_on(&covenant, "focus", LATER), [Category::Plan]);
    assert!(categories_on(&covenant, "zsm_lookup", LATER).is_empty(), "its annexes are replaced");
    assert_eq!(version_on(&covenant, "2031-01-01"), None, "it ends by itself");
    let earlier = RenewCovenant { valid_from: day(TODAY), ..renew_covenant() };
    given_covenant([covenant_adopted()]).when(earlier).refused(Refusal::PeriodNotInOrder);
}

#[test]
fn an_amended_annex_holds_at_once_in_this_version_and_in_the_next() {
    let covenant = given_covenant([covenant_adopted(), covenant_renewed()])
        .when(amend(annex("focus", [Category::Care])))
        .then([amended()]);
    assert_eq!(categories_on(&covenant, "focus", TODAY), [Category::Care]);
    assert_eq!(categories_on(&covenant, "focus", LATER), [Category::Care]);
    assert_eq!(version_on(&covenant, TODAY).as_deref(), Some("1.1"));
    assert_eq!(version_on(&covenant, LATER).as_deref(), Some("2.1"));
    given_covenant([covenant_adopted(), amended()])
        .when(amend(annex("focus", [Category::Care])))
        .refused(Refusal::NothingToAmend);
}

#[test]
fn what_a_version_said_that_is_past_is_never_rewritten() {
    let covenant = given_covenant([covenant_adopted(), covenant_renewed()])
        .on(LATER)
        .when(amend(annex("focus", [Category::Care])))
        .accepted();
    assert_eq!(categories_on(&covenant, "focus", "2026-06-30"), [Category::Care, Category::Plan]);
    assert_eq!(version_on(&covenant, "2026-06-30").as_deref(), Some("1.0"));
    assert_eq!(categories_on(&covenant, "focus", LATER), [Category::Care]);
}

#[test]
fn a_withdrawn_annex_allows_nothing_from_then_on() {
    let covenant =
        given_covenant([covenant_adopted()]).when(withdraw_annex("focus")).then([annex_withdrawn()]);
    assert!(categories_on(&covenant, "focus", TODAY).is_empty());
    given_covenant([covenant_adopted()]).when(withdraw_annex("aftercare")).refused(Refusal::NothingToAmend);
}

#[test]
fn each_ground_has_one_annex_that_the_region_knows_and_that_allows_something() {
    let with = |annexes| AdoptCovenant { annexes, ..adopt_covenant() };
    let focus = || annex("focus", [Category::Plan]);
    given_covenant([]).when(with(vec![])).refused(Refusal::AnnexesMissing);
    given_covenant([]).when(with(vec![focus(), focus()])).refused(Refusal::GroundTwice);
    given_covenant([]).when(with(vec![annex("seance", [Category::Plan])])).refused(Refusal::GroundUnknown);
    given_covenant([]).when(with(vec![annex("focus", [])])).refused(Refusal::AnnexAllowsNothing);
    given_covenant([]).when(with(vec![annex("house_task", [Category::Plan])])).accepted();
}

#[test]
fn a_partner_is_admitted_by_the_steering_group_before_it_signs() {
    given_covenant([covenant_adopted()]).when(sign(None)).refused(Refusal::NotAdmitted);
    let covenant = given_covenant([covenant_adopted(), admitted()]).when(sign(None)).then([signed()]);
    assert!(is_signed_on(&covenant, TODAY));
    assert!(!is_signed_on(&covenant, "2026-02-01"));
    let ahead = AdmitPartner { decided_on: day("2026-02-03"), ..admit() };
    given_covenant([covenant_adopted()]).when(ahead).refused(Refusal::DecidedInTheFuture);
}

#[test]
fn a_signature_ends_at_once_or_on_a_day_and_the_partner_comes_back_by_admission() {
    let history = [covenant_adopted(), admitted(), signed()];
    let covenant = given_covenant(history.clone()).when(end_signature(None)).accepted();
    assert!(!is_signed_on(&covenant, TODAY), "at once");
    let covenant =
        given_covenant(history.clone()).when(end_signature(Some(LATER))).then([signature_ended(LATER)]);
    assert!(is_signed_on(&covenant, LATER));
    assert!(!is_signed_on(&covenant, "2026-07-02"));
    let ended = history.into_iter().chain([signature_ended("2026-02-01")]);
    given_covenant(ended.clone()).when(sign(None)).refused(Refusal::NotAdmitted);
    let back = given_covenant(ended.chain([admitted()])).on("2026-03-01").when(sign(None)).accepted();
    assert!(is_signed_on(&back, "2026-03-01"));
    assert!(!is_signed_on(&back, "2026-02-28"), "not in between");
}

#[test]
fn an_ended_covenant_allows_nothing_and_changes_no_more() {
    let covenant =
        given_covenant([covenant_adopted()]).when(EndCovenant { until: None }).then([covenant_ended()]);
    assert_eq!(version_on(&covenant, TODAY), None);
    given_covenant([covenant_adopted(), covenant_ended()]).when(admit()).refused(Refusal::CovenantHasEnded);
    given_covenant([covenant_adopted(), covenant_ended()])
        .when(amend(annex("focus", [Category::Care])))
        .refused(Refusal::CovenantHasEnded);
}

#[test]
fn a_ground_is_a_kind_of_meeting_or_one_of_three_that_stand_apart() {
    assert_eq!(ground("focus"), Ground::MeetingType(meeting_type_code("focus")));
    for apart in Ground::APART {
        assert_eq!(ground(apart.code()), apart);
    }
}

fn any_command() -> impl Strategy<Value = Command> {
    let day_of = (0_u32..400).prop_map(|ahead| day(TODAY) + chrono::Days::new(ahead.into()));
    prop_oneof![
        Just(Command::from(admit())),
        day_of.clone().prop_map(|from| SignCovenant { organisation: organisation("ggd"), from: Some(from) }.into()),
        day_of.clone().prop_map(|until| {
            EndSignature { organisation: organisation("ggd"), until: Some(until) }.into()
        }),
        Just(amend(annex("focus", [Category::Care])).into()),
        Just(amend(annex("focus", [Category::Police])).into()),
        Just(withdraw_annex("focus").into()),
        Just(end_signature(None).into()),
        day_of.clone().prop_map(|until| EndCovenant { until: Some(until) }.into()),
        Just(EndCovenant { until: None }.into()),
        day_of.prop_map(|valid_from| RenewCovenant { valid_from, valid_until: None, ..renew_covenant() }.into()),
    ]
}

proptest! {
    /// Whatever is decided, and on whatever day: the days before it stay as they were.
    #[test]
    fn no_command_changes_what_was_lawful_on_a_day_that_has_passed(
        steps in prop::collection::vec((0_u64..60, any_command()), 1..12)
    ) {
        let mut covenant = Covenant::replay([covenant_adopted()]);
        let mut context = context();
        for (days, command) in steps {
            let lawful = |covenant: &Covenant, until: chrono::NaiveDate| -> Vec<_> {
                day(TODAY).iter_days().take_while(|on| *on < until).map(|on| {
                    let terms = covenant.known().unwrap();
                    (terms.is_signed_by(&organisation("ggd"), on), terms.version_on(on).cloned())
                }).collect()
            };
            context.today = context.today + chrono::Days::new(days);
            let before = lawful(&covenant, context.today);
            if let Ok(events) = covenant.decide(command, &context) {
                events.into_iter().for_each(|event| cqrs_es::Aggregate::apply(&mut covenant, event));
            }
            prop_assert_eq!(before, lawful(&covenant, context.today));
        }
    }
}

#[test]
fn an_end_at_once_leaves_no_earlier_period_running() {
    let ends_later = [covenant_adopted(), admitted(), signed(), signature_ended(LATER)];
    let signed_again = ends_later.into_iter().chain([admitted(), signed()]);
    let covenant = given_covenant(signed_again).when(end_signature(None)).accepted();
    assert!(!is_signed_on(&covenant, TODAY));
}

#[test]
fn an_end_that_was_announced_can_come_sooner() {
    let announced = [covenant_adopted(), admitted(), signed(), signature_ended(LATER)];
    let covenant = given_covenant(announced.clone()).when(end_signature(None)).accepted();
    assert!(!is_signed_on(&covenant, TODAY));
    given_covenant(announced).when(end_signature(Some("2026-07-02"))).refused(Refusal::NotSigned);
}

#[test]
fn until_its_announced_end_a_covenant_changes_as_before() {
    let announced = || {
        let end = Event::CovenantEnded { until: day(LATER) };
        given_covenant([covenant_adopted(), admitted(), signed(), end])
    };
    let narrowed = announced().when(amend(annex("focus", [Category::Care]))).then([amended()]);
    assert_eq!(categories_on(&narrowed, "focus", TODAY), [Category::Care]);
    let left = announced().when(end_signature(None)).accepted();
    assert!(!is_signed_on(&left, TODAY));
    let sooner = announced().when(EndCovenant { until: None }).then([covenant_ended()]);
    assert_eq!(version_on(&sooner, TODAY), None);
    announced().on("2026-07-02").when(admit()).refused(Refusal::CovenantHasEnded);
}

#[test]
fn a_signature_begins_with_the_covenant_at_the_earliest() {
    let Event::CovenantAdopted { title, valid_until, annexes, decided_on, .. } = covenant_adopted() else {
        unreachable!("it is adopted");
    };
    let later = Event::CovenantAdopted { title, valid_from: day(LATER), valid_until, annexes, decided_on };
    let admitted = || given_covenant([later.clone(), admitted()]);
    admitted().when(sign(Some("2026-06-30"))).refused(Refusal::PeriodNotInOrder);
    let covenant = admitted().when(sign(None)).accepted();
    assert!(!is_signed_on(&covenant, "2026-06-30"));
    assert!(is_signed_on(&covenant, LATER));
}
