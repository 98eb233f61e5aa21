//! Crashes the store on purpose, many times, and looks whether it kept its word.
//! Run `cargo run -p store --bin crash -- --kills 150 --power-cuts 150 --postgres 50`.

mod cluster;
mod disk;
mod load;
mod look;
mod power_cut;

use std::{
    fs,
    io::{BufRead as _, BufReader, Read as _},
    os::unix::process::ExitStatusExt as _,
    path::{Path, PathBuf},
    process::{Child, Command, ExitCode, ExitStatus, Stdio},
    thread,
    time::Duration,
};

use cluster::Cluster;
use store::{DatabaseUrl, testing};

/// Crashes on one and the same database before a fresh one is taken.
const PER_DATABASE: u64 = 15;
/// Longest life of a child: milliseconds until a kill, steps of its disk until a power cut.
const LONG: (u64, u64) = (350, 6_000);
const SHORT: (u64, u64) = (40, 80);
const SIGKILL: i32 = 9;
const SIGABRT: i32 = 6;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let ended = match arguments.first().map(String::as_str) {
        Some("child") => child(&arguments[1..]),
        _ => harness(&arguments),
    };
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

/// `child URL FILES RUN [STEPS SEED durable|careless]`
fn child(arguments: &[String]) -> Result<(), String> {
    let [url, files, run, rest @ ..] = arguments else {
        return Err("not for people".to_owned());
    };
    let url = match rest {
        [steps, seed, durable] => {
            let number = |text: &String| text.parse::<u64>().map_err(|error| error.to_string());
            power_cut::register(number(steps)?, number(seed)?);
            let path = url.trim_start_matches("sqlite:");
            testing::sqlite_over(path, Some(power_cut::NAME), durable == "durable")
        }
        _ => url
            .parse::<DatabaseUrl>()
            .map_err(|error| error.to_string())?,
    };
    let db = load::open(url, PathBuf::from(files)).map_err(|error| format!("open: {error}"))?;
    load::run(&db, run, rest.is_empty());
    Ok(())
}

#[derive(Clone, Copy, PartialEq)]
enum Crash {
    Kill,
    PowerCut { durable: bool },
}

fn harness(arguments: &[String]) -> Result<(), String> {
    let mut seed = 1;
    let mut plan = Vec::new();
    for pair in arguments.chunks(2) {
        let [name, count] = pair else {
            return Err(USAGE.to_owned());
        };
        let count: u64 = count.parse().map_err(|_| USAGE.to_owned())?;
        match name.as_str() {
            "--seed" => seed = count,
            "--kills" | "--power-cuts" | "--careless" | "--postgres" => {
                plan.push((name.clone(), count))
            }
            _ => return Err(USAGE.to_owned()),
        }
    }
    if plan.is_empty() {
        return Err(USAGE.to_owned());
    }
    let folder = std::env::temp_dir().join(format!("motcua-crash-{}", std::process::id()));
    fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
    let mut random = Random(seed | 1);
    let ended = plan.iter().try_for_each(|(name, count)| {
        let acts = match name.as_str() {
            "--kills" => embedded(&folder.join("kills"), *count, Crash::Kill, &mut random),
            "--power-cuts" => embedded(
                &folder.join("cuts"),
                *count,
                Crash::PowerCut { durable: true },
                &mut random,
            ),
            "--careless" => embedded(
                &folder.join("careless"),
                *count,
                Crash::PowerCut { durable: false },
                &mut random,
            ),
            _ => server(&folder.join("server"), *count, &mut random),
        }?;
        println!("{name} {count}: every acknowledged act once, nothing half done ({acts} acts)");
        Ok(())
    });
    // What went wrong is kept for looking, unless it was meant to go wrong.
    if ended.is_ok() || plan.iter().all(|(name, _)| name == "--careless") {
        let _ = fs::remove_dir_all(&folder);
    }
    ended
}

const USAGE: &str =
    "usage: crash [--seed N] [--kills N] [--power-cuts N] [--careless N] [--postgres N]
  --kills       SIGKILL at random moments, SQLite
  --power-cuts  unsynced writes lost or torn at random moments, SQLite
  --careless    the same without waiting for the disk: must fail
  --postgres    server stopped at once, or its process killed";

struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

