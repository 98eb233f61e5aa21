// Posts and rights: given to somebody, looked up, asked for oneself and agreed to by a second person.
// For the administrator and the chair; alone, since the menu counts what waits.
import { POST, errorSummary, peoplePage, rightsPage, workPage } from '../names.mjs';
import { newAccount } from './administrator.mjs';

/** What the other's menu says beside a place; nothing beside it is 0. */
async function counted(page, place) {
  const words = await rightsPage.menu(page, place).innerText();
  return Number(/\d+/.exec(words)?.[0] ?? 0);
}

export default [
  {
    name: 'rights: a post given, the table of rights, and rights for oneself that a second person confirms',
    alone: true,
    async run(walk) {
      const administrator = await walk.officer(POST.administrator);
      const { page } = administrator;
      const account = await newAccount(administrator, POST.justice);

      await administrator.go(rightsPage.post(POST.clerk));
      await administrator.check('post');
      await rightsPage.give(page).click();
      await errorSummary(page).waitFor();
      await administrator.check('post-error');
      const option = rightsPage.person(page).locator('option', { hasText: account.name });
      await rightsPage.person(page).selectOption(await option.getAttribute('value'));
      await rightsPage.give(page).click();
      await rightsPage.holder(page, account.name).waitFor();

      await administrator.go(rightsPage.matrix);
      await administrator.check('matrix');
      const all = await rightsPage.rows(page).count();
      await rightsPage.search(page).fill('đóng dấu');
      await rightsPage.find(page).click();
      await page.waitForURL(/tim=/);
      const found = await rightsPage.rows(page).count();
      if (found === 0 || found >= all) throw new Error(`the search shows ${found} of ${all} rights`);

      // For oneself it is only asked for.
      if ((await rightsPage.menu(page, 'Quầy').count()) > 0) throw new Error('the administrator is at the counter already');
      await administrator.go(rightsPage.post(POST.oneStop));
      const self = walk.accounts.find(({ post }) => post === POST.administrator).name;
      const own = rightsPage.person(page).locator('option', { hasText: self });
      const id = await own.getAttribute('value');
      await rightsPage.person(page).selectOption(id);
      await rightsPage.give(page).click();
      await rightsPage.waits(page).waitFor();
      await administrator.go(rightsPage.proposals);
      await rightsPage.own(page).waitFor();
      await administrator.check('proposals-own');
      if ((await rightsPage.confirm(page).count()) > 0) throw new Error('one may agree with oneself');
      if ((await counted(page, 'Quản trị')) !== 1) throw new Error('the menu does not count what waits');
      if ((await rightsPage.menu(page, 'Quầy').count()) > 0) throw new Error('in force before anybody agreed');

      const chair = await walk.officer(POST.chair);
      if ((await counted(chair.page, 'Quản trị')) !== 1) throw new Error('the chair is not told that somebody waits');
      await chair.go(rightsPage.proposals);
      await chair.check('proposals');
      await rightsPage.confirm(chair.page).click();
      await rightsPage.confirmed(chair.page).waitFor();
      if ((await counted(chair.page, 'Quản trị')) !== 0) throw new Error('what is answered still counts');

      // The same session of the administrator has another page now.
      await administrator.go(workPage.path);
      await rightsPage.menu(page, 'Quầy').waitFor();

      // As it was, for whoever walks next: less for oneself needs nobody.
      await administrator.go(`${peoplePage.path}/${id.split(':')[0]}`);
      await rightsPage.held(page, POST.oneStop).uncheck();
      await rightsPage.save(page).click();
      await administrator.go(workPage.path);
      if ((await rightsPage.menu(page, 'Quầy').count()) > 0) throw new Error('the post is still held');
    },
  },
];
