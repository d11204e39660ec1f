//! What is heard of a lookup, in one reviewed table.

use std::fmt::Write;

use schakel_domain::code::Code;
use schakel_domain::covenant::Annex;
use schakel_domain::organisation::{Chain, PartnerKind};
use schakel_domain::region::MeetingTypeCode;
use schakel_domain::{Category, Role};

use super::scene::{annex, asker, covenant, grant, in_meeting, terms};
use crate::{LookupParts, LookupPurpose, LookupView, Reason, decide_answer, sees_indications};

fn heard(answer: Result<LookupParts, Reason>) -> String {
    match answer {
        Ok(LookupParts { plan, zsm_advice, indication }) => {
            let parts = [(plan, " plan"), (zsm_advice, " zsm_advice"), (indication, " indication")];
            let heard = parts.iter().filter(|(heard, _)| *heard).map(|(_, part)| *part);
            format!("known{}", heard.collect::<String>())
        }
        Err(reason) => format!("({})", reason.code()),
    }
}

fn sessions() -> [MeetingTypeCode; 1] {
    [MeetingTypeCode::new("systematic_offender")]
}

/// The covenant with an annex for the session, to which partners of punishment have access.
fn with_session() -> Vec<Annex> {
    let grants = vec![
        grant(PartnerKind::ChainPartner, Some(Chain::Punishment), &[Category::Identity, Category::ZsmAdvice]),
        grant(PartnerKind::ChainPartner, None, &[Category::Identity]),
    ];
    [covenant(), vec![annex(in_meeting("systematic_offender"), grants)]].concat()
}

#[test]
fn whoever_has_access_to_the_session_sees_the_indication_and_no_other_partner_does() {
    let annexes = with_session();
    let sees = |signed: bool, kind, chain| {
        let asker = asker(kind, chain, &[Role::ChainPartner]);
        let sees =
            |sessions: &[MeetingTypeCode]| sees_indications(&asker, &terms(signed, &annexes), sessions);
        assert!(
            !sees(&[MeetingTypeCode::new("focus")])
                || kind == PartnerKind::House
                || chain == Chain::Punishment
        );
        assert!(!sees(&[]), "a region without such a session");
        sees(&sessions())
    };
    for kind in PartnerKind::ALL {
        for chain in Chain::ALL {
            let has_access = (*kind, *chain) == (PartnerKind::ChainPartner, Chain::Punishment);
            assert_eq!(sees(true, *kind, *chain), has_access, "{kind:?} {chain:?}");
            assert!(!sees(false, *kind, *chain), "not without a signature");
        }
    }
}

#[test]
fn a_partner_hears_the_indication_by_access_to_the_session_and_zsm_with_the_advice() {
    let parts = |zsm_advice, indication| LookupParts { plan: true, zsm_advice, indication };
    for (zsm_advice, indication) in [(true, true), (true, false), (false, true), (false, false)] {
        let contact = parts(zsm_advice, indication).within(LookupView::Contact);
        assert_eq!(contact, LookupParts { plan: false, zsm_advice: false, indication });
        let full = parts(zsm_advice, indication).within(LookupView::Full);
        assert_eq!(full, parts(zsm_advice, zsm_advice || indication));
    }
}

#[test]
fn what_is_heard_of_a_lookup_is_as_reviewed() {
    let annexes = with_session();
    let mut table = String::new();
    for purpose in LookupPurpose::ALL {
        writeln!(table, "{:<38} | {:<22} | not signed", purpose.code(), "signed").unwrap_or_default();
        for (kind, chain) in
            PartnerKind::ALL.iter().flat_map(|kind| Chain::ALL.iter().map(move |chain| (kind, chain)))
        {
            let asker = asker(*kind, *chain, &[Role::ChainPartner]);
            let [signed, unsigned] = [true, false]
                .map(|signed| heard(decide_answer(&asker, &terms(signed, &annexes), *purpose, &sessions())));
            writeln!(table, "  {:<22} {:<13} | {signed:<22} | {unsigned}", kind.code(), chain.code())
                .unwrap_or_default();
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn nothing_is_heard_on_a_ground_without_an_annex() {
    let asker = asker(PartnerKind::House, Chain::Administration, &[Role::ChainManager]);
    assert_eq!(
        decide_answer(&asker, &terms(true, &[]), LookupPurpose::HouseTask, &sessions()),
        Err(Reason::NoAnnex)
    );
}

#[test]
fn each_purpose_has_the_ground_of_the_same_code() {
    for purpose in LookupPurpose::ALL {
        assert_eq!(purpose.ground().code(), purpose.code());
    }
}
