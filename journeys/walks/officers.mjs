// One dossier's whole life: counter, officer, chair, clerk, counter, citizen.
// For the main job of the program; each person sits at a screen of their own.
import { WIDTHS } from '../kit/checks.mjs';
import {
  POST,
  WAY,
  counterPage,
  dossierPage,
  errorSummary,
  main,
  signingPage,
  trackingPage,
  workPage,
  worklistPage,
} from '../names.mjs';
import { receive } from './counter.mjs';

/** One picture element of one pixel: the smallest file that is what it says. */
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGP4z8DwHwAFAAH/q842iQAAAABJRU5ErkJggg==',
  'base64',
);

/** Opens the dossier, chooses the act, and confirms its form; the page says what happened. */
async function act(officer, number, { slug, said }) {
  const { page } = officer;
  await officer.go(dossierPage.pathOf(number));
  await dossierPage.act(page, slug).click();
  await page.waitForURL(new RegExp(`/${slug}$`));
  await officer.check(`act-${slug}`);
  await dossierPage.confirm(page).click();
  await dossierPage.said(page).filter({ hasText: said }).waitFor();
  await officer.check(`dossier-after-${slug}`);
}

/** The chair signs from the queue, on a telephone. */
async function sign(chair, number, { slug, said }) {
  const { page } = chair;
  await chair.go(signingPage.path);
  await chair.check('signing-queue');
  // The queue has pages and the newest comes last; the dossier's own page leads there as well.
  const card = signingPage.card(page, number);
  if ((await card.count()) === 1) await signingPage.sign(card).click();
  else await chair.go(dossierPage.actPath(number, slug));
  await chair.check('act-sign');
  await dossierPage.confirm(page).click();
  await dossierPage.said(page).filter({ hasText: said }).waitFor();
}

async function attach(officer, number) {
  const { page } = officer;
  await officer.go(dossierPage.actPath(number, 'tep'));
  await officer.check('attach');
  const send = async (name, mimeType, buffer) => {
    await page.locator('input[type=file]').setInputFiles({ name, mimeType, buffer });
    await dossierPage.confirm(page).click();
  };
  await send('giấy giả.pdf', 'application/pdf', Buffer.from('không phải PDF'));
  await errorSummary(page).waitFor();
  await officer.check('attach-error');
  await send('bản chụp.png', 'image/png', PIXEL);
  await main(page).getByRole('link', { name: 'bản chụp.png' }).first().waitFor();
  await officer.check('attached');
}

export default [
  {
    name: 'officers: from the counter to the result, and the citizen sees it',
    async run(walk) {
      const clerk = await walk.officer(POST.oneStop);
      const { number, code } = await receive(clerk);
      const officers = new Map([[POST.oneStop, clerk]]);
      for (const step of WAY) {
        if (!officers.has(step.post)) {
          // The chair signs on a telephone: approval must work at that width.
          const screen = step.post === POST.chair ? WIDTHS[0] : WIDTHS[1];
          officers.set(step.post, await walk.officer(step.post, screen));
        }
        const officer = officers.get(step.post);
        if (step.post === POST.justice) await attach(officer, number);
        await (step.post === POST.chair ? sign : act)(officer, number, step);
      }
      const citizen = await walk.person(WIDTHS[0]);
      await citizen.go(trackingPage.pathOf(code));
      await main(citizen.page).getByText(/đã trả kết quả/i).first().waitFor();
      await citizen.check('tracking-returned');
    },
  },
  {
    name: 'officers: a supplement asked for, with its errors',
    async run(walk) {
      const clerk = await walk.officer(POST.oneStop);
      const { page } = clerk;
      const { number, code } = await receive(clerk);
      await clerk.go(dossierPage.actPath(number, 'bo-sung'));
      await clerk.check('supplement-empty');
      await dossierPage.confirm(page).click();
      await errorSummary(page).waitFor();
      await clerk.check('supplement-errors');
      await page.locator('#ten-1').fill('Sổ hộ khẩu');
      await page.locator('#vi_sao-1').fill('Bản nộp bị mờ');
      await page.locator('#cach_sua-1').fill('Chụp lại rõ mọi trang');
      await dossierPage.confirm(page).click();
      await dossierPage.said(page).filter({ hasText: 'Đã lập phiếu' }).waitFor();
      await clerk.check('dossier-awaiting');
      const citizen = await walk.person(WIDTHS[0]);
      await citizen.go(trackingPage.pathOf(code));
      await main(citizen.page).getByText('Sổ hộ khẩu').waitFor();
      await citizen.check('tracking-supplement');
    },
  },
  {
    name: 'officers: two at once, and the second sees who was first',
    async run(walk) {
      const clerk = await walk.officer(POST.oneStop);
      const { number } = await receive(clerk);
      const other = await walk.officer(POST.oneStop);
      await clerk.go(dossierPage.actPath(number, 'ban-giao'));
      await other.go(dossierPage.actPath(number, 'ban-giao'));
      await dossierPage.confirm(clerk.page).click();
      await dossierPage.said(clerk.page).waitFor();
      const [answer] = await Promise.all([
        other.page.waitForResponse((response) => response.request().method() === 'POST'),
        dossierPage.confirm(other.page).click(),
      ]);
      if (answer.status() !== 409) throw new Error(`the second officer is answered ${answer.status()}`);
      await other.check('conflict');
    },
  },
  {
    name: 'officers: every list and page of their own',
    script: true,
    async run(walk) {
      const visits = [
        [POST.oneStop, [workPage.path, worklistPage.path, '/cb/ho-so?xem=qua-han', '/cb/ho-so?q=khongcoai', '/cb/quay/nhap', '/cb/quay?bu=1', '/cb/quy', '/cb/phim-tat', '/cb/tai-khoan', '/cb/tai-khoan/mat-khau']],
        [POST.chair, [workPage.path, worklistPage.path, signingPage.path]],
        [POST.accountant, ['/cb/quy']],
      ];
      for (const [post, paths] of visits) {
        const officer = await walk.officer(post);
        for (const path of paths) {
          await officer.go(path);
          await officer.check(`own-${post}${path}`.replace(/[^\p{L}\p{N}]+/gu, '-'));
        }
      }
    },
  },
  {
    name: 'officers: a dossier of nobody and a page without the right',
    async run(walk) {
      const clerk = await walk.officer(POST.oneStop);
      await clerk.go(dossierPage.pathOf('000.00.00.H00-000000-0000'), 404);
      await clerk.check('officer-404');
      const sealer = await walk.officer(POST.clerk);
      await sealer.go(counterPage.path, 403);
      await sealer.check('officer-403');
    },
  },
];
