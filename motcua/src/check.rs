//! Does every dossier equal the fold of its events? The part of `verify` that needs the law.
//! For `motcua verify`; the store checks what needs no law.

use store::{Db, Difference, StoreError};

/// Compares every dossier with its events; answers how many, and the first that differs.
pub fn dossiers(
    db: &Db,
    progress: &mut dyn FnMut(u64),
) -> Result<(u64, Option<Difference>), StoreError> {
    const PAGE: i64 = 200;
    let (mut after, mut seen) = (String::new(), 0);
    loop {
        let from = after.clone();
        let page: Vec<(String, String, bool)> = db.read_blocking(move |reader| {
            let rows = dossier::row::page_of_all(reader, &from, PAGE)?;
            rows.into_iter()
                .map(|row| {
                    let agrees = dossier::row::agrees_with_events(reader, &row)?;
                    Ok::<_, StoreError>((row.id.clone(), row.address().to_owned(), agrees))
                })
                .collect::<Result<Vec<_>, _>>()
        })?;
        for (id, code, agrees) in &page {
            seen += 1;
            if !agrees {
                let difference = Difference {
                    what: "row",
                    where_: format!("dossier/{id}"),
                    detail_vi: format!("Hồ sơ {code} không khớp với các sự kiện đã ghi."),
                };
                return Ok((seen, Some(difference)));
            }
        }
        progress(seen);
        match page.last() {
            Some((id, ..)) => after.clone_from(id),
            None => return Ok((seen, None)),
        }
    }
}
