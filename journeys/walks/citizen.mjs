// A citizen looks for a procedure, reads it, prints its guide, and asks after a dossier.
// For what anybody sees without an account.
import { WIDTHS, paper, tabTo } from '../kit/checks.mjs';
import { BIRTH, CITIZEN_PAGES, errorSummary, homePage, main, procedurePage, trackingPage } from '../names.mjs';

const TELEPHONE = WIDTHS[0];

async function searchFor(citizen, words) {
  await citizen.go(homePage.path);
  await homePage.search(citizen.page).fill(words);
  await homePage.submit(citizen.page).click();
  await citizen.page.waitForURL(/\/tim\?/);
}

export default [
  {
    name: 'citizen: home, search, procedure, guide',
    async run(walk) {
      const citizen = await walk.person(TELEPHONE);
      await citizen.go(homePage.path);
      await citizen.check('citizen-home');
      const found = main(citizen.page).getByRole('link', { name: BIRTH.words }).first();
      for (const words of ['khai sinh', 'đăng ký khai sinh', 'ks', BIRTH.code]) {
        await searchFor(citizen, words);
        await found.waitFor();
      }
      await citizen.check('citizen-search');
      await found.click();
      await citizen.page.getByRole('heading', { level: 1, name: BIRTH.words }).waitFor();
      await citizen.check('citizen-procedure');
      await procedurePage.guide(citizen.page).click();
      await citizen.page.waitForURL(/\/in$/);
      await citizen.check('citizen-guide');
      const { sheets, text, format } = await paper(citizen.page, walk.results, 'citizen-guide');
      if (sheets > 2 || format !== 'A4') throw new Error(`the guide takes ${sheets} sheets of ${format}`);
      if (!BIRTH.words.test(text)) throw new Error('the printed guide does not name the procedure');
    },
  },
  {
    name: 'citizen: nothing found, a code that is none, a code that is lost',
    async run(walk) {
      const citizen = await walk.person(TELEPHONE);
      const { page } = citizen;
      await searchFor(citizen, 'zzzz');
      await citizen.check('citizen-search-empty');
      await citizen.go(trackingPage.path);
      await citizen.check('citizen-tracking');
      await trackingPage.code(page).fill('ZZZZ');
      await trackingPage.submit(page).click();
      await errorSummary(page).waitFor();
      await trackingPage.lost(page).getByText(/căn cước/).waitFor();
      await citizen.check('citizen-tracking-error');
      if ((await trackingPage.code(page).inputValue()) !== 'ZZZZ') throw new Error('an error loses the code');
      await citizen.go('/khong-co-trang-nay', 404);
      await citizen.check('citizen-404');
    },
  },
  {
    name: 'citizen: help, hours, privacy and the other pages to read',
    async run(walk) {
      const citizen = await walk.person(TELEPHONE);
      for (const path of CITIZEN_PAGES) {
        await citizen.go(path);
        await citizen.check(`citizen${path.replaceAll('/', '-')}`);
      }
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
      const found = main(citizen.page).getByRole('link', { name: BIRTH.words }).first();
      await found.waitFor();
      await tabTo(citizen.page, found);
      await citizen.page.keyboard.press('Enter');
      await citizen.page.getByRole('heading', { level: 1, name: BIRTH.words }).waitFor();
    },
  },
];
