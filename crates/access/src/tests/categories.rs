//! The decision on a category, by examples.

use std::collections::BTreeSet;

use schakel_domain::covenant::Ground;
use schakel_domain::{Category, Role};

use super::scene::{
    asker, care_partner, covenant, discussed_in, in_meeting, meeting, of_the_house, police, referral,
    reported, request, shielded, terms,
};
use crate::{Asker, Basis, Involvement, Matter, Reason, Verdict, decide_category, effective};

use Category::{Care, Debts, Identity, Plan, Police};
use Involvement::{
    AgreementOwner, BrokenGlass, CaseHolder, HouseTask, NonDisclosure, Participant, ReferralAddressee,
    Reporter, RequestAddressee, WeighingTeam,
};

fn decide(
    asker: &Asker,
    signed: bool,
    involved: &[Involvement],
    matter: &Matter,
    category: Category,
) -> Verdict {
    decide_category(asker, &terms(signed, &covenant()), involved, matter, category)
}

fn permitted_as(involvement: Involvement, ground: Ground) -> Verdict {
    Verdict::Permit { basis: Basis { involvement, ground: Some(ground) } }
}

#[test]
fn a_permit_names_the_first_involvement_that_gives_it_and_the_ground() {
    let focus = discussed_in("focus");
    let seen = decide(&police(), true, &[Reporter, AgreementOwner, CaseHolder], &focus, Police);
    assert_eq!(seen, permitted_as(AgreementOwner, in_meeting("focus")));
}

#[test]
fn of_several_refusals_the_one_that_came_nearest_is_told() {
    let round_table = discussed_in("round_table");
    let refusal = |signed, involved: &[Involvement], matter: &Matter| {
        decide(&police(), signed, involved, matter, Debts).refusal()
    };
    assert_eq!(refusal(true, &[Reporter, Participant], &round_table), Some(Reason::NoAnnex));
    assert_eq!(refusal(true, &[Reporter, Participant], &discussed_in("focus")), Some(Reason::NotInAnnex));
    assert_eq!(refusal(false, &[Reporter, NonDisclosure(meeting())], &round_table), Some(Reason::NoAnnex));
}

#[test]
fn the_weighing_team_has_the_briefings_view_until_the_decision() {
    let seen = |matter: &Matter| decide(&police(), true, &[WeighingTeam], matter, Police);
    assert_eq!(seen(&reported()), permitted_as(WeighingTeam, in_meeting("briefing")));
    assert_eq!(seen(&discussed_in("briefing")), Verdict::Deny(Reason::NotInvolved));
    let discussed_unweighed = Matter { weighed: false, ..discussed_in("focus") };
    assert_eq!(seen(&discussed_unweighed), permitted_as(WeighingTeam, in_meeting("briefing")));
}

#[test]
fn no_briefing_weighs_a_shielded_case() {
    let cleared = asker(police().kind, police().chain, &[Role::WeighingTeam, Role::Cleared]);
    assert_eq!(
        decide(&cleared, true, &[WeighingTeam], &shielded(), Police),
        Verdict::Deny(Reason::NotInvolved)
    );
}

#[test]
fn a_reporter_and_an_addressee_see_no_category() {
    for involvement in [Reporter, RequestAddressee(request(1)), ReferralAddressee(referral())] {
        let seen = decide(&police(), true, &[involvement], &discussed_in("focus"), Identity);
        assert_eq!(seen, Verdict::Deny(Reason::OutsideInvolvement));
    }
}

#[test]
fn a_persons_statement_gives_what_incidental_participants_have_and_no_more() {
    let seen = |category| {
        decide(&care_partner(), false, &[NonDisclosure(meeting())], &discussed_in("focus"), category)
    };
    assert_eq!(seen(Identity), permitted_as(NonDisclosure(meeting()), in_meeting("focus")));
    assert_eq!(seen(Care), Verdict::Deny(Reason::NotInAnnex));
}

