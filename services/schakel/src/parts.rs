//! Parts that several operations share on the wire: text, codes of the region, professionals, identities.

use std::borrow::Cow;

use chrono::NaiveDate;
use schakel_application::{DataSubject, Error, FieldError};
use schakel_domain::case::{File, Member, ZsmAdvice};
use schakel_domain::money::Amount;
use schakel_domain::organisation::Oin;
use schakel_domain::person::{Address, BirthDate, PersonDetails, matching};
use schakel_domain::personal::{Personal, Subject};
use schakel_domain::region::{self, OrganisationCode};
use schakel_domain::{Account, CaseId, Professional, Text, person};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::openapi::{KnownFormat, RefOr, SchemaFormat};
use utoipa::{PartialSchema, ToSchema};

use crate::codes::{Gender, MatchReason};
use crate::wire::Bsn;

/// Free text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FreeText(pub Text);

impl PartialSchema for FreeText {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1))
            .max_length(Some(Text::MAX_CHARS))
            .pattern(Some(Self::PATTERN))
            .description(Some("Free text; not only white space."))
            .into()
    }
}

impl ToSchema for FreeText {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("FreeText")
    }
}

impl FreeText {
    /// Some character that is not white space. U+0085 is to [`Text`], and not to the regular expressions of JSON Schema.
    pub const PATTERN: &str = r"[^\s\u0085]";

    /// A text of the configuration.
    pub fn of(text: &str) -> Option<Self> {
        Text::new(text).ok().map(Self)
    }

    /// The text, sealed for the stream as a whole.
    pub fn personal(self) -> Personal<Text> {
        Personal::of_stream(self.0)
    }
}

/// The text, unless it was erased.
pub fn known(text: &Personal<Text>) -> Option<FreeText> {
    text.known().cloned().map(FreeText)
}

macro_rules! region_code {
    ($(#[$meta:meta])* $name:ident, $format:literal, $domain:ty) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub $domain);

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .format(Some(SchemaFormat::Custom($format.into())))
                    .max_length(Some(64))
                    .description(Some(concat!("A code that the catalogue lists: ", $format, ".")))
                    .into()
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                Cow::Borrowed(stringify!($name))
            }
        }
    };
}

region_code! {
    /// A municipality of the region.
    MunicipalityCode, "municipality", region::MunicipalityCode
}
region_code! {
    /// A subregion of the region.
    SubregionCode, "subregion", region::SubregionCode
}
region_code! {
    /// A meeting type of the region.
    MeetingTypeCode, "meeting-type", region::MeetingTypeCode
}
region_code! {
    /// A criterion of the region.
    CriterionCode, "criterion", region::CriterionCode
}
region_code! {
    /// A theme of the region.
    ThemeCode, "theme", region::ThemeCode
}
region_code! {
    /// A budget of the region.
    BudgetSourceCode, "budget-source", region::BudgetSourceCode
}
region_code! {
    /// A pillar on which a kind of meeting builds its plans.
    PillarCode, "pillar", region::PillarCode
}
region_code! {
    /// A theme of structural bottlenecks of the region.
    BottleneckThemeCode, "bottleneck-theme", region::BottleneckThemeCode
}
region_code! {
    /// Another House that the region knows.
    OtherHouseCode, "other-house", OrganisationCode
}
region_code! {
    /// An organisation: lower case letters, digits and underscores.
    Organisation, "organisation", OrganisationCode
}

/// An organisation number (OIN): 20 digits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OrganisationNumber(pub Oin);

impl PartialSchema for OrganisationNumber {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .pattern(Some("^[0-9]{20}$"))
            .description(Some("An organisation number (OIN): 20 digits."))
            .into()
    }
}

impl ToSchema for OrganisationNumber {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("OrganisationNumber")
    }
}

/// An account at the issuer of tokens (`sub`): a pseudonym, never a name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AccountId(pub String);

impl PartialSchema for AccountId {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1))
            .max_length(Some(255))
            .pattern(Some("^[!-~]+$"))
            .description(Some("An account at the issuer of tokens: a pseudonym, never a name."))
            .into()
    }
}

