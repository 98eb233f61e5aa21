// The clerk at the counter receives a dossier, and the citizen follows it from the receipt.
// For the busiest page of the commune; `receive` is also the start of the officers' journey.
import { WIDTHS, paper } from '../kit/checks.mjs';
import {
  CERTIFIED_COPY,
  DOSSIER_NUMBER,
  MARRIAGE_STATUS,
  POST,
  TRACKING_CODE,
  counterPage,
  donePage,
  errorSummary,
  homePage,
  main,
  trackingPage,
  worklistPage,
} from '../names.mjs';

let serial = Math.floor(Math.random() * 1e6);

const MIDDLE = ['Văn', 'Đức', 'Hữu', 'Quang', 'Minh', 'Xuân', 'Ngọc', 'Thế', 'Công', 'Bá', 'Đình'];
const GIVEN = ['Thịnh', 'Ất', 'Đủ', 'Quỳnh', 'Nghĩa', 'Hưởng', 'Phước', 'Khuê', 'Ổn', 'Vượng', 'Tuyển', 'Diễn', 'Lịch'];

/** An invented citizen, another one each time: the province 000 of the number does not exist. */
export function someone() {
  serial = (serial + 1) % 1e6;
  const digits = String(serial).padStart(6, '0');
  const day = String(1 + (serial % 28)).padStart(2, '0');
  return {
    number: `000092${digits}`,
    name: `Phạm ${MIDDLE[serial % MIDDLE.length]} ${GIVEN[serial % GIVEN.length]}`,
    birth: `${day}/02/1992`,
    address: 'Thôn 2, xã Quang Khải',
    phone: `0900${digits}`,
  };
}

/** The fee of the sample procedure is fixed by the province, so the clerk enters it with its ground. */
export const FEE = { entered_dong: '15000', entered_basis: 'Nghị quyết của Hội đồng nhân dân tỉnh' };

/** Names the procedure; its papers and fees come by themselves, or without script by a press. */
export async function chooseProcedure(clerk, code) {
  const { page } = clerk;
  await counterPage.field(page, 'procedure').fill(code);
  if (!clerk.script) await counterPage.compute(page).click();
  await counterPage.allPapers(page).waitFor();
}

/** Types values into the fields of these names. */
export async function fill(page, values) {
  for (const [name, value] of Object.entries(values)) await counterPage.field(page, name).fill(value);
}

/** Reads number and tracking code of what was just taken in. */
export async function justMade(page) {
  await page.waitForURL(counterPage.donePath);
  const text = await main(page).innerText();
  const number = DOSSIER_NUMBER.exec(text)?.[0];
  const code = TRACKING_CODE.exec(text)?.[0].replace('-', '');
  if (!number || !code) throw new Error(`the page lacks its number or its code:\n${text}`);
  return { number, code };
}

/** Receives one dossier and gives its number and its tracking code. */
export async function receive(clerk, citizen = someone()) {
  const { page } = clerk;
  await clerk.go(counterPage.path);
  await chooseProcedure(clerk, MARRIAGE_STATUS.code);
  await fill(page, { ...citizen, ...FEE });
  await counterPage.allPapers(page).check();
  await counterPage.save(page).click();
  return { ...(await justMade(page)), citizen };
}

async function receiptsOnPaper(clerk, walk, number) {
  const { page } = clerk;
  await donePage.receipt(page).click();
  await page.waitForURL(new RegExp(`${donePage.receiptPathOf(number)}$`));
  await clerk.check('receipt');
  const a5 = await paper(page, walk.results, 'receipt');
  if (!a5.text.includes(number)) throw new Error('the printed receipt lacks its number');
  // Two copies, and the ground of the date on the back of the citizen's.
  if (a5.sheets !== 3 || a5.format !== 'A5') throw new Error(`the receipt takes ${a5.sheets} sheets of ${a5.format}`);
  await clerk.go(`${donePage.receiptPathOf(number)}?kho=a4`);
  const a4 = await paper(page, walk.results, 'receipt-a4');
  if (a4.sheets !== 2 || a4.format !== 'A4 landscape') throw new Error(`two receipts take ${a4.sheets} sheets of ${a4.format}`);
}

