//! Free text, personal values, codes and the region file.

use std::collections::BTreeMap;
use std::fmt::Debug;

use proptest::prelude::*;
use schakel_domain::case::DecisionCode;
use schakel_domain::code::Code;
use schakel_domain::covenant::Ground;
use schakel_domain::personal::{Personal, Subject};
use schakel_domain::region::{
    ChairedBy, CriterionCode, MeetingType, MeetingTypeCode, MunicipalityCode, Region,
};
use schakel_domain::{Text, TextError};
use serde_json::{Value, json};

use crate::fixtures::{details, member_id, professional, sealed, text};
use crate::region::{
    bottleneck_theme, budget_source, meeting_type, municipality, other_house, region, subregion, theme,
};

// Text

proptest! {
    #[test]
    fn a_text_is_trimmed_and_not_empty(words in "\\PC{0,80}", before in "[ \t\n]{0,3}", after in "[ \t\n]{0,3}") {
        match Text::new(&format!("{before}{words}{after}")) {
            Ok(text) => prop_assert_eq!(text.as_str(), words.trim()),
            Err(error) => {
                prop_assert_eq!(error, TextError::Empty);
                prop_assert_eq!(words.trim(), "");
            }
        }
    }

    #[test]
    fn a_text_survives_json_and_hides_from_debug(words in "[a-z]{1,20}[A-Z0-9 é]{0,40}[a-z]") {
        let text = Text::new(&words).unwrap();
        let json = serde_json::to_value(&text).unwrap();
        prop_assert_eq!(&json, &Value::String(words));
        prop_assert_eq!(format!("{text:?}"), "Text(…)");
        prop_assert_eq!(serde_json::from_value::<Text>(json).unwrap(), text);
    }
}

#[test]
fn a_text_has_at_most_8000_characters_whatever_their_bytes() {
    let long = "é".repeat(Text::MAX_CHARS);
    assert_eq!(Text::new(&long).unwrap().as_str(), long);
    assert_eq!(Text::new(&format!("{long}é")), Err(TextError::TooLong));
    assert!(Text::new(&format!("  {long}  ")).is_ok(), "white space around it does not count");
}

#[test]
fn a_text_that_is_none_does_not_load() {
    assert!(serde_json::from_value::<Text>(json!("  ")).is_err());
    assert!(serde_json::from_value::<Text>(json!("x".repeat(Text::MAX_CHARS + 1))).is_err());
    assert!(serde_json::from_value::<Text>(json!(7)).is_err());
}

// Personal

#[test]
fn a_personal_value_says_whom_it_is_about() {
    let member = member_id(1).0;
    assert_eq!(
        serde_json::to_value(Personal::of_stream(text("Van wie"))).unwrap(),
        json!({ "$personal": { "about": "stream", "value": "Van wie" } })
    );
    assert_eq!(
        serde_json::to_value(Personal::about(Subject::Member(member), text("Van wie"))).unwrap(),
        json!({ "$personal": { "about": member.to_string(), "value": "Van wie" } })
    );
    assert_eq!(serde_json::to_value(Personal::<Text>::Erased).unwrap(), json!({ "$erased": true }));
}

#[test]
fn a_personal_value_survives_json() {
    let member = Subject::Member(member_id(1).0);
    let values = [
        Personal::of_stream(details()),
        Personal::about(member, details()),
        Personal::of_stream(Default::default()),
        Personal::Erased,
    ];
    for value in values {
        let json = serde_json::to_value(&value).unwrap();
        let loaded: Personal<schakel_domain::person::PersonDetails> = serde_json::from_value(json).unwrap();
        assert_eq!(loaded, value);
    }
}

#[test]
fn a_sealed_or_open_value_is_no_personal_value() {
    for json in [
        json!("in the open"),
        json!({ "$sealed": "stream.AAAA" }),
        json!({ "value": "x" }),
        json!({ "$personal": { "value": "x" } }),
        json!({ "$erased": false }),
        json!({ "$personal": { "about": "somebody", "value": "x" } }),
        json!({ "$personal": { "about": "stream", "value": "x" }, "$erased": true }),
        json!({}),
        json!(null),
    ] {
        assert!(serde_json::from_value::<Personal<Text>>(json.clone()).is_err(), "{json}");
    }
}

