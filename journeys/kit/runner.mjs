// Runs journeys, two at a time, each with and without script, and counts them.
// For `run.mjs` and for the harness's own test.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { accountOf } from './accounts.mjs';
import { Person } from './person.mjs';
import { signInPage } from '../names.mjs';

const SECONDS_MAX = 240;
/** So many journeys are under way at once: one waits for the program while the other draws. */
const LANES = 2;

/** Starts Debian's Chromium, or the one that MOTCUA_CHROMIUM names. */
export function startBrowser() {
  // Why: Chromium refuses to start as root with its sandbox, and it only ever sees our own pages.
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({
    executablePath: process.env.MOTCUA_CHROMIUM || '/usr/bin/chromium',
    args: [...asRoot, '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking'],
    timeout: 60_000,
  });
}

/**
 * Runs every journey in every mode and prints the line that `cargo xtask test` counts.
 * A browser may be lent, and is then not closed.
 * A journey is `{name, run(walk), script?: boolean, alone?: boolean}`; `script` limits it to one mode,
 * `alone` keeps others from changing what it counts or measures.
 */
export async function runJourneys(journeys, { base, accounts, results, say = console.log, lent }) {
  const browser = lent ?? (await startBrowser());
  const count = { passed: 0, failed: 0 };
  const modes = (journey) => (journey.script === undefined ? [true, false] : [journey.script]);
  const all = journeys.flatMap((journey) => modes(journey).map((script) => ({ journey, script })));
  const walkAll = async (queue) => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const { journey, script } = next;
      const well = await runOne(journey, { browser, base, accounts, script, results, say });
      count[well ? 'passed' : 'failed'] += 1;
    }
  };
  try {
    const together = all.filter(({ journey }) => !journey.alone);
    await Promise.all(Array.from({ length: LANES }, () => walkAll(together)));
    await walkAll(all.filter(({ journey }) => journey.alone));
  } finally {
    if (!lent) await browser.close();
  }
  const verdict = count.failed === 0 && count.passed > 0 ? 'ok' : 'FAILED';
  say(`test result: ${verdict}. ${count.passed} passed; ${count.failed} failed; 0 ignored`);
  return count;
}

async function runOne(journey, place) {
  const title = `${journey.name}, ${place.script ? 'with script' : 'without script'}`;
  const start = Date.now();
  const walk = new Walk(place);
  let timer;
  try {
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`not done after ${SECONDS_MAX} s`)), SECONDS_MAX * 1000);
    });
    await Promise.race([journey.run(walk), late]);
    if (walk.faults.length > 0) throw new Error([...new Set(walk.faults)].join('\n'));
    place.say(`ok   ${title} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
    return true;
  } catch (error) {
    place.say(`FAIL ${title} (${((Date.now() - start) / 1000).toFixed(1)} s)\n${error.stack ?? error}`);
    if (walk.faults.length > 0) place.say(`and: ${[...new Set(walk.faults)].join('\nand: ')}`);
    await walk.keepEvidence(title);
    return false;
  } finally {
    clearTimeout(timer);
    await walk.end();
  }
}

/** One journey under way: the people in it and what they tell one another. */
class Walk {
  constructor(place) {
    Object.assign(this, place);
    this.faults = [];
    this.people = [];
  }

  /** Somebody new at a screen, not signed in. */
  async person(screen) {
    const person = await Person.enter(this, screen);
    this.people.push(person);
    return person;
  }

  /** An officer of this post, signed in. */
  async officer(post, screen) {
    const person = await this.person(screen);
    await person.signIn(accountOf(this.accounts, post));
    if (new URL(person.page.url()).pathname === signInPage.path) {
      throw new Error(`the account of ${post} is not let in`);
    }
    return person;
  }

  /** The last page of each person, as picture and as text, for whoever mends the fault. */
  async keepEvidence(title) {
    const folder = join(this.results, 'failed');
    mkdirSync(folder, { recursive: true });
    for (const [index, { page }] of this.people.entries()) {
      const name = `${title.replace(/[^\p{L}\p{N}]+/gu, '-')}-${index + 1}`;
      try {
        await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true, timeout: 10_000 });
        writeFileSync(join(folder, `${name}.html`), await page.content());
        this.say(`     last seen: ${page.url()}, kept as results/…/failed/${name}`);
      } catch (error) {
        this.say(`     the last page could not be kept: ${error.message.split('\n')[0]}`);
      }
    }
  }

  async end() {
    for (const person of this.people) {
      // A browser that died has nothing left to close, and its journey has failed already.
      await person.leave().catch(() => {});
    }
  }
}
