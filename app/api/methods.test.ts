import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const routes = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('route.ts'),
);

it.each(routes)('%s answers every method itself: the 405 of Next names none, and its answer to OPTIONS all', (file) => {
  const source = readFileSync(join(__dirname, file), 'utf8');
  for (const method of ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
    expect(source).toMatch(RegExp(`^export (const|(async )?function) ${method}\\b|\\bas ${method}\\b`, 'm'));
});
