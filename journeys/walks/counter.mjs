// The clerk at the counter receives a dossier, and the citizen follows it from the receipt.
// For the busiest page of the commune; `receive` is also the start of the officers' journey.
import { paper, WIDTHS } from '../kit/checks.mjs';
import {
  DOSSIER_NUMBER,
  MARRIAGE_STATUS,
  TRACKING_CODE,
  counterPage,
  errorSummary,
  main,
  trackingPage,
} from '../names.mjs';

/** An invented citizen; the number belongs to nobody. */
const CITIZEN = {
  identity: '000000004217',
  name: 'Phạm Văn Thịnh',
  born: '05/02/1992',
  address: 'Thôn 2, xã Quang Khải',
  phone: '0900 000 417',
};

/** Receives one dossier and gives its number and its tracking code, read from the receipt. */
export async function receive(clerk) {
  const { page } = clerk;
  await clerk.go(counterPage.path);
  await counterPage.procedure(page).fill(MARRIAGE_STATUS.code);
  for (const field of ['identity', 'name', 'born', 'address', 'phone']) {
    await counterPage[field](page).fill(CITIZEN[field]);
  }
  for (const paperBox of await counterPage.papers(page).all()) await paperBox.check();
  await counterPage.save(page).click();
  await main(page).getByText(DOSSIER_NUMBER).first().waitFor();
  const text = await main(page).innerText();
  const number = DOSSIER_NUMBER.exec(text)?.[0];
  const code = TRACKING_CODE.exec(await page.content())?.[1];
  if (!number || !code) throw new Error(`the receipt lacks its number or its code:\n${text}`);
  return { number, code };
}

export default [
  {
    name: 'counter: intake with its errors, receipt on paper, tracking by the citizen',
    async run(walk) {
      const clerk = await walk.officer('mot_cua');
      await clerk.go(counterPage.path);
      await clerk.check('counter-empty');
      await counterPage.procedure(clerk.page).fill(MARRIAGE_STATUS.code);
      await counterPage.name(clerk.page).fill(CITIZEN.name);
      await counterPage.identity(clerk.page).fill('12345');
      await counterPage.save(clerk.page).click();
      await errorSummary(clerk.page).waitFor();
      await clerk.check('counter-errors');
      if ((await counterPage.name(clerk.page).inputValue()) !== CITIZEN.name) {
        throw new Error('an error loses what was typed');
      }

      const { number, code } = await receive(clerk);
      await clerk.check('receipt');
      const { text } = await paper(clerk.page, walk.results, 'receipt');
      if (!text.includes(number)) throw new Error('the printed receipt lacks its number');

      const citizen = await walk.person(WIDTHS[0]);
      await citizen.go(trackingPage.path);
      await trackingPage.code(citizen.page).fill(code);
      await trackingPage.submit(citizen.page).click();
      await citizen.page.waitForURL(new RegExp(`/t/${code}`));
      await citizen.check('tracking-received');
      const shown = await citizen.page.locator('body').innerText();
      for (const secret of [CITIZEN.name, CITIZEN.identity, CITIZEN.address]) {
        if (shown.includes(secret)) throw new Error(`tracking shows a stranger ${secret}`);
      }
    },
  },
];
