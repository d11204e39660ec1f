//! What can have happened to a covenant.

use chrono::NaiveDate;

use crate::Text;
use crate::covenant::{Annex, Ground};
use crate::event_kind::events;
use crate::region::OrganisationCode;

events! {
    /// Everything that can have happened to a covenant.
    pub enum Event of "Covenant" {
        /// The steering group adopted the covenant: its first version.
        CovenantAdopted v "1" {
            /// Its name.
            title: Text,
            /// From this day on.
            valid_from: NaiveDate,
            /// Until and including this day, if it ends by itself.
            valid_until: Option<NaiveDate>,
            /// What may be shared on which ground.
            annexes: Vec<Annex>,
            /// The day of the decision.
            decided_on: NaiveDate,
        }
        /// The next version takes the place of the one before, from its first day on.
        CovenantRenewed v "1" {
            /// Its number.
            version: u32,
            /// From this day on.
            valid_from: NaiveDate,
            /// Until and including this day, if it ends by itself.
            valid_until: Option<NaiveDate>,
            /// What may be shared on which ground.
            annexes: Vec<Annex>,
            /// The day of the decision.
            decided_on: NaiveDate,
        }
        /// An annex says something else from this day on, in the version in force and in those to come.
        AnnexAmended v "1" {
            /// The day.
            on: NaiveDate,
            /// What it says now.
            annex: Annex,
            /// The day of the decision.
            decided_on: NaiveDate,
        }
        /// Nothing is shared on this ground from this day on.
        AnnexWithdrawn v "1" {
            /// The day.
            on: NaiveDate,
            /// On which ground.
            ground: Ground,
            /// The day of the decision.
            decided_on: NaiveDate,
        }
        /// The steering group let a partner in (HANDBOOK §1); it has yet to sign.
        PartnerAdmitted v "1" {
            /// Which partner.
            organisation: OrganisationCode,
            /// The day of the decision.
            decided_on: NaiveDate,
        }
        /// A partner signed.
        CovenantSigned v "1" {
            /// Which partner.
            organisation: OrganisationCode,
            /// From this day on.
            from: NaiveDate,
        }
        /// A partner's signature ends, and its admission with it.
        SignatureEnded v "1" {
            /// Which partner.
            organisation: OrganisationCode,
            /// The last day.
            until: NaiveDate,
        }
        /// The covenant ends for everybody.
        CovenantEnded v "1" {
            /// The last day.
            until: NaiveDate,
        }
    }
}
