//! What is shielded does not exist for whoever is not cleared (HANDBOOK §4). Before any operation runs, the
//! ids of such cases and meetings become one that nothing ever had: all that follows is as for an unknown id.

use std::collections::BTreeSet;

use schakel_application::Error;
use serde_json::Value;
use uuid::Uuid;

use super::desk::Register;

/// The id that nothing ever had.
const NOTHING: Uuid = Uuid::nil();

/// Hides what is shielded in these fields of an input; one question, whatever it names.
pub async fn hide(
    register: &dyn Register,
    fields: &BTreeSet<String>,
    input: &mut Value,
) -> Result<(), Error> {
    let named: Vec<_> = ids(input, fields).into_iter().map(|(id, _)| id).collect();
    if named.is_empty() {
        return Ok(());
    }
    let shielded = register.shielded(&named).await?;
    for (id, text) in ids(input, fields) {
        if shielded.contains(&id) {
            *text = NOTHING.to_string();
        }
    }
    Ok(())
}

/// Every id in these fields of an input, with the text that it was read from.
fn ids<'a>(input: &'a mut Value, fields: &BTreeSet<String>) -> Vec<(Uuid, &'a mut String)> {
    let mut found = Vec::new();
    let mut ahead = vec![(input, false)];
    while let Some((value, is_id)) = ahead.pop() {
        match value {
            Value::String(text) if is_id => found.extend(text.parse().ok().map(|id| (id, text))),
            Value::Array(items) => ahead.extend(items.iter_mut().map(|item| (item, is_id))),
            Value::Object(members) => {
                ahead.extend(members.iter_mut().map(|(name, member)| (member, fields.contains(name))));
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::collections::BTreeMap;

    use futures::FutureExt;
    use futures::future::BoxFuture;
    use serde_json::json;

    use super::*;
    use crate::doors::contract::Contract;
    use crate::identity::Caller;
    use crate::operations::operations;
    use crate::testing::region;

    const SHIELDED: Uuid = Uuid::from_u128(7);

    struct One;

    impl Register for One {
        fn known(&self, caller: Caller) -> BoxFuture<'_, Result<Caller, Error>> {
            async { Ok(caller) }.boxed()
        }

        fn shielded<'a>(&'a self, ids: &'a [Uuid]) -> BoxFuture<'a, Result<BTreeSet<Uuid>, Error>> {
            async { Ok(ids.iter().copied().filter(|id| *id == SHIELDED).collect()) }.boxed()
        }
    }

    #[test]
    fn the_contract_tells_which_fields_hold_ids() {
        let mut fields = BTreeMap::new();
        for entry in operations() {
            let contract = Contract::of(&entry, &region()).unwrap();
            fields.insert(entry.spec.operation_id(), contract.id_fields().clone());
        }
        let of = |operation: &str| fields[operation].iter().map(String::as_str).collect::<Vec<_>>();
        assert_eq!(of("getCase"), ["caseId"]);
        assert_eq!(of("linkReport"), ["activeCaseId", "caseId"]);
        assert_eq!(of("scheduleCase"), ["caseId", "meetingId"]);
        assert_eq!(of("registerPerson"), ["notTheSameAs"]);
        assert_eq!(of("lookUpPerson"), [""; 0]);
    }

    #[tokio::test]
    async fn wherever_an_input_names_what_is_shielded_it_names_nothing_afterwards() {
        let (shielded, other) = (SHIELDED.to_string(), Uuid::from_u128(8).to_string());
        let fields = ["caseId", "linked"].map(str::to_owned).into();
        let input = |id: &str| json!({"caseId": id, "reason": shielded, "more": [{"linked": [other, id]}], "limit": 5});
        let hidden = async |mut input: Value| {
            hide(&One, &fields, &mut input).await.unwrap();
            input
        };
        assert_eq!(hidden(input(&shielded)).await, input(&NOTHING.to_string()));
        assert_eq!(hidden(input(&shielded.to_uppercase())).await, input(&NOTHING.to_string()));
        assert_eq!(hidden(input(&other)).await, input(&other));
    }
}
