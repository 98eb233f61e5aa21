//! The second factor: codes of half a minute from a telephone (RFC 6238), and recovery codes.
//! For signing in, and for whoever turns it on or lost the telephone.

use domain::moment::Moment;
use domain::text::hex;
use kit::Error;
use sha2::{Digest, Sha256};
use store::{Sql, StoreError, Tx, params};
use totp_rs::{Builder, Secret, Totp};

use crate::codes;

/// How many recovery codes are printed at a time.
const RECOVERY_CODES: usize = 10;
/// Eighty random bits each, so that a plain hash protects them.
pub(crate) const RECOVERY_SIGNS: usize = 16;
const SECRET_BYTES: usize = 20;

/// A new secret in base 32, as telephones take it.
pub(crate) fn new_secret() -> Result<String, Error> {
    let mut bytes = [0_u8; SECRET_BYTES];
    getrandom::fill(&mut bytes).map_err(Error::fault)?;
    Ok(Secret::new_stack(bytes).to_base32())
}

/// The secret that a form carried back, if it can be one of ours.
pub(crate) fn known_secret(text: &str) -> Option<String> {
    let secret = Secret::try_from_base32(text).ok()?;
    (secret.as_bytes().len() == SECRET_BYTES).then(|| secret.to_base32())
}

fn totp(secret: &str) -> Option<Totp> {
    Builder::new()
        .with_secret(Secret::try_from_base32(secret).ok()?)
        .build()
        .ok()
}

/// The half minute whose code this is, if it lies within one of now and after the last one taken.
pub(crate) fn step_of(secret: &str, typed: &str, now: Moment, last: Option<i64>) -> Option<i64> {
    let digits: String = typed.chars().filter(|sign| !sign.is_whitespace()).collect();
    let seconds = u64::try_from(now.millis() / 1000).ok()?;
    let step = totp(secret)?.check(&digits, seconds)?;
    let step = i64::try_from(step).ok()?;
    last.is_none_or(|last| last < step).then_some(step)
}

/// The address that a telephone reads from the QR code.
pub(crate) fn address(secret: &str, username: &str, commune: &str) -> String {
    let issuer = encoded(&format!("Một cửa {commune}"));
    format!(
        "otpauth://totp/{issuer}:{}?secret={secret}&issuer={issuer}",
        encoded(username)
    )
}

/// Percent-encoded, because some telephones read `+` as a plus.
fn encoded(text: &str) -> String {
    let sign = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' => {
            char::from(byte).to_string()
        }
        other => format!("%{other:02X}"),
    };
    text.bytes().map(sign).collect()
}

/// The QR code of a text: its side, and the path of its dark modules.
pub(crate) fn qr_path(text: String) -> Result<(usize, String), Error> {
    let qr = paper::Qr {
        text,
        label: String::new(),
    };
    qr.path()
        .ok_or_else(|| Error::fault("the address is too long for a QR code"))
}

/// The secret in groups of four, for typing it by hand.
pub(crate) fn in_groups(secret: &str) -> String {
    let signs: Vec<char> = secret.chars().collect();
    let groups: Vec<String> = signs
        .chunks(4)
        .map(|group| group.iter().collect())
        .collect();
    groups.join(" ")
}

fn code_hash(account: &str, bare: &str) -> String {
    hex(&Sha256::digest(format!("{account} {bare}").as_bytes()))
}

/// Makes a new set of recovery codes and voids the old one; the codes are told only now.
pub(crate) fn issue_codes(
    tx: &mut Tx<'_>,
    account: &str,
    at: Moment,
) -> Result<Vec<String>, StoreError> {
    void_codes(tx, account, at)?;
    let mut told = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let code = codes::written(&tx.random::<RECOVERY_SIGNS>());
        let id = tx.new_id();
        tx.run(
            "INSERT INTO recovery_code(id, account_id, code_hash) VALUES ($1, $2, $3)",
            params![&id, account, code_hash(account, &codes::bare(&code))],
        )?;
        tx.seal("recovery_code", &id);
        told.push(code);
    }
    Ok(told)
}

