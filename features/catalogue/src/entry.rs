//! A procedure in one entry of a list: where it stands, how long it takes, what it costs.
//! For search results, fields and life events.

use domain::procedure::Procedure;
use jiff::civil::Date;
use kit::Law;

use crate::{charge, words};

/// One line of a list of procedures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its page.
    pub href: String,
    /// Its name.
    pub name: String,
    /// Its field.
    pub field: String,
    /// `5 ngày làm việc`.
    pub time: String,
    /// `Miễn phí`, `8.000 đ/bản`.
    pub fee: String,
    /// Time or fee is not verified; the procedure's page says which.
    pub is_doubtful: bool,
}

impl Entry {
    /// The entry of a procedure on a day.
    pub fn of(procedure: &Procedure, law: &Law, date: Date) -> Self {
        let (time, fee) = (words::time(procedure), charge::said(procedure, law, date));
        Self {
            href: format!("/thu-tuc/{}", procedure.slug),
            name: procedure.name_vi.clone(),
            field: procedure.field_vi.clone(),
            time: time.value,
            fee: fee.value,
            is_doubtful: time.is_doubtful || fee.is_doubtful,
        }
    }
}
