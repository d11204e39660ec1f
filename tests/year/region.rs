//! The reference region as it was published for 2015, and whoever works together in it. What was not published is
//! invented, and says so.

use crate::chance::Chance;

/// What can be drawn, each with how often it comes.
pub type Shares<T> = [(T, usize)];

/// What the briefings decided on the reports of the year; focus and Top60 as one, and both for aftercare.
pub const DECISIONS: &Shares<&str> = &[
    ("schedule_focus_or_top60", 58),
    ("schedule_or_monitor_aftercare", 166),
    ("handle_bilaterally", 670),
    ("start_voluntary_trajectory", 1),
    ("escalate", 3),
    ("no_follow_up", 571),
];

/// Reports weighed in the year.
pub const REPORTS: usize = 1469;

/// Different people among them; the rest are reported again.
pub const PERSONS: usize = 1057;

/// Reports in handling at the briefing, by municipality.
pub const MUNICIPALITIES: &Shares<&str> = &[
    ("alphen_aan_den_rijn", 61),
    ("bodegraven_reeuwijk", 31),
    ("gouda", 494),
    ("hillegom", 32),
    ("kaag_braassem", 36),
    ("katwijk", 51),
    ("krimpenerwaard", 53),
    ("leiden", 597),
    ("leiderdorp", 31),
    ("lisse", 24),
    ("nieuwkoop", 17),
    ("noordwijk", 47),
    ("noordwijkerhout", 19),
    ("oegstgeest", 29),
    ("teylingen", 39),
    ("voorschoten", 42),
    ("waddinxveen", 64),
    ("zoeterwoude", 5),
    ("zuidplas", 53),
    ("outside_the_region", 44),
    ("no_fixed_registration", 43),
];

/// The municipality that has a list for Top60.
pub const TOP60_OF: &str = "leiden";

/// Municipalities of the subregion with the smaller table.
pub const MIDDEN_HOLLAND: &[&str] =
    &["bodegraven_reeuwijk", "gouda", "krimpenerwaard", "waddinxveen", "zuidplas"];

/// Municipalities that keep detention reports from the briefing, each with its own table.
pub const LOCAL_TABLES: &[(&str, &str)] =
    &[("alphen_aan_den_rijn", "local_safety_room"), ("katwijk", "local_aftercare")];

/// The one of them whose table keeps a register of its own.
pub const OF_OWN_REGISTER: &str = "katwijk";

/// Man, woman, family.
pub const GENDERS: &Shares<&str> = &[("man", 1354), ("woman", 112), ("family", 2)];

/// Year of birth, by age class at the end of the year: under 18, 18 to 22, 23 and over.
pub const BIRTH_YEARS: &Shares<i32> = &[(2011, 119), (2006, 276), (1985, 1072)];

/// Levels of escalation.
pub const LEVELS: &Shares<&str> = &[("direction_room", 4), ("mayor_or_alderman", 3)];

/// Triggers. Their numbers were not published but that arrests are the largest stream.
pub const TRIGGERS: &Shares<&str> =
    &[("arrest", 60), ("current_concern", 22), ("detention", 12), ("zsm", 4), ("bij", 2)];

/// Themes; invented numbers.
pub const THEMES: &Shares<&str> =
    &[("nuisance", 3), ("threatening_slide", 2), ("domestic_violence", 3), ("confused_behaviour", 2)];

/// Reasons for no follow-up; invented numbers.
pub const REASONS: &Shares<&str> =
    &[("already_in_hand", 30), ("partners_informed", 45), ("belongs_elsewhere", 15), ("deferred", 10)];

/// What becomes no case; invented numbers.
pub const INQUIRIES: &Shares<&str> = &[("advice", 5), ("information_question", 3), ("partner_contact", 2)];

/// Partners that come to the organisations with which every House of the tests begins; with these and the
/// municipalities there are forty.
pub const MORE_PARTNERS: &[(&str, &str)] = &[
    ("halt", "punishment"),
    ("raad_voor_de_kinderbescherming", "punishment"),
    ("regionaal_bureau_leerplicht", "administration"),
    ("leger_des_heils", "care"),
    ("palier", "care"),
    ("veilig_thuis", "care"),
    ("rivierduinen", "care"),
    ("kwintes", "care"),
    ("binnenvest", "care"),
    ("brijder", "care"),
    ("slachtofferhulp", "care"),
];

/// Partners of the beginning that get a desk.
pub const FIRST_PARTNERS: &[&str] = &[
    "politie",
    "openbaar_ministerie",
    "reclassering_nederland",
    "dji",
    "ggd",
    "fivoor",
    "jeugdbescherming_west",
];

/// Draws one.
pub fn pick<T: Copy>(chance: &mut Chance, shares: &Shares<T>) -> T {
    let total = shares.iter().map(|(_, share)| share).sum();
    let mut left = chance.below(total);
    for (drawn, share) in shares {
        if left < *share {
            return *drawn;
        }
        left -= share;
    }
    panic!("nothing can be drawn")
}

/// Whether it happens, so many times in a hundred.
pub fn happens(chance: &mut Chance, in_a_hundred: usize) -> bool {
    chance.below(100) < in_a_hundred
}

/// The municipality as an organisation, where it is one.
pub fn organisation_of(municipality: &str) -> Option<String> {
    (!matches!(municipality, "outside_the_region" | "no_fixed_registration"))
        .then(|| format!("gemeente_{municipality}"))
}
