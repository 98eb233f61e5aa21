// The clerk's day of money: refunded, counted, closed, and accepted by the accountant.
// For every dong that passes over the counter; alone, since other journeys take money in as well.
import { POST, errorSummary, main, dossierPage, tillPage } from '../names.mjs';
import { fill, receive } from './counter.mjs';

export default [
  {
    name: 'money: a fee is refunded once, the day is counted, closed and accepted',
    alone: true,
    async run(walk) {
      const clerk = await walk.officer(POST.oneStop);
      const { page } = clerk;
      const { number } = await receive(clerk);
      await clerk.go(tillPage.path);
      await clerk.check('till');
      await tillPage.refund(tillPage.row(page, number)).click();
      await clerk.check('refund');
      await tillPage.confirm(page).click();
      await errorSummary(page).waitFor();
      await clerk.check('refund-error');
      await fill(page, { reason: 'Thuộc diện miễn' });
      await tillPage.confirm(page).click();
      await dossierPage.said(page).filter({ hasText: 'hoàn tiền' }).waitFor();
      if ((await tillPage.refund(tillPage.row(page, number)).count()) > 0) throw new Error('a fee can be refunded twice');

      // Whatever other journeys paid, something must lie in the till.
      await receive(clerk);
      await clerk.go(tillPage.path);
      const expected = await tillPage.expected(page).innerText();
      await tillPage.count(page).click();
      await tillPage.counted(page).fill('1');
      await tillPage.close(page).click();
      await errorSummary(page).filter({ hasText: 'ít hơn sổ' }).waitFor();
      await clerk.check('till-short');
      await tillPage.counted(page).fill(expected.replace(/\D/g, ''));
      await tillPage.close(page).click();
      await dossierPage.said(page).filter({ hasText: 'Đã chốt quỹ' }).waitFor();
      await clerk.check('till-closed');

      const accountant = await walk.officer(POST.accountant);
      await accountant.go(tillPage.path);
      await accountant.check('till-waiting');
      await tillPage.accept(accountant.page).click();
      await main(accountant.page).getByText(expected).first().waitFor();
      await accountant.check('till-accept');
      await tillPage.accepted(accountant.page).click();
      await dossierPage.said(accountant.page).filter({ hasText: 'Đã nhận bàn giao' }).waitFor();
    },
  },
];