impl ToSchema for AccountId {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("AccountId")
    }
}

/// A professional and how to reach them.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ProfessionalInput {
    account: AccountId,
    organisation: Organisation,
    name: FreeText,
    telephone: FreeText,
    mail: FreeText,
}

impl ProfessionalInput {
    /// A professional as the documentation shows one.
    pub fn example() -> Value {
        json!({
            "account": "holder-1", "organisation": "reclassering", "name": "Noor Voorbeeld",
            "telephone": "+31 71 000 00 01", "mail": "noor.voorbeeld@example.org"
        })
    }

    /// The same for somebody of the House who chairs.
    pub fn example_chair() -> Value {
        json!({
            "account": "director-1", "organisation": "veiligheidshuis", "name": "Daan Voorbeeld",
            "telephone": "+31 71 000 00 02", "mail": "daan.voorbeeld@example.org"
        })
    }
}

impl From<ProfessionalInput> for Professional {
    fn from(input: ProfessionalInput) -> Self {
        Self {
            account: Account(input.account.0),
            organisation: input.organisation.0,
            name: input.name.personal(),
            telephone: input.telephone.personal(),
            mail: input.mail.personal(),
        }
    }
}

/// A professional and how to reach them; what was erased is absent.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProfessionalView {
    account: AccountId,
    organisation: Organisation,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<FreeText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    telephone: Option<FreeText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mail: Option<FreeText>,
}

impl From<&Professional> for ProfessionalView {
    fn from(professional: &Professional) -> Self {
        Self {
            account: AccountId(professional.account.0.clone()),
            organisation: Organisation(professional.organisation.clone()),
            name: known(&professional.name),
            telephone: known(&professional.telephone),
            mail: known(&professional.mail),
        }
    }
}

/// What is known of somebody's identity; anything may be left out.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Identity {
    /// Given names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_names: Option<FreeText>,
    /// Tussenvoegsel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<FreeText>,
    /// Surname, without the prefix.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surname: Option<FreeText>,
    /// Name at birth, with its prefix, if another surname is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub maiden_name: Option<FreeText>,
    /// The partner's surname, with its prefix, if it is used.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub partner_name: Option<FreeText>,
    /// Other names under which the person is known.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub aliases: Vec<FreeText>,
    /// Date of birth, not in the future.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<NaiveDate>,
    /// Year of birth, where the day is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(minimum = 1850, maximum = 2200)]
    pub birth_year: Option<u32>,
    /// Citizen service number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bsn: Option<Bsn>,
    /// Gender.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// Where the person lives and lived.
    #[serde(default)]
    #[schema(max_items = 20)]
    pub addresses: Vec<HomeAddress>,
}

/// An address, for as long as it was somebody's.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct HomeAddress {
    /// Street and house number, or whatever says where.
    street: FreeText,
    #[serde(skip_serializing_if = "Option::is_none")]
    postal_code: Option<FreeText>,
    #[serde(skip_serializing_if = "Option::is_none")]
    town: Option<FreeText>,
    /// The municipality, as the region counts it.
    #[serde(skip_serializing_if = "Option::is_none")]
    municipality: Option<MunicipalityCode>,
    /// First day.
    #[serde(skip_serializing_if = "Option::is_none")]
    from_date: Option<NaiveDate>,
    /// Last day; absent while the person lives there.
    #[serde(skip_serializing_if = "Option::is_none")]
    until_date: Option<NaiveDate>,
}

impl HomeAddress {
    fn read(self, at: &str, mistakes: &mut Vec<FieldError>) -> Address {
        if let (Some(from), Some(until)) = (self.from_date, self.until_date)
            && until < from
        {
            let field = format!("{at}.untilDate");
            mistakes.push(FieldError::new(
                field,
                "before_the_start",
                "an address does not end before it begins",
            ));
        }
        Address {
            street: self.street.0,
            postal_code: self.postal_code.map(|text| text.0),
            town: self.town.map(|text| text.0),
            municipality: self.municipality.map(|code| code.0),
            from: self.from_date,
            until: self.until_date,
        }
    }
}

