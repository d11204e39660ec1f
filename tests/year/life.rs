//! One day after the other: what comes in, who asks, and in which order the House works.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, Days, NaiveDate, Weekday};
use schakel_access::Role;
use schakel_domain::OrganisationId;
use schakel_domain::calendar::months_after;
use schakel_domain::region::OrganisationCode;
use serde_json::{Value, json};

use crate::actors::{Actor, coordinator, director, holder, manager, reporter, support, zsm};
use crate::books::{Books, Case};
use crate::chance::Chance;
use crate::doors::{Envelope, Reply};
use crate::region::{
    BIRTH_YEARS, FIRST_PARTNERS, GENDERS, INQUIRIES, LOCAL_TABLES, MIDDEN_HOLLAND, MORE_PARTNERS,
    MUNICIPALITIES, OF_OWN_REGISTER, PERSONS, REPORTS, THEMES, TRIGGERS, happens, organisation_of, pick,
};
use crate::served::Served;
use crate::stages::bsns;

/// A Monday, so that a year is the same whenever it is lived.
const FIRST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2027, 1, 4).unwrap();
const DAYS_OF_A_YEAR: usize = 365;
/// When somebody is reported whose case exists for cleared participants alone.
const SHIELDED_AFTER: Days = Days::new(10);

/// What is answered from read models that follow the log.
const MAY_BE_BEHIND: &[&str] =
    &["ListCases", "ListWorkItems", "ListAgendaItems", "ListNotices", "ListInquiries"];

/// Who directs, in turn.
pub fn directors() -> [Actor; 2] {
    [director(), Actor::of("another-director", "veiligheidshuis", &[Role::ProcessDirector])]
}

/// Who holds cases.
pub fn holders() -> [Actor; 3] {
    let of_fivoor = |account| Actor::of(account, "fivoor", &[Role::CaseHolder]);
    [holder(), of_fivoor("case-holder-2"), of_fivoor("another-holder")]
}

/// Who directs and holds the case that exists for them alone.
pub fn cleared() -> Actor {
    Actor::of("cleared-director", "veiligheidshuis", &[Role::ProcessDirector, Role::Cleared])
}

fn cleared_holder() -> Actor {
    Actor::of("cleared-holder", "reclassering_nederland", &[Role::CaseHolder, Role::Cleared])
}

/// A House and its books.
pub struct Life {
    pub served: Served,
    pub books: Books,
    pub chance: Chance,
    pub seed: u64,
    pub first: NaiveDate,
    pub today: NaiveDate,
    /// Position of the last command: every list is asked for as it is then.
    pub position: Option<String>,
    /// Every partner with somebody at the desk.
    pub partners: Vec<Actor>,
    /// Cases of which their director was reminded, and how far each director has read.
    pub reminded: BTreeSet<String>,
    pub read: BTreeMap<String, String>,
    /// The case that exists for cleared participants alone, once it was reported.
    pub shielded: Option<String>,
    /// The lines of the last file of detention reports.
    imported: Vec<Value>,
    numbers: Vec<String>,
}

impl Life {
    /// A House lives for so many days.
    pub async fn of(seed: u64, days: u64) -> Self {
        let mut life = Self {
            served: Served::from(FIRST_DAY).await,
            books: Books::default(),
            chance: Chance(seed),
            seed,
            first: FIRST_DAY,
            today: FIRST_DAY,
            position: None,
            partners: Vec::new(),
            reminded: BTreeSet::new(),
            read: BTreeMap::new(),
            shielded: None,
            imported: Vec::new(),
            numbers: bsns().take(3 * PERSONS).collect(),
        };
        life.found().await;
        for day in 0..days {
            life.today = FIRST_DAY + Days::new(day);
            life.served.clock.set(life.today);
            life.day(day + 1 == days).await;
        }
        life
    }

