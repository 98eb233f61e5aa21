//! Makes a copy while the program works: one state of the database, row by row, and its files.
//! For `motcua backup`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{BufWriter, Write as _},
    path::{Path, PathBuf},
    sync::mpsc,
};

use domain::{moment::Moment, text::hex};
use sha2::{Digest as _, Sha256};

use super::{FILES, Head, LIST, Manifest, ROWS, in_order, settle, to_json, told};
use crate::{
    db::{Db, Inner},
    dialect,
    error::StoreError,
    files::{Files, is_hash},
    link::Link,
    migrate::{self, State},
    params, private,
    value::{Row, Value},
};

impl Db {
    /// Copies everything as of one moment onto a shelf, into a new folder of this name.
    ///
    /// # Errors
    /// Whatever the database or the disk refuses; the shelf then has no new copy.
    pub fn back_up(
        &self,
        shelf: &Path,
        name: &str,
        at: Moment,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(PathBuf, Manifest), StoreError> {
        let (tell, told) = mpsc::channel();
        let inner = &*self.0;
        std::thread::scope(|scope| {
            let work = scope.spawn(move || give(inner, shelf, name, at, tell));
            for (done, total) in told {
                progress(done, total);
            }
            work.join().unwrap_or(Err(StoreError::Panicked))
        })
    }
}

struct Giving<'a> {
    inner: &'a Inner,
    link: Box<dyn Link>,
    tell: mpsc::Sender<(u64, u64)>,
    done: u64,
    total: u64,
    named: BTreeSet<String>,
}

fn give(
    inner: &Inner,
    shelf: &Path,
    name: &str,
    at: Moment,
    tell: mpsc::Sender<(u64, u64)>,
) -> Result<(PathBuf, Manifest), StoreError> {
    let (copy, partial) = (shelf.join(name), shelf.join(format!("{name}.partial")));
    if copy.exists() {
        return Err(StoreError::File(format!(
            "{} is there already",
            copy.display()
        )));
    }
    private::folder(&partial).map_err(told(&partial))?;
    let mut link = inner.url.link()?;
    link.control(dialect::begin_reading(link.engine()))?;
    let mut giving = Giving {
        inner,
        link,
        tell,
        done: 0,
        total: 0,
        named: BTreeSet::new(),
    };
    let given = giving.all(shelf, &partial, at).and_then(|manifest| {
        manifest.write(&partial)?;
        settle(&partial)?;
        fs::rename(&partial, &copy).map_err(told(&copy))?;
        settle(shelf)?;
        Ok((copy, manifest))
    });
    if given.is_err() {
        // Half a copy is of no use; the files on the shelf are whole, and the next copy uses them.
        let _ = fs::remove_dir_all(&partial);
    }
    given
}

