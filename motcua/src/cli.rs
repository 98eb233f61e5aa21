//! The command line as data: commands, their options, and what `--help` says of them.
//! For an administrator who has nothing but a terminal; `usage` reads it and shows the help.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Một cửa của xã: tiếp nhận, giải quyết và trả kết quả thủ tục hành chính.
#[derive(Parser, Debug)]
#[command(name = "motcua", version, max_term_width = 100)]
pub struct Cli {
    /// Việc cần làm.
    #[command(subcommand)]
    pub command: Command,
}

/// What the program can be asked to do.
#[derive(Subcommand, Debug)]
pub enum Command {
    /// Chạy chương trình cho xã dùng.
    Serve(ServeOptions),
    /// Dựng xã Quang Khải năm 2023 để xem thử, rồi chạy.
    Demo(DemoOptions),
    /// Tạo hoặc nâng cấp cơ sở dữ liệu, không chạy chương trình.
    ///
    /// Trước khi nâng cấp luôn giữ bản cũ: SQLite chép tệp sang bên cạnh; PostgreSQL sao lưu như
    /// `motcua backup` vào thư mục cạnh thư mục tệp đính kèm. Không giữ được thì không nâng cấp.
    Migrate(MigrateOptions),
    /// Kiểm tra từng sự kiện, từng dòng, từng con số, từng tệp; chỉ ra chỗ sai đầu tiên.
    Verify(VerifyOptions),
    /// Sao lưu dữ liệu và tệp đính kèm, kể cả khi chương trình đang chạy.
    ///
    /// Bản sao là một thư mục con mang tên ngày giờ: rows.jsonl (mọi dòng), files.txt, manifest.json.
    /// Các tệp đính kèm nằm chung trong thư mục files, mỗi tệp một lần, nên sao lưu hằng ngày rất nhanh.
    /// Bản sao của SQLite phục hồi được vào PostgreSQL và ngược lại. Bản sao chứa dữ liệu cá nhân chưa
    /// mã hóa: hãy mã hóa khi đưa ra ngoài máy này.
    Backup(BackupOptions),
    /// Phục hồi một bản sao lưu vào nơi trống và tự kiểm tra trước khi nói xong.
    ///
    /// Không bao giờ ghi đè: --database phải chưa có dòng nào, --files không có tệp lạ. Có gì sai thì
    /// không dòng nào được nạp.
    Restore(RestoreOptions),
    /// Kiểm tra tệp cấu hình: mỗi chỗ sai ở dòng nào, sửa thế nào; và các thay đổi về lịch, phí, thủ tục đã lưu có ghép được với bản này không.
    ///
    /// Không mở cơ sở dữ liệu, không thay đổi gì. Mã thoát 0: đúng; 1: có chỗ sai.
    Check(CheckOptions),
    /// In các câu lệnh SQL cấp quyền tối thiểu cho chương trình trên PostgreSQL.
    ///
    /// Chạy bằng tài khoản chủ sở hữu các bảng, sau mỗi lần nâng cấp:
    /// motcua grants --role motcua_app | psql postgres://motcua_owner@127.0.0.1/motcua
    Grants(GrantsOptions),
    /// Thêm, xem, đặt lại hoặc kết thúc tài khoản cán bộ.
    User(UserOptions),
    /// Tính hạn trả và giải thích từng bước.
    Deadline(DeadlineOptions),
    /// Liệt kê mọi chỉ tiêu, nhiệm vụ, hệ thống, căn cứ của kế hoạch: ở trang nào, chứng minh bằng gì, còn thiếu gì.
    Coverage(CoverageOptions),
    /// Sáp nhập: chuyển hồ sơ còn dở của các xã cũ sang xã kế tục, giữ nguyên mã và hạn trả.
    ///
    /// In báo cáo trước khi làm: bao nhiêu hồ sơ chuyển, thủ tục và vị trí nào không có nơi kế tục, bao
    /// nhiêu hồ sơ đã quá hạn. Tài khoản không chuyển theo: quản trị của xã mới lập tài khoản mới.
    Succeed(SucceedOptions),
    /// Đo xem máy này chạy chương trình nhanh đến đâu, so với mức cao nhất của chính máy.
    Bench(crate::bench::BenchOptions),
}

