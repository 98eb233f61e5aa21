// Officers at the door: wrong password, empty form, a page that needs signing in first.
// For sessions, and for the words that a stranger gets.
import { accountOf } from '../kit/accounts.mjs';
import { errorSummary, signInPage, worklistPage } from '../names.mjs';

export default [
  {
    name: 'sign-in: errors, then the page that was asked for',
    async run(walk) {
      const account = accountOf(walk.accounts, 'mot_cua');
      const officer = await walk.person();
      await officer.go(signInPage.path);
      await officer.check('sign-in');
      await signInPage.submit(officer.page).click();
      await errorSummary(officer.page).waitFor();
      await officer.check('sign-in-empty');
      await officer.signIn(account, 'sai mật khẩu');
      await errorSummary(officer.page).waitFor();
      await officer.check('sign-in-wrong');
      if (await signInPage.password(officer.page).inputValue()) {
        throw new Error('the page sends the password back');
      }
      await officer.page.goto(worklistPage.path);
      await signInPage.username(officer.page).fill(account.username);
      await signInPage.password(officer.page).fill(account.password);
      await signInPage.submit(officer.page).click();
      await officer.page.waitForURL(/\/cb\/ho-so/);
      await officer.page.getByRole('button', { name: /đăng xuất/i }).click();
      await officer.page.goto(worklistPage.path);
      await signInPage.password(officer.page).waitFor();
    },
  },
];
