//! Random codes that people copy from paper: no letter that looks like a digit.
//! For temporary passwords, recovery codes and the set-up code.

use kit::Error;

/// 32 signs, so that five random bits choose one without bias. No i, l, o; no 1.
const SIGNS: &[u8; 32] = b"abcdefghjkmnpqrstuvwxyz023456789";

/// So many random signs in groups of four: `k7mq-2fhx-9tpd`.
pub(crate) fn grouped(signs: usize) -> Result<String, Error> {
    let mut bytes = vec![0_u8; signs];
    getrandom::fill(&mut bytes).map_err(Error::fault)?;
    Ok(written(&bytes))
}

/// One sign for each byte, in groups of four.
pub(crate) fn written(bytes: &[u8]) -> String {
    let sign = |byte: &u8| char::from(SIGNS[usize::from(byte & 31)]);
    let groups: Vec<String> = bytes
        .chunks(4)
        .map(|group| group.iter().map(sign).collect())
        .collect();
    groups.join("-")
}

/// What was typed, as it was written: lower case, without spaces and hyphens.
pub(crate) fn bare(typed: &str) -> String {
    typed
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .map(|sign| sign.to_ascii_lowercase())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_grouped_and_read_back_however_typed() {
        let code = grouped(16).expect("random bytes");
        assert_eq!(
            code.split('-').map(str::len).collect::<Vec<_>>(),
            [4, 4, 4, 4]
        );
        assert_eq!(bare(&code.to_uppercase().replace('-', "  ")), bare(&code));
        let signs: std::collections::BTreeSet<u8> = SIGNS.iter().copied().collect();
        assert_eq!(signs.len(), 32);
    }
}
