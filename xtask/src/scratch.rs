//! A temporary folder that is always cleaned: also after Ctrl-C, a panic or a kill.
//! For the stages that start databases and servers.
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// Waits for the end of this program, however it comes, then stops what still runs and removes the folder.
/// Why a shell: when this program is killed, only another one can clean up after it.
/// Why TERM after INT: whatever a build server starts in the background may ignore INT.
const SWEEPER: &str = r#"
trap '' INT TERM HUP
cat >/dev/null
signal() {
  for mark in "$1"/running/*; do
    [ -e "$mark" ] && kill "$2" "${mark##*/}" 2>/dev/null
  done
}
alive() {
  for mark in "$1"/running/*; do
    [ -e "$mark" ] && kill -0 "${mark##*/}" 2>/dev/null && return 0
  done
  return 1
}
signal "$1" -INT
for second in 1 2 3 4 5 6 7 8 9 10; do
  alive "$1" || break
  [ "$second" = 5 ] && signal "$1" -TERM
  sleep 1
done
signal "$1" -KILL
rm -rf -- "$1"
"#;

/// The folder, its marks of running programs, and its sweeper.
pub(crate) struct Scratch {
    folder: PathBuf,
    sweeper: Child,
}

impl Scratch {
    /// Makes a new folder that others may enter: the database runs as another user.
    pub(crate) fn new() -> io::Result<Self> {
        use std::os::unix::fs::PermissionsExt as _;
        use std::os::unix::process::CommandExt as _;
        let folder = std::env::temp_dir().join(format!("motcua-test-{}", random_hex(8)?));
        std::fs::create_dir(&folder)?;
        std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755))?;
        std::fs::create_dir(folder.join("running"))?;
        let sweeper = Command::new("sh")
            .args(["-c", SWEEPER, "sweeper"])
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .process_group(0)
            .spawn()?;
        Ok(Self { folder, sweeper })
    }

    /// A place in the folder.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Marks a program as running, so that the sweeper stops it if we cannot.
    pub(crate) fn running(&self, id: u32) -> io::Result<PathBuf> {
        let mark = self.folder.join("running").join(id.to_string());
        std::fs::write(&mark, "")?;
        Ok(mark)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        drop(self.sweeper.stdin.take());
        let _ = self.sweeper.wait();
    }
}

/// Random bytes of the system as hex: names and passwords that nobody guesses.
pub(crate) fn random_hex(bytes: usize) -> io::Result<String> {
    use std::io::Read as _;
    let mut buffer = vec![0; bytes];
    std::fs::File::open(Path::new("/dev/urandom"))?.read_exact(&mut buffer)?;
    Ok(buffer.iter().map(|byte| format!("{byte:02x}")).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    #[test]
    fn the_folder_goes_with_its_value() {
        let scratch = Scratch::new().expect("a scratch folder");
        let folder = scratch.path("");
        std::fs::write(scratch.path("file"), "x").expect("the folder can be written");
        assert!(folder.exists());
        drop(scratch);
        assert!(!folder.exists());
    }

    #[test]
    fn the_sweeper_stops_programs_that_were_left_running() {
        use std::os::unix::process::CommandExt as _;
        let scratch = Scratch::new().expect("a scratch folder");
        let mut left = Command::new("sleep")
            .arg("600")
            .process_group(0)
            .spawn()
            .expect("sleep starts");
        scratch.running(left.id()).expect("the mark can be written");
        // As a kill would: the pipe closes, and no destructor of the program runs.
        let start = Instant::now();
        let watch = std::thread::spawn(move || left.wait().expect("sleep can be awaited"));
        drop(scratch);
        assert!(!watch.join().expect("the watch ends").success());
        assert!(start.elapsed() < Duration::from_secs(9));
    }

    #[test]
    fn two_random_names_differ() {
        assert_ne!(
            random_hex(8).expect("random"),
            random_hex(8).expect("random")
        );
    }
}
