//! Configuration from a file and the environment; every mistake is listed at once, no value is repeated.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use schakel_application::Limits;
use schakel_domain::organisation::Oin;
use url::{Host, Url};

use crate::demo;
use crate::identity::{Accepted, Binding, KeySource};
use crate::tls::{ClientCa, TlsFiles};

/// One setting: `name` in the file, `SCHAKEL_NAME` in the environment, which goes first.
pub struct Setting {
    /// Its name.
    pub name: &'static str,
    /// Its value when it is not given; without one, it must be given or has no effect.
    pub default: Option<&'static str>,
    /// What it is.
    pub about: &'static str,
}

const fn setting(name: &'static str, default: Option<&'static str>, about: &'static str) -> Setting {
    Setting { name, default, about }
}

/// Every setting. Lists are arrays in the file and separated by commas in the environment.
pub const SETTINGS: &[Setting] = &[
    setting("listen", Some("127.0.0.1:8080"), "address of both APIs"),
    setting("metrics_listen", Some("127.0.0.1:9464"), "address of /metrics; loopback alone"),
    setting("public_url", None, "address that clients know: https, or http on this machine"),
    setting("contact_name", None, "whom integrators can ask"),
    setting("contact_email", None, "their mail address"),
    setting("contact_url", None, "their page"),
    setting("database_url", None, "data database, as the service's role"),
    setting("database_owner_url", None, "data database, as its owner; for migrate and rebuild"),
    setting("database_connections", Some("16"), "connections to the data database"),
    setting("keys_database_url", None, "keys database, as the service's role"),
    setting("keys_database_owner_url", None, "keys database, as its owner; for migrate alone"),
    setting("keys_database_connections", Some("4"), "connections to the keys database"),
    setting("secrets_file", None, "file with the key-encryption keys and peppers"),
    setting("region_file", None, "file that describes the region"),
    setting("tls", None, "terminated_elsewhere: a proxy or an Inway before this service ends TLS"),
    setting("tls_certificate", None, "file with the certificate that is shown, and its chain (PEM)"),
    setting("tls_private_key", None, "file with its private key (PEM)"),
    setting("tls_client_ca", None, "file with the authorities whose client certificates count (PEM)"),
    setting("tls_client_certificates", Some("required"), "of clients: required or optional"),
    setting("token_issuers", None, "issuers whose tokens are accepted (list)"),
    setting("token_audience", Some("schakel"), "audience that a token must name"),
    setting(
        "token_key_set",
        None,
        "key set of the issuer: file, https address, or that of the document that names it (/.well-known/…)",
    ),
    setting("token_scopes", Some(""), "scopes that a token must have, every one (list)"),
    setting(
        "token_clients",
        Some(""),
        "clients whose tokens are accepted, each with =OIN if its certificate must name it (list)",
    ),
    setting("token_binding", Some("optional"), "of tokens to client certificates: required or optional"),
    setting("max_body_bytes", Some("1048576"), "largest request body"),
    setting("request_timeout_seconds", Some("30"), "longest time for a request"),
    setting("shutdown_seconds", Some("25"), "longest time to finish requests when stopping"),
    setting("lookups_per_minute", Some("300"), "lookups that an account may ask in a minute"),
    setting(
        "enumeration_alarm",
        Some("50"),
        "so many people looked up within ten minutes, four in five in vain, raise an alarm",
    ),
    setting("cors_origins", Some(""), "sites that may call from a browser (list)"),
    setting(
        "publish_factsheets",
        Some("false"),
        "factsheets as pages that everybody can read: true or false",
    ),
    setting("log", Some("info"), "filter of the log"),
];

/// Variables that the command line, the demo and the scripts read; a service does without them.
const OTHERS: &[&str] = &["CONFIG", "ISSUER_FOLDER", "POSTGRES_BIN", "ADR_RULESET"];