#[test]
fn a_statement_for_a_meeting_is_no_signature_for_another_involvement() {
    let involved = [NonDisclosure(meeting()), CaseHolder];
    let seen = decide(&care_partner(), false, &involved, &discussed_in("focus"), Plan);
    assert_eq!(seen, Verdict::Deny(Reason::NotInAnnex));
}

#[test]
fn the_house_is_always_bound() {
    let director = of_the_house(&[Role::ProcessDirector]);
    let seen = decide(&director, false, &[Involvement::ProcessDirector], &discussed_in("focus"), Plan);
    assert_eq!(seen, permitted_as(Involvement::ProcessDirector, in_meeting("focus")));
}

#[test]
fn a_task_of_the_house_is_for_those_of_its_staff_who_work_on_cases() {
    let sees = |asker: &Asker| decide(asker, true, &[HouseTask], &discussed_in("focus"), Identity);
    for role in [Role::ChainManager, Role::ProcessDirector, Role::InformationCoordinator, Role::Support] {
        assert_eq!(sees(&of_the_house(&[role])), permitted_as(HouseTask, Ground::HouseTask));
        let elsewhere = asker(police().kind, police().chain, &[role]);
        assert_eq!(sees(&elsewhere), Verdict::Deny(Reason::NotInvolved));
    }
    for role in [Role::PolicyOfficer, Role::PrivacyOfficer, Role::SystemAdministrator] {
        assert_eq!(sees(&of_the_house(&[role])), Verdict::Deny(Reason::NotInvolved));
    }
}

#[test]
fn glass_is_broken_by_the_chain_manager_and_process_directors_alone() {
    let focus = discussed_in("focus");
    let breakers: Vec<_> = Role::OF_THE_HOUSE
        .iter()
        .filter(|role| of_the_house(&[**role]).may_break_the_glass(&focus))
        .collect();
    assert_eq!(breakers, [&Role::ChainManager, &Role::ProcessDirector]);
}

#[test]
fn glass_over_a_shielded_case_is_broken_by_nobody_who_is_not_cleared() {
    assert!(!of_the_house(&[Role::ChainManager]).may_break_the_glass(&shielded()));
    assert!(of_the_house(&[Role::ChainManager, Role::Cleared]).may_break_the_glass(&shielded()));
}

#[test]
fn broken_glass_shows_what_the_houses_task_allows_for_as_long_as_the_role_is_held() {
    let sees =
        |role| decide(&of_the_house(&[role]), true, &[BrokenGlass], &discussed_in("round_table"), Care);
    assert_eq!(sees(Role::ProcessDirector), permitted_as(BrokenGlass, Ground::HouseTask));
    assert_eq!(sees(Role::Support), Verdict::Deny(Reason::NotInvolved));
}

#[test]
fn roles_are_in_force_that_both_the_token_and_the_register_give() {
    let roles = |roles: &[Role]| roles.iter().copied().collect::<BTreeSet<_>>();
    let token = roles(&[Role::ChainPartner, Role::CaseHolder]);
    assert_eq!(effective(&token, &roles(&[Role::CaseHolder, Role::Cleared])), roles(&[Role::CaseHolder]));
    assert_eq!(effective(&token, &roles(&[])), roles(&[]));
}

#[test]
fn why_not_is_told_to_whoever_is_involved_and_cleared() {
    let told = [
        (Reason::ConsentWithdrawn, Some("consent_withdrawn")),
        (Reason::ConsentMissing, Some("consent_missing")),
        (Reason::RestrictedAudience, Some("restricted_audience")),
        (Reason::NotInAnnex, Some("not_in_annex")),
        (Reason::NoAnnex, Some("no_annex")),
        (Reason::OutsideInvolvement, Some("outside_involvement")),
        (Reason::NotSigned, Some("not_signed")),
        (Reason::NotCleared, None),
        (Reason::NotInvolved, None),
    ];
    for (reason, code) in told {
        assert_eq!(reason.told(), code);
    }
    assert_eq!([Reason::NotCleared.code(), Reason::NotInvolved.code()], ["not_cleared", "not_involved"]);
}
