// One script for every page. Each part fails alone, and every page works without it.
(() => {
  'use strict';
  const doc = document;
  const one = (selector, root = doc) => root.querySelector(selector);
  const all = (selector, root = doc) => [...root.querySelectorAll(selector)];
  const part = (work) => { try { work(); } catch (error) { console.error(error); } };
  const clock = () => { const now = new Date(); return `${now.getHours()}:${String(now.getMinutes()).padStart(2, '0')}`; };
  const post = (url, form, fields) => {
    const body = new URLSearchParams();
    for (const [name, value] of fields || new FormData(form)) if (typeof value === 'string') body.append(name, value);
    return fetch(url, { method: 'POST', body, credentials: 'same-origin', headers: { 'X-Requested-With': 'fetch' } })
      .then((answer) => { if (!answer.ok || answer.redirected) throw new Error(`${url}: ${answer.status}`); return answer; });
  };

  // The error summary takes the focus; a press on an error goes into its field, label and all in view.
  part(() => {
    const summary = one('[data-error-summary]');
    if (!summary) return;
    if (!doc.title.startsWith('Lỗi:')) doc.title = `Lỗi: ${doc.title}`;
    summary.tabIndex = -1;
    summary.focus();
    summary.addEventListener('click', (event) => {
      const link = event.target.closest('a[href^="#"]');
      const control = link && doc.getElementById(link.hash.slice(1));
      if (!control) return;
      event.preventDefault();
      (control.closest('.field') || control).scrollIntoView({ block: 'start' });
      control.focus({ preventScroll: true });
    });
  });

  // A form that was sent ignores a second press and says so. Coming back by the browser's button frees it.
  part(() => {
    const free = () => all('form[data-sent]').forEach((form) => {
      delete form.dataset.sent;
      all('[data-words]', form).forEach((button) => { button.textContent = ''; button.append(...button.kept); button.removeAttribute('aria-disabled'); delete button.dataset.words; });
    });
    doc.addEventListener('submit', (event) => {
      const form = event.target;
      if (event.defaultPrevented || form.method === 'get' || form.target === '_blank') return;
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = '1';
      const button = event.submitter;
      if (button && button.matches('.button')) setTimeout(() => {
        button.kept = [...button.childNodes];
        button.dataset.words = '1';
        button.textContent = 'Đang gửi…';
        button.setAttribute('aria-disabled', 'true');
      });
    });
    addEventListener('pageshow', (event) => { if (event.persisted) free(); });
  });

  // Officers' keys: only outside fields, never while an input method composes, off where the page or the person says so.
  part(() => {
    const remembered = () => { try { return localStorage.getItem('shortcuts'); } catch { return null; } };
    const on = () => doc.body.dataset.shortcuts === 'on' && remembered() !== 'off';
    all('[data-toggle-shortcuts]').forEach((button) => {
      const say = () => { button.textContent = remembered() === 'off' ? 'Bật phím tắt' : 'Tắt phím tắt'; };
      button.hidden = false;
      say();
      button.addEventListener('click', () => { localStorage.setItem('shortcuts', remembered() === 'off' ? 'on' : 'off'); say(); });
    });
    if (!doc.body.dataset.shortcuts) return;
    const rows = all('[data-row]');
    const places = { h: '/cb/ho-so', q: '/cb/quay', v: '/cb/viec', k: '/ld/ke-hoach' };
    let at = rows.findIndex((row) => row.classList.contains('row--selected'));
    let afterG = 0;
    const select = (index) => {
      if (!rows.length) return;
      if (rows[at]) rows[at].classList.remove('row--selected');
      at = Math.max(0, Math.min(rows.length - 1, index));
      rows[at].classList.add('row--selected');
      const link = one('a', rows[at]);
      if (link) link.focus({ preventScroll: true });
      rows[at].scrollIntoView({ block: 'nearest' });
    };
    const press = (key) => {
      const target = all('[data-key]').find((element) => element.dataset.key.toLowerCase() === key.toLowerCase() && !element.hidden);
      if (target) target.click();
      return Boolean(target);
    };
    const letter = (event) => {
      const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
      if (Date.now() - afterG < 1500 && places[key]) {
        const link = one(`.office-nav a[href^="${places[key]}"]`);
        afterG = 0;
        if (link) link.click();
        return Boolean(link);
      }
      afterG = key === 'g' ? Date.now() : 0;
      if (rows.length && (key === 'j' || key === 'ArrowDown')) { select(at + 1); return true; }
      if (rows.length && (key === 'k' || key === 'ArrowUp')) { select(at - 1); return true; }
      if (key === '/') { const box = one('[data-search]'); if (box) { box.focus(); box.select(); } return Boolean(box); }
      if (key === 'Enter') {
        const link = doc.activeElement === doc.body && rows[at] && one('a', rows[at]);
        if (link) link.click();
        return Boolean(link);
      }
      return press(key);
    };
    doc.addEventListener('keydown', (event) => {
      if (event.isComposing || event.keyCode === 229 || event.altKey || event.metaKey || event.defaultPrevented || !on()) return;
      if (event.ctrlKey) {
        const form = event.key === 'Enter' && one('form[data-main-form]');
        if (form) { event.preventDefault(); form.requestSubmit(one('[data-key="Ctrl+Enter"]', form)); }
        return;
      }
      if (/^F(2|8|9)$/.test(event.key)) { if (press(event.key)) event.preventDefault(); return; }
      const field = event.target.closest && event.target.closest('input, select, textarea, [contenteditable]');
      if (field && !/^(checkbox|radio)$/.test(field.type)) { if (event.key === 'Escape') field.blur(); return; }
      if (letter(event)) event.preventDefault();
    });
  });

  // Print and copy need the script, so they show only now.
  part(() => {
    all('[data-print]').forEach((button) => { button.hidden = false; button.addEventListener('click', () => print()); });
    all('[data-copy]').forEach((button) => {
      button.hidden = !navigator.clipboard;
      button.addEventListener('click', () => navigator.clipboard.writeText(button.dataset.copy).then(() => {
        const before = [...button.childNodes];
        button.textContent = 'Đã chép';
        setTimeout(() => { button.textContent = ''; button.append(...before); }, 2000);
      }));
    });
  });

  // How many characters are left, said politely when typing rests.
  part(() => all('[data-count]').forEach((box) => {
    const words = one(`[data-count-of="${box.id}"]`);
    if (!words) return;
    const say = () => {
      const left = Number(box.dataset.count) - [...box.value].length;
      words.textContent = left < 0 ? `Quá ${-left} ký tự` : `Còn ${left} ký tự`;
      words.classList.toggle('field__count--over', left < 0);
    };
    let timer;
    words.setAttribute('aria-live', 'polite');
    box.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(say, 300); });
    say();
  }));

  // Intake: the server recomputes due date and fee; its fragment takes the place of [data-quote].
  part(() => all('form[data-live-quote]').forEach((form) => {
    let timer;
    let turn = 0;
    const ask = () => {
      const mine = ++turn;
      const quote = one('[data-quote]');
      if (!quote) return;
      quote.classList.add('is-stale');
      post(form.dataset.liveQuote, form)
        .then((answer) => answer.text())
        .then((html) => {
          if (mine !== turn) return;
          const answer = new DOMParser().parseFromString(html, 'text/html').body;
          const fresh = answer.firstElementChild;
          // Parts that depend on the procedure come along; one is renewed only when what it is of has changed.
          all('[data-part]', answer).forEach((part) => {
            const old = one(`form [data-part="${part.dataset.part}"]`);
            if (!old || old.dataset.of === part.dataset.of) return;
            const held = old.contains(doc.activeElement) && doc.activeElement.id;
            old.replaceWith(part);
            if (held && doc.getElementById(held)) doc.getElementById(held).focus();
          });
          if (fresh) one('[data-quote]').replaceWith(fresh);
        })
        .catch(() => { if (mine === turn) quote.classList.remove('is-stale'); });
    };
    const soon = () => { clearTimeout(timer); timer = setTimeout(ask, 350); };
    form.addEventListener('input', soon);
    form.addEventListener('change', soon);
    form.addEventListener('card-filled', soon);
  }));

  // Identity card: a scanner types the whole QR string and Enter. The server splits it; Enter never sends the form.
  part(() => all('[data-card]').forEach((box) => {
    let last = '';
    const read = () => {
      const string = box.value;
      if (!box.dataset.cardUrl || string.split('|').length < 6 || string === last) return;
      last = string;
      post(box.dataset.cardUrl, null, [['card', string]])
        .then((answer) => answer.json())
        .then((fields) => {
          for (const [name, value] of Object.entries(fields)) {
            const control = box.form.elements[name];
            if (control && typeof value === 'string') control.value = value;
          }
          last = '';
          all('[data-card-read]').forEach((note) => { note.hidden = false; });
          box.form.dispatchEvent(new Event('card-filled'));
          const next = box.dataset.cardNext && box.form.elements[box.dataset.cardNext];
          if (next) next.focus();
        })
        .catch(() => { last = ''; });
    };
    let timer;
    box.addEventListener('keydown', (event) => { if (event.key === 'Enter' && !event.ctrlKey) { event.preventDefault(); read(); } });
    box.addEventListener('input', () => { clearTimeout(timer); timer = setTimeout(read, 150); });
  }));

  // A draft is kept on the server once typing rests; the page says when.
  part(() => all('form[data-autosave]').forEach((form) => {
    let timer;
    const say = (text) => all('[data-autosave-state]').forEach((place) => { place.textContent = text; });
    const save = () => {
      if (form.dataset.sent) return;
      post(form.dataset.autosave, form)
        .then(() => say(`Đã lưu nháp lúc ${clock()}`))
        .catch(() => say('Chưa lưu được nháp. Chữ đã gõ vẫn còn trên trang này.'));
    };
    const soon = () => { clearTimeout(timer); timer = setTimeout(save, 3000); };
    form.addEventListener('input', soon);
    form.addEventListener('card-filled', soon);
    form.addEventListener('submit', () => clearTimeout(timer));
  }));
})();
