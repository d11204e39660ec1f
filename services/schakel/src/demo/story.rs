//! The demo's cases: one in every state, told as commands on the days on which they were given.

use cqrs_es::Aggregate;
use schakel_access::{Action, Actor, Role};
use schakel_application::{Error, Needs, Order, Refused, ReportLine};
use schakel_domain::bottleneck::{AddCaseToBottleneck, Bottleneck, RaiseBottleneck};
use schakel_domain::case::{
    Agreement, AgreementState, Case, CaseSubject, CloseAfterWeighing, CloseCase, Command, Decision,
    EscalateCase, EscalationLevel, FeedbackChannel, GiveFeedback, Goal, IdentifySubject, Intervention,
    JudgeResults, LifeArea, Member, MonitoringMoment, NoFollowUpReason, OfferReferral, PutOnBriefing,
    RecordMonitoringContact, ReportCase, Results, ScheduleCase, SetPlan, Source, SubjectKind, Trigger,
    UpdateAgreement, WeighCase, ZsmAdvice,
};
use schakel_domain::code::Code;
use schakel_domain::inquiry::{ContactKind, Inquiry, RegisterInquiry};
use schakel_domain::meeting::{Meeting, PlanMeeting};
use schakel_domain::money::Amount;
use schakel_domain::person::{Gender, MergePersons, Person, RegisterPerson};
use schakel_domain::personal::Personal;
use schakel_domain::region::{
    BottleneckThemeCode, BudgetSourceCode, CriterionCode, MeetingTypeCode, MunicipalityCode,
    OrganisationCode, ThemeCode,
};
use schakel_domain::trajectory::{
    self, HelpQuestion, HelpQuestions, Kind, Obstacle, RecordCost, RecordRepayment, StartTrajectory,
    Trajectory,
};
use schakel_domain::{
    Account, AgreementId, CaseId, Context, MeetingId, MemberId, PersonId, ReferralId, Text,
};
use uuid::Uuid;

use super::Teller;
use super::cast::{self, Subject, subject};

/// Tells all of it.
pub(super) async fn tell(teller: &Teller) -> Result<(), Error> {
    let mut story = Story { teller, told: 0 };
    let calendar = story.calendar().await?;
    story.reported(&calendar).await?;
    story.weighed().await?;
    story.deferred(&calendar).await?;
    story.scheduled(&calendar).await?;
    let planned = story.planned().await?;
    story.monitored().await?;
    let escalated = story.escalated().await?;
    story.closed().await?;
    story.kept_local().await?;
    story.shielded().await?;
    story.intake(&calendar).await?;
    story.helped(planned).await?;
    story.stuck(escalated).await
}

/// The meetings that are to come.
struct Calendar {
    briefing: MeetingId,
    focus: MeetingId,
    aftercare: MeetingId,
}

/// How long ago they were planned: before anything came on their agendas.
const PLANNED_DAYS_AGO: u64 = 21;

struct Story<'a> {
    teller: &'a Teller,
    told: u32,
}

