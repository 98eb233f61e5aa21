//! Dossiers of the same person and procedure that are still open: warned of, and passed only on purpose.
//! For the officer at the counter.

use domain::dossier::State;
use domain::moment::Moment;
use domain::text::{fold, moment_vi};
use dossier::Party;
use store::{Sql, StoreError, Value, params};

/// An open dossier that may be the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Duplicate {
    /// What its address ends with.
    pub address: String,
    /// Where it stands, in words.
    pub state_vi: &'static str,
    /// When it came in, in words.
    pub when: String,
}

/// Open dossiers of `procedure_code` whose owner has the same number, or the same name and birth.
pub(crate) fn find(
    sql: &mut impl Sql,
    agency: &str,
    procedure_code: &str,
    owner: &Party,
) -> Result<Vec<Duplicate>, StoreError> {
    if owner.document_number.is_none() && owner.birth.is_none() {
        return Ok(Vec::new());
    }
    let open: Vec<&str> = State::ALL
        .into_iter()
        .filter(|state| state.is_open())
        .map(State::name)
        .collect();
    let places: Vec<String> = (5..5 + open.len())
        .map(|place| format!("${place}"))
        .collect();
    // Why persons first, each way by its index: a commune has few dossiers of one person, and there may
    // be thousands that are open.
    let text = format!(
        "SELECT COALESCE(d.code, d.tracking) AS address, d.state AS state, d.filed_at AS filed_at, p.name AS name,
            p.birth AS birth, p.document_number AS number
        FROM (SELECT dossier_id, name, birth, document_number FROM dossier_party
                WHERE document_number = CAST($3 AS TEXT) AND role = 'owner'
            UNION SELECT dossier_id, name, birth, document_number FROM dossier_party
                WHERE birth = CAST($4 AS TEXT) AND role = 'owner') AS p
            CROSS JOIN dossier d
        WHERE d.id = p.dossier_id AND d.agency = $1 AND d.procedure_code = $2 AND d.state IN ({})
        ORDER BY d.filed_at DESC, d.id DESC LIMIT 50",
        places.join(", ")
    );
    let mut params = params![agency, procedure_code, &owner.document_number, &owner.birth];
    params.extend(open.into_iter().map(Value::from));
    let name = fold(&owner.name);
    let mut found = Vec::new();
    for row in sql.rows(&text, params)? {
        let number: Option<String> = row.get("number")?;
        let same_number = number.is_some() && number == owner.document_number;
        let same_person = !are_two_people(number.as_deref(), owner.document_number.as_deref())
            && row.get::<Option<String>>("birth")? == owner.birth
            && owner.birth.is_some()
            && fold(&row.get::<String>("name")?) == name;
        if same_number || same_person {
            let state: String = row.get("state")?;
            found.push(Duplicate {
                address: row.get("address")?,
                state_vi: State::from_name(&state).map_or("", State::vietnamese),
                when: moment_vi(row.get::<Moment>("filed_at")?),
            });
        }
    }
    Ok(found)
}

/// Two personal numbers that differ belong to two people, whatever their names and births say.
/// Older papers' numbers prove nothing: one person may hold an identity card and a passport.
fn are_two_people(one: Option<&str>, other: Option<&str>) -> bool {
    let is_personal =
        |number: &str| number.len() == 12 && number.bytes().all(|digit| digit.is_ascii_digit());
    match (one, other) {
        (Some(one), Some(other)) => is_personal(one) && is_personal(other) && one != other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::are_two_people;

    #[test]
    fn only_two_personal_numbers_tell_people_apart() {
        assert!(are_two_people(Some("030190000001"), Some("030190000002")));
        assert!(!are_two_people(Some("030190000001"), Some("030190000001")));
        assert!(!are_two_people(Some("030190000001"), Some("141234567")));
        assert!(!are_two_people(Some("B1234567"), Some("030190000002")));
        assert!(!are_two_people(None, Some("030190000002")));
    }
}
