//! The second line: whoever reads for an actor gets that actor's rows, also when a query forgets to ask for
//! no others.

use schakel_access::Party;
use schakel_connections::{Lent, Pool};
use schakel_domain::code::Code;
use schakel_domain::{Account, Role};

/// Connections of the journal's reader: policies beside the tables say which rows an actor sees, and without
/// an actor there are none.
#[derive(Clone, Debug)]
pub struct Reader {
    pool: Pool,
}

/// Whose rows are read.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The account.
    pub account: Account,
    /// The roles in force.
    pub roles: Vec<Role>,
    /// As whom they are involved in cases.
    pub parties: Vec<Party>,
    /// Whether no covenant binds them, and nothing counts but what they signed themselves.
    pub by_statement: bool,
}

/// They hold until the end of the transaction; afterwards the connection is nobody's again.
const BE: &str = "select set_config('schakel.account', $1, true), set_config('schakel.roles', $2, true),
                         set_config('schakel.parties', $3::text[]::text, true)";

impl Reader {
    /// A reader over a pool whose connections were made with `Journal::reading_options`.
    pub fn new(pool: Pool) -> Self {
        Self { pool }
    }

    /// A transaction that sees this actor's rows. Nothing is written in it, so it is left to end by itself.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn read_for(&self, scope: &Scope) -> Result<Lent, sqlx::Error> {
        let mut transaction = self.pool.lend().await?.reading().await?;
        let roles: Vec<_> = scope.roles.iter().map(|role| role.code()).collect();
        sqlx::query(BE)
            .bind(&scope.account.0)
            .bind(roles.join(","))
            .bind(scope.parties.iter().map(Party::key).collect::<Vec<_>>())
            .execute(&mut *transaction)
            .await?;
        Ok(transaction)
    }
}
