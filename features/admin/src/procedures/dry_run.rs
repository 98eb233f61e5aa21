//! The dry run: last year's dossiers of a procedure counted again under a new version.
//! For the administrator before saving; read a page at a time, and nothing is written.

use std::sync::Arc;

use domain::dossier::{AsIf, Timeliness};
use domain::moment::Moment;
use domain::procedure::Procedure;
use domain::text::{date_vi, moment_vi};
use dossier::DossierRow;
use dossier::row::{received_since, told};
use jiff::Span;
use jiff::civil::Date;
use kit::{App, Law, Result, Tag, Tone};
use store::{Reader, StoreError};

use super::said;

/// So many dossiers are held in memory at a time.
const PAGE: i64 = 100;
/// So many are listed on a page.
const LISTED: usize = 20;

/// What came of it.
pub(crate) struct DryRun {
    pub(crate) span: String,
    /// Received in the year; of them those that count nowhere are left out below.
    pub(crate) received: usize,
    pub(crate) counted: usize,
    pub(crate) totals: Vec<Total>,
    pub(crate) becomes_late: usize,
    pub(crate) no_longer_late: usize,
    /// The promise in words, and how many missed it; none without a promise.
    pub(crate) promise: Option<(String, usize)>,
    pub(crate) steps: Vec<StepLine>,
    pub(crate) listed: Vec<Late>,
    /// How many there are to list.
    pub(crate) late: usize,
    pub(crate) nth: usize,
    pub(crate) pages: usize,
}

/// One line of the totals.
pub(crate) struct Total {
    pub(crate) name: &'static str,
    pub(crate) then: usize,
    pub(crate) would: usize,
}

/// One step of the new version.
pub(crate) struct StepLine {
    pub(crate) name: String,
    pub(crate) came_through: usize,
    pub(crate) late_then: usize,
    pub(crate) late: usize,
}

/// A dossier that would have been late.
pub(crate) struct Late {
    pub(crate) href: String,
    pub(crate) code: String,
    pub(crate) received: String,
    pub(crate) ended: String,
    pub(crate) due_then: String,
    pub(crate) due: String,
    pub(crate) tag: Tag,
}

/// What is added up while the dossiers pass by.
struct Tally {
    received: usize,
    counted: usize,
    then: [usize; 3],
    would: [usize; 3],
    becomes_late: usize,
    no_longer_late: usize,
    promise_missed: usize,
    /// By step: came through, late then, late under the version.
    steps: Vec<[usize; 3]>,
    late: usize,
    shown: Vec<Late>,
}

/// One dossier as it passes by.
struct Passed {
    row: DossierRow,
    as_if: Option<AsIf>,
}

/// Counts the dossiers of the year before `now` again; the `nth` page of those late is listed.
pub(crate) async fn of(
    app: &App,
    law: &Arc<Law>,
    version: &Arc<Procedure>,
    nth: usize,
) -> Result<DryRun> {
    let now = app.law_now();
    let first = first_day(now.date());
    let mut tally = Tally::of(version);
    let nth = nth.max(1);
    let mut seen = (Moment::from_local(first.at(0, 0, 0, 0)), String::new());
    loop {
        let (agency, law, version) = (
            app.agency().to_owned(),
            Arc::clone(law),
            Arc::clone(version),
        );
        let after = seen.clone();
        let page = app
            .read(move |reader: &mut Reader<'_>| -> Result<_, StoreError> {
                let rows =
                    received_since(reader, &agency, &version.code, (after.0, &after.1), PAGE)?;
                rows.into_iter()
                    .map(|row| {
                        let events = told(reader, &row)?;
                        let as_if = row.machine.as_if(&events, &version, &law.calendar, now);
                        Ok(Passed { row, as_if })
                    })
                    .collect::<Result<Vec<_>, StoreError>>()
            })
            .await?;
        let Some(last) = page.last() else {
            break;
        };
        seen = (
            last.row.machine.received_at.unwrap_or(seen.0),
            last.row.id.clone(),
        );
        for passed in &page {
            tally.add(passed, nth);
        }
    }
    let span = format!("{} – {}", date_vi(first), date_vi(now.date()));
    Ok(tally.told(version, span, nth))
}