#[test]
fn debug_shows_neither_a_personal_value_nor_its_length() {
    let short = format!("{:?}", sealed("x"));
    assert_eq!(short, format!("{:?}", sealed(&"x".repeat(500))));
    assert_eq!(short, "Personal(known)");
    assert_eq!(format!("{:?}", Personal::<Text>::Erased), "Personal(erased)");
    assert!(!format!("{:?}", professional("chair")).contains("Wilhelmina"));
}

#[test]
fn only_a_known_value_can_be_read() {
    assert_eq!(sealed("x").known(), Some(&text("x")));
    assert_eq!(Personal::<Text>::Erased.known(), None);
}

#[test]
fn a_subject_is_written_as_stream_or_as_a_member_s_id() {
    for subject in [Subject::Stream, Subject::Member(member_id(1).0)] {
        assert_eq!(subject.to_string().parse::<Subject>().unwrap(), subject);
    }
    assert!("everybody".parse::<Subject>().is_err());
}

// Codes

fn listed<C: Code + Debug + serde::Serialize>(lists: &mut BTreeMap<&str, Vec<&str>>) {
    for value in C::ALL {
        assert_eq!(C::from_code(value.code()), Some(*value));
        assert_eq!(serde_json::to_value(value).unwrap(), json!(value.code()), "{value:?}");
    }
    assert_eq!(C::from_code("no_such_code"), None);
    lists.insert(C::NAME, C::ALL.iter().map(|value| value.code()).collect());
}

#[test]
fn codes_never_change_once_published() {
    use schakel_domain::case::*;
    let mut lists = BTreeMap::new();
    listed::<Trigger>(&mut lists);
    listed::<SubjectKind>(&mut lists);
    listed::<EscalationLevel>(&mut lists);
    listed::<FeedbackChannel>(&mut lists);
    listed::<LifeArea>(&mut lists);
    listed::<Intervention>(&mut lists);
    listed::<AgreementState>(&mut lists);
    listed::<MonitoringMoment>(&mut lists);
    listed::<AgendaReason>(&mut lists);
    listed::<WithdrawalCause>(&mut lists);
    listed::<DecisionCode>(&mut lists);
    listed::<NoFollowUpCode>(&mut lists);
    listed::<CaseState>(&mut lists);
    listed::<ClosingCode>(&mut lists);
    listed::<ErasureCode>(&mut lists);
    listed::<ElsewhereParty>(&mut lists);
    listed::<AbsenceReason>(&mut lists);
    listed::<ParentsReason>(&mut lists);
    listed::<FirstPartReason>(&mut lists);
    listed::<Evaluator>(&mut lists);
    listed::<PresenceCode>(&mut lists);
    listed::<MeetingPart>(&mut lists);
    listed::<AftercareArea>(&mut lists);
    listed::<SmdIndication>(&mut lists);
    listed::<schakel_domain::meeting::MeetingState>(&mut lists);
    listed::<schakel_domain::inquiry::ContactKind>(&mut lists);
    listed::<schakel_domain::inquiry::InquiryKind>(&mut lists);
    listed::<schakel_domain::lines::LineField>(&mut lists);
    listed::<schakel_domain::lines::LineRule>(&mut lists);
    listed::<schakel_domain::person::Gender>(&mut lists);
    listed::<schakel_domain::person::RelationKind>(&mut lists);
    listed::<schakel_domain::subject_request::RequestKind>(&mut lists);
    listed::<schakel_domain::subject_request::RequestOutcome>(&mut lists);
    listed::<schakel_domain::subject_request::ControllerStateCode>(&mut lists);
    listed::<schakel_domain::person::matching::Reason>(&mut lists);
    listed::<schakel_domain::bottleneck::BottleneckState>(&mut lists);
    listed::<schakel_domain::trajectory::HelpQuestion>(&mut lists);
    listed::<schakel_domain::trajectory::Obstacle>(&mut lists);
    listed::<schakel_domain::trajectory::TrajectoryKind>(&mut lists);
    listed::<schakel_domain::trajectory::TrajectoryOutcome>(&mut lists);
    listed::<schakel_domain::trajectory::TrajectoryState>(&mut lists);
    let table: Vec<_> = lists.iter().map(|(name, codes)| format!("{name}: {}", codes.join(", "))).collect();
    insta::assert_snapshot!(table.join("\n"));
}

