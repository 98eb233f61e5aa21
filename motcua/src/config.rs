//! Settings from the command line, the environment and a file, in that order of rank.
//! For every command that needs data.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::cli::{Place, Reach};

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
                parse(&text).map_err(|error| format!("Tệp cấu hình {}: {error}", path.display()))?
            }
        };
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
                .or(file.agency)
                .unwrap_or_else(|| DEFAULT_AGENCY.to_owned()),
            phone: file.phone,
            address: file.address,
        })
    }

    /// Where attachments lie: as said, or beside the database.
    pub fn files_folder(&self) -> PathBuf {
        match (&self.files, self.database.strip_prefix("sqlite:")) {
            (Some(folder), _) => folder.clone(),
            (None, Some(file)) => PathBuf::from(file).with_extension("files"),
            (None, None) => PathBuf::from("motcua-files"),
        }
    }

    /// The SQLite file these settings name, if it is not there yet.
    pub fn missing_file(&self) -> Option<&Path> {
        let file = Path::new(self.database.strip_prefix("sqlite:")?);
        (!file.exists()).then_some(file)
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
    toml::from_str(text).map_err(|error| error.to_string())
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
