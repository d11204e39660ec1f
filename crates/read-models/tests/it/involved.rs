//! The read model `involved` holds what the access rules say of the case itself, whatever happened to it.

use std::collections::BTreeSet;

use chrono::Utc;
use schakel_access::{InvolvementCode, Party, Statements, involved};
use schakel_domain::case::*;
use schakel_domain::code::Code;
use schakel_domain::meeting::{self, Meeting};
use schakel_domain::personal::Personal;
use schakel_domain::region::{CriterionCode, MeetingTypeCode, MunicipalityCode, OrganisationCode};
use schakel_domain::{
    Account, AgreementId, CaseId, Context, InformationRequestId, MeetingId, Professional, ReferralId,
};
use schakel_read_models::Scope;
use schakel_read_models::involved::find;
use uuid::Uuid;

use crate::world::*;

/// How many cases, and how many commands are tried on each.
const CASES: u64 = 30;
const COMMANDS: usize = 60;

/// Everybody who signed for the first meeting.
const PEOPLE: [(&str, &str); 3] = [("one", "ggd"), ("another", "politie"), ("a/third", "fivoor")];

/// Numbers that follow from a seed.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % bound
    }

    fn one_of<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn organisation(&mut self) -> OrganisationCode {
        OrganisationCode::new(self.one_of(&["ggd", "politie", "fivoor"]))
    }

    /// Each account acts for one organisation, but now and then for another.
    fn professional(&mut self) -> Professional {
        let (account, organisation) = self.one_of(&PEOPLE);
        let elsewhere = self.organisation();
        let organisation = if self.below(8) == 0 { elsewhere } else { OrganisationCode::new(organisation) };
        Professional { account: Account(account.to_owned()), organisation, ..professional() }
    }

    fn meeting(&mut self) -> MeetingId {
        self.one_of(&[first_meeting(), first_meeting(), second_meeting()])
    }
}

fn first_meeting() -> MeetingId {
    MeetingId(Uuid::from_u128(21))
}

fn second_meeting() -> MeetingId {
    MeetingId(Uuid::from_u128(22))
}

