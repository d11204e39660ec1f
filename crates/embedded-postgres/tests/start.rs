//! Starts real servers.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::fs;
use std::io::{BufRead, BufReader};
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use schakel_embedded_postgres::{Postgres, Settings, StartError, can_keep_data_in, shared};
use sqlx::{ConnectOptions, Connection, PgConnection};
use tempfile::TempDir;

const OWNED_FOLDER: &str = "SCHAKEL_TEST_OWNED_FOLDER";

/// A folder that the unprivileged user can enter when the tests run as root.
fn open_folder() -> TempDir {
    let folder = tempfile::Builder::new().prefix("schakel-test-").tempdir_in("/tmp").unwrap();
    fs::set_permissions(folder.path(), fs::Permissions::from_mode(0o755)).unwrap();
    folder
}

fn is_root() -> bool {
    fs::metadata("/proc/self").unwrap().uid() == 0
}

async fn connect(postgres: &Postgres) -> PgConnection {
    postgres.options("postgres").connect().await.unwrap()
}

async fn write_seven(postgres: &Postgres) {
    let mut connection = connect(postgres).await;
    sqlx::query("create table kept as select 7 as number").execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

async fn read_number(postgres: &Postgres) -> i32 {
    sqlx::query_scalar("select number from kept").fetch_one(&mut connect(postgres).await).await.unwrap()
}

async fn setting(postgres: &Postgres, name: &str) -> String {
    sqlx::query_scalar("select current_setting($1)")
        .bind(name)
        .fetch_one(&mut connect(postgres).await)
        .await
        .unwrap()
}

fn is_alive(pid: i32) -> bool {
    Path::new(&format!("/proc/{pid}/cwd")).exists()
}

#[tokio::test]
async fn starts_private_durable_and_with_checksums() {
    let folder = open_folder();
    let postgres = Postgres::start(Settings::new(folder.path().join("data"))).await.unwrap();
    assert_eq!(setting(&postgres, "listen_addresses").await, "");
    assert_eq!(setting(&postgres, "data_checksums").await, "on");
    assert_eq!(setting(&postgres, "fsync").await, "on");
    assert_eq!(setting(&postgres, "server_encoding").await, "UTF8");
    assert_eq!(setting(&postgres, "max_connections").await, "200");
    assert_eq!(fs::metadata(postgres.socket_dir()).unwrap().permissions().mode() & 0o777, 0o700);
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn keeps_data_over_stop_and_start() {
    let folder = open_folder();
    let settings = Settings::new(folder.path().join("data"));
    let postgres = Postgres::start(settings.clone()).await.unwrap();
    write_seven(&postgres).await;
    let (pid, socket_dir) = (postgres.pid(), postgres.socket_dir().to_owned());
    postgres.stop().await.unwrap();
    assert!(!is_alive(pid));
    assert!(!socket_dir.exists());

    let postgres = Postgres::start(settings).await.unwrap();
    assert_eq!(read_number(&postgres).await, 7);
}

/// Plays two parts: the owner is this same test in a process of its own.
#[tokio::test]
async fn a_killed_owner_leaves_no_server_and_its_data_can_be_used_again() {
    if let Some(folder) = std::env::var_os(OWNED_FOLDER) {
        return own_until_killed(PathBuf::from(folder)).await;
    }
    let folder = open_folder();
    let data = folder.path().join("data");
    let mut owner = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "--nocapture", "a_killed_owner_leaves_no_server_and_its_data_can_be_used_again"])
        .env(OWNED_FOLDER, &data)
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(owner.stdout.take().unwrap()).lines().map(Result::unwrap);
    let started = lines.find(|line| line.starts_with("owned server ")).unwrap();
    let pid: i32 = started.trim_start_matches("owned server ").parse().unwrap();
    assert!(is_alive(pid));
    owner.kill().unwrap();
    owner.wait().unwrap();

    let postgres = Postgres::start(Settings::new(data)).await.unwrap();
    assert!(!is_alive(pid));
    assert_eq!(read_number(&postgres).await, 7);
}

async fn own_until_killed(folder: PathBuf) {
    let postgres = Postgres::start(Settings::new(folder)).await.unwrap();
    write_seven(&postgres).await;
    println!("\nowned server {}", postgres.pid());
    std::future::pending::<()>().await;
}

#[tokio::test]
async fn one_data_folder_has_one_owner() {
    let folder = open_folder();
    let settings = Settings::new(folder.path().join("data"));
    let _first = Postgres::start(settings.clone()).await.unwrap();
    assert!(matches!(Postgres::start(settings).await, Err(StartError::InUse(_))));
}

