// What a page costs on a slow line: bytes in an empty cache.
// For the budgets of the brief: 60 KB for citizens, 90 KB for officers.
import { transferSize } from '../kit/checks.mjs';
import { MARRIAGE_STATUS, counterPage, procedurePage, trackingPage, workPage, worklistPage } from '../names.mjs';

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
      const citizen = await walk.person();
      await weigh(citizen, ['/', '/thu-tuc', procedurePage.pathOf(MARRIAGE_STATUS.code), trackingPage.path], CITIZEN_BYTES_MAX);
      const officer = await walk.officer('mot_cua');
      await weigh(officer, [workPage.path, worklistPage.path, counterPage.path], OFFICER_BYTES_MAX);
    },
  },
];
