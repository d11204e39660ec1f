//! For what figures are made: the region, its subregions and its municipalities (HANDBOOK §10).

use std::collections::HashMap;

use schakel_domain::region::{Label, MunicipalityCode, Region};

use crate::sheet::{Head, upwards};

/// The code of the whole region.
pub const REGION: &str = "region";
/// The code of those whose municipality is not known yet.
pub const NOT_RECORDED: &str = "not_recorded";

/// The areas of a region as a tree: the region, its subregions, and its municipalities under them.
#[derive(Clone, Debug)]
pub struct Areas {
    heads: Vec<Head>,
    place_of: HashMap<MunicipalityCode, usize>,
    not_recorded: usize,
}

impl Areas {
    /// Those of this region; a former municipality counts under the one that absorbed it.
    pub fn of(region: &Region) -> Self {
        let mut heads = vec![Head::total(REGION, region.label.clone())];
        let mut subregions = HashMap::new();
        for subregion in &region.subregions {
            subregions.insert(subregion.code.clone(), heads.len());
            heads.push(Head::part(subregion.code.as_str(), subregion.label.clone(), 0));
        }
        let mut place_of = HashMap::new();
        for municipality in &region.municipalities {
            let within = municipality.subregion.as_ref().and_then(|code| subregions.get(code)).copied();
            place_of.insert(municipality.code.clone(), heads.len());
            let (code, label) = (municipality.code.as_str(), municipality.label.clone());
            heads.push(Head::part(code, label, within.unwrap_or(0)));
        }
        for former in &region.former_municipalities {
            if let Some(now) = place_of.get(&former.absorbed_by).copied() {
                place_of.insert(former.code.clone(), now);
            }
        }
        let not_recorded = heads.len();
        heads.push(Head::part(NOT_RECORDED, label("Niet vastgelegd", "Not recorded"), 0));
        Self { heads, place_of, not_recorded }
    }

    /// The region first, then its parts, each after what it is part of.
    pub fn heads(&self) -> &[Head] {
        &self.heads
    }

    /// The area of somebody who lives there.
    pub fn place_of(&self, municipality: Option<&MunicipalityCode>) -> usize {
        municipality.and_then(|code| self.place_of.get(code)).copied().unwrap_or(self.not_recorded)
    }

    /// The area with this code.
    pub fn find(&self, code: &str) -> Option<usize> {
        self.heads.iter().position(|head| head.code == code)
    }

    /// An area and everything that it is part of.
    pub fn upwards(&self, area: usize) -> impl Iterator<Item = usize> {
        upwards(&self.heads, area)
    }

    /// Whether an area is this one or part of it.
    pub fn is_within(&self, area: usize, whole: usize) -> bool {
        self.upwards(area).any(|above| above == whole)
    }

    /// An area and whatever is part of it.
    pub fn with_parts(&self, area: usize) -> Vec<usize> {
        (0..self.heads.len()).filter(|it| self.is_within(*it, area)).collect()
    }
}

/// A label.
pub(crate) fn label(nl: &str, en: &str) -> Label {
    Label { nl: nl.to_owned(), en: en.to_owned() }
}
