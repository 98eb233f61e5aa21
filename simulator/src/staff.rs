//! Who works in the commune: invented people at the posts of the commune's plan.
//! For the demonstration, which prints their accounts, and for every act of the simulator.

use domain::access::Actor;
use domain::moment::Moment;
use jiff::civil::{Date, date};
use kit::Error;
use people::{HashedPassword, NewAccount, Term};
use store::{Db, Reader, Tx};

use crate::live::Setup;

/// The technical account's post has no part in any dossier.
const ADMIN: &str = "quan_tri";
/// Posts are given from here on; the commune has lived before.
const SINCE: Date = date(2022, 7, 1);

/// One person of the commune.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    /// What the person signs in with.
    pub username: &'static str,
    /// The person's name, invented.
    pub name: &'static str,
    /// Canonical ids of the posts held, the main one first.
    pub posts: &'static [&'static str],
    /// What the person is called in the commune.
    pub title_vi: &'static str,
}

const fn person(
    username: &'static str,
    name: &'static str,
    posts: &'static [&'static str],
    title_vi: &'static str,
) -> Person {
    Person {
        username,
        name,
        posts,
        title_vi,
    }
}

/// Receives at the counter.
pub(crate) const COUNTER: usize = 0;
/// Watches over procedures, and stands in at the counter.
pub(crate) const STAND_IN: usize = 1;
/// Civil status and justice.
pub(crate) const JUSTICE: usize = 2;
/// Social affairs.
pub(crate) const SOCIAL: usize = 3;
/// Numbers and seals.
pub(crate) const CLERK: usize = 4;
/// The chair.
pub(crate) const CHAIR: usize = 5;
/// The vice chair.
pub(crate) const VICE_CHAIR: usize = 6;
/// The accountant.
pub(crate) const ACCOUNTANT: usize = 7;
/// Culture and information.
pub(crate) const CULTURE: usize = 9;
/// Home affairs.
pub(crate) const HOME_AFFAIRS: usize = 10;

/// Everybody who has an account in Quang Khải. All of them are invented.
pub const PEOPLE: &[Person] = &[
    person("lan.vt", "Vũ Thị Lan", &["mot_cua"], "Một cửa"),
    person(
        "ha.pt",
        "Phạm Thu Hà",
        &["vptk", "mot_cua"],
        "Văn phòng - Thống kê (HĐND, UBND), một cửa",
    ),
    person(
        "hoa.td",
        "Trần Đức Hòa",
        &["tu_phap_ho_tich"],
        "Tư pháp - Hộ tịch",
    ),
    person(
        "tuan.dm",
        "Đỗ Minh Tuấn",
        &["vhxh_ldtbxh"],
        "Văn hóa - xã hội (LĐTBXH)",
    ),
    person("ngan.lt", "Lê Thị Ngân", &["van_thu"], "Văn thư"),
    person("bach.hv", "Hoàng Văn Bách", &["chu_tich"], "Chủ tịch"),
    person(
        "suong.nt",
        "Nguyễn Thị Mai Sương",
        &["pho_chu_tich"],
        "Phó Chủ tịch",
    ),
    person(
        "toan.bq",
        "Bùi Quốc Toản",
        &["tai_chinh"],
        "Tài chính - Kế toán",
    ),
    person("luu.dv", "Đào Văn Lưu", &["dia_chinh"], "Địa chính"),
    person(
        "truc.nt",
        "Ngô Thị Thanh Trúc",
        &["vh_tt"],
        "Văn hóa - Thông tin",
    ),
    person(
        "chi.th",
        "Trịnh Thị Huệ Chi",
        &["vptk_noi_vu"],
        "Văn phòng - Thống kê (Nội vụ)",
    ),
    person("chien.ph", "Phạm Hữu Chiến", &["quan_su"], "Quân sự"),
    person("quan-tri", "Lương Thế Quyền", &[ADMIN], "Quản trị"),
];

/// The people of the commune beside it, at the same posts in the same order; invented too.
const PEOPLE_BESIDE: &[Person] = &[
    // Names to sign in with are a commune's own: both have a «lan.vt».
    person("lan.vt", "Vương Thúy Lan", &["mot_cua"], "Một cửa"),
    person(
        "yen.vh",
        "Vũ Hải Yến",
        &["vptk", "mot_cua"],
        "Văn phòng - Thống kê (HĐND, UBND), một cửa",
    ),
    person(
        "khanh.pv",
        "Phạm Văn Khánh",
        &["tu_phap_ho_tich"],
        "Tư pháp - Hộ tịch",
    ),
    person(
        "thoa.dt",
        "Đặng Thị Thoa",
        &["vhxh_ldtbxh"],
        "Văn hóa - xã hội (LĐTBXH)",
    ),
    person("nhung.mt", "Mạc Thị Nhung", &["van_thu"], "Văn thư"),
    person("thuan.bd", "Bùi Đức Thuận", &["chu_tich"], "Chủ tịch"),
    person(
        "loan.tt",
        "Tăng Thị Loan",
        &["pho_chu_tich"],
        "Phó Chủ tịch",
    ),
    person(
        "viet.dq",
        "Đoàn Quốc Việt",
        &["tai_chinh"],
        "Tài chính - Kế toán",
    ),
    person("binh.kd", "Khúc Duy Bình", &["dia_chinh"], "Địa chính"),
    person(
        "tham.lt",
        "Lương Thị Thắm",
        &["vh_tt"],
        "Văn hóa - Thông tin",
    ),
    person(
        "minh.np",
        "Ngô Phương Minh",
        &["vptk_noi_vu"],
        "Văn phòng - Thống kê (Nội vụ)",
    ),
    person("manh.lx", "Lê Xuân Mạnh", &["quan_su"], "Quân sự"),
    person("quan-tri-phuc", "Trịnh Công Sơn Hải", &[ADMIN], "Quản trị"),
];