/// The configuration of a service.
#[derive(Clone, Debug)]
pub struct Config {
    /// Address of both APIs.
    pub listen: SocketAddr,
    /// Address of the metrics.
    pub metrics_listen: SocketAddr,
    /// What TLS is made with; none on this machine alone, or when something else ends it.
    pub tls: Option<TlsFiles>,
    /// Address that clients know, without a trailing slash.
    pub public_url: String,
    /// Whom integrators can ask.
    pub contact: Contact,
    /// Data database.
    pub database: Database,
    /// Keys database.
    pub keys_database: Database,
    /// File with the key-encryption keys and peppers.
    pub secrets_file: PathBuf,
    /// File that describes the region.
    pub region_file: PathBuf,
    /// Which tokens are accepted.
    pub accepted: Accepted,
    /// The issuer's keys.
    pub key_source: KeySource,
    /// Largest request body, in bytes.
    pub max_body_bytes: usize,
    /// Longest time for a request.
    pub request_timeout: Duration,
    /// Longest time to finish requests when stopping.
    pub shutdown_time: Duration,
    /// What one account may look up.
    pub limits: Limits,
    /// Sites that may call from a browser.
    pub cors_origins: Vec<String>,
    /// Whether factsheets are pages that everybody can read.
    pub publish_factsheets: bool,
    /// Filter of the log.
    pub log: String,
}

/// Whom integrators can ask.
#[derive(Clone, Debug)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// Mail address.
    pub email: String,
    /// Page.
    pub url: String,
}

/// How to reach a database.
#[derive(Clone, Debug)]
pub struct Database {
    /// As the service's role.
    pub service: ConnectionUrl,
    /// As its owner; needed for migrations alone.
    pub owner: Option<ConnectionUrl>,
    /// Most connections at once.
    pub connections: u32,
}

/// A connection string; `Debug` does not show it, as it may hold a password.
#[derive(Clone, PartialEq, Eq)]
pub struct ConnectionUrl(String);

impl ConnectionUrl {
    /// The string, password and all.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ConnectionUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ConnectionUrl")
    }
}

impl Config {
    /// Reads the file, if there is one, and the environment.
    pub fn load(file: Option<&Path>) -> Result<Self, Vec<String>> {
        let text = file.map(std::fs::read_to_string).transpose();
        let text = text.map_err(|error| vec![format!("the configuration file: {error}")])?;
        Self::read(text.as_deref().unwrap_or_default(), std::env::vars())
    }

    /// Reads the text of a file, and variables that go first.
    pub fn read(
        file: &str,
        environment: impl IntoIterator<Item = (String, String)>,
    ) -> Result<Self, Vec<String>> {
        let mut reading = Reading::default();
        reading.add_file(file);
        reading.add_environment(environment);
        reading.refuse_demo_issuer();
        reading.finish()
    }

    /// Reads the variables of the demo, whose issuer is accepted nowhere else: it gives tokens to anybody.
    pub fn for_demo(environment: impl IntoIterator<Item = (String, String)>) -> Result<Self, Vec<String>> {
        let mut reading = Reading::default();
        reading.add_environment(environment);
        reading.finish()
    }
}

#[derive(Default)]
struct Reading {
    values: BTreeMap<&'static str, String>,
    mistakes: Vec<String>,
}

impl Reading {
    fn add_file(&mut self, text: &str) {
        let table = match text.parse::<toml::Table>() {
            Ok(table) => table,
            Err(error) => {
                // The message alone: the error's full display quotes the line.
                self.mistakes.push(format!("the configuration file: {}", error.message()));
                return;
            }
        };
        for (name, value) in table {
            match (known(&name), as_text(&value)) {
                (Some(name), Some(text)) => drop(self.values.insert(name, text)),
                (Some(name), None) => self.mistakes.push(format!("{name}: has the wrong type")),
                (None, _) => self.mistakes.push(format!("{name}: there is no such setting")),
            }
        }
    }

    fn add_environment(&mut self, environment: impl IntoIterator<Item = (String, String)>) {
        for (variable, value) in environment {
            let Some(name) = variable.strip_prefix("SCHAKEL_") else {
                continue;
            };
            match known(&name.to_ascii_lowercase()) {
                Some(name) => drop(self.values.insert(name, value)),
                None if OTHERS.contains(&name) => {}
                None => self.mistakes.push(format!("{variable}: there is no such setting")),
            }
        }
    }

    fn finish(mut self) -> Result<Config, Vec<String>> {
        match self.config() {
            Some(config) if self.mistakes.is_empty() => Ok(config),
            _ => Err(self.mistakes),
        }
    }

