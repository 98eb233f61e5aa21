// Addresses, labels and buttons of the pages, in one place.
// For journeys: when a page changes its words, this file changes and no journey does.

/** The page itself, without its header and footer. */
export const main = (page) => page.getByRole('main');

const button = (page, name) => main(page).getByRole('button', { name });
const link = (page, name) => main(page).getByRole('link', { name });
const field = (page, name) => main(page).locator(`[name="${name}"]`).first();

/** The number of a dossier: agency part, day of receipt, number of that day. */
export const DOSSIER_NUMBER = /\b\d{3}\.\d{2}\.\d{2}\.H\d{2}-\d{6}-\d{4}\b/;
/** The tracking code on the receipt: eight letters and digits that nobody confuses. */
export const TRACKING_CODE = /\b[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}\b/;

/** Posts of the demonstration's accounts, as its accounts file names them. */
export const POST = {
  oneStop: 'mot_cua',
  justice: 'tu_phap_ho_tich',
  chair: 'chu_tich',
  clerk: 'van_thu',
  accountant: 'tai_chinh',
  administrator: 'quan_tri',
};

export const signInPage = {
  path: '/dang-nhap',
  username: (page) => page.locator('input[name=username]'),
  password: (page) => page.locator('input[name=password]'),
  submit: (page) => button(page, /đăng nhập/i),
  resend: (page) => button(page, 'Gửi lại'),
};

/** The second step at the door: digits from the telephone, or a recovery code when it is lost. */
export const secondStep = {
  path: '/dang-nhap/xac-thuc',
  enrolPath: '/dang-nhap/xac-thuc-moi',
  key: (page) => main(page).getByText(/^(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}$/),
  code: (page) => main(page).locator('input[name=code]'),
  enrol: (page) => button(page, 'Bật xác thực hai bước'),
  recoveryCodes: (page) => main(page).getByText(/^[a-z0-9]{4}(?:-[a-z0-9]{4}){3}$/),
  kept: (page) => button(page, 'Đã cất, tiếp tục'),
  submit: (page) => button(page, 'Tiếp tục'),
  lost: (page) => main(page).getByText('Không có điện thoại bên mình'),
  recovery: (page) => main(page).locator('input[name=recovery]'),
};

/** An officer's first password, which only its owner may know. */
export const newPasswordPage = {
  path: '/dang-nhap/mat-khau-moi',
  fields: (page) => main(page).locator('input[type=password]'),
  submit: (page) => main(page).locator('form button.button').first(),
};

export const peoplePage = {
  path: '/qt/nguoi-dung',
  newPath: '/qt/nguoi-dung/moi',
  field,
  post: (page, post) => main(page).locator(`input[name=post][value="${post}"]`),
  create: (page) => main(page).locator('form[data-main-form] button.button').first(),
  temporary: (page) => main(page).locator('code.strong'),
  person: (page, name) => link(page, name).first(),
  reset: (page) => button(page, 'Đặt lại mật khẩu'),
  end: (page) => link(page, 'Kết thúc tài khoản'),
  endForGood: (page) => button(page, 'Kết thúc tài khoản'),
};

/** Posts, what each lets its holder do, and what waits for a second person. */
export const rightsPage = {
  post: (id) => `/cb/quan-tri/chuc-danh/${id}`,
  matrix: '/cb/quan-tri/quyen',
  proposals: '/cb/quan-tri/de-nghi-quyen',
  search: (page) => field(page, 'tim'),
  find: (page) => button(page, 'Tìm'),
  rows: (page) => main(page).locator('tbody tr'),
  person: (page) => main(page).locator('select[name=nguoi]'),
  from: (page) => field(page, 'tu_ngay'),
  to: (page) => field(page, 'den_ngay'),
  give: (page) => button(page, 'Giao vị trí'),
  holder: (page, name) => main(page).locator('section', { hasText: 'Đang giữ' }).getByText(name).first(),
  waits: (page) => page.getByText('Đã ghi đề nghị'),
  own: (page) => main(page).getByText('Đây là đề nghị của bạn'),
  confirm: (page) => button(page, 'Xác nhận').first(),
  confirmed: (page) => page.getByText('Đã xác nhận vị trí'),
  /** A place of the menu, with the number that may stand beside it. */
  menu: (page, name) => page.getByRole('navigation', { name: 'Chính' }).getByRole('link', { name }),
  held: (page, post) => main(page).locator(`input[name=post][value="${post}"]`),
  save: (page) => button(page, 'Lưu vị trí'),
};

/** Procedures as the administrator changes them: by new versions, tried on the year before. */
export const lawPage = {
  list: '/cb/quan-tri/thu-tuc',
  newPath: '/cb/quan-tri/thu-tuc/moi',
  search: (page) => field(page, 'q'),
  filter: (page) => button(page, 'Lọc'),
  open: (page, code) => link(page, code).first(),
  change: (page) => link(page, 'Sửa thành bản mới'),
  field,
  nth: (page, name, at) => main(page).locator(`[name="${name}"]`).nth(at),
  tick: (page, name, value) => main(page).locator(`input[name="${name}"][value="${value}"]`),
  preview: (page) => button(page, 'Xem trước'),
  notYet: (page) => main(page).getByText('Xem trước, chưa lưu gì'),
  dryRun: (page) => main(page).getByText(/Tính lại \d+ hồ sơ nhận/),
  nothingYet: (page) => main(page).getByText('chưa có hồ sơ nào để chạy thử'),
  back: (page) => button(page, 'Sửa lại'),
  save: (page) => button(page, 'Lưu'),
  saved: (page) => page.getByText(/^Đã lưu (bản|thủ tục) mới/),
  coming: (page) => main(page).getByText('Sắp áp dụng').first(),
};

