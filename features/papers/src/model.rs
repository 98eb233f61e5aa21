//! The models that papers follow: titles, numbers and sentences, by form set (`data/papers.json`).
//! For whoever makes a paper; what no source confirms is told to officers, never on the paper.

use std::sync::LazyLock;

use domain::regime::{Confidence, FormSet};
use domain::wording::PaperKind;
use jiff::civil::Date;
use serde::Deserialize;

/// The papers that have a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Giấy tiếp nhận và hẹn trả.
    Receipt,
    /// Phiếu yêu cầu bổ sung.
    Supplement,
    /// Phiếu từ chối.
    Refusal,
    /// Phiếu xin lỗi, hẹn lại.
    Apology,
    /// Thông báo dừng giải quyết.
    Stop,
    /// Phiếu kiểm soát.
    Control,
    /// Sổ theo dõi.
    Register,
    /// Phiếu bàn giao.
    HandOver,
    /// Giấy biên nhận trả kết quả.
    Collection,
    /// Biên lai thu phí, lệ phí.
    FeeReceipt,
}

impl Kind {
    /// Every one.
    pub const ALL: [Self; 10] = [
        Self::Receipt,
        Self::Supplement,
        Self::Refusal,
        Self::Apology,
        Self::Stop,
        Self::Control,
        Self::Register,
        Self::HandOver,
        Self::Collection,
        Self::FeeReceipt,
    ];

    /// The frozen name in storage and events.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Receipt => "receipt",
            Self::Supplement => "supplement",
            Self::Refusal => "refusal",
            Self::Apology => "apology",
            Self::Stop => "stop",
            Self::Control => "control",
            Self::Register => "register",
            Self::HandOver => "hand_over",
            Self::Collection => "collection",
            Self::FeeReceipt => "fee_receipt",
        }
    }

    /// As officers say it.
    pub const fn vietnamese(self) -> &'static str {
        match self {
            Self::Receipt => "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
            Self::Supplement => "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
            Self::Refusal => "Phiếu từ chối tiếp nhận hồ sơ",
            Self::Apology => "Phiếu xin lỗi và hẹn lại ngày trả",
            Self::Stop => "Thông báo dừng giải quyết hồ sơ",
            Self::Control => "Phiếu kiểm soát quá trình giải quyết hồ sơ",
            Self::Register => "Sổ theo dõi hồ sơ",
            Self::HandOver => "Phiếu bàn giao hồ sơ",
            Self::Collection => "Giấy biên nhận trả kết quả",
            Self::FeeReceipt => "Biên lai thu phí, lệ phí",
        }
    }

    /// The name of its file.
    pub const fn slug(self) -> &'static str {
        match self {
            Self::Receipt => "giay-tiep-nhan",
            Self::Supplement => "phieu-bo-sung",
            Self::Refusal => "phieu-tu-choi",
            Self::Apology => "phieu-xin-loi",
            Self::Stop => "thong-bao-dung",
            Self::Control => "phieu-kiem-soat",
            Self::Register => "so-theo-doi",
            Self::HandOver => "phieu-ban-giao",
            Self::Collection => "giay-bien-nhan",
            Self::FeeReceipt => "bien-lai",
        }
    }

    /// The paper whose sentences the commune chose, where it may choose some.
    pub const fn wording(self) -> PaperKind {
        match self {
            Self::Receipt => PaperKind::Receipt,
            Self::Supplement => PaperKind::Supplement,
            Self::Refusal => PaperKind::Refusal,
            _ => PaperKind::Every,
        }
    }

    /// The kind of a stored name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// One model.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Model {
    /// Its frozen name: `TT01_2018/supplement`.
    pub id: String,
    /// Which paper.
    pub kind: Kind,
    /// The form set it belongs to; none where no circular sets one.
    pub set: Option<FormSet>,
    /// "Mẫu số 02 (TT 01/2018/TT-VPCP)".
    pub form_no: Option<String>,
    /// Its name in capitals.
    pub title: Vec<String>,
    /// What follows its number; `{yy}` is the year. None: it has no number of its own.
    pub symbol: Option<String>,
    /// "Mẫu số" of a fee receipt.
    pub form: Option<String>,
    /// The tax code of who collects, on a fee receipt.
    pub tax_code: Option<String>,
    /// Digits of its number where zeros lead it.
    pub digits: Option<usize>,
    /// Its sentences, with names in braces.
    #[serde(default)]
    pub body: Vec<String>,
    /// How sure the model is.
    pub confidence: Confidence,
    /// Where it was read.
    pub source: String,
}