    fn refuse_demo_issuer(&mut self) {
        if self.list("token_issuers").iter().any(|issuer| issuer == demo::ISSUER) {
            self.mistake("token_issuers", "the demo's issuer is accepted by the demo alone");
        }
    }

    fn config(&mut self) -> Option<Config> {
        let listen = self.parsed("listen", "must be an address and port");
        let tls = self.tls();
        self.check_reach(listen, tls.as_ref());
        let metrics_listen = self.metrics_listen();
        let public_url = self.public_url();
        let contact = self.contact();
        let database = self.database("database");
        let keys_database = self.database("keys_database");
        let secrets_file = self.required("secrets_file").map(PathBuf::from);
        let region_file = self.required("region_file").map(PathBuf::from);
        let accepted = self.accepted();
        let key_source = self.key_source();
        self.check_certificates(accepted.as_ref());
        let max_body_bytes = self.between("max_body_bytes", 1024, 16 * 1024 * 1024);
        let request_timeout = self.between("request_timeout_seconds", 1, 300);
        let shutdown_time = self.between("shutdown_seconds", 1, 300);
        let lookups_per_minute = self.number("lookups_per_minute", 100_000_000);
        let enumeration_alarm = self.number("enumeration_alarm", 1_000_000);
        let cors_origins = self.cors_origins();
        let publish_factsheets = self.parsed("publish_factsheets", "must be true or false");
        Some(Config {
            listen: listen?,
            tls,
            metrics_listen: metrics_listen?,
            public_url: public_url?,
            contact: contact?,
            database: database?,
            keys_database: keys_database?,
            secrets_file: secrets_file?,
            region_file: region_file?,
            accepted: accepted?,
            key_source: key_source?,
            max_body_bytes: usize::try_from(max_body_bytes?).ok()?,
            request_timeout: Duration::from_secs(request_timeout?),
            shutdown_time: Duration::from_secs(shutdown_time?),
            limits: Limits { lookups_per_minute: lookups_per_minute?, enumeration_alarm: enumeration_alarm? },
            cors_origins,
            publish_factsheets: publish_factsheets?,
            log: self.required("log")?,
        })
    }

    fn optional(&self, name: &str) -> Option<String> {
        let default = || SETTINGS.iter().find(|s| s.name == name)?.default.map(str::to_owned);
        self.values.get(name).cloned().or_else(default).filter(|value| !value.trim().is_empty())
    }

    fn required(&mut self, name: &str) -> Option<String> {
        let value = self.optional(name);
        if value.is_none() {
            self.mistake(name, "must be given");
        }
        value
    }

    fn mistake(&mut self, name: &str, words: &str) {
        self.mistakes.push(format!("{name}: {words}"));
    }

    fn parsed<T: FromStr>(&mut self, name: &str, words: &str) -> Option<T> {
        let value = self.required(name)?.trim().parse().ok();
        if value.is_none() {
            self.mistake(name, words);
        }
        value
    }

    fn between(&mut self, name: &str, least: u64, most: u64) -> Option<u64> {
        let words = format!("must be a whole number from {least} to {most}");
        let value = self.parsed(name, &words)?;
        if !(least..=most).contains(&value) {
            self.mistake(name, &words);
        }
        Some(value)
    }

    /// A number of at least one.
    fn number(&mut self, name: &str, most: u32) -> Option<NonZeroU32> {
        let value = self.between(name, 1, most.into())?;
        u32::try_from(value).ok().and_then(NonZeroU32::new)
    }

    fn list(&self, name: &str) -> Vec<String> {
        let text = self.optional(name).unwrap_or_default();
        let items = text.split(',').map(|item| item.trim().to_owned());
        items.filter(|item| !item.is_empty()).collect()
    }

    fn metrics_listen(&mut self) -> Option<SocketAddr> {
        let name = "metrics_listen";
        let address: SocketAddr = self.parsed(name, "must be an address and port")?;
        if !address.ip().is_loopback() {
            self.mistake(name, "must be a loopback address");
        }
        Some(address)
    }

