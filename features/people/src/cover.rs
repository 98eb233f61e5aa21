//! One officer stands in for an absent colleague, from day to day; it ends by itself.
//! For the page that arranges it, for signing in, and for whoever shows who is away.

use std::collections::BTreeSet;

use domain::access::{Absent, Cover, NoCover, Role};
use domain::moment::Moment;
use jiff::civil::Date;
use kit::{Error, FieldErrors};
use serde_json::json;
use store::{NewEvent, Row, Sql, StoreError, Tx, params};

use crate::{post, row};

/// The longest cover: whoever is away longer is replaced, and the posts are given anew.
const LONGEST_DAYS: i32 = 92;

/// A cover as it stands, with the names of both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Covering {
    /// Its id.
    pub id: String,
    /// Who is away, from which day to which, and who stands in.
    pub cover: Cover,
    /// The name of whoever is away.
    pub absent_name: String,
    /// The name of whoever stands in.
    pub by_name: String,
}

impl Covering {
    fn read(row: &Row) -> Result<Self, StoreError> {
        let day = |column: &str| -> Result<Date, StoreError> {
            let text: String = row.get(column)?;
            text.parse()
                .map_err(|_| StoreError::Corrupt(format!("cover holds the day «{text}»")))
        };
        Ok(Self {
            id: row.get("id")?,
            cover: Cover {
                absent: row.get("absent")?,
                by: row.get("by_account")?,
                from: day("from_day")?,
                to: day("to_day")?,
            },
            absent_name: row.get("absent_name")?,
            by_name: row.get("by_name")?,
        })
    }

    /// Whether it concerns an account.
    pub fn concerns(&self, user: &str) -> bool {
        self.cover.absent == user || self.cover.by == user
    }
}

/// What an account holds on a day, and the colleagues for whom it stands in, with theirs.
/// Whoever stands in for an administrator manages no people: that needs a second factor of one's own.
/// A leader's signature passes between leaders only (NĐ 30/2020: the vice chair signs for the chair).
pub(crate) fn held_and_covered(
    sql: &mut impl Sql,
    user: &str,
    day: Date,
) -> Result<Held, StoreError> {
    let text = format!(
        "SELECT account.id AS id, account.agency AS agency, account.name AS name, account_post.post AS post, {} AS chosen
           FROM account
           JOIN account_post ON account_post.account_id = account.id
          WHERE account.ended_at IS NULL
            AND account.id IN (SELECT $1 UNION ALL SELECT cover.absent FROM cover
                  WHERE cover.by_account = $1 AND cover.from_day <= $2 AND cover.to_day >= $2
                    AND cover.ended_at IS NULL)
            AND account_post.from_day <= $2
            AND (account_post.to_day IS NULL OR account_post.to_day >= $2)
          ORDER BY account.name_key, account.id, account_post.from_day, account_post.post, account_post.id",
        post::CHOSEN
    );
    let rows = sql.rows(&text, params![user, day.to_string(), post::chosen_kind()])?;
    let mut own = Held::default();
    let mut covered = Vec::new();
    for row in &rows {
        let (id, held): (String, String) = (row.get("id")?, row.get("post")?);
        let roles = post::roles_with(&held, row.get::<Option<String>>("chosen")?.as_deref())?;
        if id == user {
            (own.agency, own.name) = (row.get("agency")?, row.get("name")?);
            own.roles.extend(roles);
            own.posts.push(held);
        } else if held != post::ADMIN {
            covered.push((id, row.get::<String>("name")?, held, roles));
        }
    }
    let leads = own.posts.iter().any(|held| is_leaders(held));
    for (user, name, held, roles) in covered {
        if !leads && is_leaders(&held) {
            continue;
        }
        let at = own.covers.iter().position(|known| known.user == user);
        let at = at.unwrap_or_else(|| {
            own.covers.push(Absent {
                user,
                name,
                posts: Vec::new(),
                roles: BTreeSet::new(),
            });
            own.covers.len() - 1
        });
        own.covers[at].posts.push(held);
        own.covers[at].roles.extend(roles);
    }
    Ok(own)
}

/// What an account may act with on a day.
#[derive(Debug, Default)]
pub(crate) struct Held {
    /// Of the account; empty where it has ended or holds nothing.
    pub(crate) agency: String,
    /// Its officer's name.
    pub(crate) name: String,
    /// The posts it holds.
    pub(crate) posts: Vec<String>,
    /// The roles that these give.
    pub(crate) roles: BTreeSet<Role>,
    /// Colleagues absent that day for whom it stands in.
    pub(crate) covers: Vec<Absent>,
}

fn is_leaders(held: &str) -> bool {
    matches!(held, "chu_tich" | "pho_chu_tich")
}

