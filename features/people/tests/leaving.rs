//! Lost passwords, lost telephones and leavers: what the administrator does about each.
//! Over the real router and a real database, on each engine.

mod common;

use common::{
    PASSWORD, add, admin, apps, column, kinds, send, sign_in, told_password, turn_on, verified,
};
use domain::dossier::State;
use domain::moment::Moment;
use kit::testing::{SUPPLIED, TestApp};
use kit::{Needs, Result};
use people::ShutOut;
use store::{NewEvent, Reader, Sql, Tx, params};

#[tokio::test(flavor = "multi_thread")]
async fn a_reset_ends_sessions_and_forces_a_change() {
    for test in apps() {
        let admin = admin(&test).await;
        let id = add(&test, "lan.vt", &["mot_cua"], false).await;
        sign_in(&test, "lan.vt", PASSWORD).await;
        let lans = test.token();
        test.sign_in(&admin).await;
        let told = send(&test, &id, "mat-khau", &[]).await;
        let secret = told_password(&told);
        assert!(lans.is_some());
        assert_eq!(sessions(&test, &id).await, 0);
        test.forget_cookies();
        assert_eq!(sign_in(&test, "lan.vt", PASSWORD).await.status, 422);
        assert_eq!(
            sign_in(&test, "lan.vt", &secret).await.location(),
            "/dang-nhap/mat-khau-moi"
        );
        assert!(
            kinds(&test, &id)
                .await
                .contains(&people::PASSWORD_RESET.to_owned())
        );
        verified(&test);
    }
}

/// Without any feature that keeps tokens.
fn shut_out(at: Moment) -> ShutOut<'static> {
    let end_tokens = SUPPLIED.end_tokens;
    ShutOut {
        end_tokens,
        by: "system",
        at,
    }
}

