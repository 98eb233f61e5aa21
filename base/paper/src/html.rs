//! A paper as a fragment of plain HTML, styled by `paper.css` alone.
//! For pages that show or print a paper; the CSP allows no style attribute.

use crate::sheet::Sheet;
use crate::text::recipient_lines;
use crate::tree::*;

/// The paper as one `<article>`.
pub fn html(paper: &Paper) -> String {
    let size = match paper.size {
        Size::A5Portrait => "paper--a5",
        Size::A4Portrait => "paper--a4",
        Size::A4Landscape => "paper--a4-landscape",
    };
    let two_up = if paper.two_up { " paper--two-up" } else { "" };
    // The browser counts the pages of the whole job, so numbers would lie as
    // soon as there are two copies; the PDF counts each copy.
    let single = paper
        .rows()
        .iter()
        .flatten()
        .flatten()
        .all(|sheet| sheet.copy == 0);
    let numbers = match paper.page_numbers {
        PageNumbers::Foot if single => " paper--foot",
        PageNumbers::TopFromSecond if single => " paper--top",
        PageNumbers::Foot | PageNumbers::TopFromSecond | PageNumbers::None => "",
    };
    let mut out = format!(
        r#"<article class="paper {size}{two_up}{numbers}" lang="{LANG}" aria-label="{}">"#,
        escape(&paper.title)
    );
    for row in paper.rows() {
        out.push_str("<div class=\"paper__row\">\n");
        for place in &row {
            sheet(paper, place.as_ref(), &mut out);
        }
        out.push_str("</div>\n");
    }
    out.push_str("</article>\n");
    out
}

/// Text made safe for an element's content and for a quoted attribute.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

fn sheet(paper: &Paper, sheet: Option<&Sheet<'_>>, out: &mut String) {
    let Some(sheet) = sheet else {
        out.push_str("<section class=\"paper__sheet\"></section>\n");
        return;
    };
    out.push_str("<section class=\"paper__sheet\">\n");
    if let (true, Some(form)) = (sheet.first, &paper.form_no) {
        line("p", "paper__form", form, out);
    }
    // One first-level heading a page, however many copies there are.
    let level = if sheet.copy == 0 { 1 } else { 2 };
    blocks(sheet.blocks, level, out);
    out.push_str("</section>\n");
}

fn blocks(parts: &[Block], level: u8, out: &mut String) {
    let mut rest = parts;
    while let [first, after @ ..] = rest {
        let fields = rest.iter().take_while(|part| is_field(part)).count();
        if fields > 0 {
            field_list(&rest[..fields], out);
            rest = &rest[fields..];
        } else {
            block(first, level, out);
            rest = after;
        }
    }
}

fn is_field(part: &Block) -> bool {
    matches!(part, Block::Field(_) | Block::Row { .. })
}

fn field_list(parts: &[Block], out: &mut String) {
    out.push_str("<dl class=\"paper__fields\">\n");
    for part in parts {
        match part {
            Block::Row { fields } => field_row(fields, out),
            Block::Field(one) => field_row(std::slice::from_ref(one), out),
            _ => {}
        }
    }
    out.push_str("</dl>\n");
}

fn field_row(fields: &[Field], out: &mut String) {
    out.push_str("<div class=\"paper__field\">");
    for field in fields {
        let class = match (field.value.is_empty(), field.strong) {
            (true, _) => " class=\"paper__blank\"",
            (false, true) => " class=\"paper__strong\"",
            (false, false) => "",
        };
        out.push_str(&format!(
            "<dt>{}:</dt> <dd{class}>{}</dd>\n",
            escape(&field.label),
            escape(&field.value)
        ));
    }
    out.push_str("</div>\n");
}

