//! Starting other programs: to the end with their output counted, or in the background.
//! For the stages; whatever is started here is also known to the scratch folder's sweeper.
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::report::Tally;
use crate::scratch::Scratch;

/// How long a background program may take to stop politely.
const STOP_SECONDS_MAX: u64 = 10;

/// A cargo command in the repository, by the same cargo that runs this program.
pub(crate) fn cargo(words: &[&str]) -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(crate::root()).args(words);
    command
}

/// Runs to the end, showing everything.
pub(crate) fn run(command: &mut Command) -> Result<(), String> {
    let status = command
        .stdin(Stdio::null())
        .status()
        .map_err(|error| format!("{} does not start: {error}", name(command)))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{} ended with {status}", name(command)))
    }
}

/// Runs to the end, showing everything and counting the lines of test results.
/// Why a run without any test is trouble: a filter or a moved folder must not pass for success.
pub(crate) fn run_counting(command: &mut Command, tally: &mut Tally) -> Result<(), String> {
    let before = tally.passed;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .map_err(|error| format!("{} does not start: {error}", name(command)))?;
    let output = child
        .stdout
        .take()
        .expect("the output was piped just above");
    for line in BufReader::new(output).split(b'\n') {
        let line = line.map_err(|error| format!("{}: {error}", name(command)))?;
        let line = String::from_utf8_lossy(&line);
        println!("{line}");
        tally.read(&line);
    }
    let status = child.wait().map_err(|error| error.to_string())?;
    if !status.success() {
        return Err(format!("{} ended with {status}", name(command)));
    }
    if tally.passed == before {
        return Err(format!("{} ended well without any test", name(command)));
    }
    Ok(())
}

/// Runs to the end and gives the output as text.
pub(crate) fn output(command: &mut Command) -> Result<String, String> {
    let output = command
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("{} does not start: {error}", name(command)))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    } else {
        let errors = String::from_utf8_lossy(&output.stderr);
        Err(format!(
            "{} ended with {}: {}",
            name(command),
            output.status,
            errors.trim()
        ))
    }
}

fn name(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_name()
        .unwrap_or_default();
    let words: Vec<_> = command
        .get_args()
        .take(3)
        .map(|word| word.to_string_lossy())
        .collect();
    format!("{} {}", program.to_string_lossy(), words.join(" "))
        .trim()
        .to_owned()
}

/// A program in the background, stopped when this value goes.
pub(crate) struct Background {
    name: String,
    child: Child,
    mark: std::path::PathBuf,
    log: std::path::PathBuf,
}

impl Background {
    /// Starts it with its output in a log of the scratch folder.
    pub(crate) fn start(
        scratch: &Scratch,
        name: &str,
        command: &mut Command,
    ) -> Result<Self, String> {
        use std::os::unix::process::CommandExt as _;
        let log = scratch.path(&format!("{name}.log"));
        let file = std::fs::File::create(&log).map_err(|error| error.to_string())?;
        let copy = file.try_clone().map_err(|error| error.to_string())?;
        let child = command
            .stdin(Stdio::null())
            .stdout(file)
            .stderr(copy)
            // Why: Ctrl-C goes to the whole group; these are stopped by the sweeper instead, in order.
            .process_group(0)
            .spawn()
            .map_err(|error| format!("{name} does not start: {error}"))?;
        let mark = scratch
            .running(child.id())
            .map_err(|error| error.to_string())?;
        Ok(Self {
            name: name.to_owned(),
            child,
            mark,
            log,
        })
    }

    /// Waits until `ready` answers true, and gives the log when the program ends or is too slow.
    pub(crate) fn wait_until(
        &mut self,
        seconds_max: u64,
        mut ready: impl FnMut() -> bool,
    ) -> Result<(), String> {
        let start = Instant::now();
        loop {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Err(format!(
                    "{} ended with {status}\n{}",
                    self.name,
                    self.log_tail()
                ));
            }
            if ready() {
                return Ok(());
            }
            if start.elapsed().as_secs() >= seconds_max {
                let tail = self.log_tail();
                return Err(format!(
                    "{} is not ready after {seconds_max} s\n{tail}",
                    self.name
                ));
            }
            sleep(Duration::from_millis(100));
        }
    }

    /// The last lines that the program wrote.
    pub(crate) fn log_tail(&self) -> String {
        let text = std::fs::read(&self.log).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(30)..].join("\n")
    }

    fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        // Nothing to do about a refusal: the program has ended, and `wait` will say so.
        let _ = Command::new("kill")
            .args([signal, &id])
            .stderr(Stdio::null())
            .status();
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        // SIGINT is PostgreSQL's fast shutdown and the program's own orderly one.
        self.signal("-INT");
        let start = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) {
            if start.elapsed().as_secs() >= STOP_SECONDS_MAX {
                eprintln!("{} did not stop in {STOP_SECONDS_MAX} s: killed", self.name);
                self.signal("-KILL");
                break;
            }
            sleep(Duration::from_millis(50));
        }
        // The sweeper must not signal a number that the system may give to another program.
        let _ = self.child.wait();
        let _ = std::fs::remove_file(&self.mark);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn alive(id: u32) -> bool {
        Path::new(&format!("/proc/{id}")).exists()
    }

    #[test]
    fn a_background_program_is_stopped_when_its_value_goes() {
        let scratch = Scratch::new().expect("a scratch folder");
        let program = Background::start(&scratch, "sleeper", Command::new("sleep").arg("600"))
            .expect("sleep starts");
        let id = program.child.id();
        assert!(alive(id));
        drop(program);
        assert!(!alive(id));
    }

    #[test]
    fn a_program_that_ends_at_once_is_told_with_its_last_words() {
        let scratch = Scratch::new().expect("a scratch folder");
        let mut command = Command::new("sh");
        command.args(["-c", "echo no such option; exit 3"]);
        let mut program = Background::start(&scratch, "broken", &mut command).expect("sh starts");
        let trouble = program.wait_until(5, || false).expect_err("it ended");
        assert!(trouble.contains("no such option"), "{trouble}");
    }

    #[test]
    fn a_run_that_ends_well_without_any_test_is_trouble() {
        let mut tally = Tally::default();
        let mut command = Command::new("true");
        assert!(run_counting(&mut command, &mut tally).is_err());
        let mut command = Command::new("sh");
        command.args([
            "-c",
            "echo 'test result: ok. 1 passed; 0 failed; 0 ignored'",
        ]);
        assert_eq!(run_counting(&mut command, &mut tally), Ok(()));
    }

    #[test]
    fn results_are_counted_while_they_are_shown() {
        let mut tally = Tally::default();
        let mut command = Command::new("sh");
        command.args([
            "-c",
            "echo 'test result: FAILED. 4 passed; 1 failed; 0 ignored'; exit 1",
        ]);
        assert!(run_counting(&mut command, &mut tally).is_err());
        assert_eq!((tally.passed, tally.failed), (4, 1));
    }
}
