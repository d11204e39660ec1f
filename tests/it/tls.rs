//! TLS: both doors on one port, the certificates of clients, callers who say nothing, new files.

use std::net::TcpStream as Blocking;

use rcgen::ExtendedKeyUsagePurpose;
use reqwest::Client;
use reqwest::tls::Version;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::actors::director;
use crate::authority::{Authority, Pair, Subject};
use crate::house::{House, eventually, signal};

/// That of the House, for which the director acts.
const OIN: &str = "99000000000000000001";
/// More than may shake hands at once.
const MANY: usize = 300;

async fn house(authority: &Authority, client_certificates: &str, client: Client) -> House {
    let settings = authority.settings(client_certificates);
    let settings: Vec<_> = settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
    House::secure(&settings, client).await
}

fn good(authority: &Authority) -> Pair {
    authority.issue(&Subject::client("good", OIN))
}

const BOTH: [bool; 2] = [true; 2];
const NONE: [bool; 2] = [false; 2];

/// Which door answers this client, REST and gRPC.
async fn doors(house: &House, client: &Client) -> [bool; 2] {
    let token = house.token(&director());
    let rest = client.get(house.url("/v1/catalogue"));
    let rpc = client.post(house.url("/schakel.v1.CatalogueService/GetCatalogue")).header("te", "trailers");
    let rpc = rpc.header("content-type", "application/grpc").body(vec![0; 5]);
    let mut answered = [false; 2];
    for (answered, request) in answered.iter_mut().zip([rest, rpc]) {
        *answered = request.bearer_auth(&token).send().await.is_ok_and(|answer| answer.status() == 200);
    }
    answered
}

#[tokio::test(flavor = "multi_thread")]
async fn both_kinds_of_http_and_both_versions_of_tls_are_spoken_on_one_port() {
    let authority = Authority::new();
    let house = house(&authority, "optional", authority.client(None)).await;
    for (builder, version) in [
        (authority.builder(None), "HTTP/2.0"),
        (authority.builder(None).http1_only(), "HTTP/1.1"),
        (authority.builder(None).tls_version_max(Version::TLS_1_2), "HTTP/2.0"),
        (authority.builder(None).tls_version_min(Version::TLS_1_3), "HTTP/2.0"),
    ] {
        let client = builder.build().unwrap();
        let answer = client.get(house.url("/v1/health/live")).send().await.unwrap();
        assert_eq!((answer.status().as_u16(), format!("{:?}", answer.version()).as_str()), (200, version));
        // gRPC is HTTP/2.
        assert_eq!(doors(&house, &client).await, [true, version == "HTTP/2.0"], "{version}");
    }
    // The first of January 2100, in seconds: until then the certificate is valid.
    let told = "tls_certificate_not_after_timestamp_seconds{file=\"tls_certificate\"} 4102444800\n";
    assert!(house.metrics().await.contains(told));
    let plain = format!("http://{}/v1/health/live", house.address());
    assert!(house.http().get(plain).send().await.is_err(), "nothing is answered without TLS");
}

/// Certificates that do not count, and why.
fn bad_pairs(authority: &Authority) -> Vec<(&'static str, Pair)> {
    let subject = || Subject::client("bad", OIN);
    vec![
        ("of another authority", Authority::new().issue(&subject())),
        ("expired", authority.issue(&Subject { years: (2020, 2021), ..subject() })),
        ("not yet valid", authority.issue(&Subject { years: (2090, 2100), ..subject() })),
        ("a server's", authority.issue(&Subject { usage: ExtendedKeyUsagePurpose::ServerAuth, ..subject() })),
    ]
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_gets_in_with_a_bad_certificate_nor_without_one_where_it_is_required() {
    let authority = Authority::new();
    let good = authority.client(Some(&good(&authority)));
    for (asked, without) in [("required", NONE), ("optional", BOTH)] {
        let house = house(&authority, asked, good.clone()).await;
        assert_eq!(doors(&house, &good).await, BOTH, "{asked}");
        assert_eq!(doors(&house, &authority.client(None)).await, without, "{asked}");
        for (what, pair) in bad_pairs(&authority) {
            for version in [Version::TLS_1_2, Version::TLS_1_3] {
                let builder = authority.builder(Some(&pair)).tls_version_max(version);
                assert_eq!(doors(&house, &builder.build().unwrap()).await, NONE, "{asked}: {what}");
            }
        }
        assert_eq!(doors(&house, &good).await, BOTH, "{asked}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn callers_who_say_nothing_keep_nobody_waiting_neither_at_the_end() {
    let authority = Authority::new();
    let mut house = house(&authority, "optional", authority.client(None)).await;
    let mut silent = Vec::new();
    for _ in 0..MANY {
        silent.push(TcpStream::connect(house.address()).await.unwrap());
    }
    // These have begun, and go no further.
    for stream in silent.iter_mut().take(20) {
        stream.write_all(&[0x16]).await.unwrap();
    }
    assert_eq!(doors(&house, &authority.client(None)).await, BOTH);
    assert!(house.stop().await.success());
    for mut stream in silent {
        // The end comes, or this waits for ever.
        let _ = stream.read_to_end(&mut Vec::new()).await;
    }
    assert!(Blocking::connect(house.address()).is_err());
}

#[tokio::test(flavor = "multi_thread")]
async fn new_files_count_from_a_hang_up_on_and_bad_ones_change_nothing() {
    let (first, second) = (Authority::new(), Authority::new());
    let old = first.client(None);
    let house = house(&first, "optional", old.clone()).await;
    assert_eq!(doors(&house, &old).await, BOTH);
    std::fs::write(first.path("server.pem"), "garbage").unwrap();
    signal(house.server().pid(), "HUP");
    let told = async || house.log().contains("tls_certificate: holds no certificate in PEM");
    eventually("the mistake is told", told).await;
    assert_eq!(doors(&house, &first.client(None)).await, BOTH);
    first.serve_as(&second.issue(&Subject::server()));
    signal(house.server().pid(), "HUP");
    eventually("the new certificate", async || doors(&house, &second.client(None)).await == BOTH).await;
    assert_eq!(doors(&house, &first.client(None)).await, NONE, "the old one is shown to nobody new");
    assert_eq!(doors(&house, &old).await, BOTH, "who was in stays in");
}

#[tokio::test(flavor = "multi_thread")]
async fn serve_lists_every_mistake_in_the_files_of_tls_and_goes_nowhere_without_it() {
    let authority = Authority::new();
    let mut serve = House::closed(&[]).await.command(&["serve"]);
    for (name, value) in authority.settings("required") {
        serve.env(format!("SCHAKEL_{name}"), value);
    }
    std::fs::write(authority.path("server.pem"), "garbage").unwrap();
    std::fs::remove_file(authority.path("server.key")).unwrap();
    let output = serve.output().unwrap();
    assert!(!output.status.success());
    insta::assert_snapshot!(String::from_utf8(output.stderr).unwrap(), @r"
    schakel: TLS cannot be offered:
      tls_certificate: holds no certificate in PEM
      tls_private_key: cannot be read
    ");
    let mut serve = House::closed(&[]).await.command(&["serve"]);
    let output = serve.env("SCHAKEL_LISTEN", "0.0.0.0:0").output().unwrap();
    assert!(!output.status.success());
    insta::assert_snapshot!(String::from_utf8(output.stderr).unwrap(), @r"
    schakel: the configuration is wrong:
      listen: must be a loopback address without tls_certificate or tls = terminated_elsewhere
    ");
}
