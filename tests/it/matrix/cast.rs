//! Who asks.

use std::fmt::Write;

use schakel_access::Role;
use schakel_domain::OrganisationId;
use schakel_domain::code::Code;
use schakel_domain::region::OrganisationCode;
use serde_json::{Value, json};

use crate::actors::{
    Actor, another_director, another_holder, coordinator, director, holder, manager, partner,
    privacy_officer, reporter, support, zsm,
};
use crate::doors::{Door, Envelope};
use crate::house::House;
use crate::shielded::cleared;

/// Somebody who asks, by the name that the table has for them.
pub struct Asker {
    pub name: &'static str,
    pub actor: Actor,
}

/// A chain partner that never signed the covenant.
const NEVER_SIGNED: &str = "leger_des_heils";

/// In the register, as far as the House of the tests does not have them.
fn newcomers() -> [Actor; 6] {
    [emergency_director(), probation(), asked_in_person(), ended(), never_signed(), withdrawn()]
}

/// Broke the glass of every case that is open.
pub fn emergency_director() -> Actor {
    Actor::of("director-3", "veiligheidshuis", &[Role::ProcessDirector])
}

/// A colleague of whoever holds the cases.
fn probation() -> Actor {
    Actor::of("reclassering-1", "reclassering_nederland", &[Role::ChainPartner])
}

/// Whoever of the covenant partner was asked by name.
pub fn asked_in_person() -> Actor {
    Actor::of("huisarts-2", "huisartsenpost", &[Role::CovenantPartner])
}

pub fn care() -> Actor {
    Actor::of("fivoor-1", "fivoor", &[Role::ChainPartner])
}

/// Signed for the focus meetings, and for nothing else.
pub fn incidental() -> Actor {
    Actor::with(Role::IncidentalParticipant)
}

pub fn ended() -> Actor {
    Actor::of("dji-1", "dji", &[Role::ChainPartner])
}

pub fn never_signed() -> Actor {
    Actor::of("leger-1", NEVER_SIGNED, &[Role::ChainPartner])
}

pub fn withdrawn() -> Actor {
    Actor::of("politie-2", "politie", &[Role::ChainPartner])
}

/// One of each: of each role, of each kind of partner and chain, involved in each way and not, signed and
/// not, authorised and not.
fn everybody() -> Vec<(&'static str, Actor)> {
    vec![
        ("manager", manager()),
        ("director", director()),
        ("director elsewhere", another_director()),
        ("director in an emergency", emergency_director()),
        ("coordinator", coordinator()),
        ("support", support()),
        ("policy officer", Actor::with(Role::PolicyOfficer)),
        ("privacy officer", privacy_officer()),
        ("administrator", Actor::with(Role::SystemAdministrator)),
        ("ZSM", zsm()),
        ("ZSM administration", Actor::with(Role::ZsmAdministration)),
        ("reporter", reporter()),
        ("reporter elsewhere", Actor::of("reporter-2", "politie", &[Role::Reporter])),
        ("weighing team", Actor::with(Role::WeighingTeam)),
        ("cleared", Actor::with(Role::Cleared)),
        ("cleared director", cleared(Role::ProcessDirector)),
        ("cleared manager", cleared(Role::ChainManager)),
        ("cleared police", cleared(Role::ChainPartner)),
        ("holder", holder()),
        ("holder elsewhere", another_holder()),
        ("police at the table", partner()),
        ("probation elsewhere", probation()),
        ("care with an agreement", care()),
        ("health asked", Actor::of("ggd-1", "ggd", &[Role::ChainPartner])),
        ("Gouda", Actor::with(Role::MunicipalContact)),
        ("Leiden", Actor::of("leiden-1", "gemeente_leiden", &[Role::MunicipalContact])),
        ("doctor at the table", Actor::with(Role::CovenantPartner)),
        ("doctor asked in person", asked_in_person()),
        ("incidental at the table", incidental()),
        ("signature ended", ended()),
        ("never signed", never_signed()),
        ("authorisation withdrawn", withdrawn()),
        ("mayor", Actor::with(Role::Mayor)),
        ("steering group", Actor::with(Role::SteeringGroup)),
        ("direction room", Actor::with(Role::DirectionRoom)),
        // The token says more than the register does.
        ("police as a manager", Actor { roles: vec![Role::ChainManager], ..partner() }),
        ("unknown with every role", Actor::of("nobody-1", "politie", Role::ALL)),
    ]
}

/// Everybody, once they are in the register.
pub async fn admit(house: &House) -> Vec<Asker> {
    let registered = json!({"code": NEVER_SIGNED, "name": "Leger", "kind": "chain_partner", "chain": "care"});
    house.done(Door::Rest, &manager(), "RegisterOrganisation", registered).await;
    for newcomer in newcomers() {
        house.authorise(&newcomer).await;
    }
    everybody().into_iter().map(|(name, actor)| Asker { name, actor }).collect()
}

/// What had begun when the cases did is over now, and every list knows of the cases.
pub async fn dismiss(house: &House) {
    let covenant = covenant(house).await["id"].clone();
    let signature = json!({"covenantId": covenant, "organisation": ended().organisation});
    house.done(Door::Rest, &manager(), "EndSignature", signature).await;
    let Actor { account, organisation, .. } = withdrawn();
    let organisation = OrganisationId::of(&OrganisationCode::new(organisation));
    let authorisation = json!({"organisationId": organisation.to_string(), "account": account});
    let done = house.done(Door::Rest, &manager(), "WithdrawAuthorisation", authorisation).await;
    // Each waits until its read model has got there.
    for list in ["ListCases", "ListWorkItems"] {
        let there = Envelope::at_position(done.position());
        house.client(Door::Rest).call(&manager(), list, json!({}), there).await.unwrap();
    }
}

async fn covenant(house: &House) -> Value {
    let covenants = house.done(Door::Rest, &manager(), "ListCovenants", json!({})).await.json;
    let id = json!({"covenantId": covenants["covenants"][0]["id"]});
    house.done(Door::Rest, &manager(), "GetCovenant", id).await.json
}

/// Each asker, with how the House has their organisation.
pub async fn described(house: &House, cast: &[Asker]) -> String {
    let organisations = house.done(Door::Rest, &manager(), "ListOrganisations", json!({})).await.json;
    let covenant = covenant(house).await;
    let of = |list: &Value, member: &str, organisation: &str| {
        let found = list.as_array().unwrap().iter().find(|row| row[member] == organisation);
        found.cloned().unwrap_or_default()
    };
    let mut text = "who: organisation, kind, chain, signature; roles of the token\n".to_owned();
    for Asker { name, actor } in cast {
        let row = of(&organisations["organisations"], "code", &actor.organisation);
        let signature = of(&covenant["signatures"], "organisation", &actor.organisation);
        let signed = match (signature.is_null(), signature["untilDate"].is_null()) {
            (true, _) => "no signature",
            (false, true) => "signed",
            (false, false) => "signature ended",
        };
        let [kind, chain] = ["kind", "chain"].map(|member| row[member].as_str().unwrap().to_owned());
        let roles: Vec<_> = actor.roles.iter().map(|role| role.code()).collect();
        let roles = if roles.len() == Role::ALL.len() { "every role".into() } else { roles.join(" ") };
        writeln!(text, "  {name:<25}{}, {kind}, {chain}, {signed}; {roles}", actor.organisation).unwrap();
    }
    text
}
