//! A database of another age, a file that cannot be written: the administrator and the officer are
//! told in a sentence, nothing is acknowledged that is not kept, and work goes on afterwards. And the
//! log of all this names nobody.

mod common;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use common::{motcua, told};
use store::testing;

fn altered(file: &Path, sql: &str) -> String {
    let database = format!("sqlite:{}", file.display());
    let made = motcua(&["migrate", "--database", &database]);
    assert!(made.status.success(), "{}", told(&made));
    testing::tamper(&testing::at(file), sql).expect("the schema is altered");
    database
}

#[test]
fn a_database_of_a_newer_program_is_refused_by_every_command_and_left_as_it_is() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let file = folder.path().join("x.sqlite");
    let database = altered(
        &file,
        "INSERT INTO schema(name, sha256) VALUES ('0999_later', 'x')",
    );
    let before = std::fs::read(&file).expect("the file is there");
    for command in [&["migrate"][..], &["serve"], &["verify"], &["user", "list"]] {
        let output = motcua(&[command, &["--database", &database]].concat());
        assert_eq!(output.status.code(), Some(2), "{command:?}");
        let said = told(&output);
        for words in ["mới hơn", "0999_later", "Chưa có gì bị thay đổi"] {
            assert!(said.contains(words), "{command:?}: {said}");
        }
    }
    assert_eq!(std::fs::read(&file).expect("still there"), before);
}

#[test]
fn a_database_of_an_older_program_is_told_apart_from_a_damaged_one() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let file = folder.path().join("x.sqlite");
    let sql =
        "DELETE FROM schema WHERE name = '0070_demo'; DROP TABLE demo; DROP TABLE demo_account";
    let database = altered(&file, sql);
    let output = motcua(&["verify", "--database", &database]);
    assert_eq!(output.status.code(), Some(2));
    let said = told(&output);
    assert!(
        said.contains("cũ hơn") && said.contains("motcua migrate"),
        "{said}"
    );
    let upgraded = motcua(&["migrate", "--database", &database]);
    assert!(
        told(&upgraded).contains("Đã áp dụng 0070_demo"),
        "{}",
        told(&upgraded)
    );
    assert!(
        motcua(&["verify", "--database", &database])
            .status
            .success()
    );
}

/// The program at work, stopped when this value goes.
struct Serving {
    child: Child,
    port: u16,
    code: String,
}

impl Drop for Serving {
    fn drop(&mut self) {
        // It may have ended by itself; the test has said what it saw.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Starts `serve`, deaf to the signal that a write beyond the limit of a file's size would send.
fn serve(database: &str) -> Serving {
    serve_with(database, &[], Stdio::null())
}

fn serve_with(database: &str, more: &[&str], log: Stdio) -> Serving {
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let port = listener.local_addr().expect("its number").port();
    drop(listener);
    let mut child = Command::new("sh")
        .args([
            "-c",
            "trap '' XFSZ; exec \"$0\" \"$@\"",
            env!("CARGO_BIN_EXE_motcua"),
        ])
        .args(["serve", "--database", database])
        .args(["--listen", &format!("127.0.0.1:{port}")])
        .args(more)
        .env("RUST_LOG", "info")
        .stdout(Stdio::piped())
        .stderr(log)
        .spawn()
        .expect("sh starts");
    let mut lines = BufReader::new(child.stdout.take().expect("piped above")).lines();
    let line = lines
        .find_map(|line| line.ok().filter(|line| line.contains("nhập mã")))
        .expect("the set-up code is printed");
    let code = line.rsplit(' ').next().unwrap_or_default().to_owned();
    let started = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(started.elapsed() < Duration::from_secs(30), "it listens");
        std::thread::sleep(Duration::from_millis(50));
    }
    Serving { child, port, code }
}

impl Serving {
    fn ask(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("it answers");
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, path: &str) -> String {
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        ))
    }

    /// The first account is made: an act that must be kept before it is acknowledged.
    fn set_up(&self) -> String {
        let page = self.get("/thiet-lap");
        let (_, rest) = page.split_once("name=\"_once\" value=\"").expect("a form");
        let once = rest.split('"').next().unwrap_or_default();
        let code = &self.code;
        let body = format!(
            "_once={once}&code={code}&name=Quyen&username=quyen&new_password=lua-chin-vang-dong-7&again=lua-chin-vang-dong-7"
        );
        self.ask(&format!(
            "POST /thiet-lap HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        ))
    }

    fn limit_files_to(&self, bytes: &str) -> bool {
        Command::new("prlimit")
            .args([
                "--pid",
                &self.child.id().to_string(),
                &format!("--fsize={bytes}:"),
            ])
            .status()
            .is_ok_and(|status| status.success())
    }
}

#[test]
fn while_the_file_cannot_be_written_nothing_is_acknowledged_and_then_work_goes_on() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let file = folder.path().join("x.sqlite");
    let database = format!("sqlite:{}", file.display());
    let serving = serve(&database);
    if !serving.limit_files_to("1") {
        eprintln!("skipped: prlimit (util-linux) is not on this machine");
        return;
    }
    let refused = serving.set_up();
    assert!(refused.starts_with("HTTP/1.1 503"), "{refused}");
    // The disk failed in the middle of the commit: the page does not promise more than it knows.
    assert!(
        refused.contains("xem lại danh sách trước khi gửi lần nữa"),
        "{refused}"
    );
    let listed = motcua(&["user", "list", "--database", &database]);
    assert!(!told(&listed).contains("quyen"), "{}", told(&listed));
    assert!(
        serving.get("/tra-cuu").starts_with("HTTP/1.1 200"),
        "reading goes on"
    );

    assert!(serving.limit_files_to("unlimited"));
    let kept = serving.set_up();
    assert!(kept.starts_with("HTTP/1.1 303"), "{kept}");
    drop(serving);
    let listed = motcua(&["user", "list", "--database", &database]);
    assert!(told(&listed).contains("quyen"), "{}", told(&listed));
    assert!(
        motcua(&["verify", "--database", &database])
            .status
            .success()
    );
}

