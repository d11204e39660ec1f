//! Invented people: surnames and given names as skewed as in reality, with families, twins and namesakes.

use chrono::{Datelike, NaiveDate};
use schakel_domain::person::{BirthDate, Bsn, PersonDetails};

use crate::fixtures::text;

/// SplitMix64: the same people in every run.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }

    pub fn pick<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> &'a T {
        items[self.below(items.len())]
    }

    /// True so many times in a hundred.
    pub fn percent(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// The first items far more often than the last: the k-th with a weight of 1/(k + 8).
    fn skewed<'a>(&mut self, items: &[&'a str]) -> &'a str {
        let weight = |place: usize| 1_000_000 / (place + 8);
        let mut left = self.below((0..items.len()).map(weight).sum());
        let place = (0..items.len()).find(|place| match left.checked_sub(weight(*place)) {
            Some(rest) => {
                left = rest;
                false
            }
            None => true,
        });
        items[place.unwrap()]
    }
}

/// As they are in a telephone book, the prefix first; about the most frequent ones.
const SURNAMES: &str = "de Jong,Jansen,de Vries,van den Berg,Bakker,van Dijk,Visser,Janssen,Smit,Meijer,de Boer,\
Mulder,de Groot,Bos,Vos,Peters,Hendriks,van Leeuwen,Dekker,Brouwer,de Wit,Dijkstra,Smits,de Graaf,van der Meer,\
van der Linden,Kok,Jacobs,de Haan,Vermeulen,van den Heuvel,van der Veen,van den Broek,de Bruijn,Schouten,Willems,\
van Vliet,Verhoeven,Hoekstra,van de Ven,Koster,Prins,Maas,Huisman,Bosch,van Dam,Kuipers,Yilmaz,Schipper,Mohamed,\
Peeters,van der Heijden,Postma,Kuiper,Blom,van Wijk,de Bruin,Molenaar,van Beek,Sanders,van Veen,Gerritsen,Veenstra,\
Hofman,van Doorn,Jonker,Timmermans,Groen,Timmerman,van der Wal,Martens,Dijkman,van Es,Bouman,El Idrissi,Kramer,\
Ramdin,de Ruiter,Claassen,Kaya,Wolters,Verbeek,van Loon,Scholten,El Amrani,Evers,Öztürk,van Rijn,Zijlstra,Philipsen,\
Claes,Demir,Çelik,Şahin,Gonçalves,Ben Ali,Benali,'t Hart,van 't Hof,Ter Horst,ten Have,Özdemir,Yıldız,Aydın,Coenen,\
Cuypers,Thijssen,Zandstra,Zwart,Ait Ouali,Sewnarain,Baidjoe,Bouzid,Lucassen,Francken,Buys,Ruys,Zeeman,Geelen,\
Zuidema,Pietersz,Roozen,Frederiks,Stephan,Adolphs,Oliphant,Ruijter,van der Kooij,van den Bosch,Nijhuis,Koopman";

const STEMS: [&str; 36] = [
    "Zand", "Wilgen", "Berken", "Krom", "Ooster", "Wester", "Noord", "Zuider", "Hazel", "Kers", "Linden",
    "Molen", "Nieuw", "Olm", "Popel", "Riet", "Schelp", "Turf", "Veen", "Water", "Zilver", "Kwik", "Brand",
    "Duin", "Eiken", "Fazant", "Gras", "Hooi", "Ijzer", "Kalk", "Leem", "Mos", "Vlas", "Wijn", "Kruis",
    "Boom",
];
const ENDINGS: [&str; 22] = [
    "hout", "dijk", "veld", "berg", "man", "stra", "sma", "kamp", "huis", "brink", "zicht", "loper", "horst",
    "beek", "donk", "laar", "steeg", "poort", "zoon", "kens", "ink", "tak",
];

const MEN: &str = "Johannes,Jan,Mohammed,Cornelis,Hendrik,Willem,Pieter,Peter,Gerrit,Jeroen,Petrus,Martijn,Mark,\
Jacobus,Dennis,Thomas,Bas,Johan,Erik,Rob,Kees,Antonius,Wim,Marcel,Michel,Adrianus,Ahmed,Frank,Richard,Paul,Tim,Mehmet,\
Rick,Robert,Theodorus,Lars,Sander,Daan,Ronald,Patrick,Henk,Mustafa,Lucas,Ruben,Kevin,Franciscus,Youssef,Nicolaas,Bram,\
Gerardus,Leonardus,Matthijs,Stephan,Philip,Ricardo,Hassan,Hussein,Ibrahim,Radjesh,Anil,Murat,Said,Rachid,Abdelkader,\
Michael,Alexander,Christiaan,Laurens,Joris,Floris,Maarten,Albertus,Hubertus,Sjaak,Karel,Oscar,Victor,Zeger,Casper,\
Jan Willem,Pieter Jan,Jean-Pierre,André,René,Özgür,Gökhan,Stefan,Marinus,Frederik,Simon,Sebastiaan,Joseph,Izaak,Hugo";