    async fn day(&mut self, last: bool) {
        self.clock_work().await;
        self.reports().await;
        if self.today == self.first + SHIELDED_AFTER {
            self.shield().await;
        }
        let is_weekend = matches!(self.today.weekday(), Weekday::Sat | Weekday::Sun);
        if !is_weekend {
            self.plan_calendar().await;
            self.inquiries().await;
            self.import().await;
            self.intake().await;
            // Whoever has not heard yet hears before a meeting can close the case.
            self.feedback(last).await;
            self.hold_meetings().await;
            self.monitor_suspects().await;
            self.work_lists(last).await;
            if matches!(self.today.weekday(), Weekday::Mon | Weekday::Thu) {
                self.partners_work().await;
            }
            self.look_up().await;
            self.close_what_is_done().await;
        } else if last {
            self.work_lists(last).await;
        }
        if self.today.weekday() == Weekday::Fri {
            self.nothing_is_overdue_unseen().await;
        }
    }

    /// What the House's own clock brings about each day.
    async fn clock_work(&mut self) {
        self.caught_up().await;
        let swept = self.served.application.sweep().await.unwrap();
        assert!(swept.failures.is_empty(), "{:?}", swept.failures);
        let reminded = self.served.application.remind().await.unwrap();
        self.books.count_all("cases reminded of", reminded);
    }

    /// Until every read model shows the last command.
    pub async fn caught_up(&self) {
        let journal = self.served.application.journal();
        crate::house::eventually("read models that keep up", async || {
            journal.status().await.unwrap().iter().all(|status| status.lag == 0)
        })
        .await;
    }

    /// Orders or asks something that cannot go wrong; a question gets an answer that knows of every command before it.
    pub async fn done(&mut self, actor: &Actor, name: &str, input: Value) -> Reply {
        let position = self.position.clone().filter(|_| MAY_BE_BEHIND.contains(&name));
        let envelope = Envelope { position, ..Envelope::default() };
        let told = input.to_string();
        let answer = self.served.call(actor, name, input, envelope).await;
        let reply = answer.unwrap_or_else(|trouble| panic!("{}: {name} {told}: {trouble:?}", self.today));
        if reply.position.is_some() {
            self.position.clone_from(&reply.position);
        }
        reply
    }

    pub async fn order(&mut self, actor: &Actor, name: &str, place: usize, mut input: Value) -> Reply {
        input["caseId"] = self.books.cases[place].id.as_str().into();
        self.done(actor, name, input).await
    }

    /// Forty organisations: those of every House of the tests, all municipalities, and more partners.
    async fn found(&mut self) {
        let covenant = self.done(&manager(), "ListCovenants", json!({})).await;
        let covenant = covenant.json["covenants"][0]["id"].clone();
        let there = ["gouda", "leiden", "katwijk"];
        let municipalities = MUNICIPALITIES.iter().map(|(code, _)| *code);
        for municipality in municipalities.filter(|code| organisation_of(code).is_some()) {
            let code = organisation_of(municipality).unwrap();
            if !there.contains(&municipality) {
                let input = json!({
                    "code": code, "name": code, "kind": "chain_partner", "chain": "administration",
                    "municipality": municipality
                });
                self.join(&covenant, &code, input).await;
            }
            self.desk(&code, Role::MunicipalContact).await;
        }
        for (code, chain) in MORE_PARTNERS {
            let input = json!({"code": code, "name": code, "kind": "chain_partner", "chain": chain});
            self.join(&covenant, code, input).await;
            self.desk(code, Role::ChainPartner).await;
        }
        for code in FIRST_PARTNERS {
            self.desk(code, Role::ChainPartner).await;
        }
        let known = self.done(&manager(), "ListOrganisations", json!({})).await.json;
        let known = known["organisations"].as_array().unwrap().len();
        self.books.count_all("organisations", known);
        // The register is known to every process within a second.
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
    }

