//! Two versions side by side, line by line: what is changed, added, dropped, or the same.
//! For the preview, which marks the differences in words.

use domain::post::Posts;
use domain::procedure::{PaperItem, Procedure, ProcessStep};
use kit::Tag;

use super::{said, short};

/// How a line differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Same,
    Changed,
    Added,
    Dropped,
}

impl Change {
    fn tag(self) -> Option<Tag> {
        let tag = |tone, icon, text: &str| {
            Some(Tag {
                tone,
                icon,
                text: text.to_owned(),
            })
        };
        match self {
            Self::Same => None,
            Self::Changed => tag("warning", "pen-line", "Sửa"),
            Self::Added => tag("ok", "plus", "Thêm"),
            Self::Dropped => tag("error", "trash-2", "Bỏ"),
        }
    }
}

/// One line of both versions.
pub(crate) struct Line {
    pub(crate) what: String,
    pub(crate) old: String,
    pub(crate) new: String,
    pub(crate) change: Change,
    pub(crate) tag: Option<Tag>,
}

impl Line {
    fn of(what: impl Into<String>, old: Option<String>, new: Option<String>) -> Self {
        let change = match (&old, &new) {
            (Some(old), Some(new)) if old == new => Change::Same,
            (Some(_), Some(_)) => Change::Changed,
            (None, _) => Change::Added,
            (_, None) => Change::Dropped,
        };
        Self {
            what: what.into(),
            old: old.unwrap_or_default(),
            new: new.unwrap_or_default(),
            change,
            tag: change.tag(),
        }
    }
}

/// A group of lines under a heading.
pub(crate) struct Group {
    pub(crate) name: &'static str,
    pub(crate) lines: Vec<Line>,
}

/// Both versions, part by part; without an older one, what the first says.
pub(crate) fn differences(old: Option<&Procedure>, new: &Procedure, posts: &Posts) -> Vec<Group> {
    let line = |what: &str, say: &dyn Fn(&Procedure) -> String| {
        Line::of(what, old.map(say), Some(say(new)))
    };
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let mut general = Vec::new();
    if old.is_none() {
        general.extend([
            line("Mã", &|one| one.code.clone()),
            line("Lĩnh vực", &|one| one.field_vi.clone()),
            line("Phí, lệ phí", &said::fee),
            line("Địa chỉ trang", &|one| {
                format!("/thu-tuc/{}", one.slug)
            }),
        ]);
    }
    general.extend([
        line("Tên", &|one| one.name_vi.clone()),
        line("Viết tắt", &short::typed),
        line("Đối tượng", &said::audience),
        line("Kết quả", &|one| one.results.join("; ")),
        line("Cấp quyết định", &|one| {
            one.decision_level_vi.clone()
        }),
        line("Thời hạn", &|one| said::term(one.limit.term)),
        line("Khi cần xác minh", &said::longer),
        line("Cam kết của xã", &said::promise),
        line("Làm ngay tại quầy", &said::on_the_spot),
        line("Lưu ý về thời hạn", &|one| text(&one.limit.note_vi)),
        line("Căn cứ pháp lý", &|one| one.legal_bases.join("; ")),
        line("Tại xã", &said::offered),
    ]);
    let before = old.map_or(&[][..], |old| &old.papers[..]);
    let mut papers = papers(before, &new.papers);
    if before.is_empty() || new.papers.is_empty() {
        papers.insert(
            0,
            line("Danh sách", &|one| match said::no_papers(one) {
                "" => format!("{} giấy tờ", one.papers.len()),
                none => none.to_owned(),
            }),
        );
    }
    let mut steps = steps(old, new, posts);
    steps.push(line("Ghi chú", &|one| text(&one.process.note_vi)));
    let group = |name, lines: Vec<Line>| Group {
        name,
        // A line that neither version has says nothing.
        lines: lines
            .into_iter()
            .filter(|line| !(line.old.is_empty() && line.new.is_empty()))
            .collect(),
    };
    vec![
        group("Chung", general),
        group("Thành phần hồ sơ", papers),
        group("Quy trình", steps),
    ]
}

/// Whether anything differs.
pub(crate) fn is_different(groups: &[Group]) -> bool {
    let mut lines = groups.iter().flat_map(|group| &group.lines);
    lines.any(|line| line.change != Change::Same)
}

