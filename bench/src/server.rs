//! The program itself as a child process over a demonstration of its own, signed in and measured.
//! For every cell that measures the product.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tokio::runtime::Runtime;

use crate::load::{self, Account, Target};
use crate::place::Place;
use crate::program::Tokens;
use crate::scratch::{Running, Scratch, free_port};

/// Where a demonstration's data lie.
#[derive(Clone, Debug)]
pub struct Data {
    /// Word for logs and files.
    pub name: &'static str,
    /// `sqlite:FILE` or `postgres://…`.
    pub database: String,
    /// Folder of attachments.
    pub files: PathBuf,
    /// What programs call with.
    pub tokens: Vec<Tokens>,
}

/// Sets of tokens for each second of calls: a token may call only so often, and together they are to
/// call more often than the machine can answer.
const SETS_A_SECOND: f64 = 6.0;
/// How far they reach.
pub const SCOPES: [&str; 4] = ["intake", "dossiers:read", "dossiers:act", "dossiers:sign"];

/// The program, serving.
#[derive(Debug)]
pub struct Server {
    running: Running,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Data {
    fn command(&self, program: &Path) -> Command {
        let mut command = Command::new(program);
        command.arg("demo");
        match self.database.strip_prefix("sqlite:") {
            Some(file) => command.args(["--file", file]),
            None => command.args(["--database", &self.database]),
        };
        command.arg("--files").arg(&self.files);
        command.env_remove("MOTCUA_DATABASE");
        command
    }

    /// Makes the demonstration, with tokens for so many seconds of calls, and answers its accounts.
    ///
    /// # Errors
    /// What the program says.
    pub fn make(
        &mut self,
        program: &Path,
        scratch: &Scratch,
        seconds: f64,
    ) -> Result<Vec<Account>, String> {
        let list = scratch.path(&format!("{}-accounts.json", self.name));
        let mut command = self.command(program);
        command.arg("--only-make").arg("--accounts-json").arg(&list);
        finish(&mut command)?;
        let text = std::fs::read_to_string(&list).map_err(|error| error.to_string())?;
        let accounts: Vec<Account> =
            serde_json::from_str(&text).map_err(|error| error.to_string())?;
        self.tokens = self.made_tokens(program, &accounts, seconds)?;
        Ok(accounts)
    }

    fn made_tokens(
        &self,
        program: &Path,
        accounts: &[Account],
        seconds: f64,
    ) -> Result<Vec<Tokens>, String> {
        let [counter, specialist, chair, seal_keeper] = load::officers(accounts)?;
        let id = format!(
            "SELECT id FROM account WHERE username = '{}'",
            chair.username
        );
        let rows = Place::open(&self.database)?.rows(&id)?;
        let chair_id = rows.into_iter().flatten().next().unwrap_or_default();
        let token = |account: &Account| self.token(program, &account.username);
        (0..(seconds * SETS_A_SECOND).ceil() as usize)
            .map(|_| {
                Ok(Tokens {
                    counter: token(counter)?,
                    specialist: token(specialist)?,
                    chair: token(chair)?,
                    seal_keeper: token(seal_keeper)?,
                    chair_id: chair_id.clone(),
                })
            })
            .collect()
    }

    /// A token as an administrator makes it on the command line.
    fn token(&self, program: &Path, username: &str) -> Result<String, String> {
        let mut command = Command::new(program);
        command.args(["user", "token", username, "--program", "bench"]);
        for scope in SCOPES {
            command.args(["--scope", scope]);
        }
        command.args(["--database", &self.database, "--files"]);
        let said = finish(command.arg(&self.files))?;
        said.split_whitespace()
            .find(|word| word.starts_with("mc_"))
            .map(str::to_owned)
            .ok_or_else(|| format!("no token in: {said}"))
    }

    /// Starts the program over it.
    ///
    /// # Errors
    /// Its last words.
    pub fn serve(&self, program: &Path, scratch: &Scratch) -> Result<Server, String> {
        let address = SocketAddr::from(([127, 0, 0, 1], free_port()?));
        let mut command = self.command(program);
        command.args(["--listen", &address.to_string()]);
        let mut running = scratch.start(&format!("server-{}", self.name), &mut command)?;
        running.wait_until(|| std::net::TcpStream::connect(address).is_ok())?;
        Ok(Server { running, address })
    }

    /// Whether the program's own verification finds nothing.
    ///
    /// # Errors
    /// What it found.
    pub fn verify(&self, program: &Path) -> Result<(), String> {
        let mut command = Command::new(program);
        command.args(["verify", "--database", &self.database, "--files"]);
        finish(command.arg(&self.files)).map(|_| ())
    }
}

impl Server {
    /// The number of its process.
    pub fn id(&self) -> u32 {
        self.running.id()
    }

    /// Kills it without a word.
    pub fn kill(&mut self) {
        self.running.kill();
    }

    /// Signs the officers in.
    ///
    /// # Errors
    /// As [`Target::sign_in`].
    pub fn signed_in(
        &self,
        runtime: &Runtime,
        accounts: &[Account],
        tokens: &[Tokens],
    ) -> Result<Target, String> {
        runtime.block_on(Target::sign_in(self.address, accounts, tokens))
    }
}

/// Runs a command to its end; what it said, or its last words.
fn finish(command: &mut Command) -> Result<String, String> {
    let ended = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| error.to_string())?;
    if ended.status.success() {
        Ok(String::from_utf8_lossy(&ended.stdout).into_owned())
    } else {
        let said = [ended.stdout, ended.stderr].concat();
        Err(String::from_utf8_lossy(&said).trim().to_owned())
    }
}
