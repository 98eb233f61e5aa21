//! The interface for programs, tried by two programs that know nothing but its document: one of ours
//! carries a dossier from intake to return, schemathesis sends whatever the document allows and forbids.
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{self, Background};
use crate::journeys::{answers, motcua};
use crate::postgres::free_port;
use crate::report::Tally;
use crate::scratch::Scratch;

/// The version whose findings these stages stand for.
const SCHEMATHESIS: &str = "schemathesis==4.32.5";
/// How long it may try.
const SECONDS: &str = "100";
const START_SECONDS_MAX: u64 = 60;

/// Who works in the commune that is tried: user name and post.
const PEOPLE: [(&str, &str); 5] = [
    ("desk", "mot_cua"),
    ("specialist", "tu_phap_ho_tich"),
    ("chair", "chu_tich"),
    ("clerk", "van_thu"),
    ("admin", "quan_tri"),
];
const SCOPES: [&str; 8] = [
    "intake",
    "dossiers:read",
    "dossiers:act",
    "dossiers:sign",
    "files:add",
    "money",
    "figures:read",
    "log:read",
];

/// Checks of schemathesis that do not hold here, each with its reason.
const EXCLUDED: &str = "positive_data_acceptance";

/// A fresh commune in a file, its people and their tokens.
pub(crate) struct Ground {
    database: String,
    files: PathBuf,
    tokens: Vec<(&'static str, String)>,
}

/// Makes the commune by the command line, as an administrator would.
pub(crate) fn make(scratch: &Scratch) -> Result<Ground, String> {
    let database = format!("sqlite:{}", scratch.path("api.sqlite").display());
    let mut ground = Ground {
        database,
        files: scratch.path("api-files"),
        tokens: Vec::new(),
    };
    for (user, post) in PEOPLE {
        let mut add = ground.command(scratch, "user")?;
        add.args(["add", user, "--name", user, "--post", post]);
        command::output(&mut add)?;
        let mut token = ground.command(scratch, "user")?;
        token.args(["token", user, "--program", "xtask", "--days", "2"]);
        token.args(SCOPES.iter().flat_map(|scope| ["--scope", scope]));
        let said = command::output(&mut token)?;
        let secret = said
            .split_whitespace()
            .find(|word| word.starts_with("mc_"))
            .ok_or_else(|| format!("no token in: {said}"))?;
        ground.tokens.push((user, secret.to_owned()));
    }
    Ok(ground)
}

impl Ground {
    fn command(&self, scratch: &Scratch, word: &str) -> Result<Command, String> {
        let mut command = motcua(scratch, word)?;
        command
            .args(["--database", &self.database])
            .arg("--files")
            .arg(&self.files);
        Ok(command)
    }

    /// Serves the commune; gives its address and the program, which stops with its value.
    fn serve(&self, scratch: &Scratch) -> Result<(String, Background), String> {
        let port = free_port().map_err(|error| error.to_string())?;
        let address = format!("127.0.0.1:{port}");
        let url = format!("http://{address}");
        let mut serve = self.command(scratch, "serve")?;
        serve.args(["--listen", &address, "--public-url", &url]);
        let mut server = Background::start(scratch, "serve-api", &mut serve)?;
        server.wait_until(START_SECONDS_MAX, || answers(&address))?;
        Ok((url, server))
    }

    fn token(&self, of: &str) -> &str {
        let found = self.tokens.iter().find(|(user, _)| *user == of);
        found.map_or("", |(_, token)| token)
    }

    fn verify(&self, scratch: &Scratch) -> Result<(), String> {
        command::run(&mut self.command(scratch, "verify")?)
    }
}

/// Our own program, which reads the document and nothing else of ours.
pub(crate) fn carry(scratch: &Scratch, ground: &Ground, tally: &mut Tally) -> Result<(), String> {
    let (url, server) = ground.serve(scratch)?;
    let tokens = scratch.path("tokens.json");
    let lines: Vec<String> = ground
        .tokens
        .iter()
        .filter(|(user, _)| *user != "admin")
        .map(|(user, token)| format!("\"{user}\": \"{token}\""))
        .collect();
    std::fs::write(&tokens, format!("{{{}}}", lines.join(", ")))
        .map_err(|error| error.to_string())?;
    let mut client = Command::new("python3");
    client
        .arg(crate::root().join("features/api/tests/client.py"))
        .arg(&url)
        .arg(&tokens)
        .env("PYTHONDONTWRITEBYTECODE", "1");
    let walked = command::run_counting(&mut client, tally)
        .map_err(|error| format!("{error}\nthe program's last words:\n{}", server.log_tail()));
    drop(server);
    ground.verify(scratch).and(walked)
}

/// Schemathesis, as the officer with the widest rights at the counter and as the chair.
pub(crate) fn try_everything(
    scratch: &Scratch,
    ground: &Ground,
    tally: &mut Tally,
) -> Result<(), String> {
    let program = schemathesis()?;
    let (url, server) = ground.serve(scratch)?;
    let mut run = Command::new(program);
    run.current_dir(scratch.path(""))
        .arg("run")
        .arg(format!("{url}/api/v1/openapi.json"))
        .args(["--max-time", SECONDS, "--max-examples", "12", "--seed", "7"])
        .args(["--checks", "all", "--exclude-checks", EXCLUDED])
        .args(["--rate-limit", "auto", "--warnings", "off", "--no-color"])
        .args(["--generation-allow-x00", "false"])
        .arg("--header")
        .arg(format!("Authorization:Bearer {}", ground.token("desk")));
    let tried = command::run(&mut run)
        .map_err(|error| format!("{error}\nthe program's last words:\n{}", server.log_tail()));
    drop(server);
    ground.verify(scratch).and(tried)?;
    tally.passed += 1;
    Ok(())
}

/// The tool in a place of its own beside our programs; installed from PyPI when it is not there.
fn schemathesis() -> Result<PathBuf, String> {
    let own = std::env::current_exe().map_err(|error| error.to_string())?;
    let folder = own.with_file_name("schemathesis");
    let (program, mark) = (folder.join("bin/schemathesis"), folder.join("installed"));
    if program.exists() && std::fs::read_to_string(&mark).is_ok_and(|known| known == SCHEMATHESIS) {
        return Ok(program);
    }
    command::run(
        Command::new("python3")
            .args(["-m", "venv", "--clear"])
            .arg(&folder),
    )?;
    install(&folder)?;
    std::fs::write(&mark, SCHEMATHESIS).map_err(|error| error.to_string())?;
    Ok(program)
}

fn install(folder: &Path) -> Result<(), String> {
    let mut pip = Command::new(folder.join("bin/pip"));
    pip.args([
        "install",
        "--quiet",
        "--disable-pip-version-check",
        SCHEMATHESIS,
    ]);
    command::run(&mut pip).map_err(|error| {
        format!("{error}\n{SCHEMATHESIS} comes from PyPI; is there a way to the network?")
    })
}
