//! The codes on a paper: dossier, tracking, procedure and agency.
//! For the counter, the citizen's page and every exchange with other systems.

mod agency_code;
mod dossier_code;
mod procedure_code;
mod tracking_code;

pub use agency_code::AgencyCode;
pub use dossier_code::{DossierCode, Parts};
pub use procedure_code::ProcedureCode;
pub use tracking_code::TrackingCode;

/// Makes a code type travel as its text, checked again on the way in.
macro_rules! as_text {
    ($code:ty) => {
        impl serde::Serialize for $code {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $code {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <String as serde::Deserialize>::deserialize(deserializer)?;
                Self::from_stored(&text).map_err(serde::de::Error::custom)
            }
        }
    };
}
use as_text;