    async fn join(&mut self, covenant: &Value, code: &str, input: Value) {
        self.done(&manager(), "RegisterOrganisation", input).await;
        let admitted = json!({"covenantId": covenant, "organisation": code, "decidedDate": self.today});
        self.done(&manager(), "AdmitPartner", admitted).await;
        let signed = json!({"covenantId": covenant, "organisation": code});
        self.done(&manager(), "SignCovenant", signed).await;
    }

    /// Somebody who answers for a partner.
    async fn desk(&mut self, code: &str, role: Role) {
        let actor = Actor::of(&format!("desk-{code}"), code, &[role]);
        let organisation = OrganisationId::of(&OrganisationCode::new(code));
        let input = json!({
            "organisationId": organisation.to_string(), "account": actor.account, "name": "Wilgenhout",
            "roles": [schakel_domain::code::Code::code(role)], "untilDate": months_after(self.today, 12)
        });
        self.done(&manager(), "AuthoriseProfessional", input).await;
        self.partners.push(actor);
    }

    pub fn desk_of(&self, code: &str) -> Actor {
        self.partners.iter().find(|partner| partner.organisation == code).unwrap().clone()
    }

    /// What comes in on one day, also at the weekend: about four reports.
    async fn reports(&mut self) {
        let more = self.chance.below(DAYS_OF_A_YEAR) < REPORTS % DAYS_OF_A_YEAR;
        let usual = REPORTS / DAYS_OF_A_YEAR;
        let number = usual / 2 + self.chance.below(usual + 1) + usize::from(more);
        for _ in 0..number {
            self.report().await;
        }
    }

    async fn report(&mut self) {
        let mut chance = self.chance_of_case();
        let trigger = pick(&mut chance, TRIGGERS);
        let municipality = pick(&mut chance, MUNICIPALITIES);
        let complete = happens(&mut chance, 90);
        let (bsn, birth_year) = self.person(&mut chance);
        let mut input = json!({"reason": "Aanleiding tot zorg."});
        if complete {
            input["trigger"] = trigger.into();
            input["municipality"] = municipality.into();
            input["subject"] = subject(&mut chance, &bsn, birth_year);
            if trigger == "current_concern" {
                input["theme"] = pick(&mut chance, THEMES).into();
            }
        }
        let who = match trigger {
            "detention" => self.desk_of("dji"),
            "zsm" => zsm(),
            "arrest" => reporter(),
            _ => self.desk_of("ggd"),
        };
        let id = self.done(&who, "ReportCase", input).await.id();
        let person = (complete.then_some(bsn), birth_year);
        self.enter(id, chance, person, municipality, trigger);
        self.books.count("reports");
    }

    /// Of a report without a number nothing more is known; when it is completed it turns out to be an arrest.
    fn enter(
        &mut self,
        id: String,
        chance: Chance,
        (bsn, birth_year): (Option<String>, i32),
        municipality: &'static str,
        trigger: &'static str,
    ) {
        let complete = bsn.is_some();
        let local = LOCAL_TABLES.iter().any(|(code, _)| *code == municipality) && trigger == "detention";
        self.books.enter(Case {
            id,
            chance,
            bsn,
            birth_year,
            municipality,
            trigger: if complete { trigger } else { "arrest" },
            released: false,
            complete,
            on_briefing: false,
            local_table: complete && local,
            referred: false,
            veilig_thuis: false,
            state: "reported",
            before: "reported",
            decision: None,
            provisional: false,
            partner: None,
            done_on: None,
            plans: 0,
            holder: None,
            meeting: None,
            letters: 0,
            contacts: BTreeSet::new(),
            extended: false,
            neglected: false,
        });
    }

    /// A stream of its own for each case.
    fn chance_of_case(&self) -> Chance {
        Chance(self.seed ^ (self.books.cases.len() as u64 + 1).wrapping_mul(0x2545_f491_4f6c_dd1d))
    }

