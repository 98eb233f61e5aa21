// A person in front of the screen: a browser of their own, with or without script.
// For journeys in which clerk, chair and citizen meet over one dossier.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { WIDTHS, axe, noHorizontalScroll, wellFormed } from './checks.mjs';
import { secondStep, signInPage } from '../names.mjs';
import { Telephone } from './telephone.mjs';

const WITHOUT_FRAMES = new WeakSet();

/** The telephones that this run has enrolled, by username. */
const TELEPHONES = new Map();

/**
 * Before it presses, Playwright waits until the element stands still for two animation frames, which
 * a page without script does not get once it is drawn. There it presses at once.
 */
function pressAtOnce(page) {
  WITHOUT_FRAMES.add(page);
  const locator = Object.getPrototypeOf(page.locator('body'));
  if (locator.pressesAtOnce) return;
  locator.pressesAtOnce = true;
  // By key where one press is meant: a bar that stays in place may lie over where the mouse would press.
  const { click, dblclick, check } = locator;
  locator.click = function press(options) {
    return WITHOUT_FRAMES.has(this.page()) ? this.press('Enter') : click.call(this, options);
  };
  locator.dblclick = function pressTwice(options) {
    return dblclick.call(this, WITHOUT_FRAMES.has(this.page()) ? { force: true, ...options } : options);
  };
  locator.check = async function tick(options) {
    if (!WITHOUT_FRAMES.has(this.page())) return check.call(this, options);
    if (!(await this.isChecked())) await this.press('Space');
    if (!(await this.isChecked())) throw new Error(`${this} is not ticked`);
    return undefined;
  };
}

export class Person {
  /** @param {{browser, base: string, script: boolean, results: string, faults: string[]}} place */
  static async enter(place, screen = WIDTHS[1]) {
    const options = {
      viewport: screen,
      locale: 'vi-VN',
      timezoneId: 'Asia/Ho_Chi_Minh',
      javaScriptEnabled: place.script,
      baseURL: place.base,
    };
    const person = new Person();
    Object.assign(person, place);
    person.context = await place.browser.newContext(options);
    person.context.setDefaultTimeout(10_000);
    person.context.setDefaultNavigationTimeout(15_000);
    person.page = await person.context.newPage();
    if (!place.script) pressAtOnce(person.page);
    person.#watch();
    return person;
  }

  /** Anything here fails the journey, whatever the page shows: nobody may leave the host or break the policy. */
  #watch() {
    const own = new URL(this.base).host;
    this.context.on('request', (request) => {
      const url = new URL(request.url());
      if (url.protocol.startsWith('http') && url.host !== own) {
        this.faults.push(`a request to another host: ${url.host}`);
      }
    });
    this.context.on('response', (response) => {
      if (response.status() >= 500) this.faults.push(`${response.status()} from ${response.url()}`);
    });
    this.page.on('pageerror', (error) => this.faults.push(`script error: ${error.message}`));
    this.page.on('console', (message) => {
      // An answer of 4xx is a page that the journey asked for; everything else there is a fault.
      if (message.type() === 'error' && !/^Failed to load resource: .* status of 4\d\d/.test(message.text())) {
        this.faults.push(message.text());
      }
    });
  }

  /** Opens an address of the program and expects its status, and not the door instead of the page. */
  async go(path, status = 200) {
    const response = await this.page.goto(path);
    if (response.status() !== status) {
      throw new Error(`${path} answers ${response.status()}, not ${status}`);
    }
    const shown = new URL(this.page.url()).pathname;
    if (shown.startsWith(signInPage.path) && !path.startsWith(signInPage.path)) {
      throw new Error(`${path} leads to ${shown}`);
    }
  }

  /** Signs in as an officer and ends on the first page behind the door. */
  async signIn(account, password = account.password) {
    await this.go(signInPage.path);
    await signInPage.username(this.page).fill(account.username);
    await signInPage.password(this.page).fill(password);
    await signInPage.submit(this.page).click();
    await this.page.waitForLoadState();
    const shown = new URL(this.page.url()).pathname;
    if (shown === secondStep.enrolPath) await this.enrol(account.username);
    else if (shown === secondStep.path) await this.#prove(account.username);
  }

  /** The first sign-in of somebody who needs a second step: the key goes to the telephone. */
  async enrol(username) {
    const telephone = new Telephone(await secondStep.key(this.page).innerText());
    await this.check('second-step-enrol');
    await secondStep.code(this.page).fill(await telephone.digits());
    await secondStep.enrol(this.page).click();
    await secondStep.kept(this.page).waitFor();
    TELEPHONES.set(username, telephone);
    this.recoveryCodes = (await secondStep.recoveryCodes(this.page).allInnerTexts()).map((code) => code.trim());
    await this.check('second-step-recovery-codes');
    await secondStep.kept(this.page).click();
    await this.page.waitForLoadState();
  }

  async #prove(username) {
    const telephone = TELEPHONES.get(username);
    if (!telephone) throw new Error(`another run has enrolled the telephone of ${username}: make a new demonstration`);
    await secondStep.code(this.page).fill(await telephone.digits());
    await secondStep.submit(this.page).click();
    await this.page.waitForLoadState();
  }

  /** Checks the page as it is now, at 390, 1366 and 320 px, and takes its pictures. */
  async check(name) {
    await wellFormed(this.page);
    await noHorizontalScroll(this.page, 320);
    if (this.script) {
      await this.#checkWidths(this.page, name);
      return;
    }
    // Why a mirror: axe needs timers, which a page without script does not have. The same HTML is
    // shown in a second browser that runs axe but none of the page's own scripts.
    const html = (await this.page.content())
      .replace(/<script\b[^>]*>[\s\S]*?<\/script>/gi, '')
      .replace(/<\/?noscript>/gi, '');
    const mirror = await this.browser.newContext({ locale: 'vi-VN', viewport: WIDTHS[1] });
    try {
      const page = await mirror.newPage();
      await page.route(this.page.url(), (route) =>
        route.fulfill({ contentType: 'text/html; charset=utf-8', body: html }),
      );
      await page.goto(this.page.url());
      // One width is enough here: layout needs no script, and the mode with script sees both widths.
      await this.#checkWidths(page, `${name}-no-script`, WIDTHS.slice(0, 1));
    } finally {
      await mirror.close();
    }
  }

  async #checkWidths(page, name, screens = WIDTHS) {
    const before = page.viewportSize();
    for (const screen of screens) {
      await page.setViewportSize(screen);
      await axe(page);
      // Why not in the mirror: it shows the same layout as with script, and a picture costs as much as axe.
      if (page === this.page) await this.shot(`${name}-${screen.width}`, page);
    }
    await page.setViewportSize(before);
  }

  /** A picture of the whole page among the results. */
  async shot(name, page = this.page) {
    mkdirSync(this.results, { recursive: true });
    await page.screenshot({ path: join(this.results, `${name}.png`), fullPage: true, animations: 'disabled' });
  }

  /** Leaves, with the cookies and the page. */
  async leave() {
    await this.context.close();
  }
}
