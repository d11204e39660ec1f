//! Synthetic years: what a House does in them comes to the published figures of the reference region, as far as those
//! agree among themselves. Given through the operations of the API, so every rule holds; repeatable, and without a BSN.

mod cases;
mod live;
mod margins;
mod shares;
mod steps;

use chrono::NaiveDate;
use schakel_domain::region::Region;

pub use live::{live, of_the_demo};
pub use margins::{Margins, PUBLISHED, TrajectoryMargins};
pub use steps::{Step, Who, days, resolve};

/// Everything that is done in these years, in the order of its days: the years follow each other, and each comes to
/// its margins.
pub fn steps(region: &Region, years: &[(i32, Margins)]) -> Vec<Step> {
    let planned = cases::Plan::of(region, years);
    steps::of(&planned, years)
}

/// The day before which nothing happens in these years.
pub fn beginning(years: &[(i32, Margins)]) -> Option<NaiveDate> {
    let (first, _) = years.first()?;
    NaiveDate::from_ymd_opt(first - 1, 1, 1)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests")]

    use std::collections::{BTreeMap, HashMap};

    use serde_json::json;

    use super::*;
    use crate::doors::desk::{DESCRIPTORS, served};
    use crate::operations::operations;
    use crate::parts::ProfessionalInput;

    fn region() -> Region {
        toml::from_str(include_str!("../../../../../regions/hollands-midden.toml")).unwrap()
    }

    fn published(region: &Region) -> Vec<(i32, Margins)> {
        PUBLISHED.map(|year| (year, Margins::published(year, region))).into()
    }

    #[test]
    fn every_step_fits_the_contract_and_names_only_what_was_made_before() {
        let region = region();
        let served = served(operations(), DESCRIPTORS, &region).unwrap();
        let mut made = HashMap::from(
            ["@director", "@holder"].map(|name| (name.to_owned(), ProfessionalInput::example())),
        );
        let mut keys = BTreeMap::new();
        for step in steps(&region, &published(&region)) {
            let operation = served.iter().find(|it| it.entry.spec.action.name() == step.action).unwrap();
            let input = resolve(&step.input, &made);
            let checked = operation.contract.check(input.clone());
            assert!(checked.is_ok(), "{} {}: {checked:?} {input}", step.on, step.action);
            if let Some(name) = &step.makes {
                made.insert(name.clone(), json!("0190c3a2-0000-7000-8000-000000000004"));
            }
            assert_eq!(keys.insert(step.key(), step.action), None, "each step has a key of its own");
        }
    }

    #[test]
    fn the_years_are_the_same_each_time() {
        let region = region();
        let told = || format!("{:?}", steps(&region, &published(&region)));
        assert_eq!(told(), told());
    }
}
