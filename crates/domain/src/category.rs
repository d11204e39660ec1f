//! The kinds of information that a covenant's annex allows or withholds.

use crate::code::codes;

codes! {
    /// A category of information (HANDBOOK §9).
    pub enum Category {
        /// Who somebody is.
        Identity = "identity",
        /// Where somebody is.
        Whereabouts = "whereabouts",
        /// From prosecution and courts.
        Justice = "justice",
        /// From the police.
        Police = "police",
        /// From probation.
        Probation = "probation",
        /// From care.
        Care = "care",
        /// From mental health care.
        MentalHealth = "mental_health",
        /// From addiction care.
        Addiction = "addiction",
        /// From youth care.
        Youth = "youth",
        /// About the family.
        Family = "family",
        /// About school.
        Education = "education",
        /// About housing.
        Housing = "housing",
        /// About income and work.
        IncomeAndWork = "income_and_work",
        /// About debts.
        Debts = "debts",
        /// About violence and nuisance.
        ViolenceAndNuisance = "violence_and_nuisance",
        /// The plan of approach: who holds and directs it, and what it says.
        Plan = "plan",
        /// The advice for ZSM.
        ZsmAdvice = "zsm_advice",
    }
}
