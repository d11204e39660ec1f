//! An annex as it stands on the wire.

use std::borrow::Cow;

use schakel_domain::covenant::{Annex, Grant, Ground};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::codes::{Category, Chain, PartnerKind};
use crate::parts::FreeText;

/// A ground on which information is shared.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(transparent)]
pub struct GroundCode(pub Ground);

impl PartialSchema for GroundCode {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^[a-z][a-z0-9_]{0,63}$"))
            .description(Some(
                "A kind of meeting that the catalogue lists, or zsm_lookup, partner_lookup or house_task.",
            ))
            .into()
    }
}

impl ToSchema for GroundCode {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("GroundCode")
    }
}

/// What may be shared on one ground.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = Annex)]
pub struct AnnexInput {
    ground: GroundCode,
    purpose: FreeText,
    legal_basis: FreeText,
    /// Who may have what.
    #[schema(min_items = 1, max_items = 50)]
    grants: Vec<GrantInput>,
    /// For how many years after closing data is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1, maximum = 30)]
    retention_years: Option<u32>,
}

/// What organisations of one kind may have.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[schema(as = Grant)]
pub struct GrantInput {
    kind: PartnerKind,
    /// Of which chain; any when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    chain: Option<Chain>,
    #[schema(min_items = 1, max_items = 17)]
    categories: Vec<Category>,
}

impl From<AnnexInput> for Annex {
    fn from(input: AnnexInput) -> Self {
        Self {
            ground: input.ground.0,
            purpose: input.purpose.0,
            legal_basis: input.legal_basis.0,
            grants: input.grants.into_iter().map(Into::into).collect(),
            retention_years: input.retention_years,
        }
    }
}

impl From<GrantInput> for Grant {
    fn from(input: GrantInput) -> Self {
        Self {
            kind: input.kind.value(),
            chain: input.chain.map(Chain::value),
            categories: input.categories.into_iter().map(Category::value).collect(),
        }
    }
}

impl From<&Annex> for AnnexInput {
    fn from(annex: &Annex) -> Self {
        Self {
            ground: GroundCode(annex.ground.clone()),
            purpose: FreeText(annex.purpose.clone()),
            legal_basis: FreeText(annex.legal_basis.clone()),
            grants: annex.grants.iter().map(Into::into).collect(),
            retention_years: annex.retention_years,
        }
    }
}

impl From<&Grant> for GrantInput {
    fn from(grant: &Grant) -> Self {
        Self {
            kind: grant.kind.into(),
            chain: grant.chain.map(Into::into),
            categories: grant.categories.iter().copied().map(Into::into).collect(),
        }
    }
}

/// An annex as the documentation shows one.
pub fn example() -> Value {
    json!({
        "ground": "focus", "purpose": "To make a plan of approach", "legalBasis": "Wgs, article 2.23",
        "grants": [{"kind": "chain_partner", "chain": "care", "categories": ["identity", "care", "plan"]}]
    })
}
