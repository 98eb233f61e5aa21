// A new version of a procedure with its dry run on last year's dossiers, and a procedure that is new.
// For the administrator; alone, since it changes the catalogue from tomorrow on.
import { POST, errorSummary, lawPage } from '../names.mjs';

const CODE = '1.001193';
const serial = () => String(Math.floor(Math.random() * 9000) + 1000);
const STEPS = [
  ['Tiếp nhận', 'mot_cua', 'tiep_nhan', '2'],
  ['Thẩm tra', 'dia_chinh', 'tham_tra', '14'],
  ['Ký', 'chu_tich', 'ky', '4'],
  ['Đóng dấu', 'van_thu', 'dong_dau', '2'],
  ['Trả', 'mot_cua', 'tra', '2'],
];

async function basis(page) {
  await lawPage.field(page, 'so_van_ban').fill('QĐ 77/QĐ-UBND');
  await lawPage.field(page, 'ngay_van_ban').fill('20/11/2023');
  await lawPage.field(page, 'ly_do').fill('theo quyết định công bố mới');
}

export default [
  {
    name: 'law: a new version of a procedure is tried on last year and saved',
    alone: true,
    async run(walk) {
      const administrator = await walk.officer(POST.administrator);
      const { page } = administrator;
      await administrator.go(lawPage.list);
      await administrator.check('procedures');
      await lawPage.search(page).fill(CODE);
      await lawPage.filter(page).click();
      await lawPage.open(page, CODE).click();
      await administrator.check('procedure');
      await lawPage.change(page).click();
      await administrator.check('procedure-version');
      await lawPage.preview(page).click();
      await errorSummary(page).waitFor();
      await administrator.check('procedure-version-error');

      await basis(page);
      const name = `Đăng ký khai sinh (mẫu ${serial()})`;
      await lawPage.field(page, 'ten').fill(name);
      await lawPage.field(page, 'ket_qua').fill('Giấy khai sinh\nSố định danh cá nhân');
      await lawPage.preview(page).click();
      await lawPage.notYet(page).waitFor();
      await lawPage.dryRun(page).waitFor();
      await administrator.check('procedure-preview');
      // Back and forth loses nothing.
      await lawPage.back(page).click();
      const kept = await lawPage.field(page, 'ten').inputValue();
      if (kept !== name) throw new Error(`«${kept}» in place of «${name}»`);
      await lawPage.preview(page).click();
      await lawPage.save(page).click();
      await lawPage.saved(page).waitFor();
      await lawPage.coming(page).waitFor();
      await administrator.check('procedure-saved');
    },
  },
  {
    name: 'law: a procedure that is new is entered from its document',
    alone: true,
    async run(walk) {
      const administrator = await walk.officer(POST.administrator);
      const { page } = administrator;
      await administrator.go(lawPage.newPath);
      await administrator.check('procedure-new');
      await lawPage.preview(page).click();
      await errorSummary(page).waitFor();
      await administrator.check('procedure-new-error');

      const number = serial();
      const { field, nth, tick } = lawPage;
      await basis(page);
      await field(page, 'ma').fill(`1.99${number}`);
      await field(page, 'linh_vuc').fill('Nghề muối');
      await field(page, 'ten').fill(`Xác nhận hộ làm nghề muối ${number}`);
      await field(page, 'han_so').fill('3');
      await field(page, 'ket_qua').fill('Giấy xác nhận');
      await tick(page, 'doi_tuong', 'hop_tac_xa').check();
      await tick(page, 'thu', 'le_phi').check();
      await field(page, 'thu_muc').fill('20.000');
      await field(page, 'thu_dv').fill('giấy');
      await nth(page, 'g_ten', 0).fill('Đơn đề nghị');
      for (const [at, [work, post, kind, hours]] of STEPS.entries()) {
        await nth(page, 'b_viec', at).fill(work);
        await nth(page, 'b_cd', at).selectOption(post);
        await nth(page, 'b_loai', at).selectOption(kind);
        await nth(page, 'b_gio', at).fill(hours);
      }
      await lawPage.preview(page).click();
      await lawPage.nothingYet(page).waitFor();
      await administrator.check('procedure-new-preview');
      await lawPage.save(page).click();
      await lawPage.saved(page).waitFor();
      await lawPage.coming(page).waitFor();
      await administrator.check('procedure-new-saved');
    },
  },
];
