//! What can be exported: its columns, and its rows page after page in the order of a key.
//! For the exports of lists, in the browser and by programs.

use domain::access::Actor;
use domain::dossier::{Channel, State};
use domain::moment::Moment;
use dossier::rows::{self, Entered, Listed};
use dossier::{row, sentences};
use kit::{App, Law, Result};
use sheet::{Cell, Column};
use store::{Reader, Row, Sql as _, StoreError, params};

use crate::facts::{self, Counted, Wanted};

/// Rows asked for at once.
const PAGE: usize = 2_000;

/// A list on its way out, with the place that it has reached.
pub(super) enum Source {
    Dossiers {
        actor: Box<Actor>,
        query: String,
        /// None once the last page was given.
        after: Option<String>,
    },
    Register {
        year: i16,
        after: i64,
    },
    Facts {
        wanted: Wanted,
        after: [String; 4],
    },
    Readings {
        after: (Moment, String),
    },
}

const DOSSIERS: [Column; 14] = [
    Column::new("Mã hồ sơ", 26.0),
    Column::new("Mã tra cứu", 11.0),
    Column::new("Mã thủ tục", 12.0),
    Column::new("Thủ tục", 45.0),
    Column::new("Chủ hồ sơ", 26.0),
    Column::new("Cách nộp", 12.0),
    Column::new("Trạng thái", 24.0),
    Column::new("Nộp lúc", 17.0),
    Column::new("Tiếp nhận lúc", 17.0),
    Column::new("Hẹn trả", 17.0),
    Column::new("Xong lúc", 17.0),
    Column::new("Bước", 18.0),
    Column::new("Hạn của bước", 17.0),
    Column::new("Người giữ", 24.0),
];

const REGISTER: [Column; 12] = [
    Column::new("Số thứ tự", 10.0),
    Column::new("Mã hồ sơ", 26.0),
    Column::new("Tên thủ tục hành chính", 45.0),
    Column::new("Tên cá nhân, tổ chức", 26.0),
    Column::new("Địa chỉ", 40.0),
    Column::new("Cách nộp", 12.0),
    Column::new("Nhận hồ sơ", 17.0),
    Column::new("Hẹn trả kết quả", 17.0),
    Column::new("Có kết quả", 17.0),
    Column::new("Trả kết quả", 17.0),
    Column::new("Người nhận kết quả", 26.0),
    Column::new("Trạng thái", 24.0),
];

const FACTS: [Column; 5] = [
    Column::new("Ngày", 12.0),
    Column::new("Đếm gì", 24.0),
    Column::new("Mã thủ tục", 14.0),
    Column::new("Cách nộp", 12.0),
    Column::new("Số lượng", 12.0),
];

const READINGS: [Column; 6] = [
    Column::new("Lúc", 17.0),
    Column::new("Ai xem", 26.0),
    Column::new("Qua khóa API", 26.0),
    Column::new("Mã hồ sơ", 26.0),
    Column::new("Đã xem", 34.0),
    Column::new("Việc", 40.0),
];

impl Source {
    /// The dossiers of a list, as the worklist's address says it.
    pub(super) fn dossiers(actor: Actor, query: String) -> Self {
        Self::Dossiers {
            actor: Box::new(actor),
            query,
            after: Some(String::new()),
        }
    }

    /// The register book of a year.
    pub(super) const fn register(year: i16) -> Self {
        Self::Register { year, after: 0 }
    }

    /// Counts.
    pub(super) fn facts(wanted: Wanted) -> Self {
        Self::Facts {
            wanted,
            after: Default::default(),
        }
    }

    /// Who read what.
    pub(super) const fn readings() -> Self {
        Self::Readings {
            after: (Moment::from_millis(i64::MIN), String::new()),
        }
    }

