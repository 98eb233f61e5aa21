//! The part of a form that gives posts with their days.
//! For making an account and for changing its posts; both show again what was typed.

use domain::citizen::BirthDate;
use domain::text::date_vi;
use jiff::civil::Date;
use kit::{FieldErrors, Fields};

use crate::change::Term;
use crate::post;
use crate::row::Holding;

/// One post of the form.
pub(crate) struct TermRow {
    pub(crate) post: &'static str,
    pub(crate) name: &'static str,
    pub(crate) is_held: bool,
    pub(crate) from: String,
    pub(crate) to: String,
    /// The same as beside the fields of other forms; empty for none.
    pub(crate) from_error: String,
    pub(crate) to_error: String,
}

/// The rows for an account that holds these posts.
pub(crate) fn of_holdings(held: &[Holding], today: Date) -> Vec<TermRow> {
    post::choices(today)
        .map(|post| {
            let held = held
                .iter()
                .find(|held| held.post == post.id.as_str() && !held.is_over(today));
            TermRow {
                post: post.id.as_str(),
                name: &post.name_vi,
                is_held: held.is_some(),
                from: held.map(|held| date_vi(held.from)).unwrap_or_default(),
                to: held
                    .and_then(|held| held.to)
                    .map(date_vi)
                    .unwrap_or_default(),
                from_error: String::new(),
                to_error: String::new(),
            }
        })
        .collect()
}

/// The rows as they were typed.
pub(crate) fn of_fields(fields: &Fields, errors: &FieldErrors, today: Date) -> Vec<TermRow> {
    post::choices(today)
        .map(|post| {
            let id = post.id.as_str();
            let (from, to) = (format!("from_{id}"), format!("to_{id}"));
            TermRow {
                post: id,
                name: &post.name_vi,
                is_held: fields.all("post").any(|ticked| ticked == id),
                from: fields.get(&from).to_owned(),
                to: fields.get(&to).to_owned(),
                from_error: errors.of(&from).to_owned(),
                to_error: errors.of(&to).to_owned(),
            }
        })
        .collect()
}

/// The posts that were ticked; an empty first day is today.
pub(crate) fn read(fields: &Fields, errors: &mut FieldErrors, today: Date) -> Vec<Term> {
    let mut terms = Vec::new();
    for post in fields.all("post") {
        let (from, to) = (format!("from_{post}"), format!("to_{post}"));
        let first = errors.check(&from, day(fields.get(&from)));
        let last = errors.check(&to, day(fields.get(&to)));
        if let (Some(first), Some(last)) = (first, last) {
            let from_day = first.unwrap_or(today);
            if last.is_some_and(|last| last < from_day) {
                errors.add(&to, "Ngày cuối ở trước ngày đầu. Hãy sửa lại ngày");
            }
            terms.push(Term {
                post: post.to_owned(),
                from: from_day,
                to: last,
            });
        }
    }
    if fields.all("post").next().is_none() {
        errors.add("posts", "Hãy chọn ít nhất một vị trí");
    }
    terms
}

/// A day as people write it; none when the field is empty.
pub(crate) fn day(typed: &str) -> Result<Option<Date>, String> {
    if typed.is_empty() {
        return Ok(None);
    }
    match BirthDate::parse(typed) {
        Ok(BirthDate::Full(date)) => Ok(Some(date)),
        Ok(BirthDate::Year(_)) | Err(_) => Err(format!(
            "Ngày «{typed}» chưa đọc được. Hãy viết ngày/tháng/năm như 05/02/2023"
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn days_are_read_as_people_write_them_and_today_is_the_first() {
        let fields = Fields::of([
            ("post", "mot_cua"),
            ("to_mot_cua", "31-12-2023"),
            ("post", "van_thu"),
            ("from_van_thu", "1/2/2023"),
        ]);
        let mut errors = FieldErrors::new();
        let terms = read(&fields, &mut errors, date(2023, 11, 23));
        assert!(errors.is_empty(), "{errors:?}");
        assert_eq!(
            terms,
            [
                Term {
                    post: "mot_cua".into(),
                    from: date(2023, 11, 23),
                    to: Some(date(2023, 12, 31))
                },
                Term::from("van_thu", date(2023, 2, 1)),
            ]
        );
    }

    #[test]
    fn wrong_days_and_no_post_are_told_beside_their_field() {
        let mut errors = FieldErrors::new();
        let fields = Fields::of([
            ("post", "mot_cua"),
            ("from_mot_cua", "32/1/2023"),
            ("to_mot_cua", "2023"),
        ]);
        read(&fields, &mut errors, date(2023, 11, 23));
        assert!(errors.has("from_mot_cua") && errors.has("to_mot_cua"));
        let rows = of_fields(&fields, &errors, date(2023, 11, 23));
        let row = rows
            .iter()
            .find(|row| row.post == "mot_cua")
            .expect("the post is a choice");
        assert!(row.is_held && row.from == "32/1/2023" && row.to_error.contains("Hãy"));
        let mut backwards = FieldErrors::new();
        read(
            &Fields::of([("post", "mot_cua"), ("to_mot_cua", "1/1/2023")]),
            &mut backwards,
            date(2023, 11, 23),
        );
        assert!(backwards.has("to_mot_cua"));
        let mut none = FieldErrors::new();
        read(&Fields::default(), &mut none, date(2023, 11, 23));
        assert!(none.has("posts"));
    }
}
