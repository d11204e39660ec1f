//! The work of each day, as the product's own lists have it: of the House's staff and of the partners.

use chrono::{Days, NaiveDate};
use schakel_domain::calendar::months_after;
use serde_json::{Value, json};

use crate::actors::{Actor, coordinator, director, manager, support};
use crate::life::{Life, directors, holders, subregion_of};
use crate::region::{LEVELS, happens, pick};

/// One thing to do.
pub struct Work {
    pub place: usize,
    pub kind: String,
    pub due: NaiveDate,
    pub director: Option<String>,
    moment: Option<String>,
    request: Option<String>,
    agreement: Option<String>,
    other: Option<String>,
}

impl Life {
    /// What somebody has to do, of these kinds, until this day.
    pub async fn work_of(&mut self, actor: &Actor, kinds: &[&str], until: NaiveDate) -> Vec<Work> {
        let mut input = json!({"dueUntilDate": until});
        if !kinds.is_empty() {
            input["kind"] = json!(kinds);
        }
        let rows = self.pages(actor, "ListWorkItems", input, "workItems").await;
        let text = |row: &Value, name: &str| row[name].as_str().map(str::to_owned);
        let work = |row: &Value| Work {
            place: self.books.place(row["caseId"].as_str().unwrap()),
            kind: text(row, "kind").unwrap(),
            due: row["dueDate"].as_str().unwrap().parse().unwrap(),
            director: text(row, "processDirector"),
            moment: text(row, "moment"),
            request: text(row, "informationRequestId"),
            agreement: text(row, "agreementId"),
            other: text(row, "otherCaseId"),
        };
        rows.iter().map(work).collect()
    }

    /// The staff's lists; on the last day nothing waits for tomorrow.
    pub async fn work_lists(&mut self, last: bool) {
        self.feedback(last).await;
        self.schedule().await;
        self.letters().await;
        self.start_trajectories().await;
        self.bring_back().await;
        self.settle_requests().await;
        self.assess_links().await;
        self.advise_mayors().await;
        for director in directors() {
            self.contacts(&director).await;
            self.back_on_agenda(&director).await;
            self.ends(&director).await;
        }
        self.outcomes().await;
    }

    /// Most reporters hear on the day of the briefing, some on the next.
    pub async fn feedback(&mut self, last: bool) {
        for work in self.work_of(&support(), &["feedback_owed"], self.today).await {
            let case = &mut self.books.cases[work.place];
            if !last && work.due == self.today && happens(&mut case.chance, 10) {
                continue;
            }
            self.books.count("feedback given");
            self.order(&support(), "GiveFeedback", work.place, json!({"channel": "telephone"})).await;
            let case = &mut self.books.cases[work.place];
            if case.decision == Some("no_follow_up") && !case.provisional {
                case.state = "closed";
                self.books.count("closed: no follow-up");
                self.order(&director(), "CloseAfterWeighing", work.place, json!({})).await;
            }
        }
    }

    async fn schedule(&mut self) {
        for work in self.work_of(&support(), &["scheduling_owed"], self.today).await {
            let case = &self.books.cases[work.place];
            let (kind, subregion) = match case.decision.unwrap() {
                "schedule_focus" => ("focus", None),
                "schedule_top60" => ("top60", None),
                _ => ("aftercare", subregion_of(case.municipality)),
            };
            let contact = case.is_placed_by_contact().then(|| format!("desk-gemeente_{}", case.municipality));
            let meeting = self.books.next(kind, subregion, self.today).map(|meeting| meeting.id.clone());
            let Some(meeting) = meeting else { continue };
            let mut input = json!({"meetingType": kind, "meetingId": meeting});
            if let Some(contact) = contact {
                input["municipalContact"] = contact.into();
                self.books.count("placed with a municipal contact");
            }
            let case = &mut self.books.cases[work.place];
            case.state = "scheduled";
            case.meeting = Some(meeting);
            let invited = kind == "focus" && happens(&mut case.chance, 60);
            self.order(&support(), "ScheduleCase", work.place, input).await;
            if invited {
                self.books.count("clients invited");
                self.order(&support(), "DecideOnClient", work.place, json!({"invited": true})).await;
            }
        }
    }