    fn public_url(&mut self) -> Option<String> {
        let name = "public_url";
        let url: Url = self.parsed(name, "must be an address")?;
        if !is_safe(&url) {
            self.mistake(name, "must be https, or http on this machine");
        }
        if url.query().is_some() || url.fragment().is_some() {
            self.mistake(name, "must have no query and no fragment");
        }
        Some(url.as_str().trim_end_matches('/').to_owned())
    }

    fn contact(&mut self) -> Option<Contact> {
        let name = self.required("contact_name");
        let email = self.required("contact_email");
        if email.as_ref().is_some_and(|email| !email.contains('@')) {
            self.mistake("contact_email", "must be a mail address");
        }
        let url: Option<Url> = self.parsed("contact_url", "must be an address");
        Some(Contact { name: name?, email: email?, url: url?.to_string() })
    }

    fn database(&mut self, name: &str) -> Option<Database> {
        let service = self.required(&format!("{name}_url"));
        let owner = self.optional(&format!("{name}_owner_url"));
        for (part, url) in [("url", &service), ("owner_url", &owner)] {
            let is_url = |url: &String| url.starts_with("postgres://") || url.starts_with("postgresql://");
            if url.as_ref().is_some_and(|url| !is_url(url)) {
                self.mistake(&format!("{name}_{part}"), "must begin with postgres://");
            }
        }
        let connections = self.between(&format!("{name}_connections"), 1, 1000);
        Some(Database {
            service: ConnectionUrl(service?),
            owner: owner.map(ConnectionUrl),
            connections: u32::try_from(connections?).ok()?,
        })
    }

    fn tls(&mut self) -> Option<TlsFiles> {
        let certificate = self.optional("tls_certificate").map(PathBuf::from);
        let private_key = self.optional("tls_private_key").map(PathBuf::from);
        let client_ca = self.optional("tls_client_ca").map(PathBuf::from);
        let required = self.is_required("tls_client_certificates");
        let given = [certificate.is_some(), private_key.is_some(), client_ca.is_some()];
        for (name, given) in ["tls_certificate", "tls_private_key"].into_iter().zip(given) {
            if !given && (certificate.is_some() || private_key.is_some() || client_ca.is_some()) {
                self.mistake(name, "must be given with the other files of TLS");
            }
        }
        let client_ca = client_ca.map(|file| ClientCa { file, required: required.unwrap_or(true) });
        Some(TlsFiles { certificate: certificate?, private_key: private_key?, client_ca })
    }

    /// Whoever comes from elsewhere comes over TLS.
    fn check_reach(&mut self, listen: Option<SocketAddr>, tls: Option<&TlsFiles>) {
        let elsewhere = self.optional("tls");
        if elsewhere.as_ref().is_some_and(|text| text != "terminated_elsewhere") {
            self.mistake("tls", "must be terminated_elsewhere, if it is given");
        }
        if elsewhere.is_some() && tls.is_some() {
            self.mistake("tls", "must not be given with tls_certificate");
        }
        let is_local = listen.is_none_or(|listen| listen.ip().is_loopback());
        if !is_local && elsewhere.is_none() && tls.is_none() {
            self.mistake(
                "listen",
                "must be a loopback address without tls_certificate or tls = terminated_elsewhere",
            );
        }
    }

    fn accepted(&mut self) -> Option<Accepted> {
        let issuers = self.list("token_issuers");
        if issuers.is_empty() {
            self.mistake("token_issuers", "must be given");
        }
        let scopes = self.list("token_scopes");
        if scopes.iter().any(|scope| scope.contains(char::is_whitespace)) {
            self.mistake("token_scopes", "must have one scope in each item");
        }
        let clients = self.clients();
        let binding = match self.is_required("token_binding")? {
            true => Binding::Required,
            false => Binding::Optional,
        };
        Some(Accepted { issuers, audience: self.required("token_audience")?, scopes, clients, binding })
    }

    /// `name`, or `name=OIN`.
    fn clients(&mut self) -> BTreeMap<String, Option<Oin>> {
        let read = |item: String| match item.rsplit_once('=') {
            Some((name, oin)) => Some((name.to_owned(), Some(Oin::new(oin).ok()?))),
            None => Some((item, None)),
        };
        let clients: Vec<_> = self.list("token_clients").into_iter().map(read).collect();
        if clients.iter().any(Option::is_none) {
            self.mistake("token_clients", "each must be a client, or a client, = and 20 digits");
        }
        clients.into_iter().flatten().collect()
    }

