//! How long a call may take.

use std::time::Duration;

use http::HeaderMap;

/// The time for this call: our own limit, or the caller's (`grpc-timeout`) when that is shorter.
pub fn of(headers: &HeaderMap, limit: Duration) -> Duration {
    let stated = headers.get("grpc-timeout").and_then(|value| value.to_str().ok());
    stated.and_then(parse).map_or(limit, |stated| stated.min(limit))
}

/// `TimeoutValue TimeoutUnit` of the gRPC protocol: at most eight digits and one letter.
fn parse(text: &str) -> Option<Duration> {
    let unit = text.chars().next_back()?;
    let digits = text.strip_suffix(unit)?;
    if digits.is_empty() || digits.len() > 8 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let value: u64 = digits.parse().ok()?;
    match unit {
        'H' => Some(Duration::from_secs(value * 3600)),
        'M' => Some(Duration::from_secs(value * 60)),
        'S' => Some(Duration::from_secs(value)),
        'm' => Some(Duration::from_millis(value)),
        'u' => Some(Duration::from_micros(value)),
        'n' => Some(Duration::from_nanos(value)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn the_shorter_of_both_limits_holds() {
        let limit = Duration::from_secs(30);
        let with = |timeout: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert("grpc-timeout", HeaderValue::from_static(timeout));
            of(&headers, limit)
        };
        assert_eq!(with("5S"), Duration::from_secs(5));
        assert_eq!(with("99999999H"), limit);
        assert_eq!(with("250m"), Duration::from_millis(250));
        assert_eq!(with("7u"), Duration::from_micros(7));
        for malformed in ["", "S", "123456789S", "-1S", "5", "5x", "+5S"] {
            assert_eq!(with(malformed), limit, "{malformed}");
        }
        assert_eq!(of(&HeaderMap::new(), limit), limit);
    }
}
