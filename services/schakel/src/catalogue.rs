//! `GetCatalogue`: the region's codes with their labels.

use std::collections::BTreeSet;

use http::Method;
use schakel_access::{Action, Role};
use schakel_application::{Application, Error};
use schakel_domain::code::Code;
use schakel_domain::region::{
    BudgetSource, CriterionCode, FormerMunicipality, Label, MeetingType, Municipality, Region,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;

use crate::codes::DecisionCode;
use crate::doors::{Answer, Call, Kind, Language, Operation, Spec};

/// Asks for the region's codes.
pub struct GetCatalogue;

/// Nothing is asked for.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GetCatalogueRequest {}

/// Codes and labels of the region.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Catalogue {
    /// The region.
    region: CatalogueRow,
    /// IANA name of the time zone in which calendar days are counted.
    time_zone: String,
    /// Parts of the region.
    subregions: Vec<CatalogueRow>,
    /// Where subjects can live.
    municipalities: Vec<CatalogueMunicipality>,
    /// Municipalities that were absorbed by others; they count under those.
    former_municipalities: Vec<CatalogueFormerMunicipality>,
    /// What kinds of meeting can ask for.
    criteria: Vec<CatalogueRow>,
    /// Kinds of meeting; shielded ones are named to cleared participants alone.
    meeting_types: Vec<CatalogueMeetingType>,
    /// Themes of current concerns.
    themes: Vec<CatalogueRow>,
    /// From what trajectories are paid.
    budget_sources: Vec<CatalogueBudgetSource>,
    /// Themes of structural bottlenecks.
    bottleneck_themes: Vec<CatalogueRow>,
    /// The Houses to which a case can go over.
    other_houses: Vec<CatalogueRow>,
    /// Roles that a token can carry.
    roles: Vec<CatalogueRow>,
}

/// A code with its label in the caller's language.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CatalogueRow {
    /// The identifier.
    code: String,
    /// What people read.
    label: String,
}

/// Where a subject can live.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CatalogueMunicipality {
    /// The identifier.
    code: String,
    /// What people read.
    label: String,
    /// The subregion that it belongs to.
    #[serde(skip_serializing_if = "Option::is_none")]
    subregion: Option<String>,
    /// The local table to which detention reports about its residents go.
    #[serde(skip_serializing_if = "Option::is_none")]
    detention_reports_to: Option<String>,
    /// Whether it is the centre of its subregion.
    centre: bool,
}

/// A municipality that was absorbed by another.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CatalogueFormerMunicipality {
    /// The identifier.
    code: String,
    /// What people read.
    label: String,
    /// The one under which it counts.
    absorbed_by: String,
}

/// A kind of meeting.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CatalogueMeetingType {
    /// The identifier.
    code: String,
    /// What people read.
    label: String,
    /// Not chaired by the House, but under its covenant.
    facilitated: bool,
    /// A case must be weighed in the briefing before it comes here.
    weighed: bool,
    /// Only weighing happens here.
    weighing_only: bool,
    /// Whose people chair it: `house`, `process_director`, `municipality`, or the code of an organisation.
    chaired_by: String,
    /// The decisions of the briefing that lead here.
    decided_by: Vec<DecisionCode>,
    /// Which criteria are enough together for such a decision; none are asked for when empty.
    criteria: Vec<CatalogueCriteria>,
    /// The kinds of meeting from whose agenda a case can come here.
    arises_from: Vec<String>,
    /// It discusses a case once, and again for a recorded reason only.
    once: bool,
    /// Each subregion has one of its own.
    per_subregion: bool,
    /// Whose list each meeting works through: `municipality` when it is that of one.
    #[serde(skip_serializing_if = "Option::is_none")]
    list_of: Option<String>,
    /// The pillars on which its plans are built.
    pillars: Vec<CatalogueRow>,
    /// It works through the five life areas.
    life_areas: bool,
    /// It indicates what is done about systematic offenders.
    indicates_systematic_offenders: bool,
    /// Those who are discussed are told by letter.
    notifies_members: bool,
    /// Whoever chairs it keeps a register of their own: cases are referred there, not scheduled.
    own_register: bool,
    /// It may escalate a case to the House.
    escalates_to_house: bool,
    /// The age that a subject has reached at least.
    #[serde(skip_serializing_if = "Option::is_none")]
    minimum_age: Option<u32>,
}