impl Story<'_> {
    async fn calendar(&mut self) -> Result<Calendar, Error> {
        self.on(PLANNED_DAYS_AGO);
        let calendar = Calendar {
            briefing: self.meeting("briefing", None, 3).await?,
            focus: self.meeting("focus", None, 7).await?,
            aftercare: self.meeting("aftercare", Some("midden_holland"), 10).await?,
        };
        self.meeting("aftercare", Some("holland_rijnland"), 14).await?;
        Ok(calendar)
    }

    async fn reported(&mut self, calendar: &Calendar) -> Result<(), Error> {
        self.on(1);
        let reason = "Derde aanhouding deze maand; schulden en geen vast adres.";
        let someone = man("Jan", Some("van der"), "Proef", (1990, 4, 12), "999900006");
        let case = self.report(reason, Trigger::Arrest, "gouda", None, vec![someone]).await?;
        self.put_on(calendar.briefing, case).await?;
        let reason = "Buurt meldt verward gedrag; nog weinig bekend.";
        let nobody = Source {
            organisation: OrganisationCode::new("politie"),
            account: Account(cast::account_of(Role::Reporter)),
            reporter: None,
        };
        let command = ReportCase {
            source: nobody,
            reason: text(reason)?,
            trigger: None,
            theme: None,
            municipality: None,
            subject: None,
            shielded: None,
            subject_informed: None,
            release_date: None,
        };
        self.new_case(command, Needs::default()).await.map(drop)
    }

    async fn weighed(&mut self) -> Result<(), Error> {
        self.on(5);
        let someone = woman("Fatma", None, "Voorbeeld", (2001, 9, 30), "999900018");
        let reason = "Overlast in het portiek, huurschuld loopt op.";
        let case =
            self.report(reason, Trigger::CurrentConcern, "leiden", Some("nuisance"), vec![someone]).await?;
        self.on(3);
        let partners = ["gemeente_leiden", "politie"].map(OrganisationCode::new).to_vec();
        self.weigh(case, [], Decision::HandleBilaterally { partners }).await
    }

    /// It comes back on the next briefing.
    async fn deferred(&mut self, calendar: &Calendar) -> Result<(), Error> {
        self.on(20);
        let someone = man("Piet", None, "Testman", (1984, 1, 31), "999900043");
        let case = self
            .report("Mogelijk bekend bij de GGZ.", Trigger::Zsm, "waddinxveen", None, vec![someone])
            .await?;
        self.on(18);
        let until = chrono::Days::new(14);
        let until = self.teller.application.today().checked_add_days(until).unwrap_or_default();
        self.weigh(case, [], Decision::NoFollowUp(NoFollowUpReason::Deferred { until })).await?;
        self.feedback(case).await?;
        self.on(4);
        self.put_on(calendar.briefing, case).await
    }

    async fn scheduled(&mut self, calendar: &Calendar) -> Result<(), Error> {
        self.on(10);
        let parent = woman("Anneke", None, "Probeer", (1979, 6, 2), "999900055");
        let child = man("Daan", None, "Probeer", (2009, 11, 11), "999900067");
        let case = self
            .family("Geweld in het gezin, zoon ontspoort.", "bodegraven_reeuwijk", vec![parent, child])
            .await?;
        self.on(8);
        self.weigh(case, ALL_THREE, Decision::ScheduleFocus).await?;
        self.feedback(case).await?;
        self.on(7);
        self.schedule(case, "focus", Some(calendar.focus)).await?;
        self.monitored_at_aftercare(calendar).await
    }

    async fn monitored_at_aftercare(&mut self, calendar: &Calendar) -> Result<(), Error> {
        self.on(9);
        let someone = man("Wim", None, "Gespeeld", (1983, 5, 21), "999900109");
        let reason = "Komt over twee maanden vrij; geen woning.";
        let case = self.report(reason, Trigger::Detention, "waddinxveen", None, vec![someone]).await?;
        self.on(6);
        self.weigh(case, [], Decision::MonitorAftercare).await?;
        self.feedback(case).await?;
        self.schedule(case, "aftercare", Some(calendar.aftercare)).await
    }

    /// Its first contact is overdue. Who it is about is registered.
    async fn planned(&mut self) -> Result<Uuid, Error> {
        self.on(30);
        let someone = man("Karim", Some("el"), "Fictief", (1995, 3, 3), "999900031");
        let case = self
            .report("Inbraken, verslaving, dakloos.", Trigger::Arrest, "gouda", None, vec![someone.clone()])
            .await?;
        self.on(29);
        let person = self.register(someone).await?;
        self.identify(case, person).await?;
        self.through_focus(case, 28, 14).await?;
        Ok(case)
    }

    /// Whom it is about was registered twice, and the records were merged.
    async fn monitored(&mut self) -> Result<(), Error> {
        self.on(80);
        let someone = woman("Lotte", Some("de"), "Bedacht", (1988, 12, 24), "999900079");
        let reason = "Stalking van ex-partner houdt aan.";
        let case = self
            .report(reason, Trigger::CurrentConcern, "teylingen", Some("stalking"), vec![someone.clone()])
            .await?;
        self.on(79);
        let person = self.register(someone).await?;
        self.identify(case, person).await?;
        let earlier = self.register(woman("Charlotte", None, "Denkbaar", (1988, 12, 24), "")).await?;
        self.merge(person, earlier).await?;
        let agreement = self.through_focus(case, 77, 65).await?;
        self.contact(case, 58, MonitoringMoment::Week1, true).await?;
        self.contact(case, 33, MonitoringMoment::Month1, false).await?;
        let done = UpdateAgreement { agreement, state: AgreementState::Done, note: None };
        self.case(case, Role::CaseHolder, Action::UpdateAgreement, done, Needs::default()).await
    }

    async fn escalated(&mut self) -> Result<Uuid, Error> {
        self.on(60);
        let someone = man("Bo", None, "Denkbeeld", (1999, 2, 28), "999900080");
        let case = self
            .report("Geen papieren, wel zorg nodig.", Trigger::Bij, "zuidplas", None, vec![someone])
            .await?;
        self.through_focus(case, 58, 45).await?;
        self.on(12);
        let question = text("Wie betaalt zorg voor iemand zonder papieren?")?;
        let command = EscalateCase { level: EscalationLevel::DirectionRoom, question };
        self.case(case, Role::ProcessDirector, Action::EscalateCase, command, Needs::default()).await?;
        Ok(case)
    }

    async fn closed(&mut self) -> Result<(), Error> {
        self.on(220);
        let someone = man("Gijs", None, "Verzonnen", (1972, 7, 19), "999900092");
        let case =
            self.report("Veelpleger wil stoppen.", Trigger::Arrest, "leiden", None, vec![someone]).await?;
        self.through_focus(case, 215, 205).await?;
        for (days_ago, moment) in
            [(198, MonitoringMoment::Week1), (174, MonitoringMoment::Month1), (113, MonitoringMoment::Month3)]
        {
            self.contact(case, days_ago, moment, true).await?;
        }
        self.on(30);
        let results = Results {
            procedure_breakthrough: false,
            all_parties_cooperate: true,
            progress_made: true,
            made_manageable: true,
            holder_can_proceed: true,
        };
        let judge = JudgeResults { results };
        self.case(case, Role::CaseHolder, Action::JudgeResults, judge, Needs::default()).await?;
        self.case(case, Role::ProcessDirector, Action::CloseCase, CloseCase, Needs::default()).await?;
        self.closed_after_weighing().await
    }

    async fn closed_after_weighing(&mut self) -> Result<(), Error> {
        self.on(40);
        let case = self
            .report("Ruzie tussen buren.", Trigger::CurrentConcern, "lisse", Some("nuisance"), vec![])
            .await?;
        self.on(38);
        self.weigh(case, [], Decision::NoFollowUp(NoFollowUpReason::PartnersInformed)).await?;
        self.feedback(case).await?;
        let command = CloseAfterWeighing { reported_done_by: None };
        self.case(case, Role::Support, Action::CloseAfterWeighing, command, Needs::default()).await
    }

    /// A detention report that the municipality's own arrangement keeps from the briefing; its table keeps its own
    /// register, so the case is referred there.
    async fn kept_local(&mut self) -> Result<(), Error> {
        self.on(4);
        let someone = man("Ed", None, "Schijn", (1991, 10, 5), "");
        let case = self.report("Opname in PI.", Trigger::Detention, "katwijk", None, vec![someone]).await?;
        let command = OfferReferral {
            referral: ReferralId(self.teller.application.new_id()),
            from: OrganisationCode::new(cast::organisation_of(Role::InformationCoordinator)),
            to: OrganisationCode::new("gemeente_katwijk"),
            question: text("Bespreekt u de nazorg aan de eigen tafel?")?,
        };
        self.case(case, Role::InformationCoordinator, Action::OfferReferral, command, Needs::default()).await
    }

    /// One that exists for cleared participants alone.
    async fn shielded(&mut self) -> Result<(), Error> {
        const KIND: &str = "radicalisation";
        self.on(2);
        let actor = cast::cleared_director();
        let someone = man("Sem", None, "Namaak", (2004, 2, 17), "");
        let command = ReportCase {
            source: Source {
                organisation: actor.organisation.clone(),
                account: Account(actor.account.clone()),
                reporter: None,
            },
            reason: text("Zoekt aansluiting bij een gewelddadige groep.")?,
            trigger: Some(Trigger::CurrentConcern),
            theme: Some(ThemeCode::new("nuisance")),
            municipality: Some(MunicipalityCode::new("leiden")),
            subject: Some(self.subject(SubjectKind::Person, vec![someone])),
            shielded: Some(MeetingTypeCode::new(KIND)),
            subject_informed: None,
            release_date: None,
        };
        let order = self.order_of(actor.clone(), Action::ReportCase);
        let id = self.teller.application.new_id();
        let case = self.give::<Case>(&order, id, command, Needs::default()).await?;
        let command = ScheduleCase {
            meeting_type: MeetingTypeCode::new(KIND),
            meeting: None,
            process_director: cast::director_of_shielded(),
            municipal_contact: None,
        };
        let order = self.order_of(actor, Action::ScheduleCase);
        self.give::<Case>(&order, case, command, Needs::default()).await.map(drop)
    }

    /// What came by file, a notice of leave, and contacts that became no case.
    async fn intake(&mut self, calendar: &Calendar) -> Result<(), Error> {
        self.on(2);
        let released = self.teller.application.today().checked_add_days(chrono::Days::new(75));
        let line = ReportLine {
            line: 1,
            reference: "PI-2026-0117".into(),
            organisation: "dji".into(),
            trigger: Trigger::Detention.code().into(),
            given_names: "Gijs".into(),
            surname: "Bedenksel".into(),
            birth_date: "1988-08-21".into(),
            municipality: "gouda".into(),
            reason: "Opname in PI.".into(),
            release_date: released.map(|day| day.to_string()).unwrap_or_default(),
            ..ReportLine::default()
        };
        let order = self.order(Role::InformationCoordinator, Action::ImportReports);
        self.teller.application.import_reports(&order, &[line]).await?;
        let someone = man("Rob", None, "Zogenaamd", (1975, 3, 9), "");
        let reason = "Verlof na een zware veroordeling.";
        let case = self.report(reason, Trigger::Bij, "gouda", None, vec![someone]).await?;
        self.put_on(calendar.briefing, case).await?;
        self.inquiry(ContactKind::Advice, None).await?;
        self.inquiry(ContactKind::PartnerContact, Some("ggd")).await
    }

    async fn inquiry(&mut self, kind: ContactKind, partner: Option<&str>) -> Result<(), Error> {
        let command = RegisterInquiry {
            kind,
            on: None,
            organisation: partner.map(|_| OrganisationCode::new("politie")),
            partner: partner.map(OrganisationCode::new),
            municipality: Some(MunicipalityCode::new("gouda")),
            theme: None,
        };
        let order = self.order(Role::Support, Action::RegisterInquiry);
        let id = self.teller.application.new_id();
        self.give::<Inquiry>(&order, id, command, Needs::default()).await.map(drop)
    }

    /// Guidance for somebody with a plan, and a rent debt of somebody who is helped without a case.
    async fn helped(&mut self, case: Uuid) -> Result<(), Error> {
        self.on(12);
        let questions = [HelpQuestion::Housing, HelpQuestion::Debts];
        let guidance = self.trajectory(Kind::Guidance, questions, Some(CaseId(case))).await?;
        self.on(3);
        let cost = RecordCost { amount: amount(125_050)?, on: None };
        self.pay(guidance, Action::RecordCost, cost).await?;
        self.on(90);
        let debt = Kind::Obstacle(Obstacle::RentDebt);
        let debt = self.trajectory(debt, [HelpQuestion::Debts], None).await?;
        let cost = RecordCost { amount: amount(90_000)?, on: None };
        self.pay(debt, Action::RecordCost, cost).await?;
        for days_ago in [60, 30] {
            self.on(days_ago);
            let instalment = RecordRepayment { amount: amount(15_000)?, on: None };
            self.pay(debt, Action::RecordRepayment, instalment).await?;
        }
        Ok(())
    }

    /// What stands in the way of more cases than this one.
    async fn stuck(&mut self, case: Uuid) -> Result<(), Error> {
        self.on(11);
        let command = RaiseBottleneck {
            theme: BottleneckThemeCode::new("care_without_papers"),
            description: text("Zonder papieren betaalt niemand de zorg.")?,
            from_meeting_type: None,
        };
        let order = self.order(Role::ProcessDirector, Action::RaiseBottleneck);
        let id = self.teller.application.new_id();
        let bottleneck = self.give::<Bottleneck>(&order, id, command, Needs::default()).await?;
        let case = CaseId(case);
        let order = self.order(Role::ProcessDirector, Action::AddCaseToBottleneck);
        let needs = Needs { case: Some(case), ..Needs::default() };
        self.give::<Bottleneck>(&order, bottleneck, AddCaseToBottleneck { case }, needs).await.map(drop)
    }

    async fn trajectory(
        &mut self,
        kind: Kind,
        questions: impl IntoIterator<Item = HelpQuestion>,
        case: Option<CaseId>,
    ) -> Result<Uuid, Error> {
        let questions = HelpQuestions::new(questions.into_iter().collect());
        let command = StartTrajectory {
            on: None,
            kind,
            provider: OrganisationCode::new("exodus"),
            budget_source: BudgetSourceCode::new("aftercare_grant"),
            help_questions: questions.map_err(|error| Error::Internal(Box::new(error)))?,
            case,
            municipality: MunicipalityCode::new("gouda"),
        };
        let order = self.order(Role::Support, Action::StartTrajectory);
        let (id, needs) = (self.teller.application.new_id(), Needs { case, ..Needs::default() });
        self.give::<Trajectory>(&order, id, command, needs).await
    }

    async fn pay(
        &mut self,
        trajectory: Uuid,
        action: Action,
        command: impl Into<trajectory::Command>,
    ) -> Result<(), Error> {
        let order = self.order(Role::PolicyOfficer, action);
        self.give::<Trajectory>(&order, trajectory, command, Needs::default()).await.map(drop)
    }

    async fn register(&mut self, (details, gender): Subject) -> Result<PersonId, Error> {
        let needs = Needs { likely: Some(details.clone()), ..Needs::default() };
        let command = RegisterPerson { details, gender, not_the_same_as: Vec::new() };
        let order = self.order(Role::InformationCoordinator, Action::RegisterPerson);
        let id = self.teller.application.new_id();
        self.give::<Person>(&order, id, command, needs).await.map(PersonId)
    }

    /// Says who the only member of the case's subject is.
    async fn identify(&mut self, case: Uuid, person: PersonId) -> Result<(), Error> {
        let file = self.teller.application.case(CaseId(case)).await?.file;
        let member = file.members().first().map(|member| member.id).ok_or_else(miscast)?;
        let command = IdentifySubject { member, person };
        let needs = Needs { person: Some(("personId", person)), ..Needs::default() };
        self.case(case, Role::InformationCoordinator, Action::IdentifySubject, command, needs).await
    }

    async fn merge(&mut self, person: PersonId, absorbed: PersonId) -> Result<(), Error> {
        let reason = text("Dezelfde vrouw, eerder onder haar geboortenaam geregistreerd.")?;
        let needs = Needs { other_person: Some(absorbed), ..Needs::default() };
        let order = self.order(Role::InformationCoordinator, Action::MergePersons);
        self.give::<Person>(&order, person.0, MergePersons { absorbed, reason }, needs).await.map(drop)
    }

    async fn through_focus(&mut self, case: Uuid, weighed: u64, met: u64) -> Result<AgreementId, Error> {
        self.on(weighed);
        self.weigh(case, ALL_THREE, Decision::ScheduleFocus).await?;
        self.feedback(case).await?;
        self.schedule(case, "focus", None).await?;
        self.on(met);
        self.plan(case).await
    }

    /// A meeting so many days from now, planned when it is told.
    async fn meeting(
        &mut self,
        kind: &str,
        subregion: Option<&str>,
        in_days: u64,
    ) -> Result<MeetingId, Error> {
        let told_on = self.teller.application.today();
        let ahead = chrono::Days::new(PLANNED_DAYS_AGO + in_days);
        let command = PlanMeeting {
            meeting_type: MeetingTypeCode::new(kind),
            subregion: subregion.map(schakel_domain::region::SubregionCode::new),
            municipality: None,
            date: told_on.checked_add_days(ahead).unwrap_or(told_on),
            chair: cast::director().ok_or_else(miscast)?,
        };
        let id = self.teller.application.new_id();
        let order = self.order(Role::Support, Action::PlanMeeting);
        self.give::<Meeting>(&order, id, command, Needs::default()).await.map(MeetingId)
    }

    async fn put_on(&mut self, briefing: MeetingId, case: Uuid) -> Result<(), Error> {
        let needs = Needs { meeting: Some(briefing), ..Needs::default() };
        let command = PutOnBriefing { briefing };
        self.case(case, Role::InformationCoordinator, Action::PutOnBriefing, command, needs).await
    }

    async fn report(
        &mut self,
        reason: &str,
        trigger: Trigger,
        municipality: &str,
        theme: Option<&str>,
        people: Vec<Subject>,
    ) -> Result<Uuid, Error> {
        let kind = SubjectKind::Person;
        let subject = (!people.is_empty()).then(|| self.subject(kind, people));
        let command = ReportCase {
            source: reporter(),
            reason: text(reason)?,
            trigger: Some(trigger),
            theme: theme.map(ThemeCode::new),
            municipality: Some(MunicipalityCode::new(municipality)),
            subject,
            shielded: None,
            subject_informed: None,
            release_date: None,
        };
        self.new_case(command, Needs::default()).await
    }

    async fn family(
        &mut self,
        reason: &str,
        municipality: &str,
        people: Vec<Subject>,
    ) -> Result<Uuid, Error> {
        let command = ReportCase {
            source: reporter(),
            reason: text(reason)?,
            trigger: Some(Trigger::CurrentConcern),
            theme: Some(ThemeCode::new("domestic_violence")),
            municipality: Some(MunicipalityCode::new(municipality)),
            subject: Some(self.subject(SubjectKind::Family, people)),
            shielded: None,
            subject_informed: None,
            release_date: None,
        };
        self.new_case(command, Needs::default()).await
    }

    fn subject(&self, kind: SubjectKind, people: Vec<Subject>) -> CaseSubject {
        let member = |(details, gender)| {
            let id = MemberId(self.teller.application.new_id());
            Member::new(id, details, gender)
        };
        CaseSubject { kind, members: people.into_iter().map(member).collect() }
    }

    async fn weigh(
        &mut self,
        case: Uuid,
        criteria: impl IntoIterator<Item = &'static str>,
        decision: Decision,
    ) -> Result<(), Error> {
        let command = WeighCase {
            briefing: None,
            criteria: criteria.into_iter().map(CriterionCode::new).collect(),
            decision,
        };
        self.case(case, Role::ProcessDirector, Action::WeighCase, command, Needs::default()).await
    }

    async fn feedback(&mut self, case: Uuid) -> Result<(), Error> {
        let command = GiveFeedback { channel: FeedbackChannel::Mail, message: None };
        self.case(case, Role::Support, Action::GiveFeedback, command, Needs::default()).await
    }

    async fn schedule(
        &mut self,
        case: Uuid,
        meeting_type: &str,
        meeting: Option<MeetingId>,
    ) -> Result<(), Error> {
        let command = ScheduleCase {
            meeting_type: MeetingTypeCode::new(meeting_type),
            meeting,
            process_director: cast::director(),
            municipal_contact: None,
        };
        let needs = Needs { meeting, ..Needs::default() };
        self.case(case, Role::Support, Action::ScheduleCase, command, needs).await
    }

    async fn plan(&mut self, case: Uuid) -> Result<AgreementId, Error> {
        let today = self.teller.application.today();
        let agreement = Agreement {
            id: AgreementId(self.teller.application.new_id()),
            what: personal("Aanmelden voor begeleid wonen.")?,
            organisation: OrganisationCode::new("leger_des_heils"),
            by: today.checked_add_days(chrono::Days::new(42)).unwrap_or(today),
            intervention: Some(Intervention::Care),
            pillar: None,
        };
        let advice = ZsmAdvice {
            sketch: personal("Plan loopt; eigen kamer in zicht.")?,
            measures: vec![personal("Voorwaardelijk, met toezicht van de reclassering.")?],
        };
        let command = SetPlan {
            question: text("Hoe krijgt betrokkene dak en dagritme zonder nieuwe feiten?")?,
            goals: vec![Goal {
                life_area: LifeArea::Housing,
                goal: personal("Een eigen kamer voor de zomer.")?,
            }],
            agreements: vec![agreement],
            case_holder: cast::holder().ok_or_else(miscast)?,
            zsm_advice: Some(advice),
        };
        self.case(case, Role::ProcessDirector, Action::SetPlan, command, Needs::default()).await?;
        self.agreement(case).await
    }

    /// The agreement of the plan in force: the one that was set first, when the story goes on.
    async fn agreement(&self, case: Uuid) -> Result<AgreementId, Error> {
        let file = self.teller.application.case(CaseId(case)).await?.file;
        let direction = file.phase.direction().ok_or_else(miscast)?;
        direction.plan.agreements.first().map(|agreement| agreement.id).ok_or_else(miscast)
    }

    async fn contact(
        &mut self,
        case: Uuid,
        days_ago: u64,
        moment: MonitoringMoment,
        well: bool,
    ) -> Result<(), Error> {
        self.on(days_ago);
        let command = RecordMonitoringContact {
            moment,
            on: None,
            agreements_kept: well,
            running_as_planned: well,
            new_developments: None,
            new_meeting_needed: false,
        };
        self.case(case, Role::ProcessDirector, Action::RecordMonitoringContact, command, Needs::default())
            .await
    }

    async fn new_case(&mut self, command: ReportCase, needs: Needs) -> Result<Uuid, Error> {
        let order = self.order(Role::Reporter, Action::ReportCase);
        let id = self.teller.application.new_id();
        self.give::<Case>(&order, id, Command::from(command), needs).await
    }

    async fn case(
        &mut self,
        case: Uuid,
        role: Role,
        action: Action,
        command: impl Into<Command>,
        needs: Needs,
    ) -> Result<(), Error> {
        let order = self.order(role, action);
        self.give::<Case>(&order, case, command, needs).await.map(drop)
    }

    /// Gives a command, and answers with the stream's identity: the first one's, when it was given before.
    async fn give<A>(
        &self,
        order: &Order,
        id: Uuid,
        command: impl Into<A::Command>,
        needs: Needs,
    ) -> Result<Uuid, Error>
    where
        A: Aggregate<Services = Context>,
        A::Command: Clone + Send + Sync,
        A::Error: Send,
        Refused: From<A::Error>,
    {
        let receipt = self.teller.application.execute::<A>(order, id, command, needs).await?;
        receipt.id.parse().map_err(|error| Error::Internal(Box::new(error)))
    }

    /// Each command has a key by its turn: a story that was broken off goes on where it was.
    fn order(&mut self, role: Role, action: Action) -> Order {
        self.order_of(cast::actor(role), action)
    }

    fn order_of(&mut self, actor: Actor, action: Action) -> Order {
        self.told += 1;
        let key = format!("demo-{}", self.told);
        Order {
            actor,
            action,
            idempotency: Some((key.clone(), key.into_bytes())),
            expected_version: None,
            correlation: "demo".into(),
            purpose: None,
        }
    }

    fn on(&self, days_ago: u64) {
        self.teller.clock.set_days_ago(days_ago);
    }
}

const ALL_THREE: [&str; 3] = ["a", "b", "c"];

fn man(given: &str, prefix: Option<&str>, surname: &str, born: (i32, u32, u32), bsn: &str) -> Subject {
    (subject(given, prefix, surname, born, bsn), Gender::Man)
}

fn woman(given: &str, prefix: Option<&str>, surname: &str, born: (i32, u32, u32), bsn: &str) -> Subject {
    (subject(given, prefix, surname, born, bsn), Gender::Woman)
}

fn reporter() -> Source {
    Source {
        organisation: OrganisationCode::new(cast::organisation_of(Role::Reporter)),
        account: Account(cast::account_of(Role::Reporter)),
        reporter: None,
    }
}

fn amount(cents: u32) -> Result<Amount, Error> {
    Amount::of_cents(cents).map_err(|error| Error::Internal(Box::new(error)))
}

fn text(text: &str) -> Result<Text, Error> {
    Text::new(text).map_err(|error| Error::Internal(Box::new(error)))
}

fn personal(words: &str) -> Result<Personal<Text>, Error> {
    Ok(Personal::of_stream(text(words)?))
}

fn miscast() -> Error {
    Error::Internal("the demo's cast is not complete".into())
}
