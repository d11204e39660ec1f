//! A professional of the House or of a partner.

use serde::{Deserialize, Serialize};

use crate::Text;
use crate::personal::Personal;
use crate::region::OrganisationCode;

/// The account with which a professional signs in: a pseudonym of the issuer's, never a name.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Account(pub String);

/// A professional and how to reach them: a case holder, a chair, a process director.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Professional {
    /// The account, by which notices find their reader.
    pub account: Account,
    /// For whom the professional works.
    pub organisation: OrganisationCode,
    /// Name.
    pub name: Personal<Text>,
    /// Telephone number.
    pub telephone: Personal<Text>,
    /// Mail address.
    pub mail: Personal<Text>,
}