fn first_day(today: Date) -> Date {
    today.checked_sub(Span::new().years(1)).unwrap_or(Date::MIN)
}

/// Late, in time, or without a date.
const fn place(timeliness: Timeliness) -> usize {
    match timeliness {
        Timeliness::Late => 0,
        Timeliness::Early | Timeliness::OnTime => 1,
        Timeliness::NoDue => 2,
    }
}

impl Tally {
    fn of(version: &Procedure) -> Self {
        Self {
            received: 0,
            counted: 0,
            then: [0; 3],
            would: [0; 3],
            becomes_late: 0,
            no_longer_late: 0,
            promise_missed: 0,
            steps: vec![[0; 3]; version.process.steps.len()],
            late: 0,
            shown: Vec::new(),
        }
    }

    fn add(&mut self, passed: &Passed, nth: usize) {
        self.received += 1;
        let Some(as_if) = &passed.as_if else {
            return;
        };
        self.counted += 1;
        self.then[place(as_if.then)] += 1;
        self.would[place(as_if.would)] += 1;
        for step in &as_if.steps {
            let line = &mut self.steps[step.index];
            line[0] += 1;
            line[1] += usize::from(step.late_then);
            line[2] += usize::from(step.late);
        }
        self.promise_missed += usize::from(as_if.promised == Some(Timeliness::Late));
        let (was, is) = (
            as_if.then == Timeliness::Late,
            as_if.would == Timeliness::Late,
        );
        self.becomes_late += usize::from(is && !was);
        self.no_longer_late += usize::from(was && !is);
        if !is {
            return;
        }
        if self.late / LISTED + 1 == nth {
            self.shown.push(late(&passed.row, as_if));
        }
        self.late += 1;
    }

    fn told(self, version: &Procedure, span: String, nth: usize) -> DryRun {
        let names = ["Quá hạn", "Đúng hạn, trước hạn", "Không có hạn để tính"];
        let totals = names.into_iter().enumerate().map(|(at, name)| Total {
            name,
            then: self.then[at],
            would: self.would[at],
        });
        let steps = version.process.steps.iter().zip(&self.steps);
        let steps = steps.map(|(step, [came_through, late_then, late])| StepLine {
            name: format!("{}. {}", step.seq, step.action_vi),
            came_through: *came_through,
            late_then: *late_then,
            late: *late,
        });
        DryRun {
            span,
            received: self.received,
            counted: self.counted,
            totals: totals.collect(),
            becomes_late: self.becomes_late,
            no_longer_late: self.no_longer_late,
            promise: version
                .process
                .promise_term
                .map(|_| (said::promise(version), self.promise_missed)),
            steps: steps.collect(),
            listed: self.shown,
            late: self.late,
            nth,
            pages: self.late.div_ceil(LISTED).max(1),
        }
    }
}

fn late(row: &DossierRow, as_if: &AsIf) -> Late {
    let shown = |moment: Option<Moment>| moment.map_or_else(|| "—".to_owned(), moment_vi);
    Late {
        href: format!("/cb/ho-so/{}", row.address()),
        code: row.address().to_owned(),
        received: shown(row.machine.received_at),
        ended: row
            .machine
            .finished_at
            .map_or_else(|| "chưa xong".to_owned(), moment_vi),
        due_then: shown(as_if.due_then),
        due: shown(as_if.due),
        tag: if as_if.then == Timeliness::Late {
            Tag::plain("Khi đó cũng quá hạn")
        } else {
            Tag::new(Tone::Warning, "Thành quá hạn")
        },
    }
}