    /// Invitations go out on the day on which it was decided, from the list.
    async fn letters(&mut self) {
        for work in self.work_of(&support(), &["invitation_to_send"], self.today + Days::new(7)).await {
            let case = &mut self.books.cases[work.place];
            case.letters += 1;
            let meeting = case.meeting.clone();
            self.books.count("letters sent");
            let input = json!({"kind": "invitation", "meetingId": meeting, "recipient": "client"});
            self.order(&support(), "RecordLetterSent", work.place, input).await;
        }
    }

    /// What the briefing decided to pay starts on the same day.
    async fn start_trajectories(&mut self) {
        for work in self.work_of(&support(), &["trajectory_to_start"], self.today).await {
            let input = json!({
                "kind": "guidance", "provider": "exodus", "budgetSource": "own_budget",
                "helpQuestions": ["housing"], "municipality": self.books.cases[work.place].municipality
            });
            self.books.count("trajectories started");
            self.order(&support(), "StartTrajectory", work.place, input).await;
        }
    }

    /// What was deferred, or has its outcome, comes back on the briefing of the week.
    async fn bring_back(&mut self) {
        for work in self.work_of(&coordinator(), &["deferred_decision"], self.today).await {
            if !self.books.cases[work.place].on_briefing {
                self.put_on_briefing(work.place).await;
            }
        }
    }

    /// Two days after the term the coordinator calls, and answers for the partner.
    async fn settle_requests(&mut self) {
        let until = self.today - Days::new(2);
        for work in self.work_of(&coordinator(), &["information_owed"], until).await {
            self.answer(&coordinator(), &work).await;
            self.books.count("answered for a partner");
        }
    }

    /// The coordinator says what a new report means for the plan of the active case, and consults its holder.
    async fn assess_links(&mut self) {
        for work in self.work_of(&coordinator(), &["linked_report_to_assess"], self.today).await {
            let active = work.other.unwrap();
            let planned = self.books.cases[self.books.place(&active)].is_under_direction();
            let endangered = planned && happens(&mut self.books.cases[work.place].chance, 15);
            let input = json!({
                "activeCaseId": active, "planEndangered": endangered, "caseHolderConsulted": planned
            });
            self.books.count("linked reports assessed");
            self.order(&coordinator(), "AssessLinkedReport", work.place, input).await;
        }
    }

    async fn advise_mayors(&mut self) {
        for work in self.work_of(&coordinator(), &["mayor_to_be_advised"], self.today).await {
            let input = json!({"advice": "Begeleide terugkeer."});
            self.books.count("mayors advised");
            self.order(&coordinator(), "AdviseMayor", work.place, input).await;
        }
    }

    async fn answer(&mut self, actor: &Actor, work: &Work) {
        let known = happens(&mut self.books.cases[work.place].chance, 50);
        let input = json!({"requestId": work.request, "known": known});
        self.order(actor, "AnswerInformationRequest", work.place, input).await;
    }

    /// The director calls the case holder when a contact is due, or when the subject is at ZSM.
    async fn contacts(&mut self, director: &Actor) {
        for work in self.work_of(director, &["monitoring_contact"], self.today).await {
            if !self.books.cases[work.place].neglected {
                self.contact(director, &work, work.moment.clone().unwrap()).await;
            }
        }
        for work in self.work_of(director, &["suspect_at_zsm"], self.today).await {
            let case = &self.books.cases[work.place];
            if !case.is_under_direction() {
                // Nobody holds it: it is spoken of in its meeting, or ZSM itself is asked.
                if (self.today - work.due).num_days() > 14 {
                    let input = json!({"party": "zsm", "known": true});
                    self.order(&coordinator(), "RecordElsewhereCheck", work.place, input).await;
                }
                continue;
            }
            let moments = ["week_1", "month_1", "month_3", "month_6"].iter();
            let left = moments.map(|moment| (*moment).to_owned()).find(|it| !case.contacts.contains(it));
            match left {
                Some(moment) => self.contact(director, &work, moment).await,
                None => self.put_back(director, &work, "asked_by_case_holder").await,
            }
        }
    }

