/** A signed-in person without a browser: a session cookie, and what their page asks the server. */
import { encode } from 'next-auth/jwt';

export interface Person {
  id: string;
  /** As their browser sends them from a page of the app. */
  headers: Record<string, string>;
}

export async function signedIn(id: string, secret: string, siteUrl: string): Promise<Person> {
  const isTls = siteUrl.startsWith('https:');
  const name = `${isTls ? '__Secure-' : ''}authjs.session-token`;
  const cookie = `${name}=${await encode({ token: { sub: id, name: id }, secret, salt: name })}`;
  return { id, headers: { cookie, origin: siteUrl, 'sec-fetch-site': 'same-origin' } };
}

export interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

/** @throws when the server hangs up */
export async function askForCode(url: string, headers: Record<string, string>, method = 'POST'): Promise<Answer> {
  const response = await fetch(`${url}/api/once-code`, { method, headers });
  const text = await response.text();
  return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : {} };
}
