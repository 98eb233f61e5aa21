// A citizen looks for a procedure, reads it, prints its guide, and asks after a dossier.
// For what anybody sees without an account.
import { tabTo, paper, WIDTHS } from '../kit/checks.mjs';
import { MARRIAGE_STATUS, homePage, main, procedurePage, trackingPage } from '../names.mjs';

const TELEPHONE = WIDTHS[0];

async function searchFor(citizen, words) {
  await citizen.go(homePage.path);
  await homePage.search(citizen.page).fill(words);
  await homePage.submit(citizen.page).click();
  await citizen.page.waitForLoadState();
}

export default [
  {
    name: 'citizen: home, search, procedure, guide',
    async run(walk) {
      const citizen = await walk.person(TELEPHONE);
      await citizen.go(homePage.path);
      await citizen.check('citizen-home');
      for (const words of ['tình trạng hôn nhân', 'tinh trang hon nhan', MARRIAGE_STATUS.code]) {
        await searchFor(citizen, words);
        await main(citizen.page).getByRole('link', { name: /tình trạng hôn nhân/i }).first().waitFor();
      }
      await citizen.check('citizen-search');
      await main(citizen.page).getByRole('link', { name: /tình trạng hôn nhân/i }).first().click();
      await citizen.page.getByRole('heading', { level: 1, name: /tình trạng hôn nhân/i }).waitFor();
      await citizen.check('citizen-procedure');
      await procedurePage.guide(citizen.page).click();
      await citizen.page.waitForURL(/\/in$/);
      await citizen.check('citizen-guide');
      const { sheets, text } = await paper(citizen.page, walk.results, 'citizen-guide');
      if (sheets > 2) throw new Error(`the guide takes ${sheets} sheets`);
      if (!/hôn nhân/i.test(text)) throw new Error('the printed guide does not name the procedure');
    },
  },
  {
    name: 'citizen: nothing found, and a code that is none',
    async run(walk) {
      const citizen = await walk.person(TELEPHONE);
      await searchFor(citizen, 'zzzz không có việc này');
      await citizen.check('citizen-search-empty');
      await citizen.go(trackingPage.path);
      await citizen.check('citizen-tracking');
      await trackingPage.code(citizen.page).fill('ZZZZ');
      await trackingPage.submit(citizen.page).click();
      await citizen.page.waitForLoadState();
      await citizen.check('citizen-tracking-error');
      await citizen.go('/khong-co-trang-nay', 404);
      await citizen.check('citizen-404');
    },
  },
  {
    name: 'citizen: the search by keyboard alone',
    async run(walk) {
      const citizen = await walk.person();
      await citizen.go(homePage.path);
      await tabTo(citizen.page, homePage.search(citizen.page));
      await citizen.page.keyboard.type('khai sinh');
      await citizen.page.keyboard.press('Enter');
      const found = main(citizen.page).getByRole('link', { name: /khai sinh/i }).first();
      await found.waitFor();
      await tabTo(citizen.page, found);
      await citizen.page.keyboard.press('Enter');
      await citizen.page.getByRole('heading', { level: 1, name: /khai sinh/i }).waitFor();
    },
  },
];
