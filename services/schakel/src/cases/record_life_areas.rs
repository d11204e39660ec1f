//! Recording how the life areas of aftercare stand.

use schakel_access::Action;
use schakel_application::{Application, Error, FieldError, Needs};
use schakel_domain::case::{self, AreaState, LifeAreas};
use serde::Deserialize;
use serde_json::json;
use utoipa::ToSchema;
use uuid::Uuid;

use super::{SERVICE, on_case};
use crate::codes::{AftercareArea, AgreementState};
use crate::doors::{Answer, Call, Operation, Spec};
use crate::orders;
use crate::parts::{FreeText, Organisation, Parts, lacking};
use crate::wire::Receipt;

/// See [`case::RecordLifeAreas`].
pub struct RecordLifeAreas;

/// How life areas stand.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RecordLifeAreasRequest {
    case_id: Uuid,
    /// Each once; those that are left out stay as they were.
    #[schema(min_items = 1, max_items = 5)]
    areas: Vec<LifeAreaInput>,
}

/// How one life area stands.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LifeAreaInput {
    area: AftercareArea,
    /// Whether there is a bottleneck.
    bottleneck: bool,
    /// With a bottleneck: what is done about it.
    action: Option<FreeText>,
    /// With a bottleneck: by whom.
    owner: Option<Organisation>,
    /// With a bottleneck: where that stands.
    state: Option<AgreementState>,
}

impl Operation for RecordLifeAreas {
    type Input = RecordLifeAreasRequest;
    type Output = Receipt;
    const SPEC: Spec = orders::change(
        SERVICE,
        Action::RecordLifeAreas,
        "/v1/cases/{caseId}/life-areas",
        "Record how the life areas of aftercare stand",
        "At a table that works through them: bottleneck or not, and if so the action, its owner and where it stands.",
        || {
            json!({"areas": [
                {"area": "identity_papers", "bottleneck": false},
                {
                    "area": "housing", "bottleneck": true, "action": "Apply for sheltered housing.",
                    "owner": "leger_des_heils", "state": "open"
                }
            ]})
        },
    );

    async fn run(
        app: &Application,
        call: Call,
        input: RecordLifeAreasRequest,
    ) -> Result<Answer<Receipt>, Error> {
        input.check()?;
        let case = input.case_id;
        let command = case::RecordLifeAreas { areas: input.areas()? };
        on_case(app, &call, Action::RecordLifeAreas, case, command, Needs::default()).await
    }
}

impl RecordLifeAreasRequest {
    fn check(&self) -> Result<(), Error> {
        let mut parts = Parts::default();
        for (place, area) in self.areas.iter().enumerate() {
            let field = |name: &str| format!("areas[{place}].{name}");
            let (code, wanted) = ("bottleneck: true", area.bottleneck);
            parts.only(field("action"), code, area.action.is_some(), wanted);
            parts.only(field("owner"), code, area.owner.is_some(), wanted);
            parts.only(field("state"), code, area.state.is_some(), wanted);
            if self.areas[..place].iter().any(|before| before.area.value() == area.area.value()) {
                parts.add(FieldError::new(field("area"), "unique", "each life area is named once"));
            }
        }
        parts.checked()
    }

    fn areas(self) -> Result<LifeAreas, Error> {
        self.areas.into_iter().map(|area| Ok((area.area.value(), area.stands()?))).collect()
    }
}

impl LifeAreaInput {
    fn stands(self) -> Result<AreaState, Error> {
        if !self.bottleneck {
            return Ok(AreaState::Clear);
        }
        match (self.action, self.owner, self.state) {
            (Some(action), Some(owner), Some(state)) => {
                let (action, owner, state) = (action.personal(), owner.0, state.value());
                Ok(AreaState::Bottleneck { action, owner, state })
            }
            _ => Err(lacking("a bottleneck")),
        }
    }
}
