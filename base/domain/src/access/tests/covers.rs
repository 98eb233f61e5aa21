//! Standing in for an absent colleague: what the cover may do, and what still binds the person.
//! For whoever changes covers; nobody gets round the separation of duties through one.

use super::*;
use jiff::civil::date;

fn absent(user: &str, role: Role, post: &str) -> Absent {
    Absent {
        user: user.into(),
        name: "Bùi Văn Khoát".into(),
        posts: vec![post.into()],
        roles: [role].into(),
    }
}

/// A surveyor who stands in for somebody.
fn surveyor_for(who: Absent) -> Actor {
    Actor {
        covers: vec![who],
        ..actor(&[Role::Specialist], &["dia_chinh"])
    }
}

#[test]
fn the_cover_does_what_the_absent_one_could_and_is_told_for_whom() {
    let registrar = absent("u7", Role::Specialist, "tu_phap_ho_tich");
    let cover = surveyor_for(registrar.clone());
    let held = Subject {
        holder: Some("u7".into()),
        ..at_step("tu_phap_ho_tich")
    };
    assert_eq!(
        capacity(&cover, Act::Forward, &held),
        Ok(Capacity::For(&registrar))
    );
    assert_eq!(
        capacity(&cover, Act::Forward, &at_step("dia_chinh")),
        Ok(Capacity::Own)
    );
    let alone = actor(&[Role::Specialist], &["dia_chinh"]);
    assert!(may(&alone, Act::Forward, &held).is_err());
}

#[test]
fn the_cover_reads_what_the_absent_one_reads() {
    let cover = surveyor_for(absent("u7", Role::Specialist, "tu_phap_ho_tich"));
    let subject = Subject {
        is_dossier: true,
        readers: Readers {
            accounts: ["u7".to_owned()].into(),
            ..Readers::default()
        },
        ..Subject::agency("xa_quang_khai")
    };
    assert_eq!(may(&cover, Act::OpenDossier, &subject), Ok(()));
    assert!(!reads_all(&cover));
    assert!(reads_all(&surveyor_for(absent(
        "u8",
        Role::Chair,
        "chu_tich"
    ))));
}

#[test]
fn nobody_signs_their_own_draft_by_standing_in_for_who_signs() {
    let cover = surveyor_for(absent("u8", Role::Chair, "chu_tich"));
    let prepared_by = |user: &str| Subject {
        prepared_by: Some(user.into()),
        ..at_step("chu_tich")
    };
    assert!(may(&cover, Act::Approve, &prepared_by("u1")).is_err());
    assert!(
        may(&cover, Act::Approve, &prepared_by("u8")).is_err(),
        "nor the draft of whom they stand in for"
    );
    assert_eq!(may(&cover, Act::Approve, &prepared_by("u9")), Ok(()));
}

#[test]
fn a_cover_does_not_reach_into_another_commune() {
    let cover = surveyor_for(absent("u8", Role::Chair, "chu_tich"));
    assert_eq!(
        may(&cover, Act::Approve, &Subject::agency("xa_khac")),
        Err(Denied::OtherAgency)
    );
}

#[test]
fn a_cover_lasts_from_its_first_day_to_its_last_and_is_not_handed_on() {
    let cover = |absent: &str, by: &str| {
        Cover::new(absent, by, date(2023, 11, 20), date(2023, 11, 24)).expect("a cover")
    };
    let covers = [cover("a", "b"), cover("b", "c"), cover("a", "b")];
    let on = |user: &str, day: i8| {
        let day = date(2023, 11, day);
        covered_by(&covers, user, day)
            .into_iter()
            .collect::<Vec<_>>()
    };
    assert_eq!(on("b", 19), [""; 0]);
    assert_eq!(on("b", 20), ["a"]);
    assert_eq!(on("b", 24), ["a"]);
    assert_eq!(on("b", 25), [""; 0]);
    assert_eq!(on("c", 22), ["b"], "not those whom b covers");
}

#[test]
fn nobody_stands_in_for_themselves_or_backwards_in_time() {
    let day = date(2023, 11, 20);
    assert_eq!(Cover::new("a", "a", day, day), Err(NoCover::Oneself));
    assert_eq!(
        Cover::new("a", "b", day, date(2023, 11, 19)),
        Err(NoCover::EndsBeforeItBegins)
    );
    assert!(Cover::new("a", "b", day, day).is_ok());
}
