//! The string formats that the contract asserts.

use chrono::{DateTime, NaiveDate};
use schakel_domain::person::Bsn;
use uuid::Uuid;

/// A citizen service number.
pub fn is_bsn(text: &str) -> bool {
    Bsn::new(text).is_ok()
}

/// The code of an organisation: lower case letters, digits and underscores.
pub fn is_organisation(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_'))
}

/// A day that exists: `YYYY-MM-DD`.
pub fn is_date(text: &str) -> bool {
    let begins_with_a_digit = text.starts_with(|c: char| c.is_ascii_digit());
    text.len() == 10 && begins_with_a_digit && NaiveDate::parse_from_str(text, "%Y-%m-%d").is_ok()
}

/// A moment with its offset (RFC 3339).
pub fn is_date_time(text: &str) -> bool {
    DateTime::parse_from_rfc3339(text).is_ok()
}

/// A UUID in its usual form, with hyphens.
pub fn is_uuid(text: &str) -> bool {
    text.len() == 36 && Uuid::try_parse(text).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bsn_has_nine_digits_that_pass_the_eleven_test() {
        assert!(is_bsn("999900006"));
        assert!(is_bsn("999900018"));
        for wrong in ["999900007", "99990000", "9999000060", "000000000", "99990000a", "", "٩٩٩٩٠٠٠٠٦"]
        {
            assert!(!is_bsn(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_date_is_a_day_that_exists() {
        assert!(is_date("2024-02-29"));
        for wrong in ["2023-02-29", "2024-2-29", "2024-02-29T00:00:00Z", "29-02-2024", "+024-02-29"] {
            assert!(!is_date(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_moment_needs_an_offset() {
        assert!(is_date_time("2024-02-29T10:00:00+01:00"));
        assert!(is_date_time("2024-02-29T10:00:00.5Z"));
        assert!(!is_date_time("2024-02-29T10:00:00"));
    }

    #[test]
    fn a_uuid_has_hyphens() {
        assert!(is_uuid("0190c0de-0000-7000-8000-000000000001"));
        assert!(!is_uuid("0190c0de000070008000000000000001"));
        assert!(!is_uuid("not-a-uuid"));
    }
}