fn block(part: &Block, level: u8, out: &mut String) {
    match part {
        Block::Header(one) => header(one, out),
        Block::Title { lines, subtitle } => {
            let lines: Vec<_> = lines.iter().map(|line| escape(line)).collect();
            let lines = lines.join("<br>\n");
            out.push_str(&format!(
                "<h{level} class=\"paper__title\">{lines}</h{level}>\n"
            ));
            if let Some(subtitle) = subtitle {
                line("p", "paper__subtitle", subtitle, out);
            }
        }
        Block::Boxed { fields, qr } => boxed(fields, qr.as_ref(), out),
        Block::Heading { text } => {
            line(&format!("h{}", level + 1), "paper__heading", text, out);
        }
        Block::Paragraph { runs, align } => {
            let align = align_class(*align);
            out.push_str(&format!(
                "<p class=\"paper__paragraph paper__{align}\">{}</p>\n",
                words(runs)
            ));
        }
        Block::Note { runs } => {
            out.push_str(&format!("<p class=\"paper__note\">{}</p>\n", words(runs)));
        }
        Block::List { ordered, items } => list(*ordered, items, out),
        Block::Table(one) => table(one, out),
        Block::Signatures { left, right } => {
            out.push_str("<div class=\"paper__signatures\">\n");
            signature(left.as_ref(), out);
            signature(right.as_ref(), out);
            out.push_str("</div>\n");
        }
        Block::Closing { recipients, right } => closing(recipients, right, out),
        Block::KeepTogether { parts } => {
            out.push_str("<div class=\"paper__together\">\n");
            blocks(parts, level, out);
            out.push_str("</div>\n");
        }
        Block::Rule => out.push_str("<hr class=\"paper__rule\">\n"),
        Block::Cut => out.push_str("<hr class=\"paper__cut\">\n"),
        // `blocks` has taken the fields, `rows` the breaks.
        Block::Field(_) | Block::Row { .. } | Block::PageBreak | Block::NextCopy => {}
    }
}

fn line(tag: &str, class: &str, text: &str, out: &mut String) {
    out.push_str(&format!(
        "<{tag} class=\"{class}\">{}</{tag}>\n",
        escape(text)
    ));
}

fn words(runs: &[Run]) -> String {
    runs.iter()
        .map(|run| {
            let text = escape(&run.text);
            match (run.bold, run.italic) {
                (true, true) => format!("<b><i>{text}</i></b>"),
                (true, false) => format!("<b>{text}</b>"),
                (false, true) => format!("<i>{text}</i>"),
                (false, false) => text,
            }
        })
        .collect()
}

fn header(header: &Header, out: &mut String) {
    out.push_str("<div class=\"paper__header\">\n");
    for side in [&header.left, &header.right] {
        out.push_str("<div>\n");
        for one in side {
            let class = match one.kind {
                LineKind::Nation => "nation",
                LineKind::Motto => "motto",
                LineKind::Parent => "parent",
                LineKind::Agency => "agency",
                LineKind::AgencyRuled => "agency paper__ruled",
                LineKind::Number => "number",
                LineKind::About => "about",
            };
            let text = escape(&one.text);
            out.push_str(&format!(
                "<p class=\"paper__{class}\"><span>{text}</span></p>\n"
            ));
        }
        if let (true, Some(place_date)) = (std::ptr::eq(side, &header.right), &header.place_date) {
            line("p", "paper__place-date", place_date, out);
        }
        out.push_str("</div>\n");
    }
    out.push_str("</div>\n");
}

fn boxed(fields: &[Field], qr: Option<&Qr>, out: &mut String) {
    out.push_str("<div class=\"paper__box\">\n<dl class=\"paper__fields\">\n");
    for one in fields {
        field_row(std::slice::from_ref(one), out);
    }
    out.push_str("</dl>\n");
    if let Some((qr, (side, path))) = qr.and_then(|qr| Some((qr, qr.path()?))) {
        out.push_str(&format!(
            "<svg class=\"paper__qr\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {side} {side}\" shape-rendering=\"crispEdges\"><path d=\"{path}\"/></svg>\n",
            escape(&qr.label)
        ));
    }
    out.push_str("</div>\n");
}

fn list(ordered: bool, items: &[Vec<Run>], out: &mut String) {
    let tag = if ordered { "ol" } else { "ul" };
    out.push_str(&format!("<{tag} class=\"paper__list\">\n"));
    for item in items {
        out.push_str(&format!("<li>{}</li>\n", words(item)));
    }
    out.push_str(&format!("</{tag}>\n"));
}

fn align_class(align: Align) -> &'static str {
    match align {
        Align::Start => "start",
        Align::Center => "center",
        Align::End => "end",
        Align::Justify => "justify",
    }
}

