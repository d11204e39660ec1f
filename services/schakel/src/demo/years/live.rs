//! Living the years in the demo: through the operations of the API, with a clock that is set back.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use chrono::{Datelike, NaiveDate};
use futures::stream::{self, TryStreamExt};
use schakel_access::{Actor, Role};
use schakel_application::{Application, Error};
use serde_json::{Value, json};

use super::{Margins, PUBLISHED, Step, Who, days, resolve, steps};
use crate::demo::clock::SetClock;
use crate::demo::{cast, keep_authorised};
use crate::doors::{Call, Entry, Idempotency, Language, Trace};
use crate::operations::operations;
use crate::parts::ProfessionalView;

/// How many cases are worked on at once.
const AT_ONCE: usize = 4;
/// Between two looks at whose authorisation ends soon.
const LOOK_AFTER_DAYS: i64 = 90;

/// The three years before this one, each with the margins of a published year.
pub fn of_the_demo(app: &Application) -> Vec<(i32, Margins)> {
    let this_year = app.today().year();
    let [first, second] = PUBLISHED.map(|year| Margins::published(year, app.region()));
    vec![(this_year - 3, first), (this_year - 2, second.clone()), (this_year - 1, second)]
}

/// Does everything that is done in these years; broken off and begun again, it repeats what was done without effect.
///
/// # Errors
/// When a step is not accepted.
pub async fn live(app: &Application, clock: &SetClock, years: &[(i32, Margins)]) -> Result<(), Error> {
    let entries: HashMap<_, _> = operations().into_iter().map(|it| (it.spec.action.name(), it)).collect();
    let made = Mutex::new(HashMap::from([
        ("@director".to_owned(), card(cast::director_of_years())),
        ("@holder".to_owned(), card(cast::holder_of_years())),
    ]));
    let living = Living { app, entries, made };
    let mut looked_on = NaiveDate::MIN;
    for (on, threads) in days(&steps(app.region(), years)) {
        clock.set_day(on);
        if (on - looked_on).num_days() > LOOK_AFTER_DAYS {
            keep_authorised(app).await?;
            looked_on = on;
        }
        living.day(threads).await?;
    }
    clock.set_days_ago(0);
    keep_authorised(app).await
}

fn card(professional: Option<schakel_domain::Professional>) -> Value {
    professional.and_then(|it| serde_json::to_value(ProfessionalView::from(&it)).ok()).unwrap_or_default()
}

struct Living<'a> {
    app: &'a Application,
    entries: HashMap<&'static str, Entry>,
    made: Mutex<HashMap<String, Value>>,
}

impl Living<'_> {
    async fn day(&self, threads: Vec<Vec<&Step>>) -> Result<(), Error> {
        let threads = stream::iter(threads.into_iter().map(Ok::<_, Error>));
        threads.try_for_each_concurrent(AT_ONCE, |thread| self.thread(thread)).await
    }

    async fn thread(&self, steps: Vec<&Step>) -> Result<(), Error> {
        for step in steps {
            self.step(step).await?;
        }
        Ok(())
    }

    async fn step(&self, step: &Step) -> Result<(), Error> {
        let input = resolve(&step.input, &self.made.lock().unwrap_or_else(PoisonError::into_inner));
        let entry = self.entries.get(step.action).ok_or(Error::NotFound)?;
        let answer = entry.run(self.app, call(step, &input), input).await?;
        step.keep(&answer.body, &mut self.made.lock().unwrap_or_else(PoisonError::into_inner));
        Ok(())
    }
}

fn call(step: &Step, input: &Value) -> Call {
    let request = json!([step.action, input]).to_string().into_bytes();
    Call {
        actor: actor(step.who),
        idempotency: Some(Idempotency { key: step.key(), request }),
        expected_version: None,
        at_least: None,
        trace: Trace::start(),
        language: Language::Nl,
        purpose: None,
    }
}

fn actor(who: Who) -> Actor {
    match who {
        Who::Coordinator => cast::actor(Role::InformationCoordinator),
        Who::Support => cast::actor(Role::Support),
        Who::Director => cast::of_years(Role::ProcessDirector),
        Who::Holder => cast::of_years(Role::CaseHolder),
        Who::Manager => cast::actor(Role::ChainManager),
    }
}
