//! The rules of the handbook, told as given, when, then.

#![expect(clippy::unwrap_used, reason = "tests")]

mod fixtures;
mod region;
mod scene;
mod sharing;
mod shielding;

mod at_the_table;
mod bij;
mod bottlenecks;
mod closing;
mod covenants;
mod ending;
mod escalation;
mod golden;
mod handovers;
mod inquiries;
mod letters;
mod linked_reports;
mod meetings;
mod meetings_logistics;
mod money;
mod monitor_days;
mod monitoring;
mod name_variants;
mod organisations;
mod persons;
mod plans;
mod random;
mod referrals;
mod refusals;
mod reminders;
mod report_imports;
mod reporting;
mod subject_requests;
mod trajectories;
mod transitions;
mod values;
mod weighing;
mod zsm_advice;
