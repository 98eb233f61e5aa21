//! The figures as Markdown tables.
//! For the terminal and the documentation alike.

use crate::log::Op;
use crate::measured::{Cell, Measured, Subject};
use crate::stats::{Latency, ratio};

/// All tables of a run.
pub fn table(run: &Measured) -> String {
    let parts = [
        about(run),
        verdicts(run),
        lives(run),
        by_kind(run),
        operations(run),
        proofs(run),
        grown(run),
        left_out(run),
    ];
    parts
        .into_iter()
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("\n\n")
}

fn about(run: &Measured) -> String {
    let machine = &run.machine;
    format!(
        "Measured {} on {} ({} cores, {} MiB, Linux {}, {}); a 4 KiB append kept by the disk takes {} (p99 {}). \
         Program {} of {:.0} MiB, first answer out of the database {:.0} ms after its start. \
         One life leaves {:.0} rows of {:.0} bytes in {} writes; one receipt {:.0} rows of {:.0} bytes.",
        run.day,
        machine.processor,
        machine.cores,
        machine.memory_mib,
        machine.kernel,
        machine.file_system,
        ms(machine.sync.p50_us),
        ms(machine.sync.p99_us),
        run.version,
        run.program_mib,
        run.start_ms,
        run.trace.rows,
        ratio(run.trace.bytes, run.trace.rows),
        crate::life::WRITES,
        run.receipt.rows,
        ratio(run.receipt.bytes, run.receipt.rows),
    )
}

fn verdicts(run: &Measured) -> String {
    let rows: Vec<String> = run
        .verdicts()
        .iter()
        .map(|one| {
            let met = if one.met { "met" } else { "**missed**" };
            format!("| {} | {} | {} | {met} |", one.what, one.bar, one.is)
        })
        .collect();
    titled(
        "### Against the bars",
        "| what | bar | measured | |\n|---|---|---|---|",
        &rows,
    )
}

fn lives(run: &Measured) -> String {
    let rows: Vec<String> = run.cells.iter().map(|cell| life(run, cell)).collect();
    titled(
        "### Lives a second (48 requests, 8 of them durable writes)",
        "| | clients | median | rounds | spread | of raw | of ceiling | CPU ms a life | resident MiB | other programs, cores |\n|---|---|---|---|---|---|---|---|---|---|",
        &rows,
    )
}

fn life(run: &Measured, cell: &Cell) -> String {
    let share = |of: Subject| {
        run.cell(of, cell.clients)
            .filter(|whole| whole.subject != cell.subject)
            .map_or_else(
                || "–".to_owned(),
                |whole| format!("{:.2}", ratio(cell.rate(), whole.rate())),
            )
    };
    let rounds: Vec<String> = cell.rounds.iter().map(|rate| number(*rate)).collect();
    let optional = |value: f64, digits: usize| {
        if value > 0.0 {
            format!("{value:.digits$}")
        } else {
            "–".to_owned()
        }
    };
    let of_raw = cell.subject.raw().map_or_else(|| "–".to_owned(), share);
    let of_ceiling = match cell.subject.raw() {
        Some(_) if !cell.subject.is_of_one_kind() => share(Subject::Ceiling),
        _ => "–".to_owned(),
    };
    let unit = if cell.subject.is_of_one_kind() {
        " requests"
    } else {
        ""
    };
    format!(
        "| {} | {} | **{}**{unit} | {} | {:.0} % | {of_raw} | {of_ceiling} | {} | {} | {:.2}{} |",
        cell.subject.name(),
        cell.clients,
        number(cell.rate()),
        rounds.join(", "),
        cell.spread() * 100.0,
        optional(cell.processor_ms, 1),
        optional(cell.resident_mib, 0),
        cell.foreign(),
        if cell.is_void() { ", void" } else { "" },
    )
}

fn by_kind(run: &Measured) -> String {
    let kinds = [
        Op::Receive,
        Op::Act,
        Op::Form,
        Op::Receipt,
        Op::Dossier,
        Op::List,
        Op::Work,
        Op::Track,
    ];
    let mut rows = Vec::new();
    for cell in &run.cells {
        if !cell.subject.is_ours() {
            continue;
        }
        for kind in kinds {
            if let Some(latency) = cell.latencies.get(kind.name()) {
                rows.push(format!(
                    "| {} | {} | {} | {} |",
                    cell.subject.name(),
                    cell.clients,
                    kind.name(),
                    latencies(latency)
                ));
            }
        }
    }
    titled(
        "### How long each request of a life takes",
        "| | clients | request | n | p50 | p90 | p99 | longest |\n|---|---|---|---|---|---|---|---|",
        &rows,
    )
}

