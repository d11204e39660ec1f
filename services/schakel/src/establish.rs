//! The beginning of a House: its organisations, who may act for them, and its covenant, from one file.
//!
//! Everything else comes in through the doors, by somebody whom the register knows. The first of them
//! has to come from somewhere: that is for whoever has the databases, once.

use chrono::NaiveDate;
use cqrs_es::Aggregate;
use schakel_access::{Action, Actor, Role};
use schakel_application::{Application, Error, Needs, Order, Refused, Standing};
use schakel_domain::calendar::months_after;
use schakel_domain::covenant::{AdmitPartner, AdoptCovenant, Annex, Covenant, SignCovenant, Terms};
use schakel_domain::organisation::{
    AuthoriseProfessional, Chain, Mandate, Oin, Organisation, PartnerKind, RegisterOrganisation,
};
use schakel_domain::region::{MunicipalityCode, OrganisationCode};
use schakel_domain::{Account, Context, OrganisationId, Text};
use serde::Deserialize;
use uuid::Uuid;

use crate::assembly::AssemblyError;

/// Who gives the first commands.
const ACCOUNT: &str = "schakel-establish";
/// For how many months people are authorised whose last day the file does not say: the most.
const MONTHS: u32 = 12;

/// Why a House was not established.
#[derive(Debug, thiserror::Error)]
pub enum EstablishError {
    /// The file is not as it should be.
    #[error("the file cannot be read: {0}")]
    File(#[from] toml::de::Error),
    /// Somebody can do all this through the doors.
    #[error("the House has a chain manager already: what changes now, changes through the API")]
    Established,
    /// A command was not accepted.
    #[error("{what} was not accepted: {error}")]
    NotAccepted {
        /// Which one.
        what: String,
        /// Why.
        error: Error,
    },
    /// Schakel cannot be put together.
    #[error(transparent)]
    Assembly(AssemblyError),
    /// The register cannot be asked.
    #[error(transparent)]
    Unavailable(#[from] Error),
}

/// What a House begins with.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Beginning {
    organisations: Vec<NewOrganisation>,
    people: Vec<Person>,
    covenant: Option<NewCovenant>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewOrganisation {
    code: OrganisationCode,
    name: Text,
    kind: PartnerKind,
    chain: Chain,
    oin: Option<Oin>,
    municipality: Option<MunicipalityCode>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Person {
    account: String,
    organisation: OrganisationCode,
    name: Text,
    telephone: Option<Text>,
    mail: Option<Text>,
    roles: Vec<Role>,
    #[serde(default)]
    mandates: Vec<Mandate>,
    until: Option<NaiveDate>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct NewCovenant {
    title: Text,
    signatories: Vec<OrganisationCode>,
    annexes: Vec<Annex>,
}

impl Beginning {
    /// What the file says.
    ///
    /// # Errors
    /// When it is not as it should be.
    pub fn parse(text: &str) -> Result<Self, EstablishError> {
        Ok(toml::from_str(text)?)
    }

    /// Makes it so. Broken off, it goes on where it was.
    ///
    /// # Errors
    /// See [`EstablishError`].
    pub async fn establish(self, app: &Application) -> Result<(), EstablishError> {
        let standing = app.standing().await?;
        let today = app.today();
        for organisation in self.organisations {
            if standing.organisation(&organisation.code).is_none() {
                organisation.register(app).await?;
            }
        }
        if let Some(covenant) = self.covenant {
            covenant.adopt(app, &standing).await?;
        }
        // The chain manager last: until there is one, this can be done again.
        let (managers, others): (Vec<_>, Vec<_>) =
            self.people.into_iter().partition(|person| person.roles.contains(&Role::ChainManager));
        for person in others.into_iter().chain(managers) {
            if !standing.is_authorised(&person.account, &person.organisation, today) {
                person.authorise(app).await?;
            }
        }
        Ok(())
    }
}

/// Whether somebody can do all this through the doors.
pub fn is_established(standing: &Standing, today: NaiveDate) -> bool {
    let authorisations = standing.organisations().into_iter().flat_map(|it| &it.authorisations);
    authorisations.into_iter().any(|it| it.roles.contains(&Role::ChainManager) && today <= it.until)
}

impl NewOrganisation {
    async fn register(self, app: &Application) -> Result<(), EstablishError> {
        let id = OrganisationId::of(&self.code).0;
        let what = format!("organisation {}", self.code);
        let Self { code, name, kind, chain, oin, municipality } = self;
        let command = RegisterOrganisation { code, name, kind, chain, oin, municipality };
        give::<Organisation>(app, Action::RegisterOrganisation, id, command, what).await
    }
}

impl Person {
    async fn authorise(self, app: &Application) -> Result<(), EstablishError> {
        let id = OrganisationId::of(&self.organisation).0;
        let what = format!("account {}", self.account);
        let command = AuthoriseProfessional {
            account: Account(self.account),
            name: self.name,
            telephone: self.telephone,
            mail: self.mail,
            roles: self.roles.into_iter().collect(),
            mandates: self.mandates.into_iter().collect(),
            from: None,
            until: self.until.unwrap_or_else(|| months_after(app.today(), MONTHS)),
        };
        give::<Organisation>(app, Action::AuthoriseProfessional, id, command, what).await
    }
}

impl NewCovenant {
    async fn adopt(self, app: &Application, standing: &Standing) -> Result<(), EstablishError> {
        let today = app.today();
        let Self { title, signatories, annexes } = self;
        let known = standing.covenants().iter().find(|(_, terms)| terms.title == title);
        let id = known.map_or_else(|| app.new_id(), |(id, _)| id.0);
        if known.is_none() {
            let adopt =
                AdoptCovenant { title, valid_from: today, valid_until: None, annexes, decided_on: today };
            give::<Covenant>(app, Action::AdoptCovenant, id, adopt, "the covenant".into()).await?;
        }
        for organisation in signatories {
            let terms = known.map(|(_, terms)| terms);
            sign(app, id, organisation, terms).await?;
        }
        Ok(())
    }
}

/// Admits an organisation and registers its signature, as far as that was not done before.
async fn sign(
    app: &Application,
    covenant: Uuid,
    organisation: OrganisationCode,
    terms: Option<&Terms>,
) -> Result<(), EstablishError> {
    let today = app.today();
    let what = format!("signatory {organisation}");
    if !terms.is_some_and(|terms| terms.admitted.contains(&organisation)) {
        let admit = AdmitPartner { organisation: organisation.clone(), decided_on: today };
        give::<Covenant>(app, Action::AdmitPartner, covenant, admit, what.clone()).await?;
    }
    if !terms.is_some_and(|terms| terms.is_signed_by(&organisation, today)) {
        let sign = SignCovenant { organisation, from: None };
        give::<Covenant>(app, Action::SignCovenant, covenant, sign, what).await?;
    }
    Ok(())
}

async fn give<A>(
    app: &Application,
    action: Action,
    id: Uuid,
    command: impl Into<A::Command>,
    what: String,
) -> Result<(), EstablishError>
where
    A: Aggregate<Services = Context>,
    A::Command: Clone + Send + Sync,
    A::Error: Send,
    Refused: From<A::Error>,
{
    let organisation = app.region().house.organisation.clone();
    let order = Order {
        actor: Actor { account: ACCOUNT.to_owned(), organisation, roles: Vec::new() },
        action,
        idempotency: None,
        expected_version: None,
        correlation: "establish".to_owned(),
        purpose: None,
    };
    let given = app.execute::<A>(&order, id, command, Needs::default()).await;
    given.map(drop).map_err(|error| EstablishError::NotAccepted { what, error })
}