    /// On Mondays the coordinator brings in a file of the prisons: with the lines of the week before, which count once, and
    /// now and then one that cannot be read.
    async fn import(&mut self) {
        if self.today.weekday() != Weekday::Mon {
            return;
        }
        let mut lines = std::mem::take(&mut self.imported);
        let known_before = lines.len();
        let mut people = Vec::new();
        for number in 0..self.chance.below(3) {
            let mut chance = Chance(self.chance.below(usize::MAX) as u64);
            let municipality = pick(&mut chance, MUNICIPALITIES);
            let (bsn, birth_year) = self.person(&mut chance);
            let release = self.today + Days::new(60 + chance.below(90) as u64);
            lines.push(json!({
                "reference": format!("PI-{}-{number}", self.today), "organisation": "dji", "trigger": "detention",
                "bsn": bsn, "birthDate": format!("{birth_year}-04-12"), "municipality": municipality,
                "reason": "Opname in PI.", "releaseDate": release.to_string()
            }));
            people.push((bsn, birth_year, municipality));
        }
        self.imported = lines[known_before..].to_vec();
        if happens(&mut self.chance, 20) {
            lines.push(json!({"reference": format!("PI-{}-x", self.today), "organisation": "dji"}));
        }
        if lines.is_empty() {
            return;
        }
        let broken = lines.len() - known_before - people.len();
        let receipt = self.done(&coordinator(), "ImportReports", json!({"lines": lines})).await;
        let about = json!({"reportImportId": receipt.id()});
        let seen = self.done(&coordinator(), "GetReportImport", about).await.json;
        let run = seen["runs"].as_array().unwrap().last().unwrap().clone();
        let number = |name: &str| run[name].as_u64().unwrap_or_default() as usize;
        assert_eq!((number("knownBefore"), number("broken")), (known_before, broken), "{run}");
        let made = run["made"].as_array().unwrap().clone();
        assert_eq!(made.len(), people.len(), "{run}");
        for (line, (bsn, birth_year, municipality)) in made.iter().zip(people) {
            let (id, chance) = (line["caseId"].as_str().unwrap().to_owned(), self.chance_of_case());
            self.enter(id, chance, (Some(bsn), birth_year), municipality, "detention");
            self.books.cases.last_mut().unwrap().released = true;
        }
        self.books.count_all("reports", made.len());
        self.books.count_all("reports by file", made.len());
        self.books.count_all("lines known before", known_before);
        self.books.count_all("lines that could not be read", broken);
    }

    /// Some approach the House with what becomes no case.
    async fn inquiries(&mut self) {
        if !happens(&mut self.chance, 40) {
            return;
        }
        let kind = pick(&mut self.chance, INQUIRIES);
        let mut input = json!({"kind": kind, "municipality": pick(&mut self.chance, MUNICIPALITIES)});
        if kind != "advice" {
            input["organisation"] = "politie".into();
        }
        if kind == "partner_contact" {
            input["partner"] = "ggd".into();
        }
        self.books.count(&format!("inquiries: {kind}"));
        self.done(&support(), "RegisterInquiry", input).await;
    }

    /// Somebody is reported whom nobody but cleared participants may know of; the suspects monitor and lookups ask about
    /// them all the same.
    async fn shield(&mut self) {
        let bsn = self.numbers.last().unwrap().clone();
        let report = json!({
            "reason": "Zoekt aansluiting bij een gewelddadige groep.", "trigger": "current_concern",
            "theme": "nuisance", "municipality": "leiden", "shielded": "radicalisation",
            "subject": {"kind": "person", "members": [{
                "givenNames": "Sem", "surname": "Namaak", "birthDate": "2004-02-17", "bsn": bsn
            }]}
        });
        let id = self.done(&cleared(), "ReportCase", report).await.id();
        let agenda = json!({
            "caseId": id, "meetingType": "radicalisation", "processDirector": cleared().card()
        });
        self.done(&cleared(), "ScheduleCase", agenda).await;
        let due = self.today + Days::new(42);
        let mut plan = crate::stages::plan(&cleared_holder(), "reclassering_nederland", &due.to_string());
        plan["caseId"] = id.as_str().into();
        self.done(&cleared(), "SetPlan", plan).await;
        self.books.count("shielded cases");
        self.shielded = Some(id);
    }