impl Model {
    /// What officers are told while no source confirms it.
    pub fn doubt(&self) -> Option<String> {
        (!self.confidence.is_sure()).then(|| {
            format!(
                "Mẫu chưa đối chiếu ({}): {}. Hãy đối chiếu với thông tư trước khi dùng chính thức.",
                self.confidence.vi(),
                self.source
            )
        })
    }

    /// Its sentences with the names replaced by what they stand for.
    pub fn sentences(&self, values: &[(&str, String)]) -> Vec<String> {
        let filled = |sentence: &String| {
            values.iter().fold(sentence.clone(), |text, (name, value)| {
                text.replace(&format!("{{{name}}}"), value)
            })
        };
        self.body.iter().map(filled).collect()
    }
}

static MODELS: LazyLock<Vec<Model>> = LazyLock::new(|| {
    let text = data::text("papers.json").expect("the file is part of the program");
    serde_json::from_str(text).expect("the models are part of the program, and a test reads them")
});

/// The model of a paper in a form set; none where that set has no such paper.
pub fn model(kind: Kind, set: FormSet) -> Option<&'static Model> {
    MODELS
        .iter()
        .find(|one| one.kind == kind && one.set.is_none_or(|of| of == set))
}

/// The model of a stored name.
pub(crate) fn model_named(id: &str) -> Option<&'static Model> {
    MODELS.iter().find(|one| one.id == id)
}

/// First day of the communes' service centres (118/2025/NĐ-CP).
const CENTRE_FROM: Date = jiff::civil::date(2025, 7, 1);

/// What the one-stop shop is called on a day.
pub fn counter_name(day: Date) -> &'static str {
    if day < CENTRE_FROM {
        "Bộ phận Tiếp nhận và Trả kết quả"
    } else {
        "Trung tâm Phục vụ hành chính công"
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn every_paper_has_a_model_in_the_set_that_names_it() {
        for kind in Kind::ALL {
            for set in [FormSet::Tt01Of2018, FormSet::Tt03Of2025] {
                let found = model(kind, set);
                let is_new = kind == Kind::Stop && set == FormSet::Tt01Of2018;
                assert_eq!(found.is_none(), is_new, "{kind:?} {set:?}");
                if let Some(found) = found {
                    assert_eq!(model_named(&found.id), Some(found));
                    assert!(found.title.iter().all(|line| *line == line.to_uppercase()));
                }
            }
        }
    }

    #[test]
    fn the_set_of_2025_numbers_its_forms_anew_and_says_that_nobody_has_read_them() {
        for (kind, number) in [
            (Kind::Apology, "04"),
            (Kind::Stop, "05"),
            (Kind::Control, "06"),
            (Kind::Register, "07"),
        ] {
            let found = model(kind, FormSet::Tt03Of2025).expect("the set has it");
            assert_eq!(
                found.form_no.as_deref(),
                Some(format!("Mẫu số {number} (TT 03/2025/TT-VPCP)").as_str())
            );
            assert!(
                found
                    .doubt()
                    .is_some_and(|said| said.contains("chưa đối chiếu"))
            );
        }
        let known = model(Kind::Refusal, FormSet::Tt01Of2018).expect("the set has it");
        assert_eq!(known.doubt(), None);
    }

    #[test]
    fn every_name_in_a_sentence_is_one_that_is_filled_in() {
        let known = [
            "received_day",
            "counter",
            "commune",
            "procedure",
            "code",
            "due",
            "reason",
            "promised",
            "stopped",
        ];
        let values: Vec<_> = known.map(|name| (name, "x".to_owned())).into();
        for model in MODELS.iter() {
            for sentence in model.sentences(&values) {
                assert!(!sentence.contains(['{', '}']), "{}: {sentence}", model.id);
            }
        }
    }

    #[test]
    fn the_counter_is_called_a_centre_from_july_2025() {
        assert!(counter_name(date(2025, 6, 30)).starts_with("Bộ phận"));
        assert!(counter_name(date(2025, 7, 1)).starts_with("Trung tâm"));
    }
}
