//! Planning a meeting.

use chrono::NaiveDate;

use crate::meeting::{Event, Meeting, Refusal};
use crate::region::{ListOf, MeetingType, MeetingTypeCode, MunicipalityCode, SubregionCode};
use crate::{Context, Professional};

/// Plans a meeting of a type that the region knows (HANDBOOK §4).
#[derive(Clone, Debug)]
pub struct PlanMeeting {
    /// Its type.
    pub meeting_type: MeetingTypeCode,
    /// The subregion whose theme table it is, if it is one's.
    pub subregion: Option<SubregionCode>,
    /// The municipality whose list it works through, if it does so.
    pub municipality: Option<MunicipalityCode>,
    /// The day.
    pub date: NaiveDate,
    /// Who chairs it.
    pub chair: Professional,
}

impl PlanMeeting {
    pub(super) fn decide(self, meeting: &Meeting, context: &Context) -> Result<Vec<Event>, Refusal> {
        if meeting.known().is_some() {
            return Err(Refusal::MeetingAlreadyPlanned);
        }
        let region = &context.region;
        let kind = region.meeting_type(&self.meeting_type).ok_or(Refusal::MeetingTypeUnknown)?;
        if kind.own_register {
            return Err(Refusal::TableKeepsOwnRegister);
        }
        can_chair(&self.chair, kind, context)?;
        if kind.per_subregion && self.subregion.is_none() {
            return Err(Refusal::SubregionMissing);
        }
        if let Some(code) = &self.subregion
            && !region.subregions.iter().any(|subregion| &subregion.code == code)
        {
            return Err(Refusal::SubregionUnknown);
        }
        let municipality = self.works_through_list_of(kind, context)?;
        if self.date < context.today {
            return Err(Refusal::MeetingInThePast);
        }
        Ok(vec![Event::MeetingPlanned {
            meeting_type: self.meeting_type,
            subregion: self.subregion,
            municipality,
            date: self.date,
            chair: self.chair,
        }])
    }

    /// A meeting with a list of one municipality says of which; no other has one (HANDBOOK §4, Top60).
    fn works_through_list_of(
        &self,
        kind: &MeetingType,
        context: &Context,
    ) -> Result<Option<MunicipalityCode>, Refusal> {
        match (kind.list_of, &self.municipality) {
            (None, None) => Ok(None),
            (None, Some(_)) => Err(Refusal::ListNotExpected),
            (Some(ListOf::Municipality), None) => Err(Refusal::ListMissing),
            (Some(ListOf::Municipality), Some(code)) => {
                let residence = context.region.residence(code).ok_or(Refusal::MunicipalityUnknown)?;
                Ok(Some(residence.clone()))
            }
        }
    }
}

/// Whoever chairs is of those who chair such a meeting (HANDBOOK §4).
pub(super) fn can_chair(chair: &Professional, kind: &MeetingType, context: &Context) -> Result<(), Refusal> {
    let house = &context.region.house.organisation;
    match kind.chaired_by.admits(&chair.organisation, house) {
        true => Ok(()),
        false => Err(Refusal::ChairedByAnother),
    }
}
