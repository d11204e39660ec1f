//! What somebody may see of a case, and why: decided by the covenant, on what is so at one moment.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use schakel_access::Actor;
use schakel_access::sharing::{
    Asker, Involvement, Matter, Moment, Question, Verdict, decide_category, decide_item, involvements,
};
use schakel_domain::case::{Case, File, Item};
use schakel_domain::code::Code;
use schakel_domain::covenant::{Ground, Terms};
use schakel_domain::region::MeetingTypeCode;
use schakel_domain::region::OrganisationCode;
use schakel_domain::{Account, CaseId, Category};

use crate::{Application, Error};

/// What was decided about one asker and one case, category by category and item by item.
pub struct Shared {
    /// The case at that moment.
    pub file: File,
    /// Who asks.
    pub asker: Asker,
    /// How they are involved.
    pub involvements: Vec<Involvement>,
    /// The kind of meeting that discusses it.
    pub discussed_in: MeetingTypeCode,
    /// What was decided about each category.
    pub categories: Vec<(Category, Verdict)>,
    /// And about each item.
    pub items: Vec<(Item, Verdict)>,
}

impl Shared {
    /// Whether the case exists for the asker: something is permitted, or they may hear why not.
    pub fn exists(&self) -> bool {
        self.categories.iter().any(|(_, verdict)| match verdict {
            Verdict::Permit(_) => true,
            Verdict::Deny(reason) => reason.may_be_told(),
        })
    }

    /// The versions of the covenant by which something was permitted, as the access log names them.
    pub fn policy(&self) -> Option<String> {
        self.categories.iter().find_map(|(_, verdict)| match verdict {
            Verdict::Permit(basis) => Some(format!("{}/{}", basis.ground, basis.version)),
            Verdict::Deny(_) => None,
        })
    }
}

impl Application {
    /// What the actor may see of a case, now or as it would have been at a moment that has passed.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the case does not exist for them; else see [`Error`].
    pub async fn shared_with(
        &self,
        actor: &Actor,
        case: CaseId,
        as_of: Option<DateTime<Utc>>,
    ) -> Result<Shared, Error> {
        let account = Account(actor.account.clone());
        let shared = self.what_is_shared(&account, &actor.organisation, case, as_of).await?;
        shared.filter(Shared::exists).ok_or(Error::NotFound)
    }

    /// What an account would see of a case, and why; nothing when it is not authorised.
    ///
    /// # Errors
    /// [`Error::NotFound`] when there is no such case; else see [`Error`].
    pub async fn what_is_shared(
        &self,
        account: &Account,
        organisation: &OrganisationCode,
        case: CaseId,
        as_of: Option<DateTime<Utc>>,
    ) -> Result<Option<Shared>, Error> {
        let moment = as_of.unwrap_or_else(|| self.now());
        let file = self.file_at(case, as_of).await?;
        let (asker, covenants) = match as_of {
            Some(moment) => {
                (self.asker_at(account, organisation, moment).await?, self.covenants_at(moment).await?)
            }
            None => {
                let standing = self.standing().await?;
                let asker = standing.asker(&account.0, organisation, self.today());
                (asker, standing.covenants().to_vec())
            }
        };
        let moment = Moment { now: moment, today: self.day_of(moment) };
        Ok(asker.map(|asker| self.decide(file, asker, moment, &covenants)))
    }

    /// A case as it was; restricted and erased ones are used by nobody.
    async fn file_at(&self, case: CaseId, as_of: Option<DateTime<Utc>>) -> Result<File, Error> {
        let id = case.to_string();
        let now = self.journal.load::<Case>(&id).await?.state;
        let usable = |file: &&File| !file.is_restricted() && file.erasure().is_none();
        let Some(file) = now.file().filter(usable) else { return Err(Error::NotFound) };
        match as_of {
            None => Ok(file.clone()),
            Some(moment) => {
                let then: Case = self.stream_at(&id, moment).await?;
                then.file().cloned().ok_or(Error::NotFound)
            }
        }
    }

    fn decide(&self, file: File, asker: Asker, moment: Moment, covenants: &[Terms]) -> Shared {
        let involvements = involvements(&file, &asker, moment);
        let matter = self.matter(&file);
        let (categories, items) = {
            let question = Question {
                asker: &asker,
                involvements: &involvements,
                matter: &matter,
                covenants,
                today: moment.today,
            };
            let category = |category: &Category| (*category, decide_category(question, *category));
            let item = |item: &Item| (item.clone(), decide_item(question, item));
            (Category::ALL.iter().map(category).collect(), file.information.values().map(item).collect())
        };
        Shared { file, asker, involvements, discussed_in: matter.discussed_in, categories, items }
    }

    fn matter(&self, file: &File) -> Matter {
        let briefing = self.region.briefing().map(|kind| kind.code.clone());
        let briefing = briefing.unwrap_or_else(|| MeetingTypeCode::new("briefing"));
        let appointment = file.phase.appointment().map(|appointment| appointment.meeting_type.clone());
        let discussed_in = appointment.unwrap_or_else(|| briefing.clone());
        let shielded = self.region.meeting_type(&discussed_in).is_some_and(|kind| kind.shielded);
        Matter { discussed_in, briefing, shielded }
    }

    /// Which information may be shared where a case is discussed; nothing while nobody has looked.
    pub(crate) async fn shareable(&self, case: CaseId, wanted: bool) -> Result<BTreeSet<Category>, Error> {
        if !wanted {
            return Ok(BTreeSet::new());
        }
        let case = self.journal.load::<Case>(&case.to_string()).await?.state;
        let Some(file) = case.file() else { return Ok(BTreeSet::new()) };
        let ground = Ground::MeetingType(self.matter(file).discussed_in);
        Ok(self.standing().await?.shareable(&ground, self.today()))
    }
}
