//! Brings a copy back into an empty place: proves its hashes first, loads all or nothing.
//! For `motcua restore`, which lets `verify` judge the result.

use std::{
    fs::File,
    io::{BufRead as _, BufReader, Read as _},
    path::Path,
    sync::mpsc,
};

use domain::text::hex;
use sha2::{Digest as _, Sha256};

use super::{FILES, LIST, Manifest, ROWS, from_json, told};
use crate::{
    db::{Db, Inner},
    dialect,
    error::StoreError,
    files::Files,
    link::Link,
    migrate::{self, State},
    params, rebuild, sources,
    value::Value,
};

/// Rows in one statement.
const AT_ONCE: usize = 50;

impl Db {
    /// Loads a copy into this database, which must hold nothing, and its files into their folder.
    ///
    /// # Errors
    /// If the place is not empty, the copy is damaged or of a newer program, or anything is refused;
    /// then no row is there.
    pub fn restore(
        &self,
        copy: &Path,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<Manifest, StoreError> {
        let (tell, told) = mpsc::channel();
        let inner = &*self.0;
        std::thread::scope(|scope| {
            let work = scope.spawn(move || take(inner, copy, &tell));
            for (done, total) in told {
                progress(done, total);
            }
            work.join().unwrap_or(Err(StoreError::Panicked))
        })
    }
}

fn take(
    inner: &Inner,
    copy: &Path,
    tell: &mpsc::Sender<(u64, u64)>,
) -> Result<Manifest, StoreError> {
    let manifest = Manifest::read(copy)?;
    let known = known_migrations(&manifest)?;
    for (name, wanted) in [(ROWS, &manifest.rows_sha256), (LIST, &manifest.list_sha256)] {
        if hash_of(&copy.join(name))? != *wanted {
            return Err(StoreError::Corrupt(format!(
                "{} is not what the manifest says",
                copy.join(name).display()
            )));
        }
    }
    let list = read_list(&copy.join(LIST))?;
    let mut link = inner.url.link()?;
    vacant(link.as_mut())?;
    no_other_files(inner, &list)?;
    if migrate::state(link.as_mut(), migrate::EMBEDDED)? == State::Empty {
        migrate::apply(link.as_mut(), &known)?;
    } else if migrate::state(link.as_mut(), &known)? != State::Current {
        return Err(StoreError::Misuse(
            "the database is not empty: it has other tables than the copy".to_owned(),
        ));
    }
    let total = manifest.rows() + manifest.files;
    let mut loading = Loading {
        link,
        tell,
        done: 0,
        total,
    };
    loading.files(inner, copy, &list)?;
    rebuild::lift_references(loading.link.as_mut())?;
    loading
        .link
        .control(dialect::begin_writing(loading.link.engine()))?;
    let loaded = loading
        .rows(&copy.join(ROWS))
        .and_then(|()| loading.agrees(&manifest))
        .and_then(|()| loading.upgrade(inner))
        .and_then(|()| rebuild::references_hold(loading.link.as_mut()));
    let ended = if loaded.is_ok() { "COMMIT" } else { "ROLLBACK" };
    loading.link.control(ended)?;
    rebuild::respect_references(loading.link.as_mut())?;
    loaded.map(|()| manifest)
}

/// The migrations of the copy, as this program knows them.
fn known_migrations(manifest: &Manifest) -> Result<Vec<(&'static str, &'static str)>, StoreError> {
    let mut known = Vec::new();
    let mut unknown = Vec::new();
    for (name, sha256) in &manifest.migrations {
        match migrate::EMBEDDED
            .iter()
            .find(|(embedded, _)| embedded == name)
        {
            Some((embedded, text)) if hex(&Sha256::digest(text.as_bytes())) == *sha256 => {
                known.push((*embedded, *text));
            }
            Some(_) => {
                return Err(StoreError::Unsuitable(format!(
                    "the copy was made with another text of migration {name}"
                )));
            }
            None => unknown.push(name.as_str()),
        }
    }
    if unknown.is_empty() {
        Ok(known)
    } else {
        Err(StoreError::Newer(unknown.join(", ")))
    }
}

fn hash_of(path: &Path) -> Result<String, StoreError> {
    let mut file = File::open(path).map_err(told(path))?;
    let (mut hasher, mut chunk) = (Sha256::new(), vec![0; 64 * 1024]);
    loop {
        match file.read(&mut chunk).map_err(told(path))? {
            0 => return Ok(hex(&hasher.finalize())),
            length => hasher.update(&chunk[..length]),
        }
    }
}

pub(super) fn read_list(path: &Path) -> Result<Vec<String>, StoreError> {
    let text = std::fs::read_to_string(path).map_err(told(path))?;
    let name = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
    Ok(text.lines().map(name).collect())
}

/// No row in any table, so that nothing of value can be mixed up.
fn vacant(link: &mut dyn Link) -> Result<(), StoreError> {
    let names = link.statement(dialect::table_names(link.engine()))?;
    for row in link.query(&names, &[])? {
        let name: String = row.get("name")?;
        let any = link.statement(&format!("SELECT 1 AS n FROM \"{name}\" LIMIT 1"))?;
        if name != "schema" && !link.query(&any, &[])?.is_empty() {
            return Err(StoreError::Misuse(format!(
                "the database is not empty: table {name} has rows"
            )));
        }
    }
    Ok(())
}

fn no_other_files(inner: &Inner, list: &[String]) -> Result<(), StoreError> {
    match inner.files.all()?.iter().find(|name| !list.contains(name)) {
        None => Ok(()),
        Some(name) => Err(StoreError::Misuse(format!(
            "the folder of files is not empty: {name} is no file of the copy"
        ))),
    }
}

struct Loading<'a> {
    link: Box<dyn Link>,
    tell: &'a mpsc::Sender<(u64, u64)>,
    done: u64,
    total: u64,
}

