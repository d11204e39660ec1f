//! The information question: which parties are involved with a person (HANDBOOK §2).

use std::collections::BTreeSet;

use schakel_access::{Actor, Asker, LookupPurpose, organisations_involved};
use schakel_domain::Account;
use schakel_domain::case::Case;
use schakel_domain::person::Bsn;
use schakel_domain::region::OrganisationCode;

use crate::{Application, Error, FieldError, Match, Sought};

/// Which parties are involved, as far as the asking organisation may hear of it.
pub struct PartiesFound {
    /// Signatories that have something to do with the person.
    pub organisations: BTreeSet<OrganisationCode>,
    /// The active cases from which that is known.
    pub matches: Vec<Match>,
    /// The version of the covenant by which it is answered.
    pub version: String,
}

impl Application {
    /// Which organisations are involved with a person, for an organisation that is a signatory now: asked by
    /// its own people, or by the House on its behalf. Somebody who is not known, and somebody of whom nobody
    /// may know, give the same answer by the same steps.
    ///
    /// # Errors
    /// [`Error::Denied`] when the actor or the asking organisation may not hear; else see [`Error`].
    pub async fn involved_parties(
        &self,
        actor: &Actor,
        asking: &OrganisationCode,
        purpose: LookupPurpose,
        bsn: Bsn,
    ) -> Result<PartiesFound, Error> {
        self.heard(actor, purpose).await?;
        let version = self.heard_by_partner(actor, asking).await?;
        let matches = self.look_up(actor, &Sought::Bsn(bsn)).await?;
        let mut organisations = BTreeSet::new();
        for found in &matches {
            let case = self.journal.load::<Case>(&found.hit.case.to_string()).await?.state;
            organisations.extend(case.file().map(organisations_involved).unwrap_or_default());
        }
        let (standing, today) = (self.standing().await?, self.today());
        organisations.retain(|organisation| standing.is_signatory(organisation, today));
        Ok(PartiesFound { organisations, matches, version })
    }

    /// Whoever asks, it is the asking organisation that hears: as a partner that looks somebody up.
    async fn heard_by_partner(&self, actor: &Actor, asking: &OrganisationCode) -> Result<String, Error> {
        let standing = self.standing().await?;
        let unknown = || {
            let words = "no organisation is registered under this code";
            Error::Invalid(vec![FieldError::new("askingOrganisation", "unknown_reference", words)])
        };
        let organisation = standing.organisation(asking).ok_or_else(unknown)?;
        let asker = Asker {
            account: Account(actor.account.clone()),
            organisation: organisation.code.clone(),
            kind: organisation.kind,
            chain: organisation.chain,
            roles: BTreeSet::new(),
        };
        Ok(self.heard_as(&standing, &asker, LookupPurpose::PartnerLookup)?.version)
    }
}
