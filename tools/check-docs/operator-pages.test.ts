// @vitest-environment node
/** What an operator looks up must be complete: the settings in `.env.example`, and the events of the log. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { givenSettings } from '../../lib/server/all-settings.ts';
import { sourceFiles } from '../source-files';

const found = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].flatMap((match) => match.slice(1).filter(Boolean));

const read = (path: string) => readFileSync(path, 'utf8');

/** The names in the first column of a row. */
const namesOf = (row: string) => found(row.split(' | ')[0] ?? '', /`(\w+)`/g);

const listed = found(read('.env.example'), /^([A-Z][A-Z\d_]+)=/gm);

it('.env.example lists every setting', () => {
  const all = Object.keys(givenSettings(new Proxy({}, { get: () => 'x' })));
  expect(listed).toEqual(expect.arrayContaining(all));
});

it.each(['README.md', 'README.zh-CN.md'])('the table of settings in %s names only settings of .env.example', (page) => {
  const rows = found(read(page), /^(\| `[A-Z][A-Z\d_]+`.*)$/gm);
  expect(rows.length).toBeGreaterThan(10);
  expect(listed).toEqual(expect.arrayContaining(rows.flatMap(namesOf)));
});

it('docs/operate.md lists every event that the server logs, and no other', () => {
  const logged = sourceFiles()
    .filter((path) => /^(app|lib\/server)\/(?!.*\.test\.)/.test(path))
    .flatMap((path) =>
      found(read(path), /(?:\bevent: (?:[^'\n]*'replay' \? )?|answerSignedIn\(\s*request,\s*)'(\w+)'(?: : '(\w+)')?/g),
    );
  const log = read('docs/operate.md').split('### The log')[1]?.split('###')[0] ?? '';
  const rows = found(log, /^(\| .* \| (?:info|warn|error).*)$/gm);
  expect(rows.flatMap(namesOf).sort()).toEqual([...new Set(logged)].sort());
});
