//! Fills a database with copies of the demonstration's dossiers, spread over ten years.
//! For `grow`, which asks afterwards whether pages are still as quick.
//!
//! The copies are put in by the database alone, a hundred thousand by a statement: no events, no seals,
//! no machine of those that have ended. They hold what lists, counts and searches read, and nothing that
//! anybody may work with. Indices are taken away meanwhile and made anew behind the last copy, as they
//! would be behind a restored backup.

use crate::place::Place;

/// One open dossier among so many.
const OPEN_ONE_IN: u64 = 100;
/// Copies put in by one statement.
const CHUNK: u64 = 100_000;
/// Ten years.
const DAYS: u64 = 3_650;
/// Days over which the open ones were received.
const DAYS_OPEN: u64 = 20;
/// The copies of a day are numbered from here on, behind those that were received.
const NUMBERED_FROM: u64 = 2_000;
/// Tables that get copies.
const TABLES: &str = "'dossier', 'dossier_party', 'dossier_search', 'dossier_word'";
/// The folded code of a dossier.
const FOLDED: &str = "REPLACE(REPLACE(LOWER(dossier.code), '.', ' '), '-', ' ')";

/// What the filling came to.
#[derive(Clone, Copy, Debug, Default)]
pub struct Filled {
    /// Bytes that a copy takes in the database, its indices included.
    pub bytes_a_dossier: f64,
}

/// Puts copies in until the database holds `dossiers`; `say` is told how far it is.
///
/// # Errors
/// What the database refuses.
pub fn fill(place: &mut Place, dossiers: u64, say: &mut dyn FnMut(&str)) -> Result<Filled, String> {
    let there = place.number("SELECT CAST(COUNT(*) AS TEXT) FROM dossier")? as u64;
    let copies = "SELECT CAST(COUNT(*) AS TEXT) FROM dossier WHERE id LIKE 'grown%'";
    let before = place.number(copies)? as u64;
    let (begin, end) = (before, before + dossiers.saturating_sub(there));
    let size = place.size()?;
    hurry(place)?;
    let indices = take_indices(place)?;
    templates(place, "ended", "dossier.state = 'returned'")?;
    templates(
        place,
        "open",
        "dossier.state IN ('received', 'processing', 'awaiting_supplement', 'stopped', 'finished')",
    )?;
    days(place)?;
    let mut from = begin;
    while from < end {
        let to = (from + CHUNK).min(end);
        for kind in [Kind::ENDED, Kind::OPEN] {
            copy(place, kind, from, to)?;
        }
        if place.is_sqlite() {
            place.run("PRAGMA wal_checkpoint(TRUNCATE)")?;
        }
        from = to;
        say(&format!("  {} / {} hồ sơ", there + from - begin, dossiers));
    }
    for kind in [Kind::ENDED, Kind::OPEN] {
        for table in ["", "_word", "_owner"] {
            place.run(&format!("DROP TABLE template_{}{table}", kind.name))?;
        }
    }
    place.run("DROP TABLE template_day")?;
    if before == 0 {
        older_facts(place)?;
    }
    say("  chỉ mục");
    for index in indices {
        place.run(&index)?;
    }
    settle(place)?;
    Ok(Filled {
        bytes_a_dossier: (place.size()? - size) / (end - begin).max(1) as f64,
    })
}

/// Why not durable meanwhile: if the machine fails, the database is thrown away anyway.
fn hurry(place: &mut Place) -> Result<(), String> {
    if place.is_sqlite() {
        return place.run(
            "PRAGMA synchronous = OFF; PRAGMA cache_size = -131072; PRAGMA foreign_keys = OFF;
            PRAGMA threads = 2;",
        );
    }
    place
        .run("SET synchronous_commit = off; SET maintenance_work_mem = '256MB'; SET jit = off;")?;
    // Whoever may not leave references unlooked at waits a little longer.
    let _ = place.run("SET session_replication_role = replica");
    Ok(())
}

/// What the program finds when it opens the database again is on the disk, and known to the planner.
fn settle(place: &mut Place) -> Result<(), String> {
    if place.is_sqlite() {
        return place.run("PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE);");
    }
    place.run("VACUUM ANALYZE")?;
    // Whoever may not ask for it has it done by the server some minutes later.
    let _ = place.run("CHECKPOINT");
    Ok(())
}

/// Takes the indices away that are not keys of their table; answers how they are made.
fn take_indices(place: &mut Place) -> Result<Vec<String>, String> {
    let asked = if place.is_sqlite() {
        format!(
            "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({TABLES})"
        )
    } else {
        format!(
            "SELECT CAST(indexname AS TEXT), indexdef FROM pg_indexes
            WHERE schemaname = current_schema() AND tablename IN ({TABLES})
                AND indexname NOT IN (SELECT conname FROM pg_constraint)"
        )
    };
    let mut made = Vec::new();
    for row in place.rows(&asked)? {
        if let [name, sql] = row.as_slice() {
            place.run(&format!("DROP INDEX {name}"))?;
            made.push(sql.clone());
        }
    }
    Ok(made)
}

