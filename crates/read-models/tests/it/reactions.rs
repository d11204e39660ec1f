//! Which read model reacts to which event: a new event shows here until somebody has decided.

use std::fmt::Write;

use schakel_domain::{
    bottleneck, case, covenant, inquiry, meeting, monitor_day, organisation, person, reminders,
    report_import, subject_request, trajectory,
};
use schakel_read_models::projections;

#[test]
fn which_read_model_reacts_to_which_event_is_as_reviewed() {
    let kinds = [
        case::Event::KINDS,
        person::Event::KINDS,
        meeting::Event::KINDS,
        monitor_day::Event::KINDS,
        reminders::Event::KINDS,
        report_import::Event::KINDS,
        inquiry::Event::KINDS,
        subject_request::Event::KINDS,
        organisation::Event::KINDS,
        covenant::Event::KINDS,
        trajectory::Event::KINDS,
        bottleneck::Event::KINDS,
    ]
    .concat();
    let mut table = String::new();
    for kind in kinds {
        let reacting: Vec<_> = projections()
            .iter()
            .filter(|projection| projection.reacts_to(kind.aggregate, kind.name))
            .map(|projection| projection.name())
            .collect();
        let event = format!("{}/{} v{}", kind.aggregate, kind.name, kind.version);
        writeln!(table, "{event:<38} {}", reacting.join(" ")).unwrap_or_default();
    }
    insta::assert_snapshot!(table);
}

#[test]
fn read_models_have_names_of_their_own() {
    let mut names: Vec<_> = projections().iter().map(|projection| projection.name()).collect();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), projections().len());
}
