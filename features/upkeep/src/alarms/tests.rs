//! Every alarm, and the silence when nothing is wrong.
//! For whoever changes a threshold or a sentence.

use store::upkeep::Done;

use super::*;

const NOW: i64 = 1_700_705_520_000;

fn done(minutes_ago: i64, detail: &str) -> Option<Done> {
    let at = Moment::from_millis(NOW - minutes_ago * 60_000);
    Some(Done {
        at,
        detail: detail.to_owned(),
    })
}

fn well() -> Measured {
    Measured {
        now_ms: NOW,
        last_event_ms: Some(NOW - 1_000),
        disks: vec![Disk {
            what: "Tệp đính kèm",
            id: 1,
            free: 50 * GIB,
            total: 100 * GIB,
        }],
        anchored_ms: Some(NOW - 60_000),
        backup: done(60, "x"),
        verify: done(60, "ok"),
        has_events: true,
        is_current: true,
        started_ms: NOW - 1,
        ..Measured::default()
    }
}

fn only(found: &Measured) -> Alarm {
    let mut alarms = alarms(found);
    assert_eq!(alarms.len(), 1, "{alarms:?}");
    alarms.remove(0)
}

#[test]
fn nothing_is_said_when_nothing_is_wrong() {
    assert_eq!(alarms(&well()), []);
}

#[test]
fn each_trouble_is_named_with_what_to_do() {
    let cases: [(Measured, &str, &str); 15] = [
        (
            Measured {
                uncoded: Some("Xã Tứ Kỳ chưa có phần đầu mã hồ sơ".into()),
                ..well()
            },
            "phần đầu mã hồ sơ",
            "Đơn vị hành chính",
        ),
        (
            Measured {
                last_event_ms: Some(NOW + 3_600_000),
                ..well()
            },
            "đang chậm",
            "timedatectl",
        ),
        (
            Measured {
                stepped_ms: -3_600_000,
                ..well()
            },
            "chỉnh lùi khoảng 60 phút",
            "khởi động lại",
        ),
        (
            Measured {
                stepped_ms: 600_000,
                ..well()
            },
            "chỉnh tới khoảng 10 phút",
            "khởi động lại",
        ),
        (
            Measured {
                database_ahead_ms: Some(-45_000),
                ..well()
            },
            "lệch 45 giây",
            "timedatectl",
        ),
        (
            Measured {
                is_synchronised: Some(false),
                ..well()
            },
            "chưa được đồng bộ",
            "timedatectl",
        ),
        (
            Measured {
                backup: None,
                ..well()
            },
            "Chưa có bản sao lưu",
            "motcua backup",
        ),
        (
            Measured {
                backup: done(30 * 60, "x"),
                ..well()
            },
            "đã cũ 30 giờ",
            "motcua backup",
        ),
        (
            Measured {
                verify: done(9, "Thiếu sự kiện trong chuỗi"),
                ..well()
            },
            "Thiếu sự kiện",
            "Không sửa tay",
        ),
        (
            Measured {
                verify: None,
                ..well()
            },
            "Chưa kiểm tra sổ",
            "motcua verify",
        ),
        (
            Measured {
                anchored_ms: None,
                ..well()
            },
            "Không thấy tệp dấu sổ",
            "ghi được không",
        ),
        (
            Measured {
                anchored_ms: Some(NOW - 30 * 3_600_000),
                ..well()
            },
            "đã cũ 30 giờ",
            "ghi được không",
        ),
        (
            Measured {
                is_current: false,
                ..well()
            },
            "không cùng bản",
            "motcua migrate",
        ),
        (
            Measured {
                stuck_jobs: 2,
                ..well()
            },
            "2 việc nền",
            "journalctl",
        ),
        (
            Measured {
                may_alter_ledger: true,
                ..well()
            },
            "có thể sửa sổ",
            "motcua grants",
        ),
    ];
    for (found, title, advice) in cases {
        let alarm = only(&found);
        assert!(alarm.title.contains(title), "{alarm:?}");
        assert!(alarm.advice.contains(advice), "{alarm:?}");
    }
}

#[test]
fn a_disk_is_watched_before_it_is_full() {
    let left = |free| Measured {
        disks: vec![Disk {
            what: "Tệp đính kèm",
            id: 1,
            free,
            total: 40 * GIB,
        }],
        ..well()
    };
    assert_eq!(alarms(&left(6 * GIB)), []);
    assert_eq!(only(&left(4 * GIB)).tone, Tone::Warning);
    let nearly = only(&left(GIB / 2));
    assert_eq!(nearly.tone, Tone::Error);
    assert!(nearly.title.contains("còn 512 MB trên 40 GB"), "{nearly:?}");
}

#[test]
fn a_demonstration_and_an_empty_book_need_no_copies() {
    for found in [
        Measured {
            is_demo: true,
            backup: None,
            verify: None,
            ..well()
        },
        Measured {
            has_events: false,
            last_event_ms: None,
            backup: None,
            verify: None,
            ..well()
        },
    ] {
        assert_eq!(alarms(&found), []);
    }
}

#[test]
fn the_worst_stands_first() {
    let found = Measured {
        stuck_jobs: 1,
        is_current: false,
        ..well()
    };
    let tones: Vec<Tone> = alarms(&found).iter().map(|alarm| alarm.tone).collect();
    assert_eq!(tones, [Tone::Error, Tone::Warning]);
}
