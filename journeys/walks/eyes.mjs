// The main pages for eyes that need more: text twice as large, wider spacing, the system's own colours.
// For WCAG 1.4.4, 1.4.12 and forced colours, at the width of a telephone.
import { bordersInForcedColours, nothingLost, noHorizontalScroll, withStyle } from '../kit/checks.mjs';
import { WIDTHS } from '../kit/checks.mjs';
import {
  BIRTH,
  MARRIAGE_STATUS,
  POST,
  counterPage,
  dossierPage,
  homePage,
  procedurePage,
  signInPage,
  signingPage,
  trackingPage,
  workPage,
  worklistPage,
} from '../names.mjs';
import { chooseProcedure, receive } from './counter.mjs';

/** WCAG 2.2, 1.4.12: what a reader may set, and nothing may be lost. */
const SPACING = `* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
p { margin-bottom: 2em !important; }`;
const LARGE = 'html { font-size: 200% !important; }';
/** A window of 1366 px at a zoom of 200 %. */
const ZOOMED = 683;

async function look(person, name) {
  const { page } = person;
  await page.setViewportSize(WIDTHS[0]);
  for (const [kind, style] of [['spacing', SPACING], ['large', LARGE]]) {
    await withStyle(page, style, async () => {
      await nothingLost(page);
      await person.shot(`${name}-${kind}`);
    });
  }
  await withStyle(page, SPACING, () => noHorizontalScroll(page, 320));
  await noHorizontalScroll(page, ZOOMED);
  await page.emulateMedia({ forcedColors: 'active' });
  await bordersInForcedColours(page);
  await person.shot(`${name}-forced-colours`);
  await page.emulateMedia({ forcedColors: null });
}

export default [
  {
    name: 'eyes: citizens read with large text, wide spacing and forced colours',
    script: true,
    async run(walk) {
      const citizen = await walk.person(WIDTHS[0]);
      for (const path of [homePage.path, '/tim?q=khai+sinh', procedurePage.pathOf(BIRTH.code), trackingPage.path, signInPage.path]) {
        await citizen.go(path);
        await look(citizen, `eyes-citizen${path}`.replace(/[^\p{L}\p{N}]+/gu, '-'));
      }
    },
  },
  {
    name: 'eyes: officers work with large text, wide spacing and forced colours',
    script: true,
    async run(walk) {
      const clerk = await walk.officer(POST.oneStop);
      const { number, code } = await receive(clerk);
      await look(clerk, 'eyes-done');
      for (const path of [workPage.path, worklistPage.path, dossierPage.pathOf(number), dossierPage.actPath(number, 'rut'), trackingPage.pathOf(code)]) {
        await clerk.go(path);
        await look(clerk, `eyes${path}`.replace(number, 'dossier').replace(code, 'code').replace(/[^\p{L}\p{N}]+/gu, '-'));
      }
      await clerk.go(counterPage.path);
      await chooseProcedure(clerk, MARRIAGE_STATUS.code);
      await counterPage.save(clerk.page).click();
      await look(clerk, 'eyes-counter-errors');
      const chair = await walk.officer(POST.chair, WIDTHS[0]);
      await chair.go(signingPage.path);
      await look(chair, 'eyes-signing');
    },
  },
];
