//! `deploy/backup`: everything is there again, and what was erased is not, whichever of the two databases is older.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::actors::{coordinator, privacy_officer, zsm};
use crate::doors::{Door, Envelope};
use crate::erasure::{application_at, keys_left, opened};
use crate::house::{House, next_databases};
use crate::search::disguises;
use crate::stages::{Stage, at_zsm, bsn};

/// What stands in every case of the tests, and nowhere when it is erased.
const PERSONAL: &str = "Derde aanhouding deze maand.";
/// The person of a case that was closed, and of one that goes on.
const ERASED: usize = 7_001;
const KEPT: usize = 7_002;

/// Where the back-ups of one House go.
struct Backups(TempDir);

impl Backups {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn folder(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    /// Everything.
    async fn take(&self, house: &House) {
        let folders = ["data", "keys", "destroyed"].map(|name| self.folder(name));
        succeeds(house.script("backup/backup.sh", &folders.each_ref().map(String::as_str))).await;
    }

    /// The files in a folder, oldest first.
    fn files(&self, name: &str) -> Vec<String> {
        let files = fs::read_dir(self.folder(name)).unwrap();
        let mut files: Vec<_> = files.map(|file| file.unwrap().path().display().to_string()).collect();
        files.sort();
        files
    }
}

async fn outcome(mut command: Command) -> (bool, String) {
    let output = tokio::task::spawn_blocking(move || command.output().unwrap()).await.unwrap();
    let said = [output.stdout, output.stderr].map(|said| String::from_utf8_lossy(&said).into_owned());
    (output.status.success(), said.concat())
}

async fn succeeds(command: Command) -> String {
    let (succeeded, said) = outcome(command).await;
    assert!(succeeded, "{said}");
    said
}

/// A House that was backed up before one of its cases was erased, and once more after that.
struct Story {
    house: House,
    backups: Backups,
    erased: String,
    kept: String,
}

impl Story {
    async fn tell() -> Self {
        let house = House::open().await;
        let stage = Stage { house: &house, door: Door::Rest };
        let (erased, kept) = (stage.closed(&bsn(ERASED)).await, stage.planned(&bsn(KEPT)).await);
        let backups = Backups::new();
        backups.take(&house).await;
        let granted = stage.granted_about(&erased).await;
        stage.order(&privacy_officer(), "EraseCase", &erased, granted).await;
        backups.take(&house).await;
        Self { house, backups, erased, kept }
    }

    /// Restores into empty databases, beside what is there still of this House; answers the House that serves there.
    async fn restored(&self, arguments: &[&str]) -> House {
        let (data, keys) = next_databases();
        let database =
            |what: &str, new: String, now: &String| match arguments[0] == what || arguments[0] == "both" {
                true => (new, true),
                false => (now.clone(), false),
            };
        let (data, new_data) = database("data", data, &self.house.database);
        let (keys, new_keys) = database("keys", keys, &self.house.keys_database);
        for (name, is_new) in [(&data, new_data), (&keys, new_keys)] {
            if is_new {
                self.house.postgres.create_database(name).await.unwrap();
            }
        }
        let mut house = House::on(self.house.postgres, data, keys, &[]);
        let said = succeeds(house.script("backup/restore.sh", arguments)).await;
        assert!(said.ends_with(": whole\n"), "{said}");
        house.start().await;
        house
    }

    /// The case that goes on is what it was, can be found and goes on; the other cannot be opened and is not found.
    async fn assert_told_again_by(&self, house: &House) {
        let (before, now) = (self.stage(&self.house), self.stage(house));
        assert_eq!(now.case(&self.kept).await, before.case(&self.kept).await);
        assert!(opened(house, &self.kept).await.contains(PERSONAL));
        let hits = house.done(Door::Grpc, &zsm(), "LookUpPerson", at_zsm(&bsn(KEPT))).await.json;
        assert_eq!(hits["cases"][0]["details"]["caseId"], self.kept.as_str());
        assert_eq!(found(house, KEPT).await, 1);

        assert_eq!(keys_left(house, &self.erased).await, 0);
        assert!(!opened(house, &self.erased).await.contains(PERSONAL));
        assert!(!now.case(&self.erased).await.to_string().contains(PERSONAL));
        assert_eq!(found(house, ERASED).await, 0);

        // What was written just before is followed by what is written now.
        let reported = now.reported(&bsn(ERASED + 2)).await;
        assert!(now.case(&reported).await.to_string().contains(PERSONAL));
        house.rebuild_equals_live().await;
        let verified = house.run(&["audit", "verify"]).await;
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    }

    fn stage<'a>(&self, house: &'a House) -> Stage<'a> {
        Stage { house, door: Door::Rest }
    }
}

