//! Reading a plan's files and checking them: ids without gaps, quotes that stand where they say.
//! For the pages at start and for the tests; a fault names its file, its id and the reason.

use std::collections::BTreeSet;

use jiff::civil::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::{Direction, EVERY_FIELD, Lines, Note, Plan, Proof, Responsibility, Section, Target};
use crate::indicator::{INDICATORS, Indicator};
use crate::post::Posts;

/// `plan.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    agency: String,
    year: i16,
    title_vi: String,
    signed_on: Date,
    signer_vi: String,
    closing_day: i8,
    sections: Vec<Section>,
    posts: Vec<Responsibility>,
    notes: Vec<Note>,
}

/// `source.json`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Source {
    lines: Vec<String>,
}

impl Plan {
    /// Reads the plan in a folder of the data, `plans/quang-khai-2023`, and checks it.
    ///
    /// # Errors
    /// Every fault found, each with its file, its id and the reason.
    pub fn load(files: &[(&str, &str)], folder: &str, posts: &Posts) -> Result<Self, Vec<String>> {
        let head: Head = read(files, folder, "plan.json")?;
        let source: Source = read(files, folder, "source.json")?;
        let plan = Self {
            agency: head.agency,
            year: head.year,
            title_vi: head.title_vi,
            signed_on: head.signed_on,
            signer_vi: head.signer_vi,
            closing_day: head.closing_day,
            sections: head.sections,
            posts: head.posts,
            notes: head.notes,
            targets: read(files, folder, "targets.json")?,
            tasks: read(files, folder, "tasks.json")?,
            systems: read(files, folder, "systems.json")?,
            bases: read(files, folder, "legal-bases.json")?,
            source: source.lines,
        };
        let faults = plan.faults(posts);
        if faults.is_empty() {
            Ok(plan)
        } else {
            Err(faults)
        }
    }

    fn faults(&self, posts: &Posts) -> Vec<String> {
        let mut faults = Vec::new();
        let mut ids = |file: &str, letter: &str, ids: Vec<&str>| {
            for (place, id) in ids.iter().enumerate() {
                let wanted = format!("{letter}-{:02}", place + 1);
                if *id != wanted {
                    faults.push(format!(
                        "{file}: «{id}»: phải là {wanted}, số liền nhau từ 01"
                    ));
                }
            }
        };
        ids(
            "targets.json",
            "T",
            self.targets.iter().map(|one| one.id.as_str()).collect(),
        );
        ids(
            "tasks.json",
            "N",
            self.tasks.iter().map(|one| one.id.as_str()).collect(),
        );
        ids(
            "systems.json",
            "S",
            self.systems.iter().map(|one| one.id.as_str()).collect(),
        );
        ids(
            "legal-bases.json",
            "L",
            self.bases.iter().map(|one| one.id.as_str()).collect(),
        );
        for target in &self.targets {
            faults.extend(self.faults_of_target(target, posts));
        }
        for task in &self.tasks {
            let mut said = self.quoted(&task.quote, &task.lines);
            said.extend(self.answered(&task.owners, posts));
            said.extend(self.placed(&task.section, &task.lines));
            faults.extend(
                said.iter()
                    .map(|fault| format!("tasks.json: {}: {fault}", task.id)),
            );
        }
        for basis in &self.bases {
            let said = self.quoted(&basis.quote, &basis.lines);
            faults.extend(
                said.iter()
                    .map(|fault| format!("legal-bases.json: {}: {fault}", basis.id)),
            );
        }
        for system in &self.systems {
            let said = self.stand(&system.lines);
            faults.extend(said.map(|fault| format!("systems.json: {}: {fault}", system.id)));
        }
        for one in INDICATORS
            .iter()
            .filter(|one| self.target(one.target).is_none())
        {
            faults.push(format!(
                "cách đo {}: không có chỉ tiêu {}",
                one.code, one.target
            ));
        }
        faults.extend(self.faults_of_head(posts));
        faults
    }

    fn faults_of_head(&self, posts: &Posts) -> Vec<String> {
        let mut faults = Vec::new();
        for one in &self.posts {
            let mut said = self.quoted(&one.quote, &one.lines);
            said.extend(self.answered(std::slice::from_ref(&one.post), posts));
            faults.extend(
                said.iter()
                    .map(|fault| format!("plan.json: {}: {fault}", one.section)),
            );
        }
        let known: BTreeSet<&str> = self
            .targets
            .iter()
            .map(|one| one.id.as_str())
            .chain(self.tasks.iter().map(|one| one.id.as_str()))
            .chain(self.bases.iter().map(|one| one.id.as_str()))
            .collect();
        for note in &self.notes {
            for about in note
                .about
                .iter()
                .filter(|about| !known.contains(about.as_str()))
            {
                faults.push(format!(
                    "plan.json: ghi chú {}: không có «{about}»",
                    note.id
                ));
            }
            for line in note.lines.iter().filter(|line| !self.has_line(**line)) {
                faults.push(format!(
                    "plan.json: ghi chú {}: kế hoạch không có dòng {line}",
                    note.id
                ));
            }
        }
        if !(1..=28).contains(&self.closing_day) {
            faults.push("plan.json: closing_day: phải từ 1 đến 28".to_owned());
        }
        faults
    }