/// Criteria that are enough together.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CatalogueCriteria {
    /// All of these.
    all_of: Vec<String>,
}

/// From what trajectories are paid.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CatalogueBudgetSource {
    /// The identifier.
    code: String,
    /// What people read.
    label: String,
    /// Which share of the total spent must come from elsewhere, in percent.
    #[serde(skip_serializing_if = "Option::is_none")]
    co_financing_percent: Option<u32>,
}

impl Operation for GetCatalogue {
    type Input = GetCatalogueRequest;
    type Output = Catalogue;
    const SPEC: Spec = Spec {
        action: Action::GetCatalogue,
        kind: Kind::Asks,
        method: Method::GET,
        path: "/v1/catalogue",
        service: "CatalogueService",
        summary: "Codes and labels of this region",
        description: "What forms offer and inputs refer to: municipalities, meeting types, themes, budgets, bottlenecks, other Houses and roles. \
            Labels are in the language of `Accept-Language`; codes never change.",
        example: || json!({}),
        example_answer,
    };

    async fn run(app: &Application, call: Call, _input: Self::Input) -> Result<Answer<Self::Output>, Error> {
        let region = app.region();
        let answer = match call.actor.is_cleared_for(Action::GetCatalogue) {
            true => catalogue(region, call.language),
            false => catalogue(&region.without_shielded(), call.language),
        };
        Ok(Answer::of(answer))
    }
}

fn catalogue(region: &Region, language: Language) -> Catalogue {
    let row = |code: &str, label: &Label| labelled(code, label, language);
    let subregions = region.subregions.iter();
    let themes = region.themes.iter();
    let budget_sources = region.budget_sources.iter();
    let bottleneck_themes = region.bottleneck_themes.iter();
    let other_houses = region.other_houses.iter();
    let meeting_types = region.meeting_types.iter();
    let municipalities = region.municipalities.iter();
    let former = region.former_municipalities.iter();
    Catalogue {
        region: row(&region.code, &region.label),
        time_zone: region.time_zone.clone(),
        subregions: subregions.map(|s| row(s.code.as_str(), &s.label)).collect(),
        municipalities: municipalities.map(|m| municipality(m, language)).collect(),
        former_municipalities: former.map(|m| former_municipality(m, language)).collect(),
        criteria: region.criteria.iter().map(|c| row(c.code.as_str(), &c.label)).collect(),
        meeting_types: meeting_types.map(|m| meeting_type(m, language)).collect(),
        themes: themes.map(|t| row(t.code.as_str(), &t.label)).collect(),
        budget_sources: budget_sources.map(|b| budget_source(b, language)).collect(),
        bottleneck_themes: bottleneck_themes.map(|t| row(t.code.as_str(), &t.label)).collect(),
        other_houses: other_houses.map(|h| row(h.code.as_str(), &h.label)).collect(),
        roles: Role::ALL.iter().map(|r| role(*r, language)).collect(),
    }
}

fn labelled(code: &str, label: &Label, language: Language) -> CatalogueRow {
    CatalogueRow { code: code.to_owned(), label: text(label, language) }
}

fn text(label: &Label, language: Language) -> String {
    language.of(label).to_owned()
}

fn municipality(municipality: &Municipality, language: Language) -> CatalogueMunicipality {
    CatalogueMunicipality {
        code: municipality.code.to_string(),
        label: text(&municipality.label, language),
        subregion: municipality.subregion.as_ref().map(ToString::to_string),
        detention_reports_to: municipality.detention_reports_to.as_ref().map(ToString::to_string),
        centre: municipality.centre,
    }
}

fn former_municipality(former: &FormerMunicipality, language: Language) -> CatalogueFormerMunicipality {
    CatalogueFormerMunicipality {
        code: former.code.to_string(),
        label: text(&former.label, language),
        absorbed_by: former.absorbed_by.to_string(),
    }
}

