//! Which organisations have something to do with the subject of a case (HANDBOOK §2, information question).

use schakel_domain::case::{
    Agreement, ClosedData, ClosingGround, File, InformationRequest, Marks, Phase, RequestState,
};
use schakel_domain::region::{MeetingTypeCode, OrganisationCode};
use schakel_domain::{AgreementId, InformationRequestId};

use super::involved::{file, planned, scheduled, text, today, with_participants};
use super::scene::{meeting, police};
use crate::organisations_involved;

fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(number: u8) -> T {
    format!("00000000-0000-0000-0000-0000000000{number:02}").parse().unwrap_or_else(|_| unreachable!())
}

fn asked(number: u8, organisation: &str, state: RequestState) -> (InformationRequestId, InformationRequest) {
    let (id, organisation) = (id(number), OrganisationCode::new(organisation));
    let (account, question, answer_by, note) = (None, text(), today(), None);
    (id, InformationRequest { id, organisation, account, question, answer_by, state, note })
}

/// With a holder and participants, an agreement of the GGD, and one request in each state.
fn busy() -> File {
    let mut case = with_participants(planned(meeting()));
    if let Phase::Planned(direction) = &mut case.phase {
        direction.case_holder.organisation = OrganisationCode::new("holding");
        direction.plan.agreements = vec![Agreement {
            id: id::<AgreementId>(20),
            what: text(),
            organisation: OrganisationCode::new("ggd"),
            by: today(),
            intervention: None,
            pillar: None,
        }];
    }
    case.requests = [
        asked(1, "open", RequestState::Open),
        asked(2, "knowing", RequestState::Known),
        asked(3, "ignorant", RequestState::Unknown),
        asked(4, "spared", RequestState::Withdrawn),
    ]
    .into();
    case
}

fn codes(case: &File) -> Vec<String> {
    organisations_involved(case).iter().map(ToString::to_string).collect()
}

#[test]
fn holder_owners_those_at_the_table_and_those_that_know_the_person_are_involved() {
    let police = police().organisation.to_string();
    assert_eq!(codes(&busy()), [police.as_str(), "ggd", "holding", "housing", "knowing"]);
    assert_eq!(codes(&file(scheduled(meeting()))), [""; 0], "neither the reporter nor the House is");
}

#[test]
fn nobody_is_involved_in_a_case_of_which_nobody_may_know() {
    let hidden = File { marks: Marks { hidden: true, ..Marks::default() }, ..busy() };
    let restricted = File { marks: Marks { restricted: true, ..Marks::default() }, ..busy() };
    let shielded = File { shielded: Some(MeetingTypeCode::new("radicalisation")), ..busy() };
    let Phase::Planned(direction) = busy().phase else { unreachable!() };
    let closed = Phase::Closed {
        ground: ClosingGround::NoFollowUp,
        on: today(),
        direction: Some(direction),
        meeting_type: None,
        data: ClosedData::Kept { extended_until: None },
    };
    for case in [hidden, restricted, shielded, File { phase: closed, ..busy() }] {
        assert_eq!(codes(&case), [""; 0]);
    }
}