/** The money of one clerk's day. */
export const tillPage = {
  path: '/cb/quy',
  row: (page, number) => main(page).locator('tr', { hasText: number }),
  refund: (row) => row.getByRole('link', { name: /hoàn tiền/i }),
  count: (page) => link(page, /đếm tiền và chốt/i),
  expected: (page) => main(page).locator('.figure', { hasText: 'Tiền mặt phải có' }).locator('b'),
  counted: (page) => field(page, 'counted'),
  reason: (page) => field(page, 'reason'),
  close: (page) => button(page, /chốt quỹ/i),
  accept: (page) => link(page, /nhận bàn giao/i).first(),
  accepted: (page) => button(page, /nhận bàn giao/i),
  confirm: (page) => main(page).locator('form button.button').first(),
};

export const signOut = (page) => page.getByRole('banner').getByRole('button', { name: /đăng xuất/i });

export const errorSummary = (page) => page.locator('.error-summary');

export const homePage = {
  path: '/',
  search: (page) => main(page).locator('input[name=q]'),
  submit: (page) => button(page, 'Tìm'),
  code: (page) => field(page, 'ma'),
  track: (page) => button(page, 'Xem hồ sơ'),
};

/** What citizens read, beside the pages that a journey walks through. */
export const CITIZEN_PAGES = [
  '/thu-tuc',
  '/tim',
  '/viec/co-con-moi-sinh',
  '/tro-giup',
  '/gio-lam-viec',
  '/quyen-rieng-tu',
  '/cong-khai/dau-so',
];

export const procedurePage = {
  /** Found by its number, whatever its address. */
  pathOf: (code) => `/thu-tuc/ma/${code}`,
  guide: (page) => link(page, 'In tờ hướng dẫn'),
};

export const trackingPage = {
  path: '/tra-cuu',
  code: (page) => field(page, 'ma'),
  submit: (page) => button(page, 'Xem hồ sơ'),
  number: (page) => field(page, 'so'),
  lastFour: (page) => field(page, 'bon-so'),
  find: (page) => button(page, 'Tìm hồ sơ'),
  lost: (page) => page.getByRole('complementary', { name: 'Khi mất mã' }),
  pathOf: (code) => `/t/${code}`,
};

export const workPage = {
  path: '/cb/viec',
  figures: (page) => main(page).locator('.figure'),
};
export const worklistPage = {
  path: '/cb/ho-so',
  ofWord: (word) => `/cb/ho-so?xem=tat-ca&q=${encodeURIComponent(word)}`,
  rows: (page) => main(page).locator('tr[data-row]'),
  total: (page) => main(page).locator('.filter-chips b').first(),
  /** The lists beside it, each with its number. */
  lists: (page) => page.locator('.side-nav a:has(.count)'),
};
export const signingPage = {
  path: '/ld/ky',
  card: (page, number) => main(page).locator('.sign-card', { hasText: number.slice(-11) }),
  sign: (card) => card.getByRole('link', { name: /ký duyệt/i }),
};

export const counterPage = {
  path: '/cb/quay',
  field,
  /** Shown once the procedure is known: all papers that it always needs. */
  allPapers: (page) => main(page).locator('#all_papers'),
  compute: (page) => button(page, 'Tính lại'),
  due: (page) => main(page).locator('.promise__when'),
  save: (page) => button(page, /lưu và in giấy hẹn/i),
  onTheSpot: (page) => button(page, /làm ngay và trả/i),
  donePath: /\/cb\/quay\/xong\//,
  latePath: '/cb/quay?bu=1',
};

export const donePage = {
  receipt: (page) => link(page, /in giấy tiếp nhận/i),
  nextOfSame: (page) => link(page, /hồ sơ tiếp theo của cùng người/i),
  receiptPathOf: (number) => `/cb/ho-so/${number}/in/giay-tiep-nhan`,
};

export const receiptPage = {
  reprint: (page) => page.getByRole('button', { name: /cấp bản in lại lần/i }),
};

export const dossierPage = {
  reason: (page) => field(page, 'ly_do'),
  field,
  pathOf: (number) => `/cb/ho-so/${number}`,
  act: (page, slug) => main(page).locator(`.act-list a[href$="/${slug}"]`),
  actPath: (number, slug) => `/cb/ho-so/${number}/${slug}`,
  /** The red button of an act's form. */
  confirm: (page) => main(page).locator('form[data-main-form] button.button').first(),
  said: (page) => page.locator('.page-notice'),
};

/** Procedures that the journeys use; each has a published process. */
export const BIRTH = { code: '1.001193', words: /đăng ký khai sinh/i };
export const MARRIAGE_STATUS = { code: '1.004873', words: /tình trạng hôn nhân/i };
/** Without a limit in the catalogue: the clerk names the day and why. */
export const WITHOUT_LIMIT = { code: '1.001753' };
export const CERTIFIED_COPY = { code: '2.000815', words: /chứng thực bản sao/i };

/** The way of MARRIAGE_STATUS after its receipt: who does what, and the sentence that tells of it. */
export const WAY = [
  { post: POST.oneStop, slug: 'ban-giao', said: 'Đã bàn giao' },
  { post: POST.justice, slug: 'chuyen', said: 'Đã chuyển hồ sơ' },
  { post: POST.chair, slug: 'ky', said: 'Đã ký duyệt' },
  { post: POST.clerk, slug: 'lay-so', said: 'Đã lấy số' },
  { post: POST.oneStop, slug: 'ket-thuc', said: 'đã có kết quả' },
  { post: POST.oneStop, slug: 'tra', said: 'Đã trả kết quả' },
];
