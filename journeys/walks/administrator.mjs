// Accounts: made, first password changed, second step lost, its owner gone.
// For the commune's administrator; alone, since the telephone is enrolled once.
import {
  POST,
  errorSummary,
  main,
  newPasswordPage,
  peoplePage,
  secondStep,
  signInPage,
  workPage,
} from '../names.mjs';

const PHRASE = 'con trâu đi trước cái cày';
let serial = Math.floor(Math.random() * 1e5);

/** Somebody new in this post; gives the account with its temporary password. */
export async function newAccount(administrator, post) {
  const { page } = administrator;
  serial += 1;
  const account = { username: `thu.${serial}`, name: `Nguyễn Thử ${serial}` };
  await administrator.go(peoplePage.newPath);
  await peoplePage.field(page, 'name').fill(account.name);
  await peoplePage.field(page, 'username').fill(account.username);
  await peoplePage.post(page, post).check();
  await peoplePage.create(page).click();
  const password = (await peoplePage.temporary(page).innerText()).trim();
  return { ...account, password };
}

export default [
  {
    name: 'administrator: a new officer must change the first password, then leaves',
    alone: true,
    async run(walk) {
      const administrator = await walk.officer(POST.administrator);
      const { page } = administrator;
      await administrator.go(peoplePage.newPath);
      await administrator.check('new-account');
      await peoplePage.create(page).click();
      await errorSummary(page).waitFor();
      await administrator.check('new-account-error');
      const account = await newAccount(administrator, POST.clerk);
      await administrator.check('new-account-made');

      const officer = await walk.person();
      await officer.signIn(account);
      await officer.page.waitForURL(new RegExp(`${newPasswordPage.path}$`));
      await officer.check('first-password');
      // Nothing else opens before that.
      await officer.page.goto(workPage.path);
      if (!new URL(officer.page.url()).pathname.startsWith(signInPage.path)) {
        throw new Error(`with a temporary password ${officer.page.url()} opens`);
      }
      const [first, again] = await newPasswordPage.fields(officer.page).all();
      const change = async (password, repeated = password) => {
        await first.fill(password);
        await again.fill(repeated);
        await newPasswordPage.submit(officer.page).click();
      };
      await change('1234');
      await errorSummary(officer.page).waitFor();
      await officer.check('first-password-error');
      await change(account.password);
      await errorSummary(officer.page).waitFor();
      await change(PHRASE, `${PHRASE}.`);
      await errorSummary(officer.page).waitFor();
      await change(PHRASE);
      await officer.page.waitForURL(new RegExp(workPage.path));

      await administrator.go(peoplePage.path);
      await administrator.check('accounts');
      await peoplePage.person(page, account.name).click();
      await administrator.check('account');
      await peoplePage.end(page).click();
      await administrator.check('account-end');
      await peoplePage.endForGood(page).click();
      await main(page).getByText(/kết thúc/i).first().waitFor();
      await officer.page.goto(workPage.path);
      await signInPage.password(officer.page).waitFor();
      await officer.signIn(account, PHRASE);
      await errorSummary(officer.page).waitFor();
    },
  },
  {
    name: 'administrator: a telephone left at home, and a recovery code that works once',
    script: true,
    alone: true,
    async run(walk) {
      const owner = await walk.officer(POST.administrator);
      const account = await newAccount(owner, POST.administrator);
      const officer = await walk.person();
      await officer.signIn(account);
      const [first, again] = await newPasswordPage.fields(officer.page).all();
      await first.fill(PHRASE);
      await again.fill(PHRASE);
      await newPasswordPage.submit(officer.page).click();
      await officer.page.waitForURL(new RegExp(secondStep.enrolPath));
      await officer.enrol(account.username);
      const [code] = officer.recoveryCodes;
      const typeCode = async (person) => {
        await person.go(signInPage.path);
        await signInPage.username(person.page).fill(account.username);
        await signInPage.password(person.page).fill(PHRASE);
        await signInPage.submit(person.page).click();
        await secondStep.lost(person.page).click();
        await secondStep.recovery(person.page).fill(code);
        await person.check('second-step-recovery');
        await secondStep.submit(person.page).click();
      };
      const elsewhere = await walk.person();
      await typeCode(elsewhere);
      await elsewhere.page.waitForURL(new RegExp(workPage.path));
      const thief = await walk.person();
      await typeCode(thief);
      await errorSummary(thief.page).waitFor();
      await thief.check('second-step-recovery-used');
    },
  },
  {
    name: 'administrator: every page of their own',
    script: true,
    alone: true,
    async run(walk) {
      const administrator = await walk.officer(POST.administrator);
      for (const path of [workPage.path, peoplePage.path, '/qt/thu-tuc', '/cb/tai-khoan']) {
        await administrator.go(path);
        await administrator.check(`administrator${path}`.replace(/[^\p{L}\p{N}]+/gu, '-'));
      }
    },
  },
];