/// The covers of a commune that last on a day or begin later, the first to begin first.
///
/// # Errors
/// What the store answers.
pub fn covers(sql: &mut impl Sql, agency: &str, day: Date) -> Result<Vec<Covering>, StoreError> {
    let rows = sql.rows(
        "SELECT cover.id AS id, cover.absent AS absent, cover.by_account AS by_account,
                cover.from_day AS from_day, cover.to_day AS to_day,
                away.name AS absent_name, standing.name AS by_name
           FROM cover
           JOIN account away ON away.id = cover.absent
           JOIN account standing ON standing.id = cover.by_account
          WHERE cover.agency = $1 AND cover.to_day >= $2 AND cover.ended_at IS NULL
          ORDER BY cover.from_day, cover.id",
        params![agency, day.to_string()],
    )?;
    rows.iter().map(Covering::read).collect()
}

/// Why a cover would hand on nothing of what the absent colleague holds; none where something passes.
fn passes_nothing(tx: &mut Tx<'_>, cover: &Cover) -> Result<Option<&'static str>, StoreError> {
    let held = row::posts_on(tx, &cover.absent, cover.from)?;
    let own = row::posts_on(tx, &cover.by, cover.from)?;
    let leads = own.iter().any(|held| is_leaders(held));
    let passes = |held: &String| held != post::ADMIN && (leads || !is_leaders(held));
    if held.is_empty() || held.iter().any(passes) {
        return Ok(None);
    }
    Ok(Some(if held.iter().any(|held| is_leaders(held)) {
        "Việc ký của chủ tịch, phó chủ tịch chỉ lãnh đạo khác làm thay được (Nghị định 30/2020/NĐ-CP). Hãy chọn chủ tịch hoặc phó chủ tịch"
    } else {
        "Việc quản trị hệ thống không giao cho người làm thay. Hãy lập thêm một tài khoản quản trị"
    }))
}

/// Lets one officer stand in for another; the caller commits the events. Answers its id.
///
/// # Errors
/// `Invalid` with a sentence for the field at fault, `Missing` for an account of another commune.
pub fn arrange(
    tx: &mut Tx<'_>,
    cover: &Cover,
    by: &str,
    at: Moment,
) -> Result<(String, Vec<NewEvent>), Error> {
    let agency = tx.agency().to_owned();
    let mut errors = FieldErrors::new();
    match Cover::new(&cover.absent, &cover.by, cover.from, cover.to) {
        Ok(_) => {}
        Err(NoCover::Oneself) => {
            errors.add("by", "Không ai làm thay chính mình. Hãy chọn người khác")
        }
        Err(NoCover::EndsBeforeItBegins) => {
            errors.add("to", "Ngày cuối ở trước ngày đầu. Hãy sửa lại ngày");
        }
    }
    if cover.to < at.date() {
        errors.add("to", "Ngày cuối đã qua. Hãy chọn từ hôm nay trở đi");
    }
    if (cover.to - cover.from).get_days() > LONGEST_DAYS {
        errors.add(
            "to",
            "Làm thay nhiều nhất ba tháng. Vắng lâu hơn thì nhờ quản trị đổi vị trí",
        );
    }
    for id in [&cover.absent, &cover.by] {
        if row::by_id(tx, &agency, id)?.ended_at.is_some() {
            errors.add("by", "Người này đã nghỉ. Hãy chọn người khác");
        }
    }
    if let Some(sentence) = passes_nothing(tx, cover)? {
        errors.add("by", sentence);
    }
    let known = covers(tx, &agency, at.date())?;
    let meets = |one: &Covering| {
        one.cover.absent == cover.absent && one.cover.from <= cover.to && cover.from <= one.cover.to
    };
    if let Some(one) = known.iter().find(|one| meets(one)) {
        errors.add(
            "from",
            format!(
                "Trong những ngày này đã có {} làm thay. Hãy kết thúc việc đó trước, hoặc chọn ngày khác",
                one.by_name
            ),
        );
    }
    errors.settled()?;
    let id = tx.new_id();
    let (from, to) = (cover.from.to_string(), cover.to.to_string());
    tx.run(
        "INSERT INTO cover(id, agency, absent, by_account, from_day, to_day, made_at, made_by)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        params![&id, &agency, &cover.absent, &cover.by, &from, &to, at, by],
    )?;
    tx.seal("cover", &id);
    let data = json!({ "cover": id, "by": format!("user:{}", cover.by), "from": from, "to": to });
    let event = NewEvent {
        kind: crate::COVERED,
        subject: row::subject(&cover.absent),
        data,
    };
    Ok((id, vec![event]))
}

/// Calls a cover off before its last day; the caller commits the events.
///
/// # Errors
/// `Missing` when it is over or of another commune.
pub fn call_off(tx: &mut Tx<'_>, id: &str, at: Moment) -> Result<Vec<NewEvent>, Error> {
    let agency = tx.agency().to_owned();
    let known = covers(tx, &agency, at.date())?;
    let one = known
        .iter()
        .find(|one| one.id == id)
        .ok_or(Error::Missing)?;
    tx.run(
        "UPDATE cover SET ended_at = $2 WHERE id = $1",
        params![id, at],
    )?;
    tx.seal("cover", id);
    Ok(vec![NewEvent {
        kind: crate::COVER_ENDED,
        subject: row::subject(&one.cover.absent),
        data: json!({ "cover": id }),
    }])
}
