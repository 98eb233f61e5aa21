// The authenticator on an officer's telephone: six digits from a key and the time (RFC 6238).
// For journeys of accounts with a second step; the real clock counts, not the demonstration's.
import { createHmac } from 'node:crypto';

const SECONDS = 30;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

function bytesOf(key) {
  const bits = [...key.toUpperCase().replace(/[^A-Z2-7]/g, '')]
    .map((letter) => LETTERS.indexOf(letter).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from(bits.match(/.{8}/g).map((eight) => parseInt(eight, 2)));
}

/** The digits that the telephone shows for this key; `later` counts steps of thirty seconds from now. */
export function digitsOf(key, later = 0, now = Date.now()) {
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(now / 1000 / SECONDS) + later));
  const digest = createHmac('sha1', bytesOf(key)).update(step).digest();
  const start = digest[digest.length - 1] & 0xf;
  const number = digest.readUInt32BE(start) & 0x7fffffff;
  return String(number % 1e6).padStart(6, '0');
}

/** Digits that the program has not seen yet: it takes each once, so a second asking waits for the next ones. */
export class Telephone {
  #key;
  #last = 0;

  constructor(key) {
    this.#key = key;
  }

  async digits() {
    const now = () => Math.floor(Date.now() / 1000 / SECONDS);
    while (now() <= this.#last) await new Promise((woken) => setTimeout(woken, 250));
    this.#last = now();
    return digitsOf(this.#key);
  }
}
