//! Input against its schema: every mistake at once, in our own words, and never with the value.

use std::collections::BTreeSet;

use jsonschema::Validator;
use jsonschema::error::{TypeKind, ValidationError, ValidationErrorKind as Mistake};
use jsonschema::paths::{Location, LocationSegment};
use schakel_application::FieldError;
use schakel_domain::region::Region;
use serde_json::{Map, Value, json};

use super::formats;
use super::operation::{Entry, NamedSchema};
use crate::parts::FreeText;

/// The compiled input schema of one operation.
pub struct Contract {
    validator: Validator,
    schema: Value,
    id_fields: BTreeSet<String>,
}

/// What the formats in a schema are for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Formats {
    /// What does not fit is a mistake.
    Asserted,
    /// They say how a line is to be written; one that does not fit is for the operation to list.
    Told,
}

/// A schema that cannot be compiled: a fault in the program, found when it starts.
#[derive(Debug, thiserror::Error)]
#[error("the schema of {operation} cannot be used: {reason}")]
pub struct UnusableSchema {
    operation: String,
    reason: String,
}

impl Contract {
    /// The contract of this operation.
    pub fn of(entry: &Entry, region: &Region) -> Result<Self, UnusableSchema> {
        let input = serde_json::to_value(&entry.input).unwrap_or_default();
        let formats = if entry.lines.is_some() { Formats::Told } else { Formats::Asserted };
        Self::compile(input, &named(&entry.schemas), region, formats)
            .map_err(|reason| UnusableSchema { operation: entry.spec.operation_id(), reason })
    }

    fn compile(
        mut schema: Value,
        named: &Map<String, Value>,
        region: &Region,
        formats: Formats,
    ) -> Result<Self, String> {
        schema["components"] = json!({ "schemas": named });
        without_null(&mut schema);
        bound(&mut schema);
        let former = region.former_municipalities.iter().map(|former| former.code.as_str());
        let municipalities = region.municipalities.iter().map(|it| it.code.as_str()).chain(former);
        let validator = jsonschema::draft202012::options()
            .should_validate_formats(formats == Formats::Asserted)
            .with_format("bsn", formats::is_bsn)
            .with_format("date", formats::is_date)
            .with_format("date-time", formats::is_date_time)
            .with_format("uuid", formats::is_uuid)
            .with_format("organisation", formats::is_organisation)
            .with_format("municipality", one_of(municipalities))
            .with_format("subregion", one_of(region.subregions.iter().map(|s| s.code.as_str())))
            .with_format("meeting-type", one_of(region.meeting_types.iter().map(|m| m.code.as_str())))
            .with_format("criterion", one_of(region.criteria.iter().map(|c| c.code.as_str())))
            .with_format("theme", one_of(region.themes.iter().map(|t| t.code.as_str())))
            .with_format("other-house", one_of(region.other_houses.iter().map(|house| house.code.as_str())))
            .with_format("budget-source", one_of(region.budget_sources.iter().map(|b| b.code.as_str())))
            .with_format(
                "bottleneck-theme",
                one_of(region.bottleneck_themes.iter().map(|theme| theme.code.as_str())),
            )
            .build(&schema)
            .map_err(|error| error.masked().to_string())?;
        let mut contract = Self { validator, schema, id_fields: BTreeSet::new() };
        contract.id_fields = contract.fields_of_format("uuid");
        Ok(contract)
    }

    /// Checks an input; what is null counts as left out.
    pub fn check(&self, mut input: Value) -> Result<Value, Vec<FieldError>> {
        drop_nulls(&mut input);
        // Most fit; whether one does is told faster than why not.
        if self.validator.is_valid(&input) {
            as_whole(&mut input);
            return Ok(input);
        }
        let mut errors = Vec::new();
        for error in self.validator.iter_errors(&input) {
            explain(&error, &mut errors);
        }
        errors.sort_by(|a, b| (&a.field, a.rule).cmp(&(&b.field, b.rule)));
        errors.dedup();
        Err(errors)
    }

    /// The input that a path or query parameter gives: its text, read as the schema's type. Text that
    /// cannot be read so stays text, and fails the check.
    pub fn parameter(&self, name: &str, texts: Vec<String>) -> Value {
        let schema = self.resolve(&self.schema["properties"][name]);
        if schema["type"] == "array" {
            let items = self.resolve(&schema["items"]);
            return texts.into_iter().map(|text| coerce(items, text)).collect();
        }
        let mut values: Vec<_> = texts.into_iter().map(|text| coerce(schema, text)).collect();
        match values.len() {
            1 => values.swap_remove(0),
            _ => Value::Array(values),
        }
    }

    /// Whether the input has a field of this name.
    pub fn knows(&self, name: &str) -> bool {
        !self.schema["properties"][name].is_null()
    }

