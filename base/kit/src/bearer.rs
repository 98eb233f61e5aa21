//! A program that asks with a token instead of a session: whose rights it borrows, and how far.
//! For the edge, which reads the header, and for the feature that makes the tokens.

use axum::http::{HeaderMap, header};

/// A token that is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bearer {
    /// Id of the token, never its secret.
    pub token: String,
    /// What its maker called it.
    pub name: String,
    /// The account whose rights it borrows.
    pub account: String,
    /// How far: names of scopes.
    pub scopes: Vec<String>,
}

impl Bearer {
    /// Whether the token reaches so far.
    pub fn reaches(&self, scope: &str) -> bool {
        self.scopes.iter().any(|known| known == scope)
    }
}

/// What the header `Authorization` brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Brought {
    /// No such header: a browser with its session, or a stranger.
    Nothing,
    /// A secret, still to be looked up.
    Secret(String),
    /// Something that is no bearer token.
    Else,
}

/// Reads the header (RFC 6750, 2.1).
pub(crate) fn brought(headers: &HeaderMap) -> Brought {
    let Some(value) = headers.get(header::AUTHORIZATION) else {
        return Brought::Nothing;
    };
    let secret = value
        .to_str()
        .ok()
        .and_then(|text| text.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"))
        .map(|(_, secret)| secret.trim().to_owned())
        .filter(|secret| !secret.is_empty() && secret.len() <= 200);
    secret.map_or(Brought::Else, Brought::Secret)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_reaches_its_scopes_and_no_others() {
        let bearer = Bearer {
            token: "t1".to_owned(),
            name: "Kế toán".to_owned(),
            account: "hoa".to_owned(),
            scopes: vec!["money".to_owned(), "dossiers".to_owned()],
        };
        assert!(bearer.reaches("money"));
        for scope in ["dossiers:sign", "mone", ""] {
            assert!(!bearer.reaches(scope), "{scope}");
        }
    }

    #[test]
    fn only_a_bearer_token_is_a_secret() {
        let of = |text: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::AUTHORIZATION, text.parse().expect("a valid header"));
            brought(&headers)
        };
        assert_eq!(brought(&HeaderMap::new()), Brought::Nothing);
        assert_eq!(of("Bearer mc_abc"), Brought::Secret("mc_abc".to_owned()));
        assert_eq!(of("bearer  mc_abc"), Brought::Secret("mc_abc".to_owned()));
        for odd in ["Basic YTpi", "Bearer", "Bearer ", "mc_abc"] {
            assert_eq!(of(odd), Brought::Else, "{odd}");
        }
    }
}
