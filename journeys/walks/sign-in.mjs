// Officers at the door: wrong password, empty form, a page that needs signing in, a session that ends.
// For sessions, and for the words that a stranger gets.
import { accountOf } from '../kit/accounts.mjs';
import { MARRIAGE_STATUS, POST, counterPage, errorSummary, signInPage, signOut, worklistPage } from '../names.mjs';
import { chooseProcedure, fill, justMade, someone } from './counter.mjs';

async function typeIn(page, account) {
  await signInPage.username(page).fill(account.username);
  await signInPage.password(page).fill(account.password);
  await signInPage.submit(page).click();
}

export default [
  {
    name: 'sign-in: errors, then the page that was asked for',
    async run(walk) {
      const account = accountOf(walk.accounts, POST.accountant);
      const officer = await walk.person();
      const { page } = officer;
      await officer.go(signInPage.path);
      await officer.check('sign-in');
      await signInPage.submit(page).click();
      await errorSummary(page).waitFor();
      await officer.check('sign-in-empty');
      await officer.signIn(account, 'sai mật khẩu');
      await errorSummary(page).waitFor();
      await officer.check('sign-in-wrong');
      if (await signInPage.password(page).inputValue()) throw new Error('the page sends the password back');
      await page.goto(worklistPage.path);
      await typeIn(page, account);
      await page.waitForURL(/\/cb\/ho-so/);
      await signOut(page).click();
      await page.waitForURL(/\/dang-nhap|\/$/);
      await page.goto(worklistPage.path);
      await signInPage.password(page).waitFor();
    },
  },
  {
    name: 'sign-in: a session that ends while the clerk types loses nothing',
    async run(walk) {
      const account = accountOf(walk.accounts, POST.oneStop);
      const clerk = await walk.officer(POST.oneStop);
      const { page } = clerk;
      await clerk.go(counterPage.path);
      await chooseProcedure(clerk, MARRIAGE_STATUS.code);
      await fill(page, { ...someone(), entered_dong: '0', entered_basis: 'Thử phiên' });
      await counterPage.allPapers(page).check();
      await clerk.context.clearCookies();
      await counterPage.save(page).click();
      await page.getByText(/phần vừa nhập vẫn còn/).waitFor();
      await clerk.check('session-ended');
      await typeIn(page, account);
      await signInPage.resend(page).waitFor();
      await clerk.check('send-again');
      await signInPage.resend(page).click();
      await justMade(page);
    },
  },
];