fn papers(old: &[PaperItem], new: &[PaperItem]) -> Vec<Line> {
    let lines = aligned(old, new, |one, other| one.name_vi == other.name_vi);
    lines
        .into_iter()
        .map(|(was, is)| {
            let say = |item: &PaperItem| format!("{}. {}", item.name_vi, said::paper(item));
            let nth = is.map_or_else(|| "—".to_owned(), |at| format!("Giấy tờ {}", new[at].seq));
            Line::of(nth, was.map(|at| say(&old[at])), is.map(|at| say(&new[at])))
        })
        .collect()
}

fn steps(old: Option<&Procedure>, new: &Procedure, posts: &Posts) -> Vec<Line> {
    let same = |one: &ProcessStep, other: &ProcessStep| {
        one.kind == other.kind && one.action_vi == other.action_vi
    };
    let say = |version: &Procedure, at: usize| {
        let step = &version.process.steps[at];
        let longer = version.process.longer_minutes.as_ref();
        let longer = longer.and_then(|minutes| minutes.get(at)).copied();
        format!("{}. {}", step.action_vi, said::step(step, longer, posts))
    };
    let before = old.map_or(&[][..], |old| &old.process.steps[..]);
    aligned(before, &new.process.steps, same)
        .into_iter()
        .map(|(was, is)| {
            let nth = is.map_or_else(|| "—".to_owned(), |at| format!("Bước {}", at + 1));
            let was = old.zip(was).map(|(old, at)| say(old, at));
            Line::of(nth, was, is.map(|at| say(new, at)))
        })
        .collect()
}

/// The places of both lists beside each other: what is the same stays together in its order, what
/// was dropped and what was added between two of those stand together as changed.
fn aligned<T>(
    old: &[T],
    new: &[T],
    same: impl Fn(&T, &T) -> bool,
) -> Vec<(Option<usize>, Option<usize>)> {
    // The longest run of common things from each pair of places on.
    let mut common = vec![vec![0_usize; new.len() + 1]; old.len() + 1];
    for i in (0..old.len()).rev() {
        for j in (0..new.len()).rev() {
            common[i][j] = if same(&old[i], &new[j]) {
                common[i + 1][j + 1] + 1
            } else {
                common[i + 1][j].max(common[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let (mut dropped, mut added) = (Vec::new(), Vec::new());
    let mut pairs = Vec::new();
    while i < old.len() && j < new.len() {
        if same(&old[i], &new[j]) {
            settle(&mut pairs, &mut dropped, &mut added);
            pairs.push((Some(i), Some(j)));
            (i, j) = (i + 1, j + 1);
        } else if common[i + 1][j] >= common[i][j + 1] {
            dropped.push(i);
            i += 1;
        } else {
            added.push(j);
            j += 1;
        }
    }
    dropped.extend(i..old.len());
    added.extend(j..new.len());
    settle(&mut pairs, &mut dropped, &mut added);
    pairs
}

fn settle(
    pairs: &mut Vec<(Option<usize>, Option<usize>)>,
    dropped: &mut Vec<usize>,
    added: &mut Vec<usize>,
) {
    for nth in 0..dropped.len().max(added.len()) {
        pairs.push((dropped.get(nth).copied(), added.get(nth).copied()));
    }
    dropped.clear();
    added.clear();
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(old: &str, new: &str) -> Vec<(Option<usize>, Option<usize>)> {
        let letters = |text: &str| text.chars().collect::<Vec<_>>();
        aligned(&letters(old), &letters(new), |one, other| one == other)
    }

    #[test]
    fn what_is_common_stays_beside_itself() {
        assert_eq!(of("ab", "ab"), [(Some(0), Some(0)), (Some(1), Some(1))]);
        assert_eq!(
            of("abc", "axc"),
            [(Some(0), Some(0)), (Some(1), Some(1)), (Some(2), Some(2))],
            "one changed"
        );
        assert_eq!(
            of("ac", "abc"),
            [(Some(0), Some(0)), (None, Some(1)), (Some(1), Some(2))]
        );
        assert_eq!(of("ab", ""), [(Some(0), None), (Some(1), None)]);
        assert_eq!(of("", "a"), [(None, Some(0))]);
    }

    #[test]
    fn every_place_of_both_lists_appears_once() {
        for (old, new) in [("abcd", "bdxa"), ("xyz", "abc"), ("aab", "aba")] {
            let pairs = of(old, new);
            let mut was: Vec<usize> = pairs.iter().filter_map(|(was, _)| *was).collect();
            let mut is: Vec<usize> = pairs.iter().filter_map(|(_, is)| *is).collect();
            was.sort_unstable();
            is.sort_unstable();
            assert_eq!(was, (0..old.len()).collect::<Vec<_>>());
            assert_eq!(is, (0..new.len()).collect::<Vec<_>>());
        }
    }
}
