//! Recording who was there.

use std::collections::{BTreeMap, BTreeSet};

use crate::case::{
    Attendance, Case, ClientPresence, Event, File, MeetingStep, Refusal, SummedUpBy, TookPart,
};
use crate::region::OrganisationCode;
use crate::{Account, Context, MeetingId, Professional};

/// How many organisations make a decision a joint one.
const JOINTLY: usize = 2;

/// Records who was there when the case was discussed in the meeting on whose agenda it is or was last: for the client,
/// and which of those who were listed took part in which part (HANDBOOK §4). Recorded again, the last one holds.
#[derive(Clone, Debug)]
pub struct RecordAttendance {
    /// The meeting.
    pub meeting: MeetingId,
    /// For the client.
    pub client: ClientPresence,
    /// Who summed up for the client or the parents, who join for the decision.
    pub summed_up_by: Option<Account>,
    /// Of those who were listed.
    pub participants: BTreeMap<Account, TookPart>,
}

impl RecordAttendance {
    pub(in crate::case) fn decide(self, case: &Case, _: &Context) -> Result<Vec<Event>, Refusal> {
        let file = case.open()?;
        file.on_agenda_of(self.meeting)?;
        let there = self.there(file)?;
        self.decided_jointly(file, &there)?;
        let summed_up_by = self.summed_up(&there)?;
        let Self { meeting, client, participants, .. } = self;
        let attendance = Attendance { client, summed_up_by, participants };
        Ok(vec![Event::AttendanceRecorded { meeting, attendance }])
    }

    /// Those who took part, each of whom was listed.
    fn there<'a>(&self, file: &'a File) -> Result<BTreeMap<&'a Account, &'a Professional>, Refusal> {
        let listed = file.participants.get(&self.meeting);
        let entry = |account| listed.and_then(|listed| listed.get_key_value(account));
        self.participants.keys().map(|account| entry(account).ok_or(Refusal::NotListed)).collect()
    }

    /// That somebody takes part in the first part only was decided by several of those at the table: whoever took
    /// part, and whoever directs the process (HANDBOOK §4).
    fn decided_jointly(&self, file: &File, there: &BTreeMap<&Account, &Professional>) -> Result<(), Refusal> {
        let director = file.phase.appointment().and_then(|at| at.process_director.as_ref());
        let at_the_table: BTreeSet<&OrganisationCode> =
            there.values().copied().chain(director).map(|professional| &professional.organisation).collect();
        for took_part in self.participants.values() {
            let TookPart::FirstPartOnly { decided_by, .. } = took_part else { continue };
            if decided_by.len() < JOINTLY {
                return Err(Refusal::NotDecidedJointly);
            }
            if !decided_by.iter().all(|organisation| at_the_table.contains(organisation)) {
                return Err(Refusal::DeciderNotAtTable);
            }
        }
        Ok(())
    }

    /// When client or parents are there, a participant who is there with them first sums up (HANDBOOK §4).
    fn summed_up(&self, there: &BTreeMap<&Account, &Professional>) -> Result<Option<SummedUpBy>, Refusal> {
        let account = match (&self.summed_up_by, self.client.is_there()) {
            (None, false) => return Ok(None),
            (None, true) => return Err(Refusal::SummaryMissing),
            (Some(_), false) => return Err(Refusal::SummaryNotExpected),
            (Some(account), true) => account,
        };
        let decides = |took_part: &TookPart| took_part.code().steps().contains(&MeetingStep::Decision);
        match there.get(account) {
            Some(professional) if self.participants.get(account).is_some_and(decides) => {
                let organisation = professional.organisation.clone();
                Ok(Some(SummedUpBy { account: account.clone(), organisation }))
            }
            _ => Err(Refusal::NotThereForTheDecision),
        }
    }
}
