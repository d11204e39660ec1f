//! Callers who take their time, say too much, hold on or change their minds: each is answered or sent away, and nobody
//! else waits for them.

use std::time::{Duration, Instant};

use http::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::actors::{director, reporter};
use crate::house::House;
use crate::survives::{BUSY, MARKER, assert_well};

/// How long a head may take, as the service promises; and slack for a busy machine.
const HEAD_TIME: Duration = Duration::from_secs(10);
const SLACK: Duration = Duration::from_secs(10);
/// Callers who hold on.
const MANY: usize = 800;

/// Others are answered, and soon.
async fn assert_answers_others(house: &House) {
    let asked = Instant::now();
    let answer = house.http().get(house.url("/v1/cases")).bearer_auth(house.token(&director())).send().await;
    assert_eq!(answer.unwrap().status(), 200);
    assert!(asked.elapsed() < Duration::from_secs(2), "{:?}", asked.elapsed());
}

async fn connect(house: &House) -> TcpStream {
    TcpStream::connect(house.address()).await.unwrap()
}

/// What was told until the other side closed.
async fn to_the_end(stream: &mut TcpStream, limit: Duration) -> String {
    let mut told = Vec::new();
    let ended = timeout(limit, stream.read_to_end(&mut told)).await;
    assert!(ended.is_ok(), "still open after {limit:?}: {}", String::from_utf8_lossy(&told));
    String::from_utf8_lossy(&told).into_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_send_their_heads_letter_by_letter_are_sent_away_and_keep_nobody_waiting() {
    let house = House::open_with(BUSY).await;
    let mut slow = Vec::new();
    for n in 0..MANY {
        let mut stream = connect(&house).await;
        // HTTP/1.1, the preface of HTTP/2, or nothing at all.
        let said = ["GET /v1/cases HTTP/1.1\r\nhost: a\r\nx: ", "PRI * HTTP/2.0\r\n", ""][n % 3];
        stream.write_all(said.as_bytes()).await.unwrap();
        slow.push(stream);
    }
    let begun = Instant::now();
    while begun.elapsed() < HEAD_TIME {
        for stream in slow.iter_mut().step_by(3) {
            // Sent away meanwhile: so it should be.
            let _ = stream.write_all(b"a").await;
        }
        assert_answers_others(&house).await;
    }
    for stream in &mut slow {
        let ended = timeout(SLACK, stream.read_to_end(&mut Vec::new())).await;
        assert!(ended.is_ok(), "still open {:?} after it began", begun.elapsed());
    }
    assert_well(&house).await;
    println!("= {MANY} connections, all closed within {:.0?}; others answered meanwhile", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_sends_a_body_byte_by_byte_is_told_that_it_took_too_long() {
    let house = House::open_with(&[BUSY, &[("REQUEST_TIMEOUT_SECONDS", "3")]].concat()).await;
    let head = format!(
        "POST /v1/cases HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n\
         idempotency-key: slow\r\ncontent-length: 5000\r\n\r\n",
        house.token(&reporter())
    );
    let mut slow = Vec::new();
    for _ in 0..100 {
        let mut stream = connect(&house).await;
        stream.write_all(head.as_bytes()).await.unwrap();
        slow.push(stream);
    }
    for _ in 0..6 {
        for stream in &mut slow {
            let _ = stream.write_all(b"{").await;
        }
        assert_answers_others(&house).await;
        tokio::time::sleep(Duration::from_millis(500)).await;
    }
    for stream in &mut slow {
        let told = to_the_end(stream, HEAD_TIME + SLACK).await;
        assert!(told.starts_with("HTTP/1.1 503 ") && told.contains("/problems/timed-out"), "{told}");
    }
    assert_well(&house).await;
    println!("= 100 bodies byte by byte: 503 timed-out each; others answered meanwhile");
}

#[tokio::test(flavor = "multi_thread")]
async fn heads_and_bodies_that_are_too_large_are_refused_and_not_kept() {
    let house = House::open_with(&[BUSY, &[("MAX_BODY_BYTES", "65536")]].concat()).await;
    let token = house.token(&reporter());
    let http2 = reqwest::Client::builder().http2_prior_knowledge().build().unwrap();
    let mut answers = Vec::new();
    for (name, client) in [("HTTP/1.1", house.http()), ("HTTP/2", &http2)] {
        let post = || {
            let request = client.request(Method::POST, house.url("/v1/cases")).bearer_auth(&token);
            request.header("content-type", "application/json").header("idempotency-key", MARKER)
        };
        let body = post().body(format!("{{\"reason\": \"{}\"}}", MARKER.repeat(10_000))).send().await;
        assert_eq!(body.unwrap().status(), 413, "{name}");
        let huge = post().header("x-huge", "x".repeat(1 << 20)).body("{}").send().await;
        let mut many = post().body("{}");
        for n in 0..2000 {
            many = many.header(format!("x-{n}"), MARKER);
        }
        let many = many.send().await;
        for (what, answer) in [("a huge header", huge), ("many headers", many)] {
            // HTTP/2 may break the connection off.
            let status = answer.map_or(0, |answer| answer.status().as_u16());
            assert!(status == 431 || (status == 0 && name == "HTTP/2"), "{name} {what}: {status}");
            let told = if status == 0 { "broken off".to_owned() } else { status.to_string() };
            answers.push(format!("{name} {what} {told}"));
        }
    }
    // A body without end: the connection is closed and nothing piles up.
    let mut endless = connect(&house).await;
    let head = format!(
        "POST /v1/cases HTTP/1.1\r\nhost: a\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\n\
         idempotency-key: e\r\ntransfer-encoding: chunked\r\n\r\n"
    );
    endless.write_all(head.as_bytes()).await.unwrap();
    let chunk = [b"4000\r\n".as_slice(), &[b' '; 0x4000], b"\r\n"].concat();
    let mut sent = 0_usize;
    while sent < 64 << 20 && matches!(timeout(SLACK, endless.write_all(&chunk)).await, Ok(Ok(()))) {
        sent += chunk.len();
    }
    assert!(sent < 64 << 20, "64 MiB were taken");
    assert_answers_others(&house).await;
    assert_well(&house).await;
    println!("= bodies: 413; {}; an endless body was cut off after {sent} bytes", answers.join("; "));
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_ask_and_take_it_back_at_once_are_sent_away_and_keep_nobody_waiting() {
    let house = House::open_with(BUSY).await;
    let mut sent_away = 0;
    for _ in 0..8 {
        let mut stream = connect(&house).await;
        let mut said = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec();
        said.extend(frame(0x4, 0, 0, &[]));
        // HEADERS that end the request, and RST_STREAM (CANCEL), again and again.
        for stream in (1..20_000_u32).step_by(2) {
            said.extend(frame(0x1, 0x5, stream, &[0x82, 0x86, 0x84, 0x41, 1, b'a']));
            said.extend(frame(0x3, 0, stream, &8_u32.to_be_bytes()));
        }
        // It is broken off in the middle, or taken.
        let taken = stream.write_all(&said).await.is_ok();
        assert_answers_others(&house).await;
        let mut told = Vec::new();
        let ended = timeout(SLACK, stream.read_to_end(&mut told)).await.is_ok();
        sent_away += usize::from(!taken || ended);
    }
    assert_eq!(sent_away, 8, "each is told to go away");
    assert_well(&house).await;
    println!(
        "= 8 connections of 10,000 requests taken back at once: each sent away; others answered meanwhile"
    );
}

/// A frame of HTTP/2.
fn frame(kind: u8, flags: u8, stream: u32, payload: &[u8]) -> Vec<u8> {
    let length = u32::try_from(payload.len()).unwrap().to_be_bytes();
    [&length[1..], &[kind, flags], &stream.to_be_bytes(), payload].concat()
}

#[tokio::test(flavor = "multi_thread")]
async fn many_who_hold_on_after_an_answer_keep_nobody_waiting_and_are_sent_away() {
    let house = House::open_with(BUSY).await;
    let mut idle = Vec::new();
    for _ in 0..MANY {
        let mut stream = connect(&house).await;
        stream.write_all(b"GET /v1/health/live HTTP/1.1\r\nhost: a\r\n\r\n").await.unwrap();
        let mut first = [0; 15];
        stream.read_exact(&mut first).await.unwrap();
        assert_eq!(&first, b"HTTP/1.1 200 OK");
        idle.push(stream);
    }
    let begun = Instant::now();
    for stream in &mut idle {
        let ended = timeout(HEAD_TIME + SLACK, stream.read_to_end(&mut Vec::new())).await;
        assert!(ended.is_ok(), "an idle connection is still open");
        if begun.elapsed() < HEAD_TIME {
            assert_answers_others(&house).await;
        }
    }
    assert_well(&house).await;
    println!(
        "= {MANY} idle connections, all closed within {:.0?}; others answered meanwhile",
        begun.elapsed()
    );
}