// Region

#[track_caller]
fn mistaken(change: impl FnOnce(&mut Region), expected: &[&str]) {
    let mut region = region();
    change(&mut region);
    assert_eq!(region.mistakes(), expected);
}

#[test]
fn the_test_region_has_no_mistakes() {
    mistaken(|_| {}, &[]);
}

#[test]
fn a_code_is_named_once_in_its_list() {
    mistaken(
        |region| {
            region.subregions.push(subregion("midden_holland"));
            region.municipalities.push(municipality("leiden", None, None));
            region.meeting_types.push(meeting_type("focus", true));
            region.themes.push(theme("nuisance"));
            region.budget_sources.push(budget_source("own_budget", None));
            region.bottleneck_themes.push(bottleneck_theme("care_without_papers"));
            region.other_houses.push(other_house("veiligheidshuis_elders"));
        },
        &[
            "subregion midden_holland: named twice",
            "municipality leiden: named twice",
            "meeting type focus: named twice",
            "theme nuisance: named twice",
            "budget source own_budget: named twice",
            "bottleneck theme care_without_papers: named twice",
            "other house veiligheidshuis_elders: named twice",
        ],
    );
}

#[test]
fn a_code_is_lower_case_letters_digits_and_underscores() {
    for wrong in ["", "Den Haag", "den-haag", "enschedé", "Leiden"] {
        mistaken(
            |region| region.themes.push(theme(wrong)),
            &[&format!("theme {wrong:?}: a code is lower case letters, digits and underscores")],
        );
    }
    mistaken(|region| region.themes.push(theme("theme_2")), &[]);
}

#[test]
fn a_municipality_lies_in_a_subregion_that_is_there() {
    mistaken(
        |region| region.municipalities.push(municipality("assen", Some("drenthe"), None)),
        &["municipality assen: no subregion drenthe"],
    );
}

#[test]
fn detention_reports_go_to_a_local_table_that_is_there() {
    let table =
        |code| move |region: &mut Region| region.municipalities.push(municipality("assen", None, Some(code)));
    mistaken(table("seance"), &["municipality assen: no meeting type seance"]);
    mistaken(table("aftercare"), &["municipality assen: aftercare is no local table"]);
    mistaken(table("briefing"), &["municipality assen: briefing is no local table"]);
    mistaken(table("radicalisation"), &["municipality assen: radicalisation is no local table"]);
    mistaken(table("local_aftercare"), &[]);
}

#[test]
fn a_shielded_meeting_takes_no_weighed_case() {
    let shielded = |code: &'static str| {
        move |region: &mut Region| {
            let kind = region.meeting_types.iter_mut().find(|kind| kind.code.as_str() == code).unwrap();
            kind.shielded = true;
        }
    };
    mistaken(shielded("focus"), &["meeting type focus: a shielded meeting takes no weighed case"]);
    mistaken(shielded("group_approach"), &[]);
}

#[test]
fn whoever_is_not_cleared_knows_the_region_without_its_shielded_meetings() {
    let (region, unshielded) = (region(), region().without_shielded());
    let codes = |region: &Region| region.meeting_types.iter().map(|it| it.code.clone()).collect::<Vec<_>>();
    let mut without = codes(&region);
    without.retain(|code| code.as_str() != "radicalisation");
    assert_eq!(codes(&unshielded), without);
    assert_eq!(unshielded.meeting_types.len() + 1, region.meeting_types.len());
}

#[test]
fn exactly_one_meeting_type_is_for_weighing_only() {
    let mistake = ["exactly one meeting type is for weighing only"];
    mistaken(|region| region.meeting_types.retain(|kind| !kind.weighing_only), &mistake);
    mistaken(
        |region| {
            let mut second = meeting_type("second_briefing", false);
            second.weighing_only = true;
            region.meeting_types.push(second);
        },
        &mistake,
    );
}