    /// The file's name without its ending.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Dossiers { .. } => "ho-so",
            Self::Register { .. } => "so-theo-doi",
            Self::Facts { .. } => "so-lieu",
            Self::Readings { .. } => "nhat-ky-doc",
        }
    }

    /// The sheet's name.
    pub(super) const fn title(&self) -> &'static str {
        match self {
            Self::Dossiers { .. } => "Hồ sơ",
            Self::Register { .. } => "Sổ theo dõi",
            Self::Facts { .. } => "Số liệu",
            Self::Readings { .. } => "Nhật ký đọc",
        }
    }

    /// Its columns.
    pub(super) const fn columns(&self) -> &'static [Column] {
        match self {
            Self::Dossiers { .. } => &DOSSIERS,
            Self::Register { .. } => &REGISTER,
            Self::Facts { .. } => &FACTS,
            Self::Readings { .. } => &READINGS,
        }
    }

    /// The next rows; none after the last.
    pub(super) async fn next(&mut self, app: &App) -> Result<Vec<Vec<Cell>>> {
        let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
        match self {
            Self::Dossiers {
                actor,
                query,
                after,
            } => next_dossiers(app, actor, query, after).await,
            Self::Register { year, after } => {
                let (agency, year, from) = (app.agency().to_owned(), *year, *after);
                let found: Vec<Entered> = app
                    .read(move |reader: &mut Reader<'_>| -> Result<_> {
                        Ok(rows::register(reader, &agency, year, from, limit)?)
                    })
                    .await?;
                *after = found.last().map_or(*after, |last| last.number);
                let law = app.law();
                Ok(found.into_iter().map(|one| entered(one, &law)).collect())
            }
            Self::Facts { wanted, after } => {
                let (agency, asked, from) =
                    (app.agency().to_owned(), wanted.clone(), after.clone());
                let found: Vec<Counted> = app
                    .read(move |reader: &mut Reader<'_>| -> Result<_> {
                        Ok(facts::page(reader, &agency, &asked, &from, limit)?)
                    })
                    .await?;
                if let Some(last) = found.last() {
                    *after = last.place();
                }
                Ok(found.into_iter().map(counted).collect())
            }
            Self::Readings { after } => {
                let (agency, from) = (app.agency().to_owned(), after.clone());
                let found: Vec<(Moment, String, Vec<Cell>)> = app
                    .read(move |reader: &mut Reader<'_>| -> Result<_> {
                        Ok(readings(reader, &agency, &from, limit)?)
                    })
                    .await?;
                if let Some((at, id, _)) = found.last() {
                    *after = (*at, id.clone());
                }
                Ok(found.into_iter().map(|(_, _, cells)| cells).collect())
            }
        }
    }
}

async fn next_dossiers(
    app: &App,
    actor: &Actor,
    query: &str,
    after: &mut Option<String>,
) -> Result<Vec<Vec<Cell>>> {
    // Why again: a part of a long list may hold nothing that fits, and the list goes on behind it.
    while let Some(place) = after.take() {
        let query = paged(query, &place);
        let (by, law, now) = (actor.clone(), app.law(), app.law_now());
        let page = app
            .read(move |reader: &mut Reader<'_>| -> Result<_> {
                Ok(rows::page(reader, (&by, now, &law.calendar), &query, PAGE)?)
            })
            .await?;
        *after = page.after;
        if !page.rows.is_empty() {
            let law = app.law();
            return Ok(page.rows.into_iter().map(|one| listed(one, &law)).collect());
        }
    }
    Ok(Vec::new())
}

/// The list's address from a place on; a place of its own would begin in the middle.
fn paged(query: &str, place: &str) -> String {
    let mut next = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        if !["sau", "truoc"].contains(&name.as_ref()) {
            next.append_pair(&name, &value);
        }
    }
    if !place.is_empty() {
        next.append_pair("sau", place);
    }
    next.finish()
}

fn listed(one: Listed, law: &Law) -> Vec<Cell> {
    let procedure = law.catalogue.version(&one.procedure_id);
    let step = one.step_kind.as_deref().and_then(row::step_kind_named);
    let time = |at: Option<Moment>| Cell::from(at.map(Moment::local));
    vec![
        one.address.into(),
        one.tracking.into(),
        procedure
            .map_or_else(|| one.procedure_id.clone(), |found| found.code.clone())
            .into(),
        procedure.map(|found| found.name_vi.clone()).into(),
        one.owner.unwrap_or_else(|| "(đã xóa)".to_owned()).into(),
        one.channel.vietnamese().into(),
        one.state.vietnamese().into(),
        one.filed_at.local().into(),
        time(one.received_at),
        time(one.due_at),
        time(one.finished_at),
        step.map(|kind| sentences::capital(sentences::step(kind)))
            .into(),
        time(one.step_due),
        one.holder.into(),
    ]
}

