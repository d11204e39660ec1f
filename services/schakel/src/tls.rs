//! TLS of the service: what it shows, which client certificates it asks for, and the handshake.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use metrics::gauge;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::server::danger::ClientCertVerifier;
use rustls::server::{NoServerSessionStorage, WebPkiClientVerifier};
use rustls::{RootCertStore, ServerConfig};
use tokio::net::TcpStream;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;
use tokio_util::sync::CancellationToken;
use x509_cert::der::Decode;
use zeroize::Zeroizing;

use crate::identity::Certificate;

/// Longest time from the connection to the end of the handshake.
const HANDSHAKE_TIME: Duration = Duration::from_secs(10);
/// So many handshakes at once; further callers wait their turn, within that time.
const HANDSHAKES: usize = 256;
/// How often it is looked whether the files have changed.
const LOOK_EVERY: Duration = Duration::from_secs(30);

/// The files of TLS, all PEM.
#[derive(Clone, Debug)]
pub struct TlsFiles {
    /// The certificate that is shown, and its chain.
    pub certificate: PathBuf,
    /// Its private key.
    pub private_key: PathBuf,
    /// Whose client certificates count; without it, none is asked for.
    pub client_ca: Option<ClientCa>,
}

/// Which client certificates count.
#[derive(Clone, Debug)]
pub struct ClientCa {
    /// The authorities.
    pub file: PathBuf,
    /// Whether nobody gets in without one.
    pub required: bool,
}

/// Why TLS cannot be offered: every mistake in the files, by the name of the setting.
#[derive(Debug, thiserror::Error)]
#[error("TLS cannot be offered:\n  {}", .0.join("\n  "))]
pub struct TlsError(Vec<String>);

/// Offers TLS, with what its files hold now.
pub struct Tls {
    files: TlsFiles,
    loaded: RwLock<Loaded>,
    turns: Semaphore,
}

struct Loaded {
    config: Arc<ServerConfig>,
    /// SHA-256 of all files.
    read: Vec<u8>,
    /// Until when the certificates of each file are valid, the first that ends.
    until: Vec<(&'static str, Duration)>,
}

impl Loaded {
    /// Sets the gauge `tls_certificate_not_after_timestamp_seconds`.
    fn tell(&self) {
        for (file, until) in &self.until {
            gauge!("tls_certificate_not_after_timestamp_seconds", "file" => *file).set(until.as_secs_f64());
        }
    }
}

impl Tls {
    /// TLS with these files.
    ///
    /// # Errors
    /// When one cannot be read or holds something else; all mistakes at once.
    pub fn open(files: TlsFiles) -> Result<Self, TlsError> {
        let loaded = files.load()?;
        loaded.tell();
        let loaded = RwLock::new(loaded);
        Ok(Self { files, loaded, turns: Semaphore::new(HANDSHAKES) })
    }

    /// Greets a caller: nothing comes of it when the handshake fails or takes too long.
    pub async fn greet(&self, stream: TcpStream) -> Option<(TlsStream<TcpStream>, Option<Certificate>)> {
        match timeout(HANDSHAKE_TIME, self.shake_hands(stream)).await {
            Ok(Ok(stream)) => {
                let shown = stream.get_ref().1.peer_certificates().and_then(<[_]>::first);
                let certificate = shown.map(|certificate| Certificate::read(certificate));
                Some((stream, certificate))
            }
            Ok(Err(error)) => {
                tracing::info!(%error, "a TLS handshake failed");
                None
            }
            Err(_) => None,
        }
    }

    /// Whoever says nothing takes nobody's turn.
    async fn shake_hands(&self, stream: TcpStream) -> std::io::Result<TlsStream<TcpStream>> {
        stream.peek(&mut [0]).await?;
        let _turn = self.turns.acquire().await.map_err(std::io::Error::other)?;
        TlsAcceptor::from(self.config()).accept(stream).await
    }

    fn config(&self) -> Arc<ServerConfig> {
        self.loaded.read().unwrap_or_else(PoisonError::into_inner).config.clone()
    }

    /// Reads the files again when they change, and at once on SIGHUP. Connections that are there stay.
    pub async fn keep_fresh(&self, shutdown: CancellationToken) {
        let mut hang_up = signal(SignalKind::hangup()).ok();
        while shutdown.run_until_cancelled(pause(hang_up.as_mut())).await.is_some() {
            self.reload();
        }
    }

    /// Files that do not fit change nothing: one of them may be still to come.
    fn reload(&self) {
        match self.files.load() {
            Ok(loaded) => {
                let mut before = self.loaded.write().unwrap_or_else(PoisonError::into_inner);
                if before.read != loaded.read {
                    loaded.tell();
                    *before = loaded;
                    tracing::info!("the files of TLS were read again");
                }
            }
            Err(error) => tracing::error!(%error, "the files of TLS were not read again"),
        }
    }
}

async fn pause(hang_up: Option<&mut Signal>) {
    let hung_up = async {
        match hang_up {
            Some(hang_up) => drop(hang_up.recv().await),
            None => std::future::pending().await,
        }
    };
    tokio::select! {
        () = sleep(LOOK_EVERY) => {}
        () = hung_up => {}
    }
}

impl TlsFiles {
    fn load(&self) -> Result<Loaded, TlsError> {
        let mut reading = Reading::default();
        let chain = reading.certificates("tls_certificate", &self.certificate);
        let key = reading.private_key("tls_private_key", &self.private_key);
        let verifier = self.client_ca.as_ref().map(|ca| reading.verifier("tls_client_ca", ca));
        let config = match (chain, key, verifier) {
            (Some(chain), Some(key), None) => reading.config(None, chain, key),
            (Some(chain), Some(key), Some(Some(verifier))) => reading.config(Some(verifier), chain, key),
            _ => None,
        };
        match config {
            Some(config) => Ok(Loaded { config: Arc::new(config), read: reading.read, until: reading.until }),
            None => Err(TlsError(reading.mistakes)),
        }
    }
}

#[derive(Default)]
struct Reading {
    mistakes: Vec<String>,
    read: Vec<u8>,
    until: Vec<(&'static str, Duration)>,
}

impl Reading {
    fn mistake<T>(&mut self, name: &str, words: &str) -> Option<T> {
        self.mistakes.push(format!("{name}: {words}"));
        None
    }