#[test]
fn a_pillar_is_named_once_and_bears_plans() {
    mistaken(
        of_kind("top60", |top60| top60.pillars.push(top60.pillars[0].clone())),
        &["meeting type top60: pillar swift_punishment: named twice"],
    );
    mistaken(
        |region| {
            let pillars =
                region.meeting_types.iter().find(|kind| !kind.pillars.is_empty()).unwrap().pillars.clone();
            of_kind("briefing", |briefing| briefing.pillars = pillars)(region);
        },
        &["meeting type briefing: no plan is set where only weighing happens"],
    );
}

#[test]
fn what_was_deferred_is_weighed_again() {
    mistaken(
        of_kind("briefing", |briefing| briefing.once = true),
        &["meeting type briefing: what was deferred is weighed again"],
    );
}

#[test]
fn no_kind_of_meeting_is_called_like_a_ground_that_stands_apart() {
    for ground in Ground::APART {
        mistaken(
            |region| region.meeting_types.push(meeting_type(ground.code(), false)),
            &[&format!("meeting type {ground}: the name of a ground of its own")],
        );
    }
}

/// A change of the kind of meeting with this code.
fn of_kind(code: &'static str, change: impl FnOnce(&mut MeetingType)) -> impl FnOnce(&mut Region) {
    move |region| change(region.meeting_types.iter_mut().find(|kind| kind.code.as_str() == code).unwrap())
}

#[test]
fn a_weighed_meeting_is_led_to_by_a_decision_or_by_another_meeting() {
    mistaken(
        of_kind("focus", |kind| {
            kind.decided_by.clear();
            kind.criteria.clear();
        }),
        &["meeting type focus: no decision and no other meeting leads to it"],
    );
    mistaken(
        of_kind("focus", |kind| kind.decided_by = [DecisionCode::Escalate].into()),
        &["meeting type focus: escalate leads to no meeting"],
    );
    mistaken(
        of_kind("systematic_offender", |kind| kind.decided_by = [DecisionCode::ScheduleFocus].into()),
        &["meeting type systematic_offender: a decision leads only to where cases come weighed"],
    );
    mistaken(
        of_kind("round_table", |kind| kind.arises_from = [MeetingTypeCode::new("seance")].into()),
        &["meeting type round_table: no meeting type seance"],
    );
}

#[test]
fn criteria_are_the_region_s_and_belong_to_a_decision() {
    let criteria = |code: &str| vec![[CriterionCode::new(code)].into()];
    mistaken(of_kind("focus", |kind| kind.criteria = criteria("z")), &["meeting type focus: no criterion z"]);
    mistaken(
        of_kind("round_table", |kind| kind.criteria = criteria("a")),
        &["meeting type round_table: criteria are for the decisions that lead to it"],
    );
}

#[test]
fn what_others_chair_is_facilitated_and_nothing_else() {
    let mistake = |code| format!("meeting type {code}: what others than the House chair is facilitated");
    let ggd = || ChairedBy::from(String::from("ggd"));
    mistaken(of_kind("focus", |kind| kind.chaired_by = ggd()), &[&mistake("focus")]);
    mistaken(of_kind("group_approach", |kind| kind.chaired_by = ggd()), &[]);
    mistaken(
        of_kind("group_approach", |kind| kind.chaired_by = ChairedBy::House),
        &[&mistake("group_approach")],
    );
}

#[test]
fn only_what_others_chair_keeps_its_own_register_or_escalates_to_the_house() {
    mistaken(of_kind("group_approach", |kind| kind.own_register = true), &[]);
    mistaken(of_kind("group_approach", |kind| kind.escalates_to_house = true), &[]);
    mistaken(
        of_kind("systematic_offender", |kind| kind.own_register = true),
        &["meeting type systematic_offender: only a facilitated meeting keeps a register of its own"],
    );
    mistaken(
        of_kind("systematic_offender", |kind| kind.escalates_to_house = true),
        &["meeting type systematic_offender: only a facilitated meeting escalates to the House"],
    );
    mistaken(
        of_kind("local_safety_room", |kind| kind.own_register = true),
        &["meeting type local_safety_room: what has a register of its own has no case here to escalate"],
    );
    mistaken(
        of_kind("local_aftercare", |kind| kind.arises_from = [MeetingTypeCode::new("focus")].into()),
        &["meeting type local_aftercare: no case comes to what has a register of its own"],
    );
}