    /// What depends on client certificates can be met only where they are asked for.
    fn check_certificates(&mut self, accepted: Option<&Accepted>) {
        let Some(accepted) = accepted.filter(|_| self.optional("tls_client_ca").is_none()) else { return };
        let words = "asks for client certificates, so for tls_client_ca";
        if accepted.binding == Binding::Required {
            self.mistake("token_binding", words);
        }
        if accepted.clients.values().any(Option::is_some) {
            self.mistake("token_clients", words);
        }
    }

    fn is_required(&mut self, name: &str) -> Option<bool> {
        match self.required(name)?.as_str() {
            "required" => Some(true),
            "optional" => Some(false),
            _ => {
                self.mistake(name, "must be required or optional");
                None
            }
        }
    }

    fn key_source(&mut self) -> Option<KeySource> {
        let name = "token_key_set";
        let text = self.required(name)?;
        if !text.contains("://") {
            return Some(KeySource::File(PathBuf::from(text)));
        }
        let url: Url = self.parsed(name, "must be a file or an address")?;
        if !is_safe(&url) {
            self.mistake(name, "must be https, or http on this machine");
        }
        Some(KeySource::at(url, &self.list("token_issuers")))
    }

    fn cors_origins(&mut self) -> Vec<String> {
        let origins = self.list("cors_origins");
        let is_origin =
            |text: &String| Url::parse(text).is_ok_and(|url| url.origin().ascii_serialization() == *text);
        if !origins.iter().all(is_origin) {
            self.mistake("cors_origins", "each must be an origin: scheme, host and port alone");
        }
        origins
    }
}

fn known(name: &str) -> Option<&'static str> {
    SETTINGS.iter().map(|setting| setting.name).find(|known| *known == name)
}

fn as_text(value: &toml::Value) -> Option<String> {
    match value {
        toml::Value::String(text) => Some(text.clone()),
        toml::Value::Integer(number) => Some(number.to_string()),
        toml::Value::Boolean(is) => Some(is.to_string()),
        toml::Value::Array(items) => {
            let items: Option<Vec<_>> = items.iter().map(toml::Value::as_str).collect();
            Some(items?.join(","))
        }
        _ => None,
    }
}

