//! Temporary: to look at the pages.
use axum::extract::Request;
use axum::http::HeaderValue;
use kit::testing::{SUPPLIED, TestApp};
#[tokio::main]
async fn main() {
    let routes = || counter::routes().merge(payment::routes());
    let supplied = kit::Supplied { nav: |_| vec![
        kit::NavItem { key: "q", href: "/cb/quay", label: "Quầy" },
        kit::NavItem { key: "h", href: "/cb/ho-so", label: "Hồ sơ" },
        kit::NavItem { key: "m", href: "/cb/quy", label: "Quỹ" },
    ], ..SUPPLIED };
    let test = TestApp::over(store::testing::sqlite(), routes(), supplied);
    test.sign_in(&std::env::args().nth(1).unwrap_or("one_stop".into())).await;
    let cookie = format!("mc={}", test.token().unwrap());
    let router = routes().into_router(test.app.clone()).layer(axum::middleware::map_request(move |mut r: Request| {
        let c = HeaderValue::from_str(&cookie).unwrap();
        async move { r.headers_mut().insert("cookie", c); r }
    }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8177").await.unwrap();
    kit::serve(test.app.clone(), router, listener).await.unwrap();
}
