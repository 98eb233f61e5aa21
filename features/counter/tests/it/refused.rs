//! What is not taken in: refusal, supplement request, duplicates, bad input, strangers.
//! For the tests of this feature.

use domain::dossier::State;
use kit::testing::Answer;

use crate::desk::{
    CHILD, MOTHER, count, counters, dossier, errors_in, is_whole, kinds, press, saved,
};

const BIRTH: &[(&str, &str)] = &[("procedure", "ks"), ("all_papers", "1")];

/// The hidden and typed fields of a step's page, as a browser would send them on.
fn carried(page: &Answer) -> Vec<(String, String)> {
    page.body
        .split("<input type=\"hidden\" name=\"")
        .skip(1)
        .filter_map(|rest| {
            let (name, rest) = rest.split_once('"')?;
            let (_, rest) = rest.split_once("value=\"")?;
            let (value, _) = rest.split_once('"')?;
            Some((name.to_owned(), value.to_owned()))
        })
        .collect()
}

fn with<'a>(
    carried: &'a [(String, String)],
    more: &[(&'a str, &'a str)],
) -> Vec<(&'a str, &'a str)> {
    carried
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .chain(more.iter().copied())
        .collect()
}

#[tokio::test]
async fn a_character_that_cannot_be_kept_is_told_at_its_field_and_nothing_is_lost() {
    for app in counters().await {
        let note = [("address", "Thôn\0 Quang Tiền")];
        let mother: Vec<_> = MOTHER
            .iter()
            .filter(|(name, _)| *name != "address")
            .copied()
            .collect();
        let page = press(&app, "/cb/quay", "luu", &[BIRTH, &mother, &CHILD, &note]).await;
        assert_eq!(page.status, 422);
        assert!(page.body.contains("không lưu được"), "{}", page.body);
        for typed in ["Thôn Quang Tiền", "Trần Minh Khôi", "030192004217"] {
            assert!(page.body.contains(typed), "{typed} is still there");
        }
    }
}

#[tokio::test]
async fn nothing_is_certified_on_the_spot_with_no_copy() {
    for app in counters().await {
        let none = [
            ("procedure", "ctbs"),
            ("all_papers", "1"),
            ("pages", "1"),
            ("copies", "0"),
        ];
        let page = press(&app, "/cb/quay", "lam-ngay", &[&none, &MOTHER]).await;
        assert_eq!(page.status, 422);
        assert!(
            page.body.contains("Hãy ghi ít nhất 1"),
            "{}",
            errors_in(&page)
        );
    }
}

#[tokio::test]
async fn a_refusal_needs_its_reason_and_its_ground_and_is_final() {
    for app in counters().await {
        let step = press(&app, "/cb/quay", "tu-choi", &[BIRTH, &MOTHER, &CHILD]).await;
        assert_eq!(step.status, 200, "{}", errors_in(&step));
        assert!(step.body.contains("Từ chối là kết thúc"));
        let fields = carried(&step);
        let empty = app
            .post(
                "/cb/quay/tu-choi",
                &with(&fields, &[("refusal_reason", " ")]),
            )
            .await;
        assert_eq!(empty.status, 422);
        assert!(
            empty.body.contains("Hãy ghi lý do từ chối") && empty.body.contains("căn cứ pháp lý")
        );
        let fields = carried(&empty);
        let answer = app
            .post(
                "/cb/quay/tu-choi",
                &with(
                    &fields,
                    &[
                        ("refusal_reason", "Không thuộc thẩm quyền của xã"),
                        ("refusal_ground", "Điều 13 Luật Hộ tịch"),
                    ],
                ),
            )
            .await;
        assert_eq!(answer.status, 303, "{}", errors_in(&answer));
        let tracking = answer
            .location()
            .trim_start_matches("/cb/quay/xong/")
            .to_owned();
        let row = dossier(&app, &tracking).await;
        assert_eq!(
            (row.machine.state, row.machine.code.clone()),
            (State::NotAccepted, None)
        );
        assert_eq!(kinds(&app, &row).await, ["dossier.intake_refused"]);
        let page = app.get(answer.location()).await;
        for text in [
            "Đã từ chối tiếp nhận",
            "Căn cứ: Điều 13 Luật Hộ tịch",
            "/in/phieu-tu-choi\"",
        ] {
            assert!(page.body.contains(text), "{text}: {}", page.body);
        }
        is_whole(&app, &row).await;
    }
}

