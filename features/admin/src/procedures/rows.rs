//! The rows of papers and of steps as typed: any number of them, spare ones after, in a chosen order.
//! For the form of a new version; works without script, a row is dropped by its box.

use kit::Fields;

/// Empty rows after those that are filled.
const SPARE: usize = 3;
/// No procedure has more papers or steps.
pub(crate) const ROWS_MAX: usize = 60;

/// Columns of a paper: place, name, originals, copies, handling, form, when, needed.
pub(crate) const PAPER: [&str; 8] = [
    "g_tt", "g_ten", "g_chinh", "g_sao", "g_cach", "g_mau", "g_khi", "g_can",
];
/// Columns of a step: place, work, post, kind, hours, hours on the longer branch, agency, output.
pub(crate) const STEP: [&str; 8] = [
    "b_tt", "b_viec", "b_cd", "b_loai", "b_gio", "b_dai", "b_ngoai", "b_ra",
];

/// A row as typed, column by column.
pub(crate) type Row = [String; 8];

/// The papers as typed, in the order asked for, without the rows that are dropped or empty.
pub(crate) fn papers(fields: &Fields) -> Vec<Row> {
    // A number of copies alone is what a spare row begins with.
    typed(fields, PAPER, "g_bo", &[1, 5, 6])
}

/// The steps in the same way.
pub(crate) fn steps(fields: &Fields) -> Vec<Row> {
    typed(fields, STEP, "b_bo", &[1, 2, 4, 5, 6, 7])
}

fn typed(fields: &Fields, names: [&str; 8], drop: &str, telling: &[usize]) -> Vec<Row> {
    let columns = names.map(|name| fields.all(name).collect::<Vec<_>>());
    let rows = columns.iter().map(Vec::len).max().unwrap_or(0);
    let dropped: Vec<usize> = fields
        .all(drop)
        .filter_map(|nth| nth.parse().ok())
        .collect();
    let mut kept: Vec<(f64, Row)> = (0..rows)
        .filter(|at| !dropped.contains(&(at + 1)))
        .map(|at| {
            let cell = |column: &Vec<&str>| {
                let words = column.get(at).copied().unwrap_or_default();
                words.split_whitespace().collect::<Vec<_>>().join(" ")
            };
            let row = columns.each_ref().map(cell);
            (place(&row[0]).unwrap_or_else(|| usual_place(at)), row)
        })
        .filter(|(_, row)| telling.iter().any(|column| !row[*column].is_empty()))
        .collect();
    kept.sort_by(|(one, _), (other, _)| one.total_cmp(other));
    kept.truncate(ROWS_MAX);
    kept.into_iter().map(|(_, row)| row).collect()
}

/// Where a row stands that says no place: where it is on the page.
fn usual_place(at: usize) -> f64 {
    u32::try_from(at).map_or(f64::MAX, |at| f64::from(at) + 1.0)
}

/// `2`, or `2,5` for between the second and the third.
pub(crate) fn place(typed: &str) -> Option<f64> {
    let number: f64 = typed.replace(',', ".").parse().ok()?;
    number.is_finite().then_some(number)
}

/// The rows with spare ones, each with the number that its fields bear.
pub(crate) fn with_spare(rows: Vec<Row>, usual: &Row) -> Vec<(usize, Row)> {
    let spare = std::iter::repeat_n(usual.clone(), SPARE);
    (1..).zip(rows.into_iter().chain(spare)).collect()
}

/// Hours as people write them in a process: `4`, `1:30`, `1h30`, `0,5`; nothing is no time of its own.
pub(crate) fn minutes(typed: &str) -> Result<i64, String> {
    let unread =
        || format!("Số giờ «{typed}» chưa đọc được. Hãy viết như 4 hoặc 1:30 (1 giờ 30 phút)");
    let plain = typed
        .to_lowercase()
        .replace(['h', 'g'], ":")
        .replace([' ', '.'], ",");
    let plain = plain.trim_end_matches([':', ',']);
    if plain.is_empty() {
        return Ok(0);
    }
    let whole = |text: &str| -> Option<i64> {
        let is_number =
            !text.is_empty() && text.len() <= 5 && text.bytes().all(|b| b.is_ascii_digit());
        is_number.then(|| text.parse().ok()).flatten()
    };
    let read = match (plain.split_once(':'), plain.split_once(',')) {
        (Some((hours, rest)), None) => whole(hours)
            .zip(whole(rest).filter(|rest| *rest < 60))
            .map(|(hours, rest)| hours * 60 + rest),
        // Tenths and hundredths of an hour, rounded to the minute.
        (None, Some((hours, part))) if part.len() <= 2 => {
            let hundredths = whole(part).map(|n| if part.len() == 1 { n * 10 } else { n });
            whole(hours)
                .zip(hundredths)
                .map(|(hours, part)| hours * 60 + (part * 60 + 50) / 100)
        }
        (None, None) => whole(plain).map(|hours| hours * 60),
        _ => None,
    };
    read.ok_or_else(unread)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_officers_write_them() {
        for (typed, expected) in [
            ("4", 240),
            ("1:30", 90),
            ("1h30", 90),
            ("1g30", 90),
            ("2h", 120),
            ("0,5", 30),
            ("1.25", 75),
            ("", 0),
            ("0", 0),
            ("12000", 720_000),
        ] {
            assert_eq!(minutes(typed), Ok(expected), "{typed}");
        }
        for typed in [
            "bốn", "1:60", "-1", "1:2:3", "1,2,3", "999999", "1e3", "0,333",
        ] {
            assert!(minutes(typed).is_err(), "{typed}");
        }
    }

    #[test]
    fn rows_come_in_the_order_asked_for_without_dropped_and_empty_ones() {
        let fields = Fields::of([
            ("b_tt", "1"),
            ("b_viec", "Nhận"),
            ("b_tt", "2"),
            ("b_viec", "Thẩm tra"),
            ("b_tt", "3"),
            ("b_viec", "Trả"),
            ("b_tt", ""),
            ("b_viec", ""),
            ("b_tt", "1,5"),
            ("b_viec", "Họp"),
            ("b_bo", "2"),
        ]);
        let work: Vec<String> = steps(&fields)
            .into_iter()
            .map(|row| row[1].clone())
            .collect();
        assert_eq!(work, ["Nhận", "Họp", "Trả"]);
        let spare = with_spare(steps(&fields), &Row::default());
        assert_eq!(spare.len(), 6);
        assert_eq!(spare[5].0, 6);
    }

    #[test]
    fn a_row_half_filled_is_kept_to_be_told_of() {
        let fields = Fields::of([("g_ten", ""), ("g_khi", "Nếu ủy quyền"), ("g_chinh", "1")]);
        assert_eq!(papers(&fields).len(), 1);
        let only_counts = Fields::of([("g_ten", ""), ("g_chinh", "1"), ("g_sao", "0")]);
        assert!(papers(&only_counts).is_empty());
    }

    #[test]
    fn a_place_that_is_no_number_leaves_the_row_where_it_is() {
        let fields = Fields::of([
            ("g_tt", "x"),
            ("g_ten", "Một"),
            ("g_tt", "2"),
            ("g_ten", "Hai"),
        ]);
        let names: Vec<String> = papers(&fields)
            .into_iter()
            .map(|row| row[1].clone())
            .collect();
        assert_eq!(names, ["Một", "Hai"]);
        assert_eq!(place("inf"), None);
    }
}
