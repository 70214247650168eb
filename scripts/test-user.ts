/** A signed-in user without a browser: a session cookie, and the page's requests to the server. */
import { encode } from 'next-auth/jwt';

export interface TestUser {
  id: string;
  /** The headers of a browser on a page of the app. */
  headers: Record<string, string>;
}

/** next-auth's name of the cookie on plain http. */
export const SESSION_COOKIE = 'authjs.session-token';

/** Creates the cookie as next-auth does, because the product has no sign-in for tests. */
export async function sessionCookie(
  user: { id: string; name: string },
  secret: string,
  siteUrl: string,
): Promise<{ name: string; value: string }> {
  const name = `${siteUrl.startsWith('https:') ? '__Secure-' : ''}${SESSION_COOKIE}`;
  return { name, value: await encode({ token: { sub: user.id, name: user.name }, secret, salt: name }) };
}

export async function signedIn(id: string, secret: string, siteUrl: string): Promise<TestUser> {
  const { name, value } = await sessionCookie({ id, name: id }, secret, siteUrl);
  return { id, headers: { cookie: `${name}=${value}`, origin: siteUrl, 'sec-fetch-site': 'same-origin' } };
}

export interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** @throws when the server closes the connection */
export async function askForCode(url: string, headers: Record<string, string>, method = 'POST'): Promise<Answer> {
  const response = await fetch(`${url}/api/once-code`, { method, headers });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : {} };
}

export interface SetCookie {
  name: string;
  /** The attributes, sorted, with the lifetime as text. */
  flags: string[];
  /** As the browser sends it back. */
  cookie: string;
}

/** Signs in through next-auth's own endpoint, and returns the cookie as the server sets it. */
export async function demoSessionCookie(site: string): Promise<SetCookie> {
  const asked = await fetch(`${site}/api/auth/csrf`);
  const { csrfToken } = (await asked.json()) as { csrfToken: string };
  const answer = await fetch(`${site}/api/auth/callback/demo`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: pairsOf(asked) },
    body: new URLSearchParams({ csrfToken, id: 'ada.lovelace' }),
  });
  const set = answer.headers.getSetCookie().find((each) => each.includes('session-token')) ?? '';
  const [pair = '', ...flags] = set.split('; ');
  const lifeHours = (Date.parse(/Expires=([^;]*)/.exec(set)?.[1] ?? '') - Date.now()) / 3_600_000;
  const named = flags.filter((flag) => !flag.startsWith('Expires=')).sort();
  if (Math.abs(lifeHours - 24) < 0.1) named.push('a day');
  return { name: pair.split('=')[0] ?? '', flags: named, cookie: pair };
}

const pairsOf = ({ headers }: Response) =>
  headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
