//! Whatever is typed into an address, a query or a field, the answer is a sentence and never a
//! fault. For whoever reads what strangers and tired officers send.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::body::Body;
use axum::http::{Method, header};
use kit::testing::{Answer, SUPPLIED, TestApp, setup};
use kit::{Press, Setup};
use motcua::routes;
use store::testing::{Effects, engines_with};

/// Somebody who may open every page, so that every page is tried.
const EVERYBODY: &str = "one_stop+specialist+chair+vice_chair+clerk+controller+accountant+admin\
                         @mot_cua+tu_phap_ho_tich+chu_tich+van_thu+tai_chinh+quan_tri";

/// What breaks programs: numbers beyond their kind, days beyond the calendar, letters beyond ASCII.
fn hostile() -> Vec<String> {
    let mut all: Vec<String> = [
        "-1",
        "0",
        "9223372036854775807",
        "9223372036854775808",
        "-9223372036854775808",
        "4294967296",
        "99999999999999999999999999",
        "1e309",
        "NaN",
        "1.5",
        "١٢٣",
        "½",
        "9999-12-31",
        "31/12/9999",
        "1/1/0001",
        "-9999-01-01",
        "32/13/2023",
        "29/02/2023",
        "2023-11-23T25:61",
        "24:00",
        "23:59:60",
        "07:30-07:30",
        "\u{fffd}\u{202e}𠀀",
        "'\"--<script>",
        "%_%",
        "../../etc/passwd",
        "9223372036854775807.x",
        "NaN.NaN",
        "@",
        "@9223372036854775808",
        "=1+1",
        " ",
        ".",
        "-",
        "\u{0}",
        "\n\n",
    ]
    .map(str::to_owned)
    .into();
    all.push("ạ".repeat(3_000));
    all
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn check(what: &str, answer: &Answer, faults: &mut Vec<String>) {
    if answer.status.as_u16() >= 500 {
        faults.push(format!("{} {what}", answer.status));
    }
}

fn told(faults: &[String]) {
    assert!(
        faults.is_empty(),
        "{} faults:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

/// The value of an attribute in the text of one tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    Some(rest.split_once('"')?.0)
}

fn tag_of(rest: &str) -> &str {
    rest.split('>').next().unwrap_or_default()
}

/// A form of a page: where it is sent, and its fields as they stand.
#[derive(Clone)]
struct Form {
    action: String,
    fields: Vec<(String, String)>,
}

/// The forms of a page that are sent by POST.
fn forms(page: &str, at: &str) -> Vec<Form> {
    let mut found = Vec::new();
    for rest in page.split("<form").skip(1) {
        let (head, body) = (tag_of(rest), rest.split("</form>").next().unwrap_or(rest));
        if !head.contains("method=\"post\"") {
            continue;
        }
        let action = attribute(head, "action").filter(|action| !action.is_empty());
        if action.is_some_and(|action| action.contains("dang-xuat")) {
            continue;
        }
        let mut fields = Vec::new();
        for kind in ["<input", "<textarea", "<select", "<button"] {
            for one in body.split(kind).skip(1) {
                let tag = tag_of(one);
                let Some(name) = attribute(tag, "name") else {
                    continue;
                };
                let chosen = one
                    .split("</select>")
                    .next()
                    .filter(|_| kind == "<select")
                    .and_then(|options| options.split("<option").nth(2).map(tag_of))
                    .and_then(|option| attribute(option, "value"));
                let value = chosen.or(attribute(tag, "value")).unwrap_or("thử");
                fields.push((name.to_owned(), value.replace("&#38;", "&")));
            }
        }
        found.push(Form {
            action: action.unwrap_or(at).replace("&#38;", "&"),
            fields,
        });
    }
    found
}

/// Every page that can be opened with these codes put in place of `{code}`.
fn pages(codes: &[String]) -> Vec<String> {
    let mut all = BTreeSet::new();
    for route in routes::all().iter() {
        if route.method != Method::GET || route.path.starts_with("/api/") {
            continue;
        }
        if route.path.contains("{code}") {
            all.extend(codes.iter().map(|code| route.path.replace("{code}", code)));
        } else {
            all.insert(route.path.to_owned());
        }
    }
    all.into_iter().collect()
}

/// The names by which addresses are asked, read from links and forms of all pages.
async fn names(app: &TestApp, codes: &[String]) -> BTreeSet<String> {
    let mut names: BTreeSet<String> = ["sau", "truoc", "nam", "tu", "den", "ngay", "ve", "giu"]
        .map(str::to_owned)
        .into();
    for page in pages(codes) {
        let body = app.get(&page).await.body;
        for link in body.split("href=\"").skip(1) {
            let link = link.split('"').next().unwrap_or_default();
            let query = link.split_once('?').map_or("", |(_, query)| query);
            let query = query.replace("&#38;", "&").replace("&amp;", "&");
            let known = query.split('&').filter_map(|pair| pair.split_once('='));
            names.extend(known.map(|(name, _)| name.to_owned()));
        }
        for tag in body.split("<input").chain(body.split("<select")).skip(1) {
            names.extend(attribute(tag_of(tag), "name").map(str::to_owned));
        }
    }
    names
}

/// A birth registered at the counter; answers the code of the dossier.
async fn registered(app: &TestApp) -> String {
    let page = app.get("/cb/quay").await;
    let hidden = |name: &str| page.field(name).expect("the form has it").to_owned();
    let (once, tracking) = (hidden("_once"), hidden("tracking"));
    let typed = [
        ("_once", once.as_str()),
        ("tracking", tracking.as_str()),
        ("viec", "luu"),
        ("procedure", "ks"),
        ("all_papers", "1"),
        ("number", "030192004217"),
        ("name", "Nguyễn Thị Ánh"),
        ("birth", "5/2/1992"),
        ("address", "Thôn 3, xã Quang Khải"),
        ("phone", "0912345678"),
        ("owner_name", "Trần Minh Khôi"),
        ("owner_birth", "20/11/2023"),
        ("owner_gender", "nam"),
        ("authority", "mẹ đẻ"),
    ];
    let answer = app.post("/cb/quay", &typed).await;
    let code = answer.location().rsplit('/').next().unwrap_or_default();
    assert!(code.contains("-231123-"), "{}", answer.body);
    code.to_owned()
}

async fn ready() -> Vec<(TestApp, String)> {
    let mut all = Vec::new();
    for db in engines_with(Effects::NONE) {
        let press: Press = Arc::new(|_| Ok(b"%PDF-1.7".to_vec()));
        let setup = Setup {
            press: Some(press),
            ..setup(db, SUPPLIED)
        };
        let app = TestApp::made_of(setup, routes::all());
        app.sign_in(EVERYBODY).await;
        let code = registered(&app).await;
        all.push((app, code));
    }
    all
}

#[tokio::test]
async fn no_address_makes_a_fault() {
    for (app, code) in ready().await {
        let (mut faults, hostile) = (Vec::new(), hostile());
        let all = routes::all();
        let open = all.iter().filter(|one| one.path.contains('{'));
        for (nth, route) in open.enumerate() {
            for text in hostile.iter().skip(nth % 3).step_by(3) {
                let parts = route.path.split('/').map(|part| match part {
                    "{code}" if route.path.matches('{').count() > 1 => code.clone(),
                    part if part.starts_with('{') => encoded(text),
                    part => part.to_owned(),
                });
                let path = parts.collect::<Vec<_>>().join("/");
                let answer = if route.method == Method::GET {
                    app.get(&path).await
                } else {
                    let once = "0123456789abcdef0123456789abcdef";
                    app.post(&path, &[("_once", once), ("version", "1")]).await
                };
                check(
                    &format!("{} {path:.120}", route.method),
                    &answer,
                    &mut faults,
                );
            }
        }
        told(&faults);
    }
}

#[tokio::test]
async fn no_query_makes_a_fault() {
    for (app, code) in ready().await {
        let (mut faults, codes) = (Vec::new(), [code]);
        let names = names(&app, &codes).await;
        let texts: Vec<String> = hostile()
            .iter()
            .map(|text| encoded(text))
            .chain(["%FF%FE".to_owned()])
            .collect();
        for (nth, page) in pages(&codes).iter().enumerate() {
            for text in texts.iter().skip(nth % 3).step_by(3) {
                // Long texts by few names: a browser's address is no longer than this either.
                let most = if text.len() > 1_000 { 2 } else { names.len() };
                let query: Vec<String> = names
                    .iter()
                    .take(most)
                    .map(|name| format!("{name}={text}"))
                    .collect();
                let path = format!("{page}?{}", query.join("&"));
                let answer = app.get(&path).await;
                check(&format!("{page} with {text:.60}"), &answer, &mut faults);
            }
        }
        told(&faults);
    }
}

/// Sends a form with one field after the other spoilt; every spoiling of `step`s is tried.
async fn spoilt(app: &TestApp, page: &str, step: usize, faults: &mut Vec<String>) -> usize {
    let (mut sent, hostile) = (0, hostile());
    for number in 0..forms(&app.get(page).await.body, page).len() {
        let mut place = number;
        loop {
            // Anew each time: the form carries the version that it saw.
            let now = forms(&app.get(page).await.body, page);
            let Some(form) = now.get(number) else { break };
            if place >= form.fields.len() * hostile.len() {
                break;
            }
            let (spoil, text) = (place / hostile.len(), &hostile[place % hostile.len()]);
            let fields: Vec<(&str, &str)> = form
                .fields
                .iter()
                .enumerate()
                .map(|(at, (name, value))| {
                    (
                        name.as_str(),
                        if at == spoil { text } else { value.as_str() },
                    )
                })
                .collect();
            let name = fields[spoil].0;
            let answer = app.post(&form.action, &fields).await;
            check(
                &format!("POST {} {name}={text:.40}", form.action),
                &answer,
                faults,
            );
            (sent, place) = (sent + 1, place + step);
        }
    }
    sent
}

#[tokio::test]
async fn no_field_makes_a_fault() {
    for (app, code) in ready().await {
        let (mut faults, mut sent) = (Vec::new(), 0);
        for page in pages(&[code]) {
            let leaves = page.contains("dang-xuat") || page.contains("dang-nhap");
            if !leaves {
                sent += spoilt(&app, &page, 29, &mut faults).await;
            }
        }
        assert!(sent > 200, "only {sent} forms were tried");
        told(&faults);
    }
}

#[tokio::test]
async fn no_body_makes_a_fault() {
    for (app, _) in ready().await {
        let mut faults = Vec::new();
        let deep = "[".repeat(100_000);
        let many = "a=1&".repeat(10_000);
        let form = "application/x-www-form-urlencoded";
        let bodies: [(&str, &[u8]); 9] = [
            ("application/json", deep.as_bytes()),
            ("application/json", b"{\"version\":1e400}"),
            ("application/json", b"{\"version\":99999999999999999999}"),
            ("application/json", b"\xff\xfe"),
            (form, many.as_bytes()),
            (form, b"%ff=%fe&%00=%00&=&&&version=1&version=2"),
            ("multipart/form-data", b"--x"),
            ("multipart/form-data; boundary=x", b"--x\r\n\r\n\r\n--x--"),
            ("text/plain", b"\0\0\0"),
        ];
        for route in routes::all()
            .iter()
            .filter(|one| one.method == Method::POST)
        {
            for (kind, body) in &bodies {
                let path = route.path.replace(['{', '}'], "x");
                let request = app
                    .request(Method::POST, &path)
                    .header("idempotency-key", "k1")
                    .header(header::CONTENT_TYPE, *kind);
                let answer = app.send(request, Body::from(body.to_vec())).await;
                check(&format!("POST {path} as {kind}"), &answer, &mut faults);
            }
            // Some of them sign out or end sessions.
            app.forget_cookies();
            app.sign_in(EVERYBODY).await;
        }
        told(&faults);
    }
}
