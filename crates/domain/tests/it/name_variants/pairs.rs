//! Pairs written by hand: how one person is written down in two ways, and people who only seem to be one.

use schakel_domain::person::{BirthDate, PersonDetails};

use super::population::named;
use crate::fixtures::text;

/// What is shown when it fails, and who is sought and known.
pub type Pair = (String, [PersonDetails; 2]);

/// Surnames of one person, as asked and as known; Jan, born on one day.
const SURNAMES: &str = "
# Diacritics
Gonçalves = Goncalves; Ozturk = Öztürk; Celik = Çelik; Sahin = Şahin; Yildiz = Yıldız; Lefèvre = Lefevre;
Nuñez = Nunez; Muller = Müller; Mueller = Müller; Sørensen = Sorensen; Łukasz = Lukasz; Weiß = Weiss;
Agterhuis = Àgterhuis; Mölenkamp = Molenkamp; Cörüz = Coruz; Dog\u{306}an = Doğan;
\u{133}sselstein = IJsselstein; Y\u{308}sbrandij = IJsbrandy
# Prefixes: before, after, missing, joined, abbreviated, another
van der Berg = van den Berg; Berg = van den Berg; vd Berg = van den Berg; v.d. Berg = van der Berg;
v/d Berg = van de Berg; v. d. Berg = van de Berg; Van Den Berg = van den Berg;
VAN DEN BERG = van den Berg; Berg, van den = van den Berg; Berg van den = van den Berg;
Berg, v.d. = van den Berg; Vandenberg = van den Berg; Vanderberg = van den Berg; vdBerg = van den Berg;
VandenBerg = van den Berg; Vandijk = van Dijk; Vandelden = van Delden; Dejong = de Jong;
De Jong = de Jong; Jong de = de Jong; Jong = de Jong; Devries = de Vries; Hart = 't Hart;
t Hart = 't Hart; 't Hart = Hart; van 't Hof = Hof; van het Hof = van 't Hof; vant Hof = van 't Hof;
Ter Horst = ter Horst; Terhorst = ter Horst; Tenhave = ten Have; Have, ten = ten Have;
op den Akker = Akker; Op Den Akker = op den Akker; El Khattabi = Khattabi; Elkhattabi = El Khattabi;
el-Khattabi = El Khattabi; Al Hassani = Hassani; d'Hondt = Hondt; OBrien = O'Brien; Mbarek = M'Barek;
Benali = Ben Ali; Ben-Ali = Benali; Aitouali = Ait Ouali; van der Meer = de Meer; in 't Veld = Veld;
Velde, van de = van der Velde
# ij, y and ei
Meyer = Meijer; Meijer = Meier; van Dyk = van Dijk; Kuyper = Kuijper; Kuiper = Kuyper;
de Bruyn = de Bruijn; de Bruin = de Bruijn; Thyssen = Thijssen; Dykstra = Dijkstra; Wijnands = Weinands;
van der Heyden = van der Heijden; Rooy = Rooij; Kooi = van der Kooij; Ysbrandsen = IJsbrandsen;
Verheij = Verhey; Kraay = Kraaij
# c and k
Klaassen = Claassen; Kuypers = Cuypers; Koenen = Coenen; Dekkers = Deckers; Bakx = Backx; Coster = Koster;
Cramer = Kramer; Lukassen = Lucassen; Franken = Francken; Kwist = Quist; Hendrix = Hendriks;
Hendrickx = Hendriks; Dirkx = Dirks; Koolen = Coolen; Cnossen = Knossen
# z and s
Zanders = Sanders; Siegers = Ziegers; Huizman = Huisman; Roosen = Roozen; Pieters = Pietersz;
Suidema = Zuidema; Seeman = Zeeman; Buijs = Buyz; Zwaan = Swaan
# ph and f, v and f
Filipsen = Philipsen; Adolfs = Adolphs; Olifant = Oliphant; Stefan = Stephan; Fos = Vos; Fisser = Visser;
Frederikz = Phrederiks
# Doubled letters
Jansen = Janssen; Bosman = Bossman; Deker = Dekker; Haan = de Han; Kopman = Koopman; Hofmann = Hofman;
Vissser = Visser; Willemse = Wilemse; Schoutten = Schouten; de Graff = de Graf; Paulisen = Paulissen;
Muller = Mulller; Klaasen = Klaassen
# Sounds besides
Bos = Bosch; Smid = Smit; Schmidt = Smit; Tijssen = Thijssen; Brandt = Brand; Wachter = Wagter;
Pauw = Paauw; Blaauw = Blauw; Claes = Klaas; de Leuw = de Leeuw; Nieuwenhuis = Nieuwenhuys; Khan = Ghan;
Jilmaz = Yilmaz
# Two kinds at once
Vandermeyer = van der Meijer; Kuijpers = Cuypers; vd Heyden = van der Heijden; Sandstra = Zantstra;
v.d. Kooy = van der Kooij; Bosch-Klaassen = Bos-Claassen; Claaszen = Klaasen; OZTURCK = Öztürk
";

