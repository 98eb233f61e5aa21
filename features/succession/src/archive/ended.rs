//! Which communes have ended, and whose archive is whose to read.
//! For the pages of the archive, and for the menu.

use domain::access::Subject;
use domain::agency::Agency;
use domain::text::date_vi;
use dossier::DossierRow;
use jiff::civil::Date;
use kit::Law;

/// The communes that have ended by a day and whose heir this one is.
pub(super) fn of_heir<'a>(law: &'a Law, heir: &str, today: Date) -> Vec<&'a Agency> {
    let all = law.agencies.all().iter();
    all.filter(|agency| heir_of(agency, today) == Some(heir))
        .collect()
}

/// Who reads a commune's archive on a day: nobody while it exists.
fn heir_of(agency: &Agency, today: Date) -> Option<&str> {
    let has_ended = agency.valid_to.is_some_and(|last| last < today);
    agency
        .successor()
        .filter(|_| has_ended)
        .map(|heir| heir.as_str())
}

/// An archived dossier, as the question of access sees it.
pub(super) fn subject(law: &Law, row: &DossierRow, today: Date) -> Subject {
    let heir = law
        .agencies
        .get(&row.agency)
        .and_then(|agency| heir_of(agency, today));
    Subject {
        heir: heir.map(str::to_owned),
        ..row.access_subject()
    }
}

/// `Ủy ban nhân dân xã Quang Khải (đã kết thúc ngày 30/06/2025)`.
pub(super) fn named(agency: &Agency) -> String {
    let last = agency
        .valid_to
        .map_or_else(String::new, |day| format!(" ngày {}", date_vi(day)));
    format!("{} (đã kết thúc{last})", agency.committee_vi())
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_archive_opens_on_the_day_after_its_commune_ended() {
        let law = Law::embedded().expect("our data is sound");
        let last = date(2025, 6, 30);
        assert!(of_heir(&law, "xa_tu_ky", last).is_empty());
        let ended = of_heir(&law, "xa_tu_ky", date(2025, 7, 1));
        let ids: Vec<&str> = ended.iter().map(|agency| agency.id.as_str()).collect();
        assert!(
            ids.contains(&"xa_quang_khai") && ids.contains(&"xa_quang_phuc"),
            "{ids:?}"
        );
        assert!(of_heir(&law, "xa_quang_khai", date(2025, 7, 1)).is_empty());
        assert_eq!(
            named(law.agencies.get("xa_quang_khai").expect("it is named")),
            "Ủy ban nhân dân xã Quang Khải (đã kết thúc ngày 30/06/2025)"
        );
    }
}