impl From<Address> for HomeAddress {
    fn from(address: Address) -> Self {
        Self {
            street: FreeText(address.street),
            postal_code: address.postal_code.map(FreeText),
            town: address.town.map(FreeText),
            municipality: address.municipality.map(MunicipalityCode),
            from_date: address.from,
            until_date: address.until,
        }
    }
}

impl Identity {
    /// The details and the gender, or every mistake, `at` saying where in the input this stands.
    ///
    /// # Errors
    /// When the birth date lies ahead or the BSN is none.
    pub fn read(
        self,
        at: &str,
        today: NaiveDate,
        mistakes: &mut Vec<FieldError>,
    ) -> (PersonDetails, person::Gender) {
        let birth_date = birth_date(self.birth_date, self.birth_year, at, today, mistakes);
        let addresses = self.addresses.into_iter().enumerate();
        let addresses = addresses
            .map(|(number, address)| address.read(&format!("{at}addresses[{number}]"), mistakes))
            .collect();
        let bsn = self.bsn.map(|bsn| person::Bsn::new(bsn.as_str()));
        if matches!(bsn, Some(Err(_))) {
            mistakes.push(FieldError::new(
                format!("{at}bsn"),
                "bsn",
                "a BSN has nine digits and passes the eleven-test",
            ));
        }
        let details = PersonDetails {
            given_names: self.given_names.map(|text| text.0),
            prefix: self.prefix.map(|text| text.0),
            surname: self.surname.map(|text| text.0),
            maiden_name: self.maiden_name.map(|text| text.0),
            partner_name: self.partner_name.map(|text| text.0),
            aliases: self.aliases.into_iter().map(|text| text.0).collect(),
            birth_date,
            bsn: bsn.and_then(Result::ok),
            addresses,
        };
        (details, self.gender.map_or(person::Gender::Unknown, Gender::value))
    }

    /// The identity as a client sees it; nothing of it when it was erased.
    pub fn view(details: &Personal<PersonDetails>, gender: person::Gender) -> Self {
        let details = details.known().cloned().unwrap_or_default();
        Self {
            given_names: details.given_names.map(FreeText),
            prefix: details.prefix.map(FreeText),
            surname: details.surname.map(FreeText),
            maiden_name: details.maiden_name.map(FreeText),
            partner_name: details.partner_name.map(FreeText),
            aliases: details.aliases.into_iter().map(FreeText).collect(),
            birth_date: details.birth_date.and_then(BirthDate::day),
            birth_year: match details.birth_date {
                Some(BirthDate::Year(year)) => Some(year.unsigned_abs()),
                _ => None,
            },
            bsn: details.bsn.map(|bsn| Bsn::from(String::from(bsn))),
            gender: Some(gender.into()),
            addresses: details.addresses.into_iter().map(HomeAddress::from).collect(),
        }
    }
}

/// A date of birth as it comes in: a day, or a year where the day is not known.
pub fn birth_date(
    day: Option<NaiveDate>,
    year: Option<u32>,
    at: &str,
    today: NaiveDate,
    mistakes: &mut Vec<FieldError>,
) -> Option<BirthDate> {
    let year = year.and_then(|year| i32::try_from(year).ok()).map(BirthDate::Year);
    if year.is_some() && day.is_some() {
        let words = "stands in the place of a birthDate, not beside it";
        mistakes.push(FieldError::new(format!("{at}birthYear"), "excluded", words));
    }
    let field = if day.is_some() { "birthDate" } else { "birthYear" };
    let date = day.map(BirthDate::Day).or(year);
    if date.is_some_and(|date| date.is_after(today)) {
        let words = "a birth date does not lie ahead";
        mistakes.push(FieldError::new(format!("{at}{field}"), "in_the_future", words));
    }
    date
}

/// How well somebody fits what was asked.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Fit {
    /// 0 to 100.
    #[schema(maximum = 100)]
    score: u32,
    /// Why.
    reasons: Vec<MatchReason>,
}

