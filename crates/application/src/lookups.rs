//! Is this person being handled? Questions that come at the same time share a statement.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use schakel_access::{Actor, POLICY_VERSION};
use schakel_access_log::{Decision, Record};
use schakel_connections::connect;
use schakel_domain::CaseId;
use schakel_domain::code::Code;
use schakel_domain::person::matching::{Fit, Reason};
use schakel_domain::person::{Bsn, PersonDetails};
use schakel_read_models::QueryError;
use schakel_read_models::lookup::{self, Among, Candidate, Found, Hit, Holder, Question};
use sqlx::PgConnection;
use sqlx::postgres::PgConnectOptions;
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::time::timeout;

use crate::watch::{Alarm, suspected};
use crate::{Application, Error, Unavailable};

/// Whom a lookup asks about.
#[derive(Clone, Debug)]
pub enum Sought {
    /// Whoever has this BSN.
    Bsn(Bsn),
    /// Whoever is meant by this.
    Person(Box<PersonDetails>),
}

/// An active case, and how well its subject fits what was asked.
#[derive(Clone, Debug)]
pub struct Match {
    /// How well, and why.
    pub fit: Fit,
    /// The case.
    pub hit: Hit,
    /// Who was found, where it was not the one with that BSN.
    pub holder: Option<Holder>,
}

impl Application {
    /// The active cases of whoever is sought, as far as they are visible; the best fit first, then the
    /// latest report. The questions of an account are counted, and watched.
    ///
    /// # Errors
    /// See [`Error`]; never an empty answer because something was behind or had stopped.
    pub async fn look_up(&self, actor: &Actor, sought: &Sought) -> Result<Vec<Match>, Error> {
        self.watch.count(&actor.account).map_err(|wait| Error::RateLimited { wait })?;
        let found = match sought {
            Sought::Bsn(bsn) => self.look_up_bsn(bsn).await?,
            Sought::Person(details) => self.look_up_person(details).await?,
        };
        let (subject, known) = (self.pseudonym(sought), !found.is_empty());
        if let Some(alarm) = self.watch.note(&actor.account, subject, known, self.now()) {
            self.alarm(actor, alarm).await?;
        }
        Ok(found)
    }

    /// An account's questions look like trying numbers out: that is on record for the privacy officer,
    /// counted, and told to the operator. The account goes on: it may have its reasons.
    async fn alarm(&self, actor: &Actor, alarm: Alarm) -> Result<(), Error> {
        let Alarm { asked, missed } = alarm;
        suspected(1);
        let organisation = actor.organisation.as_str();
        tracing::warn!(organisation, asked, missed, "an account's lookups look like trying numbers out");
        let now = self.now();
        self.record(vec![Record {
            started_at: now,
            ended_at: now,
            trace_id: self.new_id().simple().to_string(),
            span_id: format!("{:016x}", self.new_id().as_u64_pair().1),
            parent_span_id: None,
            action: "EnumerationSuspected".to_owned(),
            decision: Decision::Permit,
            reason: Some(format!("asked_{asked}_missed_{missed}")),
            status: "alarm".to_owned(),
            policy: POLICY_VERSION.to_owned(),
            account: actor.account.clone(),
            organisation: organisation.to_owned(),
            client: None,
            roles: actor.roles.iter().map(|role| role.code().to_owned()).collect(),
            purpose: None,
            reference: None,
            subject: None,
            found: false,
            categories: Vec::new(),
            messages: Vec::new(),
        }])
        .await
    }

    async fn look_up_bsn(&self, bsn: &Bsn) -> Result<Vec<Match>, Error> {
        let question = Question::by_bsn(self.vault().index(), bsn);
        let found = self.lane.ask(question).await?;
        let hits = found.open(self.vault()).await?;
        let fit = Fit { score: 100, reasons: vec![Reason::SameBsn] };
        Ok(hits.into_iter().map(|hit| Match { fit: fit.clone(), hit, holder: None }).collect())
    }

    /// Nothing of the cases is read before it is known which are meant; asked in vain, an empty list is
    /// read all the same.
    async fn look_up_person(&self, details: &PersonDetails) -> Result<Vec<Match>, Error> {
        let candidates = lookup::candidates(&self.asking, self.vault(), details, Among::Handled).await?;
        let mut best = BTreeMap::<CaseId, (Fit, Holder)>::new();
        for Candidate { holder, fit, cases, .. } in candidates {
            for case in cases {
                best.entry(case).or_insert_with(|| (fit.clone(), holder));
            }
        }
        let cases: Vec<_> = best.keys().copied().collect();
        let hits = Found::of_cases(self.pool(), &cases).await?.open(self.vault()).await?;
        let mut matches: Vec<_> = hits
            .into_iter()
            .filter_map(|hit| {
                best.remove(&hit.case).map(|(fit, holder)| Match { fit, hit, holder: Some(holder) })
            })
            .collect();
        matches.sort_by_key(|found| std::cmp::Reverse(found.fit.score));
        Ok(matches)
    }

    /// The persons and members of reports who could be meant, for intake: it proposes those who are
    /// known before somebody is registered anew.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn search_persons(&self, sought: &PersonDetails) -> Result<Vec<Candidate>, Error> {
        Ok(lookup::candidates(&self.asking, self.vault(), sought, Among::Known).await?)
    }

    /// A keyed hash by which the access log names somebody who was asked about: the same for the same
    /// BSN, also when nobody is known by it.
    pub fn pseudonym(&self, sought: &Sought) -> [u8; 16] {
        let asked = match sought {
            Sought::Bsn(bsn) => format!("data-subject/bsn/{}", bsn.as_str()),
            Sought::Person(details) => format!("data-subject/person/{}", identifying(details)),
        };
        first_half(self.vault().fingerprint(asked.as_bytes()))
    }
}

