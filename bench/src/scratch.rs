//! A folder on a real disk for everything a measurement makes, and the programs started in it.
//! Both are gone afterwards, also when the measurement itself is killed.

use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Waits for the end of this program, however it comes, then stops what was started and removes the folder.
/// Why a shell: when this program is killed, only another one can clean up after it.
const SWEEPER: &str = r#"
trap '' INT TERM HUP
cat >/dev/null
for mark in "$1"/running/*; do [ -e "$mark" ] && kill -INT "${mark##*/}" 2>/dev/null; done
for turn in 1 2 3 4 5 6 7 8 9 10; do
  left=0
  for mark in "$1"/running/*; do [ -e "$mark" ] && kill -0 "${mark##*/}" 2>/dev/null && left=1; done
  [ "$left" = 0 ] && break
  sleep 0.3
done
for mark in "$1"/running/*; do [ -e "$mark" ] && kill -KILL "${mark##*/}" 2>/dev/null; done
rm -rf -- "$1"
"#;

/// The folder and its sweeper.
#[derive(Debug)]
pub struct Scratch {
    folder: PathBuf,
    sweeper: Child,
}

impl Scratch {
    /// A new folder under `parent`, which must be on a disk: memory would make every commit look free.
    ///
    /// # Errors
    /// If it cannot be made, or lies in memory.
    pub fn new(parent: &Path) -> Result<Self, String> {
        use std::os::unix::fs::PermissionsExt as _;
        use std::os::unix::process::CommandExt as _;
        let told = |error: std::io::Error| format!("{}: {error}", parent.display());
        let kind = file_system(parent);
        if matches!(kind.as_str(), "tmpfs" | "ramfs") {
            return Err(format!(
                "{} nằm trong bộ nhớ ({kind}), nên đo ghi đĩa sẽ sai. Hãy chọn thư mục trên đĩa bằng --folder.",
                parent.display()
            ));
        }
        let mut name = [0_u8; 8];
        std::fs::File::open("/dev/urandom")
            .and_then(|mut source| source.read_exact(&mut name))
            .map_err(told)?;
        let name: String = name.iter().map(|byte| format!("{byte:02x}")).collect();
        let folder = parent.join(format!("motcua-bench-{name}"));
        std::fs::create_dir(&folder).map_err(told)?;
        let all_may_enter = std::fs::Permissions::from_mode(0o755);
        std::fs::set_permissions(&folder, all_may_enter).map_err(told)?;
        std::fs::create_dir(folder.join("running")).map_err(told)?;
        let sweeper = Command::new("sh")
            .args(["-c", SWEEPER, "sweeper"])
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()
            .map_err(told)?;
        Ok(Self { folder, sweeper })
    }

    /// A place in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Starts a program with its output in a log of this folder.
    ///
    /// # Errors
    /// If it does not start.
    pub fn start(&self, name: &str, command: &mut Command) -> Result<Running, String> {
        use std::os::unix::process::CommandExt as _;
        let told = |error: std::io::Error| format!("{name}: {error}");
        let log = self.path(&format!("{name}.log"));
        let file = std::fs::File::create(&log).map_err(told)?;
        let child = command
            .stdin(Stdio::null())
            .stdout(file.try_clone().map_err(told)?)
            .stderr(file)
            .process_group(0)
            .spawn()
            .map_err(told)?;
        let mark = self.path("running").join(child.id().to_string());
        std::fs::write(&mark, "").map_err(told)?;
        Ok(Running { child, mark, log })
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(self.sweeper.stdin.take());
        let _ = self.sweeper.wait();
    }
}

/// A program in the background.
#[derive(Debug)]
pub struct Running {
    child: Child,
    mark: PathBuf,
    log: PathBuf,
}

impl Running {
    /// Its number.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// Waits until it is ready.
    ///
    /// # Errors
    /// Its last words, when it ends before, or takes too long.
    pub fn wait_until(&mut self, mut ready: impl FnMut() -> bool) -> Result<(), String> {
        let begun = Instant::now();
        while !ready() {
            let ended = matches!(self.child.try_wait(), Ok(Some(_)));
            if ended || begun.elapsed() > Duration::from_secs(60) {
                let log = std::fs::read_to_string(&self.log).unwrap_or_default();
                let last: Vec<&str> = log.lines().rev().take(10).collect();
                return Err(last.into_iter().rev().collect::<Vec<_>>().join("\n"));
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        Ok(())
    }

    /// Kills it as a power switch would kill the process: nothing is told, nothing finished.
    pub fn kill(&mut self) {
        // It may have ended by itself; then there is nothing to kill.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // SIGINT is PostgreSQL's fast shutdown and our own orderly one.
        let _ = Command::new("kill")
            .args(["-INT", &self.child.id().to_string()])
            .stderr(Stdio::null())
            .status();
        let begun = Instant::now();
        while matches!(self.child.try_wait(), Ok(None)) {
            if begun.elapsed() > Duration::from_secs(8) {
                let _ = self.child.kill();
                break;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let _ = self.child.wait();
        // The sweeper must not signal a number that the system may give to another program.
        let _ = std::fs::remove_file(&self.mark);
    }
}

/// The kind of the file system that a folder lies on; empty if the system does not tell.
pub fn file_system(folder: &Path) -> String {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let mounts = std::fs::read_to_string("/proc/mounts").unwrap_or_default();
    mounts
        .lines()
        .filter_map(|line| {
            let mut words = line.split(' ').skip(1);
            Some((words.next()?, words.next()?))
        })
        .filter(|(place, _)| folder.starts_with(place))
        .max_by_key(|(place, _)| place.len())
        .map_or_else(String::new, |(_, kind)| kind.to_owned())
}

/// A port of the loopback that is free now.
///
/// # Errors
/// What the system refuses.
pub fn free_port() -> Result<u16, String> {
    std::net::TcpListener::bind(("127.0.0.1", 0))
        .and_then(|listener| listener.local_addr())
        .map(|address| address.port())
        .map_err(|error| error.to_string())
}
