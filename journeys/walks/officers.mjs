// One dossier's whole life: counter, officer, chair, clerk, counter, citizen.
// For the main job of the program; each person sits at a screen of their own.
import { WIDTHS } from '../kit/checks.mjs';
import { WAY, dossierPage, main, trackingPage, workPage, worklistPage } from '../names.mjs';
import { receive } from './counter.mjs';

/** Opens the dossier, chooses the act, fills in its form and confirms. */
async function act(officer, number, { act: name, fields }) {
  const { page } = officer;
  await officer.go(dossierPage.pathOf(number));
  const before = await main(page).innerText();
  await dossierPage.act(page, name).click();
  await page.waitForLoadState();
  for (const field of fields) await main(page).getByLabel(field.name).first().fill(field.value);
  if (!page.url().endsWith(dossierPage.pathOf(number))) {
    await dossierPage.confirm(page, name).click();
    await page.waitForLoadState();
  }
  await officer.go(dossierPage.pathOf(number));
  if ((await main(page).innerText()) === before) throw new Error(`${name} changed nothing on the page`);
}

export default [
  {
    name: 'officers: from the counter to the result, and the citizen sees it',
    async run(walk) {
      const { number, code } = await receive(await walk.officer('mot_cua'));
      for (const [index, step] of WAY.entries()) {
        // The chair signs on a telephone: approval must work at that width.
        const screen = step.post === 'chu_tich' ? WIDTHS[0] : WIDTHS[1];
        const officer = await walk.officer(step.post, screen);
        if (index === 1) {
          await officer.go(workPage.path);
          await officer.check('my-work');
          await officer.go(worklistPage.path);
          await officer.check('worklist');
        }
        await act(officer, number, step);
        await officer.check(`dossier-${index + 1}-${step.post}`);
      }
      const citizen = await walk.person(WIDTHS[0]);
      await citizen.go(trackingPage.pathOf(code));
      await main(citizen.page).getByText(/đã trả kết quả/i).first().waitFor();
      await citizen.check('tracking-returned');
    },
  },
  {
    name: 'officers: a dossier of nobody and a page without the right',
    async run(walk) {
      const clerk = await walk.officer('mot_cua');
      await clerk.go(dossierPage.pathOf('000.00.00.H00-000000-0000'), 404);
      await clerk.check('officer-404');
      const { page } = await walk.officer('van_thu');
      const response = await page.goto('/cb/quay');
      if (response.status() !== 403) throw new Error(`the counter answers ${response.status()} to the clerk`);
    },
  },
];
