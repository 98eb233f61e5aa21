//! Each kind of bad data is refused with its file, its line and the reason.
//! For whoever edits the rules of loading.

use super::*;

/// A record that holds together, one word a line, so that a test can spoil it.
const PROCEDURE: &str = r#"[
 {
  "code": "1.000001", "name_vi": "Thử", "slug": "thu", "field_vi": "Thử",
  "abbreviations": [], "handling_post": "mot_cua", "decision_level_vi": "UBND cấp xã", "decided_by": null,
  "inter_agency": [], "internal_only": false, "applicable_locally": true, "applicability_note_vi": null,
  "limit": {"term": {"working_days": 1}, "text_vi": "01 ngày", "note_vi": null, "longer": null},
  "fee": {"kind": "none", "dong": 0, "unit_vi": null, "notes_vi": null},
  "papers": [{"seq": 1, "name_vi": "Đơn", "originals": 1, "copies": 0, "form_number": null,
    "handling": "submit", "condition_vi": null, "required": true}],
  "sets": 1, "results": [], "audience": ["ca_nhan"], "legal_bases": [],
  "valid_from": "2019-01-06", "valid_to": "2025-06-30",
  "confidence": {"identity": "verified", "time_limit": "memory", "fee": "unknown", "documents": "memory", "legal_bases": "memory"},
  "grade": "A", "published": true, "source_note": null, "pause_policy": "extend", "on_the_spot": false,
  "replaced_note_vi": null
 }
]"#;

const PROCESS: &str = r#"{
 "1.000001": {
  "source": "published", "total_minutes": 480, "calendar_days": false, "promise_term": null, "longer_minutes": null,
  "steps": [
   {"post": "mot_cua", "kind": "receive", "action_vi": "Nhận", "minutes": 240, "output_vi": null, "outside_vi": null},
   {"post": "mot_cua", "kind": "deliver", "action_vi": "Trả", "minutes": 240, "output_vi": null, "outside_vi": null}
  ],
  "source_note": null, "note_vi": null
 }
}"#;

fn faults(procedures: &str, processes: &str) -> Vec<String> {
    let files = [
        ("procedures/thu.json", procedures),
        ("processes/thu.json", processes),
    ];
    let faults = Catalogue::load(&files, &POSTS).err().unwrap_or_default();
    faults.iter().map(ToString::to_string).collect()
}

#[track_caller]
fn refused(procedures: &str, processes: &str, expected: &str) {
    let faults = faults(procedures, processes);
    assert!(
        faults.iter().any(|fault| fault == expected),
        "{expected}\n{faults:#?}"
    );
}

fn spoil(text: &str, from: &str, to: &str) -> String {
    assert!(
        text.contains(from),
        "the test must change something: {from}"
    );
    text.replacen(from, to, 1)
}

#[test]
fn a_sound_record_has_no_faults() {
    assert_eq!(faults(PROCEDURE, PROCESS), Vec::<String>::new());
}