#[test]
fn the_log_is_structured_and_holds_no_name_no_number_and_no_query() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let database = format!("sqlite:{}", folder.path().join("x.sqlite").display());
    let settings = folder.path().join("motcua.toml");
    std::fs::write(&settings, "log = \"json\"\n").expect("written");
    let log = folder.path().join("log");
    let file = std::fs::File::create(&log).expect("a log");
    let settings = settings.display().to_string();
    let serving = serve_with(&database, &["--config", &settings], file.into());
    assert!(serving.set_up().starts_with("HTTP/1.1 303"));
    for path in [
        "/tra-cuu?ma=7KQ2M9XA&ten=Tran+Minh+Khoi",
        "/tim?q=030192004217",
        "/t/7KQ2M9XA",
        "/cb/ho-so?q=0912345678",
        "/khong/co/trang/Tran-Minh-Khoi?cccd=030192004217",
        "/cb/ho-so/000.21.49.H23-231123-0007",
    ] {
        serving.get(path);
    }
    let body = "_once=1&username=Tran-Minh-Khoi&password=030192004217";
    serving.ask(&format!(
        "POST /dang-nhap?q=0912345678 HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    ));
    drop(serving);
    let text = std::fs::read_to_string(&log).expect("the log is there");
    let answered = text
        .lines()
        .filter(|line| line.contains("answered"))
        .count();
    assert!(answered >= 8, "each request is one line: {text}");
    for line in text.lines() {
        let line: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
        assert!(
            line["timestamp"].is_string() && line["level"].is_string(),
            "{line}"
        );
    }
    for secret in [
        "Khoi",
        "030192004217",
        "0912345678",
        "7KQ2M9XA",
        "231123-0007",
        "quyen",
        "Quyen",
        "lua-chin",
        "?",
    ] {
        assert!(!text.contains(secret), "{secret} stands in the log: {text}");
    }
}

#[test]
fn a_commune_that_cannot_number_dossiers_is_warned_of_when_it_is_served() {
    let folder = tempfile::tempdir().expect("a scratch folder");
    let database = format!("sqlite:{}", folder.path().join("x.sqlite").display());
    let mut child = Command::new(env!("CARGO_BIN_EXE_motcua"))
        .args(["serve", "--agency", "xa_tu_ky", "--database", &database])
        .args(["--listen", "127.0.0.1:0"])
        .env_remove("MOTCUA_DATABASE")
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let lines = BufReader::new(child.stdout.take().expect("piped above")).lines();
    let (send, heard) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let mut lines = lines.map_while(Result::ok);
        send.send(lines.find(|line| line.contains("CẢNH BÁO")))
    });
    let warned = heard.recv_timeout(Duration::from_secs(30));
    child.kill().expect("it runs until it is stopped");
    child.wait().expect("it is gone");
    let said = warned.ok().flatten().expect("a warning at the start");
    for words in ["Xã Tứ Kỳ chưa có phần đầu mã hồ sơ", "Đơn vị hành chính"] {
        assert!(said.contains(words), "{said}");
    }
}