/// A commune's people and where they live.
#[derive(Debug)]
pub struct Team {
    /// Everybody who has an account, at the same posts in every team.
    pub people: &'static [Person],
    /// As addresses end.
    place_vi: &'static str,
}

const KHAI: Team = Team {
    people: PEOPLE,
    place_vi: "xã Quang Khải, huyện Tứ Kỳ, tỉnh Hải Dương",
};
const PHUC: Team = Team {
    people: PEOPLE_BESIDE,
    place_vi: "xã Quang Phục, huyện Tứ Kỳ, tỉnh Hải Dương",
};

/// The people of a commune.
pub fn team_of(agency: &str) -> &'static Team {
    match agency {
        "xa_quang_phuc" => &PHUC,
        _ => &KHAI,
    }
}

impl Team {
    /// An address in a village; villages carry numbers, as the communes' own names are not ours to
    /// invent.
    pub(crate) fn address(&self, village: i64) -> String {
        format!("Thôn {village}, {}", self.place_vi)
    }
}

/// Whoever holds this post first; none where nobody of the commune does.
pub(crate) fn at_post(post: &str) -> Option<usize> {
    PEOPLE
        .iter()
        .position(|person| person.posts.contains(&post))
}

/// Makes the accounts and answers the officers, in the order of the team, with the rights that
/// their posts truly give.
pub(crate) fn engage(db: &Db, setup: &Setup, at: Moment) -> Result<Vec<Actor>, Error> {
    let people = team_of(&setup.agency).people;
    let mut ids = Vec::with_capacity(people.len());
    for person in people {
        let password = password_of(setup, person)?;
        let agency = setup.agency.clone();
        let id = db.write_blocking(&setup.agency, move |tx: &mut Tx<'_>| -> Result<_, Error> {
            let new = NewAccount {
                username: person.username.to_owned(),
                name: person.name.to_owned(),
                password,
                must_change: false,
                posts: person
                    .posts
                    .iter()
                    .map(|post| Term::from(*post, SINCE))
                    .collect(),
            };
            let (id, events) = people::create(tx, &agency, new, "system", at)?;
            Ok(tx.commit("system", at, events, id)?)
        })?;
        ids.push(id);
    }
    db.read_blocking(move |reader: &mut Reader<'_>| {
        let officer = |id: &String| {
            people::actor_of(reader, id, at)?
                .ok_or_else(|| Error::fault(format!("account {id} holds no post")))
        };
        ids.iter().map(officer).collect()
    })
}

fn password_of(setup: &Setup, person: &Person) -> Result<HashedPassword, Error> {
    let known = setup
        .passwords
        .iter()
        .find(|(username, _)| username == person.username);
    known.map(|(_, hash)| hash.clone()).ok_or_else(|| {
        Error::refused(format!(
            "Chưa có mật khẩu cho tài khoản {}.",
            person.username
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_desk_of_the_commune_has_its_officer() {
        let table = data_posts();
        for post in table.all().iter().filter(|post| post.kind.is_at_desk()) {
            assert!(at_post(post.id.as_str()).is_some(), "{}", post.id);
        }
        assert_eq!(PEOPLE[COUNTER].posts[0], "mot_cua");
        assert_eq!(PEOPLE[CHAIR].posts, ["chu_tich"]);
    }

    #[test]
    fn who_signs_and_who_takes_the_cash_over_handle_no_counter() {
        for index in [CHAIR, VICE_CHAIR, ACCOUNTANT, CLERK] {
            assert_eq!(PEOPLE[index].posts.len(), 1, "{}", PEOPLE[index].name);
        }
    }

    #[test]
    fn both_teams_hold_the_same_posts_and_share_no_name() {
        assert_eq!(PEOPLE.len(), PEOPLE_BESIDE.len());
        for (one, beside) in PEOPLE.iter().zip(PEOPLE_BESIDE) {
            assert_eq!((one.posts, one.title_vi), (beside.posts, beside.title_vi));
        }
        let all = || PEOPLE.iter().chain(PEOPLE_BESIDE);
        let names: std::collections::BTreeSet<&str> = all().map(|one| one.name).collect();
        assert_eq!(names.len(), all().count());
        assert_eq!(PEOPLE[CULTURE].posts, ["vh_tt"]);
        assert_eq!(PEOPLE[HOME_AFFAIRS].posts, ["vptk_noi_vu"]);
    }

    fn data_posts() -> domain::post::Posts {
        kit::Law::embedded()
            .expect("the embedded data is checked by tests")
            .posts
    }
}
