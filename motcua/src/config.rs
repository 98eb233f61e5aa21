//! Settings from the command line, the environment and a file, in that order of rank.
//! For every command that needs data.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::cli::{Place, Reach};
use crate::config_check;

/// What the file may say.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    database: Option<String>,
    files: Option<PathBuf>,
    listen: Option<SocketAddr>,
    public_url: Option<String>,
    agency: Option<String>,
    phone: Option<String>,
    address: Option<String>,
    log: Option<Log>,
    metrics_token: Option<String>,
    #[serde(default)]
    commune: Vec<OneOfSeveral>,
}

/// One of several communes served from one database.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OneOfSeveral {
    /// Its id.
    pub agency: String,
    /// The name by which browsers reach it.
    pub host: String,
    /// Telephone of its one-stop shop.
    pub phone: Option<String>,
    /// Where its one-stop shop is.
    pub address: Option<String>,
}

/// How the log is written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Log {
    /// Lines for people.
    #[default]
    Text,
    /// One JSON object a line, for machines.
    Json,
}

/// What holds in the end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// `sqlite:FILE` or `postgres://…`.
    pub database: String,
    /// Folder of attachments.
    pub files: Option<PathBuf>,
    /// Where to listen.
    pub listen: SocketAddr,
    /// The citizens' address, if it is not the one listened on.
    pub outside: Option<String>,
    /// Id of the commune served.
    pub agency: String,
    /// Telephone of the one-stop shop, as people write it.
    pub phone: Option<String>,
    /// Where the one-stop shop is.
    pub address: Option<String>,
    /// How the log is written.
    pub log: Log,
    /// By what a collector on another machine may read the figures.
    pub metrics_token: Option<String>,
    /// All communes, where there are several; empty where there is one.
    pub communes: Vec<OneOfSeveral>,
}

/// The first user of this program.
pub const DEFAULT_AGENCY: &str = "xa_quang_khai";
const DEFAULT_DATABASE: &str = "sqlite:motcua.sqlite";
const DEFAULT_LISTEN: SocketAddr = SocketAddr::new(std::net::IpAddr::V4(Ipv4Addr::LOCALHOST), 8080);

impl Settings {
    /// Reads the settings.
    pub fn read(place: &Place, reach: &Reach, agency: Option<&String>) -> Result<Self, String> {
        let file = match &place.config {
            None => File::default(),
            Some(path) => {
                let text = std::fs::read_to_string(path).map_err(|error| {
                    format!("Không đọc được tệp cấu hình {}: {error}", path.display())
                })?;
                parse(&text).map_err(|error| format!("Tệp cấu hình {}\n{error}", path.display()))?
            }
        };
        // An agency named on the command line is served alone.
        let communes = match agency {
            Some(_) => Vec::new(),
            None => file.commune,
        };
        let first = communes.first().map(|one| one.agency.clone());
        Ok(Self {
            database: place
                .database
                .clone()
                .or(file.database)
                .unwrap_or_else(|| DEFAULT_DATABASE.to_owned()),
            files: place.files.clone().or(file.files),
            listen: reach.listen.or(file.listen).unwrap_or(DEFAULT_LISTEN),
            outside: reach.public_url.clone().or(file.public_url),
            agency: agency
                .cloned()
                .or(first)
                .or(file.agency)
                .unwrap_or_else(|| DEFAULT_AGENCY.to_owned()),
            phone: file.phone,
            address: file.address,
            log: file.log.unwrap_or_default(),
            metrics_token: file.metrics_token,
            communes,
        })
    }

    /// The settings of each commune served, with the host it is reached by where there are several.
    pub fn each(&self) -> Vec<(Option<String>, Self)> {
        if self.communes.is_empty() {
            return vec![(None, self.clone())];
        }
        let of = |one: &OneOfSeveral| Self {
            agency: one.agency.clone(),
            phone: one.phone.clone().or_else(|| self.phone.clone()),
            address: one.address.clone(),
            outside: Some(self.url_at(&one.host)),
            ..self.clone()
        };
        self.communes
            .iter()
            .map(|one| (Some(one.host.clone()), of(one)))
            .collect()
    }

