// @vitest-environment happy-dom
import { expect, it, vi } from 'vitest';
import { step } from './testing/fake-sdk.ts';
import { fakePage, pass, sessionOn } from './testing/session-fixture.ts';

vi.mock('./failures.ts', async (importOriginal) => {
  const failures = await importOriginal<typeof import('./failures.ts')>();
  const { busy } = failures.failureTable;
  return { ...failures, failureTable: { ...failures.failureTable, busy: { ...busy, attempts: 2 } } };
});

fakePage();

it('a start makes only as many attempts as the kind of failure allows, and says how many', async () => {
  const busy = step.error('MSS.20010135');
  const { session, getCode, failure } = sessionOn([busy, busy, busy]);
  const counts = new Set<string>();
  session.subscribe(() => {
    const snapshot = session.getSnapshot();
    if ('attempt' in snapshot) counts.add(`${snapshot.attempt} of ${snapshot.attempts}`);
  });
  session.start();
  await pass(60_000);
  expect(failure()).toMatchObject({ kind: 'busy' });
  expect(getCode).toHaveBeenCalledTimes(2);
  expect([...counts]).toEqual(['1 of undefined', '2 of 2']);
});
