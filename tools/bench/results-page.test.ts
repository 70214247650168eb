import { expect, it } from 'vitest';
import { type Run, resultsPage } from './results-page';

const here = { machine: '2 × Some CPU, 4 GB', versions: 'Node v20' };
const benchmarks = [
  { name: 'weight', method: 'weighed' },
  { name: 'route', method: 'timed' },
];
const run = (benchmark: string, value: number): Run => ({
  benchmark,
  rows: [{ name: `of ${benchmark}`, value, unit: 'ms', note: 'aim < 2' }],
  date: '2026-01-02',
  load: 0.25,
});
const tableOf = (page: string) => page.split('\n').filter((line) => line.startsWith('| ') && !line.includes('---'));

it('has one table, in the order of the benchmarks, with date and load', () => {
  const page = resultsPage('', here, benchmarks, [run('route', 2), run('weight', 1)]);
  expect(tableOf(page).slice(1)).toEqual([
    '| weight | of weight | 1 ms | aim < 2 | 2026-01-02, load 0.3 |',
    '| route | of route | 2 ms | aim < 2 | 2026-01-02, load 0.3 |',
  ]);
});

it('replaces the rows of the benchmarks that ran, and keeps the others', () => {
  const old = resultsPage('', here, benchmarks, [run('route', 2), run('weight', 1)]);
  const page = resultsPage(old, here, benchmarks, [run('route', 3)]);
  expect(tableOf(page).slice(1)).toEqual([expect.stringContaining('| 1 ms |'), expect.stringContaining('| 3 ms |')]);
});

it('removes the rows of another machine', () => {
  const old = resultsPage('', { ...here, machine: 'another' }, benchmarks, [run('weight', 1)]);
  expect(tableOf(resultsPage(old, here, benchmarks, [run('route', 3)])).slice(1)).toHaveLength(1);
});

it('escapes a bar within its cell', () => {
  const barred = { ...run('route', 1), rows: [{ name: 'a|b', value: 1, unit: '', note: '' }] };
  const once = resultsPage('', here, benchmarks, [barred]);
  expect(resultsPage(once, here, benchmarks, [])).toBe(once);
});
