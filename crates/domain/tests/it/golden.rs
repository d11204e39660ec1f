//! Events are never changed once released: the JSON of every version is pinned in `events/`, every
//! version still loads, and no free text is ever stored in the open.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use cqrs_es::persist::SerializedEvent;
use cqrs_es::{Aggregate, DomainEvent};
use schakel_domain::bottleneck::{self, Bottleneck};
use schakel_domain::case::*;
use schakel_domain::code::Code;
use schakel_domain::covenant::{self, Covenant};
use schakel_domain::event_kind::{EventKind, upcasters};
use schakel_domain::inquiry::{self, Asked, Inquiry};
use schakel_domain::meeting::{self, Meeting};
use schakel_domain::monitor_day::{self, MonitorDay};
use schakel_domain::organisation::{self, Organisation};
use schakel_domain::person::{self, Person, RelationKind};
use schakel_domain::personal::{ERASED, PERSONAL, SEALED};
use schakel_domain::region::{SubregionCode, ThemeCode};
use schakel_domain::reminders::{self, Reminders};
use schakel_domain::report_import::{self, ReportImport};
use schakel_domain::subject_request::{self, ControllerState, SubjectRequest};
use schakel_domain::trajectory::{self, Trajectory};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::at_the_table;
use crate::bij::advised;
use crate::bottlenecks;
use crate::covenants::{
    admitted, amended, annex_withdrawn, covenant_adopted, covenant_ended, covenant_renewed, signature_ended,
    signed,
};
use crate::fixtures::*;
use crate::handovers::handed_over;
use crate::inquiries::{anonymous_advice, inquiry_registered};
use crate::letters;
use crate::linked_reports::assessed;
use crate::meetings_logistics::{MEETING_ON, cancelled, non_disclosure_signed};
use crate::monitor_days::checked;
use crate::organisations::{
    authorised, exited, organisation_corrected, organisation_registered, reviewed, withdrawn,
};
use crate::persons::{self, corrected, lifted, merge_undone, merged, registered, related, told, unrelated};
use crate::referrals::{self, offered, revoked};
use crate::region::{CRITERIA, HOLLAND_RIJNLAND};
use crate::reminders::became_overdue;
use crate::report_imports::reports_imported;
use crate::sharing::{
    answered, consent_recorded, glass_broken, information_requested, participant_listed, participant_removed,
    request_withdrawn, retracted, shared,
};
use crate::shielding::{SHIELDED, case_shielded};
use crate::subject_requests::{
    refused_by_controller, request_completed, request_decided, request_extended, request_registered,
    state_recorded,
};
use crate::trajectories::{conversation, cost, ended, repayment, started, started_as, take_away_obstacle};

/// Set to write the files of events that have none yet; one that is there is never written over.
const ACCEPT: &str = "ACCEPT_GOLDEN_EVENTS";