/// Something that can be tried on a case; the domain refuses what does not fit.
fn command(random: &mut Random, file: Option<&File>) -> Command {
    let sentence = || text("Omdat het moet");
    // Whoever asks and refers makes a new id; the others name one that is there.
    let requests: Vec<_> = file.iter().flat_map(|file| file.requests.keys().copied()).collect();
    let referrals: Vec<_> = file.iter().flat_map(|file| file.referrals.keys().copied()).collect();
    let request = random.one_of(&[&requests[..], &[InformationRequestId(Uuid::nil())]].concat());
    let referral = random.one_of(&[&referrals[..], &[ReferralId(Uuid::nil())]].concat());
    let meeting_type = MeetingTypeCode::new(random.one_of(&["focus", "focus", "focus", SHIELDED]));
    let director = (random.below(2) == 0).then(|| random.professional());
    let meeting = Some(random.meeting()).filter(|_| meeting_type.as_str() == "focus" && random.below(3) > 0);
    if file.is_none() {
        let shielded = (random.below(6) == 0).then_some(SHIELDED);
        return ReportCase { municipality: None, subject: None, ..report(shielded) }.into();
    }
    match random.below(24) {
        0 => {
            let municipality = MunicipalityCode::new(random.one_of(&["gouda", "leiden"]));
            let subject = report(None).subject;
            CompleteReport {
                trigger: Some(Trigger::Arrest),
                municipality: Some(municipality),
                subject,
                ..CompleteReport::default()
            }
            .into()
        }
        1 | 2 => {
            let deferred = NoFollowUpReason::Deferred { until: today() + chrono::Days::new(7) };
            let question = Personal::of_stream(sentence());
            let escalated = Decision::Escalate { level: EscalationLevel::SteeringGroup, question };
            let decisions = [
                Decision::ScheduleFocus,
                Decision::ScheduleFocus,
                Decision::NoFollowUp(deferred),
                Decision::NoFollowUp(NoFollowUpReason::AlreadyInHand),
                escalated,
            ];
            let decision = decisions[random.below(decisions.len())].clone();
            let criteria = [CriterionCode::new("d")].into();
            WeighCase { briefing: None, criteria, decision }.into()
        }
        3 => GiveFeedback { channel: FeedbackChannel::Mail, message: None }.into(),
        4..=6 => {
            ScheduleCase { meeting_type, meeting, process_director: director, municipal_contact: None }.into()
        }
        7 | 8 => {
            let owned = |organisation| Agreement {
                id: AgreementId(Uuid::new_v4()),
                what: Personal::of_stream(text("Meldt zich wekelijks")),
                organisation,
                by: today(),
                intervention: None,
                pillar: None,
            };
            let agreements = (0..=random.below(2)).map(|_| owned(random.organisation())).collect();
            SetPlan { agreements, case_holder: random.professional(), ..set_plan() }.into()
        }
        9 => ReplaceCaseHolder { case_holder: random.professional() }.into(),
        10 => {
            PutBackOnAgenda { meeting, process_director: director, ..back_on(meeting_type.as_str()) }.into()
        }
        11..=13 => {
            let meeting = file.and_then(File::meeting).unwrap_or_else(|| random.meeting());
            ListParticipant { meeting, participant: random.professional() }.into()
        }
        14 => {
            let account = random.professional().account;
            RemoveParticipant { meeting: random.meeting(), account }.into()
        }
        15 => {
            let account = (random.below(2) == 0).then(|| random.professional().account);
            let answer_by = today() + chrono::Days::new(3);
            RequestInformation {
                request: InformationRequestId(Uuid::new_v4()),
                organisation: random.organisation(),
                account,
                question: sentence(),
                answer_by: Some(answer_by),
            }
            .into()
        }
        16 => WithdrawInformationRequest { request }.into(),
        17 => {
            let (from, to) = (random.organisation(), random.organisation());
            OfferReferral { referral: ReferralId(Uuid::new_v4()), from, to, question: sentence() }.into()
        }
        18 => AcceptReferral { referral }.into(),
        19 => match random.below(3) {
            0 => RejectReferral { referral, reason: sentence() }.into(),
            1 => CompleteReferral { referral }.into(),
            _ => RevokeReferral { referral, reason: sentence() }.into(),
        },
        20 => BreakGlass { reason: sentence() }.into(),
        21 => match random.below(2) {
            0 => EscalateCase { level: EscalationLevel::SteeringGroup, question: sentence() }.into(),
            _ => RecordEscalationOutcome { outcome: sentence() }.into(),
        },
        22 => match random.below(2) {
            0 => RestrictCase { reason: sentence() }.into(),
            _ => LiftCaseRestriction { reason: sentence() }.into(),
        },
        _ => match random.below(4) {
            0 => CloseAfterWeighing { reported_done_by: None }.into(),
            1 => CloseWithoutPlan { reason: sentence() }.into(),
            _ => EraseCase { ground: ErasureGround::RequestGranted { request: Uuid::nil() } }.into(),
        },
    }
}

impl World {
    async fn file(&self, case: CaseId) -> Option<File> {
        self.journal.load::<Case>(&case.to_string()).await.unwrap().state.file().cloned()
    }

    /// The command, if the domain takes it, with the meeting that it names as a fact.
    async fn tried(&self, case: CaseId, command: Command) -> bool {
        let named = match &command {
            Command::ScheduleCase(ScheduleCase { meeting, .. })
            | Command::PutBackOnAgenda(PutBackOnAgenda { meeting, .. }) => *meeting,
            _ => None,
        };
        let facts = match named {
            Some(id) => self.journal.load::<Meeting>(&id.to_string()).await.unwrap().state.facts(),
            None => None,
        };
        let context = Context { meeting: facts, ..self.context.clone() };
        let id = case.to_string();
        self.journal.execute::<Case>(&id, command, &context, &self.request()).await.is_ok()
    }

    /// Whom the read model has, as a list would ask for them today.
    async fn kept(&self, case: CaseId) -> BTreeSet<(String, String)> {
        let kept: Vec<(String, String)> = sqlx::query_as(
            "select kind, party from rm_involved.involvement join rm_involved.involved_case using (case_id)
             where case_id = $1 and (until is null or until > now()) and (kind <> 'participant' or part = meeting)
             union
             select 'non_disclosure', involvement.party
             from rm_involved.involvement join rm_involved.involved_case using (case_id)
             join rm_involved.involved_meeting on meeting_id = meeting
             join rm_involved.involved_statement as signed
                 on signed.meeting_id = meeting and signed.party = involvement.party
             where case_id = $1 and kind = 'participant' and part = meeting
               and not cancelled and (waiting or not held and date >= $2)",
        )
        .bind(case.0)
        .bind(self.context.today)
        .fetch_all(&self.owner)
        .await
        .unwrap();
        kept.into_iter().collect()
    }

