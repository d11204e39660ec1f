//! Configuration from a file and the environment; every mistake is listed at once, no value is repeated.

use std::collections::BTreeMap;
use std::fmt;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use schakel_application::Limits;
use url::{Host, Url};

use crate::identity::{Accepted, KeySource};

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
    setting("token_issuers", None, "issuers whose tokens are accepted (list)"),
    setting("token_audience", Some("schakel"), "audience that a token must name"),
    setting("token_key_set", None, "key set of the issuer: file, or https address"),
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
        let config = reading.config();
        match config {
            Some(config) if reading.mistakes.is_empty() => Ok(config),
            _ => Err(reading.mistakes),
        }
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

    fn config(&mut self) -> Option<Config> {
        let listen = self.parsed("listen", "must be an address and port");
        let metrics_listen = self.metrics_listen();
        let public_url = self.public_url();
        let contact = self.contact();
        let database = self.database("database");
        let keys_database = self.database("keys_database");
        let secrets_file = self.required("secrets_file").map(PathBuf::from);
        let region_file = self.required("region_file").map(PathBuf::from);
        let accepted = self.accepted();
        let key_source = self.key_source();
        let max_body_bytes = self.between("max_body_bytes", 1024, 16 * 1024 * 1024);
        let request_timeout = self.between("request_timeout_seconds", 1, 300);
        let shutdown_time = self.between("shutdown_seconds", 1, 300);
        let lookups_per_minute = self.number("lookups_per_minute", 100_000_000);
        let enumeration_alarm = self.number("enumeration_alarm", 1_000_000);
        let cors_origins = self.cors_origins();
        Some(Config {
            listen: listen?,
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

    fn accepted(&mut self) -> Option<Accepted> {
        let issuers = self.list("token_issuers");
        if issuers.is_empty() {
            self.mistake("token_issuers", "must be given");
        }
        Some(Accepted { issuers, audience: self.required("token_audience")? })
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
        Some(KeySource::Url(url))
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
        toml::Value::Array(items) => {
            let items: Option<Vec<_>> = items.iter().map(toml::Value::as_str).collect();
            Some(items?.join(","))
        }
        _ => None,
    }
}

fn is_safe(url: &Url) -> bool {
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
            max_body_bytes = "geheim-g"
            cors_origins = ["https://geheim-h.example/path"]
            log = true
            colour = "geheim-i"
        "#;
        let variables = variables(&[("SCHAKEL_COLOUR", "geheim-j")]);
        let mistakes = Config::read(file, variables).unwrap_err().join("\n");
        assert!(!mistakes.contains("geheim"), "{mistakes}");
        insta::assert_snapshot!(mistakes);
    }

    #[test]
    fn a_file_that_is_no_toml_is_not_quoted() {
        let mistakes = Config::read("database_url = postgres://a:geheim@b", []).unwrap_err();
        assert!(!mistakes.join("\n").contains("geheim"));
    }
}
