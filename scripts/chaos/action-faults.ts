/**
 * Server actions by their real IDs, called with what no page of ours sends: the fuzz knows no ID and stops at Next's
 * "no such action", while whoever opens a page can read them all.
 */
import { readFileSync } from 'node:fs';
import type { AppInstance } from './app-instance';
import type { Deviations } from './deviations';

const PAGES = ['/', '/sign-in', '/chat', '/privacy'];
/** Of React's wire format: references to what was not sent, values that are no form, and no JSON at all. */
const ARGUMENTS = [
  ...[
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
  ],
  ...['["$undefined"]', '["$K1","$K1"]', '["$K"]', '["$K99"]', '["$-0"]', '["$NaN"]', '["$D1"]', '["$n1"]', '["$n"]'],
  ...[...'@FhTQWBAOoUSsLlGgMmVRrXxi'].map((type) => `["$${type}1"]`),
  '["$1:__proto__:x"]',
  '['.repeat(2_000),
];
const FIELDS = ['$ACTION_REF_1', '$ACTION_1:0', '$ACTION_KEY', '$ACTION_ID_x', '$ACTION_ID___proto__'];

/** `[id, name]` of each, as the build numbers them. */
function actions(): [string, string][] {
  const manifest = JSON.parse(readFileSync('.next/server/server-reference-manifest.json', 'utf8')) as {
    node: Record<string, { exportedName: string }>;
  };
  return Object.entries(manifest.node).map(([id, { exportedName }]) => [id, exportedName]);
}

export async function tryActions(app: AppInstance, outcome: Deviations): Promise<void> {
  const origin = { origin: app.url };
  const statusOf = async (page: string, body: BodyInit, headers: Record<string, string>) =>
    (await fetch(app.url + page, { method: 'POST', redirect: 'manual', headers: { ...origin, ...headers }, body }))
      .status;
  for (const [id, name] of actions()) {
    const statuses = new Set<number>();
    for (const page of PAGES) {
      for (const body of ARGUMENTS) {
        statuses.add(await statusOf(page, body, { 'next-action': id, 'content-type': 'text/plain;charset=UTF-8' }));
        statuses.add(await statusOf(page, formOf({ 0: body, '1_id': 'ada.lovelace' }), { 'next-action': id }));
      }
    }
    outcome.expect(`${name}: ${2 * PAGES.length * ARGUMENTS.length} calls with wrong arguments`, [...statuses], [400]);
    const nothing = await statusOf('/sign-in', '[]', { 'next-action': id });
    outcome.expect('  with none', nothing < 400, true);
  }
  const forms = FIELDS.map((field) => statusOf('/sign-in', formOf({ [field]: '{"id":"x","bound":"$F1"}' }), {}));
  outcome.expect('forms with fields of no action', [...new Set(await Promise.all(forms))], [400]);
  outcome.expect('  and no stack in the log', /⨯|\n {4}at /.test(app.output), false);
}

function formOf(fields: Record<string, string>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return form;
}
