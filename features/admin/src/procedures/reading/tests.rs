//! Every version is shown and read back as it is; what changes is sure, what is missing is told.
//! For the form of a new version.

use super::super::fields::of;
use super::*;
use jiff::civil::date;
use kit::Law;

const DAY: Date = date(2023, 12, 1);

fn read_again(law: &Law, base: &Procedure) -> (Procedure, FieldErrors) {
    let form = of(base, Some(DAY));
    let mut errors = FieldErrors::new();
    let next = read(
        &form,
        &mut errors,
        (base, &law.posts),
        (DAY, "QĐ 1/QĐ-UBND"),
    );
    (next, errors)
}

#[test]
fn every_version_is_shown_and_read_back_as_it_is() {
    let law = Law::embedded().expect("our own data");
    for base in law.catalogue.all_in_force(DAY) {
        let (next, errors) = read_again(&law, base);
        let mut expected = Procedure::clone(base);
        expected.valid_from = DAY;
        expected.source_note = Some("QĐ 1/QĐ-UBND".to_owned());
        // White space inside a published text is not law.
        for paper in &mut expected.papers {
            paper.name_vi = paper
                .name_vi
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
        }
        assert_eq!(next, expected, "{}", base.id);
        let said: Vec<&str> = errors.iter().map(|error| error.text.as_str()).collect();
        // What `domain::procedure` knows of the data: see its tests of `unsound`.
        let is_known = |text: &&str| {
            text.contains("đầu tiên phải là «Tiếp nhận»")
                || text.contains("không có quyền thẩm tra")
        };
        assert!(said.iter().all(is_known), "{}: {said:?}", base.id);
    }
}

#[test]
fn what_changes_is_sure_from_then_on_and_the_rest_stays_as_it_was() {
    let law = Law::embedded().expect("our own data");
    let base = law
        .catalogue
        .in_force("1.001193", DAY)
        .expect("births are registered");
    let form = of(base, Some(DAY));
    let renamed = form.iter().map(|(name, value)| match name {
        "ten" => (name, "Đăng ký khai sinh (mới)"),
        _ => (name, value),
    });
    let mut errors = FieldErrors::new();
    let next = read(
        &Fields::of(renamed),
        &mut errors,
        (base, &law.posts),
        (DAY, "QĐ 1"),
    );
    assert!(errors.is_empty(), "{errors:?}");
    assert_eq!(next.confidence.identity, Sure::Verified);
    assert_eq!(next.confidence.documents, base.confidence.documents);
    assert_eq!(next.confidence.process, base.confidence.process);
    assert_eq!(next.process, base.process);
}

#[test]
fn papers_said_to_be_none_are_none_and_a_forgotten_list_is_told() {
    let law = Law::embedded().expect("our own data");
    let base = law.catalogue.in_force("1.001193", DAY).expect("in force");
    let said = |said: &str, keep: bool| {
        let form = of(base, Some(DAY));
        let pairs = form
            .iter()
            .filter(|(name, _)| keep || !name.starts_with("g_"));
        let pairs = pairs.map(|(name, value)| (name, if name == "giay" { said } else { value }));
        let mut errors = FieldErrors::new();
        let next = read(
            &Fields::of(pairs),
            &mut errors,
            (base, &law.posts),
            (DAY, "QĐ 1"),
        );
        (next, errors.of("giay").to_owned())
    };
    let (none, fault) = said("khong", false);
    assert_eq!(
        (fault.as_str(), none.confidence.documents),
        ("", Sure::Verified)
    );
    assert!(none.papers.is_empty());
    assert!(said("khong", true).1.contains("Bên dưới còn"));
    assert!(said("danh_sach", false).1.contains("ít nhất một giấy tờ"));
    assert_eq!(said("chua_ro", false).0.confidence.documents, Sure::Unknown);
}