    async fn contact(&mut self, director: &Actor, work: &Work, moment: String) {
        let case = &mut self.books.cases[work.place];
        // A contact of before the schedule's turn may have come with the suspects monitor.
        if !case.is_under_direction() || !case.contacts.insert(moment.clone()) {
            return;
        }
        case.state = "monitored";
        let well = moment == "month_6" || happens(&mut case.chance, 85);
        let exceeds = happens(&mut case.chance, 2);
        let level = pick(&mut case.chance, LEVELS);
        let input = json!({
            "moment": moment, "agreementsKept": well, "runningAsPlanned": well, "newMeetingNeeded": !well
        });
        self.books.count("contacts");
        self.order(director, "RecordMonitoringContact", work.place, input).await;
        if exceeds {
            let case = &mut self.books.cases[work.place];
            (case.before, case.state) = (case.state, "escalated");
            self.books.count("escalated from a plan");
            let input = json!({"level": level, "question": "Wie neemt dit op zich?"});
            self.order(director, "EscalateCase", work.place, input).await;
        }
    }

    async fn back_on_agenda(&mut self, director: &Actor) {
        for (kind, reason) in
            [("plan_without_progress", "progress_stagnates"), ("meeting_to_plan", "plan_needs_adjusting")]
        {
            for work in self.work_of(director, &[kind], self.today).await {
                self.put_back(director, &work, reason).await;
            }
        }
    }

    async fn put_back(&mut self, director: &Actor, work: &Work, reason: &str) {
        let Some(meeting) = self.books.next("focus", None, self.today) else { return };
        if !self.books.cases[work.place].is_under_direction() {
            return;
        }
        let input = json!({"reason": reason, "meetingType": "focus", "meetingId": meeting.id});
        self.books.cases[work.place].state = "scheduled";
        self.books.count("back on the agenda");
        self.order(director, "PutBackOnAgenda", work.place, input).await;
    }

    /// Direction ends, or is extended once.
    async fn ends(&mut self, director: &Actor) {
        for work in self.work_of(director, &["direction_ends"], self.today).await {
            let case = &mut self.books.cases[work.place];
            if !case.is_under_direction() {
                continue;
            }
            if !case.extended && happens(&mut case.chance, 25) {
                case.extended = true;
                self.books.count("extended");
                let input =
                    json!({"newEndDate": months_after(self.today, 2), "reason": "De woning komt later."});
                self.order(director, "ExtendDirection", work.place, input).await;
                continue;
            }
            case.state = "closed";
            let holder = holders()[case.holder.unwrap()].clone();
            let mut results = crate::stages::results();
            results["madeManageable"] = happens(&mut case.chance, 43).into();
            results["progressMade"] = happens(&mut case.chance, 56).into();
            self.books.count("closed: direction ended");
            self.order(&holder, "JudgeResults", work.place, results).await;
            self.order(director, "CloseCase", work.place, json!({})).await;
        }
    }

    /// Whoever was asked answers after ten days.
    async fn outcomes(&mut self) {
        let until = self.today - Days::new(10);
        for work in self.work_of(&manager(), &["escalation_open"], until).await {
            let case = &mut self.books.cases[work.place];
            case.state = case.before;
            case.on_briefing = false;
            self.books.count("escalations answered");
            let input = json!({"outcome": "De gemeente neemt het op zich."});
            self.order(&manager(), "RecordEscalationOutcome", work.place, input).await;
        }
    }

    /// Partners look twice a week: they answer most of what is asked, and keep agreements when they are due.
    pub async fn partners_work(&mut self) {
        for partner in self.partners.clone() {
            for work in self.work_of(&partner, &[], self.today + Days::new(4)).await {
                match work.kind.as_str() {
                    "information_owed" => {
                        if happens(&mut self.books.cases[work.place].chance, 90) {
                            self.answer(&partner, &work).await;
                            self.books.count("answered by a partner");
                        }
                    }
                    "agreement_due" => self.keep(&partner, &work).await,
                    kind => panic!("{kind} is no work of a partner"),
                }
            }
        }
    }

    async fn keep(&mut self, partner: &Actor, work: &Work) {
        const STATES: &[(&str, usize)] = &[("done", 80), ("not_done", 15), ("impossible", 5)];
        let state = pick(&mut self.books.cases[work.place].chance, STATES);
        self.books.count("agreements settled");
        let input = json!({"agreementId": work.agreement, "state": state});
        self.order(partner, "UpdateAgreement", work.place, input).await;
    }
}
