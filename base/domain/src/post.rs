//! The posts and roles of a commune and of those outside it: one table for all.
//! For processes, accounts and worklists; other spellings are aliases of one post.

mod roles;

use std::collections::BTreeMap;
use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::regime::Confidence;
use crate::text::line_of_id;

use roles::Chosen;
pub use roles::{ADMIN, LaterRoles, MOVABLE, PostRoles};

/// The stable name of a post: `tu_phap_ho_tich`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PostId(pub String);

impl PostId {
    /// The name as stored.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for PostId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What a post does in the life of a dossier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PostKind {
    /// The chair, who decides and signs.
    Chair,
    /// A vice chair, who signs for the chair.
    ViceChair,
    /// Receives dossiers and returns results.
    OneStop,
    /// Văn thư: numbers and seals.
    Clerk,
    /// Handles dossiers of a field.
    Specialist,
    /// A specialist who also watches over procedures and the one-stop shop.
    Controller,
    /// A council or steering committee of the commune.
    Committee,
    /// Helps, but has no step of its own at a desk.
    Support,
    /// Another agency; the one-stop officer records what was sent and came back.
    Outside,
    /// Nobody: a time that the law makes everyone wait.
    Waiting,
}

impl PostKind {
    /// Whether an officer of the commune does this step in the program.
    pub fn is_at_desk(self) -> bool {
        match self {
            Self::Chair
            | Self::ViceChair
            | Self::OneStop
            | Self::Clerk
            | Self::Specialist
            | Self::Controller => true,
            Self::Committee | Self::Support | Self::Outside | Self::Waiting => false,
        }
    }
}

/// A post or role.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Post {
    /// Stable name.
    pub id: PostId,
    /// Full name.
    pub name_vi: String,
    /// Name where there is little room.
    pub short_vi: String,
    /// What it does.
    pub kind: PostKind,
    /// Other names of it in the catalogue.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// First day.
    pub valid_from: Option<Date>,
    /// Last day.
    pub valid_to: Option<Date>,
    /// How sure the record is.
    pub confidence: Confidence,
    /// A remark for the administrator.
    pub note_vi: Option<String>,
}

impl Post {
    /// Whether the post exists on a day.
    pub fn is_valid_on(&self, date: Date) -> bool {
        self.valid_from.is_none_or(|from| from <= date) && self.valid_to.is_none_or(|to| date <= to)
    }
}

/// The table of posts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Posts {
    all: Vec<Post>,
    by_name: BTreeMap<String, usize>,
    /// What the commune chose that posts give.
    chosen: Chosen,
}

impl Posts {
    /// Reads and checks the table.
    ///
    /// # Errors
    /// A sentence with the line, the post and what is wrong with it.
    pub fn from_json(text: &str) -> Result<Self, String> {
        let all: Vec<Post> = serde_json::from_str(text)
            .map_err(|error| format!("dòng {}: {error}", error.line()))?;
        let mut by_name = BTreeMap::new();
        for (at, post) in all.iter().enumerate() {
            let id = post.id.as_str();
            let refuse = |reason: String| {
                format!("dòng {}: chức danh «{id}»: {reason}", line_of_id(text, id))
            };
            if post.name_vi.trim().is_empty() || post.short_vi.trim().is_empty() {
                return Err(refuse("chưa có tên".to_owned()));
            }
            for name in std::iter::once(&post.id.0).chain(&post.aliases) {
                if let Some(other) = by_name.insert(name.clone(), at) {
                    return Err(refuse(format!(
                        "tên «{name}» đã thuộc chức danh «{}»",
                        all[other].id
                    )));
                }
            }
        }
        Ok(Self {
            all,
            by_name,
            chosen: Chosen::new(),
        })
    }

    /// The post of this id or alias.
    pub fn resolve(&self, name: &str) -> Option<&Post> {
        self.by_name.get(name).map(|&at| &self.all[at])
    }

