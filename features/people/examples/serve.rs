//! looking only
use kit::testing::{SUPPLIED, setup};
use kit::{App, DemoAccount, DemoInfo, NavItem, Supplied};
use people::*;
#[tokio::main]
async fn main() {
    let db = store::testing::sqlite();
    let s = Supplied {
        actor_of,
        sign_in_page,
        sign_in_path: SIGN_IN_PATH,
        needs_path,
        nav: |_| {
            vec![
                NavItem {
                    key: "a",
                    href: "/cb/viec",
                    label: "Việc của tôi",
                },
                NavItem {
                    key: "b",
                    href: "/qt/nguoi-dung",
                    label: "Người dùng",
                },
            ]
        },
        ..SUPPLIED
    };
    let mut st = setup(db, s);
    st.clock = kit::Clock::real();
    st.public_url = "http://127.0.0.1:8099".into();
    if std::env::args().nth(1).is_some() {
        st.demo = Some(DemoInfo {
            accounts: vec![
                DemoAccount {
                    login: "lan.vt".into(),
                    password: "k7mq-2fhx-9tpd".into(),
                    post: "Một cửa".into(),
                },
                DemoAccount {
                    login: "hoa.td".into(),
                    password: "abcd-2fhx-9tpd".into(),
                    post: "Tư pháp - Hộ tịch".into(),
                },
            ],
        });
    }
    let app = App::new(st);
    println!("code {:?}", setup_code(&app));
    let l = tokio::net::TcpListener::bind("127.0.0.1:8099")
        .await
        .unwrap();
    let router = routes().into_router(app.clone());
    kit::serve(app, router, l).await.unwrap();
}