fn operations(run: &Measured) -> String {
    let rows: Vec<String> = run
        .operations
        .iter()
        .map(|one| {
            format!(
                "| {} | {} | {} | {} | {} | {} | {} |",
                one.name,
                one.subject.name(),
                one.clients,
                number(one.rate),
                ms(one.latency.p50_us),
                ms(one.latency.p90_us),
                ms(one.latency.p99_us)
            )
        })
        .collect();
    titled(
        "### Pages by themselves",
        "| page | | clients | a second | p50 | p90 | p99 |\n|---|---|---|---|---|---|---|",
        &rows,
    )
}

fn proofs(run: &Measured) -> String {
    let rows: Vec<String> = run
        .proofs
        .iter()
        .map(|proof| {
            let verified = if proof.verification.is_empty() {
                "nothing to find"
            } else {
                proof.verification.as_str()
            };
            format!(
                "| {} | {} | {} | {} | {verified} |",
                proof.database,
                proof.clients,
                proof.acknowledged,
                proof.missing.len()
            )
        })
        .collect();
    titled(
        "### Killed at full load (`kill -9`), then started again",
        "| database | clients | acts acknowledged | of these missing | `verify` |\n|---|---|---|---|---|",
        &rows,
    )
}

fn grown(run: &Measured) -> String {
    let mut rows = Vec::new();
    for grown in &run.grown {
        for page in &grown.pages {
            rows.push(format!(
                "| {} | {} | {} | {} | {} |",
                page.name,
                grown.database,
                grown.dossiers,
                grown.open,
                latencies(&page.latency)
            ));
        }
    }
    let pages = titled(
        "### Pages of a database that has grown (one client)",
        "| page | database | dossiers | open | n | p50 | p90 | p99 | longest |\n|---|---|---|---|---|---|---|---|---|",
        &rows,
    );
    let filled: Vec<String> = run
        .grown
        .iter()
        .map(|grown| {
            format!(
                "- {} dossiers on {}: filled in {:.0} s, {:.0} bytes a dossier with its indices; first answer {:.0} ms after the start; {:.0} MiB resident at most",
                grown.dossiers, grown.database, grown.grown_in_s, grown.bytes_a_dossier, grown.start_ms, grown.resident_mib
            )
        })
        .collect();
    match filled.is_empty() {
        true => pages,
        false => format!("{pages}\n\n{}", filled.join("\n")),
    }
}

fn left_out(run: &Measured) -> String {
    let lines: Vec<String> = run
        .left_out
        .iter()
        .map(|line| format!("- {line}"))
        .collect();
    if lines.is_empty() {
        String::new()
    } else {
        format!("Not measured:\n\n{}", lines.join("\n"))
    }
}

fn titled(title: &str, head: &str, rows: &[String]) -> String {
    if rows.is_empty() {
        String::new()
    } else {
        format!("{title}\n\n{head}\n{}", rows.join("\n"))
    }
}

fn latencies(latency: &Latency) -> String {
    format!(
        "{} | {} | {} | {} | {}",
        latency.n,
        ms(latency.p50_us),
        ms(latency.p90_us),
        ms(latency.p99_us),
        ms(latency.max_us)
    )
}

/// Microseconds as milliseconds, with as many digits as say something.
fn ms(micros: u32) -> String {
    let value = f64::from(micros) / 1000.0;
    match value {
        value if value >= 100.0 => format!("{value:.0} ms"),
        value if value >= 10.0 => format!("{value:.1} ms"),
        value => format!("{value:.2} ms"),
    }
}

pub(super) fn number(value: f64) -> String {
    if value >= 100.0 {
        format!("{value:.0}")
    } else {
        format!("{value:.1}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_as_many_digits_as_say_something() {
        assert_eq!(ms(1_234), "1.23 ms");
        assert_eq!(ms(12_345), "12.3 ms");
        assert_eq!(ms(123_456), "123 ms");
        assert_eq!(number(12.34), "12.3");
        assert_eq!(number(1234.5), "1234");
    }

    #[test]
    fn an_empty_run_has_no_empty_tables() {
        let text = table(&Measured::default());
        assert!(!text.contains("###"), "{text}");
    }
}
