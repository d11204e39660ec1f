//! TLS as an outsider finds it, by two programs that are not ours: which versions and ciphers are offered, and whether
//! the certificate holds. What certificates of clients count is in `tests/it/tls.rs`.

use std::process::Command;

use crate::authority::Authority;
use crate::house::House;

/// What a program says about the service, on both its outputs.
fn says(program: &str, arguments: &[&str]) -> (bool, String) {
    let output = Command::new(program).args(arguments).stdin(std::process::Stdio::null()).output();
    let output =
        output.unwrap_or_else(|error| panic!("{program}: {error}: scripts/setup.sh --security installs it"));
    let said = [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
    (output.status.success(), said.concat())
}

async fn secure(authority: &Authority) -> House {
    let settings = authority.settings("optional");
    let settings: Vec<_> = settings.iter().map(|(name, value)| (*name, value.as_str())).collect();
    House::secure(&settings, authority.client(None)).await
}

#[tokio::test(flavor = "multi_thread")]
async fn only_new_versions_of_tls_with_ciphers_that_keep_secrets_forward_are_offered() {
    let authority = Authority::new();
    let house = secure(&authority).await;
    let (done, said) = says("sslscan", &["--no-colour", house.address()]);
    assert!(done, "{said}");
    let line = |begin: &str| {
        let found = said.lines().find(|line| line.trim_start().starts_with(begin));
        found.unwrap_or_else(|| panic!("nothing about {begin}: {said}")).trim().to_owned()
    };
    for version in ["SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1"] {
        assert!(line(version).ends_with("disabled"), "{}", line(version));
    }
    for version in ["TLSv1.2", "TLSv1.3"] {
        assert!(line(version).ends_with("enabled"), "{}", line(version));
    }
    let heartbleed: Vec<_> = said.lines().filter(|line| line.ends_with("to heartbleed")).collect();
    assert!(
        !heartbleed.is_empty() && heartbleed.iter().all(|line| line.contains(" not vulnerable ")),
        "{said}"
    );
    assert!(said.contains("Session renegotiation not supported"), "{said}");
    let ciphers: Vec<_> =
        said.lines().filter(|line| line.starts_with("Preferred ") || line.starts_with("Accepted ")).collect();
    assert!(ciphers.len() >= 4, "{said}");
    for cipher in &ciphers {
        let name = cipher.split_whitespace().nth(4).unwrap();
        let forward = name.starts_with("TLS_") || name.starts_with("ECDHE-");
        let authenticated = ["GCM", "POLY1305"].iter().any(|mode| name.contains(mode));
        assert!(forward && authenticated, "{cipher}");
    }
    println!("= TLS 1.2 and 1.3 alone, {} ciphers, each forward secret and authenticated", ciphers.len());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_certificate_holds_for_those_who_trust_its_authority_and_for_nobody_else() {
    let (authority, stranger) = (Authority::new(), Authority::new());
    let house = secure(&authority).await;
    let verify = |trusted: &Authority, name: &str| {
        let file = trusted.path("authority.pem").display().to_string();
        let arguments =
            ["s_client", "-connect", house.address(), "-CAfile", &file, "-no-CApath", "-no-CAstore"];
        let checks = ["-verify_return_error", "-verify_hostname", name, "-brief"];
        says("openssl", &[&arguments[..], &checks].concat())
    };
    let (holds, said) = verify(&authority, "localhost");
    assert!(holds && said.contains("Verification: OK"), "{said}");
    assert!(!verify(&stranger, "localhost").0, "of an authority that is not trusted");
    assert!(!verify(&authority, "schakel.example.nl").0, "of another name");
    println!("= verified by openssl; refused under another authority and under another name");
}