fn case_examples() -> Vec<Event> {
    let concern = ReportCase {
        subject: Some(family()),
        theme: Some(ThemeCode::new("domestic_violence")),
        shielded: Some(meeting_type_code(SHIELDED)),
        subject_informed: Some(true),
        ..report(Trigger::CurrentConcern, "leiden")
    };
    vec![
        reported_as(concern),
        completed(CompleteReport {
            trigger: Some(Trigger::Detention),
            theme: Some(ThemeCode::new("nuisance")),
            municipality: Some(municipality_code("gouda")),
            subject: Some(one_person()),
            subject_informed: Some(false),
            release_date: Some(day(ENDS_ON)),
        }),
        identified(),
        linked(),
        put_on_briefing(),
        assessed(true),
        advised(),
        Event::CaseWeighed {
            on: day(WEIGHED_ON),
            briefing: Some(meeting_id()),
            criteria: CRITERIA.map(criterion).into(),
            decision: belongs_elsewhere(),
        },
        feedback_given(),
        scheduled(),
        case_shielded(),
        on_pillars(),
        case_holder_replaced(),
        Event::AgreementUpdated {
            agreement: agreement_id(1),
            state: AgreementState::NotDone,
            note: Some(sealed("Kwam niet opdagen")),
        },
        contacted(MonitoringMoment::Week1, TODAY),
        Event::PutBackOnAgenda {
            reason: AgendaReason::AskedByPartner,
            asked_by: Some(organisation("ggd")),
            case_holder_consulted: true,
            meeting_type: meeting_type_code("focus"),
            meeting: Some(meeting_id()),
            process_director: Some(professional(PROCESS_DIRECTOR)),
        },
        extended("2026-10-01"),
        escalated(),
        returned(),
        advice_set(1),
        advice_withdrawn(1, WithdrawalCause::CaseClosed),
        judged(),
        closed(direction_ended()),
        hidden(),
        revealed(),
        restricted(),
        restriction_lifted(),
        kept_until("2036-01-01"),
        hold_placed(),
        hold_lifted(),
        erased(),
        keys_destroyed(),
        participant_listed(),
        participant_removed(),
        information_requested(),
        answered(),
        request_withdrawn(),
        shared(),
        consent_recorded(Consent::Given),
        retracted(),
        glass_broken(),
        offered(),
        referrals::accepted(),
        referrals::rejected(),
        referrals::completed(),
        revoked(),
        at_the_table::checked(
            ElsewhereParty::CareNetwork,
            Elsewhere::Known { picked_up_by: Some(organisation("ggd")) },
        ),
        at_the_table::invited(),
        at_the_table::attended_in_parts(),
        discussed("focus"),
        at_the_table::evaluated(Evaluator::Client),
        at_the_table::areas_recorded(),
        at_the_table::indicated(),
        at_the_table::intervention_recorded(),
        handed_over(),
        letters::notified(),
    ]
}

/// With all that an agreement can say.
fn on_pillars() -> Event {
    let agreements = set_plan_on(Some("swift_punishment")).agreements;
    let plan = Plan { agreements, ..plan(1, PLAN_SET_ON) };
    Event::PlanSet { plan, case_holder: professional(CASE_HOLDER) }
}

fn meeting_examples() -> Vec<meeting::Event> {
    vec![
        meeting::Event::MeetingPlanned {
            meeting_type: meeting_type_code("aftercare"),
            subregion: Some(SubregionCode::new(HOLLAND_RIJNLAND)),
            municipality: Some(municipality_code("leiden")),
            date: day(MEETING_ON),
            chair: professional("chair"),
        },
        meeting::Event::MeetingMoved { date: day(MEETING_ON) },
        meeting::Event::ChairAppointed { chair: professional("second_chair") },
        meeting::Event::MeetingHeld {},
        cancelled(),
        non_disclosure_signed(),
    ]
}

fn monitor_day_examples() -> Vec<monitor_day::Event> {
    vec![checked()]
}

fn report_import_examples() -> Vec<report_import::Event> {
    vec![reports_imported()]
}

fn inquiry_examples() -> Vec<inquiry::Event> {
    vec![inquiry_registered()]
}

fn person_examples() -> Vec<person::Event> {
    vec![
        registered(),
        corrected(),
        told(),
        merged(2),
        merge_undone(2),
        related(2, RelationKind::Guardian),
        unrelated(2, RelationKind::Guardian),
        persons::restricted(),
        lifted(),
        persons::erased(persons::on_request()),
        person::Event::KeysDestroyed { keys: 1 },
    ]
}

fn request_examples() -> Vec<subject_request::Event> {
    vec![
        request_registered(),
        state_recorded("ggd", refused_by_controller()),
        request_extended(),
        request_decided(),
        request_completed(),
    ]
}

fn organisation_examples() -> Vec<organisation::Event> {
    vec![
        organisation_registered(),
        organisation_corrected(),
        authorised(),
        reviewed("2026-12-31"),
        withdrawn(),
        exited(),
    ]
}

fn covenant_examples() -> Vec<covenant::Event> {
    vec![
        covenant_adopted(),
        covenant_renewed(),
        amended(),
        annex_withdrawn(),
        admitted(),
        signed(),
        signature_ended("2026-06-30"),
        covenant_ended(),
    ]
}

