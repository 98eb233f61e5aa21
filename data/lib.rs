//! The law and the commune as data: every JSON file of this folder, embedded in the program.
//! For whoever loads a catalogue, a calendar or a fee table; edit the files, not this code.

static FILES: &[(&str, &str)] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// Every file as (path under the folder, text), in the order of the paths.
pub fn files() -> &'static [(&'static str, &'static str)] {
    FILES
}

/// The text of one file, `fees.json`; none if there is no such file.
pub fn text(path: &str) -> Option<&'static str> {
    let at = FILES.binary_search_by(|(name, _)| (*name).cmp(path)).ok()?;
    Some(FILES[at].1)
}

/// The files whose path begins so, `calendar/`.
pub fn under(prefix: &str) -> impl Iterator<Item = (&'static str, &'static str)> + use<'_> {
    FILES
        .iter()
        .copied()
        .filter(move |(name, _)| name.starts_with(prefix))
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_file_can_be_found_by_its_path() {
        assert!(!super::files().is_empty());
        for (path, text) in super::files() {
            assert_eq!(super::text(path), Some(*text), "{path}");
        }
        assert_eq!(super::text("no-such-file.json"), None);
    }

    #[test]
    fn a_folder_lists_only_its_own_files() {
        let procedures: Vec<_> = super::under("procedures/").collect();
        assert!(!procedures.is_empty());
        assert!(
            procedures
                .iter()
                .all(|(path, _)| path.starts_with("procedures/"))
        );
    }
}
