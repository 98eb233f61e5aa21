//! What each stage took and how many tests passed: the last lines of every run.
//! For the person who waits, and for the build server that reads the last line.
use std::time::{Duration, Instant};

/// Tests counted in one stage.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    pub(crate) ignored: u64,
}

impl Tally {
    /// Adds the counts of a line that begins as `test result: ok. 3 passed; 0 failed; 1 ignored; …`.
    pub(crate) fn read(&mut self, line: &str) {
        let Some(rest) = line.strip_prefix("test result: ") else {
            return;
        };
        for part in rest.split([';', '.']) {
            let mut words = part.split_whitespace();
            let (Some(number), Some(word)) = (words.next(), words.next()) else {
                continue;
            };
            let Ok(number) = number.parse::<u64>() else {
                continue;
            };
            match word {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                "ignored" => self.ignored += number,
                _ => {}
            }
        }
    }
}

struct Stage {
    name: String,
    took: Duration,
    tally: Tally,
    trouble: Option<String>,
}

/// The stages that ran, in order.
#[derive(Default)]
pub(crate) struct Report {
    stages: Vec<Stage>,
}

impl Report {
    /// Runs one stage and keeps its time, its counts and its trouble; true when all is well.
    pub(crate) fn stage(
        &mut self,
        name: &str,
        work: impl FnOnce(&mut Tally) -> Result<(), String>,
    ) -> bool {
        println!("\n── {name}");
        let start = Instant::now();
        let mut tally = Tally::default();
        let trouble = work(&mut tally).err();
        if let Some(trouble) = &trouble {
            eprintln!("{name}: {trouble}");
        }
        let well = trouble.is_none();
        self.stages.push(Stage {
            name: name.to_owned(),
            took: start.elapsed(),
            tally,
            trouble,
        });
        well
    }

    /// All counts; a stage in trouble that counted no failed test is one failure itself.
    fn total(&self) -> Tally {
        let mut total = Tally::default();
        for stage in &self.stages {
            let unseen = u64::from(stage.trouble.is_some() && stage.tally.failed == 0);
            total.passed += stage.tally.passed;
            total.failed += stage.tally.failed + unseen;
            total.ignored += stage.tally.ignored;
        }
        total
    }

    /// Prints the seconds of each stage and the counts; true when nothing failed.
    pub(crate) fn print(&self) -> bool {
        println!();
        for stage in &self.stages {
            // The whole of it was shown when it happened.
            let verdict = match &stage.trouble {
                Some(trouble) => trouble.lines().next().unwrap_or_default(),
                None => "ok",
            };
            println!(
                "{:>7.1} s  {:<44} {verdict}",
                stage.took.as_secs_f64(),
                stage.name
            );
        }
        let seconds: f64 = self
            .stages
            .iter()
            .map(|stage| stage.took.as_secs_f64())
            .sum();
        println!("{seconds:>7.1} s  in all");
        let total = self.total();
        if total.ignored > 0 {
            println!("{} ignored", total.ignored);
        }
        println!("{} passed, {} failed", total.passed, total.failed);
        total.failed == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_are_read_from_the_lines_of_cargo() {
        let mut tally = Tally::default();
        tally.read("running 3 tests");
        tally.read("test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.50s");
        tally
            .read("test result: FAILED. 2 passed; 3 failed; 0 ignored; 0 measured; 0 filtered out");
        assert_eq!(
            tally,
            Tally {
                passed: 14,
                failed: 3,
                ignored: 1
            }
        );
    }

    #[test]
    fn a_stage_that_breaks_without_a_failed_test_counts_as_one_failure() {
        let mut report = Report::default();
        assert!(!report.stage("build", |_| Err("does not compile".to_owned())));
        assert!(!report.stage("tests", |tally| {
            tally.read("test result: FAILED. 2 passed; 3 failed; 0 ignored");
            Err("exit status 101".to_owned())
        }));
        assert_eq!(
            report.total(),
            Tally {
                passed: 2,
                failed: 4,
                ignored: 0
            }
        );
        assert!(!report.print());
    }

    #[test]
    fn a_run_without_failures_is_a_success() {
        let mut report = Report::default();
        assert!(report.stage("tests", |tally| {
            tally.read("test result: ok. 1 passed; 0 failed; 0 ignored");
            Ok(())
        }));
        assert!(report.print());
    }
}
