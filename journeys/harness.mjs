// The harness on a small site of its own: decent pages pass, each planted fault is found, in both modes.
// For whoever changes the harness: a check that cannot fail is worse than none.
import { createServer } from 'node:http';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAccounts } from './kit/accounts.mjs';
import { bordersInForcedColours, nothingLost, paper, slowPaint, tabTo, transferSize, withStyle } from './kit/checks.mjs';
import { digitsOf } from './kit/telephone.mjs';
import { runJourneys, startBrowser } from './kit/runner.mjs';

const STYLE = `body{margin:0;font:18px sans-serif;color:#18202c;background:#fff}
:focus{outline:3px solid #14294b}.hidden-focus:focus{outline:none;box-shadow:none}
.wide{width:900px}.pale{color:#ccc}.tiny{display:inline-block;width:8px;height:8px;padding:0;margin:0}
input,button{min-height:44px}.tiny-box{line-height:8px}
.low{height:1.2em;overflow:hidden}.tag,.deadline{display:inline-block;padding:4px}.deadline{border:1px solid}`;

const SKIP = '<a href="#main">Đi thẳng tới nội dung chính</a>';

function html(body, { skip = SKIP, head = '' } = {}) {
  return `<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Thử</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<link rel="stylesheet" href="/s.css"><script src="/s.js" defer></script>${head}</head>
<body><header>${skip}</header><main id="main" tabindex="-1"><h1>Trang thử</h1>${body}</main></body></html>`;
}

const SIGN_IN = `<form method="post" action="/dang-nhap">
<p><label for="username">Tên đăng nhập</label> <input id="username" name="username" autocomplete="username"></p>
<p><label for="password">Mật khẩu</label> <input id="password" name="password" type="password" autocomplete="current-password"></p>
<p><button>Đăng nhập</button></p></form>`;

/** Each fault on a page of its own, and the words by which the harness must name it. */
const FAULTS = [
  ['/no-label', html('<input name="a">'), 'label'],
  ['/pale', html('<p class="pale">Chữ mờ</p>'), 'color-contrast'],
  ['/tiny', html('<p class="tiny-box"><button class="tiny" aria-label="a"></button><button class="tiny" aria-label="b"></button></p>'), 'target-size'],
  ['/wide', html('<p class="wide">Rộng</p>'), 'px wide'],
  ['/no-skip', html('<p>Chữ</p>', { skip: '<a href="/">Trang đầu</a>' }), 'skip link'],
  ['/mute-tag', html('<span class="tag"></span>'), 'sign without words'],
  ['/loose-marks', html('<p>Hồ sơ</p>'.normalize('NFD')), 'not NFC'],
  ['/foreign', html('<p>Chữ</p>', { head: '<link rel="stylesheet" href="http://localhost:1/x.css">' }), 'another host'],
  ['/inline', html('<p style="color:#000">Chữ</p>'), 'Content Security Policy'],
  ['/broken', html('<p>Chữ</p>'), 'answers 500'],
];

/** For eyes that need more: words that are cut, a sign whose only edge is its colour. */
const NEEDY = {
  '/cut': html('<p class="low">Một dòng vừa khít, hai dòng thì mất chữ</p>'),
  '/bare': html('<span class="tag">Không viền</span> <span class="deadline">Có viền</span>'),
};

function serve() {
  const server = createServer((request, response) => {
    const path = new URL(request.url, 'http://own').pathname;
    const send = (status, type, body, more = {}) => {
      response.writeHead(status, {
        'content-type': `${type}; charset=utf-8`,
        'content-security-policy': "default-src 'self'; style-src 'self' http://localhost:1",
        ...more,
      });
      response.end(body);
    };
    const fault = FAULTS.find(([place]) => place === path);
    if (NEEDY[path]) return send(200, 'text/html', NEEDY[path]);
    if (path === '/s.css') return send(200, 'text/css', STYLE);
    if (path === '/s.js') return send(200, 'text/javascript', 'document.body.dataset.script = "on"');
    if (path === '/favicon.ico') return send(404, 'text/plain', '');
    if (fault) return send(path === '/broken' ? 500 : 200, 'text/html', fault[1]);
    if (path === '/dang-nhap' && request.method === 'POST') {
      let body = '';
      request.on('data', (part) => (body += part));
      request.on('end', () => {
        const form = new URLSearchParams(body);
        const good = form.get('username') === 'lan' && form.get('password') === 'mật khẩu';
        if (good) send(303, 'text/plain', '', { location: '/cb/viec', 'set-cookie': 'mc=1; HttpOnly; Path=/' });
        else send(422, 'text/html', html(`<p>Sai tên hoặc mật khẩu</p>${SIGN_IN}`));
      });
      return undefined;
    }
    if (path === '/cb/cua') return send(303, 'text/plain', '', { location: '/dang-nhap' });
    if (path === '/dang-nhap') return send(200, 'text/html', html(SIGN_IN));
    if (path === '/cb/viec' && !request.headers.cookie?.includes('mc=1')) return send(403, 'text/html', html('Không'));
    if (path === '/cb/viec') return send(200, 'text/html', html('<p>Việc của tôi</p><button class="hidden-focus">Ẩn</button>'));
    return send(200, 'text/html', html('<p>Chào ông, bà</p><p><a href="/dang-nhap">Đăng nhập</a></p>'));
  });
  return new Promise((ready) => server.listen(0, '127.0.0.1', () => ready(server)));
}