/// Where the data lies.
#[derive(Args, Debug, Clone, Default)]
pub struct Place {
    /// Cơ sở dữ liệu: sqlite:TỆP hoặc postgres://người:mật-khẩu@máy/tên [mặc định: sqlite:motcua.sqlite]
    #[arg(
        long,
        env = "MOTCUA_DATABASE",
        hide_env_values = true,
        value_name = "NƠI",
        global = true
    )]
    pub database: Option<String>,
    /// Thư mục giữ các tệp đính kèm [mặc định: cạnh tệp cơ sở dữ liệu]
    #[arg(long, value_name = "THƯ MỤC", global = true)]
    pub files: Option<PathBuf>,
    /// Tệp cấu hình (TOML); tùy chọn trên dòng lệnh được ưu tiên hơn
    #[arg(long, value_name = "TỆP", global = true)]
    pub config: Option<PathBuf>,
}

/// How the program is reached.
#[derive(Args, Debug, Clone, Default)]
pub struct Reach {
    /// Địa chỉ nghe [mặc định: 127.0.0.1:8080]
    #[arg(long, value_name = "ĐỊA CHỈ")]
    pub listen: Option<SocketAddr>,
    /// Địa chỉ mà người dân dùng, ví dụ https://motcua.example.vn; in trong mã QR
    #[arg(long, value_name = "URL")]
    pub public_url: Option<String>,
}

/// Options of `serve`.
#[derive(Args, Debug, Clone)]
pub struct ServeOptions {
    /// Where the data lies.
    #[command(flatten)]
    pub place: Place,
    /// How it is reached.
    #[command(flatten)]
    pub reach: Reach,
    /// Mã đơn vị phục vụ, như trong danh mục đơn vị [mặc định: xa_quang_khai]
    #[arg(long, value_name = "MÃ")]
    pub agency: Option<String>,
    /// Nâng cấp PostgreSQL mà không tự sao lưu trước, vì vừa có bản sao lưu khác
    #[arg(long)]
    pub without_backup: bool,
}

/// Options of `demo`.
#[derive(Args, Debug, Clone)]
pub struct DemoOptions {
    /// Tệp SQLite của bản trình diễn [mặc định: motcua-demo.sqlite]
    #[arg(long, value_name = "TỆP", conflicts_with = "database")]
    pub file: Option<PathBuf>,
    /// Hoặc một cơ sở dữ liệu PostgreSQL trống: postgres://…
    #[arg(
        long,
        env = "MOTCUA_DATABASE",
        hide_env_values = true,
        value_name = "NƠI"
    )]
    pub database: Option<String>,
    /// Thư mục giữ các tệp đính kèm [mặc định: cạnh tệp cơ sở dữ liệu]
    #[arg(long, value_name = "THƯ MỤC")]
    pub files: Option<PathBuf>,
    /// Ngày mở bản trình diễn, trong năm 2023
    #[arg(long, value_name = "NGÀY", default_value = "2023-11-23")]
    pub day: String,
    /// Dựng mấy xã trong cùng một cơ sở dữ liệu: 1 là Quang Khải, 2 thêm Quang Phục [mặc định: 1]
    #[arg(long, value_name = "SỐ", value_parser = clap::value_parser!(u8).range(1..=2))]
    pub communes: Option<u8>,
    /// Hạt giống: cùng hạt giống thì cùng một năm
    #[arg(long, value_name = "SỐ", default_value_t = 7)]
    pub seed: u64,
    /// How it is reached.
    #[command(flatten)]
    pub reach: Reach,
    /// Ghi các tài khoản trình diễn ra tệp JSON này
    #[arg(long, value_name = "TỆP")]
    pub accounts_json: Option<PathBuf>,
    /// Chỉ dựng dữ liệu, không chạy
    #[arg(long)]
    pub only_make: bool,
    /// Makes the data for another process of this program, which will say the rest
    #[arg(long, hide = true, requires = "only_make")]
    pub for_another: bool,
}