#[tokio::test]
async fn a_supplement_request_lists_what_is_missing_and_carries_the_filing() {
    for app in counters().await {
        let step = press(
            &app,
            "/cb/quay",
            "bo-sung",
            &[&[("procedure", "ks"), ("paper-1", "1")], &MOTHER, &CHILD],
        )
        .await;
        assert_eq!(step.status, 200, "{}", errors_in(&step));
        assert!(
            step.body.contains(">Giấy chứng sinh"),
            "the missing paper stands in the list"
        );
        let fields = carried(&step);
        let more = app
            .post(
                "/cb/quay/bo-sung",
                &with(&fields, &[("viec", "them"), ("item_name-4", "Giấy X")]),
            )
            .await;
        assert!(more.body.contains("item_name-7") && more.body.contains(">Giấy X</textarea>"));
        let back = app
            .post("/cb/quay/bo-sung", &with(&fields, &[("viec", "sua")]))
            .await;
        assert!(
            back.body.contains("value=\"Trần Minh Khôi\"")
                && back.body.contains("Lưu và in giấy hẹn")
        );
        let empty = app
            .post("/cb/quay/bo-sung", &with(&fields, &[("viec", "lap")]))
            .await;
        assert!(empty.status == 422 && empty.body.contains("ghi đủ trong một lần"));
        let items = [
            ("viec", "lap"),
            ("item_name-1", "Giấy chứng sinh"),
            ("item_why-1", "Chưa có khi nộp"),
            ("item_how-1", "Nộp bản chính"),
        ];
        let fields = carried(&empty);
        let answer = app.post("/cb/quay/bo-sung", &with(&fields, &items)).await;
        assert_eq!(answer.status, 303, "{}", errors_in(&answer));
        let tracking = answer
            .location()
            .trim_start_matches("/cb/quay/xong/")
            .to_owned();
        let row = dossier(&app, &tracking).await;
        assert_eq!(
            (row.machine.state, row.machine.received_at),
            (State::AwaitingSupplement, None)
        );
        let page = app.get(answer.location()).await;
        assert!(
            page.body.contains("Đã lập phiếu yêu cầu bổ sung")
                && page.body.contains("Nộp bản chính")
                && page.body.contains("/in/phieu-bo-sung\"")
        );
        is_whole(&app, &row).await;
    }
}

#[tokio::test]
async fn a_duplicate_passes_only_after_somebody_looked() {
    for app in counters().await {
        let first = saved(&app, "luu", &[BIRTH, &MOTHER, &CHILD]).await;
        // The same child, typed without marks and with another mother's number.
        let again: &[(&str, &str)] = &[
            ("owner_name", "TRAN MINH KHOI"),
            ("owner_birth", "20-11-2023"),
            ("authority", "cha đẻ"),
        ];
        let warned = press(&app, "/cb/quay", "luu", &[BIRTH, &MOTHER, again]).await;
        assert_eq!(warned.status, 422);
        assert!(warned.body.contains(&first) && warned.body.contains("Đã kiểm tra, không trùng"));
        assert!(warned.body.contains("TRAN MINH KHOI"));
        // A twin is no duplicate, nor is another procedure of the same person.
        let twin: &[(&str, &str)] = &[
            ("owner_name", "Trần Minh Anh"),
            ("owner_birth", "20/11/2023"),
            ("authority", "mẹ đẻ"),
        ];
        saved(&app, "luu", &[BIRTH, &MOTHER, twin]).await;
        let second = saved(
            &app,
            "luu",
            &[BIRTH, &MOTHER, again, &[("not_duplicate", "1")]],
        )
        .await;
        assert_ne!(first, second);
        saved(
            &app,
            "luu",
            &[&[("procedure", "tlks"), ("all_papers", "1")], &MOTHER],
        )
        .await;
        let same_number = press(
            &app,
            "/cb/quay",
            "luu",
            &[&[("procedure", "tlks"), ("all_papers", "1")], &MOTHER],
        )
        .await;
        assert_eq!(same_number.status, 422);
        assert_eq!(count(&app, "dossier").await, 4);
    }
}