fn table(table: &Table, out: &mut String) {
    out.push_str("<table class=\"paper__table\">\n<colgroup>");
    for column in &table.columns {
        out.push_str(&format!("<col class=\"paper__w{}\">", column.width));
    }
    out.push_str("</colgroup>\n");
    if table.columns.iter().any(|column| !column.title.is_empty()) {
        out.push_str("<thead><tr>");
        for column in &table.columns {
            out.push_str(&format!(
                "<th scope=\"col\">{}</th>\n",
                escape(&column.title)
            ));
        }
        out.push_str("</tr></thead>\n");
    }
    out.push_str("<tbody>\n");
    for (i, row) in table.rows.iter().enumerate() {
        let total = table.total && i + 1 == table.rows.len();
        out.push_str(if total {
            "<tr class=\"paper__total\">"
        } else {
            "<tr>"
        });
        for (column, cell) in table.columns.iter().zip(row) {
            let align = align_class(column.align);
            out.push_str(&format!(
                "<td class=\"paper__{align}\">{}</td>\n",
                escape(cell).replace(LINE_END, "<br>")
            ));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n");
}

fn signature(signature: Option<&Signature>, out: &mut String) {
    out.push_str("<div class=\"paper__signature\">\n");
    if let Some(Signature { role, hint, name }) = signature {
        for one in role {
            line("p", "paper__role", one, out);
        }
        if let Some(hint) = hint {
            line("p", "paper__hint", hint, out);
        }
        out.push_str("<p class=\"paper__ink\"></p>\n");
        if let Some(name) = name {
            line("p", "paper__name", name, out);
        }
    }
    out.push_str("</div>\n");
}

fn closing(recipients: &[String], right: &Signature, out: &mut String) {
    out.push_str("<div class=\"paper__signatures\">\n<div class=\"paper__recipients\">\n");
    out.push_str("<p class=\"paper__recipients-label\">Nơi nhận:</p>\n");
    for one in recipient_lines(recipients) {
        line("p", "paper__recipient", &one, out);
    }
    out.push_str("</div>\n");
    signature(Some(right), out);
    out.push_str("</div>\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn paper(parts: Vec<Block>) -> Paper {
        Paper {
            title: "\"Giấy\" <hẹn>".into(),
            form_no: None,
            issued: date(2023, 11, 23).at(9, 0, 0, 0),
            size: Size::A5Portrait,
            two_up: false,
            page_numbers: PageNumbers::Foot,
            parts,
        }
    }

    #[test]
    fn what_people_typed_never_becomes_markup() {
        let evil = "<img src=x onerror=alert(1)> & \"'";
        let parts = vec![
            Block::field(evil, evil),
            Block::paragraph(evil),
            Block::heading(evil),
            Block::Boxed {
                fields: vec![Field::new(evil, evil)],
                qr: Some(Qr {
                    text: evil.into(),
                    label: evil.into(),
                }),
            },
        ];
        let page = html(&paper(parts));
        assert!(!page.contains("<img"));
        assert!(page.contains("aria-label=\"&quot;Giấy&quot; &lt;hẹn&gt;\""));
        assert_eq!(
            page.matches("&lt;img src=x onerror=alert(1)&gt; &amp; &quot;&#39;")
                .count(),
            7
        );
    }

    #[test]
    fn no_page_needs_a_style_attribute_or_a_script() {
        let page = html(&paper(vec![
            Block::Rule,
            Block::Cut,
            Block::note("Chú thích"),
        ]));
        assert!(!page.contains("style=") && !page.contains("<script"));
        assert!(
            !crate::CSS.contains("overflow: hidden") && !crate::CSS.contains("overflow:hidden")
        );
    }

    #[test]
    fn neighbouring_fields_share_one_list_and_one_heading_leads_the_page() {
        let title = Block::Title {
            lines: vec!["GIẤY".into()],
            subtitle: None,
        };
        let copy = [title, Block::field("a", "1"), Block::field("b", "2")];
        let page = html(&paper(
            [copy.to_vec(), vec![Block::NextCopy], copy.to_vec()].concat(),
        ));
        assert_eq!(page.matches("<dl").count(), 2);
        assert_eq!(page.matches("<h1").count(), 1);
        assert_eq!(page.matches("<h2").count(), 1);
        assert!(
            !page.contains("paper--foot"),
            "the browser would count both copies as one"
        );
    }

    #[test]
    fn each_column_width_has_its_class() {
        for width in (3..=13).chain((15..=80).step_by(5)) {
            assert!(crate::CSS.contains(&format!(".paper__w{width} {{ width: {width}%; }}")));
        }
    }
}
