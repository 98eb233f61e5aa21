//! The commune's own choice: off and on from a day, for search, public page and counter.
//! For what the administrator switches.

use super::*;

#[tokio::test]
async fn the_commune_switches_a_procedure_off_and_on_for_itself_from_a_day() {
    for app in apps().await {
        let under_way = received(&app).await;
        let off = [
            ("nhan", "khong"),
            ("tu_ngay", "24/11/2023"),
            ("ghi_chu", "Nộp tại xã Quang Phục"),
        ];
        let preview = save(&app, CHOICE, &off).await;
        says(
            &preview,
            &["1 hồ sơ, vẫn giải quyết tiếp", "Nộp tại xã Quang Phục"],
        );
        let name = &format!("href=\"{PUBLIC}\"");
        assert!(finds(&app, name).await && app.get(PUBLIC).await.status == StatusCode::OK);
        received(&app).await;

        app.clock.advance_minutes(DAY);
        app.sign_in("admin").await;
        assert!(!finds(&app, name).await);
        let ended = app.get(PUBLIC).await;
        assert!(!text(&ended).contains("Giấy tờ cần có"), "{}", text(&ended));
        says(
            &app.get(PAGE).await,
            &["Xã không nhận", "Nộp tại xã Quang Phục"],
        );
        let desk = Desk::now(&app.app);
        let filing = testing::filing(&desk, SINGLE, "Nguyễn Văn Bình", Channel::Counter);
        let actor = kit::testing::officer("one_stop").expect("a role");
        let refused = app
            .app
            .write(move |tx: &mut store::Tx<'_>| -> Result<_, kit::Error> {
                let acted = receive::receive(tx, &desk, &actor, &filing, &Terms::default())?;
                Ok(tx.commit(&actor.by(), desk.at, acted.events, ())?)
            })
            .await;
        let said = format!("{:?}", refused.expect_err("it is not taken in here"));
        assert!(said.contains("Nộp tại xã Quang Phục"), "{said}");
        let kept = loaded(&app, &under_way).await;
        assert_eq!(kept.machine, under_way.machine);

        let again = self::refused(
            &app,
            CHOICE,
            &[("nhan", "khong"), ("tu_ngay", "25/11/2023")],
        )
        .await;
        says(&again, &["Hãy ghi vì sao không nhận"]);
        let on = [("nhan", "co"), ("tu_ngay", "24/11/2023"), ("ghi_chu", "")];
        save(&app, CHOICE, &on).await;
        assert!(finds(&app, name).await);
        received(&app).await;
        assert_eq!(events(&app, "law:procedure_choice:1.004873").await.len(), 2);
        verifies(&app);
    }
}

#[tokio::test]
async fn a_choice_outlives_a_version_that_was_set_before_it() {
    let app = app().await;
    let later = Form::renamed(&app).set("tu_ngay", "1/12/2023");
    save(&app, NEW, &later.typed()).await;
    let off = [
        ("nhan", "khong"),
        ("tu_ngay", "24/11/2023"),
        ("ghi_chu", "Nộp tại huyện"),
    ];
    save(&app, CHOICE, &off).await;
    let law = app.app.law();
    let on = |day: Date| {
        let version = law.catalogue.in_force(SINGLE, day).expect("in force");
        (version.applicable_locally, version.name_vi == RENAMED)
    };
    assert_eq!(on(TOMORROW), (false, false));
    assert_eq!(on(date(2023, 12, 1)), (false, true));
}
