//! `GET /cb/quan-tri`: every place of administration, with what needs attention.
//! For the administrator, the leader and the controller; each sees the places open to them.

use askama::Template;
use axum::extract::State;
use domain::access::{Act, Subject, may};
use kit::law::every;
use kit::{App, Ctx, Officer, Page, Result, html};
use store::{Reader, StoreError};

use crate::doubts;
use crate::history::{Past, past};

/// The home of administration.
pub(crate) const PATH: &str = "/cb/quan-tri";
/// So many of the last changes are shown.
const LAST: usize = 10;

#[derive(Template)]
#[template(path = "home.html")]
struct Home {
    page: Page,
    places: Vec<Place>,
    history: Vec<Past>,
}

struct Place {
    href: &'static str,
    icon: &'static str,
    name: &'static str,
    what: &'static str,
    note: String,
}

/// The places, each with the right that opens it: address, icon, name, what is done there.
const PLACES: &[(Act, &str, &str, &str, &str)] = &[
    (
        Act::ManagePeople,
        "/qt/nguoi-dung",
        "users",
        "Người dùng và vị trí",
        "Tạo tài khoản, giao vị trí, đặt lại mật khẩu, kết thúc khi nghỉ việc.",
    ),
    (
        Act::SeeLaw,
        people::POSTS_PATH,
        "id-card",
        "Vị trí và người giữ",
        "Ai giữ vị trí nào từ ngày nào, vai trò của mỗi vị trí, bảng quyền.",
    ),
    (
        Act::ConfirmRights,
        people::PROPOSALS_PATH,
        "shield-check",
        "Đề nghị về quyền",
        "Xác nhận quyền mà quản trị đề nghị cho chính mình.",
    ),
    (
        Act::SeeLaw,
        "/cb/quan-tri/lich",
        "calendar",
        "Lịch làm việc",
        "Thông báo nghỉ lễ hằng năm, ngày hoán đổi, giờ làm việc.",
    ),
    (
        Act::SeeLaw,
        "/cb/quan-tri/lich/anh-huong",
        "calendar-clock",
        "Ngày hẹn khác lịch",
        "Hồ sơ đang giải quyết mà lịch mới cho ngày khác ngày đã hẹn.",
    ),
    (
        Act::SeeLaw,
        "/cb/quan-tri/don-vi",
        "landmark",
        "Đơn vị hành chính",
        "Cây đơn vị theo ngày, mã, liên hệ, kết thúc và kế tục.",
    ),
    (
        Act::SeeLaw,
        "/cb/quan-tri/phi",
        "banknote",
        "Phí, lệ phí",
        "Mức thu, diện miễn, mức tối đa, tính thử.",
    ),
    (
        Act::SeeLaw,
        "/cb/quan-tri/cau-chu",
        "pen-line",
        "Câu chữ trên giấy tờ",
        "Dòng liên hệ, lời nhắn cuối giấy: phần của xã.",
    ),
    (
        Act::SeeLaw,
        "/cb/quan-tri/thu-tuc",
        "list-checks",
        "Thủ tục và quy trình",
        "Đặt bản mới, chạy thử trên hồ sơ năm qua, nhận hay không nhận tại xã.",
    ),
    (
        Act::SeeCatalogue,
        "/qt/thu-tuc",
        "book-open",
        "Danh mục thủ tục",
        "Mọi bản thủ tục với mức kiểm chứng và nguồn của từng phần.",
    ),
    (
        Act::SeeLaw,
        "/cb/quan-tri/kiem-chung",
        "shield-check",
        "Điều chưa kiểm chứng",
        "Điều đang dùng mà chưa đọc thấy trong văn bản.",
    ),
    (
        Act::SeeState,
        "/cb/quan-tri/tinh-trang",
        "triangle-alert",
        "Tình trạng hệ thống",
        "Đồng hồ, ổ đĩa, sao lưu, kiểm tra sổ: điều gì chưa ổn và làm gì.",
    ),
];

/// `GET /cb/quan-tri`
pub(crate) async fn page(State(app): State<App>, ctx: Ctx, Officer(actor): Officer) -> Result {
    let (law, today, agency) = (app.law(), app.law_now().date(), app.agency().to_owned());
    let subject = Subject::agency(app.agency());
    let agrees = may(&actor, Act::ConfirmRights, &subject).is_ok();
    let (history, proposals) = app
        .read(move |reader: &mut Reader<'_>| -> Result<_, StoreError> {
            let mut changes = every(reader, &agency)?;
            changes.reverse();
            changes.truncate(LAST);
            let history = past(reader, &changes, |change| {
                format!("{} «{}»", change.kind.vietnamese(), change.subject)
            })?;
            let proposals = if agrees {
                people::open_proposals(reader, &agency, today)?
            } else {
                0
            };
            Ok((history, proposals))
        })
        .await?;
    let open = PLACES
        .iter()
        .filter(|(act, ..)| may(&actor, *act, &subject).is_ok());
    let note = |href: &str| match href {
        people::PROPOSALS_PATH if proposals > 0 => format!("{proposals} đang chờ"),
        "/cb/quan-tri/kiem-chung" => format!(
            "{} điều",
            domain::money::grouped(
                i64::try_from(doubts::list::count(&law, today)).unwrap_or(i64::MAX)
            )
        ),
        "/cb/quan-tri/lich" if law.calendar.is_proposed(today.year() + 1) => {
            format!("Năm {} chưa có thông báo", today.year() + 1)
        }
        _ => String::new(),
    };
    html(Home {
        page: app.page(&ctx, "Quản trị"),
        places: open
            .map(|(_, href, icon, name, what)| Place {
                href,
                icon,
                name,
                what,
                note: note(href),
            })
            .collect(),
        history,
    })
}
