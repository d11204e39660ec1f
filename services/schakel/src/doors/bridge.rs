//! Messages as JSON and back, by descriptor: camelCase names, codes for enum values, RFC 3339 for timestamps.
//!
//! In a message, the empty string, the empty list and the unspecified enum value mean that a field is
//! left out; so does the default of a scalar without presence. Only the kinds of field that the contract
//! uses are known here; the parity test refuses any other.

use chrono::{DateTime, SecondsFormat, Utc};
use prost_reflect::{
    Cardinality, DynamicMessage, EnumDescriptor, FieldDescriptor, Kind, MessageDescriptor, ReflectMessage,
    Value as Wire,
};
use schakel_application::FieldError;
use serde_json::{Map, Value};

const TIMESTAMP: &str = "google.protobuf.Timestamp";

/// A message as JSON; what cannot be said in JSON is a mistake of the caller's.
pub fn to_json(message: &DynamicMessage) -> Result<Value, Vec<FieldError>> {
    let mut errors = Vec::new();
    let json = object(message, "", &mut errors);
    if errors.is_empty() {
        return Ok(json);
    }
    Err(errors)
}

fn object(message: &DynamicMessage, place: &str, errors: &mut Vec<FieldError>) -> Value {
    let mut members = Map::new();
    for (field, value) in message.fields() {
        let place = match place {
            "" => field.json_name().to_owned(),
            place => format!("{place}.{}", field.json_name()),
        };
        if let Some(json) = member(&field, value, &place, errors) {
            members.insert(field.json_name().to_owned(), json);
        }
    }
    Value::Object(members)
}

fn member(field: &FieldDescriptor, value: &Wire, place: &str, errors: &mut Vec<FieldError>) -> Option<Value> {
    match value {
        Wire::List(items) if items.is_empty() => None,
        Wire::List(items) => {
            let json = items.iter().enumerate().map(|(index, item)| {
                let place = format!("{place}[{index}]");
                single(&field.kind(), item, &place, errors).unwrap_or_default()
            });
            Some(json.collect())
        }
        Wire::String(text) if text.is_empty() => None,
        value => single(&field.kind(), value, place, errors),
    }
}

fn single(kind: &Kind, value: &Wire, place: &str, errors: &mut Vec<FieldError>) -> Option<Value> {
    Some(match value {
        Wire::Bool(value) => (*value).into(),
        Wire::U32(value) => (*value).into(),
        Wire::U64(value) => (*value).into(),
        Wire::String(text) => text.as_str().into(),
        Wire::EnumNumber(0) => return None,
        // A number that the list does not know is no code of it either: the contract says so.
        Wire::EnumNumber(number) => code_of(kind, *number).unwrap_or_else(|| number.to_string()).into(),
        Wire::Message(message) if message.descriptor().full_name() == TIMESTAMP => match moment(message) {
            Some(text) => text.into(),
            None => {
                errors.push(FieldError::new(place, "date_time", "must be a moment that exists"));
                return None;
            }
        },
        Wire::Message(message) => object(message, place, errors),
        _ => return None,
    })
}

fn code_of(kind: &Kind, number: i32) -> Option<String> {
    let descriptor = kind.as_enum()?;
    code(descriptor, descriptor.get_value(number)?.name())
}

/// The code of an enum value: `MEETING_TYPE_ROUND_TABLE` is `round_table`.
pub(super) fn code(descriptor: &EnumDescriptor, value: &str) -> Option<String> {
    let prefix = prefix(descriptor);
    Some(value.strip_prefix(&prefix)?.to_ascii_lowercase())
}

/// `MeetingType` as `MEETING_TYPE_`, with which its values begin.
fn prefix(descriptor: &EnumDescriptor) -> String {
    let mut prefix = String::new();
    for (index, c) in descriptor.name().chars().enumerate() {
        if c.is_ascii_uppercase() && index > 0 {
            prefix.push('_');
        }
        prefix.push(c.to_ascii_uppercase());
    }
    prefix.push('_');
    prefix
}

fn moment(timestamp: &DynamicMessage) -> Option<String> {
    let seconds = timestamp.get_field_by_name("seconds")?.as_i64()?;
    let nanos = timestamp.get_field_by_name("nanos")?.as_i32()?;
    let moment = DateTime::<Utc>::from_timestamp(seconds, u32::try_from(nanos).ok()?)?;
    Some(moment.to_rfc3339_opts(SecondsFormat::AutoSi, true))
}

/// Why an answer does not fit its message: a fault in the program, which the parity test looks for.
#[derive(Debug, thiserror::Error)]
#[error("{message} has no place for {field}")]
pub struct Unfit {
    message: String,
    field: String,
}

/// JSON as a message of this type.
pub fn to_message(json: &Value, descriptor: MessageDescriptor) -> Result<DynamicMessage, Unfit> {
    let mut message = DynamicMessage::new(descriptor.clone());
    let unfit = |field: &str| Unfit { message: descriptor.full_name().to_owned(), field: field.to_owned() };
    let members = json.as_object().ok_or_else(|| unfit("anything but an object"))?;
    for (name, value) in members.iter().filter(|(_, value)| !value.is_null()) {
        let field = descriptor.get_field_by_json_name(name).ok_or_else(|| unfit(name))?;
        let value = wire(&field, value).ok_or_else(|| unfit(name))?;
        message.set_field(&field, value);
    }
    Ok(message)
}

fn wire(field: &FieldDescriptor, json: &Value) -> Option<Wire> {
    let kind = field.kind();
    if field.cardinality() == Cardinality::Repeated {
        let items = json.as_array()?.iter().map(|item| scalar(&kind, item));
        return Some(Wire::List(items.collect::<Option<_>>()?));
    }
    scalar(&kind, json)
}

fn scalar(kind: &Kind, json: &Value) -> Option<Wire> {
    Some(match kind {
        Kind::Bool => Wire::Bool(json.as_bool()?),
        Kind::Uint32 => Wire::U32(json.as_u64()?.try_into().ok()?),
        Kind::Uint64 => Wire::U64(json.as_u64()?),
        Kind::String => Wire::String(json.as_str()?.to_owned()),
        Kind::Enum(descriptor) => Wire::EnumNumber(number_of(descriptor, json.as_str()?)?),
        Kind::Message(descriptor) if descriptor.full_name() == TIMESTAMP => {
            Wire::Message(timestamp(descriptor, json.as_str()?)?)
        }
        Kind::Message(descriptor) => Wire::Message(to_message(json, descriptor.clone()).ok()?),
        _ => return None,
    })
}

fn number_of(descriptor: &EnumDescriptor, code: &str) -> Option<i32> {
    let name = prefix(descriptor) + &code.to_ascii_uppercase();
    Some(descriptor.get_value_by_name(&name)?.number())
}

fn timestamp(descriptor: &MessageDescriptor, text: &str) -> Option<DynamicMessage> {
    let moment = DateTime::parse_from_rfc3339(text).ok()?;
    let mut message = DynamicMessage::new(descriptor.clone());
    message.set_field_by_name("seconds", Wire::I64(moment.timestamp()));
    message.set_field_by_name("nanos", Wire::I32(moment.timestamp_subsec_nanos().try_into().ok()?));
    Some(message)
}

#[cfg(test)]
mod tests;