/// The dossiers to copy, numbered from zero, and their words; `#` stands for the code in their text.
fn templates(place: &mut Place, name: &str, condition: &str) -> Result<(), String> {
    place.run(&format!(
        "CREATE TABLE template_{name} AS
            SELECT dossier.*, s.owner_key AS owner_key, ROW_NUMBER() OVER (ORDER BY dossier.id) - 1 AS k,
                REPLACE(REPLACE(s.text, ' ' || LOWER(dossier.tracking) || ' ', ' '), {FOLDED}, '#') AS mark
            FROM dossier JOIN dossier_search s ON s.dossier_id = dossier.id
            WHERE {condition} AND dossier.code IS NOT NULL AND dossier.id NOT LIKE 'grown%';
        CREATE INDEX template_{name}_k ON template_{name}(k);
        CREATE INDEX template_{name}_id ON template_{name}(id);
        CREATE TABLE template_{name}_word AS
            SELECT t.k AS k, w.begins AS begins
            FROM dossier_word w CROSS JOIN template_{name} t
            WHERE w.dossier_id NOT LIKE 'grown%' AND t.id = w.dossier_id AND t.agency = w.agency
                AND w.begins NOT LIKE LOWER(t.tracking) || '%'
                AND w.begins NOT LIKE SUBSTR(t.code, LENGTH(t.code) - 10, 6) || ' %'
                AND w.begins NOT LIKE SUBSTR(t.code, LENGTH(t.code) - 3) || ' %';
        CREATE INDEX template_{name}_word_k ON template_{name}_word(k);
        CREATE TABLE template_{name}_owner AS
            SELECT p.*, t.k AS k FROM dossier_party p CROSS JOIN template_{name} t
            WHERE p.role = 'owner' AND p.id NOT LIKE 'grown%' AND t.id = p.dossier_id;
        CREATE INDEX template_{name}_owner_k ON template_{name}_owner(k);"
    ))
}

/// The days of ten years, as codes say them.
fn days(place: &mut Place) -> Result<(), String> {
    let first = jiff::civil::date(2014, 1, 1);
    let day = |d: u64| {
        let after = jiff::Span::new().days(i64::try_from(d).unwrap_or(0));
        let day = first.checked_add(after).unwrap_or(first);
        format!("({d}, '{}')", day.strftime("%y%m%d"))
    };
    let all: Vec<String> = (0..DAYS).map(day).collect();
    place.run(&format!(
        "CREATE TABLE template_day (d BIGINT PRIMARY KEY, said TEXT NOT NULL);
        INSERT INTO template_day(d, said) VALUES {};",
        all.join(", ")
    ))
}

/// Which dossiers are copied, how far back they lie, and which numbers they get.
#[derive(Clone, Copy)]
struct Kind {
    name: &'static str,
    days: u64,
    /// Beside `n.i % OPEN_ONE_IN`.
    sign: &'static str,
    /// By what templates and days take turns.
    turn: &'static str,
}

impl Kind {
    const ENDED: Self = Self {
        name: "ended",
        days: DAYS,
        sign: "<> 0",
        turn: "n.i",
    };
    const OPEN: Self = Self {
        name: "open",
        days: DAYS_OPEN,
        sign: "= 0",
        turn: "(n.i / 100)",
    };
}

/// What is said of copies in SQL: who they are, and from which rows they are made.
struct Copies {
    kind: Kind,
    /// Names the numbers `n.i`.
    numbers: String,
    templates: u64,
}

/// The id of a copy.
const ID: &str = "'grown' || CAST(100000000 + n.i AS TEXT)";
/// Its tracking code behind the letter.
const TRACKING: &str = "CAST(10000000 + n.i AS TEXT)";
/// The part of a code that all dossiers of an office share.
const OFFICE: &str = "SUBSTR(t.code, 1, LENGTH(t.code) - 11)";

impl Copies {
    fn of(place: &mut Place, kind: Kind, from: u64, to: u64) -> Result<Self, String> {
        let counted = format!("SELECT CAST(COUNT(*) AS TEXT) FROM template_{}", kind.name);
        let numbers = if place.is_sqlite() {
            format!(
                "WITH RECURSIVE n(i) AS (SELECT {from} UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {to})"
            )
        } else {
            let last = to - 1;
            format!(
                "WITH n(i) AS (SELECT CAST(i AS BIGINT) FROM generate_series({from}, {last}) AS g(i))"
            )
        };
        Ok(Self {
            kind,
            numbers,
            templates: place.number(&counted)?.max(1.0) as u64,
        })
    }