fn trajectory_examples() -> Vec<trajectory::Event> {
    vec![started(), conversation(TODAY), cost(TODAY, 125_050), repayment(TODAY, 5_000), ended(TODAY)]
}

fn bottleneck_examples() -> Vec<bottleneck::Event> {
    use bottlenecks::{added, dropped, put_before, raised, settled};
    vec![raised(), added(7), put_before(), settled(), dropped()]
}

/// The forms that an event's parts can take beside the one in its own file.
fn variants() -> Vec<(String, Value)> {
    let decisions = decisions().into_iter().map(|decision| {
        (format!("decision {}", name_of(&decision)), serde_json::to_value(decision).unwrap())
    });
    let grounds = [
        direction_ended(),
        no_plan_needed(),
        ClosingGround::NoFollowUp,
        ClosingGround::HandledBilaterally { reported_by: organisation("ggd") },
        ClosingGround::TrajectoryEnded { reported_by: organisation("ggd") },
    ]
    .map(|ground| {
        let name = ground.code().code();
        (format!("ground {name}"), serde_json::to_value(ground).unwrap())
    });
    let states = [ControllerState::Open, ControllerState::Done].map(|state| {
        let name = state.code().code();
        (format!("controller {name}"), serde_json::to_value(state).unwrap())
    });
    let of_person = serde_json::to_value(person::ErasureGround::NoCaseLeft).unwrap();
    let of_person = ("erasure no_case_left".to_owned(), of_person);
    let erasures = [ErasureGround::RetentionExpired, on_request()].map(|ground| {
        let name = ground.code().code();
        (format!("erasure {name}"), serde_json::to_value(ground).unwrap())
    });
    let asked =
        [Asked::InformationQuestion { organisation: organisation("ggd") }, anonymous_advice()].map(|asked| {
            let name = asked.kind().code();
            (format!("inquiry {name}"), serde_json::to_value(asked).unwrap())
        });
    let obstacle = serde_json::to_value(started_as(take_away_obstacle())).unwrap();
    let obstacle = ("trajectory obstacle, of no case".to_owned(), obstacle);
    let others = [of_person, obstacle];
    decisions.chain(asked).chain(grounds).chain(states).chain(others).chain(erasures).collect()
}

fn kinds() -> Vec<EventKind> {
    [
        Event::KINDS,
        meeting::Event::KINDS,
        monitor_day::Event::KINDS,
        reminders::Event::KINDS,
        report_import::Event::KINDS,
        inquiry::Event::KINDS,
        person::Event::KINDS,
        subject_request::Event::KINDS,
        organisation::Event::KINDS,
        covenant::Event::KINDS,
        trajectory::Event::KINDS,
        bottleneck::Event::KINDS,
    ]
    .concat()
}

fn examples() -> Vec<(EventKind, Value)> {
    fn written<E: DomainEvent>(kind: impl Fn(&E) -> EventKind, events: Vec<E>) -> Vec<(EventKind, Value)> {
        events.iter().map(|event| (kind(event), serde_json::to_value(event).unwrap())).collect()
    }
    [
        written(Event::kind, case_examples()),
        written(meeting::Event::kind, meeting_examples()),
        written(monitor_day::Event::kind, monitor_day_examples()),
        written(reminders::Event::kind, vec![became_overdue()]),
        written(report_import::Event::kind, report_import_examples()),
        written(inquiry::Event::kind, inquiry_examples()),
        written(person::Event::kind, person_examples()),
        written(subject_request::Event::kind, request_examples()),
        written(organisation::Event::kind, organisation_examples()),
        written(covenant::Event::kind, covenant_examples()),
        written(trajectory::Event::kind, trajectory_examples()),
        written(bottleneck::Event::kind, bottleneck_examples()),
    ]
    .concat()
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("events")
}

fn place(kind: &EventKind) -> PathBuf {
    folder().join(kind.aggregate).join(format!("{}.v{}.json", kind.name, kind.version))
}