    /// The fields that hold ids, wherever they stand.
    pub fn id_fields(&self) -> &BTreeSet<String> {
        &self.id_fields
    }

    fn fields_of_format(&self, format: &str) -> BTreeSet<String> {
        let mut found = BTreeSet::new();
        let mut ahead = vec![(None::<&String>, &self.schema)];
        while let Some((field, schema)) = ahead.pop() {
            let schema = self.resolve(schema);
            if schema["format"] == format {
                found.extend(field.cloned());
            }
            let properties = schema["properties"].as_object().into_iter().flatten();
            ahead.extend(properties.map(|(name, property)| (Some(name), property)));
            let branches = ["oneOf", "anyOf", "allOf"].map(|keyword| schema[keyword].as_array());
            ahead.extend(branches.into_iter().flatten().flatten().map(|branch| (field, branch)));
            ahead.extend(schema.get("items").map(|items| (field, items)));
        }
        found
    }

    fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let pointer = schema["$ref"].as_str().and_then(|r| r.strip_prefix('#'));
        pointer.and_then(|p| self.schema.pointer(p)).unwrap_or(schema)
    }
}

/// The format of a list of codes that the region defines.
fn one_of<'a>(codes: impl Iterator<Item = &'a str>) -> impl Fn(&str) -> bool + Send + Sync + 'static {
    let codes: BTreeSet<String> = codes.map(str::to_owned).collect();
    move |text| codes.contains(text)
}

/// Named schemas as a JSON object.
pub fn named(schemas: &[NamedSchema]) -> Map<String, Value> {
    let to_json =
        |(name, schema): &NamedSchema| (name.clone(), serde_json::to_value(schema).unwrap_or_default());
    schemas.iter().map(to_json).collect()
}

fn coerce(schema: &Value, text: String) -> Value {
    let read = match schema["type"].as_str() {
        Some("integer") => text.parse::<i64>().ok().map(Value::from),
        Some("number") => text.parse::<f64>().ok().map(Value::from),
        Some("boolean") => text.parse::<bool>().ok().map(Value::from),
        _ => None,
    };
    read.unwrap_or(Value::String(text))
}

/// Takes `null` out of a schema, as inputs have lost theirs: `oneOf: [null, X]` and `type: [X, "null"]` become X.
pub fn without_null(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(without_null),
        Value::Object(members) => {
            if let Some(Value::Array(types)) = members.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_slice() {
                    let only = only.clone();
                    members.insert("type".into(), only);
                }
            }
            for keyword in ["oneOf", "anyOf"] {
                unwrap_single(members, keyword);
            }
            members.values_mut().for_each(without_null);
        }
        _ => {}
    }
}

fn unwrap_single(members: &mut Map<String, Value>, keyword: &str) {
    let Some(Value::Array(branches)) = members.get_mut(keyword) else {
        return;
    };
    branches.retain(|branch| branch["type"] != "null");
    if let [only] = branches.as_slice() {
        let only = only.clone();
        members.remove(keyword);
        if let Value::Object(inner) = only {
            members.extend(inner);
        }
    }
}

/// What is null counts as left out.
pub(super) fn drop_nulls(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(drop_nulls),
        Value::Object(members) => {
            members.retain(|_, member| !member.is_null());
            members.values_mut().for_each(drop_nulls);
        }
        _ => {}
    }
}

/// What the format of a whole number says and no validator asserts: how large it may be. One that is larger fits no
/// field of the operation.
fn bound(schema: &mut Value) {
    match schema {
        Value::Array(items) => items.iter_mut().for_each(bound),
        Value::Object(members) => {
            let largest = match members.get("format").and_then(Value::as_str) {
                Some("int32") => Some(i64::from(i32::MAX)),
                Some("int64") => Some(i64::MAX),
                _ => None,
            };
            if let Some(largest) = largest {
                members.entry("maximum").or_insert_with(|| largest.into());
            }
            members.values_mut().for_each(bound);
        }
        _ => {}
    }
}

/// In JSON `11.0` is as whole as `11`. No operation takes a number that is not, so each is in bounds here.
fn as_whole(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(as_whole),
        Value::Object(members) => members.values_mut().for_each(as_whole),
        Value::Number(number) => match number.as_f64() {
            Some(whole) if number.is_f64() && whole.fract() == 0.0 => *value = (whole as i64).into(),
            _ => {}
        },
        _ => {}
    }
}

fn explain(error: &ValidationError<'_>, errors: &mut Vec<FieldError>) {
    let place = field(error.instance_path());
    match error.kind() {
        Mistake::Required { property } => errors.push(FieldError::new(
            below(&place, property.as_str().unwrap_or_default()),
            "required",
            "must be given",
        )),
        Mistake::AdditionalProperties { unexpected } | Mistake::UnevaluatedProperties { unexpected } => {
            errors.extend(unexpected.iter().map(|name| unknown_field(&place, name)));
        }
        Mistake::OneOfNotValid { context } | Mistake::AnyOf { context } => {
            explain_best_branch(place, context, errors);
        }
        other => {
            let (rule, detail) = words(other);
            errors.push(FieldError::new(place, rule, detail));
        }
    }
}