    /// The citizens' address under another host, with the same scheme and port.
    fn url_at(&self, host: &str) -> String {
        let url = self.public_url();
        let (scheme, rest) = url.split_once("://").unwrap_or(("http", url.as_str()));
        let port = match rest.rsplit_once(':') {
            Some((_, port)) if !host.contains(':') && port.chars().all(|c| c.is_ascii_digit()) => {
                format!(":{port}")
            }
            _ => String::new(),
        };
        format!("{scheme}://{host}{port}")
    }

    /// Where attachments lie: as said, or beside the database.
    pub fn files_folder(&self) -> PathBuf {
        match (&self.files, self.database.strip_prefix("sqlite:")) {
            (Some(folder), _) => folder.clone(),
            (None, Some(file)) => PathBuf::from(file).with_extension("files"),
            (None, None) => PathBuf::from("motcua-files"),
        }
    }

    /// The SQLite file these settings name.
    pub fn file(&self) -> Option<&Path> {
        self.database.strip_prefix("sqlite:").map(Path::new)
    }

    /// The SQLite file these settings name, if it is not there yet.
    pub fn missing_file(&self) -> Option<&Path> {
        self.file().filter(|file| !file.exists())
    }

    /// The citizens' address, without a final slash.
    pub fn public_url(&self) -> String {
        match &self.outside {
            Some(url) => url.trim_end_matches('/').to_owned(),
            None => format!("http://{}", self.listen),
        }
    }
}

fn parse(text: &str) -> Result<File, String> {
    let faults = config_check::faults(text);
    if faults.is_empty() {
        return toml::from_str(text).map_err(|error| error.to_string());
    }
    let lines = faults
        .iter()
        .map(|fault| format!("  dòng {}: {}", fault.line, fault.sentence));
    Err(lines.collect::<Vec<_>>().join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_outranks_the_defaults() {
        let place = Place {
            database: Some("sqlite:x".into()),
            ..Place::default()
        };
        let settings = Settings::read(&place, &Reach::default(), None).expect("no file to read");
        assert_eq!(settings.database, "sqlite:x");
        assert_eq!(settings.listen, DEFAULT_LISTEN);
        assert_eq!(settings.public_url(), "http://127.0.0.1:8080");
    }

    #[test]
    fn several_communes_have_an_address_each() {
        let text = "public_url = \"https://motcua.example.vn\"\n[[commune]]\nagency = \"xa_quang_khai\"\nhost = \"quang-khai.example.vn\"\nphone = \"0220 1\"\n[[commune]]\nagency = \"xa_quang_phuc\"\nhost = \"quang-phuc.example.vn\"\n";
        let path = std::env::temp_dir().join(format!("motcua-{}.toml", std::process::id()));
        std::fs::write(&path, text).expect("a file");
        let place = Place {
            config: Some(path.clone()),
            ..Place::default()
        };
        let read = |agency| Settings::read(&place, &Reach::default(), agency).expect("it is right");
        let each = read(None).each();
        let said: Vec<_> = each
            .iter()
            .map(|(_, one)| (one.agency.as_str(), one.public_url(), one.phone.as_deref()))
            .collect();
        assert_eq!(
            said,
            [
                (
                    "xa_quang_khai",
                    "https://quang-khai.example.vn".to_owned(),
                    Some("0220 1")
                ),
                (
                    "xa_quang_phuc",
                    "https://quang-phuc.example.vn".to_owned(),
                    None
                ),
            ]
        );
        let only = read(Some(&"xa_quang_phuc".to_owned())).each();
        assert_eq!((only.len(), only[0].0.clone()), (1, None));
        assert_eq!(only[0].1.agency, "xa_quang_phuc");
        std::fs::remove_file(&path).expect("it was there");
    }

    #[test]
    fn a_misspelt_key_in_the_file_is_refused() {
        assert!(parse("databse = \"sqlite:x\"").is_err());
        assert_eq!(
            parse("agency = \"xa_tu_ky\"")
                .expect("a right key")
                .agency
                .as_deref(),
            Some("xa_tu_ky")
        );
    }
}
