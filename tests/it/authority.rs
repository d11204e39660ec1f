//! A certificate authority for one test.

use std::fs;
use std::path::{Path, PathBuf};

use rcgen::{
    BasicConstraints, CertificateParams, DnType, DnValue, ExtendedKeyUsagePurpose as Usage, IsCa, Issuer,
    KeyPair, KeyUsagePurpose, date_time_ymd,
};
use tempfile::TempDir;

use crate::house::http_builder;

/// `serialNumber` in a subject.
const SERIAL_NUMBER: [u64; 4] = [2, 5, 4, 5];

/// An authority, with a folder for what the server reads.
pub struct Authority {
    folder: TempDir,
    issuer: Issuer<'static, KeyPair>,
    certificate: String,
}

/// A certificate and its key (PEM).
pub struct Pair {
    pub certificate: String,
    pub key: String,
}

/// Whose certificate, and what is wrong with it.
pub struct Subject {
    /// Common name.
    pub name: &'static str,
    /// `serialNumber`.
    pub oin: Option<&'static str>,
    pub usage: Usage,
    /// First and last year.
    pub years: (i32, i32),
}

impl Subject {
    /// A server.
    pub fn server() -> Self {
        Self { name: "server", oin: None, usage: Usage::ServerAuth, years: (2020, 2100) }
    }

    /// A client with this number, and nothing wrong.
    pub fn client(name: &'static str, oin: &'static str) -> Self {
        Self { name, oin: Some(oin), usage: Usage::ClientAuth, years: (2020, 2100) }
    }
}

impl Authority {
    /// An authority that nobody knows yet, with a server's certificate for this machine in its folder.
    pub fn new() -> Self {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        params.distinguished_name.push(DnType::CommonName, "Authority");
        let key = KeyPair::generate().unwrap();
        let certificate = params.self_signed(&key).unwrap().pem();
        let authority =
            Self { folder: tempfile::tempdir().unwrap(), issuer: Issuer::new(params, key), certificate };
        fs::write(authority.path("authority.pem"), &authority.certificate).unwrap();
        authority.serve_as(&authority.issue(&Subject::server()));
        authority
    }

    /// Replaces what the server shows.
    pub fn serve_as(&self, server: &Pair) {
        fs::write(self.path("server.key"), &server.key).unwrap();
        fs::write(self.path("server.pem"), &server.certificate).unwrap();
    }

    /// Its folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// A file in its folder.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Signs a certificate, valid for this machine where that matters.
    pub fn issue(&self, subject: &Subject) -> Pair {
        let names = ["127.0.0.1".to_owned(), "localhost".to_owned()];
        let mut params = CertificateParams::new(names).unwrap();
        params.distinguished_name.push(DnType::CommonName, subject.name);
        if let Some(number) = subject.oin {
            let value = DnValue::PrintableString(number.try_into().unwrap());
            params.distinguished_name.push(DnType::CustomDnType(SERIAL_NUMBER.to_vec()), value);
        }
        params.extended_key_usages = vec![subject.usage.clone()];
        params.not_before = date_time_ymd(subject.years.0, 1, 1);
        params.not_after = date_time_ymd(subject.years.1, 1, 1);
        let key = KeyPair::generate().unwrap();
        let certificate = params.signed_by(&key, &self.issuer).unwrap().pem();
        Pair { certificate, key: key.serialize_pem() }
    }

    /// A client that trusts this authority alone, and shows this certificate.
    pub fn client(&self, shown: Option<&Pair>) -> reqwest::Client {
        self.builder(shown).build().unwrap()
    }

    /// The same, before it is built.
    pub fn builder(&self, shown: Option<&Pair>) -> reqwest::ClientBuilder {
        schakel::serve::install_crypto();
        let trusted = reqwest::Certificate::from_pem(self.certificate.as_bytes()).unwrap();
        let builder = http_builder().tls_certs_only([trusted]);
        match shown {
            Some(pair) => {
                let both = format!("{}{}", pair.certificate, pair.key);
                builder.identity(reqwest::Identity::from_pem(both.as_bytes()).unwrap())
            }
            None => builder,
        }
    }

    /// The settings of a server that shows its certificate, and asks for those of clients in this way.
    pub fn settings(&self, client_certificates: &str) -> Vec<(&'static str, String)> {
        let file = |name| self.path(name).display().to_string();
        vec![
            ("TLS_CERTIFICATE", file("server.pem")),
            ("TLS_PRIVATE_KEY", file("server.key")),
            ("TLS_CLIENT_CA", file("authority.pem")),
            ("TLS_CLIENT_CERTIFICATES", client_certificates.to_owned()),
        ]
    }
}
