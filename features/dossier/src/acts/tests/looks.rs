use super::{done, hold, path, send};
use crate::fixture::*;
fn put(name: &str, a: &kit::testing::Answer) {
    let p = format!("/tmp/looks/{name}");
    std::fs::create_dir_all(std::path::Path::new(&p).parent().unwrap()).unwrap();
    std::fs::write(p, &a.bytes).unwrap();
}
#[tokio::test(flavor = "multi_thread")]
async fn looks() {
    let office = Office::on_each_engine().remove(0);
    let prefix = kit::asset_address("officer.css").replace("officer.css", "");
    for n in kit::asset_names() {
        let a = office.web.get(&format!("{prefix}{n}")).await;
        put(&format!("{prefix}{n}"), &a);
    }
    hold(&office, REGISTRAR, "Trần Đức Hòa", "tu_phap_ho_tich").await;
    hold(&office, CLERK, "Vũ Thị Lan", "mot_cua").await;
    hold(&office, CHAIR, "Nguyễn Văn Chủ", "chu_tich").await;
    let row = office.receive(BIRTH, "Phạm Minh Khôi").await;
    put("ban-giao.html", &office.page(CLERK, &path(&row, "ban-giao")).await);
    put("huy.html", &office.page(CLERK, &path(&row, "huy-giay")).await);
    let tep = path(&row, "tep");
    let form = office.page(CLERK, &tep).await;
    let once = form.field("_once").unwrap().to_owned();
    let jpg = std::fs::read("/tmp/look.jpg").unwrap();
    office.web.post_files(&tep, &[("_once", &once), ("loai", "citizen"), ("giay_to", "1")], &[("tep", "tờ khai trang 1.jpg", &jpg)]).await;
    let form = office.page(CLERK, &tep).await;
    let once = form.field("_once").unwrap().to_owned();
    put("tep-loi.html", &office.web.post_files(&tep, &[("_once", &once), ("loai", "citizen"), ("giay_to", "1")], &[("tep", "ảnh.heic", b"xxxx")]).await);
    let t = office.page(CLERK, &tep).await;
    put("tep.html", &t);
    let src = t.body.split("src=\"").find(|s| s.starts_with("/cb/")).unwrap().split('"').next().unwrap().to_owned();
    put(&src, &office.page(CLERK, &src).await);
    put("in.html", &office.page(CLERK, &path(&row, "in/giay-tiep-nhan")).await);
    put("in-a4.html", &office.page(CLERK, &(path(&row, "in/giay-tiep-nhan") + "?kho=a4")).await);
    put("pdf.html", &office.page(CLERK, &path(&row, "in/giay-tiep-nhan.pdf")).await);
    let row = done(&office, CLERK, &row, "ban-giao", &[]).await;
    let row = done(&office, REGISTRAR, &row, "chuyen", &[]).await;
    put("ky.html", &office.page(CHAIR, &path(&row, "ky")).await);
    let row = done(&office, CHAIR, &row, "ky", &[]).await;
    put("lay-so.html", &office.page(SEAL, &path(&row, "lay-so")).await);
    let row = done(&office, SEAL, &row, "lay-so", &[]).await;
    put("ket-thuc.html", &office.page(CLERK, &path(&row, "ket-thuc")).await);
    let row = done(&office, CLERK, &row, "ket-thuc", &[("ket_qua", "granted"), ("ten", "Giấy khai sinh")]).await;
    put("tra.html", &office.page(CLERK, &path(&row, "tra")).await);
    put("tra-loi.html", &send(&office, CLERK, &row, "tra", &[("ai_nhan", "other")]).await);
    let row = office.at_work(SINGLE, "Nguyễn Thị Ánh").await;
    put("bo-sung.html", &office.page(REGISTRAR, &path(&row, "bo-sung")).await);
    put("bo-sung-loi.html", &send(&office, REGISTRAR, &row, "bo-sung", &[("ten", "Sổ hộ khẩu"), ("vi_sao", ""), ("cach_sua", "")]).await);
    put("xac-minh.html", &office.page(REGISTRAR, &path(&row, "xac-minh")).await);
    put("xin-loi.html", &office.page(CHAIR, &path(&row, "xin-loi")).await);
    let row = office.submit(BIRTH, "Lê An").await;
    put("tiep-nhan.html", &office.page(CLERK, &path(&row, "tiep-nhan")).await);
}