async function followed(walk, { number, code, citizen }) {
  const person = await walk.person(WIDTHS[0]);
  const { page } = person;
  await person.go(homePage.path);
  // As somebody types it: small letters, with the dash of the receipt.
  await homePage.code(page).fill(`${code.slice(0, 4)}-${code.slice(4)}`.toLowerCase());
  await homePage.track(page).click();
  await page.waitForURL(new RegExp(`/t/${code}`));
  await person.check('tracking-received');
  const shown = await page.locator('body').innerText();
  for (const secret of [citizen.name, citizen.number, citizen.address, citizen.phone]) {
    if (shown.includes(secret)) throw new Error(`tracking shows a stranger ${secret}`);
  }
  await person.go(trackingPage.path);
  await trackingPage.number(page).fill(number);
  await trackingPage.lastFour(page).fill('0000');
  await trackingPage.find(page).click();
  await errorSummary(page).waitFor();
  await person.check('tracking-wrong-proof');
  await trackingPage.number(page).fill(number);
  await trackingPage.lastFour(page).fill(citizen.phone.slice(-4));
  await trackingPage.find(page).click();
  await page.waitForURL(new RegExp(`/t/${code}`));
}

/** What a hurried or hostile hand types: it is answered with sentences and stays as it was typed. */
const BAD = {
  number: '12345',
  name: `Nguyễn <b>Văn</b> & "Ả" 😀 ${'rất dài '.repeat(60)}`.trim(),
  birth: '31/02/1992',
  address: '<script>alert(1)</script>',
  phone: '09 abc',
};

export default [
  {
    name: 'counter: intake, receipt on paper, tracking by the citizen',
    async run(walk) {
      const clerk = await walk.officer(POST.oneStop);
      await clerk.go(counterPage.path);
      await clerk.check('counter-empty');
      const made = await receive(clerk);
      await clerk.check('counter-done');
      await receiptsOnPaper(clerk, walk, made.number);
      await followed(walk, made);
    },
  },
  {
    name: 'counter: bad input is answered with sentences, and everything stays',
    async run(walk) {
      const clerk = await walk.officer(POST.oneStop);
      const { page } = clerk;
      await clerk.go(counterPage.path);
      await counterPage.save(page).click();
      await errorSummary(page).waitFor();
      await clerk.check('counter-nothing');
      await clerk.go(counterPage.path);
      await chooseProcedure(clerk, MARRIAGE_STATUS.code);
      await fill(page, { ...BAD, ...FEE });
      await counterPage.allPapers(page).check();
      await clerk.check('counter-filled');
      await counterPage.save(page).click();
      await errorSummary(page).waitFor();
      await clerk.check('counter-errors');
      for (const [name, value] of Object.entries({ ...BAD, ...FEE })) {
        const kept = await counterPage.field(page, name).inputValue();
        if (kept !== value) throw new Error(`an error loses ${name}: ${kept}`);
      }
      if (!(await counterPage.allPapers(page).isChecked())) throw new Error('an error loses the papers');
      await fill(page, someone());
      await counterPage.save(page).click();
      await justMade(page);
    },
  },
  {
    name: 'counter: certified copies, done and returned on the spot',
    async run(walk) {
      const clerk = await walk.officer(POST.oneStop);
      const { page } = clerk;
      await clerk.go(counterPage.path);
      await chooseProcedure(clerk, CERTIFIED_COPY.code);
      await fill(page, { ...someone(), pages: '4', copies: '3' });
      await counterPage.allPapers(page).check();
      if (!clerk.script) await counterPage.compute(page).click();
      // Two pages at 2,000, two at 1,000, three copies: circular 226/2016.
      await main(page).locator('.sum-list__total', { hasText: '18.000' }).waitFor();
      await clerk.check('counter-on-the-spot');
      await counterPage.onTheSpot(page).click();
      const { code } = await justMade(page);
      await clerk.check('counter-returned');
      const citizen = await walk.person(WIDTHS[0]);
      await citizen.go(trackingPage.pathOf(code));
      await main(citizen.page).getByText(/đã trả/i).first().waitFor();
    },
  },
  {
    name: 'counter: a double click takes one dossier in',
    async run(walk) {
      const clerk = await walk.officer(POST.oneStop);
      const { page } = clerk;
      const citizen = someone();
      await clerk.go(counterPage.path);
      await chooseProcedure(clerk, MARRIAGE_STATUS.code);
      await fill(page, { ...citizen, ...FEE });
      await counterPage.allPapers(page).check();
      await counterPage.save(page).dblclick();
      await justMade(page);
      await clerk.go(worklistPage.ofWord(citizen.number));
      const count = await worklistPage.rows(page).count();
      if (count !== 1) throw new Error(`a double click leaves ${count} dossiers`);
    },
  },
];
