//! Reminding of what has become overdue: by the House's own clock, once for each day.

use schakel_access::Action;
use schakel_domain::calendar::day_before;
use schakel_domain::reminders::{RemindOfOverdue, Reminders, STREAM};
use schakel_read_models::worklist::{self, Terms};

use crate::{Application, Error, Needs};

impl Application {
    /// Reminds of the work that was due yesterday or earlier and of which nobody was reminded yet; of how many cases.
    /// Broken off, or done by two processes at once, it counts once: the stream of reminders says how far it got.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn remind(&self) -> Result<usize, Error> {
        let until = day_before(self.today());
        let stream = STREAM.to_string();
        let reminders = self.journal.load::<Reminders>(&stream).await?.state;
        if reminders.until.is_some_and(|reminded| reminded >= until) {
            return Ok(0);
        }
        self.journal.ready_for("worklist", None).await?;
        let cases = worklist::overdue(self.pool(), &Terms::of(&self.region), reminders.until, until).await?;
        let count = cases.len();
        let order = self.clock_order(Action::ListWorkItems);
        let command = RemindOfOverdue { until, cases };
        self.execute::<Reminders>(&order, STREAM, command, Needs::default()).await?;
        Ok(count)
    }

    /// Of how many cases work was due yesterday or earlier.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn overdue(&self) -> Result<i64, Error> {
        self.journal.ready_for("worklist", None).await?;
        let until = day_before(self.today());
        Ok(worklist::count_overdue(self.pool(), &Terms::of(&self.region), until).await?)
    }
}
