// Addresses, labels and buttons of the pages, in one place.
// For journeys: when a page changes its words, this file changes and no journey does.

/** The page itself, without its header and footer. */
export const main = (page) => page.getByRole('main');

const button = (page, name) => main(page).getByRole('button', { name });
const link = (page, name) => main(page).getByRole('link', { name });
const label = (page, name) => main(page).getByLabel(name);

/** The number of a dossier: agency part, day of receipt, number of that day. */
export const DOSSIER_NUMBER = /\b\d{3}\.\d{2}\.\d{2}\.H\d{2}-\d{6}-\d{4}\b/;
/** The tracking code on the receipt: eight letters and digits that nobody confuses. */
export const TRACKING_CODE = /\/t\/([2-9A-HJKMNP-Z]{8})\b/;

export const signInPage = {
  path: '/dang-nhap',
  username: (page) => page.locator('input[name=username]'),
  password: (page) => page.locator('input[name=password]'),
  submit: (page) => button(page, /đăng nhập/i),
};

export const errorSummary = (page) => page.locator('.error-summary');

export const homePage = {
  path: '/',
  search: (page) => main(page).locator('input[name=q]'),
  submit: (page) => button(page, /^tìm/i),
};

export const procedurePage = {
  /** Found by its number, whatever its address. */
  pathOf: (code) => `/thu-tuc/ma/${code}`,
  guide: (page) => link(page, /in tờ hướng dẫn/i),
};

export const trackingPage = {
  path: '/tra-cuu',
  code: (page) => label(page, /^mã/i).first(),
  submit: (page) => button(page, /tra cứu|xem/i),
  pathOf: (code) => `/t/${code}`,
};

export const workPage = { path: '/cb/viec' };
export const worklistPage = { path: '/cb/ho-so' };

export const counterPage = {
  path: '/cb/quay',
  procedure: (page) => label(page, /thủ tục/i).first(),
  identity: (page) => label(page, /số định danh|căn cước/i).first(),
  name: (page) => label(page, /họ và tên/i).first(),
  born: (page) => label(page, /ngày sinh/i).first(),
  address: (page) => label(page, /nơi cư trú|địa chỉ/i).first(),
  phone: (page) => label(page, /điện thoại/i).first(),
  papers: (page) => main(page).locator('input[type=checkbox][name^=paper]'),
  due: (page) => main(page).getByText(/hẹn trả/i).first(),
  save: (page) => button(page, /lưu|tiếp nhận/i).first(),
};

export const dossierPage = {
  pathOf: (number) => `/cb/ho-so/${number}`,
  /** An act is a link to its form, or a button where nothing has to be filled in. */
  act: (page, name) => link(page, name).or(button(page, name)).first(),
  confirm: (page, name) => button(page, name).last(),
};

/**
 * The way of one dossier after its receipt: who does what, and what must be typed.
 * The posts are those of the process of the procedure in `MARRIAGE_STATUS`.
 */
export const MARRIAGE_STATUS = { code: '1.004873', words: 'tình trạng hôn nhân' };
export const WAY = [
  { post: 'mot_cua', act: /bàn giao/i, fields: [] },
  { post: 'tu_phap_ho_tich', act: /chuyển|trình/i, fields: [] },
  { post: 'chu_tich', act: /ký duyệt|duyệt/i, fields: [] },
  { post: 'van_thu', act: /lấy số|đóng dấu/i, fields: [{ name: /^số/i, value: '123/XN-UBND' }] },
  { post: 'mot_cua', act: /trả kết quả/i, fields: [{ name: /người nhận/i, value: 'Phạm Văn Thịnh' }] },
];