/// Options of `migrate`.
#[derive(Args, Debug, Clone)]
pub struct MigrateOptions {
    /// Where the data lies.
    #[command(flatten)]
    pub place: Place,
    /// Nâng cấp PostgreSQL mà không tự sao lưu trước, vì vừa có bản sao lưu khác
    #[arg(long)]
    pub without_backup: bool,
}

/// Options of `backup`.
#[derive(Args, Debug, Clone)]
pub struct BackupOptions {
    /// Where the data lies.
    #[command(flatten)]
    pub place: Place,
    /// Thư mục giữ các bản sao lưu, nên ở ổ đĩa khác
    #[arg(long, value_name = "THƯ MỤC")]
    pub to: PathBuf,
    /// Chỉ giữ chừng này bản mới nhất, xóa bản cũ hơn
    #[arg(long, value_name = "SỐ", value_parser = clap::value_parser!(u16).range(1..))]
    pub keep: Option<u16>,
}

/// Options of `restore`.
#[derive(Args, Debug, Clone)]
pub struct RestoreOptions {
    /// Where the data lies.
    #[command(flatten)]
    pub place: Place,
    /// Một bản sao lưu, hoặc thư mục giữ các bản sao lưu (khi đó lấy bản mới nhất)
    #[arg(long, value_name = "THƯ MỤC")]
    pub from: PathBuf,
}

/// Options of `check`.
#[derive(Args, Debug, Clone)]
pub struct CheckOptions {
    /// Tệp cấu hình cần kiểm tra
    #[arg(long, value_name = "TỆP")]
    pub config: PathBuf,
}

/// Options of `grants`.
#[derive(Args, Debug, Clone)]
pub struct GrantsOptions {
    /// Tên vai trò (role) mà chương trình dùng khi chạy
    #[arg(long, value_name = "TÊN")]
    pub role: String,
}

/// Options of `verify`.
#[derive(Args, Debug, Clone)]
pub struct VerifyOptions {
    /// Where the data lies.
    #[command(flatten)]
    pub place: Place,
    /// Tệp dấu sổ giữ ngoài hệ thống (mỗi dòng: đơn vị, số, dấu) để so
    #[arg(long, value_name = "TỆP")]
    pub anchor: Option<PathBuf>,
}

/// Options of `user`.
#[derive(Args, Debug, Clone)]
pub struct UserOptions {
    /// Where the data lies.
    #[command(flatten)]
    pub place: Place,
    /// Mã đơn vị [mặc định: xa_quang_khai]
    #[arg(long, value_name = "MÃ", global = true)]
    pub agency: Option<String>,
    /// Việc cần làm.
    #[command(subcommand)]
    pub act: UserAct,
}

/// What can be done to accounts.
#[derive(Subcommand, Debug, Clone)]
pub enum UserAct {
    /// Thêm một tài khoản; mật khẩu tạm được in ra một lần.
    Add {
        /// Tên đăng nhập
        #[arg(value_name = "TÊN")]
        username: String,
        /// Họ và tên
        #[arg(long, value_name = "HỌ TÊN")]
        name: String,
        /// Vị trí công tác, ví dụ mot_cua, chu_tich, van_thu, quan_tri (có thể ghi nhiều lần)
        #[arg(long = "post", value_name = "VỊ TRÍ", required = true)]
        posts: Vec<String>,
    },
    /// Liệt kê các tài khoản.
    List,
    /// Cấp khóa API làm việc với tên tài khoản này; khóa được in ra một lần.
    Token {
        /// Tên đăng nhập
        #[arg(value_name = "TÊN")]
        username: String,
        /// Phần mềm sẽ dùng khóa
        #[arg(long, value_name = "TÊN PHẦN MỀM")]
        program: String,
        /// Phạm vi, ví dụ intake, dossiers:read (có thể ghi nhiều lần)
        #[arg(long = "scope", value_name = "PHẠM VI", required = true)]
        scopes: Vec<String>,
        /// Dùng được mấy ngày
        #[arg(long, value_name = "SỐ", default_value_t = 365)]
        days: i64,
    },
    /// Đặt lại mật khẩu; mật khẩu tạm được in ra một lần.
    Reset {
        /// Tên đăng nhập
        #[arg(value_name = "TÊN")]
        username: String,
    },
    /// Bỏ lớp xác thực thứ hai khi người dùng mất điện thoại.
    ResetSecondFactor {
        /// Tên đăng nhập
        #[arg(value_name = "TÊN")]
        username: String,
    },
    /// Kết thúc tài khoản của người thôi việc.
    End {
        /// Tên đăng nhập
        #[arg(value_name = "TÊN")]
        username: String,
    },
}

