//! What must hold at the end of every week, and at the end of the year.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::actors::manager;
use crate::doors::Envelope;
use crate::life::{Life, cleared, directors, holders};

/// For how many days work of each kind may be overdue on a Friday evening, and why.
const PATIENCE: &[(&str, i64)] = &[
    // Told on the day of the briefing or the next.
    ("feedback_owed", 1),
    // Back on the briefing of the week after its day.
    ("deferred_decision", 7),
    // Started on the day of the briefing.
    ("trajectory_to_start", 0),
    // Scheduled on the day of the briefing.
    ("scheduling_owed", 0),
    // What is due at the weekend is done on Monday; a case that waits for an outcome is called after it.
    ("monitoring_contact", 11),
    // Back on the agenda on the same day; after an outcome, when that is there.
    ("plan_without_progress", 11),
    // A case that is back on the agenda ends after its meeting, within a week; one that is escalated after its outcome.
    ("direction_ends", 18),
    // Answered after ten days, which can end in a weekend.
    ("escalation_open", 12),
    // A case that is on an agenda is spoken of there, within two weeks; one that is escalated after its outcome.
    ("suspect_at_zsm", 25),
    // The coordinator calls two days after the term; a weekend may come between.
    ("information_owed", 4),
    // Assessed on the day, and advised; after an outcome, when the case is escalated.
    ("linked_report_to_assess", 11),
    ("mayor_to_be_advised", 11),
    // Back on the agenda on the same day; after an outcome, when that is there.
    ("meeting_to_plan", 11),
    // On an agenda, of a briefing or of the local table, on the next day of work.
    ("report_to_place", 0),
    // A meeting decides on every case on its agenda.
    ("outcome_owed", 0),
    // Settled within six weeks; what ends at the weekend is told on Monday.
    ("bilateral_open", 3),
    ("trajectory_open", 0),
    // None is started in this year; it is reported done after sixty days.
    ("trajectory_to_start", 63),
    // Of those who come to no aftercare table until their case is closed.
    ("aftercare_to_prepare", 60),
    // Sent on the day.
    ("invitation_to_send", 0),
    // Partners look on Mondays and Thursdays, at the four days ahead.
    ("agreement_due", 3),
];

impl Life {
    /// Nothing is overdue for longer than [`PATIENCE`] has it, but what was left undone on purpose; of that its director
    /// was reminded.
    pub async fn nothing_is_overdue_unseen(&mut self) {
        self.read_reminders().await;
        let today = self.today;
        let mut left = 0;
        for work in self.work_of(&manager(), &[], today).await {
            let case = &self.books.cases[work.place];
            let days = (today - work.due).num_days();
            let (_, patience) = PATIENCE.iter().find(|(kind, _)| *kind == work.kind).unwrap();
            let reminded = self.reminded.contains(&case.id);
            if days > *patience {
                let on_purpose = case.neglected && work.kind == "monitoring_contact";
                assert!(on_purpose, "{today}: {} of {} is {days} days overdue", work.kind, case.id);
                assert!(reminded, "{today}: nobody was reminded of {}", case.id);
                left += 1;
            }
            if days > 0 && work.director.is_some() && case.before != "escalated" {
                assert!(reminded, "{today}: {} of {}, due {}, unseen", work.kind, case.id, work.due);
            }
        }
        self.books.count_all("overdue on purpose, seen at the end of a week", left);
    }

    async fn read_reminders(&mut self) {
        for director in directors() {
            loop {
                let mut input = json!({"limit": 100});
                if let Some(cursor) = self.read.get(&director.account) {
                    input["after"] = cursor.as_str().into();
                }
                let page = self.done(&director, "ListNotices", input).await.json;
                for notice in page["notices"].as_array().unwrap() {
                    self.read.insert(director.account.clone(), notice["cursor"].as_str().unwrap().to_owned());
                    if notice["kind"] == "work_overdue" {
                        self.reminded.insert(notice["caseId"].as_str().unwrap().to_owned());
                    }
                }
                if page["more"] == false {
                    break;
                }
            }
        }
    }

