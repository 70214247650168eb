/** Ten thousand malformed requests to every route: whatever comes back, it is not 500, and the server lives. */
import { connect } from 'node:net';
import type { AppInstance } from '../../scripts/app-instance';
import { askForCode, signedIn } from '../../scripts/person';
import type { Deviations } from '../deviations';
import { seededRandom } from '../seeded-random';
import { malformedRequest } from './malformed-request';

const IN_PARALLEL = 8;
const ANSWER_LIMIT_MS = 20_000;
/** A request whose body is shorter than it says is waited for in vain: then its connection ends. */
const END_AFTER_MS = 3_000;
const SHOWN = 10;

export interface FuzzOptions {
  seed: number;
  requests: number;
  secret: string;
}

export async function fuzz(
  app: AppInstance,
  { seed, requests, secret }: FuzzOptions,
  outcome: Deviations,
): Promise<void> {
  const random = seededRandom(seed);
  const { headers } = await signedIn('fuzz', secret, app.url);
  const { host, port } = new URL(app.url);
  const statuses = new Map<string, number>();
  const bad: string[] = [];
  let sent = 0;
  const worker = async () => {
    while (sent < requests) {
      sent += 1;
      const { bytes, description, hasBodyForNext } = malformedRequest(random, host, headers.cookie ?? '');
      const status = await statusOf(bytes, Number(port));
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
      if ((status === '500' && !hasBodyForNext) || status === 'no answer') bad.push(`${status}: ${description}`);
    }
  };
  await Promise.all(Array.from({ length: IN_PARALLEL }, worker));
  const tally = [...statuses].sort().map(([status, count]) => `${status}: ${count}`);
  console.log(`${requests} malformed requests, seed ${seed}: ${tally.join(', ')}`);
  for (const each of bad.slice(0, SHOWN)) console.log(`  ${each}`);
  outcome.expect(`${requests} malformed requests: answered 500, or not at all`, bad.length, 0);
  const { headers: someone } = await signedIn('after-the-fuzz', secret, app.url);
  outcome.expect('  and afterwards all works', (await askForCode(app.url, someone)).status, 200);
}

/** The status, `closed` when the server hung up without one, or `no answer`. */
function statusOf(bytes: Buffer, port: number): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, 'localhost');
    let head = '';
    const done = (status: string) => {
      clearTimeout(limit);
      clearTimeout(giveUp);
      socket.destroy();
      resolve(status);
    };
    const limit = setTimeout(() => done('no answer'), ANSWER_LIMIT_MS);
    socket.once('connect', () => socket.write(bytes));
    const giveUp = setTimeout(() => socket.end(), END_AFTER_MS);
    socket.on('data', (chunk) => {
      head += chunk.toString('latin1', 0, 16);
      const status = /^HTTP\/1\.1 (\d{3})/.exec(head)?.[1];
      if (status) done(status);
    });
    socket.once('error', () => done('closed'));
    socket.once('close', () => done('closed'));
  });
}
