// The rarer acts of a dossier's life: voided, stopped, withdrawn, sent back, verified, returned to somebody else …
// For clerks, officers and the chair on the days when things do not go straight.
import {
  MARRIAGE_STATUS,
  POST,
  WAY,
  WITHOUT_LIMIT,
  counterPage,
  donePage,
  dossierPage,
  errorSummary,
  main,
  receiptPage,
  trackingPage,
  worklistPage,
} from '../names.mjs';
import { FEE, chooseProcedure, fill, justMade, receive, someone } from './counter.mjs';

/** Checked once, with script: all acts share one template, which the officers' journeys check in both modes. */
async function look(person, name) {
  if (person.script) await person.check(name);
}

/** Opens an act, sends it empty if it asks for something, then with these values. */
async function doAct(officer, number, slug, said, values = {}) {
  const { page } = officer;
  await officer.go(dossierPage.actPath(number, slug));
  if (Object.keys(values).length > 0) {
    await look(officer, `act-${slug}`);
    await dossierPage.confirm(page).click();
    await errorSummary(page).waitFor();
    await fill(page, values);
  }
  await dossierPage.confirm(page).click();
  await dossierPage.said(page).filter({ hasText: said }).waitFor();
}

/** Carries a dossier along its way as far as the step with this slug, that one included. */
async function carry(walk, officers, number, last) {
  for (const { post, slug, said } of WAY) {
    if (!officers.has(post)) officers.set(post, await walk.officer(post));
    await doAct(officers.get(post), number, slug, said);
    if (slug === last) return;
  }
}

async function tracked(walk, code, words, name) {
  const citizen = await walk.person();
  await citizen.go(trackingPage.pathOf(code));
  await main(citizen.page).getByText(words).first().waitFor();
  await look(citizen, name);
  await citizen.leave();
}

/** That the act's page is not given, because the dossier or the officer does not allow it. */
async function notGiven(officer, number, slug, status = 422) {
  await officer.go(dossierPage.actPath(number, slug), status);
}

