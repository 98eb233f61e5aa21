//! How much memory the program keeps that it no longer uses. One password check takes 19 MB, one PDF
//! 40: glibc would keep a share per thread for ever. For `serve` and `demo`, which run for months.

/// What glibc reads at the start of a process: two arenas instead of eight a core, and free memory at
/// their top given back. Measured after 200 PDFs: 79 MB resident instead of 116.
const SETTINGS: [(&str, &str); 2] = [
    ("MALLOC_ARENA_MAX", "2"),
    ("MALLOC_TRIM_THRESHOLD_", "131072"),
];

/// Starts the program anew in the same process with these settings, unless somebody has set them.
///
/// Why so: glibc takes them from the environment or from an unsafe call, and another allocator
/// (mimalloc was tried) kept 151 MB. If it cannot be done, the program just keeps more memory.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn keep_little() {
    use std::os::unix::process::CommandExt as _;

    if SETTINGS
        .iter()
        .any(|(name, _)| std::env::var_os(name).is_some())
    {
        return;
    }
    if let Ok(program) = std::env::current_exe() {
        // Comes back only with an error.
        let _ = std::process::Command::new(program)
            .args(std::env::args_os().skip(1))
            .envs(SETTINGS)
            .exec();
    }
}

/// Nothing to do where the allocator is another.
#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn keep_little() {}
