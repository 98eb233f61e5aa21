//! Who may do what, rule by rule: separation of duties above all.
//! For whoever gives a right to a role; the whole matrix is printed in the documents.

mod archive;
mod covers;
mod reading;
mod steps;

use super::*;

fn actor(roles: &[Role], posts: &[&str]) -> Actor {
    Actor {
        user: "u1".into(),
        agency: "xa_quang_khai".into(),
        name: "Trần Đức Hòa".into(),
        posts: posts.iter().map(|post| (*post).to_owned()).collect(),
        roles: roles.iter().copied().collect(),
        covers: Vec::new(),
    }
}

/// A dossier of a registrar's process, at the step of a post.
fn at_step(post: &str) -> Subject {
    let posts = [
        "mot_cua",
        "tu_phap_ho_tich",
        "dia_chinh",
        "chu_tich",
        "van_thu",
    ];
    Subject {
        is_dossier: true,
        step_post: Some(post.into()),
        readers: Readers {
            posts: posts.map(str::to_owned).into(),
            ..Readers::default()
        },
        ..Subject::agency("xa_quang_khai")
    }
}

#[test]
fn another_commune_sees_nothing() {
    let chair = actor(&[Role::Chair], &["chu_tich"]);
    for act in Act::ALL {
        assert_eq!(
            may(&chair, *act, &Subject::agency("xa_khac")),
            Err(Denied::OtherAgency)
        );
    }
}

#[test]
fn nobody_signs_their_own_draft() {
    let chair = actor(
        &[Role::Chair, Role::Specialist],
        &["chu_tich", "tu_phap_ho_tich"],
    );
    let subject = Subject {
        prepared_by: Some("u1".into()),
        ..at_step("chu_tich")
    };
    assert_eq!(may(&chair, Act::Approve, &subject), Err(Denied::OwnWork));
    let other = Subject {
        prepared_by: Some("u2".into()),
        ..at_step("chu_tich")
    };
    assert_eq!(may(&chair, Act::Approve, &other), Ok(()));
}

#[test]
fn a_step_is_passed_on_only_by_its_post() {
    let justice = actor(&[Role::Specialist], &["tu_phap_ho_tich"]);
    assert_eq!(
        may(&justice, Act::Forward, &at_step("tu_phap_ho_tich")),
        Ok(())
    );
    assert_eq!(
        may(&justice, Act::Forward, &at_step("dia_chinh")),
        Err(Denied::NotYourStep {
            post: "dia_chinh".into()
        })
    );
}

#[test]
fn a_colleague_of_the_same_post_does_not_take_a_held_step() {
    let justice = actor(&[Role::Specialist], &["tu_phap_ho_tich"]);
    let held = Subject {
        holder: Some("u9".into()),
        ..at_step("tu_phap_ho_tich")
    };
    assert_eq!(
        may(&justice, Act::Forward, &held),
        Err(Denied::HeldByColleague {
            holder: "u9".into()
        })
    );
}

#[test]
fn the_administrator_decides_no_dossier() {
    let admin = actor(&[Role::Admin], &[]);
    let of_dossiers = crate::dossier::TRANSITIONS.iter().map(|(_, act, _)| *act);
    let beside = [
        Act::ListDossiers,
        Act::OpenDossier,
        Act::ReadEveryDossier,
        Act::Print,
        Act::Attach,
        Act::Collect,
        Act::Refund,
        Act::CloseTill,
        Act::AcceptTill,
        Act::AllowSecondSupplement,
    ];
    for act in of_dossiers.chain(beside) {
        assert!(!act.roles().contains(&Role::Admin), "{act:?}");
    }
    assert!(may(&admin, Act::Approve, &Subject::agency("xa_quang_khai")).is_err());
}

#[test]
fn the_vice_chair_signs_at_the_chairs_step() {
    let vice = actor(&[Role::ViceChair], &["pho_chu_tich"]);
    assert_eq!(may(&vice, Act::Approve, &at_step("chu_tich")), Ok(()));
}
#[test]
fn no_role_reaches_into_another_commune() {
    for role in Role::ALL {
        let officer = actor(&[role], &[]);
        for act in Act::ALL {
            let denied = may(&officer, *act, &Subject::agency("xa_khac"));
            assert_eq!(denied, Err(Denied::OtherAgency), "{role:?} {act:?}");
        }
    }
}

#[test]
fn only_leaders_sign_stop_apologise_and_reopen() {
    for act in [
        Act::Approve,
        Act::Stop,
        Act::Resume,
        Act::Apologise,
        Act::Reopen,
        Act::AllowSecondSupplement,
    ] {
        assert_eq!(act.roles(), [Role::Chair, Role::ViceChair], "{act:?}");
    }
}

#[test]
fn who_hands_over_the_days_cash_does_not_take_it_over() {
    let both = |role: &&Role| Act::AcceptTill.roles().contains(role);
    assert_eq!(Act::CloseTill.roles().iter().find(both), None);
}

#[test]
fn leaders_cover_each_others_steps_and_not_those_of_officers() {
    let chair = actor(&[Role::Chair], &["chu_tich"]);
    assert_eq!(may(&chair, Act::Approve, &at_step("pho_chu_tich")), Ok(()));
    assert_eq!(
        may(&chair, Act::Forward, &at_step("tu_phap_ho_tich")),
        Err(Denied::NotYourStep {
            post: "tu_phap_ho_tich".into()
        })
    );
    let justice = actor(&[Role::Specialist], &["tu_phap_ho_tich"]);
    assert!(may(&justice, Act::Forward, &at_step("chu_tich")).is_err());
}

#[test]
fn what_holds_beside_a_role_is_said_for_each_act_that_is_bound() {
    let clerk = actor(&[Role::Clerk], &["van_thu"]);
    let elsewhere = Subject {
        holder: Some("u9".into()),
        ..at_step("van_thu")
    };
    for act in Act::ALL {
        let bound = matches!(
            may(&clerk, *act, &elsewhere),
            Err(Denied::HeldByColleague { .. })
        );
        if bound {
            assert!(
                !beside_role(*act).is_empty(),
                "{act:?} says nothing of the step"
            );
        }
    }
    let sign = beside_role(Act::Approve).join("; ");
    assert!(sign.contains("bước của vị trí mình") && sign.contains("không ký việc do mình soạn"));
    assert!(beside_role(Act::Attach)[0].contains("lĩnh vực"));
    assert!(beside_role(Act::Receive).is_empty());
}
