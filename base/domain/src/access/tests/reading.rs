//! Who may read a dossier's personal data: those whose work it is or was, and who answer for all.
//! For whoever widens it: lists and counts follow the same readers.

use super::*;

/// A registrar's dossier that a colleague held and another was asked about.
fn dossier() -> Subject {
    Subject {
        is_dossier: true,
        readers: Readers {
            posts: ["tu_phap_ho_tich".to_owned()].into(),
            accounts: ["held_it".to_owned(), "was_asked".to_owned()].into(),
        },
        ..Subject::agency("xa_quang_khai")
    }
}

fn named(user: &str, role: Role, post: &str) -> Actor {
    Actor {
        user: user.into(),
        ..actor(&[role], &[post])
    }
}

#[test]
fn whoever_answers_for_all_reads_all() {
    for (role, post) in [
        (Role::OneStop, "mot_cua"),
        (Role::Chair, "chu_tich"),
        (Role::ViceChair, "pho_chu_tich"),
        (Role::Controller, "vptk"),
    ] {
        let officer = actor(&[role], &[post]);
        assert_eq!(
            may(&officer, Act::OpenDossier, &dossier()),
            Ok(()),
            "{role:?}"
        );
        assert!(reads_all(&officer), "{role:?}");
    }
}

#[test]
fn others_read_what_is_or_was_their_work() {
    for (user, role, post) in [
        ("u1", Role::Specialist, "tu_phap_ho_tich"),
        ("held_it", Role::Specialist, "dia_chinh"),
        ("was_asked", Role::Accountant, "tai_chinh"),
    ] {
        let officer = named(user, role, post);
        assert_eq!(
            may(&officer, Act::OpenDossier, &dossier()),
            Ok(()),
            "{user}"
        );
        assert!(!reads_all(&officer), "{user}");
    }
}

#[test]
fn nobody_else_opens_prints_or_answers() {
    for (role, post) in [
        (Role::Specialist, "dia_chinh"),
        (Role::Clerk, "van_thu"),
        (Role::Accountant, "tai_chinh"),
    ] {
        let officer = actor(&[role], &[post]);
        for act in [Act::OpenDossier, Act::Print, Act::GiveOpinion] {
            let expected = if act.roles().contains(&role) {
                Denied::NotYourDossier
            } else {
                Denied::NotYourRole(act)
            };
            assert_eq!(
                may(&officer, act, &dossier()),
                Err(expected),
                "{role:?} {act:?}"
            );
        }
    }
}

#[test]
fn money_is_taken_without_reading() {
    let accountant = actor(&[Role::Accountant], &["tai_chinh"]);
    for act in [Act::Collect, Act::Refund] {
        assert_eq!(may(&accountant, act, &dossier()), Ok(()), "{act:?}");
    }
}
