//! A dossier that goes on in the commune that takes over: what moves with it, and what does not.
//! For whoever changes how a commune succeeds others.

use super::*;

/// The dossier as the heir takes it over.
fn taken_over(walk: &Walk) -> Dossier {
    let now = at("2023-06-20T08:00");
    let mut dossier = walk.dossier.clone();
    let passed = dossier.pass_on("xa_moi").expect("it goes on");
    dossier.apply(now, &passed);
    let taken = dossier
        .take_over("xa_cu", |post| format!("{post}_moi"))
        .expect("it was passed on");
    let mut heirs = Dossier::new(Channel::Counter);
    heirs.apply(now, &taken);
    heirs
}

#[test]
fn the_date_and_the_step_move_and_no_account_does() {
    let mut walk = Walk::received("2023-06-14T10:00");
    let holder = Some("u2");
    walk.must("2023-06-14T14:00", &Command::HandOver { holder });
    let held = |dossier: &Dossier| dossier.step.as_ref().and_then(|step| step.holder.clone());
    assert_eq!(held(&walk.dossier).as_deref(), Some("u2"));
    let heirs = taken_over(&walk);
    assert_eq!(held(&heirs), None, "u2 is no officer of the new commune");
    assert_eq!(heirs.state, State::Processing);
    assert_eq!(heirs.due, walk.dossier.due);
    let posts: Vec<&str> = heirs.steps.iter().map(|step| step.post.as_str()).collect();
    assert_eq!(posts[..2], ["mot_cua_moi", "tu_phap_ho_tich_moi"]);
}

#[test]
fn a_result_that_waits_for_the_citizen_moves_on_and_a_returned_one_stays() {
    let mut walk = Walk::processing("2023-06-14T10:00");
    walk.finish("2023-06-15T10:00");
    assert_eq!(taken_over(&walk).state, State::Finished);
    walk.must("2023-06-16T10:00", &Command::Return { unpaid_dong: 0 });
    assert_eq!(walk.dossier.pass_on("xa_moi"), None);
}
