//! The browser journeys: a demonstration file on each database, served, walked through in Chromium.
//! For the tests of what citizens and officers really see.
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::process::Command;
use std::time::Duration;

use crate::command::{self, Background};
use crate::postgres::free_port;
use crate::report::Tally;
use crate::scratch::Scratch;
use crate::tools::Tools;

/// The day on which the demonstration opens, and the seed of its year.
const DEMO: [&str; 4] = ["--day", "2023-11-23", "--seed", "7"];
/// How long making a demonstration file may take in an unoptimised build on a busy machine.
const DEMO_SECONDS_MAX: u64 = 300;

/// Which database the demonstration stands on.
pub(crate) enum Ground {
    /// A file in the scratch folder.
    Sqlite,
    /// An empty PostgreSQL database at this address.
    Postgres(String),
}

impl Ground {
    /// The name used in folders of results and in output.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Sqlite => "sqlite",
            Self::Postgres(_) => "postgres",
        }
    }
}

/// The harness tries itself on a small site of its own, whose faults it must find.
pub(crate) fn try_harness(tools: &Tools, tally: &mut Tally) -> Result<(), String> {
    command::run_counting(&mut node(tools, "harness.mjs"), tally)
}

/// Serves a fresh demonstration and runs every journey on it.
pub(crate) fn run(
    scratch: &Scratch,
    tools: &Tools,
    ground: &Ground,
    tally: &mut Tally,
) -> Result<(), String> {
    let name = ground.name();
    let port = free_port().map_err(|error| error.to_string())?;
    let address = format!("127.0.0.1:{port}");
    let accounts = scratch.path(&format!("{name}-accounts.json"));
    let files = scratch.path(&format!("{name}-files"));
    let mut demo = motcua(scratch, "demo")?;
    demo.args(DEMO).args(["--listen", &address]);
    demo.arg("--accounts-json").arg(&accounts);
    demo.arg("--files").arg(&files);
    let database = match ground {
        Ground::Sqlite => {
            let file = scratch.path("demo.sqlite");
            demo.arg("--file").arg(&file);
            format!("sqlite:{}", file.display())
        }
        Ground::Postgres(url) => {
            demo.args(["--database", url]);
            url.clone()
        }
    };
    let mut server = Background::start(scratch, &format!("demo-{name}"), &mut demo)?;
    server.wait_until(DEMO_SECONDS_MAX, || accounts.exists() && answers(&address))?;

    let mut journeys = node(tools, "run.mjs");
    if matches!(ground, Ground::Postgres(_)) {
        // Why: the pages are the same; what differs is where a dossier's whole life is kept.
        journeys.arg(WHOLE_LIFE);
    }
    journeys.env("MOTCUA_URL", format!("http://{address}"));
    journeys.env("MOTCUA_ACCOUNTS", &accounts);
    journeys.env(
        "MOTCUA_RESULTS",
        crate::root().join("journeys/results").join(name),
    );
    let walked = command::run_counting(&mut journeys, tally)
        .map_err(|error| format!("{error}\nthe program's last words:\n{}", server.log_tail()));
    drop(server);

    // Also after a failed journey: whatever happened, the ledger must hold.
    let mut verify = motcua(scratch, "verify")?;
    verify
        .args(["--database", &database])
        .arg("--files")
        .arg(&files);
    command::run(&mut verify).and(walked)
}

/// The journey that is walked on every database: counter, officer, chair, clerk, citizen.
const WHOLE_LIFE: &str = "officers: from the counter";

/// The program built by this cargo, which lies beside this one, untouched by the caller's settings.
pub(crate) fn motcua(scratch: &Scratch, word: &str) -> Result<Command, String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut command = Command::new(own.with_file_name("motcua"));
    command
        .current_dir(scratch.path(""))
        .env_remove("MOTCUA_DATABASE")
        .arg(word);
    Ok(command)
}

fn node(tools: &Tools, file: &str) -> Command {
    let mut command = Command::new(&tools.node);
    command
        .current_dir(crate::root().join("journeys"))
        .arg(file);
    command.env("MOTCUA_CHROMIUM", &tools.chromium);
    command
}

/// Whether the home page is served.
pub(crate) fn answers(address: &str) -> bool {
    let Ok(mut stream) = TcpStream::connect(address) else {
        return false;
    };
    let request = format!("GET / HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let mut start = [0; 12];
    stream
        .set_read_timeout(Some(Duration::from_secs(10)))
        .is_ok()
        && stream.write_all(request.as_bytes()).is_ok()
        && stream.read_exact(&mut start).is_ok()
        && start == *b"HTTP/1.1 200"
}

#[cfg(test)]
mod tests {
    use super::*;

    fn served(answer: &'static str) -> bool {
        let listener = std::net::TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let address = listener.local_addr().expect("an address").to_string();
        let server = std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().expect("a caller");
            let mut request = [0; 512];
            let _ = stream.read(&mut request).expect("a request");
            stream
                .write_all(answer.as_bytes())
                .expect("the answer is taken");
        });
        let answered = answers(&address);
        server.join().expect("the server ends");
        answered
    }

    #[test]
    fn the_program_answers_when_its_home_page_is_there() {
        assert!(served("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n"));
        assert!(!served("HTTP/1.1 500 Internal Server Error\r\n\r\n"));
    }
}
