//! HANDBOOK §1, §9: who may see and do what, of which case, asked of the real program through both doors, in
//! one reviewed table. The operations come from the contracts themselves: one that has no row makes the
//! table another than the reviewed one.
//!
//! Nothing changes meanwhile: every command states a version that no case has, so that whoever is let in hears
//! of another version. That nothing changed is looked up after each call all the same.

mod cases;
mod cast;
mod seen;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use futures::{StreamExt, stream};
use schakel::doors::Spec;
use serde_json::Value;

use self::cases::Column;
use self::cast::Asker;
use self::seen::{Glimpse, Lists};
use crate::coverage::{idle_input, in_both_contracts};
use crate::doors::{Door, Envelope, Reply, Trouble, spec};
use crate::house::House;

/// A version that no case of the tests has.
const FAR_AHEAD: u64 = 1_000_000;
/// Askers who call at the same time.
const AT_ONCE: usize = 8;

const LEGEND: &str = "\
+ let in: an answer, or no more than a rule of the case in the way   - told that there is no such case
x no role that may, whichever case it is   ! not in the covenant   0 let in, and told that nothing has this id
";

/// What came of an operation for which somebody has no role.
const NO_ROLE: &str = "x";

/// Everything that one asker was told.
struct Told {
    /// For each operation that names a case: what came of it, one sign for each case, or [`NO_ROLE`].
    of_cases: BTreeMap<String, String>,
    /// What came of the other operations.
    elsewhere: BTreeMap<String, char>,
    /// What is seen of each case.
    seen: Vec<String>,
}

#[tokio::test(flavor = "multi_thread")]
async fn the_matrix_of_who_may_see_and_do_what_is_as_reviewed() {
    let limits = [("LOOKUPS_PER_MINUTE", "1000000"), ("ENUMERATION_ALARM", "1000000")];
    let house = House::open_with(&limits).await;
    let cast = cast::admit(&house).await;
    let columns = cases::begin(&house).await;
    cast::dismiss(&house).await;
    let operations: Vec<_> = in_both_contracts(&house).await.iter().map(|name| spec(name)).collect();
    let events = house.events().await;

    let told = stream::iter(cast.iter().enumerate());
    let told = told.map(|(turn, asker)| ask(&house, asker, &columns, &operations, turn));
    let told: Vec<_> = told.buffered(AT_ONCE).collect().await;
    assert_eq!(house.events().await, events, "nobody changed anything");

    let names: Vec<_> = cast.iter().map(|asker| asker.name).collect();
    let matrix = [
        cast::described(&house, &cast).await,
        table::of_what_is_seen(&columns, &names, &told),
        LEGEND.to_owned(),
        table::of_what_is_done(&columns, &names, &told),
        table::of_the_rest(&names, &told),
    ];
    insta::assert_snapshot!(matrix.join("\n"));
}

fn names_a_case(spec: &Spec) -> bool {
    spec.path_parameters().any(|parameter| parameter == "caseId")
}

async fn ask(
    house: &House,
    asker: &Asker,
    columns: &[Column],
    operations: &[&'static Spec],
    turn: usize,
) -> Told {
    let bearer = format!("Bearer {}", house.token(&asker.actor));
    let asking = Asking { house, asker, bearer };
    let (mut of_cases, mut elsewhere) = (BTreeMap::new(), BTreeMap::new());
    for (place, spec) in operations.iter().enumerate() {
        let name = spec.action.name().to_owned();
        if names_a_case(spec) {
            of_cases.insert(name, asking.about_each(spec, columns, (turn + place) % columns.len()).await);
        } else {
            elsewhere.insert(name, asking.idly(spec).await);
        }
    }
    Told { of_cases, elsewhere, seen: asking.seen(columns).await }
}

/// One asker, who asks.
struct Asking<'a> {
    house: &'a House,
    asker: &'a Asker,
    bearer: String,
}

