"""What the contract leaves to the region, and what is agreed beside it; read by schemathesis (contract.rs)."""

import json
import os

import schemathesis
from hypothesis import strategies as st

# The codes of a region stand in its file and in the catalogue, not in the contract.
with open(os.environ["REGION_CODES"], encoding="utf-8") as file:
    for name, codes in json.load(file).items():
        schemathesis.openapi.format(name, st.sampled_from(codes))


def holds_null(value):
    if isinstance(value, dict):
        return any(map(holds_null, value.values()))
    if isinstance(value, list):
        return any(map(holds_null, value))
    return value is None


# What the schema says; all other rules look at more than one field, at the world, or at what an earlier answer gave.
RULES_OF_THE_SCHEMA = {
    "bsn", "date", "date_time", "format", "max_items", "max_length", "maximum", "min_items", "min_length", "minimum",
    "organisation", "pattern", "type", "unique_items", "unknown_code", "unknown_field", "uuid",
}


@schemathesis.hook
def filter_case(context, case):
    """Null counts as left out (`null_counts_as_left_out`), so it is no violation of a schema."""
    return not holds_null(case.body) and not holds_null(dict(case.query or {}))


@schemathesis.check
def nothing_but_a_position_that_lies_ahead_is_waited_for_in_vain(context, response, case):
    """Of all that is no answer for now (503), only that is the caller's doing."""
    if response.status_code == 503:
        assert response.json()["type"].endswith("/read-model-behind"), response.text


@schemathesis.check
def valid_data_breaks_no_rule_of_the_schema(context, response, case):
    """Of what fits the schema, only other rules may be broken."""
    if response.status_code != 400 or case.meta is None or not case.meta.generation.mode.is_positive:
        return
    broken = {error["rule"] for error in response.json().get("errors", [])}
    assert not broken & RULES_OF_THE_SCHEMA, f"fits the schema, and yet: {broken & RULES_OF_THE_SCHEMA}"
