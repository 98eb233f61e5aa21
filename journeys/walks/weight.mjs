// What a page costs on a slow line: bytes in an empty cache.
// For the budgets of the brief: 60 KB for citizens, 90 KB for officers.
import { transferSize } from '../kit/checks.mjs';
import {
  BIRTH,
  CITIZEN_PAGES,
  POST,
  counterPage,
  donePage,
  dossierPage,
  homePage,
  procedurePage,
  signInPage,
  signingPage,
  trackingPage,
  workPage,
  worklistPage,
} from '../names.mjs';
import { receive } from './counter.mjs';

const CITIZEN_BYTES_MAX = 60_000;
const OFFICER_BYTES_MAX = 90_000;

async function weigh(person, paths, bytesMax) {
  const heavy = [];
  for (const path of paths) {
    const bytes = await transferSize(person, path);
    if (bytes > bytesMax) heavy.push(`${path}: ${bytes} bytes, at most ${bytesMax}`);
  }
  if (heavy.length > 0) throw new Error(heavy.join('\n'));
}

export default [
  {
    name: 'weight: pages stay within their budget',
    script: true,
    async run(walk) {
      const officer = await walk.officer(POST.oneStop);
      const { number, code } = await receive(officer);
      const citizen = await walk.person();
      await citizen.go(procedurePage.pathOf(BIRTH.code));
      const procedure = new URL(citizen.page.url()).pathname;
      const read = [homePage.path, '/tim?q=khai+sinh', procedure, `${procedure}/in`, trackingPage.path];
      await weigh(citizen, [...read, trackingPage.pathOf(code), signInPage.path, ...CITIZEN_PAGES], CITIZEN_BYTES_MAX);
      const worked = [workPage.path, worklistPage.path, counterPage.path, dossierPage.pathOf(number)];
      await weigh(officer, [...worked, donePage.receiptPathOf(number), '/cb/quy'], OFFICER_BYTES_MAX);
      await weigh(await walk.officer(POST.chair), [signingPage.path, workPage.path], OFFICER_BYTES_MAX);
    },
  },
];
