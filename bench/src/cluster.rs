//! A PostgreSQL cluster of our own, as durable as in production, gone after the run.
//! For machines that have PostgreSQL's programs; with `--postgres` nothing of this is needed.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::scratch::{Running, Scratch, free_port};

/// A running cluster.
#[derive(Debug)]
pub struct Cluster {
    server: Running,
    port: u16,
}

impl Cluster {
    /// Starts one if the machine has the programs for it.
    ///
    /// # Errors
    /// Why there is none, in words.
    pub fn start(scratch: &Scratch) -> Result<Self, String> {
        let programs = programs().ok_or("máy này không có PostgreSQL (initdb)")?;
        let owner = owner()?;
        let folder = scratch.path("postgres");
        std::fs::create_dir(&folder).map_err(|error| error.to_string())?;
        if let Some((user, group)) = owner {
            std::os::unix::fs::chown(&folder, Some(user), Some(group))
                .map_err(|error| error.to_string())?;
        }
        let data = folder.join("data");
        let mut initdb = command(&programs.join("initdb"), &folder, owner);
        initdb.args(["--username=postgres", "--encoding=UTF8", "--locale=C"]);
        initdb.args(["--auth=trust", "--pgdata"]).arg(&data);
        let made = initdb
            .stdin(Stdio::null())
            .output()
            .map_err(|error| error.to_string())?;
        if !made.status.success() {
            return Err(String::from_utf8_lossy(&made.stderr).trim().to_owned());
        }
        let port = free_port()?;
        let mut postgres = command(&programs.join("postgres"), &folder, owner);
        postgres.arg("-D").arg(&data);
        for setting in [
            "listen_addresses=127.0.0.1".to_owned(),
            format!("port={port}"),
            "unix_socket_directories=".to_owned(),
            "max_connections=120".to_owned(),
            "shared_buffers=512MB".to_owned(),
            "max_wal_size=4GB".to_owned(),
        ] {
            postgres.arg("-c").arg(setting);
        }
        let mut server = scratch.start("postgresql", &mut postgres)?;
        server.wait_until(|| {
            connect(&format!("postgres://postgres@127.0.0.1:{port}/postgres")).is_ok()
        })?;
        Ok(Self { server, port })
    }

    /// Makes an empty database and answers its address.
    ///
    /// # Errors
    /// What the server refuses.
    pub fn database(&self, name: &str) -> Result<String, String> {
        let base = format!("postgres://postgres@127.0.0.1:{}", self.port);
        connect(&format!("{base}/postgres"))?
            .batch_execute(&format!(
                "CREATE DATABASE {name} TEMPLATE template0 LOCALE 'C'"
            ))
            .map_err(|error| error.to_string())?;
        Ok(format!("{base}/{name}"))
    }

    /// The number of its first process.
    pub fn id(&self) -> u32 {
        self.server.id()
    }
}

/// A connection.
///
/// # Errors
/// What the server refuses.
pub fn connect(url: &str) -> Result<postgres::Client, String> {
    postgres::Client::connect(url, postgres::NoTls).map_err(|error| error.to_string())
}

/// The newest folder that holds `initdb`.
fn programs() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter();
    let mut found: Vec<PathBuf> = versions
        .flatten()
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .collect();
    found.sort();
    let path = std::env::var_os("PATH").unwrap_or_default();
    found
        .into_iter()
        .rev()
        .chain(std::env::split_paths(&path))
        .find(|folder| folder.join("initdb").exists() && folder.join("postgres").exists())
}

/// PostgreSQL refuses root, so root lends the cluster to an account of the system.
fn owner() -> Result<Option<(u32, u32)>, String> {
    use std::os::unix::fs::MetadataExt as _;
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    if !is_root {
        return Ok(None);
    }
    let users = std::fs::read_to_string("/etc/passwd").map_err(|error| error.to_string())?;
    let ids = |name: &str| -> Option<(u32, u32)> {
        let line = users
            .lines()
            .find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    ids("postgres")
        .or_else(|| ids("nobody"))
        .map(Some)
        .ok_or_else(|| "không có tài khoản để chạy PostgreSQL".to_owned())
}

fn command(program: &Path, folder: &Path, owner: Option<(u32, u32)>) -> Command {
    use std::os::unix::process::CommandExt as _;
    let mut command = Command::new(program);
    command.current_dir(folder);
    if let Some((user, group)) = owner {
        command.uid(user).gid(group);
    }
    command
}