/// Half of a keyed hash tells as well as the whole.
pub(crate) fn first_half(hash: [u8; 32]) -> [u8; 16] {
    hash.first_chunk().copied().unwrap_or_default()
}

/// What somebody was asked about by, in one spelling.
fn identifying(details: &PersonDetails) -> String {
    let names = [&details.given_names, &details.prefix, &details.surname];
    let names = names.map(|name| name.as_ref().map_or(String::new(), |name| name.as_str().to_lowercase()));
    let born = details.birth_date.map(String::from).unwrap_or_default();
    format!("{}/{}/{}/{born}", names[0], names[1], names[2])
}

/// How many questions one statement takes at the most.
const MOST_AT_ONCE: usize = 128;
/// How many questions may wait; more are turned away.
const MOST_WAITING: usize = 4096;
/// Connections that ask.
const WORKERS: usize = 2;
/// A statement that takes longer is given up, with its connection: a lookup has a second in all.
pub(crate) const LONGEST: Duration = Duration::from_millis(900);

/// Takes questions that come at the same time together: while one statement is under way, the next
/// one's questions gather.
pub(crate) struct Lane {
    asked: mpsc::Sender<Asked>,
}

struct Asked {
    question: Question,
    answer: oneshot::Sender<Result<Found, Failed>>,
}

/// Why a statement for many failed, in a form that each of them can have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Failed {
    Stopped,
    Behind,
    Database,
    Fault,
}

impl From<&QueryError> for Failed {
    fn from(error: &QueryError) -> Self {
        match error {
            QueryError::Stopped => Self::Stopped,
            QueryError::Behind => Self::Behind,
            QueryError::Database(_) => Self::Database,
            QueryError::Vault(_) | QueryError::Unreadable(_) => Self::Fault,
        }
    }
}

impl From<Failed> for Error {
    fn from(failed: Failed) -> Self {
        let what = match failed {
            Failed::Stopped => Unavailable::Stopped,
            Failed::Behind => Unavailable::Behind,
            Failed::Database => Unavailable::Database,
            Failed::Fault => return Self::Internal("the lookup's rows cannot be read".into()),
        };
        Self::Unavailable { what, source: None }
    }
}

impl Lane {
    /// A lane over connections of its own, made for asking alone; it ends when it is dropped. To be made within a runtime.
    pub fn open(options: PgConnectOptions) -> Self {
        let (asked, questions) = mpsc::channel(MOST_WAITING);
        let questions = Arc::new(Mutex::new(questions));
        for _ in 0..WORKERS {
            let worker = Worker { options: options.clone(), connection: None };
            tokio::spawn(worker.run(questions.clone()));
        }
        Self { asked }
    }

    async fn ask(&self, question: Question) -> Result<Found, Error> {
        let (answer, answered) = oneshot::channel();
        self.asked.try_send(Asked { question, answer }).map_err(|_| Failed::Database)?;
        Ok(answered.await.unwrap_or(Err(Failed::Database))?)
    }
}

struct Worker {
    options: PgConnectOptions,
    connection: Option<PgConnection>,
}

impl Worker {
    async fn run(mut self, questions: Arc<Mutex<mpsc::Receiver<Asked>>>) {
        let mut batch = Vec::with_capacity(MOST_AT_ONCE);
        loop {
            // The other worker waits here while this one gathers, not while it asks.
            if questions.lock().await.recv_many(&mut batch, MOST_AT_ONCE).await == 0 {
                return;
            }
            self.answer(&mut batch).await;
        }
    }

    async fn answer(&mut self, batch: &mut Vec<Asked>) {
        let (questions, answers): (Vec<_>, Vec<_>) =
            batch.drain(..).map(|asked| (asked.question, asked.answer)).unzip();
        let found = match self.ask(&questions).await {
            // A connection that was lost while it stood idle tells so when it is used.
            Err(Failed::Database) => self.ask(&questions).await,
            found => found,
        };
        match found {
            Ok(found) => answers.into_iter().zip(found).for_each(|(answer, found)| tell(answer, Ok(found))),
            Err(failed) => answers.into_iter().for_each(|answer| tell(answer, Err(failed))),
        }
    }

    async fn ask(&mut self, questions: &[Question]) -> Result<Vec<Found>, Failed> {
        // Taken out, so that it is gone when it failed or was given up half-way.
        let connection = self.connection.take();
        let asking = async {
            let mut connection = match connection {
                Some(connection) => connection,
                None => connect(&self.options).await?,
            };
            let found = lookup::ask(&mut connection, questions).await?;
            Ok((connection, found))
        };
        match timeout(LONGEST, asking).await {
            Ok(Ok((connection, found))) => {
                self.connection = Some(connection);
                Ok(found)
            }
            Ok(Err(error)) => {
                tracing::warn!(%error, "a lookup failed");
                Err(Failed::from(&error))
            }
            Err(_) => Err(Failed::Database),
        }
    }
}

/// Whoever asked may be gone.
fn tell(answer: oneshot::Sender<Result<Found, Failed>>, found: Result<Found, Failed>) {
    let _ = answer.send(found);
}