    fn faults_of_target(&self, target: &Target, posts: &Posts) -> Vec<String> {
        let mut said = self.quoted(&target.quote, &target.lines);
        said.extend(self.answered(&target.owners, posts));
        said.extend(self.placed(&target.section, &target.lines));
        for task in target.tasks.iter().filter(|task| self.task(task).is_none()) {
            said.push(format!("không có nhiệm vụ «{task}»"));
        }
        if (target.direction == Direction::Qualitative) != target.floor.is_none() {
            said.push("có mức thì phải có chiều so sánh, không có mức thì là định tính".to_owned());
        }
        if target.floor.is_none() && target.level_vi.is_none() {
            said.push("phải nói mức bằng số hoặc bằng lời".to_owned());
        }
        let measured: Vec<&Indicator> = Indicator::of_target(&target.id).collect();
        if (target.proof == Proof::Computed) == measured.is_empty() {
            said.push("cách chứng minh không khớp với các cách đo".to_owned());
        }
        let differs =
            |one: &&Indicator| (one.unit, one.direction) != (target.unit, target.direction);
        if let Some(one) = measured.into_iter().find(differs) {
            said.push(format!(
                "đơn vị hoặc chiều so sánh khác với cách đo {}",
                one.code
            ));
        }
        said.iter()
            .map(|fault| format!("targets.json: {}: {fault}", target.id))
            .collect()
    }

    fn has_line(&self, line: usize) -> bool {
        (1..=self.source.len()).contains(&line)
    }

    /// Whether these lines exist, in order.
    fn stand(&self, lines: &[Lines]) -> Option<String> {
        let wrong = |(first, last): &&Lines| {
            first > last || !self.has_line(*first) || !self.has_line(*last)
        };
        if lines.is_empty() {
            return Some("chưa ghi dòng".to_owned());
        }
        let (first, last) = lines.iter().find(wrong)?;
        Some(format!("kế hoạch không có dòng {first}-{last}"))
    }

    /// Whether each piece of the quote stands at its lines, in the plan's own words.
    fn quoted(&self, quote: &str, lines: &[Lines]) -> Vec<String> {
        if let Some(fault) = self.stand(lines) {
            return vec![fault];
        }
        let text = self.text_at(lines);
        let pieces = quote.split('…').map(|piece| {
            let words: Vec<&str> = piece.split_whitespace().collect();
            words
                .join(" ")
                .trim_matches([' ', ';', ',', ':'])
                .to_owned()
        });
        pieces
            .filter(|piece| !text.contains(piece.as_str()))
            .map(|piece| format!("«{piece}» không có ở các dòng đã ghi"))
            .collect()
    }

    /// Whether the first line lies in the section.
    fn placed(&self, section: &str, lines: &[Lines]) -> Option<String> {
        let at = lines.first()?.0;
        let lies = |one: &&Section| {
            one.id == section
                && one
                    .lines
                    .iter()
                    .any(|&(first, last)| (first..=last).contains(&at))
        };
        match self.sections.iter().find(lies) {
            Some(_) => None,
            None => Some(format!("dòng {at} không thuộc mục {section}")),
        }
    }

    /// Whether somebody answers for it, and each is a post.
    fn answered(&self, owners: &[String], posts: &Posts) -> Vec<String> {
        if owners.is_empty() {
            return vec!["chưa có người phụ trách".to_owned()];
        }
        let unknown = |owner: &&String| {
            owner.as_str() != EVERY_FIELD
                && posts
                    .resolve(owner)
                    .is_none_or(|post| post.id.as_str() != owner.as_str())
        };
        owners
            .iter()
            .filter(unknown)
            .map(|owner| format!("không có chức danh «{owner}»"))
            .collect()
    }
}

fn read<T: DeserializeOwned>(
    files: &[(&str, &str)],
    folder: &str,
    name: &str,
) -> Result<T, Vec<String>> {
    let path = format!("{folder}/{name}");
    let (_, text) = files
        .iter()
        .find(|(known, _)| *known == path)
        .ok_or_else(|| vec![format!("{path}: không có tệp này")])?;
    serde_json::from_str(text)
        .map_err(|error| vec![format!("{path}: dòng {}: {error}", error.line())])
}