/// Of a tagged choice, the branch that was meant is the one whose tag fits.
fn explain_best_branch(place: String, branches: &[Vec<ValidationError<'_>>], errors: &mut Vec<FieldError>) {
    let misses_tag = |branch: &&Vec<ValidationError<'_>>| {
        branch.iter().any(|e| matches!(e.kind(), Mistake::Enum { .. } | Mistake::Constant { .. }))
    };
    let best = branches.iter().min_by_key(|branch| (misses_tag(branch), branch.len()));
    match best {
        Some(branch) if branches.iter().any(|b| !misses_tag(&b)) || branch.len() == 1 => {
            branch.iter().for_each(|error| explain(error, errors));
        }
        _ => errors.push(FieldError::new(
            place,
            "one_of",
            "must have exactly one of the forms that the contract names",
        )),
    }
}

/// A name that does not look like one may be a value in the wrong place: it is not repeated.
fn unknown_field(place: &str, name: &str) -> FieldError {
    let looks_like_a_name = name.len() <= 64
        && name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let field = match looks_like_a_name {
        true => below(place, name),
        false => whole(place),
    };
    FieldError::new(field, "unknown_field", "there is no such field")
}

fn below(place: &str, name: &str) -> String {
    match place {
        "" | "$" => name.to_owned(),
        place => format!("{place}.{name}"),
    }
}

fn whole(place: &str) -> String {
    match place {
        "" => "$".to_owned(),
        place => place.to_owned(),
    }
}

/// `/members/0/bsn` as `members[0].bsn`; the input as a whole is `$`.
fn field(path: &Location) -> String {
    let mut field = String::new();
    for segment in path {
        match segment {
            LocationSegment::Index(index) => field.push_str(&format!("[{index}]")),
            LocationSegment::Property(name) => field = below(&field, &name),
        }
    }
    whole(&field)
}

fn words(mistake: &Mistake) -> (&'static str, String) {
    match mistake {
        Mistake::Enum { .. } | Mistake::Constant { .. } => {
            ("unknown_code", "must be one of the codes of its list".into())
        }
        Mistake::Type { kind } => ("type", format!("must be {}", type_words(kind))),
        Mistake::Format { format } => format_words(format),
        Mistake::MinLength { limit: 1 } => ("min_length", "must not be empty".into()),
        Mistake::MinLength { limit } => ("min_length", format!("must have at least {limit} characters")),
        Mistake::MaxLength { limit } => ("max_length", format!("must have at most {limit} characters")),
        Mistake::Pattern { pattern } if pattern == FreeText::PATTERN => {
            ("min_length", "must not be empty".into())
        }
        Mistake::Pattern { .. } => ("pattern", "must be written as the contract shows".into()),
        Mistake::MinItems { limit: 1 } => ("min_items", "must not be empty".into()),
        Mistake::MinItems { limit } => ("min_items", format!("must have at least {limit} items")),
        Mistake::MaxItems { limit } => ("max_items", format!("must have at most {limit} items")),
        Mistake::UniqueItems => ("unique_items", "must not name anything twice".into()),
        Mistake::Minimum { limit } => ("minimum", format!("must be at least {limit}")),
        Mistake::Maximum { limit } => ("maximum", format!("must be at most {limit}")),
        Mistake::ExclusiveMinimum { limit } => ("minimum", format!("must be more than {limit}")),
        Mistake::ExclusiveMaximum { limit } => ("maximum", format!("must be less than {limit}")),
        _ => ("form", "must fit the contract".into()),
    }
}

fn type_words(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Single(name) => name.to_string(),
        TypeKind::Multiple(_) => "of one of the types that the contract names".into(),
    }
}

fn format_words(format: &str) -> (&'static str, String) {
    let (rule, words) = match format {
        "bsn" => ("bsn", "must be nine digits that pass the eleven-test"),
        "date" => ("date", "must be a day that exists, as YYYY-MM-DD"),
        "date-time" => ("date_time", "must be a moment with an offset (RFC 3339)"),
        "uuid" => ("uuid", "must be a UUID"),
        "organisation" => ("organisation", "must be lower case letters, digits and underscores"),
        "municipality" | "subregion" | "meeting-type" | "criterion" | "theme" | "budget-source"
        | "bottleneck-theme" | "other-house" => {
            ("unknown_code", "must be one of the codes that the catalogue lists")
        }
        _ => ("format", "must be written as the contract shows"),
    };
    (rule, words.into())
}

#[cfg(test)]
mod tests;
