// What every page must satisfy: accessibility, reflow, words beside colours, weight, print.
// For journeys, which call `checkPage` wherever they stop.
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';

/** The two screens that the brief names: a telephone and the counter's computer. */
export const WIDTHS = [
  { width: 390, height: 844 },
  { width: 1366, height: 768 },
];

// Naming the tags switches on target-size too, which axe leaves off unless asked for WCAG 2.2.
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Fails when axe finds anything on the page as it is now. */
export async function axe(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(TAGS).analyze();
  if (violations.length > 0) {
    const lines = violations.map((violation) => {
      const places = violation.nodes.slice(0, 3).map((node) => node.target.join(' '));
      return `  ${violation.id}: ${violation.help}: ${places.join(' | ')}`;
    });
    throw new Error(`axe finds ${violations.length} on ${page.url()}\n${lines.join('\n')}`);
  }
}

/** Fails when the page as a whole scrolls sideways at this width. */
export async function noHorizontalScroll(page, width = 320) {
  const before = page.viewportSize();
  await page.setViewportSize({ width, height: 640 });
  const { content, shown, culprits } = await page.evaluate(() => {
    const root = document.documentElement;
    const scrolls = (element) => {
      for (let box = element.parentElement; box; box = box.parentElement) {
        if (box !== document.body && getComputedStyle(box).overflowX !== 'visible') return true;
      }
      return false;
    };
    const out = [...document.body.querySelectorAll('*')]
      .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1)
      // Those in a box that scrolls or cuts by itself are named only when nothing else explains the width.
      .sort((one, other) => scrolls(one) - scrolls(other))
      .slice(0, 3)
      .map((element) => `${element.tagName.toLowerCase()}.${element.className} "${element.textContent.trim().slice(0, 20)}"`);
    return { content: root.scrollWidth, shown: root.clientWidth, culprits: out };
  });
  if (before) await page.setViewportSize(before);
  if (content > shown) {
    throw new Error(`${page.url()} is ${content} px wide at ${width} px: ${culprits.join(', ')}`);
  }
}

/** Language, title, skip link first, and a word in every coloured sign. */
export async function wellFormed(page) {
  const faults = await page.evaluate(() => {
    const found = [];
    if (!/^(vi|en)$/.test(document.documentElement.lang)) found.push('no lang on <html>');
    if (document.title.trim() === '') found.push('no title');
    const first = document.querySelector('a[href], button:not([disabled]), input:not([type=hidden]), select, textarea');
    if (!first?.matches('a[href^="#"]')) found.push('the first stop of the keyboard is no skip link');
    for (const sign of document.querySelectorAll('.tag, .deadline')) {
      if (sign.textContent.trim() === '') found.push('a sign without words');
    }
    const text = document.body.innerText;
    if (text !== text.normalize('NFC')) found.push('text that is not NFC');
    return found;
  });
  if (faults.length > 0) throw new Error(`${page.url()}: ${faults.join('; ')}`);
}

/** Presses Tab until the place has the focus, and fails when a stop shows no focus or lies under a bar. */
export async function tabTo(page, place, stopsMax = 80) {
  for (let stop = 0; stop < stopsMax; stop += 1) {
    await page.keyboard.press('Tab');
    const fault = await page.evaluate(() => {
      const element = document.activeElement;
      if (!element || element === document.body) return '';
      const style = getComputedStyle(element);
      const what = `${element.tagName.toLowerCase()}#${element.id} "${element.textContent.trim().slice(0, 30)}"`;
      // Chromium computes a width even where the style is none.
      if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) === 0) return `${what} shows no focus`;
      const box = element.getBoundingClientRect();
      const above = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      for (let bar = above; bar && !bar.contains(element); bar = bar.parentElement) {
        if (/sticky|fixed/.test(getComputedStyle(bar).position)) return `${what} lies under ${bar.className}`;
      }
      return '';
    });
    if (fault) throw new Error(`a stop of the keyboard on ${page.url()}: ${fault}`);
    if (await place.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`the keyboard does not reach ${place} on ${page.url()}`);
}

/** Bytes over the wire of one page in an empty cache, with the person's own session. */
export async function transferSize(person, path) {
  const context = await person.context.browser().newContext({
    storageState: await person.context.storageState(),
    viewport: WIDTHS[0],
  });
  try {
    const page = await context.newPage();
    const wire = await context.newCDPSession(page);
    let bytes = 0;
    await wire.send('Network.enable');
    wire.on('Network.loadingFinished', (event) => {
      bytes += event.encodedDataLength;
    });
    await page.goto(new URL(path, person.base).href, { waitUntil: 'networkidle' });
    return bytes;
  } finally {
    await context.close();
  }
}

const FORMATS = [
  ['A5', 420, 595],
  ['A4', 595, 842],
  ['A4 landscape', 842, 595],
];

/** The name of a sheet of this many points, or its measures. */
function formatOf(width, height) {
  const near = FORMATS.find(([, across, down]) => Math.abs(width - across) < 2 && Math.abs(height - down) < 2);
  return near?.[0] ?? `${width} x ${height}`;
}

