// The two busiest acts with the keyboard alone: taking a dossier in, and the chair's approval.
// For officers whose hands stay on the keys, and for those who cannot use a mouse.
import { tabTo } from '../kit/checks.mjs';
import { MARRIAGE_STATUS, POST, WAY, counterPage, dossierPage, main, signInPage } from '../names.mjs';
import { accountOf } from '../kit/accounts.mjs';
import { justMade, receive, someone } from './counter.mjs';

async function signInByKeys(officer, account) {
  const { page } = officer;
  await officer.go(signInPage.path);
  await tabTo(page, signInPage.username(page));
  await page.keyboard.type(account.username);
  await tabTo(page, signInPage.password(page));
  await page.keyboard.type(account.password);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/cb\/viec/);
}

async function carryOn(officer, number, slug) {
  const { page } = officer;
  await officer.go(dossierPage.pathOf(number));
  await dossierPage.act(page, slug).click();
  await dossierPage.confirm(page).click();
  await dossierPage.said(page).waitFor();
}

export default [
  {
    name: 'keyboard: intake',
    async run(walk) {
      const clerk = await walk.person();
      const { page } = clerk;
      await signInByKeys(clerk, accountOf(walk.accounts, POST.oneStop));
      const open = main(page).getByRole('link', { name: /tiếp nhận mới/i });
      await tabTo(page, open);
      await page.keyboard.press('Enter');
      await page.waitForURL(new RegExp(counterPage.path));
      // The cursor stands in the first field; Enter asks for the procedure's papers, with and without script.
      await page.locator('#procedure:focus').waitFor();
      await page.keyboard.type(MARRIAGE_STATUS.code);
      await page.keyboard.press('Enter');
      await counterPage.allPapers(page).waitFor();
      const citizen = { ...someone(), entered_dong: '15000', entered_basis: 'Nghị quyết của tỉnh' };
      await page.keyboard.type(citizen.number);
      for (const name of ['name', 'birth', 'address', 'phone']) {
        await tabTo(page, counterPage.field(page, name));
        await page.keyboard.type(citizen[name]);
      }
      await tabTo(page, counterPage.allPapers(page));
      await page.keyboard.press('Space');
      for (const name of ['entered_dong', 'entered_basis']) {
        await tabTo(page, counterPage.field(page, name));
        await page.keyboard.type(citizen[name]);
      }
      if (clerk.script) {
        await page.keyboard.press('Control+Enter');
      } else {
        await tabTo(page, counterPage.save(page));
        await page.keyboard.press('Enter');
      }
      await justMade(page);
    },
  },
  {
    name: 'keyboard: approval',
    async run(walk) {
      const clerk = await walk.officer(POST.oneStop);
      const { number } = await receive(clerk);
      await carryOn(clerk, number, WAY[0].slug);
      await carryOn(await walk.officer(POST.justice), number, WAY[1].slug);
      const chair = await walk.person();
      const { page } = chair;
      await signInByKeys(chair, accountOf(walk.accounts, POST.chair));
      await chair.go(dossierPage.pathOf(number));
      await tabTo(page, dossierPage.act(page, WAY[2].slug));
      await page.keyboard.press('Enter');
      await page.waitForURL(/\/ky$/);
      await tabTo(page, dossierPage.confirm(page));
      await page.keyboard.press('Enter');
      await dossierPage.said(page).filter({ hasText: WAY[2].said }).waitFor();
    },
  },
];