#[test]
fn a_bad_procedure_is_refused_with_file_and_line() {
    let at = "procedures/thu.json:3: 1.000001:";
    for (from, to, reason) in [
        (
            r#""handling_post": "mot_cua""#,
            r#""handling_post": "la""#,
            "vị trí «la» không có trong danh mục",
        ),
        (
            r#""handling_post": "mot_cua""#,
            r#""handling_post": "bo_phan_mot_cua""#,
            "vị trí «bo_phan_mot_cua» phải viết là «mot_cua»",
        ),
        (
            r#""decided_by": null"#,
            r#""decided_by": "la""#,
            "vị trí «la» không có trong danh mục",
        ),
        (
            r#""name_vi": "Thử""#,
            r#""name_vi": " ""#,
            "thiếu tên thủ tục",
        ),
        (
            r#""slug": "thu""#,
            r#""slug": "Thử""#,
            "đường dẫn «Thử» chỉ được gồm chữ thường không dấu, số và gạch nối",
        ),
        (
            r#""name_vi": "Đơn""#,
            r#""name_vi": """#,
            "giấy tờ thứ 1 thiếu tên",
        ),
        (
            r#""seq": 1"#,
            r#""seq": 2"#,
            "giấy tờ thứ 1 ghi số thứ tự 2",
        ),
        (r#""dong": 0"#, r#""dong": -1"#, "mức thu âm"),
        (
            r#""2025-06-30""#,
            r#""2019-01-05""#,
            "ngày hết hiệu lực đứng trước ngày có hiệu lực",
        ),
        (
            r#""longer": null"#,
            r#""longer": {"term": "same_day", "text_vi": "", "when_vi": ""}"#,
            "thời hạn kéo dài không dài hơn thời hạn thường",
        ),
    ] {
        refused(
            &spoil(PROCEDURE, from, to),
            PROCESS,
            &format!("{at} {reason}"),
        );
    }
    let odd_code = spoil(PROCEDURE, "1.000001", "1.0001");
    refused(
        &odd_code,
        "{}",
        "procedures/thu.json:3: 1.0001: mã «1.0001» không đúng dạng 1.001193",
    );
}

#[test]
fn a_record_without_a_code_stays_a_draft() {
    let without = spoil(
        PROCEDURE,
        r#""code": "1.000001""#,
        r#""code": null, "code_candidate": "1.000001""#,
    );
    refused(
        &without,
        "{}",
        "procedures/thu.json:3: 1.000001: chưa có mã nên chỉ được là bản nháp",
    );
    let draft = spoil(&without, r#""published": true"#, r#""published": false"#);
    assert_eq!(faults(&draft, "{}"), Vec::<String>::new());
}

#[test]
fn two_versions_may_follow_but_not_overlap() {
    let body = PROCEDURE
        .trim_start_matches('[')
        .trim_end_matches(']')
        .trim_end();
    let twice = |second: &str| format!("[{body},{second}]");
    refused(
        &twice(body),
        PROCESS,
        "procedures/thu.json:17: 1.000001: trùng mã trong cùng thời gian hiệu lực",
    );
    let other_code = spoil(body, "1.000001", "1.000002");
    refused(
        &twice(&other_code),
        PROCESS,
        "procedures/thu.json:17: 1.000002: trùng đường dẫn «thu»",
    );
    let later = spoil(
        body,
        r#""2019-01-06", "valid_to": "2025-06-30""#,
        r#""2025-07-01", "valid_to": null"#,
    );
    assert_eq!(faults(&twice(&later), PROCESS), Vec::<String>::new());
}

#[test]
fn a_bad_process_is_refused_with_file_and_line() {
    let at = "processes/thu.json:2: quy trình:";
    let steps =
        &PROCESS[PROCESS.find("   {").expect("steps")..PROCESS.find("\n  ],").expect("steps")];
    for (from, to, reason) in [
        (steps, "", "không có bước nào"),
        (
            r#""post": "mot_cua""#,
            r#""post": "la""#,
            "bước 1: vị trí «la» không có trong danh mục",
        ),
        (
            r#""minutes": 240"#,
            r#""minutes": 200"#,
            "các bước cộng lại 440 phút, tổng ghi 480 phút",
        ),
        (
            r#""minutes": 240"#,
            r#""minutes": -1"#,
            "bước 1: thời gian âm",
        ),
        (r#""Nhận""#, r#""""#, "bước 1: thiếu nội dung công việc"),
        (
            r#""outside_vi": null"#,
            r#""outside_vi": "Huyện""#,
            "bước 1: bước ngoài xã phải ghi tên cơ quan, bước trong xã thì không",
        ),
        (
            r#""total_minutes": 480"#,
            r#""total_minutes": 490"#,
            "tổng 490 phút vượt thời hạn của luật, 480 phút",
        ),
        (
            r#""total_minutes": 480"#,
            r#""total_minutes": 470"#,
            "tổng 470 phút ngắn hơn thời hạn 480 phút mà không ghi cam kết",
        ),
        (
            r#""promise_term": null"#,
            r#""promise_term": {"working_hours": 7}"#,
            "cam kết không khớp tổng 480 phút",
        ),
        (
            r#""longer_minutes": null"#,
            r#""longer_minutes": [1]"#,
            "nhánh kéo dài có số bước khác nhánh thường",
        ),
        (
            r#""longer_minutes": null"#,
            r#""longer_minutes": [1, 1]"#,
            "có nhánh kéo dài mà thủ tục không có thời hạn kéo dài",
        ),
    ] {
        refused(
            PROCEDURE,
            &spoil(PROCESS, from, to),
            &format!("{at} {reason}"),
        );
    }
}

#[test]
fn a_longer_branch_stays_within_the_longer_limit() {
    let longer = r#""longer": {"term": {"working_days": 2}, "text_vi": "02 ngày", "when_vi": "Cần xác minh"}"#;
    let procedure = spoil(PROCEDURE, r#""longer": null"#, longer);
    let branch = |minutes| spoil(PROCESS, r#""longer_minutes": null"#, minutes);
    assert_eq!(
        faults(&procedure, &branch(r#""longer_minutes": [480, 480]"#)),
        Vec::<String>::new()
    );
    refused(
        &procedure,
        &branch(r#""longer_minutes": [480, 490]"#),
        "processes/thu.json:2: quy trình: nhánh kéo dài 970 phút vượt thời hạn kéo dài của luật",
    );
}

#[test]
fn a_process_of_no_procedure_is_refused() {
    refused(
        PROCEDURE,
        &spoil(PROCESS, "1.000001", "1.000009"),
        "processes/thu.json:2: quy trình của 1.000009: không có thủ tục mang mã này",
    );
}

#[test]
fn a_file_that_cannot_be_read_names_the_line() {
    let unknown_word = spoil(PROCEDURE, r#""sets": 1"#, r#""sets": 1, "extra": 2"#);
    let broken = spoil(PROCESS, r#""steps""#, "steps");
    let faults = faults(&unknown_word, &broken);
    assert_eq!(faults.len(), 2, "{faults:#?}");
    assert!(
        faults[0].starts_with("procedures/thu.json:10: không đọc được: unknown field `extra`"),
        "{faults:#?}"
    );
    assert!(
        faults[1].starts_with("processes/thu.json:4: không đọc được: "),
        "{faults:#?}"
    );
}