/// Every golden event: aggregate, name, version and JSON.
fn golden() -> Vec<(String, String, String, Value)> {
    let mut found = Vec::new();
    for aggregate in std::fs::read_dir(folder()).unwrap() {
        let aggregate = aggregate.unwrap();
        for file in std::fs::read_dir(aggregate.path()).unwrap() {
            let file = file.unwrap();
            let file_name = file.file_name().into_string().unwrap();
            let (name, version) = file_name.strip_suffix(".json").unwrap().split_once(".v").unwrap();
            let json = serde_json::from_str(&std::fs::read_to_string(file.path()).unwrap()).unwrap();
            let aggregate = aggregate.file_name().into_string().unwrap();
            found.push((aggregate, name.to_owned(), version.to_owned(), json));
        }
    }
    found
}

#[test]
fn every_event_has_an_example_and_its_json_does_not_change() {
    let examples = examples();
    assert_eq!(examples.iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), kinds(), "one of each, in order");
    for (kind, json) in examples {
        let place = place(&kind);
        let text = format!("{}\n", serde_json::to_string_pretty(&json).unwrap());
        if !place.exists() && std::env::var_os(ACCEPT).is_some() {
            std::fs::create_dir_all(place.parent().unwrap()).unwrap();
            std::fs::write(&place, &text).unwrap();
        }
        assert!(place.exists(), "{kind:?} has no golden file: run with {ACCEPT}=1, look at it and keep it");
        assert_eq!(
            std::fs::read_to_string(&place).unwrap(),
            text,
            "{kind:?} changed: a released event never does; make a new version and an upcaster"
        );
    }
}

#[test]
fn every_golden_event_still_loads() {
    for (aggregate, name, version, payload) in golden() {
        let stored = SerializedEvent {
            aggregate_id: case_id(1).to_string(),
            sequence: 1,
            aggregate_type: aggregate.clone(),
            event_type: name.clone(),
            event_version: version,
            payload,
            metadata: json!({}),
        };
        let event = upcast(stored);
        let kind = kinds().into_iter().find(|kind| {
            (kind.aggregate, kind.name, kind.version)
                == (aggregate.as_str(), event.event_type.as_str(), event.event_version.as_str())
        });
        assert!(kind.is_some(), "{aggregate}/{name}: neither a kind nor upcast to one");
        match aggregate.as_str() {
            "Case" => loads::<Case>(event.payload),
            "Meeting" => loads::<Meeting>(event.payload),
            "SubjectRequest" => loads::<SubjectRequest>(event.payload),
            "MonitorDay" => loads::<MonitorDay>(event.payload),
            "Reminders" => loads::<Reminders>(event.payload),
            "ReportImport" => loads::<ReportImport>(event.payload),
            "Inquiry" => loads::<Inquiry>(event.payload),
            "Organisation" => loads::<Organisation>(event.payload),
            "Covenant" => loads::<Covenant>(event.payload),
            "Trajectory" => loads::<Trajectory>(event.payload),
            "Bottleneck" => loads::<Bottleneck>(event.payload),
            _ => loads::<Person>(event.payload),
        }
    }
}

fn upcast(event: SerializedEvent) -> SerializedEvent {
    upcasters().iter().fold(event, |event, upcaster| {
        let applies = upcaster.can_upcast(&event.event_type, &event.event_version);
        if applies { upcaster.upcast(event) } else { event }
    })
}

/// In the open, and when the keys were destroyed.
fn loads<A: Aggregate>(payload: Value)
where
    A::Event: DeserializeOwned,
{
    let mut erased = payload.clone();
    erase(&mut erased);
    for json in [payload, erased] {
        let event: A::Event = serde_json::from_value(json.clone()).unwrap();
        assert_eq!(serde_json::to_value(&event).unwrap(), json, "nothing is lost on the way");
        A::default().apply(event);
    }
}

/// Puts an erased node in the place of every personal one.
pub fn erase(json: &mut Value) {
    match json {
        Value::Object(object) if object.contains_key(PERSONAL) => *json = json!({ ERASED: true }),
        Value::Object(object) => object.values_mut().for_each(erase),
        Value::Array(items) => items.iter_mut().for_each(erase),
        _ => {}
    }
}

#[test]
fn every_form_of_a_decision_and_of_a_ground_keeps_its_json() {
    let variants: BTreeMap<_, _> = variants().into_iter().collect();
    insta::assert_json_snapshot!(variants);
}

