/**
 * Sends ten thousand malformed requests to all routes: the server answers none with 500, and continues. It counts the
 * answers of our handlers and those of Next separately.
 */
import { connect } from 'node:net';
import type { AppInstance } from '../../scripts/app-instance';
import { askForCode, signedIn } from '../../scripts/test-user';
import type { Expectations } from '../expectations';
import { seededRandom } from '../seeded-random';
import { malformedRequest } from './malformed-request';

const IN_PARALLEL = 8;
const ANSWER_LIMIT_MS = 20_000;
/** When a body is shorter than its length says, the server waits for the rest until the connection ends. */
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
  outcome: Expectations,
): Promise<void> {
  const random = seededRandom(seed);
  const { headers } = await signedIn('fuzz', secret, app.url);
  const { host, port } = new URL(app.url);
  const tallies = { 'our handlers': new Map<string, number>(), 'Next itself': new Map<string, number>() };
  const bad: string[] = [];
  let sent = 0;
  const worker = async () => {
    while (sent < requests) {
      sent += 1;
      const { bytes, description } = malformedRequest(random, host, headers.cookie ?? '');
      const { status, isOurs } = await answerTo(bytes, Number(port));
      const tally = tallies[isOurs ? 'our handlers' : 'Next itself'];
      tally.set(status, (tally.get(status) ?? 0) + 1);
      if (status.startsWith('5') || status === 'no answer') bad.push(`${status}: ${description}`);
    }
  };
  await Promise.all(Array.from({ length: IN_PARALLEL }, worker));
  console.log(`${requests} malformed requests, seed ${seed}`);
  for (const [who, tally] of Object.entries(tallies))
    console.log(
      `  answered by ${who}: ${[...tally]
        .sort()
        .map(([status, count]) => `${status}: ${count}`)
        .join(', ')}`,
    );
  for (const each of bad.slice(0, SHOWN)) console.log(`  ${each}`);
  outcome.expect(`${requests} malformed requests: answered 500 or more, or not at all`, bad.length, 0);
  const { headers: someone } = await signedIn('after-the-fuzz', secret, app.url);
  outcome.expect('  afterwards a request succeeds', (await askForCode(app.url, someone)).status, 200);
}

interface Answer {
  /** `closed` when the server closed the connection without an answer, or `no answer`. */
  status: string;
  /** Every answer of our own handlers has a request ID. */
  isOurs: boolean;
}

function answerTo(bytes: Buffer, port: number): Promise<Answer> {
  return new Promise((resolve) => {
    const socket = connect(port, 'localhost');
    let head = '';
    const done = (status: string) => {
      clearTimeout(limit);
      clearTimeout(giveUp);
      socket.destroy();
      resolve({ status, isOurs: /^x-request-id:/im.test(head) });
    };
    const limit = setTimeout(() => done('no answer'), ANSWER_LIMIT_MS);
    socket.once('connect', () => socket.write(bytes));
    const giveUp = setTimeout(() => socket.end(), END_AFTER_MS);
    socket.on('data', (chunk) => {
      head += chunk.toString('latin1');
      const status = /^HTTP\/1\.1 (\d{3})/.exec(head)?.[1];
      if (status && head.includes('\r\n\r\n')) done(status);
    });
    socket.once('error', () => done('closed'));
    socket.once('close', () => done('closed'));
  });
}
