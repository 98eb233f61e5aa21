//! What would happen, before it does: how many dossiers go on, and what has no heir.
//! For the rehearsal, which an administrator reads before the day.

use std::collections::{BTreeMap, BTreeSet};

use domain::moment::Moment;
use domain::text::date_vi;
use dossier::row::{self, DossierRow};
use jiff::civil::Date;
use kit::{Error, Law};
use store::{Sql, params};

use crate::posts::PostsMap;

/// How many rows are held at once.
const PAGE: i64 = 200;

/// What one commune passes on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// The commune.
    pub from: String,
    /// How many go on, by state.
    pub moving: BTreeMap<&'static str, u64>,
    /// How many stay in its archive.
    pub staying: u64,
    /// Procedures that the successor's catalogue no longer has that day, with how many dossiers.
    pub heirless_procedures: BTreeMap<String, u64>,
    /// Posts that the table of heirs does not name, with how many dossiers wait for them.
    pub heirless_posts: BTreeMap<String, u64>,
    /// Dossiers past their date on the morning of that day.
    pub late: u64,
}

impl Plan {
    /// How many go on.
    pub fn moves(&self) -> u64 {
        self.moving.values().sum()
    }

    fn count(&mut self, row: &DossierRow, law: &Law, map: &PostsMap, on: Date) {
        if !row.machine.moves_on() {
            self.staying += 1;
            return;
        }
        *self
            .moving
            .entry(row.machine.state.vietnamese())
            .or_default() += 1;
        if law.catalogue.in_force(&row.procedure_code, on).is_none() {
            let name = law
                .catalogue
                .version(&row.procedure_id)
                .map_or("", |version| version.name_vi.as_str());
            let named = format!("{} {name}", row.procedure_code);
            *self.heirless_procedures.entry(named).or_default() += 1;
        }
        let at = row.machine.step.as_ref().map_or(0, |step| step.index);
        let ahead: BTreeSet<&str> = row
            .machine
            .steps
            .iter()
            .skip(at)
            .map(|step| step.post.as_str())
            .filter(|post| map.heir(law, post).is_none())
            .collect();
        for post in ahead {
            *self.heirless_posts.entry(post.to_owned()).or_default() += 1;
        }
        let morning = Moment::from_local(on.to_datetime(jiff::civil::Time::midnight()));
        let is_late = row.machine.state.is_open()
            && !row.machine.state.is_paused()
            && row.machine.counted_due().is_some_and(|due| due < morning);
        self.late += u64::from(is_late);
    }

    /// The report, for a person.
    pub fn told(&self, law: &Law, on: Date, map: &PostsMap) -> String {
        let name = law
            .agencies
            .get(&self.from)
            .map_or(self.from.as_str(), |agency| agency.name_vi.as_str());
        let mut lines = vec![format!(
            "{name}: {} hồ sơ chuyển tiếp ngày {}, {} hồ sơ đã kết thúc ở lại kho lưu.",
            self.moves(),
            date_vi(on),
            self.staying
        )];
        let each = |lines: &mut Vec<String>, all: &BTreeMap<String, u64>| {
            lines.extend(all.iter().map(|(what, n)| format!("    {what}: {n} hồ sơ")));
        };
        lines.extend(
            self.moving
                .iter()
                .map(|(state, n)| format!("    {state}: {n}")),
        );
        lines.push(format!("  Đã quá hạn vào sáng hôm đó: {}", self.late));
        if !self.heirless_procedures.is_empty() {
            lines.push(
                "  Thủ tục không còn trong danh mục mới (hồ sơ giữ bản cũ đến khi xong):".into(),
            );
            each(&mut lines, &self.heirless_procedures);
        }
        if !self.heirless_posts.is_empty() {
            lines.push(
                "  Vị trí chưa có người kế nhiệm trong bảng (giữ tên cũ, cần phân công):".into(),
            );
            each(&mut lines, &self.heirless_posts);
        }
        if map.is_unverified {
            lines.push(
                "  Bảng vị trí kế nhiệm chưa được đối chiếu với quyết định phân công của xã."
                    .into(),
            );
        }
        lines.join("\n")
    }
}

/// What would go on from a commune on a day; changes nothing.
///
/// # Errors
/// What the store answers.
pub fn plan(
    sql: &mut impl Sql,
    law: &Law,
    map: &PostsMap,
    from: &str,
    on: Date,
) -> Result<Plan, Error> {
    let mut plan = Plan {
        from: from.to_owned(),
        ..Plan::default()
    };
    let mut after = String::new();
    loop {
        let ids = ids_after(sql, from, &after)?;
        for id in &ids {
            let row = row::load(sql, from, id)?;
            plan.count(&row, law, map, on);
        }
        match ids.last() {
            Some(last) => after.clone_from(last),
            None => return Ok(plan),
        }
    }
}

/// The next dossiers of a commune, in the order of their ids.
pub(crate) fn ids_after(
    sql: &mut impl Sql,
    agency: &str,
    after: &str,
) -> Result<Vec<String>, Error> {
    let rows = sql.rows(
        "SELECT id FROM dossier WHERE agency = $1 AND id > $2 ORDER BY id LIMIT $3",
        params![agency, after, PAGE],
    )?;
    rows.iter()
        .map(|row| row.get("id").map_err(Error::from))
        .collect()
}
