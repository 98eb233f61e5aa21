// Who can sign in to the demonstration: read from the file that `motcua demo --accounts-json` wrote.
// For journeys that need "the chair" or "the clerk", not a certain name.
import { readFileSync } from 'node:fs';

/** Reads `[{username, password, name, post}]`. */
export function readAccounts(path) {
  const accounts = JSON.parse(readFileSync(path, 'utf8'));
  for (const account of accounts) {
    for (const field of ['username', 'password', 'name', 'post']) {
      if (typeof account[field] !== 'string' || account[field] === '') {
        throw new Error(`an account in the accounts file has no ${field}`);
      }
    }
  }
  return accounts;
}

/** The first account of a post, such as `chu_tich`. */
export function accountOf(accounts, post) {
  const account = accounts.find((candidate) => candidate.post === post);
  if (!account) {
    const posts = accounts.map((candidate) => candidate.post).join(', ');
    throw new Error(`no account holds the post ${post}; there are: ${posts}`);
  }
  return account;
}