/// Voids the codes not yet used.
pub(crate) fn void_codes(tx: &mut Tx<'_>, account: &str, at: Moment) -> Result<(), StoreError> {
    for id in open_codes(tx, account)? {
        tx.run(
            "UPDATE recovery_code SET void_at = $1 WHERE id = $2",
            params![at, &id],
        )?;
        tx.seal("recovery_code", &id);
    }
    Ok(())
}

/// How many codes are left.
pub(crate) fn codes_left(sql: &mut impl Sql, account: &str) -> Result<usize, StoreError> {
    open_codes(sql, account).map(|codes| codes.len())
}

fn open_codes(sql: &mut impl Sql, account: &str) -> Result<Vec<String>, StoreError> {
    let rows = sql.rows(
        "SELECT id FROM recovery_code
          WHERE account_id = $1 AND used_at IS NULL AND void_at IS NULL
          ORDER BY id",
        params![account],
    )?;
    rows.iter().map(|row| row.get("id")).collect()
}

/// Uses a recovery code up; false when it is none, was used or is void.
pub(crate) fn spend_code(
    tx: &mut Tx<'_>,
    account: &str,
    typed: &str,
    at: Moment,
) -> Result<bool, StoreError> {
    let row = tx.row(
        "SELECT id FROM recovery_code
          WHERE account_id = $1 AND code_hash = $2 AND used_at IS NULL AND void_at IS NULL",
        params![account, code_hash(account, &codes::bare(typed))],
    )?;
    let Some(row) = row else { return Ok(false) };
    let id: String = row.get("id")?;
    let spent = tx.run(
        "UPDATE recovery_code SET used_at = $1 WHERE id = $2 AND used_at IS NULL AND void_at IS NULL",
        params![at, &id],
    )?;
    tx.seal("recovery_code", &id);
    Ok(spent == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `12345678901234567890`, the secret of RFC 6238, appendix B.
    const OF_THE_RFC: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    fn at(seconds: i64) -> Moment {
        Moment::from_millis(seconds * 1000)
    }

    #[test]
    fn the_vectors_of_the_rfc_hold() {
        // Appendix B gives eight digits; the last six are what telephones show.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(
                step_of(OF_THE_RFC, code, at(seconds), None),
                Some(seconds / 30),
                "{seconds}"
            );
        }
    }

    #[test]
    fn a_code_counts_once_and_for_a_minute_and_a_half() {
        let code = "050471";
        let step = 1_111_111_111 / 30;
        assert_eq!(
            step_of(OF_THE_RFC, " 050 471 ", at(1_111_111_111), None),
            Some(step)
        );
        assert_eq!(
            step_of(OF_THE_RFC, code, at(1_111_111_111), Some(step)),
            None
        );
        assert_eq!(
            step_of(OF_THE_RFC, code, at(1_111_111_111), Some(step - 1)),
            Some(step)
        );
        assert_eq!(
            step_of(OF_THE_RFC, code, at(1_111_111_111 + 30), None),
            Some(step)
        );
        assert_eq!(
            step_of(OF_THE_RFC, code, at(1_111_111_111 + 90), None),
            None
        );
        assert_eq!(step_of(OF_THE_RFC, "50471", at(1_111_111_111), None), None);
    }

    #[test]
    fn secrets_are_160_random_bits_that_telephones_take() {
        let secret = new_secret().expect("random bytes");
        assert_eq!(
            (secret.len(), known_secret(&secret)),
            (32, Some(secret.clone()))
        );
        assert_eq!(known_secret("GEZDGNBV"), None);
        assert_eq!(known_secret("<script>"), None);
        let address = address(OF_THE_RFC, "hoa.td", "Quang Khải");
        assert_eq!(
            address,
            format!(
                "otpauth://totp/M%E1%BB%99t%20c%E1%BB%ADa%20Quang%20Kh%E1%BA%A3i:hoa.td?secret={OF_THE_RFC}\
                 &issuer=M%E1%BB%99t%20c%E1%BB%ADa%20Quang%20Kh%E1%BA%A3i"
            )
        );
        assert!(qr_path(address).is_ok());
        assert_eq!(in_groups("ABCDEF"), "ABCD EF");
    }
}
