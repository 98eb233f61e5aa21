// All journeys on a served demonstration: MOTCUA_URL, MOTCUA_ACCOUNTS, MOTCUA_RESULTS.
// For `cargo xtask test`; by hand, serve a demonstration and see README.md.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readAccounts } from './kit/accounts.mjs';
import { runJourneys } from './kit/runner.mjs';
import acts from './walks/acts.mjs';
import administrator from './walks/administrator.mjs';
import citizen from './walks/citizen.mjs';
import counter from './walks/counter.mjs';
import eyes from './walks/eyes.mjs';
import keyboard from './walks/keyboard.mjs';
import law from './walks/law.mjs';
import money from './walks/money.mjs';
import numbers from './walks/numbers.mjs';
import officers from './walks/officers.mjs';
import rights from './walks/rights.mjs';
import signIn from './walks/sign-in.mjs';
import weight from './walks/weight.mjs';

const base = process.env.MOTCUA_URL ?? 'http://127.0.0.1:8080';
const results = process.env.MOTCUA_RESULTS ?? fileURLToPath(new URL('results/by-hand', import.meta.url));
if (!process.env.MOTCUA_ACCOUNTS) {
  console.error('Set MOTCUA_ACCOUNTS to the file that `motcua demo --accounts-json FILE` wrote.');
  process.exit(2);
}

// A word on the command line picks the journeys whose name has it.
const wanted = process.argv[2] ?? '';
const journeys = [
  // The longest first, so that no lane is left with it at the end.
  ...officers,
  ...counter,
  ...acts,
  ...citizen,
  ...signIn,
  ...keyboard,
  ...eyes,
  ...numbers,
  ...money,
  ...administrator,
  ...rights,
  ...law,
  ...weight,
].filter(({ name }) => name.includes(wanted));

rmSync(results, { recursive: true, force: true });
const count = await runJourneys(journeys, {
  base,
  results,
  accounts: readAccounts(process.env.MOTCUA_ACCOUNTS),
});
process.exitCode = count.failed === 0 && count.passed > 0 ? 0 : 1;
