// The numbers on the first page and beside the lists against the lists that they open.
// For everybody who decides by a number; alone, since other journeys take dossiers in.
import { POST, workPage, worklistPage } from '../names.mjs';

const POSTS = [POST.oneStop, POST.justice, POST.chair, POST.clerk];

async function compare(officer, label, number, href) {
  await officer.go(href);
  // A list of its own kind, such as the queue to sign, counts in its rows.
  const total = worklistPage.total(officer.page);
  if ((await total.count()) === 0) return;
  const listed = Number(/[\d.]+/.exec(await total.innerText())[0].replace('.', ''));
  if (listed !== number) throw new Error(`«${label}» says ${number}, its list ${href} has ${listed}`);
  const rows = await worklistPage.rows(officer.page).count();
  if (listed <= 20 && rows !== listed) throw new Error(`${href} says ${listed} and shows ${rows}`);
}

export default [
  {
    name: 'numbers: every figure equals its list',
    script: true,
    alone: true,
    async run(walk) {
      let compared = 0;
      for (const post of POSTS) {
        const officer = await walk.officer(post);
        const { page } = officer;
        await officer.go(workPage.path);
        const seen = [];
        for (const figure of await workPage.figures(page).all()) {
          const number = Number(await figure.locator('b').innerText());
          seen.push([await figure.innerText(), number, await figure.getByRole('link').getAttribute('href')]);
        }
        await officer.go(worklistPage.path);
        for (const link of await worklistPage.lists(page).all()) {
          const number = Number(await link.locator('.count').innerText());
          seen.push([await link.innerText(), number, await link.getAttribute('href')]);
        }
        for (const [label, number, href] of seen) await compare(officer, label.replace(/\s+/g, ' '), number, href);
        compared += seen.length;
      }
      if (compared < 30) throw new Error(`only ${compared} figures are there`);
    },
  },
];