    /// Somebody new, or somebody who was reported before.
    fn person(&mut self, chance: &mut Chance) -> (String, i32) {
        let known = self.books.persons.len();
        if known > 0 && chance.below(REPORTS) >= PERSONS {
            return self.books.persons[chance.below(known)].clone();
        }
        let person = (self.numbers[known].clone(), pick(chance, BIRTH_YEARS));
        self.books.persons.push(person.clone());
        person
    }

    /// The coordinator completes what is new, asks, and puts it on the agenda of the next briefing.
    async fn intake(&mut self) {
        let input = json!({"state": ["reported"], "sort": "oldest"});
        for row in self.pages(&coordinator(), "ListCases", input, "cases").await {
            let place = self.books.place(row["id"].as_str().unwrap());
            if !self.books.cases[place].on_briefing {
                self.take_in(place).await;
            }
        }
    }

    async fn take_in(&mut self, place: usize) {
        let case = &mut self.books.cases[place];
        let (municipality, local) = (case.municipality, case.local_table);
        if local {
            return self.send_to_local_table(place).await;
        }
        if !case.complete {
            case.complete = true;
            let input = json!({"trigger": "arrest", "municipality": municipality});
            self.books.count("reports completed");
            self.order(&coordinator(), "CompleteReport", place, input).await;
        }
        self.check_elsewhere(place).await;
        self.ask_partners(place).await;
        self.put_on_briefing(place).await;
    }

    /// What a local arrangement keeps from the briefing: on the local table's agenda, or referred to whoever keeps its
    /// register.
    async fn send_to_local_table(&mut self, place: usize) {
        let municipality = self.books.cases[place].municipality;
        if municipality == OF_OWN_REGISTER {
            let case = &mut self.books.cases[place];
            if std::mem::replace(&mut case.referred, true) {
                return;
            }
            self.books.count("referred to a table of its own register");
            let receiver = organisation_of(municipality);
            let input = json!({"receiver": receiver, "question": "Bespreekt u de nazorg?"});
            self.order(&coordinator(), "OfferReferral", place, input).await;
            return;
        }
        let (_, table) = LOCAL_TABLES.iter().find(|(code, _)| *code == municipality).unwrap();
        self.books.cases[place].state = "scheduled";
        self.books.count("sent to a local table");
        self.order(&support(), "ScheduleCase", place, json!({"meetingType": table})).await;
    }

    async fn check_elsewhere(&mut self, place: usize) {
        let chance = &mut self.books.cases[place].chance;
        let check = match chance.below(10) {
            0..3 => {
                let known = happens(chance, 8);
                self.books.cases[place].veilig_thuis = known;
                json!({"party": "veilig_thuis", "known": known})
            }
            3 => json!({"party": "care_network", "known": true, "pickedUpBy": "ggd"}),
            4 => json!({"party": "own_cases", "known": false}),
            _ => return,
        };
        self.books.count("checks elsewhere");
        self.order(&coordinator(), "RecordElsewhereCheck", place, check).await;
    }

    async fn ask_partners(&mut self, place: usize) {
        let case = &mut self.books.cases[place];
        let asked =
            organisation_of(case.municipality).into_iter().chain(["reclassering_nederland".to_owned()]);
        let asked: Vec<_> = asked.filter(|_| happens(&mut case.chance, 35)).collect();
        for organisation in asked {
            let input = json!({"organisation": organisation, "question": "Is betrokkene bij u bekend?"});
            self.books.count("information requests");
            self.order(&coordinator(), "RequestInformation", place, input).await;
        }
    }

    pub async fn put_on_briefing(&mut self, place: usize) {
        let briefing = self.books.next("briefing", None, self.today).unwrap().id.clone();
        self.books.cases[place].on_briefing = true;
        self.order(&coordinator(), "PutOnBriefing", place, json!({"briefingId": briefing})).await;
    }