impl Loading<'_> {
    fn step(&mut self, by: u64) {
        self.done += by;
        // Whoever asked may have stopped listening; the loading goes on.
        let _ = self.tell.send((self.done, self.total));
    }

    fn files(&mut self, inner: &Inner, copy: &Path, list: &[String]) -> Result<(), StoreError> {
        let shelf = copy.parent().unwrap_or(Path::new("."));
        let shelved = Files::of(&shelf.join(FILES));
        for sha256 in list {
            let path = shelved.path(sha256)?;
            let mut file = File::open(&path).map_err(told(&path))?;
            let put = inner.files.put(&mut file, u64::MAX)?;
            if put.sha256 != *sha256 {
                inner.files.remove(&put.sha256)?;
                return Err(StoreError::Corrupt(format!(
                    "{} is not the file of its name",
                    path.display()
                )));
            }
            self.step(1);
        }
        Ok(())
    }

    fn rows(&mut self, path: &Path) -> Result<(), StoreError> {
        let broken = |why: &str| StoreError::Corrupt(format!("{}: {why}", path.display()));
        let mut into: Option<(String, Vec<String>)> = None;
        let mut waiting: Vec<Vec<Value>> = Vec::new();
        for line in BufReader::new(File::open(path).map_err(told(path))?).lines() {
            let line = line.map_err(told(path))?;
            let Ok(serde_json::Value::Array(parts)) = serde_json::from_str(&line) else {
                return Err(broken("a line is no list"));
            };
            if let Some(header) = header(&parts) {
                self.insert(into.as_ref(), &mut waiting)?;
                into = Some(header);
                continue;
            }
            let values = parts
                .into_iter()
                .map(from_json)
                .collect::<Result<Vec<_>, _>>()?;
            if into
                .as_ref()
                .is_none_or(|(_, columns)| columns.len() != values.len())
            {
                return Err(broken("a row does not fit its table"));
            }
            waiting.push(values);
            if waiting.len() == AT_ONCE {
                self.insert(into.as_ref(), &mut waiting)?;
            }
        }
        self.insert(into.as_ref(), &mut waiting)
    }

    fn insert(
        &mut self,
        into: Option<&(String, Vec<String>)>,
        waiting: &mut Vec<Vec<Value>>,
    ) -> Result<(), StoreError> {
        let (Some((table, columns)), false) = (into, waiting.is_empty()) else {
            return Ok(());
        };
        let mut next = 0;
        let rows: Vec<String> = waiting
            .iter()
            .map(|row| {
                let places: Vec<String> = row
                    .iter()
                    .map(|_| {
                        next += 1;
                        format!("${next}")
                    })
                    .collect();
                format!("({})", places.join(", "))
            })
            .collect();
        let names: Vec<String> = columns.iter().map(|name| format!("\"{name}\"")).collect();
        let sql = format!(
            "INSERT INTO {table}({}) VALUES {}",
            names.join(", "),
            rows.join(", ")
        );
        let statement = self.link.statement(&sql)?;
        let count = waiting.len() as u64;
        let values: Vec<Value> = waiting.drain(..).flatten().collect();
        self.link.execute(&statement, &values)?;
        self.step(count);
        Ok(())
    }

    /// What came after the copy, in the same transaction: all of it or nothing.
    fn upgrade(&mut self, inner: &Inner) -> Result<(), StoreError> {
        let link = self.link.as_mut();
        if migrate::state_of(link, migrate::EMBEDDED)? == State::Current {
            return Ok(());
        }
        migrate::apply_inside(link, migrate::EMBEDDED)?;
        sources::recount_inside(link, inner.facts)
    }

    /// As many rows as were given, and the same chain heads.
    fn agrees(&mut self, manifest: &Manifest) -> Result<(), StoreError> {
        for (table, rows) in &manifest.tables {
            let count = self
                .link
                .statement(&format!("SELECT COUNT(*) AS n FROM {table}"))?;
            let found = self.link.query(&count, &[])?;
            let found: u64 = found.first().map_or(Ok(0), |row| row.get("n"))?;
            if found != *rows {
                return Err(StoreError::Corrupt(format!(
                    "table {table} has {found} rows instead of {rows}"
                )));
            }
        }
        for (agency, seq, hash) in &manifest.heads {
            let head = "SELECT seq, hash FROM chain WHERE agency = $1";
            let head = self.link.statement(head)?;
            let found = self.link.query(&head, &params![agency])?;
            let agrees = found.first().is_some_and(|row| {
                row.get::<i64>("seq") == Ok(*seq) && row.get::<String>("hash").as_ref() == Ok(hash)
            });
            if !agrees {
                return Err(StoreError::Corrupt(format!(
                    "the chain of {agency} does not end at {seq} {hash}"
                )));
            }
        }
        Ok(())
    }
}

/// `["table", name, [columns]]`: no row begins so, since its second value would be a list then.
fn header(parts: &[serde_json::Value]) -> Option<(String, Vec<String>)> {
    let [kind, table, serde_json::Value::Array(columns)] = parts else {
        return None;
    };
    if kind != "table" {
        return None;
    }
    let columns = columns.iter().map(|name| name.as_str().map(str::to_owned));
    Some((table.as_str()?.to_owned(), columns.collect::<Option<_>>()?))
}