#[test]
fn terms_and_ages_are_within_bounds() {
    mistaken(
        of_kind("focus", |kind| kind.minimum_age = Some(0)),
        &["meeting type focus: minimum_age is 1 up to and including 99"],
    );
    mistaken(
        |region| region.deadlines.information_request_days = 91,
        &["deadlines: information_request_days is 1 up to and including 90"],
    );
    mistaken(
        |region| region.deadlines.feedback_days = 91,
        &["deadlines: feedback_days is 0 up to and including 90"],
    );
    for weeks in [0, 105] {
        mistaken(
            |region| region.deadlines.aftercare_preparation_weeks = weeks,
            &["deadlines: aftercare_preparation_weeks is 1 up to and including 104"],
        );
    }
    mistaken(|region| region.deadlines.feedback_days = 0, &[]);
}

#[test]
fn a_former_municipality_was_absorbed_by_one_that_is_there() {
    mistaken(
        |region| region.former_municipalities[0].absorbed_by = MunicipalityCode::new("assen"),
        &["municipality rijnwoude: no municipality assen"],
    );
    mistaken(
        |region| region.former_municipalities[0].code = MunicipalityCode::new("leiden"),
        &["municipality leiden: named twice"],
    );
}

#[test]
fn every_mistake_is_named_at_once() {
    mistaken(
        |region| {
            region.municipalities.push(municipality("Assen", Some("drenthe"), Some("seance")));
            region.meeting_types.retain(|kind| !kind.weighing_only);
        },
        &[
            "municipality \"Assen\": a code is lower case letters, digits and underscores",
            "municipality Assen: no subregion drenthe",
            "municipality Assen: no meeting type seance",
            "exactly one meeting type is for weighing only",
        ],
    );
}

#[test]
fn a_region_survives_json_and_knows_no_other_fields() {
    let json = serde_json::to_value(region()).unwrap();
    assert_eq!(serde_json::from_value::<Region>(json.clone()).unwrap(), region());
    let mut with_more = json;
    with_more["municipalities"][0]["mayor"] = json!("somebody");
    assert!(serde_json::from_value::<Region>(with_more).is_err());
}

#[test]
fn a_region_finds_what_it_knows() {
    let region = region();
    assert!(region.meeting_type(&MeetingTypeCode::new("focus")).is_some_and(|kind| kind.weighed));
    assert_eq!(region.meeting_type(&MeetingTypeCode::new("seance")), None);
}

#[test]
fn a_term_for_keeping_is_between_one_and_thirty_years() {
    for years in [0, 31] {
        mistaken(
            |region| {
                region.retention_years = years;
                region.meeting_types[0].retention_years = Some(years);
            },
            &[
                "region: retention_years is 1 up to and including 30",
                "meeting type briefing: retention_years is 1 up to and including 30",
            ],
        );
    }
    for years in [1, 30] {
        mistaken(|region| region.retention_years = years, &[]);
    }
}

#[test]
fn a_grant_demands_at_most_all_of_the_total_from_elsewhere() {
    mistaken(
        |region| region.budget_sources.push(budget_source("a_grant", Some(101))),
        &["budget source a_grant: co_financing_percent is 0 up to and including 100"],
    );
    for percent in [0, 100] {
        mistaken(|region| region.budget_sources.push(budget_source("a_grant", Some(percent))), &[]);
    }
}

#[test]
fn a_region_file_without_budgets_bottlenecks_and_other_houses_can_still_be_read() {
    let mut json = serde_json::to_value(region()).unwrap();
    for list in ["budget_sources", "bottleneck_themes", "other_houses"] {
        assert!(json.as_object_mut().unwrap().remove(list).is_some());
    }
    let region = serde_json::from_value::<Region>(json).unwrap();
    assert!(region.budget_sources.is_empty() && region.bottleneck_themes.is_empty());
    assert!(region.other_houses.is_empty());
}

#[test]
fn another_house_is_not_this_one_and_can_be_written_to() {
    mistaken(
        |region| region.other_houses.push(other_house("veiligheidshuis")),
        &["other house veiligheidshuis: it is this House"],
    );
    mistaken(
        |region| region.other_houses[0].mail = " ".into(),
        &["other house veiligheidshuis_elders: its mail is missing"],
    );
}
