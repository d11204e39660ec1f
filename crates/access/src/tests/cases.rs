//! Whether a case exists for somebody, by examples.

use std::collections::BTreeSet;

use schakel_domain::Role;

use super::scene::{discussed_in, meeting, of_the_house, police, referral, request, shielded, terms};
use crate::{Asker, Extent, Involvement, Matter, Reason, decide_case};

use Involvement::{
    CaseHolder, NonDisclosure, Participant, ReferralAddressee, ReferralReceiver, Reporter, RequestAddressee,
};

fn extent(asker: &Asker, signed: bool, involved: &[Involvement], matter: &Matter) -> Result<Extent, Reason> {
    decide_case(asker, &terms(signed, &[]), involved, matter)
}

#[test]
fn a_reporter_has_the_own_report_and_no_more() {
    let own_report = Extent { own_report: true, ..Extent::default() };
    assert_eq!(extent(&police(), true, &[Reporter], &discussed_in("focus")), Ok(own_report));
}

#[test]
fn an_addressee_has_the_own_requests_and_no_more() {
    let involved = [RequestAddressee(request(1)), RequestAddressee(request(2))];
    let own_requests = BTreeSet::from([request(1), request(2)]);
    let own = Extent { own_requests, ..Extent::default() };
    assert_eq!(extent(&police(), true, &involved, &discussed_in("focus")), Ok(own));
}

#[test]
fn whoever_is_offered_a_referral_has_that_and_no_more_until_it_is_accepted() {
    let own = Extent { own_referrals: BTreeSet::from([referral()]), ..Extent::default() };
    let focus = discussed_in("focus");
    assert_eq!(extent(&police(), true, &[ReferralAddressee(referral())], &focus), Ok(own));
    let by_category = Extent { by_category: true, ..Extent::default() };
    assert_eq!(extent(&police(), true, &[ReferralReceiver], &focus), Ok(by_category));
    assert_eq!(extent(&police(), false, &[ReferralAddressee(referral())], &focus), Err(Reason::NotSigned));
}

#[test]
fn whoever_is_involved_in_several_ways_has_all_that_each_gives() {
    let involved = [Reporter, Participant, RequestAddressee(request(1)), ReferralAddressee(referral())];
    let (own_requests, own_referrals) = (BTreeSet::from([request(1)]), BTreeSet::from([referral()]));
    let all = Extent { by_category: true, own_report: true, own_requests, own_referrals };
    assert_eq!(extent(&police(), true, &involved, &discussed_in("focus")), Ok(all));
}

#[test]
fn a_case_does_not_exist_without_involvement_signature_or_clearance() {
    let focus = discussed_in("focus");
    assert_eq!(extent(&police(), true, &[], &focus), Err(Reason::NotInvolved));
    assert_eq!(extent(&police(), false, &[CaseHolder, Reporter], &focus), Err(Reason::NotSigned));
    assert_eq!(extent(&police(), true, &[CaseHolder], &shielded()), Err(Reason::NotCleared));
}

#[test]
fn a_statement_for_the_meeting_makes_it_exist() {
    let by_category = Extent { by_category: true, ..Extent::default() };
    let involved = [Reporter, NonDisclosure(meeting())];
    assert_eq!(extent(&police(), false, &involved, &discussed_in("focus")), Ok(by_category));
}

#[test]
fn an_involvement_that_no_longer_counts_makes_nothing_exist() {
    let support = of_the_house(&[Role::Support]);
    assert_eq!(
        extent(&support, true, &[Involvement::BrokenGlass], &discussed_in("focus")),
        Err(Reason::NotInvolved)
    );
}
