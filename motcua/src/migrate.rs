//! `motcua migrate`: makes or upgrades the database and says what it did.
//! For an administrator who upgrades before opening hours; `serve` does the same by itself.

use std::process::ExitCode;

use store::Entropy;

use crate::cli::{MigrateOptions, Reach};
use crate::config::Settings;
use crate::upgrade::{self, Before};

/// Applies what has not been applied.
pub fn run(options: &MigrateOptions) -> Result<ExitCode, String> {
    let settings = Settings::read(&options.place, &Reach::default(), None)?;
    let before = Before::of(options.without_backup);
    let (_, applied) = upgrade::open(&settings, Entropy::Os, before)?;
    if applied.is_empty() {
        println!("Cơ sở dữ liệu đã ở bản mới nhất.");
    }
    for name in &applied {
        println!("Đã áp dụng {name}");
    }
    Ok(ExitCode::SUCCESS)
}