impl Asking<'_> {
    async fn call(&self, door: Door, name: &str, input: Value, envelope: Envelope) -> Result<Reply, Trouble> {
        self.house.client(door).call_as(Some(&self.bearer), name, input, envelope).await
    }

    /// What comes of an operation on each case. Whoever has no role for it is refused before the case is
    /// looked at: of all who have none, each asks about the next.
    async fn about_each(&self, spec: &Spec, columns: &[Column], first: usize) -> String {
        let came = self.about(spec, &columns[first]).await;
        if came == 'x' {
            return NO_ROLE.into();
        }
        let mut row = String::new();
        for (place, column) in columns.iter().enumerate() {
            row.push(if place == first { came } else { self.about(spec, column).await });
        }
        row
    }

    /// What comes of an operation on a case, which is the same through both doors and changes nothing.
    async fn about(&self, spec: &Spec, column: &Column) -> char {
        let name = spec.action.name();
        let mut input = idle_input(spec, &self.asker.actor.roles);
        input["caseId"] = column.id.as_str().into();
        input.as_object_mut().unwrap().remove("asOf");
        let came = |door| self.call(door, name, input.clone(), Envelope::at_version(FAR_AHEAD));
        let (rest, grpc) = futures::join!(came(Door::Rest), came(Door::Grpc));
        let place = format!("{name} of {} by {}", column.name, self.asker.name);
        let sign = sign(&rest, &place);
        assert_eq!(sign, self::sign(&grpc, &place), "{place}: the doors differ");
        if spec.is_command() && "x-!".contains(sign) {
            // At any version: what was refused would have been done if it could.
            let again = self.call(Door::Rest, name, input, Envelope::default()).await;
            assert_eq!(self::sign(&again, &place), sign, "{place}: at any version");
        }
        assert_eq!(cases::state(self.house, &column.id).await, column.state, "{place}: '{sign}', but done");
        sign
    }

    /// What comes of an operation that names no case: with ids that name nothing, and no key.
    async fn idly(&self, spec: &Spec) -> char {
        let name = spec.action.name();
        let input = idle_input(spec, &self.asker.actor.roles);
        let envelope = || Envelope { key: None, ..Envelope::default() };
        let (rest, grpc) = futures::join!(
            self.call(Door::Rest, name, input.clone(), envelope()),
            self.call(Door::Grpc, name, input.clone(), envelope()),
        );
        let place = format!("{name} by {}", self.asker.name);
        let sign = |came| match sign(came, &place) {
            // What was asked for is not there; it was looked for.
            '-' => '+',
            sign => sign,
        };
        assert_eq!(sign(&rest), sign(&grpc), "{place}: the doors differ");
        sign(&rest)
    }

    /// What is seen of each case, which is the same through both doors.
    async fn seen(&self, columns: &[Column]) -> Vec<String> {
        let mut seen = Vec::new();
        let [rest, grpc] = Door::BOTH.map(|door| self.lists(door));
        let (rest, grpc) = futures::join!(rest, grpc);
        for column in columns {
            let (rest, grpc) = futures::join!(
                self.glimpse(Door::Rest, &rest, column),
                self.glimpse(Door::Grpc, &grpc, column)
            );
            assert_eq!(rest, grpc, "{} by {}: the doors differ", column.name, self.asker.name);
            seen.push(rest);
        }
        seen
    }

    async fn lists(&self, door: Door) -> Lists {
        let mut lists = Lists::new();
        for (name, list, member) in seen::LISTS {
            let input = serde_json::json!({"limit": 100});
            let page = self.call(door, name, input, Envelope::default()).await;
            let rows = page.map(|reply| reply.json[list].as_array().unwrap().clone()).unwrap_or_default();
            let ids: BTreeSet<_> = rows.iter().map(|row| row[member].as_str().unwrap().to_owned()).collect();
            lists.insert(name, ids);
        }
        lists
    }

    async fn glimpse(&self, door: Door, lists: &Lists, column: &Column) -> String {
        let input = serde_json::json!({"caseId": column.id});
        let information = self.call(door, "GetInformation", input.clone(), Envelope::default()).await;
        let case = self.call(door, "GetCase", input, Envelope::default()).await;
        Glimpse { information, case, lists, column }.to_string()
    }
}

/// What came of a call, as the legend has it.
fn sign(came: &Result<Reply, Trouble>, place: &str) -> char {
    let Err(trouble) = came else { return '+' };
    match (trouble.slug.as_str(), trouble.actual_version) {
        ("forbidden", _) => 'x',
        ("not-found", _) => '-',
        ("not-in-covenant", _) => '!',
        ("version-moved", Some(0)) => '0',
        ("version-moved" | "invalid-input" | "idempotency-key-missing", _) => '+',
        other => panic!("{place}: {other:?} {}", trouble.told),
    }
}
