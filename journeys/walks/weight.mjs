// What a page costs on a slow line: bytes in an empty cache, and the wait for the first words.
// For the budgets of the brief: 60 KB for citizens, 90 KB for officers, 2.5 seconds for both.
import { WIDTHS, slowPaint, transferSize } from '../kit/checks.mjs';
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

const PAINT_MS_MAX = 2_500;
/** Letters that come late are as wide as those in their place (01-faces.css), so hardly anything moves. */
const SHIFT_MAX = 0.05;
/** The machine's other work only ever adds to a measure, so the best of these tells of the page. */
const TRIES = 3;

async function paintInTime(person, paths) {
  const slow = [];
  for (const path of paths) {
    const seen = [];
    for (let turn = 0; turn < TRIES; turn += 1) {
      seen.push(await slowPaint(person, path));
      if (seen.at(-1).paint <= PAINT_MS_MAX) break;
    }
    const paint = Math.round(Math.min(...seen.map((one) => one.paint)));
    const shift = Math.max(...seen.map((one) => one.shift));
    if (paint > PAINT_MS_MAX) slow.push(`${path}: first words after ${paint} ms, at most ${PAINT_MS_MAX}`);
    if (shift > SHIFT_MAX) slow.push(`${path}: the layout shifts by ${shift}, at most ${SHIFT_MAX}`);
  }
  if (slow.length > 0) throw new Error(slow.join('\n'));
}

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
  {
    name: 'weight: the first words come in time on a slow line',
    script: true,
    alone: true,
    async run(walk) {
      const officer = await walk.officer(POST.oneStop);
      const { number, code } = await receive(officer);
      const citizen = await walk.person(WIDTHS[0]);
      await citizen.go(procedurePage.pathOf(BIRTH.code));
      const procedure = new URL(citizen.page.url()).pathname;
      await paintInTime(citizen, [homePage.path, procedure, trackingPage.pathOf(code), signInPage.path]);
      await paintInTime(officer, [workPage.path, worklistPage.path, counterPage.path, dossierPage.pathOf(number)]);
    },
  },
];