/// Options of `succeed`.
#[derive(Args, Debug, Clone)]
pub struct SucceedOptions {
    /// Where the data lies.
    #[command(flatten)]
    pub place: Place,
    /// Xã cũ (có thể ghi nhiều lần)
    #[arg(long, value_name = "MÃ", required = true)]
    pub from: Vec<String>,
    /// Xã kế tục
    #[arg(long, value_name = "MÃ")]
    pub to: String,
    /// Ngày sáp nhập, ví dụ 2025-07-01
    #[arg(long, value_name = "NGÀY")]
    pub on: String,
    /// Chỉ tập dượt trên một bản sao rồi xóa bản sao
    #[arg(long)]
    pub rehearse: bool,
}

/// Options of `coverage`.
#[derive(Args, Debug, Clone)]
pub struct CoverageOptions {
    /// Where the data lies; without it only what the program can do is listed, without values.
    #[command(flatten)]
    pub place: Place,
    /// Mã đơn vị [mặc định: xa_quang_khai]
    #[arg(long, value_name = "MÃ")]
    pub agency: Option<String>,
    /// In ra JSON
    #[arg(long)]
    pub json: bool,
}

/// What a pause does to the term.
#[derive(ValueEnum, Debug, Clone, Copy, PartialEq, Eq)]
pub enum PolicyOption {
    /// Cộng thêm thời gian đã dừng
    Extend,
    /// Tính lại từ đầu sau khi hết dừng
    Restart,
}

/// Options of `deadline`.
#[derive(Args, Debug, Clone)]
#[command(group = clap::ArgGroup::new("term").required(true).multiple(false))]
pub struct DeadlineOptions {
    /// Lúc nhận hồ sơ, giờ Việt Nam: 2028-01-20T15:30
    #[arg(long, value_name = "LÚC")]
    pub received: String,
    /// Số ngày làm việc
    #[arg(long, group = "term", value_name = "N")]
    pub working_days: Option<u32>,
    /// Số ngày (kể cả ngày nghỉ)
    #[arg(long, group = "term", value_name = "N")]
    pub calendar_days: Option<u32>,
    /// Số giờ làm việc
    #[arg(long, group = "term", value_name = "N")]
    pub hours: Option<u32>,
    /// Số giờ đồng hồ (kể cả đêm)
    #[arg(long, group = "term", value_name = "N")]
    pub clock_hours: Option<u32>,
    /// Ngay trong ngày; nhận sau 15 giờ thì ngày làm việc tiếp theo
    #[arg(long, group = "term")]
    pub same_day: bool,
    /// Khoảng dừng: 2023-06-15T09:00..2023-06-19T16:00 (có thể ghi nhiều lần)
    #[arg(long = "pause", value_name = "TỪ..ĐẾN")]
    pub pauses: Vec<String>,
    /// Khoảng dừng làm gì với thời hạn
    #[arg(long, value_name = "CÁCH", value_enum, default_value = "extend")]
    pub policy: PolicyOption,
    /// In ra JSON
    #[arg(long)]
    pub json: bool,
}