async fn sessions(test: &TestApp, id: &str) -> i64 {
    let id = id.to_owned();
    let found: Result<i64> = test
        .app
        .read(move |reader: &mut Reader<'_>| {
            let row = reader.row(
                "SELECT COUNT(*) AS n FROM session WHERE user_id = $1",
                params![id],
            )?;
            Ok(row.expect("a count").get("n")?)
        })
        .await;
    found.expect("the store answers")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_second_factor_is_taken_off_with_its_recovery_codes() {
    for test in apps() {
        let admin = admin(&test).await;
        let id = add(&test, "lan.vt", &["mot_cua"], false).await;
        test.sign_in(&id).await;
        turn_on(&test, "/cb/tai-khoan/xac-thuc").await;
        test.sign_in(&admin).await;
        assert_eq!(send(&test, &id, "xac-thuc", &[]).await.status, 303);
        assert_eq!(
            send(&test, &id, "xac-thuc", &[]).await.status,
            422,
            "there is none any more"
        );
        assert_eq!(column(&test, &id, "totp_secret").await, None);
        test.forget_cookies();
        assert_eq!(
            sign_in(&test, "lan.vt", PASSWORD).await.location(),
            "/cb/viec"
        );
        assert!(test.get("/cb/tai-khoan").await.body.contains("Chưa bật"));
        verified(&test);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_leavers_session_ends_at_once_and_dossiers_are_told() {
    for test in apps() {
        let admin = admin(&test).await;
        let id = add(&test, "lan.vt", &["mot_cua"], false).await;
        sign_in(&test, "lan.vt", PASSWORD).await;
        assert_eq!(test.get("/cb/viec").await.status, 200);
        let lans = test.token().expect("a session");
        test.sign_in(&admin).await;
        let page = test.get(&format!("/qt/nguoi-dung/{id}/ket-thuc")).await;
        assert!(page.body.contains("không giữ hồ sơ nào chưa xong"));
        for state in [State::Processing, State::Withdrawn, State::Returned] {
            hold(&test, &id, state).await;
        }
        let page = test.get(&format!("/qt/nguoi-dung/{id}/ket-thuc")).await;
        assert!(page.body.contains("đang giữ 1 hồ sơ chưa xong"));
        let done = send(&test, &id, "ket-thuc", &[]).await;
        assert_eq!(done.location(), "/qt/nguoi-dung");
        let list = test.get("/qt/nguoi-dung").await.body;
        assert!(
            list.contains("Đã kết thúc tài khoản của Bà lan.vt. Người này đang giữ 1 hồ sơ"),
            "{list}"
        );
        test.forget_cookies();
        let request = test
            .request(axum::http::Method::GET, "/cb/viec")
            .header("cookie", format!("mc={lans}"));
        assert_eq!(test.send(request, String::new().into()).await.status, 303);
        assert_eq!(sign_in(&test, "lan.vt", PASSWORD).await.status, 422);
        assert_eq!(
            kinds(&test, &id).await.last().map(String::as_str),
            Some(people::ENDED)
        );
        test.begin(&id, Needs::SecondFactor).await;
        assert_eq!(
            test.get("/dang-nhap/xac-thuc").await.location(),
            "/dang-nhap"
        );
        verified(&test);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_administrator_stays_and_nobody_ends_themselves() {
    for test in apps() {
        let one = admin(&test).await;
        let take_away = [("post", "van_thu")];
        let refused = send(&test, &one, "vi-tri", &take_away).await;
        assert!(
            refused.status == 422 && refused.body.contains("ít nhất một người"),
            "{}",
            refused.body
        );
        let own = test
            .post(
                &format!("/qt/nguoi-dung/{one}/ket-thuc"),
                &[("_once", &"b".repeat(32)), ("version", "1")],
            )
            .await;
        assert!(own.status == 422 && own.body.contains("nhờ một quản trị khác"));
        assert_eq!(kinds(&test, &one).await, [people::CREATED]);
        let two = add(&test, "ha.pt", &["quan_tri"], false).await;
        assert_eq!(send(&test, &two, "ket-thuc", &[]).await.status, 303);
        verified(&test);
    }
}

/// A dossier in somebody's hands, as far as this feature looks at it.
async fn hold(test: &TestApp, holder: &str, state: State) {
    let (holder, at) = (holder.to_owned(), test.app.law_now());
    let kept: Result<()> = test
        .app
        .write(move |tx: &mut Tx<'_>| {
            let id = tx.new_id();
            tx.run(
                "INSERT INTO dossier(id, agency, version, tracking, procedure_id, procedure_code, field,
                    channel, state, filed_at, due_counts, due_sort, holder, return_by, sets, reprints, asked, machine)
                VALUES ($1, $2, 1, $1, '', '', '', '', $3, $4, 0, 0, $5, '', 1, 0, '', '{}')",
                params![&id, kit::testing::AGENCY, state.name(), at, holder],
            )?;
            tx.seal("dossier", &id);
            let subject = format!("dossier:{id}");
            let event = NewEvent { kind: "dossier.test", subject, data: serde_json::json!({}) };
            Ok(tx.commit("system", at, vec![event], ())?)
        })
        .await;
    kept.expect("the dossier is kept");
}

#[tokio::test(flavor = "multi_thread")]
async fn whoever_signs_in_with_the_old_password_while_it_is_reset_stays_outside() {
    for test in apps() {
        let id = add(&test, "lan", &["mot_cua"], false).await;
        let new = people::hash_password("Cánh đồng mùa gặt 9").expect("random bytes");
        let reset = async {
            // The old password is being hashed, which takes longer than this.
            tokio::time::sleep(std::time::Duration::from_millis(8)).await;
            let (id, at) = (id.clone(), test.app.law_now());
            let done: Result<()> = test
                .app
                .write(move |tx: &mut Tx<'_>| {
                    let (_, events) = people::reset_password(tx, &id, 1, &new, shut_out(at))?;
                    Ok(tx.commit("system", at, events, ())?)
                })
                .await;
            done.expect("the password is reset");
        };
        tokio::join!(sign_in(&test, "lan", PASSWORD), reset);
        let page = test.get("/cb/viec").await;
        assert_ne!(
            page.status, 200,
            "a session of the old password: {}",
            page.body
        );
        verified(&test);
    }
}
