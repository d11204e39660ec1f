//! What is heard of a lookup, in one reviewed table.

use std::fmt::Write;

use schakel_domain::Role;
use schakel_domain::code::Code;
use schakel_domain::organisation::{Chain, PartnerKind};

use super::scene::{asker, covenant, terms};
use crate::{LookupParts, LookupPurpose, Reason, decide_answer};

fn heard(answer: Result<LookupParts, Reason>) -> String {
    match answer {
        Ok(LookupParts { plan, zsm_advice }) => {
            format!("known{}{}", if plan { " plan" } else { "" }, if zsm_advice { " zsm_advice" } else { "" })
        }
        Err(reason) => format!("({})", reason.code()),
    }
}

#[test]
fn what_is_heard_of_a_lookup_is_as_reviewed() {
    let annexes = covenant();
    let mut table = String::new();
    for purpose in LookupPurpose::ALL {
        writeln!(table, "{:<38} | {:<22} | not signed", purpose.code(), "signed").unwrap_or_default();
        for (kind, chain) in
            PartnerKind::ALL.iter().flat_map(|kind| Chain::ALL.iter().map(move |chain| (kind, chain)))
        {
            let asker = asker(*kind, *chain, &[Role::ChainPartner]);
            let [signed, unsigned] =
                [true, false].map(|signed| heard(decide_answer(&asker, &terms(signed, &annexes), *purpose)));
            writeln!(table, "  {:<22} {:<13} | {signed:<22} | {unsigned}", kind.code(), chain.code())
                .unwrap_or_default();
        }
    }
    insta::assert_snapshot!(table);
}

#[test]
fn nothing_is_heard_on_a_ground_without_an_annex() {
    let asker = asker(PartnerKind::House, Chain::Administration, &[Role::ChainManager]);
    assert_eq!(decide_answer(&asker, &terms(true, &[]), LookupPurpose::HouseTask), Err(Reason::NoAnnex));
}

#[test]
fn each_purpose_has_the_ground_of_the_same_code() {
    for purpose in LookupPurpose::ALL {
        assert_eq!(purpose.ground().code(), purpose.code());
    }
}
