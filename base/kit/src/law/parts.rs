//! The parts of a procedure that are sure or not by themselves: name, limit, fee, papers, law, steps.
//! For the list of doubtful facts, and for confirming one of them.

use std::collections::BTreeSet;

use domain::procedure::{Procedure, Sure};
use domain::regime::Confidence;
use domain::text::hex;
use sha2::{Digest as _, Sha256};

use super::Law;
use super::doubt::{Fact, FactGroup, span};

/// One part of a procedure that is sure or not by itself.
pub(super) struct Part {
    name: &'static str,
    label: &'static str,
    sure: fn(&Procedure) -> Sure,
    pub(super) set: fn(&mut Procedure),
    says: fn(&Procedure) -> String,
}

/// Every part, in the order of the list.
pub(super) const PARTS: [Part; 6] = [
    Part {
        name: "identity",
        label: "Mã và tên",
        sure: |one| one.confidence.identity,
        set: |one| one.confidence.identity = Sure::Verified,
        says: |one| format!("{} {}", one.code, one.name_vi),
    },
    Part {
        name: "time_limit",
        label: "Thời hạn",
        sure: |one| one.confidence.time_limit,
        set: |one| one.confidence.time_limit = Sure::Verified,
        says: |one| one.limit.text_vi.clone(),
    },
    Part {
        name: "fee",
        label: "Phí, lệ phí",
        sure: |one| one.confidence.fee,
        set: |one| one.confidence.fee = Sure::Verified,
        says: |one| one.fee.notes_vi.clone().unwrap_or_default(),
    },
    Part {
        name: "documents",
        label: "Thành phần hồ sơ",
        sure: |one| one.confidence.documents,
        set: |one| one.confidence.documents = Sure::Verified,
        says: |one| {
            let names: Vec<&str> = one
                .papers
                .iter()
                .map(|paper| paper.name_vi.as_str())
                .collect();
            names.join("; ")
        },
    },
    Part {
        name: "legal_bases",
        label: "Căn cứ pháp lý",
        sure: |one| one.confidence.legal_bases,
        set: |one| one.confidence.legal_bases = Sure::Verified,
        says: |one| one.legal_bases.join("; "),
    },
    Part {
        name: "process",
        label: "Quy trình nội bộ",
        sure: |one| one.confidence.process,
        set: |one| one.confidence.process = Sure::Verified,
        says: |one| {
            let steps: Vec<String> = one
                .process
                .steps
                .iter()
                .map(|step| format!("{} {} phút", step.post, step.minutes))
                .collect();
            steps.join("; ")
        },
    },
];

impl Part {
    /// How sure it is in a version.
    pub(super) fn of(&self, version: &Procedure) -> Sure {
        (self.sure)(version)
    }

    /// Versions that say the same of a part share the fact.
    pub(super) fn key(&self, version: &Procedure) -> String {
        let digest = Sha256::digest((self.says)(version).as_bytes());
        let short = hex(&digest[..4]);
        format!("procedure:{}:{}:{short}", version.code, self.name)
    }
}

/// The facts of all procedures, part by part.
pub(super) fn procedures(law: &Law) -> Vec<Fact> {
    let mut seen = BTreeSet::new();
    let mut facts = Vec::new();
    for version in law.catalogue.versions() {
        for part in &PARTS {
            let key = part.key(version);
            if !seen.insert(key.clone()) {
                continue;
            }
            facts.push(Fact {
                key,
                group: FactGroup::Procedures,
                name: format!("{}: {}", part.label, version.name_vi),
                says: (part.says)(version),
                holds: span(Some(version.valid_from), version.valid_to),
                sure: match part.of(version) {
                    Sure::Verified => Confidence::Verified,
                    Sure::Memory => Confidence::Memory,
                    Sure::Unknown => Confidence::Unknown,
                },
                source: version.source_note.clone().unwrap_or_default(),
                href: format!("/qt/thu-tuc/{}", version.id),
                shown: if version.published {
                    "Trang thủ tục, giấy tiếp nhận"
                } else {
                    "Chưa công khai: còn là bản nháp"
                },
                can_be_confirmed: version.published && !(part.says)(version).is_empty(),
            });
        }
    }
    facts
}
