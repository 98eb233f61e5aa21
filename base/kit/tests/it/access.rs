//! Every route as every role: the table of routes is what the router obeys.

use axum::body::Body;
use axum::http::{Method, StatusCode};
use domain::access::Role;
use kit::Access;

use crate::common::{apps, routes};

#[tokio::test]
async fn every_route_admits_exactly_the_roles_of_its_right() {
    for test in apps() {
        for role in Role::ALL {
            for spec in routes().iter() {
                test.sign_in(role.name()).await;
                let answer = match spec.method {
                    Method::POST => test.post(spec.path, &[("ho_ten", "")]).await,
                    _ => test.get(spec.path).await,
                };
                let is_admitted = match spec.access {
                    Access::Public | Access::Signed => true,
                    Access::Act(act) => act.roles().contains(&role),
                };
                let is_denied = answer.status == StatusCode::FORBIDDEN;
                assert_eq!(
                    is_denied, !is_admitted,
                    "{role:?} {spec:?} {}",
                    answer.status
                );
            }
        }
    }
}

#[tokio::test]
async fn without_a_session_pages_lead_to_signing_in_and_forms_keep_their_fields() {
    for test in apps() {
        for spec in routes().iter().filter(|spec| spec.access != Access::Public) {
            if spec.method == Method::GET {
                let answer = test.get(spec.path).await;
                assert_eq!(answer.status, StatusCode::SEE_OTHER, "{spec:?}");
                assert!(answer.location().starts_with("/cb/dang-nhap?ve="));
            } else {
                let answer = test.post(spec.path, &[("a", "1")]).await;
                assert_eq!(answer.status, StatusCode::UNAUTHORIZED, "{spec:?}");
                assert_eq!(answer.field("giu"), Some("a=1"));
            }
        }
    }
}

#[tokio::test]
async fn a_denial_names_who_may() {
    for test in apps() {
        test.sign_in("one_stop").await;
        let answer = test.get("/cb/ky").await;
        assert_eq!(answer.status, StatusCode::FORBIDDEN);
        assert!(
            answer
                .body
                .contains("Việc «ký duyệt» dành cho: Chủ tịch, Phó Chủ tịch")
        );
    }
}

#[tokio::test]
async fn a_script_without_a_session_is_told_so_and_not_redirected() {
    for test in apps() {
        let mut request = test.request(Method::GET, "/cb/viec");
        let headers = request.headers_mut().unwrap();
        headers.insert("sec-fetch-dest", "empty".parse().unwrap());
        assert_eq!(
            test.send(request, Body::empty()).await.status,
            StatusCode::UNAUTHORIZED
        );
    }
}
