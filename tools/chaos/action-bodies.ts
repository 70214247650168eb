/**
 * Bodies that no page of ours sends with a server action: React's wire format with every fault that its decoder
 * detects.
 */

type Fields = Record<string, string | Blob>;

const list = (length: number) => `[${Array(length).fill(0).join(',')}]`;
const listOf = (value: string, length: number) => `[${Array(length).fill(value).join(',')}]`;

/** One text: references to missing parts, values that are not arguments, and invalid JSON. */
export const TEXTS = [
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
  `["$n${'9'.repeat(301)}"]`,
  ...[...'@FhTQWBAOoUSsLlGgMmVRrXxi'].map((type) => `["$${type}1"]`),
  '["$1:__proto__:x"]',
  '["$R1","$R1"]',
  '"$0"',
  '"$@0"',
  '{"length":2000}',
  '{"length":1e99}',
  list(1001),
  '['.repeat(2_000),
  '['.repeat(20_000) + ']'.repeat(20_000),
];

/**
 * Several parts: each type of value made from a part of another type, a part used twice, cycles, too much of
 * everything. Part 0 refers to the others, and React sends it last.
 * @param id of an existing action
 */
export function partsFor(id: string): Fields[] {
  const bound = JSON.stringify({ id, bound: '$@2' });
  const part = (type: string, value: string | Blob): Fields => ({ 1: value, 0: `["$${type}1"]` });
  return [
    ...['Q', 'W', 'i', 'S', 'B', 'R', 'r', 'X', 'x', 'h'].flatMap((type) => [
      part(type, '5'),
      part(type, '[5]'),
      part(type, 'x'),
      part(type, 'null'),
      part(type, '[]'),
      part(type, new Blob(['abc'])),
    ]),
    ...['Q', 'W', 'i', 'o', 'B', 'R'].map((type) => ({ 1: '[]', 0: `["$${type}1","$${type}1"]` })),
    ...['Q', 'o', 'M'].map((type) => ({ 1: new Blob(['abc']), 0: `["$${type}1","$${type}1"]` })),
    part('h', '{}'),
    part('h', '{"id":5}'),
    part('h', '{"id":"x"}'),
    part('h', '{"id":"__proto__"}'),
    part('h', `{"id":"${id}#x"}`),
    ...['5', '{', '[]', list(1001)].map((args) => ({ 2: args, ...part('h', bound) })),
    ...['{', '5', 'C', 'C{'].map((chunk) => ({ S1: chunk, 0: '["$R1"]' })),
    ...['{', '5', 'C', 'C{'].map((chunk) => ({ S1: chunk, 0: '["$X1"]' })),
    { S1: '5', 0: '["$r1"]' },
    { 1: '[]', 0: '["$1:x"]' },
    { 1: '{}', 0: '["$1:__proto__:x"]' },
    { 1: '"$1"', 0: '["$1"]' },
    { 2: '"$1"', 1: '"$2"', 0: '"$1"' },
    { 1: '"$@0"', 0: '"$@1"' },
    { 1: JSON.stringify({ id }), 0: '{"then":"$h1"}' },
    { 1: list(1000), 0: listOf('"$1"', 2000) },
    { 1: '[]' },
    { 0: new Blob(['[]']) },
    {},
  ];
}

/** Forms that a page without JavaScript could send: an action by its ID, or with bound arguments. */
export function formsFor(id: string): Fields[] {
  const references = [
    '{',
    '5',
    'null',
    '[]',
    '{}',
    '{"id":5}',
    '{"id":"x"}',
    ...['$@0', '$@1', null, 5, []].map((bound) => JSON.stringify({ id, bound })),
  ];
  const reference = { $ACTION_REF_1: '' };
  return [
    { [`$ACTION_ID_${id}`]: '', $ACTION_KEY: 'x' },
    { $ACTION_ID_x: '' },
    { $ACTION_ID___proto__: '' },
    reference,
    ...references.flatMap((value) => [
      { ...reference, '$ACTION_1:0': value },
      { ...reference, '$ACTION_1:0': value, $ACTION_KEY: 'x', [`$ACTION_ID_${id}`]: '' },
      ...['5', '{', '[]', list(1001)].map((args) => ({ ...reference, '$ACTION_1:1': args, '$ACTION_1:0': value })),
    ]),
  ];
}

export const BOUNDARY = 'b';
const part = (headers: string, value: string) => `--b\r\n${headers}\r\n\r\n${value}\r\n`;
const END = '--b--\r\n';
const named = (name: string) => `Content-Disposition: form-data; name="${name}"`;

/** Forms with invalid bytes, or with parts that no browser writes. */
export const BROKEN_FORMS = [
  '',
  'x',
  END,
  '--b\r\nContent-Dispo',
  `--b\r\n${named('0')}\r\n\r\n[]`,
  `--b\r\n${named('0')}; filename="x"\r\n\r\nYQ==`,
  part('Content-Disposition: form-data', '[]') + END,
  part(':::', '[]') + END,
  part('', '[]') + END,
  part(named('x'.repeat(100_000)), '[]') + END,
  part(`${named('1')}; filename="x"\r\nContent-Transfer-Encoding: base64`, 'YQ==') + part(named('0'), '[]') + END,
  part(`${named('0')}\r\nContent-Type: text/plain; charset=zzz`, '[]') + END,
  part("Content-Disposition: form-data; name*=utf-8''%zz", '[]') + END,
  Array.from({ length: 2_000 }, (_, name) => part(named(String(name)), '[]')).join('') + END,
  part(named('x'), 'x'.repeat(1_500_000)) + END,
];