#[tokio::test]
async fn bad_input_of_every_kind_keeps_what_was_typed() {
    let long = "Nguyễn ".repeat(72);
    let bad: [(&str, &str, &str); 12] = [
        ("procedure", "xin mưa", "Không có thủ tục nào khớp"),
        ("procedure", "", "Hãy chọn thủ tục"),
        ("number", "03019200421", "đủ 12 chữ số, đang có 11"),
        (
            "number",
            "030192004217||Nguyeexn|05021992|Nữ|Thôn|1",
            "bộ gõ",
        ),
        ("name", &long, "tối đa 150"),
        ("name", "Ánh 😀", "😀"),
        (
            "name",
            "<script>alert(1)</script>",
            "Hãy ghi đúng như trên giấy tờ",
        ),
        ("birth", "31/2/1992", "Không có ngày 31 tháng 2"),
        ("phone", "0123", "10 chữ số"),
        ("owner_birth", "1/1/2030", "sau ngày hôm nay"),
        ("extra_copies", "hai", "phải là số"),
        ("exemption", "ho_ngheo", "giấy tờ đã xem"),
    ];
    for app in counters().await {
        for (field, value, says) in &bad {
            let kept = |list: &[(&'static str, &'static str)]| -> Vec<(&str, &str)> {
                list.iter()
                    .copied()
                    .filter(|(name, _)| name != field)
                    .collect()
            };
            let (base, mother, child) = (kept(BIRTH), kept(&MOTHER), kept(&CHILD));
            let answer = press(
                &app,
                "/cb/quay",
                "luu",
                &[&base, &mother, &child, &[(field, value)]],
            )
            .await;
            assert_eq!(answer.status, 422, "{field}={value}");
            assert!(
                answer.body.contains(says),
                "{field}={value}: {}",
                errors_in(&answer)
            );
            assert!(
                !answer.body.contains("<script>alert") && !answer.body.contains("không hợp lệ")
            );
            let still = value.trim().replace('<', "&#60;").replace('>', "&#62;");
            assert!(
                answer.body.contains(&still),
                "{field}: {value} is still there"
            );
            if *field != "owner_birth" {
                assert!(
                    answer.body.contains("value=\"20/11/2023\""),
                    "{field}: the rest is still there"
                );
            }
        }
        let missing = press(
            &app,
            "/cb/quay",
            "luu",
            &[&[("procedure", "ks"), ("paper-1", "1")], &MOTHER, &CHILD],
        )
        .await;
        assert!(missing.status == 422 && missing.body.contains("Còn thiếu: Giấy chứng sinh"));
        assert_eq!(count(&app, "dossier").await, 0);
        assert_eq!(
            count(&app, "number_series").await,
            0,
            "a refused form uses up no number"
        );
    }
}

#[tokio::test]
async fn only_the_one_stop_shop_sits_at_the_counter() {
    for app in counters().await {
        for stranger in ["specialist", "chair", "admin", "accountant"] {
            app.forget_cookies();
            app.sign_in(stranger).await;
            assert_eq!(app.get("/cb/quay").await.status, 403, "{stranger}");
            assert_eq!(
                app.post("/cb/quay", &[("viec", "luu")]).await.status,
                403,
                "{stranger}"
            );
        }
        app.forget_cookies();
        assert_ne!(app.get("/cb/quay").await.status, 200);
    }
}

#[tokio::test]
async fn a_slip_of_the_finger_chooses_no_procedure_and_says_so() {
    for app in counters().await {
        let typed: &[(&str, &str)] = &[("procedure", "-1"), ("all_papers", "1")];
        let answer = press(&app, "/cb/quay", "luu", &[typed, &MOTHER]).await;
        assert_eq!(answer.status, 422);
        let said = errors_in(&answer);
        assert!(said.contains("Không có thủ tục nào khớp «-1»"), "{said}");
        assert!(answer.body.contains("Nguyễn Thị Ánh"), "nothing is lost");
        assert_eq!(count(&app, "dossier").await, 0);
    }
}

#[tokio::test]
async fn the_name_of_a_missing_paper_is_read_whole_in_the_list() {
    for app in counters().await {
        let step = press(
            &app,
            "/cb/quay",
            "bo-sung",
            &[&[("procedure", "ks")], &MOTHER, &CHILD],
        )
        .await;
        assert_eq!(step.status, 200, "{}", errors_in(&step));
        let (_, box_of) = step
            .body
            .split_once("name=\"item_why-1\"")
            .expect("the first row");
        assert!(
            box_of.starts_with(" rows=\"2\"")
                || box_of.starts_with(" rows=\"3\"")
                || box_of.starts_with(" rows=\"4\""),
            "46 letters need two lines on a phone: {}",
            &box_of[..40]
        );
        assert!(!step.body.contains("<input class=\"input\" id=\"item_"));
    }
}
