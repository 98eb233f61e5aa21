//! Which post of the new commune takes up the work of which post before: one table in `data/`.
//! For steps of dossiers that go on, and for the report of what has no heir.

use std::collections::BTreeMap;

use kit::Law;
use serde::Deserialize;

const FILE: &str = "posts-map.json";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    #[serde(rename = "note_vi")]
    _note_vi: String,
    unverified: bool,
    posts: Vec<Line>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    from: String,
    to: String,
}

/// The table, read and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostsMap {
    heirs: BTreeMap<String, String>,
    /// Whether nobody has compared it with the commune's own decision.
    pub is_unverified: bool,
}

impl PostsMap {
    /// Reads the table that comes with the program.
    ///
    /// # Errors
    /// A sentence with what is wrong in it.
    pub fn embedded(law: &Law) -> Result<Self, String> {
        let text = data::text(FILE).ok_or_else(|| format!("Thiếu tệp {FILE}."))?;
        let table: Table = serde_json::from_str(text)
            .map_err(|error| format!("{FILE} dòng {}: {error}", error.line()))?;
        let mut heirs = BTreeMap::new();
        for Line { from, to } in table.posts {
            for post in [&from, &to] {
                if law.posts.resolve(post).is_none() {
                    return Err(format!("{FILE}: không có vị trí «{post}»."));
                }
            }
            if heirs.insert(from.clone(), to).is_some() {
                return Err(format!("{FILE}: vị trí «{from}» được ghi hai lần."));
            }
        }
        Ok(Self {
            heirs,
            is_unverified: table.unverified,
        })
    }

    /// Who takes up the work of a post; none where the table names nobody.
    pub fn heir(&self, law: &Law, post: &str) -> Option<&str> {
        let id = law
            .posts
            .resolve(post)
            .map_or(post, |post| post.id.as_str());
        self.heirs.get(id).map(String::as_str)
    }

    /// The heir, or the post itself where the table names none: it stands in the report.
    pub(crate) fn post_of(&self, law: &Law, post: &str) -> String {
        self.heir(law, post).unwrap_or(post).to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_names_known_posts_and_says_that_it_is_unverified() {
        let law = Law::embedded().expect("our data is sound");
        let map = PostsMap::embedded(&law).expect("our table is sound");
        assert_eq!(map.heir(&law, "phong_tu_phap"), Some("tu_phap_ho_tich"));
        assert_eq!(map.heir(&law, "bo_phan_mot_cua"), Some("mot_cua"));
        assert_eq!(map.heir(&law, "khong_co"), None);
        assert_eq!(map.post_of(&law, "khong_co"), "khong_co");
        assert!(map.is_unverified);
    }
}