impl From<&matching::Fit> for Fit {
    fn from(fit: &matching::Fit) -> Self {
        Self { score: fit.score.into(), reasons: fit.reasons.iter().copied().map(Into::into).collect() }
    }
}

/// What is wished for at ZSM.
#[derive(Clone, Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ZsmAdviceInput {
    /// A short sketch of the case.
    pub sketch: FreeText,
    /// The measures wished for.
    #[schema(min_items = 1, max_items = 50)]
    pub measures: Vec<FreeText>,
}

impl From<ZsmAdviceInput> for ZsmAdvice {
    fn from(input: ZsmAdviceInput) -> Self {
        Self {
            sketch: input.sketch.personal(),
            measures: input.measures.into_iter().map(FreeText::personal).collect(),
        }
    }
}

/// The advice for ZSM that holds.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ZsmAdviceView {
    /// 1 for the first.
    version: u32,
    /// The day on which it was made.
    advice_date: NaiveDate,
    #[serde(skip_serializing_if = "Option::is_none")]
    sketch: Option<FreeText>,
    /// The measures wished for.
    measures: Vec<FreeText>,
}

impl ZsmAdviceView {
    /// The advice as a client sees it.
    pub fn of(version: u32, advice_date: NaiveDate, advice: &ZsmAdvice) -> Self {
        Self {
            version,
            advice_date,
            sketch: known(&advice.sketch),
            measures: advice.measures.iter().filter_map(known).collect(),
        }
    }
}

/// Text about one member of a case's subject.
pub fn about<T>(member: schakel_domain::MemberId, value: T) -> Personal<T> {
    Personal::about(Subject::Member(member.0), value)
}

/// All mistakes at once, or none.
///
/// # Errors
/// [`Error::Invalid`] with every mistake.
pub fn without(mistakes: Vec<FieldError>) -> Result<(), Error> {
    if mistakes.is_empty() { Ok(()) } else { Err(Error::Invalid(mistakes)) }
}

/// Fields that go with some values of another field, and with no others.
#[derive(Default)]
pub struct Parts {
    mistakes: Vec<FieldError>,
}

impl Parts {
    /// This field goes with this code, and with no other: it must be given where it is wanted, and nowhere else.
    pub fn only(&mut self, field: impl Into<String>, code: &str, given: bool, wanted: bool) {
        match (given, wanted) {
            (true, true) | (false, false) => {}
            (false, true) => self.add(FieldError::new(field, "required", format!("required with `{code}`"))),
            (true, false) => {
                self.add(FieldError::new(field, "not_expected", format!("only expected with `{code}`")));
            }
        }
    }

    /// Another mistake.
    pub fn add(&mut self, mistake: FieldError) {
        self.mistakes.push(mistake);
    }

    /// Nothing, if all is well.
    ///
    /// # Errors
    /// [`Error::Invalid`] with every mistake.
    pub fn checked(self) -> Result<(), Error> {
        without(self.mistakes)
    }
}

/// What [`Parts`] has checked to be there is not.
pub fn lacking(what: &str) -> Error {
    Error::Internal(format!("{what} lacks what was checked to be there").into())
}

/// Everybody whom a case is about, as far as it is known who they are.
pub fn subjects(id: CaseId, file: &File) -> Vec<DataSubject> {
    let of_member = |member: &Member| match file.persons.get(&member.id) {
        Some(person) => DataSubject::Person(*person),
        None => DataSubject::Member(member.id),
    };
    match file.members() {
        [] => vec![DataSubject::Case(id)],
        _ if file.shielded.is_some() => vec![DataSubject::Case(id)],
        members => members.iter().map(of_member).collect(),
    }
}

/// What a message has room for.
const LARGEST_AMOUNT: usize = u32::MAX as usize;

/// What was spent or received at once, in euro cents.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AmountInCents(pub Amount);

impl PartialSchema for AmountInCents {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
            .minimum(Some(1_usize))
            .maximum(Some(LARGEST_AMOUNT))
            .description(Some("An amount in euro cents: one at least."))
            .into()
    }
}

impl ToSchema for AmountInCents {
    fn name() -> Cow<'static, str> {
        Cow::Borrowed("AmountInCents")
    }
}
