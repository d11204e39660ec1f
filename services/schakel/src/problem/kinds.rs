//! Every kind of problem, in one table: the only place that knows status codes.

use http::StatusCode;
use tonic::Code;

use super::{Row, Words};

/// Declares the kinds of problem, one row each.
macro_rules! kinds {
    ($($kind:ident: $slug:literal, $status:ident, $code:ident,
        $title_en:literal, $title_nl:literal, $detail_en:literal, $detail_nl:literal;)+) => {
        /// A kind of problem; each has its page under `docs/problems/`.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind {
            $(#[doc = $title_en] $kind),+
        }

        impl Kind {
            /// Every kind, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$kind),+];

            /// Its row.
            pub fn row(self) -> &'static Row {
                match self {
                    $(Self::$kind => &Row {
                        slug: $slug,
                        status: StatusCode::$status,
                        code: Code::$code,
                        title: Words { en: $title_en, nl: $title_nl },
                        detail: Words { en: $detail_en, nl: $detail_nl },
                    }),+
                }
            }
        }
    };
}

kinds! {
    InvalidInput: "invalid-input", BAD_REQUEST, InvalidArgument,
        "The input is not valid", "De invoer is niet geldig",
        "One or more fields do not fit; all of them are listed.",
        "Een of meer velden passen niet; ze zijn allemaal genoemd.";
    NotJson: "not-json", BAD_REQUEST, InvalidArgument,
        "The body cannot be read", "De inhoud is niet leesbaar",
        "The body is not well-formed JSON, or not a message of this operation.",
        "De inhoud is geen welgevormde JSON, of geen bericht van deze operatie.";
    NotCsv: "not-csv", BAD_REQUEST, InvalidArgument,
        "The file is no CSV file", "Het bestand is geen CSV-bestand",
        "The first row of the body is no text in UTF-8.",
        "De eerste regel van de inhoud is geen tekst in UTF-8.";
    IdempotencyKeyMissing: "idempotency-key-missing", BAD_REQUEST, InvalidArgument,
        "The idempotency key is missing", "De idempotentiesleutel ontbreekt",
        "Send an Idempotency-Key of 1 to 128 visible ASCII characters.",
        "Stuur een Idempotency-Key van 1 tot 128 zichtbare ASCII-tekens mee.";
    Unauthenticated: "unauthenticated", UNAUTHORIZED, Unauthenticated,
        "It is not known who you are", "Niet bekend is wie u bent",
        "Send a valid bearer token in the Authorization header.",
        "Stuur een geldig token mee in de kop Authorization.";
    Forbidden: "forbidden", FORBIDDEN, PermissionDenied,
        "Your role does not allow this", "Uw rol staat dit niet toe",
        "None of your roles allows this operation.",
        "Geen van uw rollen staat deze handeling toe.";
    NotInCovenant: "not-in-covenant", FORBIDDEN, PermissionDenied,
        "The covenant does not allow this", "Het convenant staat dit niet toe",
        "Your organisation has not signed, or no annex allows it on this ground.",
        "Uw organisatie heeft niet getekend, of geen bijlage staat het op deze grond toe.";
    InsufficientScope: "insufficient-scope", FORBIDDEN, PermissionDenied,
        "Your token does not reach far enough", "Uw token reikt niet ver genoeg",
        "The token lacks a scope that this service asks for.",
        "Het token mist een scope die deze dienst vraagt.";
    NotFound: "not-found", NOT_FOUND, NotFound,
        "There is nothing here", "Hier is niets",
        "It does not exist, or you may not know of it.",
        "Het bestaat niet, of u mag er niet van weten.";
    UnknownOperation: "unknown-operation", NOT_FOUND, Unimplemented,
        "There is no such operation", "Deze operatie bestaat niet",
        "The service or method is not known.",
        "De dienst of methode is niet bekend.";
    MethodNotAllowed: "method-not-allowed", METHOD_NOT_ALLOWED, Unimplemented,
        "The method is not allowed here", "Deze methode mag hier niet",
        "The Allow header names the methods that are.",
        "De kop Allow noemt de methoden die wel mogen.";
    VersionMoved: "version-moved", PRECONDITION_FAILED, FailedPrecondition,
        "It has changed since you saw it", "Het is gewijzigd sinds u het zag",
        "The version that you stated is no longer the latest; read again and decide again.",
        "De versie die u noemde is niet meer de laatste; lees opnieuw en besluit opnieuw.";
    Conflict: "conflict", CONFLICT, Aborted,
        "Another change came first", "Een andere wijziging was eerder",
        "Others were changing the same thing; try again.",
        "Anderen wijzigden hetzelfde; probeer het opnieuw.";
    IdempotencyKeyReused: "idempotency-key-reused", CONFLICT, AlreadyExists,
        "The idempotency key was used for something else", "De idempotentiesleutel is al anders gebruikt",
        "The same key came before with another request; take a new key.",
        "Dezelfde sleutel kwam eerder met een ander verzoek; neem een nieuwe.";
    TooLarge: "too-large", PAYLOAD_TOO_LARGE, ResourceExhausted,
        "The request is too large", "Het verzoek is te groot",
        "The body is larger than this service accepts.",
        "De inhoud is groter dan deze dienst aanneemt.";
    RateLimited: "rate-limited", TOO_MANY_REQUESTS, ResourceExhausted,
        "Too many questions", "Te veel vragen",
        "You have asked more in a minute than this service answers; wait as long as Retry-After says.",
        "U vroeg in een minuut meer dan deze dienst beantwoordt; wacht zo lang als Retry-After aangeeft.";
    UnsupportedMediaType: "unsupported-media-type", UNSUPPORTED_MEDIA_TYPE, Unimplemented,
        "The media type is not supported", "Dit mediatype wordt niet ondersteund",
        "Send the body as application/json, or as text/csv where the contract says so.",
        "Stuur de inhoud als application/json, of als text/csv waar het contract dat zegt.";
    TimedOut: "timed-out", SERVICE_UNAVAILABLE, DeadlineExceeded,
        "It took too long", "Het duurde te lang",
        "The time for this request was up; repeat it with the same idempotency key.",
        "De tijd voor dit verzoek was om; herhaal het met dezelfde idempotentiesleutel.";
    ReadModelBehind: "read-model-behind", SERVICE_UNAVAILABLE, Unavailable,
        "The answer is not yet up to date", "Het antwoord is nog niet bijgewerkt",
        "What you wrote has not yet reached this view; try again shortly.",
        "Wat u schreef heeft dit overzicht nog niet bereikt; probeer het zo opnieuw.";
    ReadModelStopped: "read-model-stopped", SERVICE_UNAVAILABLE, Unavailable,
        "The view has stopped", "Het overzicht staat stil",
        "This view cannot be trusted now; its operator has been warned.",
        "Dit overzicht is nu niet te vertrouwen; de beheerder is gewaarschuwd.";
    Unavailable: "unavailable", SERVICE_UNAVAILABLE, Unavailable,
        "Not available now", "Nu niet beschikbaar",
        "Something that the service needs does not answer; try again shortly.",
        "Iets wat de dienst nodig heeft antwoordt niet; probeer het zo opnieuw.";
    Internal: "internal", INTERNAL_SERVER_ERROR, Internal,
        "Something went wrong here", "Er ging hier iets mis",
        "The fault is ours; mention the trace id when you report it.",
        "De fout ligt bij ons; noem het traceernummer wanneer u het meldt.";
    CaseAlreadyReported: "case-already-reported", CONFLICT, FailedPrecondition,
        "The case was reported before", "De casus is al gemeld",
        "A case is reported once.",
        "Een casus wordt één keer gemeld.";
    CaseClosed: "case-closed", CONFLICT, FailedPrecondition,
        "The case is closed", "De casus is afgesloten",
        "A closed case is hidden, restricted, kept or erased, and no more; a request to adjust its plan is a new report.",
        "Een afgesloten casus wordt verborgen, beperkt, bewaard of gewist, en verder niets; een verzoek om het plan aan te passen is een nieuwe melding.";
    CaseEscalated: "case-escalated", CONFLICT, FailedPrecondition,
        "The case is escalated", "De casus is opgeschaald",
        "Somebody with a wider mandate was asked; the outcome comes first.",
        "Iemand met een ruimer mandaat is gevraagd; eerst komt de uitkomst.";
    CaseNotEscalated: "case-not-escalated", CONFLICT, FailedPrecondition,
        "The case is not escalated", "De casus is niet opgeschaald",
        "There is no escalation to record an outcome of.",
        "Er is geen opschaling om een uitkomst van vast te leggen.";
    DoesNotEscalateToHouse: "does-not-escalate-to-house", CONFLICT, FailedPrecondition,
        "This is not escalated to the House", "Dit wordt niet naar het Veiligheidshuis opgeschaald",
        "Only a local meeting that the region lets do so escalates a case to the House.",
        "Alleen een lokaal overleg waarvoor de regio dat zo regelde, schaalt op naar het Veiligheidshuis.";
    NothingToComplete: "nothing-to-complete", CONFLICT, FailedPrecondition,
        "The completion adds nothing", "De aanvulling voegt niets toe",
        "Give at least one of trigger, theme, municipality and subject.",
        "Geef ten minste één van aanleiding, thema, gemeente en betrokkene.";
    SubjectDoesNotFitKind: "subject-does-not-fit-kind", CONFLICT, FailedPrecondition,
        "The members do not fit the kind of subject", "De personen passen niet bij het soort betrokkene",
        "A person is one member, a family one or more.",
        "Een persoon is één lid, een gezin een of meer.";
    SubjectAlreadyIdentified: "subject-already-identified", CONFLICT, FailedPrecondition,
        "The subject was identified", "De betrokkene is al geïdentificeerd",
        "Members of the subject are known as registered persons.",
        "Leden van de betrokkene zijn al bekend als geregistreerde personen.";
    MemberUnknown: "member-unknown", CONFLICT, FailedPrecondition,
        "The subject has no such member", "De betrokkene kent dit lid niet",
        "The case shows the members of its subject with their ids.",
        "De casus toont de leden van zijn betrokkene met hun id.";
    MunicipalityUnknown: "municipality-unknown", CONFLICT, FailedPrecondition,
        "The region knows no such municipality", "De regio kent deze gemeente niet",
        "The catalogue lists the municipalities.",
        "De catalogus noemt de gemeenten.";
    ThemeUnknown: "theme-unknown", CONFLICT, FailedPrecondition,
        "The region knows no such theme", "De regio kent dit thema niet",
        "The catalogue lists the themes.",
        "De catalogus noemt de thema's.";
    MeetingTypeUnknown: "meeting-type-unknown", CONFLICT, FailedPrecondition,
        "The region knows no such meeting type", "De regio kent dit soort overleg niet",
        "The catalogue lists the meeting types.",
        "De catalogus noemt de soorten overleg.";
    MeetingTypeNotShielded: "meeting-type-not-shielded", CONFLICT, FailedPrecondition,
        "This kind of meeting is not shielded", "Dit soort overleg is niet afgeschermd",
        "A report is for a shielded kind of meeting, or for none yet.",
        "Een melding is voor een afgeschermd soort overleg, of nog voor geen.";
    CaseShielded: "case-shielded", CONFLICT, FailedPrecondition,
        "The case is shielded", "De casus is afgeschermd",
        "Its own kind of meeting discusses it, no other, and no briefing weighs it.",
        "Alleen haar eigen soort overleg bespreekt haar, geen ander, en geen briefing weegt haar.";
    ReleaseDateNotExpected: "release-date-not-expected", CONFLICT, FailedPrecondition,
        "Only a detention report has a day of release", "Alleen een detentiemelding heeft een uitstroomdatum",
        "The report was set off by something else.",
        "De aanleiding van de melding is een andere.";
    NotLinked: "not-linked", CONFLICT, FailedPrecondition,
        "The report was not linked to that case", "De melding is niet aan die casus gekoppeld",
        "Only a report that was linked to an active case is assessed for its plan.",
        "Alleen een melding die aan een lopende casus is gekoppeld wordt op het plan daarvan beoordeeld.";
    LinkAlreadyAssessed: "link-already-assessed", CONFLICT, FailedPrecondition,
        "What the report means was assessed before", "Wat de melding betekent is al beoordeeld",
        "Once for each case that a report was linked to.",
        "Eén keer voor elke casus waaraan een melding is gekoppeld.";
    NoBijReport: "no-bij-report", CONFLICT, FailedPrecondition,
        "It is no BIJ report", "Het is geen BIJ-melding",
        "The mayor is advised on a BIJ report alone.",
        "De burgemeester wordt alleen over een BIJ-melding geadviseerd.";
    MayorAlreadyAdvised: "mayor-already-advised", CONFLICT, FailedPrecondition,
        "The mayor was advised before", "De burgemeester is al geadviseerd",
        "Once for each report.",
        "Eén keer per melding.";
    NotMandated: "not-mandated", CONFLICT, FailedPrecondition,
        "The municipality of residence has not mandated you", "De woongemeente heeft u niet gemandateerd",
        "Its contact with the mandate for BIJ notices advises the mayor, or the House records it.",
        "Haar contactpersoon met het mandaat voor BIJ-meldingen adviseert de burgemeester, of het Veiligheidshuis legt het vast.";
    AdviceInTheFuture: "advice-in-the-future", CONFLICT, FailedPrecondition,
        "The advice lies ahead", "Het advies ligt in de toekomst",
        "An advice is decided today or on an earlier day.",
        "Over een advies is vandaag of eerder beslist.";
    LinkedToItself: "linked-to-itself", CONFLICT, FailedPrecondition,
        "A report cannot be linked to itself", "Een melding kan niet aan zichzelf worden gekoppeld",
        "Name another, active case.",
        "Noem een andere, lopende casus.";
    AlreadyLinked: "already-linked", CONFLICT, FailedPrecondition,
        "The report was linked to that case before", "De melding is al aan die casus gekoppeld",
        "Once is enough.",
        "Eén keer is genoeg.";
    LinkedCaseNotActive: "linked-case-not-active", CONFLICT, FailedPrecondition,
        "The case to link to is not active", "De casus om aan te koppelen loopt niet",
        "Only a case between report and closing can be linked to.",
        "Alleen aan een casus tussen melding en afsluiting kan worden gekoppeld.";
    TriggerMissing: "trigger-missing", CONFLICT, FailedPrecondition,
        "The trigger is missing", "De aanleiding ontbreekt",
        "What set the report off must be known before weighing.",
        "De aanleiding moet bekend zijn voor het wegen.";
    MunicipalityMissing: "municipality-missing", CONFLICT, FailedPrecondition,
        "The municipality is missing", "De gemeente ontbreekt",
        "The municipality of residence must be known before weighing.",
        "De woongemeente moet bekend zijn voor het wegen.";
    ThemeMissing: "theme-missing", CONFLICT, FailedPrecondition,
        "The theme is missing", "Het thema ontbreekt",
        "The theme of a current concern must be known before weighing.",
        "Het thema van een actuele melding moet bekend zijn voor het wegen.";
    KeptFromBriefing: "kept-from-briefing", CONFLICT, FailedPrecondition,
        "This report is never put on a briefing", "Deze melding komt nooit op de briefing",
        "The municipality has an arrangement of its own for detention reports about its residents.",
        "De gemeente heeft een eigen regeling voor detentiemeldingen over haar inwoners.";
    AlreadyWeighed: "already-weighed", CONFLICT, FailedPrecondition,
        "The report was weighed", "De melding is al gewogen",
        "The briefing's decision stands; only a deferred or escalated one is weighed again.",
        "Het besluit van de briefing staat; alleen na uitstel of opschaling wordt opnieuw gewogen.";
    PastWeighing: "past-weighing", CONFLICT, FailedPrecondition,
        "The case went past weighing", "De casus is voorbij het wegen",
        "This is only possible until a meeting takes the case up.",
        "Dit kan alleen totdat een overleg de casus oppakt.";
    CriterionUnknown: "criterion-unknown", CONFLICT, FailedPrecondition,
        "The region knows no such criterion", "De regio kent dit criterium niet",
        "The catalogue lists the criteria.",
        "De catalogus noemt de criteria.";
    CriteriaNotMet: "criteria-not-met", CONFLICT, FailedPrecondition,
        "The criteria for the meeting are not met", "Aan de criteria voor het overleg is niet voldaan",
        "The catalogue says for each kind of meeting which criteria are enough together.",
        "De catalogus zegt per soort overleg welke criteria samen genoeg zijn.";
    DeferredToThePast: "deferred-to-the-past", CONFLICT, FailedPrecondition,
        "The day of the later briefing lies not ahead", "De dag van de latere briefing ligt niet in de toekomst",
        "A deferred report comes back on a later day.",
        "Een uitgestelde melding komt op een latere dag terug.";
    PartnersMissing: "partners-missing", CONFLICT, FailedPrecondition,
        "A bilateral handling names at least two partners", "Bilaterale afhandeling noemt ten minste twee partners",
        "The partners that settle it between them must be named.",
        "De partners die het onderling regelen moeten worden genoemd.";
    MeetingIsNoBriefing: "meeting-is-no-briefing", CONFLICT, FailedPrecondition,
        "The meeting named is no briefing", "Het genoemde overleg is geen briefing",
        "Only a briefing weighs.",
        "Alleen een briefing weegt.";
    MeetingUnknown: "meeting-unknown", CONFLICT, FailedPrecondition,
        "There is no such meeting", "Dit overleg bestaat niet",
        "The meeting named does not exist.",
        "Het genoemde overleg bestaat niet.";
    MeetingCalledOff: "meeting-called-off", CONFLICT, FailedPrecondition,
        "The meeting was called off", "Het overleg is afgelast",
        "Nothing more can happen in it.",
        "Er kan niets meer in gebeuren.";
    MeetingAlreadyHeld: "meeting-already-held", CONFLICT, FailedPrecondition,
        "The meeting took place", "Het overleg heeft plaatsgevonden",
        "It is no longer to come.",
        "Het ligt niet meer in de toekomst.";
    MeetingIsOfAnotherType: "meeting-is-of-another-type", CONFLICT, FailedPrecondition,
        "The meeting named is of another type", "Het genoemde overleg is van een ander soort",
        "Meeting and meeting type must agree.",
        "Overleg en soort overleg moeten overeenkomen.";
    MeetingIsOfAnotherSubregion: "meeting-is-of-another-subregion", CONFLICT, FailedPrecondition,
        "The table is another subregion's", "De thematafel is van een andere subregio",
        "A case comes on the theme table of the subregion of residence.",
        "Een casus komt op de thematafel van de subregio van de woonplaats.";
    MeetingIsOfAnotherMunicipality: "meeting-is-of-another-municipality", CONFLICT, FailedPrecondition,
        "The meeting works through another municipality's list", "Het overleg gaat de lijst van een andere gemeente langs",
        "A case comes on the list of the municipality of residence.",
        "Een casus komt op de lijst van de woongemeente.";
    SubjectTooYoung: "subject-too-young", CONFLICT, FailedPrecondition,
        "The subject is too young for this meeting", "De betrokkene is te jong voor dit overleg",
        "The catalogue says which age such a meeting asks for.",
        "De catalogus zegt welke leeftijd dit overleg vraagt.";
    NoFeedbackOwed: "no-feedback-owed", CONFLICT, FailedPrecondition,
        "The reporter has nothing to hear", "De melder hoeft niets te horen",
        "There is no decision that the reporter has not heard of.",
        "Er is geen besluit dat de melder nog niet kent.";
    FeedbackOutstanding: "feedback-outstanding", CONFLICT, FailedPrecondition,
        "The reporter has yet to hear of the decision", "De melder kent het besluit nog niet",
        "A case with a decision and no feedback cannot be closed.",
        "Een casus met een besluit zonder terugkoppeling kan niet worden afgesloten.";
    NotWeighed: "not-weighed", CONFLICT, FailedPrecondition,
        "The case has not been weighed", "De casus is niet gewogen",
        "This needs a decision of the briefing.",
        "Hiervoor is een besluit van de briefing nodig.";
    NoDecisionToSchedule: "no-decision-to-schedule", CONFLICT, FailedPrecondition,
        "The briefing decided on something else than a meeting", "De briefing besloot iets anders dan een overleg",
        "Only a decision to schedule puts a case on an agenda.",
        "Alleen een besluit tot agenderen zet een casus op een agenda.";
    DecisionNamesAnotherMeeting: "decision-names-another-meeting", CONFLICT, FailedPrecondition,
        "Another kind of meeting was decided on", "Er is tot een ander soort overleg besloten",
        "The meeting must be the one that was decided on.",
        "Het overleg moet het besloten overleg zijn.";
    BriefingIsForWeighing: "briefing-is-for-weighing", CONFLICT, FailedPrecondition,
        "Only weighing happens in a briefing", "Op een briefing wordt alleen gewogen",
        "No case is scheduled on a briefing.",
        "Er wordt geen casus op een briefing geagendeerd.";
    MunicipalContactMissing: "municipal-contact-missing", CONFLICT, FailedPrecondition,
        "The municipal contact is not named", "De gemeentelijke contactpersoon is niet genoemd",
        "Under a local arrangement the contact of the municipality decides with the House where it is discussed.",
        "Bij een lokale regeling bepaalt de contactpersoon van de gemeente met het Veiligheidshuis waar het wordt besproken.";
    MunicipalContactNotExpected: "municipal-contact-not-expected", CONFLICT, FailedPrecondition,
        "No municipal contact decides this", "Geen gemeentelijke contactpersoon bepaalt dit",
        "Where this case is discussed is not the municipal contact's to decide.",
        "Waar deze casus wordt besproken, is niet aan de gemeentelijke contactpersoon.";
    NotTheMunicipalContact: "not-the-municipal-contact", CONFLICT, FailedPrecondition,
        "This is no contact of the municipality", "Dit is geen contactpersoon van de gemeente",
        "Whoever is named is not authorised as a contact of the municipality of residence.",
        "Wie is genoemd, is niet gemachtigd als contactpersoon van de woongemeente.";
    TableKeepsOwnRegister: "table-keeps-own-register", CONFLICT, FailedPrecondition,
        "The table keeps a register of its own", "Het overleg houdt een eigen register bij",
        "Nothing is scheduled there. Refer the case to whoever runs the table.",
        "Daar wordt niets geagendeerd. Verwijs de casus naar wie het overleg houdt.";
    AlreadyScheduled: "already-scheduled", CONFLICT, FailedPrecondition,
        "The case is on an agenda", "De casus staat al op een agenda",
        "The meeting comes first; to move the case, name another meeting of the same type.",
        "Eerst komt het overleg; noem voor verplaatsing een ander overleg van hetzelfde soort.";
    DiscussedOnce: "discussed-once", CONFLICT, FailedPrecondition,
        "Such a meeting discusses a case once", "Dit overleg bespreekt een casus één keer",
        "It discussed this case. It comes back on the agenda only for a reason that is recorded.",
        "Het heeft deze casus besproken. Alleen om een vastgelegde reden komt die terug op de agenda.";
    NotScheduled: "not-scheduled", CONFLICT, FailedPrecondition,
        "The case is on no agenda", "De casus staat op geen agenda",
        "A plan is set, or found not needed, in a meeting.",
        "Een plan wordt in een overleg gemaakt of niet nodig bevonden.";
    AgreementsMissing: "agreements-missing", CONFLICT, FailedPrecondition,
        "The plan holds no agreement", "Het plan bevat geen afspraak",
        "A plan says what, which organisation, by when.",
        "Een plan zegt wat, welke organisatie, wanneer.";
    GoalsMissing: "goals-missing", CONFLICT, FailedPrecondition,
        "The plan holds no goal", "Het plan bevat geen doel",
        "A plan holds goals per life area.",
        "Een plan bevat doelen per leefgebied.";
    AgreementDueBeforePlan: "agreement-due-before-plan", CONFLICT, FailedPrecondition,
        "An agreement is due before the plan is set", "Een afspraak moet klaar zijn voordat het plan er is",
        "Agreements are due on the day of the plan or later.",
        "Afspraken lopen af op de dag van het plan of later.";
    PillarMissing: "pillar-missing", CONFLICT, FailedPrecondition,
        "An agreement stands on no pillar", "Een afspraak hoort bij geen pijler",
        "Such a meeting builds its plans on pillars: each agreement stands on one.",
        "Dit overleg bouwt zijn plannen op pijlers: elke afspraak hoort bij een ervan.";
    PillarUnknown: "pillar-unknown", CONFLICT, FailedPrecondition,
        "Such a meeting knows no such pillar", "Dit overleg kent deze pijler niet",
        "The catalogue lists the pillars of each kind of meeting.",
        "De catalogus noemt de pijlers per soort overleg.";
    PillarNotExpected: "pillar-not-expected", CONFLICT, FailedPrecondition,
        "Such a meeting builds on no pillars", "Dit overleg bouwt niet op pijlers",
        "Only an agreement of a meeting that builds on pillars stands on one.",
        "Alleen een afspraak van een overleg dat op pijlers bouwt hoort bij een pijler.";
    NoPlanInForce: "no-plan-in-force", CONFLICT, FailedPrecondition,
        "There is no plan in force", "Er is geen plan van kracht",
        "This needs a plan of approach.",
        "Hiervoor is een plan van aanpak nodig.";
    PlanInForce: "plan-in-force", CONFLICT, FailedPrecondition,
        "There is a plan in force", "Er is een plan van kracht",
        "A case with a plan ends with its results, or comes back on the agenda.",
        "Een casus met een plan eindigt met resultaten, of komt terug op de agenda.";
    BackOnAgenda: "back-on-agenda", CONFLICT, FailedPrecondition,
        "The case is back on the agenda", "De casus staat weer op de agenda",
        "The meeting comes first; the plan stays in force until it is replaced.",
        "Eerst komt het overleg; het plan blijft van kracht tot het vervangen is.";
    AgreementUnknown: "agreement-unknown", CONFLICT, FailedPrecondition,
        "The plan in force has no such agreement", "Het geldende plan kent deze afspraak niet",
        "The case shows the agreements of the plan in force with their ids.",
        "De casus toont de afspraken van het geldende plan met hun id.";
    NotTheOwner: "not-the-owner", CONFLICT, FailedPrecondition,
        "The agreement is another organisation's", "De afspraak is van een andere organisatie",
        "The state of an agreement is the case holder's and its owner's to record.",
        "De stand van een afspraak wordt vastgelegd door de casushouder of door wie de afspraak heeft.";
    ContactAlreadyRecorded: "contact-already-recorded", CONFLICT, FailedPrecondition,
        "This contact was recorded", "Dit contact is al vastgelegd",
        "Each contact of the schedule is recorded once.",
        "Elk contact uit het schema wordt één keer vastgelegd.";
    ContactInTheFuture: "contact-in-the-future", CONFLICT, FailedPrecondition,
        "A contact cannot lie ahead", "Een contact kan niet in de toekomst liggen",
        "Record it when it took place.",
        "Leg het vast wanneer het heeft plaatsgevonden.";
    ContactBeforePlan: "contact-before-plan", CONFLICT, FailedPrecondition,
        "A contact cannot lie before the plan", "Een contact kan niet voor het plan liggen",
        "Monitoring counts from the day on which the plan was set.",
        "De monitoring telt vanaf de dag van het plan.";
    CaseHolderNotConsulted: "case-holder-not-consulted", CONFLICT, FailedPrecondition,
        "The case holder was not consulted", "De casushouder is niet geraadpleegd",
        "When another partner asks, or a new report endangers the plan, the case holder is consulted first.",
        "Vraagt een andere partner erom of brengt een nieuwe melding het plan in gevaar, dan wordt eerst de casushouder geraadpleegd.";
    AskingPartnerMissing: "asking-partner-missing", CONFLICT, FailedPrecondition,
        "The partner that asks is not named", "De vragende partner is niet genoemd",
        "When another partner asks, it is named.",
        "Vraagt een andere partner erom, dan wordt die genoemd.";
    AskingPartnerNotExpected: "asking-partner-not-expected", CONFLICT, FailedPrecondition,
        "No partner is expected with this reason", "Bij deze reden hoort geen partner",
        "Only when another partner asks is one named.",
        "Alleen als een andere partner erom vraagt wordt er een genoemd.";
    AlreadyCaseHolder: "already-case-holder", CONFLICT, FailedPrecondition,
        "This professional is the case holder", "Deze professional is al casushouder",
        "A case with a plan has exactly one case holder.",
        "Een casus met een plan heeft precies één casushouder.";
    EndNotLater: "end-not-later", CONFLICT, FailedPrecondition,
        "The new end is not later", "Het nieuwe einde is niet later",
        "An extension ends after today and after the present end.",
        "Een verlenging eindigt na vandaag en na het huidige einde.";
    MeasuresMissing: "measures-missing", CONFLICT, FailedPrecondition,
        "The advice names no measure", "Het advies noemt geen maatregel",
        "An advice for ZSM names the measures wished for.",
        "Een advies voor ZSM noemt de gewenste maatregelen.";
    NotYetDiscussed: "not-yet-discussed", CONFLICT, FailedPrecondition,
        "No meeting has discussed the case", "Nog geen overleg besprak de casus",
        "An advice for ZSM is made in a meeting.",
        "Een advies voor ZSM wordt in een overleg gemaakt.";
    NoZsmAdvice: "no-zsm-advice", CONFLICT, FailedPrecondition,
        "There is no advice for ZSM", "Er is geen advies voor ZSM",
        "There is nothing to withdraw.",
        "Er is niets om in te trekken.";
    NotTheCaseHolder: "not-the-case-holder", CONFLICT, FailedPrecondition,
        "Only the case holder judges the results", "Alleen de casushouder beoordeelt de resultaten",
        "The results are judged by the case's own holder.",
        "De resultaten worden door de eigen casushouder beoordeeld.";
    ResultsNotJudged: "results-not-judged", CONFLICT, FailedPrecondition,
        "The case holder has yet to judge the results", "De casushouder heeft de resultaten nog niet beoordeeld",
        "A case with a plan closes with five judged results.",
        "Een casus met een plan sluit met vijf beoordeelde resultaten.";
    DecisionProvisional: "decision-provisional", CONFLICT, FailedPrecondition,
        "The decision is provisional", "Het besluit is voorlopig",
        "The report comes back to a later briefing.",
        "De melding komt terug op een latere briefing.";
    MeetingOutstanding: "meeting-outstanding", CONFLICT, FailedPrecondition,
        "The decision leads to a meeting", "Het besluit leidt tot een overleg",
        "The briefing decided on a meeting.",
        "De briefing besloot tot een overleg.";
    NotReportedDone: "not-reported-done", CONFLICT, FailedPrecondition,
        "No partner has reported it done", "Geen partner meldde het gereed",
        "It is done when the partners say so.",
        "Het is klaar wanneer de partners dat zeggen.";
    NotAHandlingPartner: "not-a-handling-partner", CONFLICT, FailedPrecondition,
        "This partner does not handle the case", "Deze partner handelt de casus niet af",
        "A bilateral handling is done when one of its named partners says so.",
        "Bilateraal afhandelen is klaar wanneer een van de genoemde partners dat zegt.";
    CaseHidden: "case-hidden", CONFLICT, FailedPrecondition,
        "The case is hidden", "De casus is verborgen",
        "The lookup does not find it.",
        "De bevraging vindt haar niet.";
    CaseNotHidden: "case-not-hidden", CONFLICT, FailedPrecondition,
        "The case is not hidden", "De casus is niet verborgen",
        "The lookup finds it as any other.",
        "De bevraging vindt haar zoals elke andere.";
    UseIsRestricted: "use-is-restricted", CONFLICT, FailedPrecondition,
        "The use of the case is restricted", "Het gebruik van de casus is beperkt",
        "While the restriction holds, nobody uses the case's data.",
        "Zolang de beperking geldt, gebruikt niemand de gegevens van de casus.";
    UseNotRestricted: "use-not-restricted", CONFLICT, FailedPrecondition,
        "The use of the case is not restricted", "Het gebruik van de casus is niet beperkt",
        "There is no restriction to lift.",
        "Er is geen beperking om op te heffen.";
    CaseNotClosed: "case-not-closed", CONFLICT, FailedPrecondition,
        "The case is not closed", "De casus is niet afgesloten",
        "A case is kept as long as it is handled; its term counts from closing.",
        "Een casus blijft bewaard zolang zij loopt; de termijn telt vanaf de afsluiting.";
    LegalHoldInForce: "legal-hold-in-force", CONFLICT, FailedPrecondition,
        "A legal hold keeps the case", "De casus wordt bewaard voor een procedure",
        "While the hold lasts, nothing of the case is erased, and no second hold is placed.",
        "Zolang dat geldt, wordt niets van de casus gewist en komt er geen tweede bij.";
    NoLegalHold: "no-legal-hold", CONFLICT, FailedPrecondition,
        "There is no legal hold", "De casus wordt niet bewaard voor een procedure",
        "There is no hold to lift.",
        "Er is niets om op te heffen.";
    TermNotPassed: "term-not-passed", CONFLICT, FailedPrecondition,
        "The term has not passed", "De bewaartermijn is niet verstreken",
        "The case is kept until the end of its term.",
        "De casus blijft bewaard tot het einde van haar termijn.";
    CaseErased: "case-erased", CONFLICT, FailedPrecondition,
        "The case was erased", "De casus is gewist",
        "Its personal data is gone for good; nothing more happens to it.",
        "De persoonsgegevens zijn voorgoed weg; er gebeurt niets meer mee.";
    CaseNotErased: "case-not-erased", CONFLICT, FailedPrecondition,
        "The case was not erased", "De casus is niet gewist",
        "Keys are destroyed after erasure only.",
        "Sleutels worden alleen na het wissen vernietigd.";
    DestructionRecorded: "destruction-recorded", CONFLICT, FailedPrecondition,
        "The destruction was recorded", "De vernietiging is al vastgelegd",
        "The proof stands once.",
        "Het bewijs staat er één keer.";
    PersonAlreadyRegistered: "person-already-registered", CONFLICT, FailedPrecondition,
        "The person was registered before", "De persoon is al geregistreerd",
        "A person is registered once.",
        "Een persoon wordt één keer geregistreerd.";
    NothingToCorrect: "nothing-to-correct", CONFLICT, FailedPrecondition,
        "The correction changes nothing", "De correctie wijzigt niets",
        "The identity is already held to be so.",
        "De identiteit staat al zo vast.";
    PersonErased: "person-erased", CONFLICT, FailedPrecondition,
        "The person was erased", "De persoon is gewist",
        "The data came to its end; nothing can be done about the person any more.",
        "De gegevens zijn vernietigd; met deze persoon kan niets meer.";
    PersonPossiblyKnown: "person-possibly-known", CONFLICT, FailedPrecondition,
        "The person may be registered already", "De persoon is misschien al geregistreerd",
        "Somebody registered may well be the same person.",
        "Iemand die al geregistreerd is kan dezelfde persoon zijn.";
    OtherPersonUnknown: "other-person-unknown", CONFLICT, FailedPrecondition,
        "The other person is not registered", "De andere persoon is niet geregistreerd",
        "No person is registered under that id, or that person was erased.",
        "Onder die id is geen persoon geregistreerd, of die persoon is gewist.";
    MergedIntoItself: "merged-into-itself", CONFLICT, FailedPrecondition,
        "A person is not merged with itself", "Een persoon wordt niet met zichzelf samengevoegd",
        "A merge names another record.",
        "Een samenvoeging noemt een ander dossier.";
    AlreadyMerged: "already-merged", CONFLICT, FailedPrecondition,
        "The two records are already one", "De twee dossiers zijn al één",
        "One of them has absorbed the other.",
        "Het ene is al in het andere opgegaan.";
    NothingToUndo: "nothing-to-undo", CONFLICT, FailedPrecondition,
        "The two records are not one", "De twee dossiers zijn niet één",
        "There is no merge with that record.",
        "Er is geen samenvoeging met dat dossier.";
    RelatedToItself: "related-to-itself", CONFLICT, FailedPrecondition,
        "A person is no relative of itself", "Een persoon is geen familie van zichzelf",
        "A relation names somebody else.",
        "Een relatie noemt iemand anders.";
    RelationAlreadyRecorded: "relation-already-recorded", CONFLICT, FailedPrecondition,
        "The relation was recorded before", "De relatie is al vastgelegd",
        "Once is enough.",
        "Eén keer is genoeg.";
    RelationUnknown: "relation-unknown", CONFLICT, FailedPrecondition,
        "There is no such relation", "Deze relatie is er niet",
        "The person has no such relation with that relative.",
        "De persoon heeft deze relatie niet met dat familielid.";
    PersonRestricted: "person-restricted", CONFLICT, FailedPrecondition,
        "The use of the person's record is restricted", "Het gebruik van het persoonsdossier is beperkt",
        "The record, or the other one, may only be corrected until the restriction is lifted.",
        "Dit dossier, of het andere, mag alleen worden gecorrigeerd tot de beperking is opgeheven.";
    PersonAlreadyRestricted: "person-already-restricted", CONFLICT, FailedPrecondition,
        "The use was restricted before", "Het gebruik is al beperkt",
        "A restriction holds until it is lifted.",
        "Een beperking geldt tot ze is opgeheven.";
    PersonNotRestricted: "person-not-restricted", CONFLICT, FailedPrecondition,
        "The use is not restricted", "Het gebruik is niet beperkt",
        "There is nothing to lift.",
        "Er is niets om op te heffen.";
    CasesLeft: "cases-left", CONFLICT, FailedPrecondition,
        "A case still refers to the person", "Een casus verwijst nog naar de persoon",
        "The data ends with the last case, or on a granted request.",
        "De gegevens eindigen met de laatste casus, of op een toegewezen verzoek.";
    PersonNotErased: "person-not-erased", CONFLICT, FailedPrecondition,
        "The person was not erased", "De persoon is niet gewist",
        "The destruction of keys is proven after erasure.",
        "De vernietiging van sleutels wordt na het wissen bewezen.";
    DestructionAlreadyProven: "destruction-already-proven", CONFLICT, FailedPrecondition,
        "The destruction is on record", "De vernietiging is al vastgelegd",
        "The proof is recorded once.",
        "Het bewijs wordt één keer vastgelegd.";
    RequestAlreadyRegistered: "request-already-registered", CONFLICT, FailedPrecondition,
        "The request was registered before", "Het verzoek is al geregistreerd",
        "A request counts for all joint controllers and is registered once.",
        "Een verzoek geldt voor alle gezamenlijke verantwoordelijken en wordt één keer geregistreerd.";
    SubjectUnknown: "subject-unknown", CONFLICT, FailedPrecondition,
        "The person is not registered", "De persoon is niet geregistreerd",
        "A request is about a registered person who was not erased.",
        "Een verzoek gaat over een geregistreerde persoon die niet is gewist.";
    ReceivedInTheFuture: "received-in-the-future", CONFLICT, FailedPrecondition,
        "The day of receipt lies ahead", "De dag van ontvangst ligt in de toekomst",
        "A request was received today or before.",
        "Een verzoek is vandaag of eerder ontvangen.";
    ControllersMissing: "controllers-missing", CONFLICT, FailedPrecondition,
        "No controller is named", "Er is geen verantwoordelijke genoemd",
        "A request names the joint controllers.",
        "Een verzoek noemt de gezamenlijke verantwoordelijken.";
    ControllerUnknown: "controller-unknown", CONFLICT, FailedPrecondition,
        "The organisation is no controller of this request", "De organisatie is geen verantwoordelijke bij dit verzoek",
        "The request shows its controllers.",
        "Het verzoek toont zijn verantwoordelijken.";
    AlreadyExtended: "already-extended", CONFLICT, FailedPrecondition,
        "The term was extended before", "De termijn is al verlengd",
        "A term is extended once.",
        "Een termijn wordt één keer verlengd.";
    ExtensionTooLate: "extension-too-late", CONFLICT, FailedPrecondition,
        "The first month is over", "De eerste maand is voorbij",
        "The data subject hears of an extension within a month of receipt.",
        "De betrokkene hoort binnen een maand na ontvangst van een verlenging.";
    AlreadyDecided: "already-decided", CONFLICT, FailedPrecondition,
        "The request was decided on", "Op het verzoek is al besloten",
        "A request is decided on once.",
        "Op een verzoek wordt één keer besloten.";
    NotDecided: "not-decided", CONFLICT, FailedPrecondition,
        "The request was not decided on", "Op het verzoek is nog niet besloten",
        "A request is decided on before it is completed.",
        "Op een verzoek wordt besloten voordat het wordt afgerond.";
    ControllerOpen: "controller-open", CONFLICT, FailedPrecondition,
        "A controller is still open", "Een verantwoordelijke staat nog open",
        "Each controller says that it is done, or why it refuses.",
        "Elke verantwoordelijke zegt dat het gereed is, of waarom die weigert.";
    RequestCompleted: "request-completed", CONFLICT, FailedPrecondition,
        "The request was completed", "Het verzoek is afgerond",
        "Nothing changes in a request that was answered and carried out.",
        "Aan een verzoek dat is beantwoord en uitgevoerd verandert niets meer.";
    MeetingAlreadyPlanned: "meeting-already-planned", CONFLICT, FailedPrecondition,
        "The meeting was planned before", "Het overleg is al gepland",
        "A meeting is planned once.",
        "Een overleg wordt één keer gepland.";
    SubregionUnknown: "subregion-unknown", CONFLICT, FailedPrecondition,
        "The region knows no such subregion", "De regio kent deze subregio niet",
        "The catalogue lists the subregions.",
        "De catalogus noemt de subregio's.";
    SubregionMissing: "subregion-missing", CONFLICT, FailedPrecondition,
        "The subregion is missing", "De subregio ontbreekt",
        "Each subregion has such a meeting of its own.",
        "Elke subregio heeft een eigen overleg van deze soort.";
    ListMissing: "list-missing", CONFLICT, FailedPrecondition,
        "It is not named whose list the meeting works through", "Niet genoemd is wiens lijst het overleg langsgaat",
        "Such a meeting works through the list of one municipality.",
        "Dit overleg gaat de lijst van één gemeente langs.";
    ListNotExpected: "list-not-expected", CONFLICT, FailedPrecondition,
        "Such a meeting works through no list", "Dit overleg gaat geen lijst langs",
        "Only a meeting that works through the list of one municipality says of which.",
        "Alleen een overleg dat de lijst van één gemeente langsgaat zegt van welke.";
    ChairedByAnother: "chaired-by-another", CONFLICT, FailedPrecondition,
        "Such a meeting is chaired by others", "Dit overleg wordt door anderen voorgezeten",
        "The catalogue says whose people chair each kind of meeting.",
        "De catalogus zegt wiens mensen elke soort overleg voorzitten.";
    MeetingInThePast: "meeting-in-the-past", CONFLICT, FailedPrecondition,
        "The day has passed", "De dag is voorbij",
        "A meeting is planned for today or later.",
        "Een overleg wordt voor vandaag of later gepland.";
    MeetingNotYetDue: "meeting-not-yet-due", CONFLICT, FailedPrecondition,
        "The meeting has not taken place yet", "Het overleg is nog niet geweest",
        "It can be recorded on its day or later.",
        "Het kan op de dag zelf of later worden vastgelegd.";
    OrganisationAlreadyRegistered: "organisation-already-registered", CONFLICT, FailedPrecondition,
        "The organisation was registered before", "De organisatie is al geregistreerd",
        "An organisation is registered once, and again only after it has left.",
        "Een organisatie wordt één keer geregistreerd, en pas opnieuw nadat zij is vertrokken.";
    OrganisationHasLeft: "organisation-has-left", CONFLICT, FailedPrecondition,
        "The organisation has left", "De organisatie is vertrokken",
        "Nobody acts for an organisation that has left.",
        "Voor een organisatie die is vertrokken treedt niemand op.";
    OneHouse: "one-house", CONFLICT, FailedPrecondition,
        "There is one House", "Er is één Veiligheidshuis",
        "The region's own House is the one of that kind, and it stays.",
        "Het eigen Veiligheidshuis van de regio is het enige van die soort, en het blijft.";
    RolesMissing: "roles-missing", CONFLICT, FailedPrecondition,
        "No role is named", "Er is geen rol genoemd",
        "Somebody is authorised in one role at least.",
        "Iemand wordt in minstens één rol gemachtigd.";
    RoleStandsAlone: "role-stands-alone", CONFLICT, FailedPrecondition,
        "The role goes with no other", "De rol gaat met geen andere samen",
        "Who reads the logs, or keeps the system running, reads no content.",
        "Wie de logboeken leest of het systeem beheert, leest geen inhoud.";
    RoleOfAnotherKind: "role-of-another-kind", CONFLICT, FailedPrecondition,
        "The role is for another kind of organisation", "De rol hoort bij een andere soort organisatie",
        "The House's roles are for its own people, the partners' roles for theirs.",
        "De rollen van het Veiligheidshuis zijn voor de eigen mensen, die van partners voor de hunne.";
    NoMunicipality: "no-municipality", CONFLICT, FailedPrecondition,
        "The organisation is no municipality", "De organisatie is geen gemeente",
        "Contacts of a municipality and their mandates belong to a municipality.",
        "Gemeentelijke contactpersonen en hun mandaten horen bij een gemeente.";
    PeriodNotInOrder: "period-not-in-order", CONFLICT, FailedPrecondition,
        "The period is not in order", "De periode klopt niet",
        "It begins in the past, ends before it begins, or begins before the one that it follows.",
        "Zij begint in het verleden, eindigt voor zij begint, of begint voor degene die zij opvolgt.";
    AuthorisedTooLong: "authorised-too-long", CONFLICT, FailedPrecondition,
        "Nobody is authorised for more than a year", "Niemand is langer dan een jaar gemachtigd",
        "An authorisation is looked at again within a year.",
        "Een machtiging wordt binnen een jaar opnieuw bekeken.";
    TwoContactsAlready: "two-contacts-already", CONFLICT, FailedPrecondition,
        "The municipality has two contacts", "De gemeente heeft twee contactpersonen",
        "A municipality has one or two contacts at a time.",
        "Een gemeente heeft op elk moment een of twee contactpersonen.";
    NotAuthorised: "not-authorised", CONFLICT, FailedPrecondition,
        "The account is not authorised", "Het account is niet gemachtigd",
        "The organisation has authorised nobody under this account.",
        "De organisatie heeft niemand onder dit account gemachtigd.";
    InquiryAlreadyRegistered: "inquiry-already-registered", CONFLICT, FailedPrecondition,
        "The inquiry was registered before", "De vraag is al geregistreerd",
        "Each contact is counted once.",
        "Elk contact telt één keer.";
    ReportIsACase: "report-is-a-case", CONFLICT, FailedPrecondition,
        "A report becomes a case", "Een melding wordt een casus",
        "Report it as a case: POST /v1/cases, or ReportCase.",
        "Meld het als casus: POST /v1/cases, of ReportCase.";
    AskerMissing: "asker-missing", CONFLICT, FailedPrecondition,
        "The organisation that asks is not named", "De vragende organisatie is niet genoemd",
        "Only advice is asked for anonymously.",
        "Alleen advies kan anoniem worden gevraagd.";
    PartnerMissing: "partner-missing", CONFLICT, FailedPrecondition,
        "The partner is not named", "De partner is niet genoemd",
        "A contact with a partner names the partner.",
        "Een contact met een partner noemt de partner.";
    PartnerNotExpected: "partner-not-expected", CONFLICT, FailedPrecondition,
        "No partner is expected", "Er wordt geen partner verwacht",
        "Only a contact with a partner names one.",
        "Alleen een contact met een partner noemt er een.";
    InquiryInTheFuture: "inquiry-in-the-future", CONFLICT, FailedPrecondition,
        "The inquiry lies ahead", "De vraag ligt in de toekomst",
        "A contact was today or on an earlier day.",
        "Een contact was vandaag of eerder.";
    CovenantAlreadyAdopted: "covenant-already-adopted", CONFLICT, FailedPrecondition,
        "The covenant was adopted before", "Het convenant is al vastgesteld",
        "A covenant is adopted once, and renewed after that.",
        "Een convenant wordt één keer vastgesteld, en daarna vernieuwd.";
    CovenantHasEnded: "covenant-has-ended", CONFLICT, FailedPrecondition,
        "The covenant has ended", "Het convenant is geëindigd",
        "An ended covenant changes no more.",
        "Een geëindigd convenant wijzigt niet meer.";
    AnnexesMissing: "annexes-missing", CONFLICT, FailedPrecondition,
        "No annex is given", "Er is geen bijlage gegeven",
        "A covenant says on which grounds what may be shared.",
        "Een convenant zegt op welke gronden wat gedeeld mag worden.";
    GroundTwice: "ground-twice", CONFLICT, FailedPrecondition,
        "Two annexes are for the same ground", "Twee bijlagen zijn voor dezelfde grond",
        "Each ground has one annex.",
        "Elke grond heeft één bijlage.";
    GroundUnknown: "ground-unknown", CONFLICT, FailedPrecondition,
        "The region knows no such kind of meeting", "De regio kent deze soort overleg niet",
        "A ground is a kind of meeting of the region, or one of the three that stand apart.",
        "Een grond is een soort overleg van de regio, of een van de drie die apart staan.";
    AnnexAllowsNothing: "annex-allows-nothing", CONFLICT, FailedPrecondition,
        "The annex allows nothing", "De bijlage staat niets toe",
        "An annex names for one kind of partner at least what it may have.",
        "Een bijlage noemt voor minstens één soort partner wat zij mag hebben.";
    NothingToAmend: "nothing-to-amend", CONFLICT, FailedPrecondition,
        "There is nothing to amend", "Er is niets te wijzigen",
        "The annex says so already, or there is none on this ground.",
        "De bijlage zegt dit al, of er is geen bijlage op deze grond.";
    DecidedInTheFuture: "decided-in-the-future", CONFLICT, FailedPrecondition,
        "The decision is in the future", "Het besluit ligt in de toekomst",
        "What is registered was decided today or before.",
        "Wat geregistreerd wordt is vandaag of eerder besloten.";
    AlreadyAdmitted: "already-admitted", CONFLICT, FailedPrecondition,
        "The partner was admitted before", "De partner is al toegelaten",
        "A partner is admitted once, and again after its signature has ended.",
        "Een partner wordt één keer toegelaten, en opnieuw nadat de ondertekening is geëindigd.";
    NotAdmitted: "not-admitted", CONFLICT, FailedPrecondition,
        "The partner was not admitted", "De partner is niet toegelaten",
        "The steering group decides on accession before a partner signs.",
        "De stuurgroep besluit over toetreding voordat een partner tekent.";
    AlreadySigned: "already-signed", CONFLICT, FailedPrecondition,
        "The partner's signature is in force", "De ondertekening van de partner geldt al",
        "A partner signs once, and again after its signature has ended.",
        "Een partner tekent één keer, en opnieuw nadat de ondertekening is geëindigd.";
    NotSigned: "not-signed", CONFLICT, FailedPrecondition,
        "The partner has not signed", "De partner heeft niet getekend",
        "Only a signature that is in force can end.",
        "Alleen een ondertekening die geldt kan eindigen.";
    NotOnThatAgenda: "not-on-that-agenda", CONFLICT, FailedPrecondition,
        "The case is not on the agenda of that meeting", "De casus staat niet op de agenda van dat overleg",
        "Participants are listed for the meeting that discusses the case.",
        "Deelnemers worden genoemd bij het overleg dat de casus bespreekt.";
    AlreadyListed: "already-listed", CONFLICT, FailedPrecondition,
        "The participant was listed before", "De deelnemer staat al op de lijst",
        "Somebody is listed once for a case and a meeting.",
        "Iemand staat één keer op de lijst bij een casus en een overleg.";
    NotListed: "not-listed", CONFLICT, FailedPrecondition,
        "The participant is not listed", "De deelnemer staat niet op de lijst",
        "Nobody is listed under this account for that meeting.",
        "Voor dat overleg staat niemand met dit account op de lijst.";
    AlreadyAsked: "already-asked", CONFLICT, FailedPrecondition,
        "The partner was asked before", "De partner is al gevraagd",
        "An earlier request to the same addressee is still open.",
        "Een eerder verzoek aan dezelfde geadresseerde staat nog open.";
    AnswerDueInThePast: "answer-due-in-the-past", CONFLICT, FailedPrecondition,
        "The last day for an answer has passed", "De laatste dag voor een antwoord is voorbij",
        "An answer is asked for by today or later.",
        "Een antwoord wordt uiterlijk vandaag of later gevraagd.";
    RequestUnknown: "request-unknown", CONFLICT, FailedPrecondition,
        "The case has no such information request", "De casus heeft deze informatie-uitvraag niet",
        "The request is of another case, or of none.",
        "Het verzoek hoort bij een andere casus, of bestaat niet.";
    RequestNotOpen: "request-not-open", CONFLICT, FailedPrecondition,
        "The information request is no longer open", "De informatie-uitvraag staat niet meer open",
        "It was answered, or withdrawn.",
        "Zij is beantwoord, of ingetrokken.";
    NotTheAddressee: "not-the-addressee", CONFLICT, FailedPrecondition,
        "The request was sent to somebody else", "Het verzoek is aan een ander gericht",
        "Whoever was asked answers, or the House writes the answer down.",
        "Wie gevraagd is antwoordt, of het Veiligheidshuis schrijft het antwoord op.";
    InformationAlreadyShared: "information-already-shared", CONFLICT, FailedPrecondition,
        "The item was shared before", "De informatie is al gedeeld",
        "Each item has an identity of its own.",
        "Elk gegeven heeft een eigen identiteit.";
    InformationUnknown: "information-unknown", CONFLICT, FailedPrecondition,
        "The case has no such item", "De casus heeft dit gegeven niet",
        "It was taken back, or never shared.",
        "Het is teruggenomen, of nooit gedeeld.";
    NotTheSource: "not-the-source", CONFLICT, FailedPrecondition,
        "The item is of another source", "Het gegeven is van een andere bron",
        "An item is shared, and taken back, by its source or by the House.",
        "Een gegeven wordt gedeeld en teruggenomen door de bron of door het Veiligheidshuis.";
    CategoryNotInAnnex: "category-not-in-annex", CONFLICT, FailedPrecondition,
        "The annex knows no such information", "De bijlage kent deze informatie niet",
        "The annex of the meeting in which the case is discussed does not allow this category to anybody.",
        "De bijlage van het overleg dat de casus bespreekt staat deze categorie aan niemand toe.";
    ConsentNotGiven: "consent-not-given", CONFLICT, FailedPrecondition,
        "The client does not consent", "De cliënt stemt niet in",
        "Information is not shared when the client has withdrawn consent.",
        "Informatie wordt niet gedeeld als de cliënt de instemming heeft ingetrokken.";
    ConsentNotNeeded: "consent-not-needed", CONFLICT, FailedPrecondition,
        "No consent is needed", "Instemming is niet nodig",
        "The source shares this item on a ground of its own.",
        "De bron deelt dit gegeven op een eigen grond.";
    ConsentAlreadyRecorded: "consent-already-recorded", CONFLICT, FailedPrecondition,
        "The consent was recorded before", "De instemming is al vastgelegd",
        "The client stands to it as was recorded before.",
        "De cliënt staat er zo tegenover als al is vastgelegd.";
    GlassIsBroken: "glass-is-broken", CONFLICT, FailedPrecondition,
        "The case is open to you already", "De casus staat al voor u open",
        "The glass is broken for three hours.",
        "De noodtoegang duurt drie uur.";
    ReferredToItself: "referred-to-itself", CONFLICT, FailedPrecondition,
        "An organisation does not refer to itself", "Een organisatie verwijst niet naar zichzelf",
        "A referral names another organisation.",
        "Een verwijzing noemt een andere organisatie.";
    ReferredToTheHouse: "referred-to-the-house", CONFLICT, FailedPrecondition,
        "No organisation hands a case over to the House", "Geen organisatie draagt een casus over aan het Veiligheidshuis",
        "Partners keep their own legal responsibilities.",
        "Partners houden hun eigen wettelijke verantwoordelijkheden.";
    AlreadyReferred: "already-referred", CONFLICT, FailedPrecondition,
        "The case was referred to that organisation before", "De casus is al naar die organisatie verwezen",
        "An earlier referral to it has not ended.",
        "Een eerdere verwijzing naar haar is nog niet geëindigd.";
    NotTheReferrer: "not-the-referrer", CONFLICT, FailedPrecondition,
        "The referral is another organisation's", "De verwijzing is van een andere organisatie",
        "The organisation that refers decides about that, or the House for it.",
        "De organisatie die verwijst beslist daarover, of het Veiligheidshuis voor haar.";
    ReferralUnknown: "referral-unknown", CONFLICT, FailedPrecondition,
        "The case has no such referral", "De casus heeft deze verwijzing niet",
        "The referral is of another case, or of none.",
        "De verwijzing hoort bij een andere casus, of bestaat niet.";
    ReferralNotOpen: "referral-not-open", CONFLICT, FailedPrecondition,
        "The referral waits for no answer", "De verwijzing wacht niet op antwoord",
        "It was accepted, or has ended.",
        "Zij is aanvaard, of geëindigd.";
    NotTheReceiver: "not-the-receiver", CONFLICT, FailedPrecondition,
        "The referral is to another organisation", "De verwijzing is aan een andere organisatie",
        "The organisation that a case is referred to answers, or the House writes the answer down.",
        "De organisatie naar wie is verwezen antwoordt, of het Veiligheidshuis schrijft het antwoord op.";
    ReferralNotAccepted: "referral-not-accepted", CONFLICT, FailedPrecondition,
        "The referral is not accepted", "De verwijzing is niet aanvaard",
        "What was accepted, and has not ended, can be done.",
        "Wat is aanvaard, en niet geëindigd, kan worden afgerond.";
    ReferralEnded: "referral-ended", CONFLICT, FailedPrecondition,
        "The referral has ended", "De verwijzing is geëindigd",
        "It was rejected, done or revoked.",
        "Zij is afgewezen, afgerond of ingetrokken.";
    PickUpUndecided: "pick-up-undecided", CONFLICT, FailedPrecondition,
        "Who picks it up is undecided", "Nog niet bepaald is wie het oppakt",
        "Where the care network knows the person, it is decided who picks it up.",
        "Waar het zorgnetwerk de persoon kent, wordt bepaald wie het oppakt.";
    HandledByVeiligThuis: "handled-by-veilig-thuis", CONFLICT, FailedPrecondition,
        "Veilig Thuis has a running case", "Bij Veilig Thuis loopt een casus",
        "While it runs, partners of the House take no actions.",
        "Zolang die loopt ondernemen partners van het Veiligheidshuis geen acties.";
    NoMeetingToCome: "no-meeting-to-come", CONFLICT, FailedPrecondition,
        "No meeting is to come", "Er komt geen overleg",
        "The client is invited to a meeting that was decided on or planned.",
        "De cliënt wordt uitgenodigd voor een overleg waartoe is besloten of dat is gepland.";
    ReasonFollowsInvitation: "reason-follows-invitation", CONFLICT, FailedPrecondition,
        "That can only be so after an invitation", "Dat kan pas na een uitnodiging",
        "Somebody who is not invited cannot decline or fail to appear.",
        "Wie niet is uitgenodigd, kan niet weigeren of wegblijven.";
    AttendanceNotRecorded: "attendance-not-recorded", CONFLICT, FailedPrecondition,
        "Who was there was not recorded", "Wie er was is niet vastgelegd",
        "Who was there is recorded before how they look back.",
        "Wie er was wordt vastgelegd voordat wordt teruggekeken.";
    NotDecidedJointly: "not-decided-jointly", CONFLICT, FailedPrecondition,
        "It was not decided jointly", "Het is niet gezamenlijk besloten",
        "That a partner takes part in the first part only is decided by at least two organisations.",
        "Dat een partner alleen het eerste deel bijwoont besluiten ten minste twee organisaties.";
    DeciderNotAtTable: "decider-not-at-table", CONFLICT, FailedPrecondition,
        "An organisation that decided was not at the table", "Een organisatie die besloot zat niet aan tafel",
        "Who takes part in which part is decided by those at the table: those who were there, and whoever directs the process.",
        "Wie welk deel bijwoont besluiten degenen aan tafel: wie er was, en wie de procesregie heeft.";
    SummaryMissing: "summary-missing", CONFLICT, FailedPrecondition,
        "It is not named who summed up", "Niet genoemd is wie heeft samengevat",
        "When the client or the parents are there, a named partner first sums up for them.",
        "Als de cliënt of de ouders er zijn, vat een met naam genoemde partner eerst voor hen samen.";
    SummaryNotExpected: "summary-not-expected", CONFLICT, FailedPrecondition,
        "There was nobody to sum up for", "Er was niemand om voor samen te vatten",
        "Neither the client nor the parents were there.",
        "De cliënt noch de ouders waren er.";
    NotThereForTheDecision: "not-there-for-the-decision", CONFLICT, FailedPrecondition,
        "Whoever summed up was not there for the decision", "Wie samenvatte was niet bij de besluitvorming",
        "The client joins for the decision part, and so does whoever sums up for them.",
        "De cliënt komt bij de besluitvorming, en wie voor die samenvat dus ook.";
    ClientWasAbsent: "client-was-absent", CONFLICT, FailedPrecondition,
        "The client was not there", "De cliënt was er niet",
        "The client looks back on a meeting at which they or their parents were.",
        "De cliënt kijkt terug op een overleg waar die zelf of de ouders bij waren.";
    NotThroughLifeAreas: "not-through-life-areas", CONFLICT, FailedPrecondition,
        "This meeting does not work through life areas", "Dit overleg werkt niet met leefgebieden",
        "The catalogue says which kinds of meeting do.",
        "De catalogus zegt welke soorten overleg dat doen.";
    LifeAreasMissing: "life-areas-missing", CONFLICT, FailedPrecondition,
        "No life area is named", "Er is geen leefgebied genoemd",
        "At least one is recorded at a time.",
        "Er wordt er minstens één tegelijk vastgelegd.";
    NotIndicatedHere: "not-indicated-here", CONFLICT, FailedPrecondition,
        "Systematic offenders are indicated in another meeting", "Stelselmatige daders krijgen hun indicatie in een ander overleg",
        "The catalogue says which kind of meeting indicates.",
        "De catalogus zegt welke soort overleg de indicatie geeft.";
    NotASystematicOffender: "not-a-systematic-offender", CONFLICT, FailedPrecondition,
        "The person is no systematic offender", "De persoon is geen stelselmatige dader",
        "That takes a crime for which pre-trial detention is allowed, and three irrevocable convictions in the five years before.",
        "Daarvoor is een misdrijf nodig waarvoor voorlopige hechtenis is toegelaten, en drie onherroepelijke veroordelingen in de vijf jaar ervoor.";
    ReviewInThePast: "review-in-the-past", CONFLICT, FailedPrecondition,
        "The review does not lie ahead", "De herbeoordeling ligt niet in de toekomst",
        "An indication is reviewed on a later day.",
        "Een indicatie wordt op een latere dag herbeoordeeld.";
    TermMissing: "term-missing", CONFLICT, FailedPrecondition,
        "The end of the indication is missing", "Het einde van de indicatie ontbreekt",
        "Work towards placement is for two years at most, and ends on a day that is named.",
        "Toewerken naar plaatsing duurt hooguit twee jaar, tot een dag die wordt genoemd.";
    TermNotExpected: "term-not-expected", CONFLICT, FailedPrecondition,
        "This indication does not end of itself", "Deze indicatie eindigt niet vanzelf",
        "Only work towards placement ends on a day that is named; the others are reviewed.",
        "Alleen toewerken naar plaatsing eindigt op een genoemde dag; de andere indicaties worden herbeoordeeld.";
    TermInThePast: "term-in-the-past", CONFLICT, FailedPrecondition,
        "The indication would have ended", "De indicatie zou al zijn geëindigd",
        "An indication ends on a later day.",
        "Een indicatie eindigt op een latere dag.";
    TermTooLong: "term-too-long", CONFLICT, FailedPrecondition,
        "The indication is for too long", "De indicatie duurt te lang",
        "Work towards placement is for two years at most from the day of the indication.",
        "Toewerken naar plaatsing duurt hooguit twee jaar vanaf de dag van de indicatie.";
    NoProbationReportAskedFor: "no-probation-report-asked-for", CONFLICT, FailedPrecondition,
        "No probation report is asked for", "Er is geen reclasseringsrapport gevraagd",
        "What was tried is gathered for the probation report, while the indication asks for one.",
        "Wat is geprobeerd wordt verzameld voor het reclasseringsrapport, zolang de indicatie daarom vraagt.";
    EndsBeforeItBegins: "ends-before-it-begins", CONFLICT, FailedPrecondition,
        "It ends before it begins", "Het eindigt voor het begint",
        "What was tried ended on a day after it began, or on that day.",
        "Wat is geprobeerd eindigde na de dag waarop het begon, of op die dag.";
    TriedInTheFuture: "tried-in-the-future", CONFLICT, FailedPrecondition,
        "It lies ahead", "Het ligt in de toekomst",
        "Only what was tried is recorded, whether it worked or failed.",
        "Alleen wat is geprobeerd wordt vastgelegd, of het nu werkte of niet.";
    NotTheSigner: "not-the-signer", CONFLICT, FailedPrecondition,
        "The statement is somebody else's", "De verklaring is van een ander",
        "Whoever takes part signs themself; the House registers what was signed on paper.",
        "Wie deelneemt tekent zelf; het Veiligheidshuis registreert wat op papier is getekend.";
    NonDisclosureAlreadySigned: "non-disclosure-already-signed", CONFLICT, FailedPrecondition,
        "The statement was signed before", "De verklaring is al getekend",
        "Somebody signs once for a meeting and an organisation.",
        "Iemand tekent één keer voor een overleg en een organisatie.";
    TrajectoryAlreadyStarted: "trajectory-already-started", CONFLICT, FailedPrecondition,
        "The trajectory was started before", "Het traject is al gestart",
        "A trajectory starts once.",
        "Een traject start één keer.";
    BudgetSourceUnknown: "budget-source-unknown", CONFLICT, FailedPrecondition,
        "The region knows no such budget", "De regio kent deze financieringsbron niet",
        "The catalogue lists the budgets.",
        "De catalogus noemt de financieringsbronnen.";
    CaseNotActive: "case-not-active", CONFLICT, FailedPrecondition,
        "The case is not being handled", "De casus loopt niet",
        "A trajectory belongs to a case that is being handled, or to none.",
        "Een traject hoort bij een lopende casus, of bij geen.";
    DateInTheFuture: "date-in-the-future", CONFLICT, FailedPrecondition,
        "The day lies ahead", "De dag ligt in de toekomst",
        "Only what has happened is recorded.",
        "Alleen wat is gebeurd wordt vastgelegd.";
    BeforeTheStart: "before-the-start", CONFLICT, FailedPrecondition,
        "The trajectory had not started", "Het traject was nog niet gestart",
        "Nothing is spent, received or ended before the day on which the trajectory starts.",
        "Er wordt niets uitgegeven, ontvangen of beëindigd voor de dag waarop het traject start.";
    MoreRepaidThanSpent: "more-repaid-than-spent", CONFLICT, FailedPrecondition,
        "More would come back than was spent", "Er zou meer terugkomen dan is uitgegeven",
        "What came back so far and this amount are together more than what was spent.",
        "Wat al terugkwam en dit bedrag zijn samen meer dan er is uitgegeven.";
    TrajectoryEnded: "trajectory-ended", CONFLICT, FailedPrecondition,
        "The trajectory has ended", "Het traject is beëindigd",
        "After the end only costs and repayments that belong to it are recorded.",
        "Na het einde worden alleen nog kosten en terugbetalingen vastgelegd die erbij horen.";
    BottleneckAlreadyRaised: "bottleneck-already-raised", CONFLICT, FailedPrecondition,
        "The bottleneck was raised before", "Het knelpunt is al opgevoerd",
        "A bottleneck is raised once.",
        "Een knelpunt wordt één keer opgevoerd.";
    BottleneckThemeUnknown: "bottleneck-theme-unknown", CONFLICT, FailedPrecondition,
        "The region knows no such theme of bottlenecks", "De regio kent dit knelpuntthema niet",
        "The catalogue lists the themes.",
        "De catalogus noemt de thema's.";
    CaseToCountUnknown: "case-to-count-unknown", CONFLICT, FailedPrecondition,
        "There is no such case to count", "Er is geen zulke casus om mee te tellen",
        "No case has this id, or none that can be counted.",
        "Geen casus heeft dit id, of geen die kan meetellen.";
    CaseAlreadyCounted: "case-already-counted", CONFLICT, FailedPrecondition,
        "The case was counted before", "De casus telt al mee",
        "A case counts once.",
        "Een casus telt één keer.";
    AlreadyBeforeSteeringGroup: "already-before-steering-group", CONFLICT, FailedPrecondition,
        "The bottleneck is before the steering group", "Het knelpunt ligt al bij de stuurgroep",
        "It was put before the steering group, and waits for what comes of that.",
        "Het is aan de stuurgroep voorgelegd, en wacht op wat daarvan komt.";
    NotBeforeSteeringGroup: "not-before-steering-group", CONFLICT, FailedPrecondition,
        "The bottleneck is not before the steering group", "Het knelpunt ligt niet bij de stuurgroep",
        "Only what was put before the steering group is settled.",
        "Alleen wat aan de stuurgroep is voorgelegd wordt afgedaan.";
    BottleneckEnded: "bottleneck-ended", CONFLICT, FailedPrecondition,
        "The bottleneck was settled or dropped", "Het knelpunt is afgedaan of vervallen",
        "Nothing more happens to it.",
        "Er gebeurt niets meer mee.";
    OtherHouseUnknown: "other-house-unknown", CONFLICT, FailedPrecondition,
        "The region knows no such House", "De regio kent dit Veiligheidshuis niet",
        "The catalogue lists the other Houses.",
        "De catalogus noemt de andere Veiligheidshuizen.";
    NothingToHandOver: "nothing-to-hand-over", CONFLICT, FailedPrecondition,
        "Nothing would go over", "Er zou niets overgaan",
        "At least one category goes over.",
        "Er gaat ten minste één categorie over.";
    CategoryStaysHere: "category-stays-here", CONFLICT, FailedPrecondition,
        "This information stays here", "Deze informatie blijft hier",
        "Only who the case is about and the plan go over: partners share what is theirs, and an advice for ZSM holds here alone.",
        "Alleen om wie het gaat en het plan gaan over: partners delen zelf wat van hen is, en een ZSM-advies geldt alleen hier.";
    ClientNotInvited: "client-not-invited", CONFLICT, FailedPrecondition,
        "The client is not invited", "De cliënt is niet uitgenodigd",
        "An invitation is sent once it was decided that the client is invited.",
        "Een uitnodiging wordt verstuurd nadat is besloten dat de cliënt wordt uitgenodigd.";
    NobodyNotified: "nobody-notified", CONFLICT, FailedPrecondition,
        "This meeting notifies nobody by letter", "Dit overleg stelt niemand per brief in kennis",
        "Only those who are discussed in a group approach are told by letter.",
        "Alleen wie in een groepsaanpak wordt besproken, krijgt een kennisgevingsbrief.";
    LetterInTheFuture: "letter-in-the-future", CONFLICT, FailedPrecondition,
        "The letter lies ahead", "De brief ligt in de toekomst",
        "A letter is recorded when it was sent.",
        "Een brief wordt vastgelegd als die is verstuurd.";
}