impl Giving<'_> {
    fn all(&mut self, shelf: &Path, copy: &Path, at: Moment) -> Result<Manifest, StoreError> {
        let tables = self.tables()?;
        for table in &tables {
            self.total += self.number(&format!("SELECT COUNT(*) AS n FROM {table}"))?;
        }
        let mut rows = Proved::create(&copy.join(ROWS))?;
        let mut counts = BTreeMap::new();
        for table in &tables {
            counts.insert(table.clone(), self.rows_of(table, &mut rows)?);
        }
        let mut list = Proved::create(&copy.join(LIST))?;
        let (files, file_bytes) = self.files(shelf, &mut list)?;
        Ok(Manifest {
            made_at: at,
            migrations: self.migrations()?,
            heads: self.heads()?,
            tables: counts,
            rows_sha256: rows.finish()?,
            files,
            file_bytes,
            list_sha256: list.finish()?,
        })
    }

    fn query(&mut self, sql: &str) -> Result<Vec<Row>, StoreError> {
        let statement = self.link.statement(sql)?;
        self.link.query(&statement, &params![])
    }

    fn number(&mut self, sql: &str) -> Result<u64, StoreError> {
        match self.query(sql)?.first() {
            Some(row) => row.get("n"),
            None => Err(StoreError::Corrupt(format!("no answer to {sql}"))),
        }
    }

    /// The tables there are. Those of a newer program are not known here, and may refer to one another.
    fn tables(&mut self) -> Result<Vec<String>, StoreError> {
        match migrate::state_of(self.link.as_mut(), migrate::EMBEDDED)? {
            State::Newer(names) => return Err(StoreError::Newer(names.join(", "))),
            State::Empty => {
                return Err(StoreError::Misuse(
                    "an empty database has no copy".to_owned(),
                ));
            }
            State::Current | State::Older(_) => {}
        }
        let there = self
            .query(dialect::table_names(self.link.engine()))?
            .iter()
            .map(|row| row.get("name"))
            .collect::<Result<BTreeSet<String>, _>>()?;
        let known = in_order(migrate::EMBEDDED)?;
        Ok(known
            .into_iter()
            .filter(|name| there.contains(name))
            .collect())
    }

    fn migrations(&mut self) -> Result<Vec<(String, String)>, StoreError> {
        self.query("SELECT name, sha256 FROM schema ORDER BY name")?
            .iter()
            .map(|row| Ok((row.get("name")?, row.get("sha256")?)))
            .collect()
    }

    fn heads(&mut self) -> Result<Vec<Head>, StoreError> {
        self.query("SELECT agency, seq, hash FROM chain WHERE seq > 0 ORDER BY agency")?
            .iter()
            .map(|row| Ok((row.get("agency")?, row.get("seq")?, row.get("hash")?)))
            .collect()
    }

    fn rows_of(&mut self, table: &str, out: &mut Proved) -> Result<u64, StoreError> {
        let names = self.columns(table)?;
        let header = serde_json::json!(["table", table, names]);
        out.line(&header.to_string())?;
        // By name or, where there is none, by everything: the same rows give the same bytes.
        let order = if names.iter().any(|name| name == "id") {
            "id".to_owned()
        } else {
            (1..=names.len())
                .map(|place| place.to_string())
                .collect::<Vec<_>>()
                .join(", ")
        };
        let listed: Vec<String> = names.iter().map(|name| format!("\"{name}\"")).collect();
        let sql = format!("SELECT {} FROM {table} ORDER BY {order}", listed.join(", "));
        let (mut count, named, tell) = (0, &mut self.named, &self.tell);
        let (before, total) = (self.done, self.total);
        self.link.each(&sql, &mut |row| {
            note_files(row, named);
            let values: Vec<serde_json::Value> =
                row.pairs().map(|(_, value)| to_json(value)).collect();
            out.line(&serde_json::Value::Array(values).to_string())?;
            count += 1;
            if count % 500 == 0 {
                // Whoever asked may have stopped listening; the copy goes on.
                let _ = tell.send((before + count, total));
            }
            Ok(())
        })?;
        self.done += count;
        Ok(count)
    }

    fn columns(&mut self, table: &str) -> Result<Vec<String>, StoreError> {
        let sql = dialect::column_names(self.link.engine());
        let statement = self.link.statement(sql)?;
        self.link
            .query(&statement, &params![table])?
            .iter()
            .map(|row| row.get("name"))
            .collect()
    }

    /// Puts on the shelf what is not there yet, and lists what this copy needs.
    fn files(&mut self, shelf: &Path, list: &mut Proved) -> Result<(u64, u64), StoreError> {
        let shelved = Files::of(&shelf.join(FILES));
        let (mut count, mut bytes) = (0, 0);
        self.total += self.named.len() as u64;
        for sha256 in &self.named {
            let source = self.inner.files.path(sha256)?;
            let size = fs::metadata(&source).map_err(told(&source))?.len();
            let is_there =
                fs::metadata(shelved.path(sha256)?).is_ok_and(|there| there.len() == size);
            if !is_there {
                let mut file = File::open(&source).map_err(told(&source))?;
                let put = shelved.put(&mut file, u64::MAX)?;
                if put.sha256 != *sha256 {
                    shelved.remove(&put.sha256)?;
                    return Err(StoreError::Corrupt(format!(
                        "file {sha256} is not what was put there"
                    )));
                }
            }
            list.line(&format!("{sha256} {size}"))?;
            count += 1;
            bytes += size;
            self.done += 1;
            let _ = self.tell.send((self.done, self.total));
        }
        Ok((count, bytes))
    }
}

fn note_files(row: &Row, named: &mut BTreeSet<String>) {
    for (name, value) in row.pairs() {
        if let Value::Text(text) = value
            && (name == "sha256" || name.ends_with("_sha256"))
            && is_hash(text)
        {
            named.insert(text.clone());
        }
    }
}

/// A file of lines that is hashed as it is written.
struct Proved {
    path: PathBuf,
    file: BufWriter<File>,
    hasher: Sha256,
}

impl Proved {
    fn create(path: &Path) -> Result<Self, StoreError> {
        Ok(Self {
            path: path.to_owned(),
            file: BufWriter::new(private::create(path).map_err(told(path))?),
            hasher: Sha256::new(),
        })
    }

    fn line(&mut self, text: &str) -> Result<(), StoreError> {
        for part in [text.as_bytes(), b"\n"] {
            self.hasher.update(part);
            self.file.write_all(part).map_err(told(&self.path))?;
        }
        Ok(())
    }

    fn finish(self) -> Result<String, StoreError> {
        let file = self
            .file
            .into_inner()
            .map_err(|error| told(&self.path)(error.into_error()))?;
        file.sync_all().map_err(told(&self.path))?;
        Ok(hex(&self.hasher.finalize()))
    }
}
