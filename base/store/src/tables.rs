//! Which tables are outside the ledger, each with its reason.
//! For whoever adds a table: it is sealed by events unless it is named here.

/// Tables whose rows need no seal: either the ledger itself, or nothing that the law asks to prove.
pub const EXEMPT: &[(&str, &str)] = &[
    (
        "schema",
        "names of applied migrations; holds no facts of the commune",
    ),
    (
        "chain",
        "head of each chain; verify recomputes it from the events",
    ),
    ("event", "is the ledger; protected by its own hash chain"),
    ("fact", "sums drawn from events; verify counts them anew"),
    (
        "fact_source",
        "which subject each fact came from; verify counts them anew",
    ),
    (
        "outbox",
        "jobs drawn from events, taken and done by machines",
    ),
    (
        "upkeep",
        "when data was last copied and checked; no act of the commune",
    ),
    ("once", "tokens of forms already sent; forgotten after days"),
    ("session", "sign-ins in progress; end by themselves"),
    (
        "reading",
        "log of reading personal data, written in batches outside the chain",
    ),
    (
        "dossier_search",
        "index computed from sealed rows; can be rebuilt",
    ),
    (
        "dossier_word",
        "index computed from dossier_search; can be rebuilt",
    ),
    (
        "demo",
        "marks a demonstration; empty in every real database",
    ),
    (
        "demo_account",
        "accounts of a demonstration, in clear; empty in every real database",
    ),
    (
        "counter_draft",
        "unfinished typing at the counter; not yet an act",
    ),
    ("saved_view", "names of filters; no act of the commune"),
    (
        "bulk_told",
        "what an officer was told of acts done together; each act has its own event",
    ),
    (
        "api_token_use",
        "when a program's token was used last; a notice to its owner, no act",
    ),
    (
        "api_answer",
        "answers kept so that a repeated call does nothing twice; forgotten after days",
    ),
];

/// Whether rows of this table need a seal.
pub fn is_sealed(table: &str) -> bool {
    !EXEMPT.iter().any(|(name, _)| *name == table)
}
