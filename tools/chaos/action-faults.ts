/**
 * Calls server actions by their real IDs with arguments that no page of ours sends. The fuzz knows no ID and only
 * reaches Next's "no such action", but every visitor of a page can read all IDs.
 */
import { readFileSync } from 'node:fs';
import type { AppInstance } from '../../scripts/app-instance';
import type { Expectations } from '../expectations';
import { BOUNDARY, BROKEN_FORMS, formsFor, partsFor, TEXTS } from './action-bodies';

const PAGES = ['/', '/sign-in', '/chat', '/privacy'];
/** `[id, name]` of each server action in the build. */
export function actions(): [string, string][] {
  const manifest = JSON.parse(readFileSync('.next/server/server-reference-manifest.json', 'utf8')) as {
    node: Record<string, { exportedName: string }>;
  };
  return Object.entries(manifest.node).map(([id, { exportedName }]) => [id, exportedName]);
}

const post = (app: AppInstance, page: string, body: BodyInit, headers: Record<string, string>) =>
  fetch(app.url + page, { method: 'POST', redirect: 'manual', headers: { origin: app.url, ...headers }, body });
const ANOTHER_SITE = { origin: 'https://evil.example' };

/** For an instance with the demo users. */
export async function tryActions(app: AppInstance, outcome: Expectations): Promise<void> {
  const statusOf = async (page: string, body: BodyInit, headers: Record<string, string>) =>
    (await post(app, page, body, headers)).status;
  for (const [id, name] of actions()) {
    const called = { 'next-action': id };
    const statuses = new Map<number, number>();
    const count = (status: number) => statuses.set(status, (statuses.get(status) ?? 0) + 1);
    const asText = { ...called, 'content-type': 'text/plain;charset=UTF-8' };
    const asForm = { 'content-type': `multipart/form-data; boundary=${BOUNDARY}` };
    for (const page of PAGES) {
      for (const body of TEXTS) {
        count(await statusOf(page, body, asText));
        count(await statusOf(page, formOf({ 0: body, _1_id: 'ada.lovelace' }), called));
      }
    }
    for (const parts of partsFor(id)) count(await statusOf('/sign-in', formOf(parts), called));
    for (const form of formsFor(id)) count(await statusOf('/sign-in', formOf(form), {}));
    for (const body of BROKEN_FORMS) {
      count(await statusOf('/sign-in', body, { ...called, ...asForm }));
      count(await statusOf('/sign-in', body, asForm));
    }
    const calls = [...statuses.values()].reduce((sum, each) => sum + each);
    console.log(
      `${name}: ${[...statuses]
        .sort()
        .map(([status, times]) => `${status}: ${times}`)
        .join(', ')}`,
    );
    const failed = [...statuses].reduce((sum, [status, times]) => sum + (status >= 500 ? times : 0), 0);
    outcome.expect(`${name}: of ${calls} calls with wrong arguments, answered 500 or more`, failed, 0);
    outcome.expect('  without arguments', (await statusOf('/sign-in', '[]', called)) < 400, true);
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
  outcome.expect('  and the server answers', (await fetch(`${app.url}/api/health`)).status, 200);
}

/** Where the form of the demo users redirects, and whether it signs a user in. */
export async function submitDemoForm(app: AppInstance, origin = app.url): Promise<[string | null, boolean]> {
  const [id] = actions().find(([, name]) => name === 'signInAsDemo') ?? [];
  const answer = await post(app, '/sign-in', formOf({ [`$ACTION_ID_${id}`]: '', id: 'ada.lovelace' }), { origin });
  const isSignedIn = answer.headers.getSetCookie().some((cookie) => cookie.includes('session-token='));
  return [answer.headers.get('location'), isSignedIn];
}

/** Part 0 comes last, as from React's client. A JavaScript object would sort its numbers. */
function formOf(fields: Record<string, string | Blob>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields).reverse()) form.set(name, value);
  return form;
}
