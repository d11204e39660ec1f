//! Questions of every kind, put together at random.

use std::collections::BTreeSet;

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use schakel_domain::case::{Consent, Item};
use schakel_domain::code::Code;
use schakel_domain::covenant::{Annex, Grant, Ground};
use schakel_domain::organisation::{Chain, PartnerKind};
use schakel_domain::region::OrganisationCode;
use schakel_domain::{Category, Role};

use super::scene::{annex, asker, discussed_in, every_involvement, in_meeting, shared_item, terms};
use crate::{Asker, Extent, Involvement, Matter, Reason, Verdict, decide_case, decide_category, decide_item};

/// All that a decision is taken from.
#[derive(Clone, Debug)]
pub struct Question {
    pub asker: Asker,
    pub signed: bool,
    pub annexes: Vec<Annex>,
    pub involvements: Vec<Involvement>,
    pub matter: Matter,
    pub item: Item,
}

impl Question {
    pub fn case(&self) -> Result<Extent, Reason> {
        decide_case(&self.asker, &terms(self.signed, &self.annexes), &self.involvements, &self.matter)
    }

    pub fn category(&self, category: Category) -> Verdict {
        let terms = terms(self.signed, &self.annexes);
        decide_category(&self.asker, &terms, &self.involvements, &self.matter, category)
    }

    pub fn item(&self) -> Verdict {
        let terms = terms(self.signed, &self.annexes);
        decide_item(&self.asker, &terms, &self.involvements, &self.matter, &self.item)
    }

    /// The verdicts on every category and on the item.
    pub fn verdicts(&self) -> Vec<Verdict> {
        Category::ALL.iter().map(|category| self.category(*category)).chain([self.item()]).collect()
    }

    /// Which of them are permits.
    pub fn seen(&self) -> Vec<bool> {
        self.verdicts().iter().map(|verdict| verdict.refusal().is_none()).collect()
    }

    /// What the asker may be told about everything that is refused.
    pub fn told(&self) -> Vec<Option<&'static str>> {
        self.verdicts().iter().map(|verdict| verdict.refusal().and_then(Reason::told)).collect()
    }

    /// Whether all that is seen here is seen there too.
    pub fn shows_no_more_than(&self, other: &Self) -> bool {
        let categories = self.seen().iter().zip(other.seen()).all(|(here, there)| !here || there);
        categories && within(&self.case().unwrap_or_default(), &other.case().unwrap_or_default())
    }

    pub fn hides_everything(&self) -> bool {
        self.case().is_err_and(|reason| reason.told().is_none())
            && self.seen().iter().all(|seen| !seen)
            && self.told().iter().all(Option::is_none)
    }
}

fn within(small: &Extent, large: &Extent) -> bool {
    small.by_category <= large.by_category
        && small.own_report <= large.own_report
        && small.own_requests.is_subset(&large.own_requests)
        && small.own_referrals.is_subset(&large.own_referrals)
}

fn organisation() -> impl Strategy<Value = OrganisationCode> {
    select(vec!["an_organisation", "another"]).prop_map(OrganisationCode::new)
}

pub fn categories() -> impl Strategy<Value = BTreeSet<Category>> {
    subsequence(Category::ALL, 0..=Category::ALL.len()).prop_map(|some| some.into_iter().collect())
}

prop_compose! {
    fn grant()(
        kind in select(PartnerKind::ALL),
        chain in option::of(select(Chain::ALL)),
        categories in categories(),
    ) -> Grant {
        Grant { kind, chain, categories }
    }
}

/// At most one annex for each ground, most of them there.
fn annexes() -> impl Strategy<Value = Vec<Annex>> {
    let grounds =
        [in_meeting("briefing"), in_meeting("focus"), in_meeting("radicalisation"), Ground::HouseTask];
    grounds
        .map(|ground| {
            option::weighted(0.8, vec(grant(), 0..8))
                .prop_map(move |grants| Some(annex(ground.clone(), grants?)))
        })
        .prop_map(|annexes| annexes.into_iter().flatten().collect())
}

prop_compose! {
    fn someone()(
        kind in select(PartnerKind::ALL),
        chain in select(Chain::ALL),
        roles in subsequence(
            vec![Role::ChainManager, Role::ProcessDirector, Role::Support, Role::PolicyOfficer, Role::Cleared],
            0..=5,
        ),
    ) -> Asker {
        asker(kind, chain, &roles)
    }
}

prop_compose! {
    fn matter()(
        meeting_type in select(vec!["briefing", "focus", "radicalisation"]),
        weighed in any::<bool>(),
    ) -> Matter {
        Matter { weighed, shielded: meeting_type == "radicalisation", ..discussed_in(meeting_type) }
    }
}

prop_compose! {
    fn item()(
        category in select(Category::ALL),
        source in organisation(),
        audience in option::of(prop::collection::btree_set(organisation(), 0..=2)),
        consent in select(vec![Consent::NotNeeded, Consent::Given, Consent::Awaited, Consent::Withdrawn]),
    ) -> Item {
        shared_item(category, source, audience, consent)
    }
}

prop_compose! {
    pub fn question()(
        asker in someone(),
        signed in any::<bool>(),
        annexes in annexes(),
        involvements in subsequence(every_involvement().to_vec(), 0..=13),
        matter in matter(),
        item in item(),
    ) -> Question {
        Question { asker, signed, annexes, involvements, matter, item }
    }
}