const WOMEN: &str = "Maria,Johanna,Anna,Elisabeth,Cornelia,Wilhelmina,Linda,Hendrika,Monique,Catharina,Fatima,Sandra,\
Petra,Ingrid,Esther,Margaretha,Saskia,Mirjam,Annemarie,Marieke,Petronella,Adriana,Jacoba,Lisa,Laura,Eva,Sophie,Emma,\
Khadija,Aicha,Fatma,Ayşe,Emine,Sharmila,Indra,Samira,Nadia,Helena,Geertruida,Theodora,Christina,Francisca,Antonia,\
Yvonne,Angela,Caroline,Karin,Patricia,Nicole,Astrid,Zoë,Chloë,Danielle,Daphne,Stephanie,Josephine,Suzanne,Judith,\
Willemijn,Anne Marie,Zineb,Yasmina,Naima,Malika,Martine,Irene,Renée,Chantal,Vera,Femke,Sanne,Roos,Lotte,Fenna,Tessa";

/// Makes people up.
pub struct Makers {
    random: Random,
    surnames: Vec<&'static str>,
    tail: Vec<String>,
    men: Vec<&'static str>,
    women: Vec<&'static str>,
}

impl Makers {
    pub fn new(seed: u64) -> Self {
        let tail = STEMS.iter().flat_map(|stem| ENDINGS.iter().map(move |ending| format!("{stem}{ending}")));
        Self {
            random: Random(seed),
            surnames: SURNAMES.split(',').collect(),
            tail: tail.collect(),
            men: MEN.split(',').collect(),
            women: WOMEN.split(',').collect(),
        }
    }

    /// Somebody new, alone.
    pub fn person(&mut self) -> PersonDetails {
        let woman = self.random.percent(50);
        let own = self.surname();
        let mut person = PersonDetails {
            given_names: Some(text(&self.given_names(woman))),
            birth_date: Some(self.birth_date()),
            ..named(&own)
        };
        if woman && self.random.percent(35) {
            self.marry(&mut person, &own);
        }
        if self.random.percent(5) {
            let first = self.random.skewed(&self.men);
            person.aliases = vec![text(&format!("{first} {}", self.surname()))];
        }
        person
    }

    /// She takes his name, or bears both.
    fn marry(&mut self, person: &mut PersonDetails, own: &str) {
        let his = self.surname();
        let used = match self.random.below(3) {
            0 => format!("{his}-{own}"),
            _ => his.clone(),
        };
        let PersonDetails { prefix, surname, .. } = named(&used);
        *person = PersonDetails {
            prefix,
            surname,
            maiden_name: Some(text(own)),
            partner_name: Some(text(&his)),
            ..person.clone()
        };
    }

    /// Somebody who is easily taken for that person, and is another.
    pub fn relative(&mut self, of: &PersonDetails) -> PersonDetails {
        let woman = self.random.percent(50);
        let other_name = Some(text(&self.given_names(woman)));
        let other_date = Some(self.birth_date());
        match self.random.below(3) {
            // A twin.
            0 => PersonDetails { given_names: other_name, bsn: None, ..of.clone() },
            // A brother or a sister.
            1 => PersonDetails { given_names: other_name, birth_date: other_date, bsn: None, ..of.clone() },
            // Named after a parent.
            _ => PersonDetails { birth_date: other_date, bsn: None, ..of.clone() },
        }
    }

    fn surname(&mut self) -> String {
        match self.random.percent(55) {
            true => self.random.skewed(&self.surnames).to_owned(),
            false => self.tail[self.random.below(self.tail.len())].clone(),
        }
    }

    fn given_names(&mut self, woman: bool) -> String {
        let names = if woman { &self.women } else { &self.men };
        let first = self.random.skewed(names);
        match self.random.percent(25) {
            true => format!("{first} {}", self.random.skewed(names)),
            false => first.to_owned(),
        }
    }

    fn birth_date(&mut self) -> BirthDate {
        let first = NaiveDate::from_ymd_opt(1946, 1, 1).unwrap();
        let day = first + chrono::Days::new(self.random.next() % (60 * 365));
        match self.random.percent(4) {
            true => BirthDate::Year(day.year()),
            false => BirthDate::Day(day),
        }
    }
}

/// So many people whom the House knows, one in six of them a relative of another.
pub fn population(count: usize, makers: &mut Makers) -> Vec<PersonDetails> {
    let mut people: Vec<PersonDetails> = Vec::with_capacity(count);
    let mut numbers = (999_900_000..=999_999_999_u32).filter_map(|number| Bsn::new(&number.to_string()).ok());
    while people.len() < count {
        let person = match people.last() {
            Some(other) if makers.random.percent(16) => makers.relative(other),
            _ => makers.person(),
        };
        people.push(PersonDetails { bsn: numbers.next(), ..person });
    }
    people
}

/// A surname with its prefix, in the two fields.
pub fn named(surname: &str) -> PersonDetails {
    let at = surname.find(|letter: char| letter.is_uppercase()).unwrap_or(0);
    let (prefix, surname) = match surname.split_once(' ') {
        Some((first @ ("El" | "Ter"), rest)) => (first, rest),
        _ => (surname[..at].trim(), &surname[at..]),
    };
    PersonDetails {
        prefix: (!prefix.is_empty()).then(|| text(prefix)),
        surname: Some(text(surname)),
        ..PersonDetails::default()
    }
}
