//! A PostgreSQL cluster of our own, durable as in production, gone after the run.
//! For the tests that must pass on both databases.
use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::command::{self, Background};
use crate::scratch::{Scratch, random_hex};
use crate::tools;

/// A running cluster; it stops when this value goes.
pub(crate) struct Cluster {
    _server: Background,
    port: u16,
    password: String,
}

impl Cluster {
    /// Makes and starts a cluster in the scratch folder, on a free port of the loopback.
    pub(crate) fn start(scratch: &Scratch, programs: &Path) -> Result<Self, String> {
        let owner = Owner::find()?;
        let folder = scratch.path("postgres");
        std::fs::create_dir(&folder).map_err(|error| error.to_string())?;
        let password = random_hex(16).map_err(|error| error.to_string())?;
        let secret = folder.join("password");
        std::fs::write(&secret, &password).map_err(|error| error.to_string())?;
        owner.take(&[&folder, &secret])?;

        let data = folder.join("data");
        let mut initdb = owner.command(&programs.join("initdb"), &folder);
        initdb.args([
            "--username=postgres",
            "--encoding=UTF8",
            "--locale=C",
            "--auth=scram-sha-256",
        ]);
        initdb
            .arg("--pwfile")
            .arg(&secret)
            .arg("--pgdata")
            .arg(&data);
        command::output(&mut initdb)?;

        let port = free_port().map_err(|error| error.to_string())?;
        let mut postgres = owner.command(&programs.join("postgres"), &folder);
        postgres.arg("-D").arg(&data);
        // No `fsync=off` here: the tests of durability assert that it is on.
        for setting in [
            "listen_addresses=127.0.0.1".to_owned(),
            format!("port={port}"),
            // No socket: its path may not pass 107 bytes, and a scratch folder's name may be long.
            "unix_socket_directories=".to_owned(),
            "max_connections=300".to_owned(),
        ] {
            postgres.arg("-c").arg(setting);
        }
        let mut server = Background::start(scratch, "postgresql", &mut postgres)?;
        let psql = programs.join("psql");
        server.wait_until(60, || ask(&psql, port, &password, "SELECT 1").is_ok())?;
        Ok(Self {
            _server: server,
            port,
            password,
        })
    }

    /// The address of one database, with a right to make others.
    pub(crate) fn url(&self, database: &str) -> String {
        format!(
            "postgres://postgres:{}@127.0.0.1:{}/{database}",
            self.password, self.port
        )
    }

    /// Makes an empty database and gives its address.
    pub(crate) fn create(&self, programs: &Path, database: &str) -> Result<String, String> {
        let sql = format!("CREATE DATABASE {database} TEMPLATE template0 LOCALE 'C'");
        ask(&programs.join("psql"), self.port, &self.password, &sql)?;
        Ok(self.url(database))
    }
}

fn ask(psql: &Path, port: u16, password: &str, sql: &str) -> Result<String, String> {
    let mut command = Command::new(psql);
    command.env("PGPASSWORD", password).args([
        "-h",
        "127.0.0.1",
        "-U",
        "postgres",
        "-d",
        "postgres",
    ]);
    command
        .args(["-p", &port.to_string(), "-qAtc", sql])
        .stderr(Stdio::null());
    command::output(&mut command)
}

/// A port of the loopback that is free now.
pub(crate) fn free_port() -> std::io::Result<u16> {
    Ok(TcpListener::bind(("127.0.0.1", 0))?.local_addr()?.port())
}

/// Who runs the cluster: PostgreSQL refuses root, so root lends it to Debian's account.
struct Owner(Option<(u32, u32)>);

impl Owner {
    fn find() -> Result<Self, String> {
        if !tools::is_root() {
            return Ok(Self(None));
        }
        let users = std::fs::read_to_string("/etc/passwd").map_err(|error| error.to_string())?;
        ids_of(&users, "postgres")
            .or_else(|| ids_of(&users, "nobody"))
            .map(|ids| Self(Some(ids)))
            .ok_or_else(|| "no account `postgres` or `nobody` to run PostgreSQL as".to_owned())
    }

    fn take(&self, paths: &[&PathBuf]) -> Result<(), String> {
        if let Some((user, group)) = self.0 {
            for path in paths {
                std::os::unix::fs::chown(path, Some(user), Some(group))
                    .map_err(|error| format!("{}: {error}", path.display()))?;
            }
        }
        Ok(())
    }

    fn command(&self, program: &Path, folder: &Path) -> Command {
        let mut command = Command::new(program);
        command.current_dir(folder);
        if let Some((user, group)) = self.0 {
            command.uid(user).gid(group);
        }
        command
    }
}

/// User and group number of an account in the text of `/etc/passwd`.
fn ids_of(users: &str, name: &str) -> Option<(u32, u32)> {
    let line = users
        .lines()
        .find(|line| line.split(':').next() == Some(name))?;
    let mut fields = line.split(':').skip(2);
    Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_found_by_its_whole_name() {
        let users = "postgresql:x:1:2::/:/bin/sh\npostgres:x:104:111:PostgreSQL:/var/lib/postgresql:/bin/bash\n";
        assert_eq!(ids_of(users, "postgres"), Some((104, 111)));
        assert_eq!(ids_of(users, "nobody"), None);
    }
}