export default [
  {
    name: 'acts: a procedure without a limit gets the day that the clerk names, with a reason',
    async run(walk) {
      const clerk = await walk.officer(POST.oneStop);
      const { page } = clerk;
      await clerk.go(counterPage.path);
      await chooseProcedure(clerk, WITHOUT_LIMIT.code);
      await fill(page, someone());
      await counterPage.allPapers(page).check();
      await counterPage.save(page).click();
      await errorSummary(page).filter({ hasText: 'lý do của ngày hẹn' }).waitFor();
      await look(clerk, 'without-limit-error');
      // The demonstration's day is 23/11/2023; the 26th is a Sunday.
      await fill(page, { appointed: '26/11/2023', appointed_reason: 'Chờ Hội đồng họp' });
      await counterPage.save(page).click();
      await errorSummary(page).filter({ hasText: 'cơ quan nghỉ' }).waitFor();
      await fill(page, { appointed: '15/12/2023' });
      await counterPage.save(page).click();
      const { code } = await justMade(page);
      await main(page).locator('.promise__when', { hasText: '15/12/2023' }).waitFor();
      await tracked(walk, code, '15/12/2023', 'tracking-without-limit');
    },
  },
  {
    name: 'acts: a receipt made by mistake is voided before it is handed over, and not after',
    async run(walk) {
      const clerk = await walk.officer(POST.oneStop);
      const wrong = await receive(clerk);
      await doAct(clerk, wrong.number, 'huy-giay', 'Đã hủy', { ly_do: 'Nhập nhầm người' });
      await tracked(walk, wrong.code, /đã hủy/i, 'tracking-voided');
      const right = await receive(clerk);
      await doAct(clerk, right.number, 'ban-giao', 'Đã bàn giao');
      await notGiven(clerk, right.number, 'huy-giay');
    },
  },
  {
    name: 'acts: a receipt printed again is counted',
    async run(walk) {
      const clerk = await walk.officer(POST.oneStop);
      const { page } = clerk;
      const { number } = await receive(clerk);
      await clerk.go(donePage.receiptPathOf(number));
      for (const next of [1, 2]) {
        await receiptPage.reprint(page).filter({ hasText: `lần ${next}` }).click();
        await page.getByText(`(bản in lại lần ${next})`).first().waitFor();
      }
      await look(clerk, 'receipt-reprinted');
    },
  },
  {
    name: 'acts: a dossier taken in late after a power cut says so and counts from its true hour',
    async run(walk) {
      const clerk = await walk.officer(POST.oneStop);
      const { page } = clerk;
      await clerk.go(counterPage.latePath);
      await look(clerk, 'late-entry');
      await chooseProcedure(clerk, MARRIAGE_STATUS.code);
      await fill(page, { ...someone(), ...FEE, late_day: '22/11/2023', late_time: '25:00', late_reason: 'Mất điện' });
      await counterPage.allPapers(page).check();
      await counterPage.save(page).click();
      await errorSummary(page).filter({ hasText: '25:00' }).waitFor();
      await look(clerk, 'late-entry-error');
      await fill(page, { late_time: '9:05' });
      await counterPage.save(page).click();
      const { number } = await justMade(page);
      if (!number.includes('-231122-')) throw new Error(`a dossier of 22/11 is numbered ${number}`);
      await main(page).getByText('Nhập bù').first().waitFor();
    },
  },
  {
    name: 'acts: several dossiers of one citizen, one of them filed by another',
    async run(walk) {
      const clerk = await walk.officer(POST.oneStop);
      const { page } = clerk;
      const { citizen } = await receive(clerk);
      await donePage.nextOfSame(page).click();
      await page.waitForURL(/nguoi=/);
      const kept = await counterPage.field(page, 'number').inputValue();
      if (kept !== citizen.number) throw new Error(`the next dossier asks again for the number: ${kept}`);
      await chooseProcedure(clerk, MARRIAGE_STATUS.code);
      await fill(page, FEE);
      await main(page).getByText('Nộp thay chủ hồ sơ').click();
      const owner = someone();
      await fill(page, { owner_name: owner.name, owner_birth: owner.birth });
      await counterPage.allPapers(page).check();
      await counterPage.save(page).click();
      await errorSummary(page).filter({ hasText: 'giấy ủy quyền' }).waitFor();
      await look(clerk, 'filed-by-another-error');
      await fill(page, { authority: 'giấy ủy quyền số 12' });
      await counterPage.save(page).click();
      await justMade(page);
      await main(page).getByText(owner.name).first().waitFor();
      await clerk.go(worklistPage.ofWord(citizen.number));
      const count = await worklistPage.rows(page).count();
      if (count !== 2) throw new Error(`two dossiers of one citizen are listed as ${count}`);
    },
  },
  {
    name: 'acts: the chair sends a step back, then another person fetches the result with proof',
    async run(walk) {
      const clerk = await walk.officer(POST.oneStop);
      const chair = await walk.officer(POST.chair);
      const { number, code } = await receive(clerk);
      const officers = new Map([[POST.oneStop, clerk], [POST.chair, chair]]);
      await carry(walk, officers, number, 'chuyen');
      await doAct(chair, number, 'tra-lai', 'Đã trả hồ sơ lại', { ly_do: 'Thiếu ngày sinh' });
      for (const { post, slug, said } of WAY.slice(1, 5)) {
        if (!officers.has(post)) officers.set(post, await walk.officer(post));
        await doAct(officers.get(post), number, slug, said);
      }
      const { page } = clerk;
      await clerk.go(dossierPage.actPath(number, 'tra'));
      await main(page).locator('input[name=ai_nhan][value=other]').check();
      await fill(page, { nguoi_nhan: 'Ngô Thị Mến', giay_to: '', chung_minh: '' });
      await dossierPage.confirm(page).click();
      await errorSummary(page).filter({ hasText: 'giấy ủy quyền' }).waitFor();
      await look(clerk, 'act-tra-error');
      await fill(page, { giay_to: '000192000111', chung_minh: 'Vợ, giấy ủy quyền số 5' });
      await dossierPage.confirm(page).click();
      await dossierPage.said(page).filter({ hasText: 'Đã trả kết quả' }).waitFor();
      await main(page).getByText('Ngô Thị Mến').first().waitFor();
      const citizen = await walk.person();
      await citizen.go(trackingPage.pathOf(code));
      if ((await main(citizen.page).innerText()).includes('Mến')) throw new Error('tracking names the collector');
    },
  },
  {
    name: 'acts: verified by the longer branch, stopped and resumed',
    async run(walk) {
      const clerk = await walk.officer(POST.oneStop);
      const justice = await walk.officer(POST.justice);
      const chair = await walk.officer(POST.chair);
      const { number, code } = await receive(clerk);
      await doAct(clerk, number, 'ban-giao', 'Đã bàn giao');
      await doAct(justice, number, 'xac-minh', 'Hạn trả đã đổi', { ly_do: 'Hỏi nơi cư trú cũ' });
      await notGiven(justice, number, 'xac-minh');
      await tracked(walk, code, /cần xác minh/i, 'tracking-verified');
      await doAct(chair, number, 'dung', 'Đã dừng', { ly_do: 'Có đơn tranh chấp' });
      await notGiven(justice, number, 'chuyen');
      await tracked(walk, code, /dừng giải quyết/i, 'tracking-stopped');
      await doAct(chair, number, 'tiep-tuc', 'giải quyết tiếp', { ly_do: 'Tòa đã trả lời' });
      await doAct(justice, number, 'chuyen', 'Đã chuyển');
    },
  },
  {
    name: 'acts: withdrawn by the citizen',
    async run(walk) {
      const clerk = await walk.officer(POST.oneStop);
      const { number, code } = await receive(clerk);
      await doAct(clerk, number, 'rut', 'rút hồ sơ', { ly_do: 'Người dân xin rút' });
      await tracked(walk, code, /đã rút/i, 'tracking-withdrawn');
      await notGiven(clerk, number, 'ban-giao');
    },
  },
  {
    name: 'acts: a late dossier is apologised for and appointed anew, once',
    script: true,
    async run(walk) {
      const chair = await walk.officer(POST.chair);
      const { page } = chair;
      await chair.go('/cb/ho-so?xem=qua-han');
      const href = await worklistPage.rows(page).first().getByRole('link').first().getAttribute('href');
      const number = decodeURIComponent(new URL(href, chair.base).pathname.split('/').pop());
      const clerk = await walk.officer(POST.oneStop);
      await notGiven(clerk, number, 'xin-loi', 403);
      const again = { ngay: '01/12/2023', ly_do: 'Cán bộ thụ lý nghỉ ốm' };
      await doAct(chair, number, 'xin-loi', 'hẹn lại', again);
      await notGiven(chair, number, 'xin-loi');
    },
  },
];
