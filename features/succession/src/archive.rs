//! The archive of communes that have ended, in the commune that took over from them: read only.
//! For its officers, who answer for what was decided before the merger.

mod dossier_page;
mod ended;
mod file;
mod paper;
mod search;

use domain::access::{Act, Actor, Subject, may};
use jiff::civil::Date;
use kit::{Law, NavItem, Routes};

/// Where the archive is.
const PATH: &str = "/cb/kho-luu";

/// The pages of the archive.
pub fn routes() -> Routes {
    Routes::new()
        .get(PATH, Act::ReadArchive, search::page)
        .get(
            "/cb/kho-luu/{agency}/{code}",
            Act::ReadArchive,
            dossier_page::page,
        )
        .get(
            "/cb/kho-luu/{agency}/{code}/tep/{id}",
            Act::ReadArchive,
            file::bytes,
        )
        .get(
            "/cb/kho-luu/{agency}/{code}/giay/{id}",
            Act::ReadArchive,
            paper::page,
        )
        .get(
            "/cb/kho-luu/{agency}/{code}/giay/{id}/pdf",
            Act::ReadArchive,
            paper::pdf,
        )
}

/// The archive's place in the menu, in a commune that by the law in force has taken over from others.
pub fn nav(actor: &Actor, law: &Law, today: Date) -> Option<NavItem> {
    let may_read = may(actor, Act::ReadArchive, &Subject::agency(&actor.agency)).is_ok();
    (may_read && !ended::of_heir(law, &actor.agency, today).is_empty()).then_some(NavItem {
        key: "archive",
        href: PATH,
        label: "Kho lưu",
    })
}

/// The address of an archived dossier.
fn address(agency: &str, code: &str) -> String {
    format!("{PATH}/{agency}/{code}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::agency::{Agency, AgencyId};
    use jiff::civil::date;

    fn sees(law: &Law, agency: &str, day: Date) -> bool {
        let officer = kit::testing::officer("one_stop").expect("a role");
        let officer = Actor {
            agency: agency.to_owned(),
            ..officer
        };
        nav(&officer, law, day).is_some()
    }

    #[test]
    fn the_menu_follows_the_law_in_force_on_the_day() {
        let (last, next) = (date(2025, 6, 30), date(2025, 7, 1));
        let mut law = Law::embedded().expect("our data is sound");
        assert!(sees(&law, "xa_tu_ky", next) && !sees(&law, "xa_tu_ky", last));
        assert!(!sees(&law, "xa_lac_phuong", last));

        // An administrator writes down that others took over: Tứ Kỳ then has no archive to read.
        let heir = AgencyId("xa_tu_ky".to_owned());
        let followed = law.agencies.all().iter();
        let followed = followed.filter(|one| one.successors.contains(&heir));
        let elsewhere: Vec<Agency> = followed
            .map(|one| Agency {
                successors: vec![AgencyId("xa_lac_phuong".to_owned())],
                ..one.clone()
            })
            .collect();
        assert!(!elsewhere.is_empty());
        law.agencies = law.agencies.with(elsewhere).expect("a sound table");
        assert!(!sees(&law, "xa_tu_ky", next) && sees(&law, "xa_lac_phuong", next));
    }
}