/// How many people are found who have this number.
async fn found(house: &House, number: usize) -> usize {
    let sought = json!({"identity": {"bsn": bsn(number)}});
    let client = house.client(Door::Rest);
    let found = client.call(&coordinator(), "SearchPersons", sought, Envelope::default()).await.unwrap();
    found.json["items"].as_array().map_or(0, Vec::len)
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_erased_stays_erased_when_older_data_comes_back_to_the_keys_of_today() {
    let story = Story::tell().await;
    let restored = story.restored(&["data", &story.backups.files("data")[0]]).await;
    assert_eq!(story.stage(&restored).case(&story.erased).await["erasure"], Value::Null, "the log is older");
    story.assert_told_again_by(&restored).await;
    // Its term passes as that of any other: keys that are gone already stand in the way of nothing.
    let swept = application_at(&restored, 1828).await.sweep().await.unwrap();
    assert_eq!((swept.erased, swept.failures.len()), (1, 0));
    assert!(story.stage(&restored).case(&story.erased).await["erasure"].is_object());
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_erased_stays_erased_when_older_keys_come_back_to_the_data_of_today() {
    let story = Story::tell().await;
    let keys = &story.backups.files("keys")[0];
    // Without the script they would open it again: that is what it is for.
    let (plain, _) = next_databases();
    story.house.postgres.create_database(&plain).await.unwrap();
    let mut restore = Command::new(story.house.postgres.bin_dir().join("pg_restore"));
    restore.arg("--dbname").arg(story.house.postgres.url(&plain, "schakel_admin")).arg(keys);
    succeeds(restore).await;
    let naive = House::on(story.house.postgres, story.house.database.clone(), plain, &[]);
    assert!(opened(&naive, &story.erased).await.contains(PERSONAL));

    // The request for erasure is newer than these keys, and cannot be opened any more: that is not passed over.
    let (_, empty) = next_databases();
    story.house.postgres.create_database(&empty).await.unwrap();
    let beside = House::on(story.house.postgres, story.house.database.clone(), empty, &[]);
    let (succeeded, said) = outcome(beside.script("backup/restore.sh", &["keys", keys, "/dev/null"])).await;
    assert!(!succeeded && said.contains("1 keys are missing that the data needs"), "{said}");

    let restored = story.restored(&["keys", keys, "/dev/null", "--lose-newer"]).await;
    story.assert_told_again_by(&restored).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_erased_stays_erased_when_both_are_older_and_the_list_of_destroyed_keys_is_there() {
    let story = Story::tell().await;
    let [data, keys] = ["data", "keys"].map(|folder| story.backups.files(folder)[0].clone());
    let lists = story.backups.files("destroyed");
    let restored = story.restored(&["both", &data, &keys, lists.last().unwrap()]).await;
    story.assert_told_again_by(&restored).await;
    // The list of then names nothing yet.
    let unaware = story.restored(&["both", &data, &keys, &lists[0]]).await;
    assert!(opened(&unaware, &story.erased).await.contains(PERSONAL));
}

#[tokio::test(flavor = "multi_thread")]
async fn back_ups_are_whole_and_their_owners_alone_and_nothing_is_ever_restored_over() {
    let house = House::open().await;
    let backups = Backups::new();
    backups.take(&house).await;
    for folder in ["data", "keys", "destroyed"] {
        let [file] = &backups.files(folder)[..] else { panic!("one file in {folder}") };
        assert!(!file.ends_with(".part"), "{file}");
        let mode = fs::metadata(file).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{file}");
    }
    let dump = backups.files("data").remove(0);
    let over = house.script("backup/restore.sh", &["data", &dump]);
    let (succeeded, said) = outcome(over).await;
    assert!(!succeeded && said.contains("not empty: restore into a new one"), "{said}");
}

#[tokio::test(flavor = "multi_thread")]
async fn back_ups_of_the_keys_go_after_days_and_those_of_the_data_stay() {
    let house = House::open().await;
    let backups = Backups::new();
    backups.take(&house).await;
    for folder in ["data", "keys", "destroyed"] {
        succeeds(aged(Path::new(&backups.files(folder)[0]))).await;
    }
    backups.take(&house).await;
    let left = ["data", "keys", "destroyed"].map(|folder| backups.files(folder).len());
    assert_eq!(left, [2, 1, 2]);
}

/// Makes a file nine days old.
fn aged(file: &Path) -> Command {
    let mut touch = Command::new("touch");
    touch.args(["--date", "9 days ago"]).arg(file);
    touch
}

#[tokio::test(flavor = "multi_thread")]
async fn a_back_up_and_what_is_said_about_it_hold_nothing_personal() {
    let story = Story::tell().await;
    let plain = story.backups.0.path().join("plain.sql");
    let mut unpacked = String::new();
    for dump in story.backups.files("data").iter().chain(&story.backups.files("keys")) {
        let mut restore = Command::new(story.house.postgres.bin_dir().join("pg_restore"));
        restore.arg("--file").arg(&plain).arg(dump);
        succeeds(restore).await;
        unpacked += &fs::read_to_string(&plain).unwrap();
    }
    for list in story.backups.files("destroyed") {
        unpacked += &fs::read_to_string(list).unwrap();
    }
    assert!(unpacked.contains("CaseReported") && unpacked.contains(&format!("Case/{}", story.erased)));
    for personal in [PERSONAL, "1990-04-12", "Noor Voorbeeld", "noor@example.nl", &bsn(KEPT), &bsn(ERASED)] {
        assert!(!disguises(personal).iter().any(|disguise| unpacked.contains(disguise)), "{personal}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_secrets_are_never_beside_a_back_up() {
    let house = House::closed(&[]).await;
    let folder = PathBuf::from(house.setting("SECRETS_FILE")).parent().unwrap().display().to_string();
    let backups = Backups::new();
    let (keys, lists) = (backups.folder("keys"), backups.folder("destroyed"));
    let (succeeded, said) = outcome(house.script("backup/backup.sh", &[&folder, &keys, &lists])).await;
    assert!(!succeeded && said.contains("keep it apart from all back-ups"), "{said}");
    let together = house.script("backup/backup.sh", &[&keys, &keys, &lists]);
    let (succeeded, said) = outcome(together).await;
    assert!(!succeeded && said.contains("folders of their own"), "{said}");
}
