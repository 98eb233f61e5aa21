//! How an end is counted beside its dates: by the index, by its way through the commune, by its result.
//! For the plan's targets: a reopening takes back exactly what was added.

use super::*;

const OF_ENDS: [&str; 6] = [
    "index_on_time",
    "index_late",
    "moved_electronically",
    "moved_otherwise",
    "result_issued",
    "result_digitised",
];

/// The sums of what ends are counted under, with a file of the result or without.
fn counts(walk: &Walk, result_file: bool) -> Sums {
    let beside = [
        ("procedure_code", "1.004884".into()),
        ("result_file", result_file.into()),
    ];
    let mut found = walk.facts(&beside);
    found.retain(|fact| OF_ENDS.contains(&fact.measure.as_str()));
    let whole = |fact: &Fact| fact.procedure.is_empty();
    assert!(found.iter().all(whole), "few rows for the whole commune");
    sums(found)
}

fn each(measures: &[&str], day: &str) -> Sums {
    let of_day: Vec<(&str, &str)> = measures.iter().map(|measure| (*measure, day)).collect();
    once(&of_day)
}

#[test]
fn the_index_turns_on_the_minute_and_the_table_on_the_day() {
    for (end, index) in [
        ("2023-06-21T17:00", "index_on_time"),
        ("2023-06-21T17:01", "index_late"),
    ] {
        let mut walk = Walk::processing("2023-06-14T10:00");
        walk.finish(end);
        assert_eq!(walk.dossier.timeliness, Some(Timeliness::OnTime));
        let expected = each(
            &[index, "moved_electronically", "result_issued"],
            "2023-06-21",
        );
        assert_eq!(counts(&walk, false), expected, "{end}");
    }
}

#[test]
fn an_apology_changes_no_count() {
    let mut walk = Walk::processing("2023-06-14T10:00");
    let promised = at("2023-06-30T17:00");
    let reason = "máy hỏng";
    walk.must("2023-06-19T10:00", &Command::Apologise { promised, reason });
    walk.finish("2023-06-22T10:00");
    assert_eq!(walk.dossier.timeliness, Some(Timeliness::Late));
    assert!(counts(&walk, false).contains_key(&("index_late".into(), "2023-06-22".into())));
}

#[test]
fn a_result_with_a_file_is_digitised_and_a_reopening_takes_all_back() {
    let mut walk = Walk::processing("2023-06-14T10:00");
    walk.finish("2023-06-15T10:00");
    let all = [
        "index_on_time",
        "moved_electronically",
        "result_issued",
        "result_digitised",
    ];
    assert_eq!(counts(&walk, true), each(&all, "2023-06-15"));
    walk.must("2023-06-16T10:00", &Command::Reopen { reason: "sai tên" });
    assert_eq!(counts(&walk, true), Sums::new());
    assert_eq!(walk.dossier.ending, None);
    walk.finish("2023-06-19T10:00");
    assert_eq!(counts(&walk, true), each(&all, "2023-06-19"));
}

#[test]
fn an_answer_that_grants_nothing_is_no_result_even_with_a_file() {
    let mut walk = Walk::processing("2023-06-14T10:00");
    let outcome = Outcome::NotGranted;
    walk.must("2023-06-15T08:00", &Command::Forward { holder: None })
        .must("2023-06-15T09:00", &Command::Approve)
        .must("2023-06-15T09:30", &Command::Seal { number: "1" })
        .must("2023-06-15T10:00", &Command::Finish { outcome });
    let expected = each(&["index_on_time", "moved_electronically"], "2023-06-15");
    assert_eq!(counts(&walk, true), expected);
}

#[test]
fn a_file_that_comes_after_the_end_counts_on_the_day_of_the_end() {
    let ended = at("2023-06-15T10:00");
    let data = serde_json::json!({ "kind": "result", "channel": "counter", "digitises_result_of": ended.millis() });
    let found = facts("dossier.attached", at("2023-07-20T10:00"), &data);
    let told: Vec<_> = found
        .iter()
        .map(|fact| (fact.measure.as_str(), fact.day.as_str(), fact.n))
        .collect();
    assert_eq!(told, [("result_digitised", "2023-06-15", 1)]);
    let usual = serde_json::json!({ "kind": "result", "channel": "counter" });
    assert_eq!(facts("dossier.attached", ended, &usual), []);
}

#[test]
fn a_late_entry_did_not_move_electronically_and_the_spot_moves_nothing() {
    let mut late = Walk::entered_late();
    late.must("2023-06-15T08:00", &Command::HandOver { holder: None })
        .finish("2023-06-16T10:00");
    let expected = each(
        &["index_on_time", "moved_otherwise", "result_issued"],
        "2023-06-16",
    );
    assert_eq!(counts(&late, false), expected);

    let mut spot = Walk::new(Procedure {
        on_the_spot: true,
        ..procedure(Some(Term::SameDay))
    });
    let intake = Intake {
        code: "y".into(),
        ..Intake::default()
    };
    spot.must("2023-06-14T10:00", &Command::ReceiveAndReturn(intake));
    assert_eq!(
        counts(&spot, false),
        each(&["index_on_time", "result_issued"], "2023-06-14")
    );
}

#[test]
fn ends_written_before_this_was_kept_count_as_they_did_then() {
    let old = serde_json::json!({
        "machine": { "event": "finished", "outcome": "granted", "timeliness": "early" },
        "procedure_code": "1.004884", "channel": "counter", "result_file": true,
    });
    let found = facts("dossier.finished", at("2023-06-15T10:00"), &old);
    let told: Vec<_> = found.iter().map(|fact| fact.measure.as_str()).collect();
    assert_eq!(told, ["finished", "finished_early"]);
}

#[test]
fn public_post_counts_where_it_brought_the_papers_or_took_the_result() {
    let told = |channel: &str, how: Option<&str>| {
        let mut data = serde_json::json!({
            "machine": { "event": "returned", "on_the_spot": false }, "channel": channel,
        });
        if let Some(how) = how {
            data["collected_how"] = how.into();
        }
        let found = facts("dossier.returned", at("2023-06-15T10:00"), &data);
        found.iter().any(|fact| fact.measure == "returned_by_post")
    };
    assert!(told("post", Some("counter")) && told("counter", Some("post")));
    assert!(!told("counter", Some("counter")) && !told("online", Some("online")));
    assert!(!told("post", None), "not kept then, not counted now");
}
