//! The people of the demo stay: a House would look at their authorisations again.

use schakel_access::{Action, Role};
use schakel_application::{Application, Error, Needs, Order};
use schakel_domain::OrganisationId;
use schakel_domain::calendar::months_after;
use schakel_domain::organisation::{Organisation, ReviewAuthorisation};

use super::cast;

/// Authorises everybody for a year more whose authorisation ends within half a year.
///
/// # Errors
/// When one of them is not accepted.
pub async fn keep_authorised(app: &Application) -> Result<(), Error> {
    let (soon, until) = (months_after(app.today(), 6), months_after(app.today(), 12));
    let standing = app.standing().await?;
    for organisation in standing.organisations() {
        let id = OrganisationId::of(&organisation.code).0;
        for due in organisation.authorisations.iter().filter(|it| it.until < soon) {
            let review = ReviewAuthorisation { account: due.account.clone(), until };
            app.execute::<Organisation>(&order(), id, review, Needs::default()).await?;
        }
    }
    Ok(())
}

fn order() -> Order {
    Order {
        actor: cast::actor(Role::ChainManager),
        action: Action::ReviewAuthorisation,
        idempotency: None,
        expected_version: None,
        correlation: "demo-house".to_owned(),
        purpose: None,
    }
}