/// https, or http on this machine alone.
pub(crate) fn is_safe(url: &Url) -> bool {
    let is_loopback = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    };
    url.scheme() == "https" || (url.scheme() == "http" && is_loopback)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use super::*;

    const GOOD: &str = r#"
        public_url = "https://schakel.example.nl/"
        contact_name = "Team Schakel"
        contact_email = "team@example.nl"
        contact_url = "https://example.nl/schakel"
        database_url = "postgres://schakel:geheim@db/schakel"
        keys_database_url = "postgres://schakel:geheim@keys/keys"
        secrets_file = "secrets.toml"
        region_file = "region.toml"
        token_issuers = ["https://issuer.example.nl"]
        token_key_set = "https://issuer.example.nl/keys"
    "#;

    fn variables(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect()
    }

    #[test]
    fn a_good_file_is_read_and_the_environment_goes_first() {
        let variables = variables(&[
            ("SCHAKEL_LISTEN", "0.0.0.0:80"),
            ("SCHAKEL_TLS", "terminated_elsewhere"),
            ("SCHAKEL_CORS_ORIGINS", "https://a.example, https://b.example:8443"),
            ("SCHAKEL_CONFIG", "somewhere"),
            ("PATH", "/bin"),
        ]);
        let config = Config::read(GOOD, variables).unwrap();
        assert_eq!(config.listen, "0.0.0.0:80".parse().unwrap());
        assert_eq!(config.public_url, "https://schakel.example.nl");
        assert_eq!(config.cors_origins, ["https://a.example", "https://b.example:8443"]);
        assert_eq!(config.request_timeout, Duration::from_secs(30));
        assert!(!format!("{config:?}").contains("geheim"));
    }

    #[test]
    fn every_mistake_is_listed_at_once_and_no_value_is_repeated() {
        let file = r#"
            listen = "geheim-a"
            metrics_listen = "0.0.0.0:1"
            public_url = "http://geheim-b.example?q"
            contact_email = "geheim-c"
            database_url = "geheim-d"
            database_connections = 0
            keys_database_owner_url = "mysql://geheim-e"
            token_key_set = "http://geheim-f.example/keys"
            tls = "geheim-k"
            tls_client_ca = "geheim-l"
            tls_client_certificates = "geheim-m"
            token_scopes = ["geheim-n geheim-o"]
            token_clients = ["geheim-p=1"]
            token_binding = "geheim-q"
            max_body_bytes = "geheim-g"
            cors_origins = ["https://geheim-h.example/path"]
            publish_factsheets = "geheim-r"
            log = 1.5
            colour = "geheim-i"
        "#;
        let variables = variables(&[("SCHAKEL_COLOUR", "geheim-j")]);
        let mistakes = Config::read(file, variables).unwrap_err().join("\n");
        assert!(!mistakes.contains("geheim"), "{mistakes}");
        insta::assert_snapshot!(mistakes);
    }

    fn mistakes(pairs: &[(&str, &str)]) -> String {
        Config::read(GOOD, variables(pairs)).err().unwrap_or_default().join("\n")
    }

    #[test]
    fn whoever_comes_from_elsewhere_comes_over_tls() {
        let [listen, elsewhere] =
            [("SCHAKEL_LISTEN", "10.0.0.5:80"), ("SCHAKEL_TLS", "terminated_elsewhere")];
        let [certificate, key] = [("SCHAKEL_TLS_CERTIFICATE", "a"), ("SCHAKEL_TLS_PRIVATE_KEY", "b")];
        for good in [&[listen, elsewhere][..], &[listen, certificate, key], &[certificate, key]] {
            assert_eq!(mistakes(good), "");
        }
        assert!(mistakes(&[listen]).starts_with("listen: must be a loopback address without"));
        assert_eq!(
            mistakes(&[listen, elsewhere, certificate, key]),
            "tls: must not be given with tls_certificate"
        );
        assert_eq!(mistakes(&[key]), "tls_certificate: must be given with the other files of TLS");
    }

    #[test]
    fn what_depends_on_client_certificates_asks_for_their_authorities() {
        let tls = [("SCHAKEL_TLS_CERTIFICATE", "a"), ("SCHAKEL_TLS_PRIVATE_KEY", "b")];
        let needy = [
            ("SCHAKEL_TOKEN_BINDING", "required"),
            ("SCHAKEL_TOKEN_CLIENTS", "portal, chain=00000001234567890000"),
        ];
        let words = "asks for client certificates, so for tls_client_ca";
        let alone = [tls, needy].concat();
        assert_eq!(mistakes(&alone), format!("token_binding: {words}\ntoken_clients: {words}"));
        let whole = [alone.as_slice(), &[("SCHAKEL_TLS_CLIENT_CA", "c")]].concat();
        let config = Config::read(GOOD, variables(&whole)).unwrap();
        assert!(config.tls.unwrap().client_ca.unwrap().required);
        assert_eq!(config.accepted.binding, Binding::Required);
        let clients: Vec<_> = config.accepted.clients.into_iter().collect();
        let oin = Oin::new("00000001234567890000").unwrap();
        assert_eq!(clients, [("chain".to_owned(), Some(oin)), ("portal".to_owned(), None)]);
    }

    #[test]
    fn the_demos_issuer_is_accepted_by_the_demo_alone() {
        let issuers = [("SCHAKEL_TOKEN_ISSUERS", demo::ISSUER)];
        assert_eq!(mistakes(&issuers), "token_issuers: the demo's issuer is accepted by the demo alone");
        let table: toml::Table = GOOD.parse().unwrap();
        let given = table
            .iter()
            .map(|(name, value)| (format!("SCHAKEL_{}", name.to_ascii_uppercase()), as_text(value).unwrap()));
        assert!(Config::for_demo(given.chain(variables(&issuers))).is_ok());
    }

    #[test]
    fn a_file_that_is_no_toml_is_not_quoted() {
        let mistakes = Config::read("database_url = postgres://a:geheim@b", []).unwrap_err();
        assert!(!mistakes.join("\n").contains("geheim"));
    }
}
