//! What a name that was looked for may not end up in: logs of proxies, and pages of others.
//! For docs/proxy.md, which administrators copy from.

/// The lines of the nginx and Caddy examples that say what is logged.
fn examples() -> Vec<String> {
    let text = include_str!("../../../../docs/proxy.md");
    text.split("```")
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

#[test]
fn the_examples_for_proxies_log_no_query_and_no_referer() {
    let examples = examples();
    let nginx: Vec<&String> = examples
        .iter()
        .filter(|text| text.contains("proxy_pass"))
        .collect();
    let [nginx] = nginx.as_slice() else {
        panic!("one nginx example")
    };
    let format = nginx
        .lines()
        .find(|line| line.starts_with("log_format without_query"))
        .expect("a log format of its own");
    assert!(nginx.contains("access_log /var/log/nginx/motcua.log without_query;"));
    for told in [
        "$request ",
        "$request\"",
        "$request_uri",
        "$args",
        "$query_string",
        "$http_referer",
    ] {
        assert!(!format.contains(told), "{told}");
    }
    assert!(format.contains("$uri"));
    let caddy = examples
        .iter()
        .find(|text| text.contains("reverse_proxy"))
        .expect("a Caddy example");
    assert!(caddy.contains(r#"request>uri regexp "\?.*" """#));
    assert!(caddy.contains("request>headers>Referer delete"));
}
