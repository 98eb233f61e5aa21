//! The counter's form filled in as officers fill it, for tests.
//! For the tests of this feature and of the program as a whole.

use kit::testing::{Answer, TestApp};

/// A mother with her identity card.
pub const MOTHER: [(&str, &str); 6] = [
    ("number", "030192004217"),
    ("name", "Nguyễn Thị Ánh"),
    ("birth", "5/2/1992"),
    ("gender", "nu"),
    (
        "address",
        "Thôn 3, xã Quang Khải, huyện Tứ Kỳ, tỉnh Hải Dương",
    ),
    ("phone", "0912 345 678"),
];
/// The newborn she files for.
pub const CHILD: [(&str, &str); 4] = [
    ("owner_name", "Trần Minh Khôi"),
    ("owner_birth", "20/11/2023"),
    ("owner_gender", "nam"),
    ("authority", "mẹ đẻ"),
];

/// A birth to be registered, paid in cash.
pub fn birth() -> Vec<(&'static str, &'static str)> {
    let matter = [("procedure", "ks"), ("all_papers", "1"), ("pay", "cash")];
    [&matter[..], &MOTHER, &CHILD].concat()
}

/// Presses a button of a freshly opened form, with these fields filled in.
pub async fn press(app: &TestApp, path: &str, button: &str, typed: &[&[(&str, &str)]]) -> Answer {
    let page = app.get("/cb/quay").await;
    assert_eq!(page.status, 200, "{}", page.body);
    let once = page.field("_once").expect("a token").to_owned();
    let tracking = page.field("tracking").expect("a tracking code").to_owned();
    let mut fields = vec![("_once", once.as_str()), ("viec", button)];
    let all: Vec<(&str, &str)> = typed.concat();
    if !all.iter().any(|(name, _)| *name == "tracking") {
        fields.push(("tracking", tracking.as_str()));
    }
    fields.extend(all);
    app.post(path, &fields).await
}

/// Saves a filing and answers the address of what came of it.
pub async fn saved(app: &TestApp, button: &str, typed: &[&[(&str, &str)]]) -> String {
    let answer = press(app, "/cb/quay", button, typed).await;
    assert_eq!(answer.status, 303, "{}", errors_in(&answer));
    let place = answer.location().to_owned();
    place
        .strip_prefix("/cb/quay/xong/")
        .unwrap_or_else(|| panic!("led to {place}"))
        .to_owned()
}

/// The error summary of a page, for messages of failing tests.
pub fn errors_in(answer: &Answer) -> String {
    let from = answer.body.find("error-summary").unwrap_or(0);
    answer
        .body
        .chars()
        .skip(answer.body[..from].chars().count())
        .take(1_500)
        .collect()
}