#[tokio::test]
async fn two_at_once_do_not_disturb_each_other() {
    let (one, two) = tokio::join!(Postgres::start_temporary(), Postgres::start_temporary());
    let (one, two) = (one.unwrap(), two.unwrap());
    write_seven(&one).await;
    write_seven(&two).await;
    one.stop().await.unwrap();
    assert_eq!(read_number(&two).await, 7);
}

#[tokio::test]
async fn a_temporary_server_leaves_nothing_behind() {
    let postgres = Postgres::start_temporary().await.unwrap();
    let (pid, folder) = (postgres.pid(), postgres.socket_dir().to_owned());
    drop(postgres);
    assert!(!is_alive(pid));
    assert!(!folder.exists());
}

#[tokio::test]
async fn missing_programs_are_named_with_the_command_that_installs_them() {
    let folder = open_folder();
    let empty = folder.path().join("bin");
    fs::create_dir(&empty).unwrap();
    let settings = Settings { bin_dir: Some(empty), ..Settings::new(folder.path().join("data")) };
    let message = Postgres::start(settings).await.unwrap_err().to_string();
    assert!(message.ends_with("sudo apt-get install -y postgresql"), "{message}");
}

#[tokio::test]
async fn a_wrong_parameter_is_reported_and_nothing_keeps_running() {
    let folder = open_folder();
    let parameters = vec![("shared_buffers".to_owned(), "plenty".to_owned())];
    let settings = Settings { parameters, ..Settings::new(folder.path().join("data")) };
    let error = Postgres::start(settings.clone()).await.unwrap_err();
    assert!(matches!(&error, StartError::Died(log) if log.contains("shared_buffers")), "{error}");
    Postgres::start(Settings { parameters: Vec::new(), ..settings }).await.unwrap();
}

#[tokio::test]
async fn a_half_made_data_folder_is_made_anew() {
    let folder = open_folder();
    let unfinished = folder.path().join("data/pgdata.new");
    fs::create_dir_all(&unfinished).unwrap();
    fs::write(unfinished.join("PG_VERSION"), "15\n").unwrap();
    let postgres = Postgres::start(Settings::new(folder.path().join("data"))).await.unwrap();
    write_seven(&postgres).await;
    assert_eq!(read_number(&postgres).await, 7);
}

#[tokio::test]
async fn databases_are_created_once_and_reached_by_url() {
    let postgres = shared().await;
    let (one, two) = tokio::join!(postgres.create_database("cases"), postgres.create_database("cases"));
    one.unwrap();
    two.unwrap();
    let output = Command::new(postgres.bin_dir().join("psql"))
        .arg(postgres.url("cases", "schakel_admin"))
        .args(["-XAtc", "select current_database()"])
        .output()
        .unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stdout), "cases\n");
    let mut connection = PgConnection::connect(&postgres.url("cases", "schakel_admin")).await.unwrap();
    let name: String =
        sqlx::query_scalar("select current_database()").fetch_one(&mut connection).await.unwrap();
    assert_eq!(name, "cases");
}

#[tokio::test]
async fn a_folder_that_cannot_be_entered_is_refused_clearly() {
    let folder = open_folder();
    let closed = folder.path().join("closed");
    fs::create_dir(&closed).unwrap();
    fs::set_permissions(&closed, fs::Permissions::from_mode(0o600)).unwrap();
    let data = closed.join("data");
    assert!(!can_keep_data_in(&data));
    assert!(can_keep_data_in(&folder.path().join("data")));
    let error = Postgres::start(Settings::new(&data)).await.unwrap_err();
    assert!(error.to_string().contains("closed/data"), "{error}");
}

/// Everything else here runs as whoever runs the tests; when that is root, once more as somebody.
#[tokio::test]
async fn works_for_root_and_for_a_normal_user() {
    let postgres = Postgres::start_temporary().await.unwrap();
    assert_ne!(fs::metadata(format!("/proc/{}", postgres.pid())).unwrap().uid(), 0);
    if !is_root() {
        return;
    }
    let folder = open_folder();
    let program = folder.path().join("tests");
    fs::copy(std::env::current_exe().unwrap(), &program).unwrap();
    let status = Command::new("setpriv")
        .args(["--reuid", "65534", "--regid", "65534", "--clear-groups", "--"])
        .arg(&program)
        .arg("_")
        .args(["--skip", "works_for_root_and_for_a_normal_user"])
        .env("TMPDIR", "/tmp")
        .current_dir("/")
        .status()
        .unwrap();
    assert!(status.success());
}
