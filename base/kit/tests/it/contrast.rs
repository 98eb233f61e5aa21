//! Text reaches 4.5:1 and marks reach 3:1 against what they stand on, computed from the tokens.

use std::collections::BTreeMap;

const TOKENS: &str = include_str!("../../assets/css/00-tokens.css");

/// Text and its ground.
const TEXT: &[(&str, &str)] = &[
    ("ink", "paper"),
    ("ink", "surface"),
    ("ink", "surface-2"),
    ("ink-soft", "paper"),
    ("ink-soft", "surface"),
    ("ink-soft", "surface-2"),
    ("link", "paper"),
    ("link", "surface"),
    ("link-hover", "paper"),
    ("surface", "red"),
    ("surface", "red-dark"),
    ("surface", "navy"),
    ("surface", "navy-light"),
    ("on-navy", "navy"),
    ("gold", "navy"),
    ("ok", "ok-tint"),
    ("ok", "surface"),
    ("warning", "warning-tint"),
    ("error", "error-tint"),
    ("info", "info-tint"),
    ("neutral", "neutral-tint"),
    ("today", "today-tint"),
];

/// Controls and marks that carry meaning, and their ground.
const MARKS: &[(&str, &str)] = &[
    ("border-input", "surface"),
    ("border-input", "paper"),
    ("navy", "surface"),
    ("red", "paper"),
    ("gold", "red"),
];

fn colours() -> BTreeMap<String, [f64; 3]> {
    let declarations = TOKENS.split(';').filter_map(|part| part.rsplit_once("--"));
    declarations
        .filter_map(|(_, declaration)| {
            let (name, value) = declaration.split_once(':')?;
            Some((name.trim().to_owned(), channels(value.trim())?))
        })
        .collect()
}

fn channels(hex: &str) -> Option<[f64; 3]> {
    let hex = hex.strip_prefix('#')?;
    let wide: String = if hex.len() == 3 {
        hex.chars().flat_map(|digit| [digit, digit]).collect()
    } else {
        hex.to_owned()
    };
    let channel = |at: usize| {
        u8::from_str_radix(wide.get(at..at + 2)?, 16)
            .ok()
            .map(f64::from)
    };
    Some([channel(0)?, channel(2)?, channel(4)?])
}

/// Relative luminance as WCAG 2 defines it.
fn luminance(colour: [f64; 3]) -> f64 {
    let [r, g, b] = colour.map(|channel| {
        let part = channel / 255.0;
        if part <= 0.04045 {
            part / 12.92
        } else {
            ((part + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn check(pairs: &[(&str, &str)], least: f64) {
    let colours = colours();
    for (on, ground) in pairs {
        let colour = |name: &str| {
            *colours
                .get(name)
                .unwrap_or_else(|| panic!("no token --{name}"))
        };
        let ratio = contrast(colour(on), colour(ground));
        assert!(
            ratio >= least,
            "--{on} on --{ground} reaches only {ratio:.2}:1"
        );
    }
}

#[test]
fn text_can_be_read_on_its_ground() {
    check(TEXT, 4.5);
}

#[test]
fn marks_and_borders_of_controls_can_be_seen() {
    check(MARKS, 3.0);
}