// No free text in the open

/// What stands outside personal nodes: the place of each string, and the string.
fn in_the_open(json: &Value, place: &str, found: &mut Vec<(String, String)>) {
    match json {
        Value::Object(object) if object.contains_key(PERSONAL) => {
            assert_eq!(object.len(), 1, "{place}: nothing stands beside a personal value");
        }
        Value::Object(object) => object.iter().for_each(|(key, value)| {
            found.push((format!("{place}.{key}"), key.clone()));
            in_the_open(value, &format!("{place}.{key}"), found);
        }),
        Value::Array(items) => items.iter().for_each(|item| in_the_open(item, &format!("{place}[]"), found)),
        Value::String(text) => found.push((place.to_owned(), text.clone())),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A code, an id, a date, a moment, a fingerprint or the name of a variant; no text, no name, no number of a person.
fn is_code(text: &str) -> bool {
    let written_well = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
    let bsn_like = text.len() >= 8 && text.chars().all(|c| c.is_ascii_digit());
    let is_fingerprint = text.len() == 64 && text.chars().all(|c| matches!(c, '0'..='9' | 'a'..='f'));
    let is_moment = text.parse::<DateTime<Utc>>().is_ok();
    is_fingerprint || is_moment || !text.is_empty() && text.len() <= 48 && written_well && !bsn_like
}

/// Words of the covenant, and names and numbers of organisations: published, and about nobody.
const PUBLISHED: [&str; 8] = [
    "Organisation/OrganisationRegistered.OrganisationRegistered.name",
    "Organisation/OrganisationRegistered.OrganisationRegistered.oin",
    "Organisation/OrganisationCorrected.OrganisationCorrected.name",
    "Covenant/CovenantAdopted.CovenantAdopted.title",
    ".annexes[].purpose",
    ".annexes[].legal_basis",
    ".annex.purpose",
    ".annex.legal_basis",
];

fn is_published(place: &str) -> bool {
    let of_covenant = place.starts_with("Covenant/");
    PUBLISHED.iter().any(|known| place == *known || of_covenant && place.ends_with(known))
}

#[test]
fn no_free_text_is_stored_in_the_open() {
    let stored = golden().into_iter().map(|(aggregate, name, _, json)| (format!("{aggregate}/{name}"), json));
    for (name, json) in stored.chain(variants()) {
        let mut found = Vec::new();
        in_the_open(&json, &name, &mut found);
        for (place, text) in found.into_iter().filter(|(place, _)| !is_published(place)) {
            assert!(is_code(&text), "{place}: {text:?} is no code, id or date");
            assert!(![PERSONAL, SEALED, ERASED].contains(&text.as_str()));
        }
    }
}

#[test]
fn dates_of_birth_and_numbers_of_persons_stand_in_personal_nodes_alone() {
    for (aggregate, name, _, json) in golden() {
        let mut open = json;
        erase(&mut open);
        let text = open.to_string();
        for secret in ["1990-02-28", "999990019", "Zandloper", "Wilgenhout", "Wilhelmina"] {
            assert!(!text.contains(secret), "{aggregate}/{name} shows {secret}");
        }
    }
}

#[test]
fn the_guard_sees_a_text_a_name_and_a_number_that_are_left_in_the_open() {
    for (open, code) in [
        ("Kwam niet opdagen", false),
        ("Wilhelmina Zandloper", false),
        ("w@example.org", false),
        ("999990019", false),
        ("", false),
        ("schedule_focus", true),
        ("CaseWeighed", true),
        ("2026-01-05", true),
        ("01900000-0000-7000-8000-000000000001", true),
    ] {
        let mut found = Vec::new();
        in_the_open(&json!({ "deep": [{ "note": open }] }), "", &mut found);
        assert_eq!(found.iter().all(|(_, text)| is_code(text)), code, "{open}");
    }
    let mut found = Vec::new();
    in_the_open(&serde_json::to_value(sealed("Kwam niet opdagen")).unwrap(), "", &mut found);
    assert!(found.is_empty(), "a personal value is not in the open");
}