    fn file(&mut self, name: &str, path: &Path) -> Option<Vec<u8>> {
        let Ok(bytes) = std::fs::read(path) else { return self.mistake(name, "cannot be read") };
        self.read.extend_from_slice(digest(&SHA256, &bytes).as_ref());
        Some(bytes)
    }

    fn certificates(&mut self, name: &'static str, path: &Path) -> Option<Vec<CertificateDer<'static>>> {
        let bytes = self.file(name, path)?;
        let certificates: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(&bytes).collect();
        match certificates {
            Ok(certificates) if !certificates.is_empty() => {
                self.until
                    .extend(certificates.iter().filter_map(|it| until(it)).min().map(|first| (name, first)));
                Some(certificates)
            }
            _ => self.mistake(name, "holds no certificate in PEM"),
        }
    }

    fn private_key(&mut self, name: &str, path: &Path) -> Option<PrivateKeyDer<'static>> {
        let bytes = Zeroizing::new(self.file(name, path)?);
        match PrivateKeyDer::from_pem_slice(&bytes) {
            Ok(key) => Some(key),
            Err(_) => self.mistake(name, "holds no private key in PEM"),
        }
    }

    fn verifier(&mut self, name: &'static str, ca: &ClientCa) -> Option<Arc<dyn ClientCertVerifier>> {
        let mut roots = RootCertStore::empty();
        for certificate in self.certificates(name, &ca.file)? {
            if roots.add(certificate).is_err() {
                return self.mistake(name, "holds a certificate that is no authority's");
            }
        }
        let builder = WebPkiClientVerifier::builder(Arc::new(roots));
        let builder = if ca.required { builder } else { builder.allow_unauthenticated() };
        match builder.build() {
            Ok(verifier) => Some(verifier),
            Err(_) => self.mistake(name, "cannot be used"),
        }
    }

    /// TLS 1.2 and 1.3, for both kinds of HTTP.
    fn config(
        &mut self,
        verifier: Option<Arc<dyn ClientCertVerifier>>,
        chain: Vec<CertificateDer<'static>>,
        key: PrivateKeyDer<'static>,
    ) -> Option<ServerConfig> {
        let asks = verifier.is_some();
        let builder = match verifier {
            Some(verifier) => ServerConfig::builder().with_client_cert_verifier(verifier),
            None => ServerConfig::builder().with_no_client_auth(),
        };
        let Ok(mut config) = builder.with_single_cert(chain, key) else {
            return self.mistake("tls_private_key", "is not the key of tls_certificate");
        };
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        if asks {
            // A resumed session would pass over the certificate, which may have expired since.
            config.session_storage = Arc::new(NoServerSessionStorage {});
            config.send_tls13_tickets = 0;
        }
        Some(config)
    }
}

/// Until when a certificate (DER) is valid, since 1970.
fn until(certificate: &[u8]) -> Option<Duration> {
    let certificate = x509_cert::Certificate::from_der(certificate).ok()?;
    Some(certificate.tbs_certificate.validity.not_after.to_unix_duration())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::pin::pin;

    use rcgen::{CertifiedKey, generate_simple_self_signed};
    use tempfile::TempDir;
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    fn files(folder: &TempDir) -> TlsFiles {
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(vec!["localhost".into()]).unwrap();
        let [certificate, private_key] = ["certificate.pem", "key.pem"].map(|name| folder.path().join(name));
        std::fs::write(&certificate, cert.pem()).unwrap();
        std::fs::write(&private_key, signing_key.serialize_pem()).unwrap();
        TlsFiles { certificate, private_key, client_ca: None }
    }

    #[tokio::test(start_paused = true)]
    async fn whoever_does_not_finish_the_handshake_is_sent_away() {
        crate::serve::install_crypto();
        let folder = tempfile::tempdir().unwrap();
        let tls = Tls::open(files(&folder)).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        // Who says nothing takes nobody's turn.
        for (said, turns) in [("", 0), ("\u{16}", 1)] {
            let mut caller = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
            caller.write_all(said.as_bytes()).await.unwrap();
            let (stream, _) = listener.accept().await.unwrap();
            let mut greeting = pin!(tls.greet(stream));
            assert!(timeout(HANDSHAKE_TIME / 2, greeting.as_mut()).await.is_err(), "{said:?}");
            assert_eq!(tls.turns.available_permits(), HANDSHAKES - turns, "{said:?}");
            assert!(greeting.await.is_none(), "{said:?}");
            assert_eq!(caller.read(&mut [0]).await.unwrap_or(0), 0, "{said:?}");
        }
        assert_eq!(tls.turns.available_permits(), HANDSHAKES);
    }

    #[test]
    fn a_key_of_another_certificate_is_a_mistake() {
        crate::serve::install_crypto();
        let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let mixed = TlsFiles { private_key: files(&other).private_key, ..files(&folder) };
        let error = Tls::open(mixed).err().unwrap().to_string();
        assert!(error.ends_with("tls_private_key: is not the key of tls_certificate"), "{error}");
    }
}