    /// Whoever is at ZSM asks about somebody who was arrested; what they hear is what the books say.
    async fn look_up(&mut self) {
        for _ in 0..2 {
            let known = self.books.persons.len().max(1);
            let asked = self.chance.below(2 * known);
            let bsn = self.numbers[asked].clone();
            let input = json!({"type": "by_bsn", "purpose": "zsm_lookup", "reference": "jaar", "bsn": bsn});
            let answer = self.done(&zsm(), "LookUpPerson", input).await;
            assert_eq!(answer.json["hit"], self.books.is_active(&bsn), "{}: {}", self.today, answer.json);
            self.books.count("lookups");
        }
        let hidden = self.numbers.last().unwrap().clone();
        let input = json!({"type": "by_bsn", "purpose": "zsm_lookup", "reference": "jaar", "bsn": hidden});
        let answer = self.done(&zsm(), "LookUpPerson", input).await;
        assert_eq!(answer.json["hit"], false, "somebody whose case is shielded is like somebody unknown");
    }

    /// Once a week a list of everyone now at ZSM; most of them are strangers.
    async fn monitor_suspects(&mut self) {
        if self.today.weekday() != Weekday::Wed {
            return;
        }
        let strangers = self.numbers.iter().rev().take(20).cloned();
        let mut suspects: Vec<_> = strangers.collect();
        let directed = self.books.cases.iter().filter(|case| case.is_under_direction() && !case.neglected);
        let directed: Vec<_> = directed.filter_map(|case| case.bsn.clone()).collect();
        if !directed.is_empty() {
            suspects.push(directed[self.chance.below(directed.len())].clone());
        }
        let lines: Vec<_> = suspects.iter().map(|bsn| json!({"bsn": bsn})).collect();
        self.done(&coordinator(), "CheckSuspects", json!({"lines": lines})).await;
        self.books.count("suspects monitors");
    }

    /// Partners say that what they settled between them is done.
    async fn close_what_is_done(&mut self) {
        for place in 0..self.books.cases.len() {
            let case = &mut self.books.cases[place];
            if case.state != "weighed" || case.done_on.is_none_or(|day| day > self.today) {
                continue;
            }
            case.state = "closed";
            let input = json!({"reportedDoneBy": case.partner});
            self.books.count("closed: reported done");
            self.order(&director(), "CloseAfterWeighing", place, input).await;
        }
    }

    /// All rows of a list.
    pub async fn pages(&mut self, actor: &Actor, name: &str, input: Value, rows: &str) -> Vec<Value> {
        let (mut all, mut cursor) = (Vec::new(), Value::Null);
        loop {
            let mut page = input.clone();
            page["limit"] = 100.into();
            if !cursor.is_null() {
                page["cursor"] = cursor;
            }
            let answer = self.done(actor, name, page).await.json;
            all.extend(answer[rows].as_array().unwrap().iter().cloned());
            cursor = answer["nextCursor"].clone();
            if cursor.is_null() {
                return all;
            }
        }
    }
}

/// The subregion whose aftercare table a case goes to; none from elsewhere.
pub fn subregion_of(municipality: &str) -> Option<&'static str> {
    organisation_of(municipality)?;
    Some(if MIDDEN_HOLLAND.contains(&municipality) { "midden_holland" } else { "holland_rijnland" })
}

fn subject(chance: &mut Chance, bsn: &str, birth_year: i32) -> Value {
    let gender = pick(chance, GENDERS);
    let born = format!("{birth_year}-04-12");
    let member = json!({"givenNames": "Jan", "surname": "Proef", "birthDate": born, "bsn": bsn});
    match gender {
        "family" => {
            json!({"kind": "family", "members": [member, {"givenNames": "Daan", "surname": "Proef"}]})
        }
        gender => {
            let mut member = member;
            member["gender"] = gender.into();
            json!({"kind": "person", "members": [member]})
        }
    }
}