fn entered(one: Entered, law: &Law) -> Vec<Cell> {
    let procedure = law.catalogue.version(&one.procedure_id);
    let time = |at: Option<Moment>| Cell::from(at.map(Moment::local));
    let gone = || "(đã xóa)".to_owned();
    vec![
        one.number.into(),
        one.code.into(),
        procedure
            .map_or(one.procedure_id, |found| found.name_vi.clone())
            .into(),
        one.owner.unwrap_or_else(gone).into(),
        one.address.unwrap_or_else(gone).into(),
        Channel::from_name(&one.channel)
            .map(Channel::vietnamese)
            .into(),
        time(one.received_at),
        time(one.due_at),
        time(one.finished_at),
        time(one.returned_at),
        one.collected_by.into(),
        State::from_name(&one.state).map(State::vietnamese).into(),
    ]
}

fn counted(one: Counted) -> Vec<Cell> {
    let day = one
        .day
        .parse()
        .map_or_else(|_| Cell::from(one.day.as_str()), Cell::Day);
    vec![
        day,
        domain::fact::measure_vi(&one.measure)
            .unwrap_or("Việc khác")
            .into(),
        one.procedure.into(),
        Channel::from_name(&one.channel)
            .map(Channel::vietnamese)
            .into(),
        one.n.into(),
    ]
}

fn readings(
    reader: &mut Reader<'_>,
    agency: &str,
    (at, id): &(Moment, String),
    limit: i64,
) -> Result<Vec<(Moment, String, Vec<Cell>)>, StoreError> {
    let rows = reader.rows(
        "SELECT reading.id AS id, reading.at AS at, reading.read_by AS read_by, account.name AS name,
            api_token.name AS token, dossier.code AS code, dossier.tracking AS tracking,
            reading.subject AS subject, reading.why AS why
        FROM reading LEFT JOIN account ON reading.read_by = 'user:' || account.id
            LEFT JOIN api_token ON api_token.id = reading.token
            LEFT JOIN dossier ON reading.subject = 'dossier:' || dossier.id
        WHERE reading.agency = $1 AND (reading.at, reading.id) > ($2, $3)
        ORDER BY reading.at, reading.id LIMIT $4",
        params![agency, *at, id.as_str(), limit],
    )?;
    rows.iter().map(told).collect()
}

fn told(row: &Row) -> Result<(Moment, String, Vec<Cell>), StoreError> {
    let at: Moment = row.get("at")?;
    let (name, by): (Option<String>, String) = (row.get("name")?, row.get("read_by")?);
    let (code, tracking): (Option<String>, Option<String>) =
        (row.get("code")?, row.get("tracking")?);
    let cells = vec![
        at.local().into(),
        name.unwrap_or(by).into(),
        row.get::<Option<String>>("token")?.into(),
        code.or(tracking).into(),
        what_was_read(&row.get::<String>("subject")?).into(),
        row.get::<String>("why")?.into(),
    ];
    Ok((at, row.get("id")?, cells))
}

/// What a line of the log was read of, in words; which dossier stands in its own column.
fn what_was_read(subject: &str) -> &'static str {
    match subject.split_once(':').map_or(subject, |(kind, _)| kind) {
        "dossier" if subject.contains(':') => "Một hồ sơ",
        "dossier" => "Danh sách hồ sơ",
        "register" => "Sổ theo dõi hồ sơ",
        "reading" => "Nhật ký đọc",
        "account" => "Nhật ký đọc của một người",
        "paper" => "Một giấy đã lập",
        _ => "Việc khác",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_and_readings_are_told_in_the_words_of_officers() {
        let one = |measure: &str, channel: &str| {
            let cells = counted(Counted {
                measure: measure.into(),
                procedure: "1.001193".into(),
                channel: channel.into(),
                day: "2023-11-23".into(),
                n: 1,
            });
            format!("{cells:?}")
        };
        let told = one("apologised", "online");
        assert!(told.contains("Xin lỗi và hẹn lại"), "{told}");
        assert!(
            !told.contains("apologised") && !told.contains("online"),
            "{told}"
        );
        assert!(one("later_measure", "").contains("Việc khác"));
        for (subject, told) in [
            ("register", "Sổ theo dõi hồ sơ"),
            ("dossier", "Danh sách hồ sơ"),
            ("dossier:01J", "Một hồ sơ"),
        ] {
            assert_eq!(what_was_read(subject), told);
        }
    }

    #[test]
    fn an_export_begins_at_the_start_of_the_list_whatever_page_one_stood_on() {
        assert_eq!(paged("xem=qua-han&sau=1.a", ""), "xem=qua-han");
        assert_eq!(paged("xem=qua-han&truoc=1.a", "9.z"), "xem=qua-han&sau=9.z");
    }
}