/// Given names of one person, as asked and as known; Zandloper, born on one day.
const GIVEN: &str = "
# Short forms, initials and spellings
Jan = Johannes; Hans = Johannes; Johan = Jan; Kees = Cornelis; Cees = Kees; Cor = Cornelis; Piet = Petrus;
Peter = Pieter; Henk = Hendrik; Harry = Hendrikus; Wim = Willem; Pim = Willem; Gerrit = Gerardus;
Geert = Gerard; Ton = Antonius; Toon = Anton; Sjaak = Jacobus; Jaap = Jacob; Koos = Jacobus;
Arie = Adrianus; Frans = Franciscus; Theo = Theodorus; Dirk = Diederik; Klaas = Nicolaas; Nico = Nicolaas;
Leo = Leonardus; Jos = Jozef; Sjef = Josephus; Wout = Wouter; Michiel = Michael; Thijs = Matthijs;
Bart = Bartholomeus; Mees = Bartholomeus; Bert = Albertus; Bert = Hubertus; Bert = Lambertus;
Rob = Robert; Sander = Alexander; Rens = Laurens; Fred = Frederik; Ruud = Rudolf; Bas = Sebastiaan;
Sjors = Joris; Stefan = Stephan; Filip = Philip; Karel = Carel; Mo = Mohammed; Mohamed = Mohammed;
Mehmet = Mohammed; Muhammed = Mohamed; Ahmet = Achmed; Yusuf = Youssef; Joesoef = Yusuf;
Mostafa = Mustafa; Hoessein = Hussein; Brahim = Ibrahim; Abdel = Abdellah; Kader = Abdelkader;
Mourad = Murat; Osman = Othman; Rachid = Rashid; Radj = Radjesh; Ricky = Ricardo; Liesbeth = Elisabeth;
Els = Elisabeth; Bep = Elisabeth; Annie = Johanna; Ans = Johanna; Riet = Maria; Mieke = Maria;
Ria = Marie; Truus = Geertruida; Greet = Margaretha; Nel = Cornelia; Nel = Petronella; Mien = Wilhelmina;
Riek = Hendrika; Trijntje = Catharina; Karin = Catharina; Leen = Helena; Cisca = Francisca;
Fatma = Fatima; Ayşe = Aïcha; Hatice = Khadija; Zeynep = Zineb; Meryem = Mariam; Sofie = Sophia; J. = Jan;
J.P. = Jan Peter; K. = Cornelis; C. = Kees; Th. = Theo; E. = Liesbeth; Janwillem = Jan Willem;
Jan-Willem = Jan Willem; Jan = Jan-Willem; Willem = Jan Willem; Wim = Jan Willem; Mhamed = M'hamed;
RENÉE = Renee; Zoe = Zoë; André = Andre
";

/// Dates of one person; Jan Zandloper.
const DATES: &str = "
# Dates
1980-03-04 = 1980-04-03; 1980-12-01 = 1980-01-12; 1975-05-06 = 1975-06-05; 2000-10-02 = 2000-02-10;
1980-03-04 = 1981-03-04; 1980-03-04 = 1970-03-04; 1989-12-31 = 1988-12-31; 1880-03-04 = 1980-03-04;
1999-02-28 = 1992-02-28; 1980 = 1980-03-04; 1980-03-04 = 1980; 1980 = 1980; 2001-01-01 = 2001
";

