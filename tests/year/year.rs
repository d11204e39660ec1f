//! A simulated year, and that it comes again from its seed.

use std::time::Instant;

use crate::life::Life;

/// The seed of a year whose seed nobody names.
const SEED: u64 = 2015;

fn seed() -> u64 {
    std::env::var("YEAR_SEED").map_or(SEED, |seed| seed.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn a_year_of_a_house_leaves_nothing_undone_and_every_invariant_holds() {
    let started = Instant::now();
    let days = std::env::var("YEAR_DAYS").map_or(365, |days| days.parse().unwrap());
    let mut life = Life::of(seed(), days).await;
    life.every_invariant_holds().await;
    life.caught_up().await;
    let took = started.elapsed().as_secs_f64();
    let calls = life.served.calls();
    println!("seed {}, {days} days", life.seed);
    for (what, number) in life.books.tally().iter().chain(&life.books.standing()) {
        println!("{number:>7} {what}");
    }
    println!("{calls:>7} calls in {took:.0} seconds, {:.0} a second", calls as f64 / took);
    life.served.close().await.rebuild_equals_live().await;
    println!("live read models equal rebuilt ones; {:.0} seconds in all", started.elapsed().as_secs_f64());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_seed_gives_the_same_month_and_another_seed_another() {
    let mut months = Vec::new();
    for seed in [seed(), seed(), seed() + 1] {
        let life = Life::of(seed, 30).await;
        months.push(life.books.summary());
        life.served.close().await;
    }
    assert_eq!(months[0], months[1]);
    assert_ne!(months[0], months[2]);
}