    /// All posts in the order of the table: leaders first.
    pub fn all(&self) -> &[Post] {
        &self.all
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    const TABLE: &str = include_str!("../../../data/posts.json");

    fn posts() -> Posts {
        Posts::from_json(TABLE).expect("our own data is sound")
    }

    #[test]
    fn every_post_and_role_of_the_catalogue_resolves() {
        let posts = posts();
        let of_agencies = "chu_tich pho_chu_tich vptk_noi_vu tu_phap_ho_tich vptk tai_chinh vh_tt dai_truyen_thanh \
                           chqs ccb bo_phan_mot_cua vhxh_ldtbxh dia_chinh van_thu truong_cong_an quan_su mot_cua \
                           cong_an phong_ldtbxh phong_tu_phap phong_noi_vu phong_gddt phong_tnmt cong_an_xa \
                           bhxh_huyen so_ldtbxh";
        let of_procedures = "van_hoa_xa_hoi_ldtbxh dia_chinh_nn_xd_mt van_phong_thong_ke_noi_vu van_phong_thong_ke \
                             van_hoa_xa_hoi van_hoa_thong_tin quan_su tai_chinh_ke_toan tram_y_te cong_an_xa \
                             tu_phap_ho_tich";
        let of_processes = "mot_cua chu_tich van_thu tu_phap_ho_tich vhxh_ldtbxh hoi_dong vptk_noi_vu phong_ldtbxh \
                            ct_huyen dia_chinh tai_chinh cho cong_an bhxh thon vhxh phong_gddt so_ldtbxh vh_tt";
        for names in [of_agencies, of_procedures, of_processes] {
            for name in names.split_whitespace() {
                assert!(posts.resolve(name).is_some(), "{name}");
            }
        }
        assert_eq!(posts.resolve("khong_co"), None);
    }

    #[test]
    fn two_names_of_one_post_give_one_post() {
        let posts = posts();
        for (one, other) in [
            ("bo_phan_mot_cua", "mot_cua"),
            ("chqs", "quan_su"),
            ("van_phong_thong_ke", "vptk"),
            ("truong_cong_an", "cong_an_xa"),
            ("bhxh_huyen", "bhxh"),
        ] {
            assert_eq!(posts.resolve(one), posts.resolve(other));
        }
    }

    #[test]
    fn the_vice_chair_has_a_post_of_his_own() {
        let posts = posts();
        let kind = |name: &str| posts.resolve(name).expect("a post").kind;
        assert_eq!(
            (kind("chu_tich"), kind("pho_chu_tich")),
            (PostKind::Chair, PostKind::ViceChair)
        );
        assert_eq!(
            (kind("mot_cua"), kind("van_thu")),
            (PostKind::OneStop, PostKind::Clerk)
        );
        assert_eq!(
            (kind("vptk"), kind("cho")),
            (PostKind::Controller, PostKind::Waiting)
        );
        assert!(kind("tu_phap_ho_tich").is_at_desk() && !kind("ct_huyen").is_at_desk());
    }

    #[test]
    fn district_posts_end_with_the_districts() {
        let posts = posts();
        let district = posts.resolve("phong_ldtbxh").expect("a post");
        assert!(district.is_valid_on(date(2025, 6, 30)) && !district.is_valid_on(date(2025, 7, 1)));
        assert!(
            posts
                .resolve("chu_tich")
                .is_some_and(|chair| chair.is_valid_on(date(2025, 7, 1)))
        );
    }

    #[test]
    fn a_name_that_two_posts_claim_is_refused_with_its_line() {
        let stolen = TABLE.replacen("[\"chqs\"]", "[\"vptk\"]", 1);
        let said = Posts::from_json(&stolen).expect_err("a name claimed twice");
        let line = line_of_id(&stolen, "quan_su");
        assert!(
            said.starts_with(&format!("dòng {line}:")) && said.contains("«vptk»"),
            "{said}"
        );
        assert!(Posts::from_json("[{\"id\": 1}]").is_err());
    }
}
