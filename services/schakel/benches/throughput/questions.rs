//! Questions that stand in their paths.

use std::sync::Arc;

use crate::Result;
use crate::client::{Door, Rest};
use crate::closed_loop::Worker;

/// A client that asks one after the other, and begins again.
pub struct Paths {
    rest: Rest,
    paths: Arc<[String]>,
    next: usize,
}

impl Paths {
    /// Connects that many; each begins at another one.
    pub async fn open(door: &Door, paths: &[String], clients: usize) -> Result<Vec<Self>> {
        let paths: Arc<[String]> = paths.into();
        let mut workers = Vec::with_capacity(clients);
        for client in 0..clients {
            let next = client * paths.len() / clients;
            workers.push(Self { rest: Rest::open(door).await?, paths: paths.clone(), next });
        }
        Ok(workers)
    }
}

impl Worker for Paths {
    async fn once(&mut self) -> Result<()> {
        let path = &self.paths[self.next % self.paths.len()];
        self.next += 1;
        self.rest.get(path).await.map(drop)
    }
}

/// A client that asks all of them, over and over, each time as one thing.
pub struct All(Paths);

impl All {
    /// Connects that many.
    pub async fn open(door: &Door, paths: &[String], clients: usize) -> Result<Vec<Self>> {
        Ok(Paths::open(door, paths, clients).await?.into_iter().map(Self).collect())
    }
}

impl Worker for All {
    async fn once(&mut self) -> Result<()> {
        for _ in 0..self.0.paths.len() {
            self.0.once().await?;
        }
        Ok(())
    }
}