fn embedded(folder: &Path, count: u64, crash: Crash, random: &mut Random) -> Result<i64, String> {
    let (mut acknowledged, mut total) = (Vec::new(), 0);
    for round in 0..count {
        let place = folder.join(format!("{}", round / PER_DATABASE));
        if round % PER_DATABASE == 0 {
            acknowledged.clear();
        }
        fs::create_dir_all(&place).map_err(|error| error.to_string())?;
        let file = place.join("crash.db");
        acknowledged.extend(crashed(
            &place,
            &file,
            &format!("r{round}"),
            crash,
            LONG,
            random,
        )?);
        if random.below(4) == 0 {
            // Once more while it still recovers from the first.
            acknowledged.extend(crashed(
                &place,
                &file,
                &format!("r{round}again"),
                crash,
                SHORT,
                random,
            )?);
        }
        let db = load::open(DatabaseUrl::sqlite(&file), place.join("files"))
            .map_err(|error| format!("round {round}: does not open again: {error}"))?;
        let acts = look::judge(&db, &acknowledged)
            .map_err(|wrong| format!("round {round}: {wrong} ({})", file.display()))?;
        if (round + 1) % PER_DATABASE == 0 || round + 1 == count {
            total += acts;
        }
    }
    fs::remove_dir_all(folder).map_err(|error| error.to_string())?;
    Ok(total)
}

/// Runs a child until its crash; gives what it acknowledged.
fn crashed(
    place: &Path,
    file: &Path,
    run: &str,
    crash: Crash,
    (millis, steps): (u64, u64),
    random: &mut Random,
) -> Result<Vec<String>, String> {
    let mut command = vec![
        format!("sqlite:{}", file.display()),
        place.join("files").display().to_string(),
        run.to_owned(),
    ];
    if let Crash::PowerCut { durable } = crash {
        let word = if durable { "durable" } else { "careless" };
        command.extend([
            random.below(steps).to_string(),
            random.below(u64::MAX).to_string(),
            word.to_owned(),
        ]);
    }
    let mut child = Running::start(&command)?;
    if crash == Crash::Kill {
        thread::sleep(Duration::from_millis(random.below(millis)));
        child.process.kill().map_err(|error| error.to_string())?;
    }
    let (status, lines, errors) = child.end()?;
    let expected = if crash == Crash::Kill {
        SIGKILL
    } else {
        SIGABRT
    };
    if status.signal() != Some(expected) {
        return Err(format!(
            "{run}: the child ended by itself, {status}: {errors}"
        ));
    }
    Ok(lines)
}

fn server(folder: &Path, count: u64, random: &mut Random) -> Result<i64, String> {
    let Some(binaries) = cluster::binaries() else {
        return Err("no PostgreSQL installed: apt-get install postgresql".to_owned());
    };
    fs::create_dir_all(folder).map_err(|error| error.to_string())?;
    let cluster = Cluster::start(binaries, folder)?;
    let mut acknowledged = Vec::new();
    let mut acts = 0;
    for round in 0..count {
        let files = folder.join("files");
        let child = Running::start(&[
            cluster.url(),
            files.display().to_string(),
            format!("r{round}"),
        ])?;
        thread::sleep(Duration::from_millis(150 + random.below(600)));
        if round % 2 == 0 {
            cluster.stop_at_once()?
        } else {
            cluster.kill()?
        }
        let (_, lines, _) = child.end()?;
        acknowledged.extend(lines);
        cluster.up()?;
        let url = cluster
            .url()
            .parse()
            .map_err(|error: store::StoreError| error.to_string())?;
        let db = load::open(url, files)
            .map_err(|error| format!("round {round}: does not open again: {error}"))?;
        acts =
            look::judge(&db, &acknowledged).map_err(|wrong| format!("round {round}: {wrong}"))?;
    }
    Ok(acts)
}

/// A child under load, with its acknowledgements being read as they come.
struct Running {
    process: Child,
    lines: thread::JoinHandle<Vec<String>>,
    errors: thread::JoinHandle<String>,
}

impl Running {
    fn start(arguments: &[String]) -> Result<Self, String> {
        let own = std::env::current_exe().map_err(|error| error.to_string())?;
        let mut process = Command::new(own)
            .arg("child")
            .args(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .map_err(|error| error.to_string())?;
        let out = process.stdout.take().ok_or("no output")?;
        let err = process.stderr.take().ok_or("no output")?;
        let lines = thread::spawn(move || {
            let mut reader = BufReader::new(out);
            let mut lines = Vec::new();
            let mut line = String::new();
            // A last line without its end was cut off by the crash: never acknowledged in full.
            while reader.read_line(&mut line).is_ok_and(|length| length > 0) && line.ends_with('\n')
            {
                lines.push(line.trim_end().to_owned());
                line.clear();
            }
            lines
        });
        let errors = thread::spawn(move || {
            let mut text = String::new();
            let mut err = err;
            // What cannot be read adds nothing to the explanation.
            let _ = err.read_to_string(&mut text);
            text
        });
        Ok(Self {
            process,
            lines,
            errors,
        })
    }

    fn end(mut self) -> Result<(ExitStatus, Vec<String>, String), String> {
        let status = self.process.wait().map_err(|error| error.to_string())?;
        let lines = self.lines.join().map_err(|_| "the reader stopped")?;
        let errors = self.errors.join().map_err(|_| "the reader stopped")?;
        Ok((status, lines, errors))
    }
}
