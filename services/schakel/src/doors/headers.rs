//! Headers that every response carries (NORMS §1).

use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, STRICT_TRANSPORT_SECURITY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue};

/// Version of the API, as told in every response and in the documentation.
pub const API_VERSION: &str = "1.0.0";
/// Name of the header that tells it.
pub const API_VERSION_HEADER: HeaderName = HeaderName::from_static("api-version");

const ALWAYS: [(HeaderName, &str); 5] = [
    (API_VERSION_HEADER, API_VERSION),
    (CACHE_CONTROL, "no-store"),
    (STRICT_TRANSPORT_SECURITY, "max-age=31536000; includeSubDomains"),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
];
const NOTHING_MAY_LOAD: &str = "default-src 'none'; frame-ancestors 'none'";

/// Adds them; a page that set a content security policy of its own keeps it.
pub fn add(headers: &mut HeaderMap) {
    for (name, value) in ALWAYS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(NOTHING_MAY_LOAD));
}
