//! What a browser takes from a page: hidden fields, choices, the address of the next page.
//! For the clients, who carry once-tokens and versions as browsers do.

/// The value of the input with this name; empty if there is none.
pub fn field<'a>(page: &'a str, name: &str) -> &'a str {
    let mark = format!("name=\"{name}\" value=\"");
    page.split_once(&mark)
        .and_then(|(_, rest)| rest.split_once('"'))
        .map_or("", |(value, _)| value)
}

/// The choice of a select whose words begin so; empty if there is none.
pub fn choice<'a>(page: &'a str, name: &str, words: &str) -> &'a str {
    let mark = format!("name=\"{name}\"");
    let Some((list, _)) = page
        .split_once(&mark)
        .and_then(|(_, rest)| rest.split_once("</select>"))
    else {
        return "";
    };
    list.split("<option value=\"")
        .filter_map(|option| option.split_once('"'))
        .find(|(_, rest)| {
            rest.split_once('>')
                .is_some_and(|(_, said)| said.starts_with(words))
        })
        .map_or("", |(value, _)| value)
}

/// The link marked as leading to the next page of a list.
pub fn next(page: &str) -> Option<String> {
    let (_, rest) = page.split_once("rel=\"next\" href=\"")?;
    let (href, _) = rest.split_once('"')?;
    Some(href.replace("&amp;", "&").replace("&#38;", "&"))
}

/// A form as browsers encode it.
pub fn encoded(fields: &[(&str, &str)]) -> String {
    let mut text = String::new();
    for (name, value) in fields {
        if !text.is_empty() {
            text.push('&');
        }
        push_encoded(&mut text, name);
        text.push('=');
        push_encoded(&mut text, value);
    }
    text
}

fn push_encoded(text: &mut String, raw: &str) {
    for byte in raw.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.".contains(&byte) {
            text.push(char::from(byte));
        } else {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_and_choices_are_found_by_name() {
        let page = r#"<input type="hidden" name="_once" value="a1"><select name="nguoi"><option value="">–</option>
            <option value="u1" selected>Hoàng Văn Bách</option></select>"#;
        assert_eq!(field(page, "_once"), "a1");
        assert_eq!(field(page, "version"), "");
        assert_eq!(choice(page, "nguoi", "Hoàng"), "u1");
        assert_eq!(choice(page, "nguoi", "Lan"), "");
    }

    #[test]
    fn a_form_is_encoded_byte_by_byte() {
        assert_eq!(
            encoded(&[("a", "ổ 1"), ("b", "x&y")]),
            "a=%E1%BB%95%201&b=x%26y"
        );
    }

    #[test]
    fn the_next_page_is_where_its_link_leads() {
        let page = r#"<a rel="next" href="/x?a=1&#38;sau=2.id">Sau</a>"#;
        assert_eq!(next(page).as_deref(), Some("/x?a=1&sau=2.id"));
        assert_eq!(next("<p>"), None);
    }
}
