//! The certificate with which a caller made the connection.

use std::fmt;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use schakel_domain::organisation::Oin;
use x509_cert::der::asn1::{ObjectIdentifier, PrintableStringRef, Utf8StringRef};
use x509_cert::der::{Any, Decode, Tag, Tagged};
use x509_cert::name::Name;

/// `serialNumber` in a name.
const SERIAL_NUMBER: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.5");

/// SHA-256 of a certificate: what a token is bound to (RFC 8705, `x5t#S256`).
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Thumbprint([u8; 32]);

impl Thumbprint {
    /// The thumbprint of these bytes (DER).
    fn of(der: &[u8]) -> Self {
        let mut thumbprint = [0; 32];
        thumbprint.copy_from_slice(digest(&SHA256, der).as_ref());
        Self(thumbprint)
    }

    /// As a claim writes it: base64url without padding.
    pub(super) fn read(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Debug for Thumbprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.0))
    }
}

/// A client certificate that was found good when the connection was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate {
    /// What tokens can be bound to.
    pub thumbprint: Thumbprint,
    /// The organisation's number, where the subject has one (PKIoverheid, NORMS §5).
    pub oin: Option<Oin>,
}

impl Certificate {
    /// Reads what is needed of a certificate (DER).
    pub fn read(der: &[u8]) -> Self {
        let certificate = x509_cert::Certificate::from_der(der);
        let oin = certificate.ok().and_then(|it| oin(&it.tbs_certificate.subject));
        Self { thumbprint: Thumbprint::of(der), oin }
    }
}

/// The one serial number of a subject; with two, nobody can say which one counts.
fn oin(subject: &Name) -> Option<Oin> {
    let attributes = subject.0.iter().flat_map(|part| part.0.iter());
    let mut numbers = attributes.filter(|attribute| attribute.oid == SERIAL_NUMBER);
    let (number, None) = (numbers.next()?, numbers.next()) else { return None };
    Oin::new(&text(&number.value)?).ok()
}

fn text(value: &Any) -> Option<String> {
    match value.tag() {
        Tag::PrintableString => value.decode_as::<PrintableStringRef<'_>>().ok().map(|it| it.to_string()),
        Tag::Utf8String => value.decode_as::<Utf8StringRef<'_>>().ok().map(|it| it.to_string()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use rcgen::{CertificateParams, DnType, DnValue, KeyPair};
    use x509_cert::attr::AttributeTypeAndValue;
    use x509_cert::name::{RdnSequence, RelativeDistinguishedName};

    use super::*;

    const OIN: &str = "00000001234567890000";

    fn certificate(number: Option<DnValue>) -> Certificate {
        let mut params = CertificateParams::default();
        if let Some(number) = number {
            params.distinguished_name.push(DnType::CustomDnType(vec![2, 5, 4, 5]), number);
        }
        params.distinguished_name.push(DnType::CommonName, "schakel.example.nl");
        let certificate = params.self_signed(&KeyPair::generate().unwrap()).unwrap();
        Certificate::read(certificate.der())
    }

    #[test]
    fn the_number_is_read_from_the_subject_in_either_spelling() {
        let oin = Some(Oin::new(OIN).unwrap());
        assert_eq!(certificate(Some(DnValue::PrintableString(OIN.try_into().unwrap()))).oin, oin);
        assert_eq!(certificate(Some(DnValue::Utf8String(OIN.into()))).oin, oin);
    }

    #[test]
    fn what_is_no_number_of_an_organisation_is_none() {
        assert_eq!(certificate(None).oin, None);
        assert_eq!(certificate(Some(DnValue::Utf8String(OIN[1..].into()))).oin, None);
        assert_eq!(Certificate::read(b"nothing of the kind").oin, None);
    }

    /// A subject of parts, each with so many numbers.
    fn subject(parts: &[usize]) -> Name {
        let number = |last: usize| AttributeTypeAndValue {
            oid: SERIAL_NUMBER,
            value: Any::new(Tag::PrintableString, format!("{}{last}", &OIN[1..]).into_bytes()).unwrap(),
        };
        let part = |numbers: &usize| {
            let numbers: Vec<_> = (0..*numbers).map(number).collect();
            RelativeDistinguishedName(numbers.try_into().unwrap())
        };
        RdnSequence(parts.iter().map(part).collect())
    }

    #[test]
    fn of_two_numbers_none_counts() {
        for (parts, one) in [(&[1][..], true), (&[0, 1], true), (&[1, 1], false), (&[2], false)] {
            assert_eq!(oin(&subject(parts)).is_some(), one, "{parts:?}");
        }
    }

    #[test]
    fn a_thumbprint_is_read_as_it_is_written() {
        let certificate = certificate(None);
        assert_eq!(Thumbprint::read(&format!("{:?}", certificate.thumbprint)), Some(certificate.thumbprint));
        assert_eq!(Thumbprint::read("AAAA"), None);
    }
}