    /// Every case is as the books have it; feedback is given, and each plan in force has its one case holder.
    pub async fn every_invariant_holds(&mut self) {
        let rows = self.pages(&manager(), "ListCases", json!({"sort": "oldest"}), "cases").await;
        let mut standing: BTreeMap<String, usize> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        for row in &rows {
            self.is_as_the_books_have_it(row);
            seen.insert(row["id"].as_str().unwrap().to_owned());
            *standing.entry(format!("state {}", row["state"].as_str().unwrap())).or_default() += 1;
            if let Some(decision) = row["decision"].as_str() {
                *standing.entry(format!("decision {decision}")).or_default() += 1;
            }
        }
        assert_eq!(seen.len(), self.books.cases.len(), "each case once, and no other");
        assert_eq!(standing, self.books.standing());
        self.inquiries_are_counted().await;
        self.shielded_is_there_for_the_cleared_alone(&seen).await;
        for place in 0..self.books.cases.len() {
            if self.books.cases[place].plans > 0 {
                self.has_one_holder(place).await;
            }
        }
    }

    async fn inquiries_are_counted(&mut self) {
        let counts = self.done(&manager(), "ListInquiries", json!({"limit": 1})).await.json["counts"].clone();
        for count in counts.as_array().unwrap() {
            let what = format!("inquiries: {}", count["kind"].as_str().unwrap());
            let booked = self.books.tally().get(&what).copied().unwrap_or_default();
            assert_eq!(count["count"].as_u64().unwrap_or_default() as usize, booked, "{what}");
        }
    }

    /// No list had it: the books know of no such case, and would have said so.
    async fn shielded_is_there_for_the_cleared_alone(&mut self, listed: &BTreeSet<String>) {
        let Some(id) = self.shielded.clone() else { return };
        assert!(!listed.contains(&id));
        let about = json!({"caseId": id});
        assert_eq!(self.done(&cleared(), "GetCase", about.clone()).await.json["state"], "planned");
        for stranger in [manager(), directors()[0].clone()] {
            let refused = self.served.call(&stranger, "GetCase", about.clone(), Envelope::default()).await;
            assert_eq!(refused.unwrap_err().slug, "not-found");
        }
    }

    fn is_as_the_books_have_it(&self, row: &Value) {
        let case = &self.books.cases[self.books.place(row["id"].as_str().unwrap())];
        assert_eq!(row["state"], case.state, "{row}");
        assert_eq!(row["decision"].as_str(), case.decision, "{row}");
        assert_eq!(row["feedbackOwed"], false, "the reporter always hears: {row}");
    }

    /// The case itself, not a list: while a plan is in force, somebody holds it.
    async fn has_one_holder(&mut self, place: usize) {
        let id = self.books.cases[place].id.clone();
        let seen = self.done(&manager(), "GetCase", json!({"caseId": id})).await.json;
        let case = &self.books.cases[place];
        assert_eq!(seen["plans"].as_array().unwrap().len(), case.plans, "{id}");
        let ground = (case.state == "closed").then_some("direction_ended");
        assert_eq!(
            (&seen["feedbackOwed"], seen["closing"]["ground"].as_str()),
            (&json!(false), ground),
            "{id}"
        );
        assert_eq!(seen["letters"].as_array().unwrap().len(), case.letters, "{id}");
        let direction = &seen["direction"];
        assert_eq!(direction["planVersion"], case.plans, "{id}");
        assert_eq!(direction["caseHolder"]["account"], holders()[case.holder.unwrap()].account, "{id}");
        let made = direction["monitoring"].as_array().unwrap().iter();
        let made = made.filter(|moment| moment.get("contact").is_some()).count();
        assert_eq!(made, case.contacts.len(), "{id}");
    }
}