/// Whole identities of one person: given names, prefix and surname, date; then maiden name, partner's, aliases.
const WHOLE: &str = "
# Maiden and partner's names
Anna|Bakker|1980-03-04 = Anna|de Vries|1980-03-04|Bakker|de Vries
Anna|de Vries|1980-03-04 = Anna|Bakker|1980-03-04||de Vries
Anna|Bakker-de Vries|1980-03-04 = Anna|de Vries|1980-03-04|Bakker|de Vries
Anna|de Vries-Bakker|1980-03-04 = Anna|de Vries|1980-03-04|Bakker|de Vries
Anna|de Vries-Bakker|1980-03-04 = Anna|Bakker-de Vries|1980-03-04
Anna|de Vries - Bakker|1980-03-04 = Anna|Bakker|1980-03-04
Anna|Bakker de Vries|1980-03-04 = Anna|Vries|1980-03-04
Anna|Wilgenhout Bakker|1980-03-04 = Anna|Bakker|1980-03-04
Anna|Zandloper Duin|1980-03-04 = Anna|Zandloper-Duin|1980-03-04
Anna|Wilgenhout|1980-03-04|Bakker = Anna|Bakker|1980-03-04
Anna|Wilgenhout|1980-03-04||Bakker = Anna|Bakker|1980-03-04
Anna|Wilgenhout|1980-03-04|van den Berg = Anna|Zandloper|1980-03-04|vd Berg
# Aliases
Jan|Zandloper|1980-03-04 = Piet|Wilgenhout|1980-03-04|||Jan Zandloper
Jan|Duin|1980-03-04 = Jan|Wilgenhout|1980-03-04|||Jan van der Duin
Jan|Duin|1980-03-04 = Jan|Wilgenhout|1980-03-04|||Duin
Jan|Duin|1980-03-04 = Jan|Wilgenhout|1980-03-04|||Duyn, Jan van der
Mo|Wilgenhout|1980-03-04 = Karim|Wilgenhout|1980-03-04|||Mo
# All in one field
|Van Der Berg, Jan|1980-03-04 = Jan|van der Berg|1980-03-04
|Berg, Jan van der|1980-03-04 = Jan|van der Berg|1980-03-04
|Berg, J. v.d.|1980-03-04 = Jan|van der Berg|1980-03-04
|Hof, Johannes van 't|1980-03-04 = Jan|van 't Hof|1980-03-04
# Two kinds at once
Kees|Claassen|1980-03-04 = Cornelis|Klaasen|1980-03-04
Jan|Meyer|1980-04-03 = Jan|Meijer|1980-03-04
Jan|Meyer|1970-03-04 = Jan|Meijer|1980-03-04
Jan|Meyer|1980 = Jan|Meijer|1980-03-04
Liesbeth|Bakker|1980-03-04 = Elisabeth|de Vries|1980-03-04|Bakker|de Vries
Anna|Bakker|1980-04-03 = Anna|de Vries|1980-03-04|Bakker|de Vries
Anna|Bakker-de Vries|1990-03-04 = Anna|de Vries|1980-03-04|Bakker|de Vries
Anna|Bakker|1980 = Anna|de Vries|1980-03-04|Bakker|de Vries
Wim|van Dyk|1980-04-03 = Willem|van Dijk|1980-03-04
Mo|Idrissi|1990-03-04 = Mohammed|El Idrissi|1980-03-04
J.|vd Berg|1980-04-03 = Jan|van den Berg|1980-03-04
Sofie|Filipsen|1980 = Sophie|Philipsen|1980-03-04
Renee|Gonsalves|1980-03-04 = Renée|Gonzalves|1980-03-04
";

