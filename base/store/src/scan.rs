//! Cuts SQL into tokens, just far enough to find parameters, words and statement ends.
//! For `statement` and `migrate`: text inside quotes and comments is never touched.

use crate::error::StoreError;

/// One token and the text it covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// Keyword, name or number.
    Word(&'a str),
    /// `$7`.
    Parameter(usize),
    /// Quoted text or quoted name, with its quotes.
    Quoted(&'a str),
    /// Space or comment.
    Blank(&'a str),
    /// Any other single character.
    Mark(char),
}

/// Cuts `sql` into tokens.
///
/// # Errors
/// If a quote or comment does not end, or a character has a meaning on one engine only.
pub(crate) fn tokens(sql: &str) -> Result<Vec<Token<'_>>, StoreError> {
    let mut found = Vec::new();
    let mut rest = sql;
    while let Some(first) = rest.chars().next() {
        let (token, length) = next(rest, first)?;
        found.push(token);
        rest = &rest[length..];
    }
    Ok(found)
}

fn next(rest: &str, first: char) -> Result<(Token<'_>, usize), StoreError> {
    if first.is_whitespace() {
        let length = rest
            .find(|c: char| !c.is_whitespace())
            .unwrap_or(rest.len());
        return Ok((Token::Blank(&rest[..length]), length));
    }
    if rest.starts_with("--") {
        let length = rest.find('\n').unwrap_or(rest.len());
        return Ok((Token::Blank(&rest[..length]), length));
    }
    if rest.starts_with("/*") {
        let end = rest.find("*/").ok_or_else(|| unended("comment", rest))?;
        return Ok((Token::Blank(&rest[..end + 2]), end + 2));
    }
    if first == '\'' || first == '"' {
        let length = quoted_length(rest, first)?;
        return Ok((Token::Quoted(&rest[..length]), length));
    }
    if first == '$' {
        return parameter(rest);
    }
    if matches!(first, '?' | '`' | '[' | '@') {
        return Err(StoreError::Misuse(format!(
            "«{first}» in a statement works on one engine only"
        )));
    }
    if first.is_alphanumeric() || first == '_' {
        let length = rest
            .find(|c: char| !(c.is_alphanumeric() || c == '_'))
            .unwrap_or(rest.len());
        return Ok((Token::Word(&rest[..length]), length));
    }
    Ok((Token::Mark(first), first.len_utf8()))
}

fn parameter(rest: &str) -> Result<(Token<'_>, usize), StoreError> {
    let digits = &rest[1..];
    let length = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    match digits[..length].parse::<usize>() {
        Ok(number) if number > 0 => Ok((Token::Parameter(number), length + 1)),
        _ => Err(StoreError::Misuse(
            "«$» must be followed by the number of a parameter".to_owned(),
        )),
    }
}

/// Length of quoted text with its quotes; a doubled quote stands for itself.
fn quoted_length(rest: &str, quote: char) -> Result<usize, StoreError> {
    let bytes = rest.as_bytes();
    let quote = u8::try_from(quote).expect("quotes are ASCII");
    let mut place = 1;
    while place < bytes.len() {
        if bytes[place] == quote {
            if bytes.get(place + 1) != Some(&quote) {
                return Ok(place + 1);
            }
            place += 1;
        }
        place += 1;
    }
    Err(unended("quote", rest))
}

fn unended(what: &str, rest: &str) -> StoreError {
    let start: String = rest.chars().take(30).collect();
    StoreError::Misuse(format!("a {what} does not end: {start}"))
}
