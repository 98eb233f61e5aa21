//! Passwords: what a good one is, temporary ones, and their Argon2id hashes.
//! For whoever chooses a password, resets one, or signs in with one.

use std::sync::LazyLock;

use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};
use domain::text;
use kit::Error;
use tokio::sync::Semaphore;

/// Shortest password of an officer (ATTT-02).
const SHORTEST: usize = 8;
/// Shortest password of an administrator (ATTT-02).
const SHORTEST_OF_ADMIN: usize = 12;
/// From this length on, the kinds of characters do not matter: a sentence is a good password.
const LONG: usize = 16;
/// Longest; hashing must not be made to read a book.
pub const LONGEST: usize = 200;
/// What hashes at the same time takes 19 MB each.
static HASHING: Semaphore = Semaphore::const_new(3);

const COMMONEST: &str = include_str!("commonest.txt");

/// A password turned into its Argon2id hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HashedPassword(String);

impl HashedPassword {
    /// The hash with its parameters, as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether a password may be chosen by the account of this name.
///
/// # Errors
/// A sentence that says what to do.
pub fn check(password: &str, username: &str, is_admin: bool) -> Result<(), String> {
    let password = text::nfc(password.trim());
    let length = password.chars().count();
    let shortest = if is_admin {
        SHORTEST_OF_ADMIN
    } else {
        SHORTEST
    };
    if length == 0 {
        return Err("Hãy điền mật khẩu mới".to_owned());
    }
    if length < shortest {
        return Err(format!(
            "Mật khẩu cần ít nhất {shortest} ký tự, đang có {length}. Hãy viết dài hơn"
        ));
    }
    if length > LONGEST {
        return Err(format!(
            "Mật khẩu dài {length} ký tự, tối đa {LONGEST}. Hãy viết ngắn lại"
        ));
    }
    let lower = password.to_lowercase();
    if !username.is_empty() && lower.contains(&username.to_lowercase()) {
        return Err("Mật khẩu không được chứa tên đăng nhập. Hãy chọn mật khẩu khác".to_owned());
    }
    if is_common(&lower) {
        return Err(
            "Mật khẩu này quá nhiều người dùng nên dễ đoán. Hãy chọn mật khẩu khác".to_owned(),
        );
    }
    if length < LONG && kinds(&password) < 3 {
        return Err(format!(
            "Hãy dùng ít nhất 3 trong 4 loại ký tự (chữ thường, chữ hoa, chữ số, dấu), hoặc viết một câu dài từ {LONG} ký tự"
        ));
    }
    Ok(())
}

/// The same as [`check`], for what was typed twice into a form.
///
/// # Errors
/// The field at fault and a sentence that says what to do.
pub fn check_pair(
    new: &str,
    again: &str,
    username: &str,
    is_admin: bool,
) -> Result<(), (&'static str, String)> {
    check(new, username, is_admin).map_err(|sentence| (NEW_FIELD, sentence))?;
    if new != again {
        return Err((
            AGAIN_FIELD,
            "Hai lần gõ mật khẩu mới chưa giống nhau. Hãy gõ lại".to_owned(),
        ));
    }
    Ok(())
}

/// The field of a new password.
pub const NEW_FIELD: &str = "new_password";
/// The field that repeats it.
pub const AGAIN_FIELD: &str = "again";

/// Known by heart to every guesser, also with digits or marks put around the word.
fn is_common(lower: &str) -> bool {
    let bare = lower.trim_matches(|letter: char| !letter.is_alphabetic());
    COMMONEST
        .lines()
        .any(|common| common == lower || (common == bare && lower.chars().count() < LONG))
        || is_one_character(lower)
}

fn is_one_character(password: &str) -> bool {
    let first = password.chars().next();
    password.chars().all(|letter| Some(letter) == first)
}

fn kinds(password: &str) -> usize {
    let has = |kind: fn(char) -> bool| usize::from(password.chars().any(kind));
    has(char::is_lowercase)
        + has(char::is_uppercase)
        + has(char::is_numeric)
        + has(|letter| !letter.is_alphanumeric())
}

/// A password to be told once and changed at the first sign-in: `k7mq-2fhx-9tpd`.
///
/// # Errors
/// A fault when the machine gives no random bytes.
pub fn temporary() -> Result<String, Error> {
    loop {
        let candidate = crate::codes::grouped(12)?;
        if check(&candidate, "", true).is_ok() {
            return Ok(candidate);
        }
    }
}

/// Hashes a password with Argon2id; takes some tens of milliseconds, so not inside an act.
///
/// # Errors
/// A fault when the machine gives no random bytes.
pub fn hash_password(password: &str) -> Result<HashedPassword, Error> {
    let hash: PasswordHash = Argon2::default()
        .hash_password(text::nfc(password.trim()).as_bytes())
        .map_err(Error::fault)?;
    Ok(HashedPassword(hash.to_string()))
}

/// The same beside the requests, a few at a time.
///
/// # Errors
/// As [`hash_password`].
pub async fn hash_aside(password: String) -> Result<HashedPassword, Error> {
    aside(move || hash_password(&password)).await?
}

/// Whether the password belongs to the hash. Without an account it is hashed all the same,
/// so that the time of the answer does not tell which names exist.
///
/// # Errors
/// A fault when the work could not be done.
pub async fn verify_aside(password: String, hash: Option<String>) -> Result<bool, Error> {
    aside(move || verify(&password, hash.as_deref())).await
}

fn verify(password: &str, hash: Option<&str>) -> bool {
    static NOBODYS: LazyLock<String> = LazyLock::new(|| {
        hash_password("a name that nobody has").map_or_else(|_| String::new(), |hash| hash.0)
    });
    let nobodys = NOBODYS.as_str();
    let password = text::nfc(password.trim());
    let fits = Argon2::default().verify_password(password.as_bytes(), hash.unwrap_or(nobodys));
    fits.is_ok() && hash.is_some()
}

async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    let _turn = HASHING.acquire().await.map_err(Error::fault)?;
    tokio::task::spawn_blocking(work)
        .await
        .map_err(Error::fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_has_eight_characters_and_twelve_for_administrators() {
        assert!(check("Lua7-xa", "lan.vt", false).is_err());
        assert!(check("Lua7-xan", "lan.vt", false).is_ok());
        assert!(check("Lua7-xanh22", "lan.vt", true).is_err());
        assert!(check("Lua7-xanh222", "lan.vt", true).is_ok());
    }

    #[test]
    fn three_kinds_of_characters_or_a_long_sentence() {
        assert!(check("luaxanhnon", "lan.vt", false).is_err());
        assert!(check("luaxanhnon7", "lan.vt", false).is_err());
        assert!(check("luaxanhnon7.", "lan.vt", false).is_ok());
        assert!(check("con cò bay lả bay la", "lan.vt", true).is_ok());
        assert!(check(&"con cò ".repeat(40), "lan.vt", false).is_err());
    }

    #[test]
    fn common_ones_and_ones_with_the_name_are_refused() {
        for bad in [
            "Password1!",
            "Matkhau@123",
            "Abc@123456",
            "P@ssw0rd",
            "Lan.VT-2023",
            "aaaaaaaaaaaaaaaaaaaa",
        ] {
            assert!(check(bad, "lan.vt", false).is_err(), "{bad}");
        }
        assert_eq!(COMMONEST.lines().count(), 100);
        assert!(
            COMMONEST
                .lines()
                .all(|line| line == line.trim().to_lowercase() && !line.is_empty())
        );
    }

    #[test]
    fn every_refusal_says_what_to_do() {
        for bad in [
            "",
            "a",
            "luaxanhnon",
            "Password1!",
            &"a1B-".repeat(60),
            "lan.vt-A1",
        ] {
            let said = check(bad, "lan.vt", false).expect_err(bad);
            assert!(
                said.contains("Hãy") && !said.contains("không hợp lệ"),
                "{said}"
            );
        }
        let pair = check_pair("Lua7-xanh", "Lua7-xan", "lan.vt", false);
        assert_eq!(pair.map_err(|(field, _)| field), Err(AGAIN_FIELD));
    }

    #[test]
    fn temporary_passwords_are_good_enough_for_administrators_and_never_repeat() {
        let all: std::collections::BTreeSet<String> = (0..100)
            .map(|_| temporary().expect("random bytes"))
            .collect();
        assert_eq!(all.len(), 100);
        assert!(all.iter().all(|one| check(one, "lan.vt", true).is_ok()));
    }

    #[test]
    fn hashes_are_argon2id_and_typed_spaces_around_do_not_count() {
        let hash = hash_password(" Lúa7-xanh ").expect("random bytes");
        assert!(
            hash.as_str().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"),
            "{}",
            hash.as_str()
        );
        assert!(verify("Lu\u{301}a7-xanh", Some(hash.as_str())));
        assert!(!verify("Lúa7-xanh.", Some(hash.as_str())));
        assert!(!verify("a name that nobody has", None));
        assert!(!verify("x", Some("")));
    }
}