/// Two people who are not one.
const OTHERS: &str = "
# Brothers and sisters
Jan|Zandloper|1980-03-04 = Piet|Zandloper|1982-07-19
Jan|Zandloper|1980-03-04 = Johannes|Zandloper|1982-07-19
Johannes Maria|Zandloper|1980-03-04 = Petrus Maria|Zandloper|1980-03-04
Mohamed|El Idrissi|1980-03-04 = Ahmed|El Idrissi|1980-03-04
# Twins with other given names
Jan|de Jong|1980-03-04 = Kees|de Jong|1980-03-04
Anna|de Jong|1980-03-04 = Maria|de Jong|1980-03-04
Hassan|El Amrani|1980-03-04 = Hussein|El Amrani|1980-03-04
Fatima|El Amrani|1980-03-04 = Khadija|El Amrani|1980-03-04
Anna Maria|Bakker|1980-03-04 = Maria Johanna|Bakker|1980-03-04
Rajesh|Ramdin|1980-03-04 = Rakesh|Ramdin|1980-03-04
Lisa|Bakker|1980-03-04 = Laura|Bakker|1980-03-04
Tim|Bakker|1980-03-04 = Tom|Bakker|1980-03-04
K.|Bakker|1980-03-04 = Jan|Bakker|1980-03-04
# Father and son of one name
Jan|de Vries|1955-03-12 = Jan|de Vries|1985-07-30
Mohammed|Yilmaz|1960-01-02 = Mehmet|Yilmaz|1988-11-23
Jan|de Vries|1955 = Jan|de Vries|1985-07-30
Jan|de Vries|1955 = Jan|de Vries|1985
J.|de Vries|1955-03-12 = Jan|de Vries|1985-03-12
# Husband and wife
Jan|de Vries|1980-03-04 = Anna|de Vries|1980-03-04|Bakker|de Vries
Jan|de Vries|1980-03-04 = Anna|Bakker-de Vries|1982-03-04
# Near-equal surnames, the same date
Jan|Jansen|1980-03-04 = Jan|Hansen|1980-03-04
Jan|Bakker|1980-03-04 = Jan|Bekker|1980-03-04
Jan|Martens|1980-03-04 = Jan|Mertens|1980-03-04
Jan|Jansen|1980-03-04 = Jan|Jensen|1980-03-04
Jan|Visser|1980-03-04 = Jan|Vissers|1980-03-04
Jan|Peters|1980-03-04 = Jan|Pieters|1980-03-04
Jan|de Boer|1980-03-04 = Jan|de Beer|1980-03-04
Jan|Kok|1980-03-04 = Jan|Koek|1980-03-04
Jan|Alberts|1980-03-04 = Jan|Elberts|1980-03-04
Jan|Kuiper|1980-03-04 = Jan|Koper|1980-03-04
Jan|van den Berg|1980-03-04 = Jan|van den Burg|1980-03-04
Jan|Dekker|1980-03-04 = Jan|Decker Bos|1981-09-04
Jan|Ben Ali|1980-03-04 = Jan|Ben Said|1980-03-04
Jan|Ait Ouali|1980-03-04 = Jan|Ait Said|1980-03-04
# Namesakes
Jan|de Jong|1980-03-04 = Jan|de Jong|1980-03-05
Jan|de Jong|1980-03-04 = Jan|de Jong|1980-05-04
Jan|de Jong|1980-03-04 = Jan|de Jong|1991-03-04
Jan|de Jong|1980-03-04 = Jan|de Jong|1990-04-03
Jan|de Jong|1980 = Jan|de Jong|1981
J.|de Jong|1980 = Jan|de Jong|1980-03-04
# Too little
Jan|de Jong| = Jan|de Jong|1980-03-04
|de Jong|1980-03-04 = Jan|de Jong|1980-03-04
Jan||1980-03-04 = Jan|de Jong|1980-03-04
Jan|Wilgenhout|1980-03-04 = Jan|Zandloper|1980-03-04
";

/// Pairs that are one person's.
pub fn same() -> Vec<Pair> {
    let surnames = pairs(SURNAMES).map(|(asked, known)| surnamed(asked, known));
    let given = pairs(GIVEN).map(|(asked, known)| whole(&with_given(asked), &with_given(known)));
    let dates = pairs(DATES).map(|(asked, known)| whole(&with_date(asked), &with_date(known)));
    surnames.chain(given).chain(dates).chain(pairs(WHOLE).map(|(asked, known)| whole(asked, known))).collect()
}

/// Pairs that are two people's.
pub fn different() -> Vec<Pair> {
    pairs(OTHERS).map(|(asked, known)| whole(asked, known)).collect()
}

/// What is written "asked = known", line by line or with semicolons between, under headings.
fn pairs(written: &'static str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let lines = written.lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.flat_map(|line| line.split(';')).map(str::trim).filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once(" = ").unwrap())
}

/// The record has its prefix in a field of its own; the question has all in one.
fn surnamed(asked: &str, known: &str) -> Pair {
    let known = person(&format!("Jan|{known}|1980-03-04"));
    let sought = PersonDetails { prefix: None, surname: Some(text(asked)), ..known.clone() };
    (format!("{asked} for {:?}", known.surname.as_ref().map(|name| name.as_str())), [sought, known])
}

fn with_given(given: &str) -> String {
    format!("{given}|Zandloper|1980-03-04")
}

fn with_date(date: &str) -> String {
    format!("Jan|Zandloper|{date}")
}

fn whole(asked: &str, known: &str) -> Pair {
    (format!("{asked} for {known}"), [person(asked), person(known)])
}

fn person(written: &str) -> PersonDetails {
    let mut fields = written.split('|').map(|field| (!field.is_empty()).then_some(field));
    let mut next = || fields.next().flatten();
    let given_names = next().map(text);
    let name = next().map(named).unwrap_or_default();
    PersonDetails {
        given_names,
        birth_date: next().map(|date| BirthDate::try_from(date.to_owned()).unwrap()),
        maiden_name: next().map(text),
        partner_name: next().map(text),
        aliases: next().map(text).into_iter().collect(),
        ..name
    }
}
