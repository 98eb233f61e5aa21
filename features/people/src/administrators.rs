//! A commune always has somebody who manages people: today, and on every day to come.
//! For each change that takes the post of administrator from somebody.

use domain::text::date_vi;
use jiff::civil::Date;
use kit::Error;
use store::{Sql, StoreError, params};

use crate::post;
use crate::row::Holding;

/// The terms of everybody who manages people, but for one account; `""` leaves nobody out.
///
/// # Errors
/// What the store answers.
pub(crate) fn terms(
    sql: &mut impl Sql,
    agency: &str,
    but: &str,
) -> Result<Vec<Holding>, StoreError> {
    let rows = sql.rows(
        "SELECT account_post.id AS id, account_post.post AS post, account_post.from_day AS from_day,
                account_post.to_day AS to_day
           FROM account
           JOIN account_post ON account_post.account_id = account.id
          WHERE account.agency = $1 AND account.ended_at IS NULL AND account_post.post = $2
            AND account.id <> $3",
        params![agency, post::ADMIN, but],
    )?;
    rows.iter().map(Holding::read).collect()
}

/// Without an administrator nobody could give the right back. A commune that has none yet, set up
/// from the command line, loses nothing.
///
/// # Errors
/// A refusal that names the first day without one.
pub(crate) fn keep(before: &[Holding], after: &[Holding], today: Date) -> Result<(), Error> {
    let ends = after.iter().filter_map(|held| held.to?.tomorrow().ok());
    let begins = before.iter().map(|held| held.from);
    let mut days: Vec<Date> = ends
        .chain(begins)
        .filter(|day| *day > today)
        .chain([today])
        .collect();
    days.sort_unstable();
    let is_held = |terms: &[Holding], day: Date| terms.iter().any(|held| held.is_on(day));
    let lost = days
        .into_iter()
        .find(|day| is_held(before, *day) && !is_held(after, *day));
    match lost {
        None => Ok(()),
        Some(day) if day == today => Err(Error::refused(
            "Phải còn ít nhất một người giữ vị trí Quản trị hệ thống. Hãy giao vị trí này cho người khác trước.",
        )),
        Some(day) => Err(Error::refused(format!(
            "Từ ngày {} sẽ không còn ai giữ vị trí Quản trị hệ thống. Hãy giao vị trí này cho người khác từ ngày đó trước.",
            date_vi(day)
        ))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TODAY: Date = date(2023, 11, 23);

    fn term(from: Date, to: Option<Date>) -> Holding {
        Holding {
            id: "h".to_owned(),
            post: post::ADMIN.to_owned(),
            from,
            to,
        }
    }

    #[test]
    fn the_last_one_stays_on_every_day_that_had_one() {
        let open = term(date(2023, 1, 1), None);
        let short = term(date(2023, 1, 1), Some(date(2023, 12, 31)));
        let next = term(date(2024, 1, 1), None);
        let over = term(date(2023, 1, 1), Some(date(2023, 11, 22)));
        let one = std::slice::from_ref;
        assert!(keep(one(&open), one(&open), TODAY).is_ok());
        assert!(keep(one(&open), &[], TODAY).is_err());
        assert!(keep(one(&open), one(&over), TODAY).is_err());
        assert!(
            keep(one(&open), one(&short), TODAY).is_err(),
            "later there is none"
        );
        assert!(keep(one(&open), &[short.clone(), next.clone()], TODAY).is_ok());
        assert!(
            keep(one(&short), one(&short), TODAY).is_ok(),
            "it was to end anyway"
        );
        assert!(
            keep(one(&next), &[], TODAY).is_err(),
            "whoever is to begin is awaited"
        );
        assert!(keep(&[], &[], TODAY).is_ok(), "there was none");
    }
}