    async fn statements(&self, file: &File) -> Option<Statements> {
        let id = file.meeting()?;
        let meeting = self.journal.load::<Meeting>(&id.to_string()).await.unwrap().state;
        let known = meeting.known().filter(|meeting| meeting.state != meeting::MeetingState::Cancelled)?;
        Some(Statements {
            meeting: id,
            over: known.is_over(self.context.today),
            signed: known.signed.iter().map(|(who, it)| (who.clone(), it.organisation.clone())).collect(),
        })
    }

    async fn signed(&self, meeting: MeetingId, participant: Professional) {
        let (id, request) = (meeting.to_string(), self.request());
        let command = meeting::SignNonDisclosure { participant };
        self.journal.execute::<Meeting>(&id, command.into(), &self.context, &request).await.unwrap();
    }
}

impl World {
    /// All cases in which one of these is involved, the latest first, and how.
    async fn cases_of(&self, parties: &[Party]) -> Vec<(Uuid, Vec<String>)> {
        sqlx::query_as(
            "select case_id, array_agg(distinct kind order by kind)
             from rm_involved.involvement join rm_involved.involved_case using (case_id)
             where party = any($1) and not restricted and not shielded and (until is null or until > now())
               and (kind <> 'participant' or part = meeting)
             group by case_id order by case_id desc",
        )
        .bind(parties.iter().map(Party::key).collect::<Vec<_>>())
        .fetch_all(&self.owner)
        .await
        .unwrap()
    }

    /// The same, page by page.
    async fn pages_of(&self, parties: &[Party], limit: usize) -> Vec<(Uuid, Vec<String>)> {
        let mut connection = self.journal.pool().lend().await.unwrap();
        let scope = Scope {
            account: Account("one".to_owned()),
            roles: Vec::new(),
            parties: parties.to_vec(),
            by_statement: false,
        };
        let (mut found, mut after) = (Vec::new(), None);
        loop {
            let moment = (Utc::now(), self.context.today);
            let page = find(&mut connection, &scope, moment, after.as_ref(), limit).await.unwrap();
            found.extend(page.items.into_iter().map(|row| {
                let how = row.involvements.into_iter().map(|how| how.code().to_owned());
                (row.case.0, how.collect())
            }));
            match page.next {
                Some(next) => after = Some(next),
                None => return found,
            }
        }
    }

    /// What a list shows whoever is these, whatever their number and the length of its pages.
    async fn lists_are_paged(&self) {
        let party = |(account, organisation): (&str, &str)| {
            Party::Professional(OrganisationCode::new(organisation), Account(account.to_owned()))
        };
        let alone = [Party::Management, Party::Intake, Party::Directors, party(PEOPLE[0])];
        let together =
            [&PEOPLE.map(party)[..], &[Party::Partners(OrganisationCode::new("ggd"))], &alone].concat();
        let asked = alone.iter().map(|party| vec![party.clone()]).chain([together]);
        for parties in asked {
            let expected = self.cases_of(&parties).await;
            assert!(!expected.is_empty(), "{parties:?}");
            for limit in [1, 3, 100] {
                assert_eq!(self.pages_of(&parties, limit).await, expected, "{parties:?} by {limit}");
            }
        }
    }
}

#[tokio::test]
async fn whatever_happens_to_a_case_the_list_has_those_whom_the_case_itself_says() {
    let world = World::new().await;
    for meeting in [first_meeting(), second_meeting()] {
        world.planned(meeting, "focus").await;
    }
    for (account, organisation) in PEOPLE {
        let (account, organisation) = (Account(account.to_owned()), OrganisationCode::new(organisation));
        world.signed(first_meeting(), Professional { account, organisation, ..professional() }).await;
    }
    let mut seen = BTreeSet::new();
    for seed in 0..CASES {
        let case = CaseId(Uuid::now_v7());
        let mut random = Random(seed);
        for _ in 0..COMMANDS {
            let file = world.file(case).await;
            let command = command(&mut random, file.as_ref());
            let said = format!("{seed}: {command:?}");
            if !world.tried(case, command).await {
                continue;
            }
            let file = world.file(case).await.unwrap();
            let statements = world.statements(&file).await;
            let all = involved(&file, statements.as_ref(), Utc::now());
            let all = all.into_iter().filter(|_| file.erasure().is_none());
            let all: BTreeSet<_> =
                all.map(|(how, party)| (how.code().code().to_owned(), party.key())).collect();
            assert_eq!(world.kept(case).await, all, "{said}");
            seen.extend(all.into_iter().map(|(how, _)| how));
        }
    }
    let every: BTreeSet<_> = InvolvementCode::ALL.iter().map(|how| how.code().to_owned()).collect();
    assert_eq!(seen, every, "or this sees nothing");
    world.lists_are_paged().await;
}