function must(condition, sentence) {
  if (!condition) throw new Error(sentence);
}

const DECENT = [
  {
    name: 'a person signs in and every page is in order',
    async run(walk) {
      const person = await walk.person();
      await person.go('/');
      await person.check('home');
      must((await person.page.locator('body[data-script]').count()) === (walk.script ? 1 : 0), 'the mode is wrong');
      await person.signIn(walk.accounts[0], 'sai');
      must(await person.page.getByText('Sai tên hoặc mật khẩu').isVisible(), 'a wrong password passes');
      await person.check('sign-in-error');
      const officer = await walk.officer('mot_cua');
      must(officer.page.url().endsWith('/cb/viec'), 'the right password does not pass');
      await officer.check('work');
    },
  },
  {
    name: 'the keyboard reaches a link, and a stop without focus ring is found',
    async run(walk) {
      const person = await walk.person();
      await person.go('/');
      await tabTo(person.page, person.page.getByRole('link', { name: 'Đăng nhập' }));
      const officer = await walk.officer('mot_cua');
      const complaint = await tabTo(officer.page, officer.page.locator('h1')).catch((error) => error.message);
      must(/shows no focus/.test(complaint ?? ''), `the hidden focus is not found: ${complaint}`);
    },
  },
  {
    name: 'cut words, missing borders and a door instead of a page are found',
    async run(walk) {
      const person = await walk.person();
      const complaint = (checked) => checked.then(() => '', (error) => error.message);
      const large = () => withStyle(person.page, 'html, body { font-size: 300% }', () => nothingLost(person.page));
      await person.go('/');
      await large();
      await bordersInForcedColours(person.page);
      await person.go('/cut');
      must(/loses words: p.low/.test(await complaint(large())), 'cut words are not found');
      await person.go('/bare');
      await person.page.emulateMedia({ forcedColors: 'active' });
      const bare = await complaint(bordersInForcedColours(person.page));
      must(/no border of span.tag$/.test(bare), `the missing border is not found: ${bare}`);
      must(/leads to \/dang-nhap/.test(await complaint(person.go('/cb/cua'))), 'the door passes for a page');
    },
  },
  {
    name: 'a telephone shows the digits of the standard, and a slow line is slow',
    script: true,
    async run(walk) {
      // RFC 6238, appendix B, the last six digits at 59 seconds.
      must(digitsOf('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ', 0, 59_000) === '287082', 'the telephone is wrong');
      const { paint, shift } = await slowPaint(await walk.person(), '/');
      must(paint > 300 && shift === 0, `on a slow line the first words come after ${paint} ms, shifted by ${shift}`);
    },
  },
  {
    name: 'weight and paper are measured',
    async run(walk) {
      const officer = await walk.officer('mot_cua');
      const bytes = await transferSize(officer, '/cb/viec');
      must(bytes > STYLE.length && bytes < 6000, `a page of about 2 KB weighs ${bytes}`);
      const { sheets, text } = await paper(officer.page, walk.results, 'work');
      must(sheets === 1 && text.includes('Việc của tôi'), `${sheets} sheets: ${text}`);
    },
  },
];

const server = await serve();
const browser = await startBrowser();
const folder = mkdtempSync(join(tmpdir(), 'motcua-harness-'));
let passed = 0;
let failed = 0;
const say = (well, sentence) => {
  console.log(`${well ? 'ok  ' : 'FAIL'} ${sentence}`);
  if (well) passed += 1;
  else failed += 1;
};
/** What the runner said, without its own count, which would be counted again. */
const told = (lines) => lines.filter((line) => !line.startsWith('test result:')).join('\n');
try {
  writeFileSync(join(folder, 'accounts.json'), JSON.stringify([
    { username: 'lan', password: 'mật khẩu', name: 'Lan', post: 'mot_cua' },
  ]));
  const place = {
    lent: browser,
    base: `http://127.0.0.1:${server.address().port}`,
    accounts: readAccounts(join(folder, 'accounts.json')),
    results: join(folder, 'results'),
  };
  for (const journey of DECENT) {
    const lines = [];
    const count = await runJourneys([journey], { ...place, say: (line) => lines.push(line) });
    const modes = journey.script === undefined ? 2 : 1;
    const well = count.passed === modes && count.failed === 0;
    say(well, journey.name);
    if (!well) console.log(told(lines));
  }
  for (const [path, , words] of FAULTS) {
    const journey = {
      name: path,
      async run(walk) {
        const person = await walk.person();
        await person.go(path);
        await person.check(path.slice(1));
      },
    };
    const lines = [];
    const count = await runJourneys([journey], { ...place, say: (line) => lines.push(line) });
    const named = lines.filter((line) => line.includes(words)).length;
    const well = count.passed === 0 && count.failed === 2 && named >= 2;
    say(well, `the fault of ${path} is found and named ${words}`);
    if (!well) console.log(told(lines));
  }
} finally {
  await browser.close();
  server.close();
  rmSync(folder, { recursive: true, force: true });
}
console.log(`test result: ${failed === 0 ? 'ok' : 'FAILED'}. ${passed} passed; ${failed} failed; 0 ignored`);
process.exitCode = failed === 0 ? 0 : 1;