/** Prints the page as it would be printed: the number and size of its sheets and the text on them. */
export async function paper(page, results, name) {
  mkdirSync(results, { recursive: true });
  const path = join(results, `${name}.pdf`);
  await page.pdf({ path, preferCSSPageSize: true, printBackground: true });
  const facts = execFileSync('pdfinfo', [path], { encoding: 'utf8' });
  const sheets = Number(/^Pages:\s+(\d+)/m.exec(facts)?.[1]);
  const [, width, height] = /^Page size:\s+([\d.]+) x ([\d.]+)/m.exec(facts) ?? [];
  const text = execFileSync('pdftotext', ['-layout', path, '-'], { encoding: 'utf8' });
  return { sheets, format: formatOf(Number(width), Number(height)), text: text.normalize('NFC') };
}

/** Runs `look` under one more style sheet, which the page's policy cannot refuse and which goes again. */
export async function withStyle(page, css, look) {
  await page.evaluate((text) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(text);
    document.adoptedStyleSheets = [sheet];
  }, css);
  try {
    return await look();
  } finally {
    await page.evaluate(() => {
      document.adoptedStyleSheets = [];
    });
  }
}

/** Fails when words are cut off, or run out of the button or sign that holds them. */
export async function nothingLost(page) {
  const lost = await page.evaluate(() => {
    const found = [];
    for (const element of document.body.querySelectorAll('*')) {
      const box = element.getBoundingClientRect();
      // One pixel is how text for screen readers is hidden on purpose.
      if (box.width < 2 || box.height < 2 || element.textContent.trim() === '' || element.closest('svg, .visually-hidden, select')) continue;
      const style = getComputedStyle(element);
      const cuts = /hidden|clip/.test(style.overflowX + style.overflowY);
      const holds = element.matches('button, .button, .tag, .deadline, .count');
      const over = element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
      const out = holds && style.display !== 'inline' && element.scrollWidth > element.clientWidth + 1;
      if ((cuts && over) || out) {
        found.push(`${element.tagName.toLowerCase()}.${element.className} "${element.textContent.trim().slice(0, 30)}"`);
      }
    }
    return found.slice(0, 5);
  });
  if (lost.length > 0) throw new Error(`${page.url()} loses words: ${lost.join('; ')}`);
}

/** Fails when a control or a sign has no border of its own once the system has taken its colours. */
export async function bordersInForcedColours(page) {
  const bare = await page.evaluate(() => {
    const found = [];
    const boxes = 'button.button, a.button, input.input, select.input, textarea.input, .tag, .deadline, .figure, .panel, .notice';
    for (const element of document.querySelectorAll(boxes)) {
      const box = element.getBoundingClientRect();
      if (box.width < 2 || box.height < 2 || element.matches('.button--text')) continue;
      const style = getComputedStyle(element);
      const sides = ['Top', 'Right', 'Bottom', 'Left'].filter(
        (side) => parseFloat(style[`border${side}Width`]) > 0 && style[`border${side}Style`] !== 'none',
      );
      const seen = sides.some((side) => style[`border${side}Color`] !== style.backgroundColor);
      if (!seen) found.push(`${element.tagName.toLowerCase()}.${element.className}`);
    }
    return [...new Set(found)].slice(0, 5);
  });
  if (bare.length > 0) throw new Error(`${page.url()} in forced colours shows no border of ${bare.join('; ')}`);
}

/** The slow line and the slow telephone of the brief: 400 kbit/s, 300 ms, a processor four times slower. */
const SLOW = { offline: false, latency: 300, downloadThroughput: 50_000, uploadThroughput: 50_000 };

/** Milliseconds to the first paint with words, and the shift of the layout, in an empty cache on the slow line. */
export async function slowPaint(person, path) {
  const context = await person.context.browser().newContext({
    storageState: await person.context.storageState(),
    viewport: WIDTHS[0],
  });
  try {
    const page = await context.newPage();
    const wire = await context.newCDPSession(page);
    await wire.send('Network.enable');
    await wire.send('Network.emulateNetworkConditions', SLOW);
    await wire.send('Emulation.setCPUThrottlingRate', { rate: 4 });
    await page.goto(new URL(path, person.base).href, { waitUntil: 'networkidle', timeout: 60_000 });
    return await page.evaluate(async () => {
      const seen = (type) =>
        new Promise((ready) => {
          const entries = [];
          new PerformanceObserver((list) => entries.push(...list.getEntries())).observe({ type, buffered: true });
          setTimeout(() => ready(entries), 500);
        });
      const [paints, shifts] = await Promise.all([seen('paint'), seen('layout-shift')]);
      return {
        paint: paints.find((entry) => entry.name === 'first-contentful-paint').startTime,
        shift: shifts.reduce((sum, entry) => sum + entry.value, 0),
      };
    });
  } finally {
    await context.close();
  }
}
