//! The archive of a commune that has ended: read by its heir's officers, changed by nobody.
//! For whoever changes what a merger opens.

use super::*;

/// A dossier of a commune that the actor's commune took over from.
fn archived() -> Subject {
    Subject {
        agency: "xa_cu".into(),
        heir: Some("xa_quang_khai".into()),
        ..at_step("tu_phap_ho_tich")
    }
}

#[test]
fn the_heirs_officers_read_and_do_nothing_else() {
    let chair = actor(&[Role::Chair], &["chu_tich"]);
    let registrar = actor(&[Role::Specialist], &["tu_phap_ho_tich"]);
    for reader in [&chair, &registrar] {
        assert_eq!(may(reader, Act::ReadArchive, &archived()), Ok(()));
        for act in Act::ALL.iter().filter(|act| **act != Act::ReadArchive) {
            let answer = may(reader, *act, &archived());
            assert_eq!(answer, Err(Denied::OtherAgency), "{act:?}");
        }
    }
}

#[test]
fn whose_work_it_never_was_reads_it_neither_before_nor_after_the_merger() {
    let finance = actor(&[Role::Specialist], &["vh_tt"]);
    assert_eq!(
        may(&finance, Act::ReadArchive, &archived()),
        Err(Denied::NotYourDossier)
    );
    let accountant = actor(&[Role::Accountant], &["tai_chinh"]);
    assert_eq!(
        may(&accountant, Act::ReadArchive, &archived()),
        Err(Denied::NotYourRole(Act::ReadArchive))
    );
}

#[test]
fn nobody_but_the_heir_reads_an_archive() {
    let chair = actor(&[Role::Chair], &["chu_tich"]);
    for heir in [None, Some("xa_khac".to_owned())] {
        let subject = Subject { heir, ..archived() };
        assert_eq!(
            may(&chair, Act::ReadArchive, &subject),
            Err(Denied::OtherAgency)
        );
    }
}
