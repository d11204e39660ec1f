//! What an organisation may see, whoever of its people it is who sees it.

use std::collections::BTreeSet;

use schakel_access::{
    Actor, Asker, Involvement, InvolvementCode, Matter, Role, Terms, decide_category, parties,
};
use schakel_domain::Category;
use schakel_domain::code::Code;
use schakel_domain::region::MeetingTypeCode;
use schakel_read_models::{Cursor, Page, Scope, involved};

use crate::sharing::{best, bound};
use crate::standing::Standing;
use crate::{Application, Error};

/// A case in which people of an organisation are involved.
pub struct OrganisationCase {
    /// Which case, and how any of them are involved.
    pub row: involved::Row,
    /// What may be had by those involvements.
    pub categories: BTreeSet<Category>,
}

impl Application {
    /// A page of the cases in which anybody of the actor's organisation is involved, the latest first, with what the
    /// covenant lets them have, and its version. Shielded cases are in none: those are for the persons who were cleared.
    ///
    /// # Errors
    /// See [`Error`].
    pub async fn organisation_cases(
        &self,
        actor: &Actor,
        after: Option<&Cursor>,
        limit: usize,
    ) -> Result<(Page<OrganisationCase>, Option<String>), Error> {
        let (standing, today) = (self.standing().await?, self.today());
        let asker = standing.known(actor, today).ok_or(Error::NotFound)?.asker;
        let terms = bound(standing.covenants(), &asker, today);
        let terms: Vec<_> = terms.into_iter().filter(|terms| terms.bind(&asker)).collect();
        let mut scope = self.scope_of_all(&standing, &asker);
        if terms.is_empty() {
            scope.parties.clear();
        }
        let page = self.involved_in(&scope, after, limit).await?;
        let with_categories = |row: involved::Row| {
            let categories = self.permitted(&asker, &terms, &row);
            OrganisationCase { row, categories }
        };
        let version = terms.first().map(|terms| terms.version.clone());
        Ok((Page { items: page.items.into_iter().map(with_categories).collect(), next: page.next }, version))
    }

    /// Whose rows they are of whom anybody acts for the asker's organisation.
    fn scope_of_all(&self, standing: &Standing, asker: &Asker) -> Scope {
        let people = standing.people_of(&asker.organisation, self.today());
        let parties: BTreeSet<_> =
            people.flat_map(|known| parties(&known.asker, known.municipality.as_ref())).collect();
        Scope {
            account: asker.account.clone(),
            roles: asker.roles.iter().copied().filter(|role| *role != Role::Cleared).collect(),
            parties: parties.into_iter().collect(),
            by_statement: false,
        }
    }

    fn permitted(&self, asker: &Asker, terms: &[Terms<'_>], row: &involved::Row) -> BTreeSet<Category> {
        let involvements: Vec<Involvement> =
            row.involvements.iter().filter_map(|code| code.in_the_whole_case()).collect();
        let awaits_weighing = row.involvements.contains(&InvolvementCode::WeighingTeam);
        let meeting_type = row.meeting_type.clone().map(MeetingTypeCode::new);
        let matter = Matter::listed(meeting_type, awaits_weighing, &self.region);
        let is_permitted = |category: &Category| {
            best(terms, |terms| decide_category(asker, terms, &involvements, &matter, *category)).permits()
        };
        Category::ALL.iter().copied().filter(is_permitted).collect()
    }
}