fn meeting_type(meeting_type: &MeetingType, language: Language) -> CatalogueMeetingType {
    CatalogueMeetingType {
        code: meeting_type.code.to_string(),
        label: text(&meeting_type.label, language),
        facilitated: meeting_type.facilitated,
        weighed: meeting_type.weighed,
        weighing_only: meeting_type.weighing_only,
        chaired_by: meeting_type.chaired_by.as_str().to_owned(),
        decided_by: meeting_type.decided_by.iter().map(|decision| (*decision).into()).collect(),
        criteria: meeting_type.criteria.iter().map(enough_together).collect(),
        arises_from: meeting_type.arises_from.iter().map(ToString::to_string).collect(),
        once: meeting_type.once,
        per_subregion: meeting_type.per_subregion,
        list_of: meeting_type.list_of.map(|whose| whose.as_str().to_owned()),
        pillars: meeting_type
            .pillars
            .iter()
            .map(|pillar| labelled(pillar.code.as_str(), &pillar.label, language))
            .collect(),
        life_areas: meeting_type.life_areas,
        indicates_systematic_offenders: meeting_type.indicates_systematic_offenders,
        notifies_members: meeting_type.notifies_members,
        own_register: meeting_type.own_register,
        escalates_to_house: meeting_type.escalates_to_house,
        minimum_age: meeting_type.minimum_age,
    }
}

fn enough_together(criteria: &BTreeSet<CriterionCode>) -> CatalogueCriteria {
    CatalogueCriteria { all_of: criteria.iter().map(ToString::to_string).collect() }
}

fn budget_source(source: &BudgetSource, language: Language) -> CatalogueBudgetSource {
    CatalogueBudgetSource {
        code: source.code.to_string(),
        label: text(&source.label, language),
        co_financing_percent: source.co_financing_percent,
    }
}

fn role(role: Role, language: Language) -> CatalogueRow {
    let label = match language {
        Language::Nl => dutch(role).to_owned(),
        Language::En => role.code().replace('_', " "),
    };
    CatalogueRow { code: role.code().to_owned(), label }
}

/// HANDBOOK §1.
fn dutch(role: Role) -> &'static str {
    match role {
        Role::ChainManager => "ketenmanager",
        Role::ProcessDirector => "procesregisseur",
        Role::InformationCoordinator => "informatiecoördinator",
        Role::PolicyOfficer => "beleidsmedewerker",
        Role::Support => "ondersteuner",
        Role::ChainPartner => "ketenpartner",
        Role::CovenantPartner => "convenantpartner",
        Role::IncidentalParticipant => "incidentele deelnemer",
        Role::CaseHolder => "casushouder",
        Role::Reporter => "melder",
        Role::MunicipalContact => "gemeentelijke contactpersoon",
        Role::WeighingTeam => "weegploeg",
        Role::ZsmCoordinator => "ketenprocescoördinator ZSM",
        Role::ZsmAdministration => "administratie OM op ZSM",
        Role::SteeringGroup => "stuurgroep",
        Role::DirectionRoom => "regiekamer",
        Role::Mayor => "burgemeester",
        Role::Cleared => "geautoriseerde deelnemer",
        Role::PrivacyOfficer => "privacyfunctionaris",
        Role::SystemAdministrator => "beheerder",
    }
}

fn example_answer() -> Value {
    json!({
        "region": {"code": "hollands_midden", "label": "Hollands Midden"},
        "timeZone": "Europe/Amsterdam",
        "subregions": [{"code": "holland_rijnland", "label": "Holland Rijnland"}],
        "municipalities": [{"code": "leiden", "label": "Leiden", "subregion": "holland_rijnland", "centre": true}],
        "formerMunicipalities": [{"code": "rijnwoude", "label": "Rijnwoude", "absorbedBy": "alphen_aan_den_rijn"}],
        "criteria": [{"code": "d", "label": "serious local safety problems"}],
        "meetingTypes": [{
            "code": "focus", "label": "focus meeting", "facilitated": false, "weighed": true, "weighingOnly": false,
            "chairedBy": "process_director", "decidedBy": ["schedule_focus"], "criteria": [{"allOf": ["d"]}],
            "arisesFrom": [], "once": true, "perSubregion": false, "pillars": [], "lifeAreas": false,
            "indicatesSystematicOffenders": false, "notifiesMembers": false, "ownRegister": false,
            "escalatesToHouse": false
        }],
        "themes": [{"code": "nuisance", "label": "nuisance"}],
        "budgetSources": [{"code": "aftercare_grant", "label": "grant for aftercare", "coFinancingPercent": 25}],
        "bottleneckThemes": [{"code": "care_without_papers", "label": "no care without papers"}],
        "otherHouses": [{"code": "veiligheidshuis_haaglanden", "label": "Safety House Haaglanden"}],
        "roles": [{"code": "process_director", "label": "process director"}],
    })
}