    /// Why crossed: each copy is made when its number comes, not all numbers for each template.
    fn source(&self, beside: &str, more: &str) -> String {
        let (
            Kind {
                name, sign, turn, ..
            },
            count,
        ) = (self.kind, self.templates);
        format!(
            "FROM n CROSS JOIN template_{name} t CROSS JOIN template_day day{beside}
            WHERE t.k = {turn} % {count} AND day.d = n.i % {DAYS} AND n.i % {OPEN_ONE_IN} {sign}{more}"
        )
    }

    /// The number within its day, of four digits.
    fn number() -> String {
        let first = 10_000 + NUMBERED_FROM;
        format!("SUBSTR(CAST({first} + n.i / {DAYS} AS TEXT), 2)")
    }

    fn dossier(&self, column: &str) -> String {
        let back = format!("({} % {}) * 86400000", self.kind.turn, self.kind.days);
        match column {
            "id" => ID.to_owned(),
            "tracking" => format!("'G' || {TRACKING}"),
            "code" => format!("{OFFICE} || day.said || '-' || {}", Self::number()),
            "filed_at" | "received_at" | "due_at" | "step_due" | "finished_at" | "returned_at" => {
                format!("t.{column} - {back}")
            }
            "due_sort" => {
                format!("CASE WHEN t.due_at IS NULL THEN t.due_sort ELSE t.due_sort - {back} END")
            }
            "machine" if self.kind.name == "ended" => "'{}'".to_owned(),
            _ => format!("t.{column}"),
        }
    }

    fn search(&self, column: &str) -> String {
        let number = Self::number();
        match column {
            "dossier_id" => ID.to_owned(),
            "text" => format!(
                "' g' || {TRACKING} || REPLACE(t.mark, '#', REPLACE(REPLACE(LOWER({OFFICE}), '.', ' '), '-', ' ')
                    || day.said || ' ' || {number})"
            ),
            _ => format!("t.{column}"),
        }
    }

    /// Why in order: the key of the table is then written once from end to end.
    fn words(&self) -> String {
        let (numbers, number) = (&self.numbers, Self::number());
        let of_words = self.source(
            &format!(" CROSS JOIN template_{}_word w", self.kind.name),
            " AND w.k = t.k",
        );
        let own = [
            format!("'g' || {TRACKING} || ' '"),
            format!("day.said || ' ' || {number} || ' '"),
            format!("{number} || ' '"),
        ]
        .map(|begins| {
            let source = self.source("", "");
            format!("UNION ALL SELECT t.agency, {begins}, {ID} {source}")
        });
        format!(
            "INSERT INTO dossier_word(agency, begins, dossier_id) {numbers}
            SELECT t.agency, w.begins, {ID} {of_words} {} ORDER BY 1, 2, 3",
            own.join(" ")
        )
    }
}

/// Copies with numbers of their own.
fn copy(place: &mut Place, kind: Kind, from: u64, to: u64) -> Result<(), String> {
    let copies = Copies::of(place, kind, from, to)?;
    let (numbers, all) = (&copies.numbers, copies.source("", ""));
    insert(place, "dossier", numbers, &all, |column| {
        copies.dossier(column)
    })?;
    let owners = copies.source(
        &format!(" CROSS JOIN template_{}_owner p", kind.name),
        " AND p.k = t.k",
    );
    insert(
        place,
        "dossier_party",
        numbers,
        &owners,
        |column| match column {
            "id" => "'grown-party' || CAST(100000000 + n.i AS TEXT)".to_owned(),
            "dossier_id" => ID.to_owned(),
            _ => format!("p.{column}"),
        },
    )?;
    insert(place, "dossier_search", numbers, &all, |column| {
        copies.search(column)
    })?;
    place.run(&copies.words())
}

fn insert(
    place: &mut Place,
    table: &str,
    numbers: &str,
    source: &str,
    value: impl Fn(&str) -> String,
) -> Result<(), String> {
    let columns = place.columns(table)?;
    let values: Vec<String> = columns.iter().map(|column| value(column)).collect();
    place.run(&format!(
        "INSERT INTO {table}({}) {numbers} SELECT {} {source}",
        columns.join(", "),
        values.join(", ")
    ))
}

/// Nine more years of what was counted, so that the sums have ten years to add up.
fn older_facts(place: &mut Place) -> Result<(), String> {
    for year in 2014..2023 {
        place.run(&format!(
            "INSERT INTO fact(agency, measure, procedure, channel, day, n)
                SELECT agency, measure, procedure, channel, '{year}' || SUBSTR(day, 5), n FROM fact
                WHERE day LIKE '2023%' ON CONFLICT DO NOTHING"
        ))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_follow_one_another_for_ten_years() {
        let mut place = Place::Sqlite(rusqlite::Connection::open_in_memory().expect("memory"));
        days(&mut place).expect("the days are made");
        let rows = place
            .rows("SELECT said FROM template_day WHERE d IN (0, 59, 3649) ORDER BY d")
            .expect("the days can be read");
        assert_eq!(rows.concat(), ["140101", "140301", "231229"]);
    }
}
