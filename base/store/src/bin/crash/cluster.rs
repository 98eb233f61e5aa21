//! A PostgreSQL server of the harness's own, made in a temporary folder and stopped the hard way.
//! For the crash tests; a server refuses to run as root, so then it runs as user postgres.

use std::{
    fs,
    net::TcpListener,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};

/// Names the folder of initdb and pg_ctl, where they are not found by themselves.
const BINARIES: &str = "MOTCUA_TEST_POSTGRES_BIN";
/// A killed server's children may hold its memory for a while.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running server.
pub struct Cluster {
    binaries: PathBuf,
    folder: PathBuf,
    port: u16,
}

/// The folder of an installed PostgreSQL.
pub fn binaries() -> Option<PathBuf> {
    if let Some(named) = std::env::var_os(BINARIES) {
        return Some(PathBuf::from(named)).filter(|folder| folder.join("pg_ctl").exists());
    }
    let mut found: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|folder| folder.join("pg_ctl").exists())
        .collect();
    found.sort();
    found.pop()
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output();
    id.is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}

impl Cluster {
    /// Makes and starts a server under `parent`.
    pub fn start(binaries: PathBuf, parent: &Path) -> Result<Self, String> {
        let folder = parent.join("cluster");
        fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
        if is_root() {
            let owned = Command::new("chown")
                .arg("postgres")
                .arg(&folder)
                .arg(parent)
                .status();
            if !owned.is_ok_and(|status| status.success()) {
                return Err("no user postgres to run the server as".to_owned());
            }
        }
        let socket = TcpListener::bind("127.0.0.1:0").map_err(|error| error.to_string())?;
        let port = socket
            .local_addr()
            .map_err(|error| error.to_string())?
            .port();
        drop(socket);
        let cluster = Self {
            binaries,
            folder,
            port,
        };
        let data = cluster.data();
        cluster.run(
            "initdb",
            &[
                "-D",
                &data,
                "-E",
                "UTF8",
                "--locale=C",
                "-A",
                "trust",
                "-U",
                "postgres",
            ],
        )?;
        cluster.up()?;
        Ok(cluster)
    }

    pub fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    fn data(&self) -> String {
        self.folder.join("data").display().to_string()
    }

    fn run(&self, program: &str, arguments: &[&str]) -> Result<(), String> {
        let program = self.binaries.join(program);
        let mut command = if is_root() {
            let mut command = Command::new("runuser");
            command.args(["-u", "postgres", "--"]).arg(&program);
            command
        } else {
            Command::new(&program)
        };
        let status = command
            .args(arguments)
            .current_dir(&self.folder)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .map_err(|error| format!("{}: {error}", program.display()))?;
        if status.success() {
            Ok(())
        } else {
            Err(format!("{} {arguments:?}: {status}", program.display()))
        }
    }

    /// Starts the server, and waits until it has recovered.
    pub fn up(&self) -> Result<(), String> {
        let options = format!(
            "-p {} -k {} -c listen_addresses=127.0.0.1",
            self.port,
            self.folder.display()
        );
        let log = self.folder.join("log").display().to_string();
        let began = Instant::now();
        loop {
            match self.run(
                "pg_ctl",
                &[
                    "-D",
                    &self.data(),
                    "-o",
                    &options,
                    "-l",
                    &log,
                    "-w",
                    "start",
                ],
            ) {
                Ok(()) => return Ok(()),
                Err(error) if began.elapsed() > PATIENCE => return Err(error),
                Err(_) => thread::sleep(Duration::from_millis(200)),
            }
        }
    }

    /// Stops all of it at once, without a checkpoint.
    pub fn stop_at_once(&self) -> Result<(), String> {
        self.run(
            "pg_ctl",
            &["-D", &self.data(), "-m", "immediate", "-w", "stop"],
        )
    }

    /// Kills the server's first process; its children notice and end.
    pub fn kill(&self) -> Result<(), String> {
        let file = fs::read_to_string(self.folder.join("data/postmaster.pid"))
            .map_err(|error| error.to_string())?;
        let process = file.lines().next().unwrap_or_default().trim().to_owned();
        match Command::new("kill").args(["-9", &process]).status() {
            Ok(status) if status.success() => Ok(()),
            other => Err(format!("kill {process}: {other:?}")),
        }
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // The folder goes next; a server that is down already is as good.
        let _ = self.stop_at_once();
    }
}
