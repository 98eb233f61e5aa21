//! Acts that belong to a field or to a step: asking, adding, and ending the work.
//! For whoever changes who serves which dossier.

use super::*;

/// A registrar's dossier, at the step of a post.
fn registrars(post: &str) -> Subject {
    Subject {
        posts: vec!["mot_cua".into(), "tu_phap_ho_tich".into(), "van_thu".into()],
        ..at_step(post)
    }
}

/// Handed in, accepted by nobody yet: no step, no field.
fn submitted() -> Subject {
    Subject {
        is_dossier: true,
        ..Subject::agency("xa_quang_khai")
    }
}

fn registrar() -> Actor {
    actor(&[Role::Specialist], &["tu_phap_ho_tich"])
}

fn counter() -> Actor {
    actor(&[Role::OneStop], &["mot_cua"])
}

fn clerk() -> Actor {
    actor(&[Role::Clerk], &["van_thu"])
}

fn not_step_of(post: &str) -> Result<(), Denied> {
    Err(Denied::NotYourStep { post: post.into() })
}

#[test]
fn a_specialist_of_another_field_neither_asks_nor_adds() {
    let subject = registrars("tu_phap_ho_tich");
    let surveyor = actor(&[Role::Specialist], &["dia_chinh"]);
    let both = actor(
        &[Role::Specialist, Role::OneStop],
        &["dia_chinh", "mot_cua"],
    );
    for act in [
        Act::RequestSupplement,
        Act::ExpireSupplement,
        Act::RequestPayment,
        Act::Attach,
    ] {
        assert!(may(&registrar(), act, &subject).is_ok(), "{act:?}");
        assert!(may(&counter(), act, &subject).is_ok(), "{act:?}");
        assert!(may(&both, act, &subject).is_ok(), "{act:?}");
        let denied = may(&surveyor, act, &subject);
        assert_eq!(denied, not_step_of("tu_phap_ho_tich"), "{act:?}");
        // The door of the page asks before the dossier is known.
        assert!(may(&surveyor, act, &Subject::agency("xa_quang_khai")).is_ok());
    }
}

#[test]
fn before_receipt_only_the_one_stop_shop_asks_for_papers_or_money() {
    for act in [
        Act::RequestSupplement,
        Act::ExpireSupplement,
        Act::RequestPayment,
        Act::Attach,
    ] {
        assert!(may(&counter(), act, &submitted()).is_ok(), "{act:?}");
        let denied = may(&registrar(), act, &submitted());
        assert_eq!(denied, not_step_of("mot_cua"), "{act:?}");
    }
    assert_eq!(
        may(&clerk(), Act::Attach, &submitted()),
        not_step_of("mot_cua")
    );
}

#[test]
fn the_work_is_ended_by_whoever_holds_the_step_that_ends() {
    let delivering = registrars("mot_cua");
    assert_eq!(may(&counter(), Act::Finish, &delivering), Ok(()));
    assert_eq!(
        may(&clerk(), Act::Finish, &delivering),
        not_step_of("mot_cua")
    );
    assert_eq!(
        may(&registrar(), Act::Finish, &delivering),
        not_step_of("mot_cua")
    );
    // Some processes end with the seal.
    let sealing = registrars("van_thu");
    assert_eq!(may(&clerk(), Act::Finish, &sealing), Ok(()));
    assert_eq!(
        may(&counter(), Act::Finish, &sealing),
        not_step_of("van_thu")
    );
    let held = Subject {
        holder: Some("u9".into()),
        ..delivering
    };
    assert!(matches!(
        may(&counter(), Act::Finish, &held),
        Err(Denied::HeldByColleague { .. })
    ));
}

#[test]
fn out_of_a_pause_the_step_or_the_one_stop_shop_answers_in_writing() {
    let paused = |post: &str| Subject {
        is_paused: true,
        ..registrars(post)
    };
    for post in ["tu_phap_ho_tich", "chu_tich", "van_thu"] {
        assert_eq!(
            may(&counter(), Act::Finish, &paused(post)),
            Ok(()),
            "{post}"
        );
    }
    assert_eq!(
        may(&registrar(), Act::Finish, &paused("tu_phap_ho_tich")),
        Ok(())
    );
    assert_eq!(
        may(&clerk(), Act::Finish, &paused("tu_phap_ho_tich")),
        not_step_of("tu_phap_ho_tich")
    );
    let never_handed_over = Subject {
        step_post: None,
        ..paused("mot_cua")
    };
    assert_eq!(may(&counter(), Act::Finish, &never_handed_over), Ok(()));
    assert!(may(&registrar(), Act::Finish, &never_handed_over).is_err());
}
