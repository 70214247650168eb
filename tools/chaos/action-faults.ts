/**
 * Server actions by their real IDs, called with what no page of ours sends: the fuzz knows no ID and stops at Next's
 * "no such action", while every visitor of a page can read them all.
 */
import { readFileSync } from 'node:fs';
import type { AppInstance } from '../../scripts/app-instance';
import type { Deviations } from '../deviations';

const PAGES = ['/', '/sign-in', '/chat', '/privacy'];
/** Of React's wire format: references to what was not sent, values that are no form, and no JSON at all. */
const ARGUMENTS = [
  '',
  '{',
  'null',
  '5',
  '"x"',
  '{}',
  '[5]',
  '[null]',
  '["x"]',
  '[{"id":"ada.lovelace"}]',
  '[[]]',
  '[{"__proto__":1}]',
  '["$undefined"]',
  '["$K1","$K1"]',
  '["$K"]',
  '["$K99"]',
  '["$-0"]',
  '["$NaN"]',
  '["$D1"]',
  '["$n1"]',
  '["$n"]',
  ...[...'@FhTQWBAOoUSsLlGgMmVRrXxi'].map((type) => `["$${type}1"]`),
  '["$1:__proto__:x"]',
  '['.repeat(2_000),
];

/** `[id, name]` of each, as the build numbers them. */
function actions(): [string, string][] {
  const manifest = JSON.parse(readFileSync('.next/server/server-reference-manifest.json', 'utf8')) as {
    node: Record<string, { exportedName: string }>;
  };
  return Object.entries(manifest.node).map(([id, { exportedName }]) => [id, exportedName]);
}

const post = (app: AppInstance, page: string, body: BodyInit, headers: Record<string, string>) =>
  fetch(app.url + page, { method: 'POST', redirect: 'manual', headers: { origin: app.url, ...headers }, body });
const ANOTHER_SITE = { origin: 'https://evil.example' };

/** On an instance with the demo people. */
export async function tryActions(app: AppInstance, outcome: Deviations): Promise<void> {
  const statusOf = async (page: string, body: BodyInit, headers: Record<string, string>) =>
    (await post(app, page, body, headers)).status;
  for (const [id, name] of actions()) {
    const called = { 'next-action': id };
    const statuses = new Set<number>();
    for (const page of PAGES) {
      for (const body of ARGUMENTS) {
        statuses.add(await statusOf(page, body, { ...called, 'content-type': 'text/plain;charset=UTF-8' }));
        statuses.add(await statusOf(page, formOf({ 0: body, _1_id: 'ada.lovelace' }), called));
      }
    }
    // Which status Next gives them is its own affair. None may end the server.
    const calls = 2 * PAGES.length * ARGUMENTS.length;
    outcome.expect(`${name}: ${calls} calls with wrong arguments are all answered`, statuses.size > 0, true);
    outcome.expect('  with none', (await statusOf('/sign-in', '[]', called)) < 400, true);
    outcome.expect('  from another site', await statusOf('/sign-in', '[]', { ...called, ...ANOTHER_SITE }), 403);
  }
  const unbounded = await fetch(`${app.url}/sign-in`, {
    method: 'POST',
    headers: { origin: app.url, 'content-type': 'multipart/form-data' },
    body: 'x',
  });
  outcome.expect('a form without a boundary', unbounded.status, 400);
  const foreign = [formOf({ id: 'x' }), new URLSearchParams('id=x')].map((form) => statusOf('/', form, ANOTHER_SITE));
  outcome.expect('forms of another site', await Promise.all(foreign), [403, 403]);
  outcome.expect('  and the server lives', (await fetch(`${app.url}/api/health`)).status, 200);
}

/** What the demo people's form leads to, and whether it signs anybody in. */
export async function demoSignIn(app: AppInstance, origin = app.url): Promise<[string | null, boolean]> {
  const [id] = actions().find(([, name]) => name === 'signInAsDemo') ?? [];
  const answer = await post(app, '/sign-in', formOf({ [`$ACTION_ID_${id}`]: '', id: 'ada.lovelace' }), { origin });
  const isSignedIn = answer.headers.getSetCookie().some((cookie) => cookie.includes('session-token='));
  return [answer.headers.get('location'), isSignedIn];
}

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}
