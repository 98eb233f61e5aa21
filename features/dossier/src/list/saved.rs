//! Filters under a name: an officer's own, and those that a leader gives to a post.
//! For the worklist, as tabs; a search for a person is never kept.

use axum::extract::{Path, State as FromState};
use domain::access::{Act, Actor};
use kit::{App, Choice, Ctx, Deed, Error, FieldErrors, Fields, Law, Officer, Result, Tone, see};
use store::{Sql, StoreError, Tx, params};

use super::filter::Filter;
use super::menu::can;

/// Where a filter is given a name.
pub(super) const PATH: &str = "/cb/bo-loc";
/// The longest name.
const NAME_MAX: usize = 40;
/// So many an officer sees at most.
const MOST: i64 = 12;

/// A filter under its name.
#[derive(Clone, Debug)]
pub(super) struct SavedView {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) filter: Filter,
    /// Whether the officer may take it away.
    pub(super) can_forget: bool,
}

/// One tab.
pub(super) struct Tab {
    pub(super) view: SavedView,
    pub(super) number: String,
    pub(super) current: bool,
}

/// The filters that an officer sees: the own ones, and those of the posts held.
pub(super) fn of(sql: &mut impl Sql, actor: &Actor) -> Result<Vec<SavedView>, StoreError> {
    let mut values = params![&actor.agency, &actor.user, MOST];
    let mut posts = Vec::new();
    for post in &actor.posts {
        values.push(post.as_str().into());
        posts.push(format!("${}", values.len()));
    }
    const COLUMNS: &str = "SELECT id, account, name, query, made_by, made_at FROM saved_view";
    let of_posts = match posts.is_empty() {
        true => String::new(),
        false => format!(
            " UNION ALL {COLUMNS} WHERE agency = $1 AND account IS NULL AND post IN ({})",
            posts.join(", ")
        ),
    };
    // Why two: each then finds its rows by the whole index.
    let text = format!(
        "{COLUMNS} WHERE agency = $1 AND account = $2{of_posts} ORDER BY made_at, id LIMIT $3"
    );
    sql.rows(&text, values)?
        .iter()
        .map(|row| {
            let account: Option<String> = row.get("account")?;
            let made_by: String = row.get("made_by")?;
            Ok(SavedView {
                id: row.get("id")?,
                name: row.get("name")?,
                filter: Filter::read(&row.get::<String>("query")?).0,
                can_forget: account.is_some() || made_by == actor.user,
            })
        })
        .collect()
}

/// For whom a filter can be kept: oneself; a leader also for a post.
pub(super) fn takers(law: &Law, actor: &Actor) -> Vec<Choice> {
    let own = Choice::new("", "Riêng tôi", "");
    if !can(actor, Act::Oversee) {
        return vec![own];
    }
    let posts = law.posts.all().iter().filter(|post| post.kind.is_at_desk());
    let of_post = posts.map(|post| Choice::new(post.id.as_str(), post.short_vi.as_str(), ""));
    std::iter::once(own).chain(of_post).collect()
}

/// `POST /cb/bo-loc`
pub(super) async fn save(
    FromState(app): FromState<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    fields: Fields,
) -> Result {
    let (token, law, at) = (fields.once()?, app.law(), app.law_now());
    let mut errors = FieldErrors::new();
    let name = fields.required(&mut errors, "ten", "Tên bộ lọc", NAME_MAX);
    let mut filter = Filter::read(fields.get("bo_loc")).0;
    // Why: a name or a number of a citizen would otherwise stay in a list of tabs.
    let searched = !std::mem::take(&mut filter.q).is_empty();
    let post = fields.get("cho").to_owned();
    let known = takers(&law, &actor).iter().any(|one| one.value == post);
    if !known {
        return Err(Error::Denied(domain::access::Denied::NotYourRole(
            Act::Oversee,
        )));
    }
    if let Err(errors) = errors.settled() {
        let sentence = errors.iter().next().map(|one| one.text.clone());
        return Err(Error::refused(sentence.unwrap_or_default()));
    }
    if searched && filter.query().is_empty() {
        return Err(Error::refused(
            "Chữ tìm kiếm không được lưu vì có thể là tên hay số của người dân, mà danh sách này không lọc gì khác. Hãy chọn thêm điều kiện lọc rồi lưu",
        ));
    }
    let deed = Deed {
        by: actor.by(),
        at,
        said: match searched {
            true => "Đã lưu bộ lọc, trừ chữ tìm kiếm: đó có thể là tên hay số của người dân.",
            false => "Đã lưu bộ lọc.",
        },
    };
    let place = filter.href();
    let act = move |tx: &mut Tx<'_>| {
        if of(tx, &actor)?.len() as i64 >= MOST {
            return Err(Error::refused(format!(
                "Đã đủ {MOST} bộ lọc. Hãy bỏ một bộ lọc không dùng nữa rồi lưu lại"
            )));
        }
        let (account, post) = match post.is_empty() {
            true => (Some(actor.user.clone()), None),
            false => (None, Some(post)),
        };
        let id = tx.new_id();
        tx.run(
            "INSERT INTO saved_view(id, agency, account, post, name, query, made_by, made_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            params![
                id,
                &actor.agency,
                account,
                post,
                name,
                filter.query(),
                &actor.user,
                at
            ],
        )?;
        // A filter under a name is no act of the commune.
        Ok(Vec::new())
    };
    Ok(see(&app.once(&ctx, (token, place), deed, act).await?))
}

/// `POST /cb/bo-loc/{id}/bo`
pub(super) async fn forget(
    FromState(app): FromState<App>,
    ctx: Ctx,
    Officer(actor): Officer,
    Path(id): Path<String>,
) -> Result {
    let next = app.next_page(&ctx);
    app.write(move |tx: &mut Tx<'_>| -> Result<_> {
        let gone = tx.run(
            "DELETE FROM saved_view WHERE id = $1 AND agency = $2 AND (account = $3 OR made_by = $3)",
            params![id, &actor.agency, &actor.user],
        )?;
        if gone == 0 {
            return Err(Error::Missing);
        }
        next.tell(tx, Tone::Ok, "Đã bỏ bộ lọc.")?;
        Ok(tx.commit_silently("a filter under a name is no act of the commune", ())?)
    })
    .await?;
    Ok(see(super::worklist::PATH))
}
