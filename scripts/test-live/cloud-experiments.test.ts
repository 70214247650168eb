/**
 * On the emulator, whose answers are guesses. The tests only show that each experiment distinguishes the possible
 * answers.
 */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { type Emulator, startEmulator } from '../../emulator/start';
import { MetaStudioClient } from '../../lib/server/metastudio/client';
import { onceCodeSettings } from '../../lib/server/settings';
import { EmulatorControl } from '../emulator-control';
import { emulatorSettings } from '../local-stack';
import {
  isSpentByAWrongRobot,
  isVoidedByASecondCode,
  type Laboratory,
  stateOfAnAbandonedJob,
} from './cloud-experiments';

const USER = 'experimenter';
let emulator: Emulator;
let secrets: string[];

beforeAll(async () => {
  emulator = await startEmulator({ port: 0, files: new Map() });
});
afterAll(() => emulator.close());
beforeEach(async () => {
  secrets = [];
  await control().reset();
});

const control = () => new EmulatorControl(emulator.url, USER);

function laboratory(changed: Partial<Laboratory> = {}): Laboratory {
  const settings = onceCodeSettings({ ...emulatorSettings(emulator.port), AUTH_SECRET: 'x', DEMO_LOGIN: '1' });
  return {
    async createCode() {
      const { onceCode } = await new MetaStudioClient(settings.metastudio).createOnceCode(USER);
      secrets.push(onceCode);
      return onceCode;
    },
    server: emulator.url,
    robotId: settings.robotId,
    async fetch(input, init) {
      const answer = await fetch(input, init);
      const { access_token } = (await answer
        .clone()
        .json()
        .catch(() => ({}))) as { access_token?: string };
      if (access_token) secrets.push(access_token);
      return answer;
    },
    wait: async () => {},
    ...changed,
  };
}

/** A result never contains a code or a token. */
function expectNoSecretIn(sentence: string): void {
  expect(secrets.length).toBeGreaterThan(0);
  for (const secret of secrets) expect(sentence).not.toContain(secret);
}

it('finds out whether a code refused for a wrong robot is used up', async () => {
  const sentence = await isSpentByAWrongRobot(laboratory());
  expect(sentence).toMatch(/^A code refused for a wrong robot \(MSS\.\d+\) is (not )?spent/);
  expectNoSecretIn(sentence);
});

it.each([
  [
    'is used up',
    [
      { status: 401, body: { error_code: 'MSS.47010034' } },
      { status: 401, body: { error_code: 'MSS.47010046' } },
    ],
    /\(MSS\.47010034\) is spent \(MSS\.47010046\)/,
  ],
  [
    'is not used up',
    [
      { status: 401, body: { error_code: 'MSS.47010034' } },
      { status: 200, body: { access_token: 't' } },
    ],
    /is not spent$/,
  ],
  ['is redeemed anyway', [{ status: 200, body: { access_token: 't' } }], /for any robot ID/],
])('reports that such a code %s', async (_, answers, sentence) => {
  const left = [...answers];
  const fetch = async () => {
    const { status, body } = left.shift() ?? { status: 204, body: {} };
    return new Response(status === 204 ? null : JSON.stringify(body), { status });
  };
  expect(await isSpentByAWrongRobot(laboratory({ fetch, createCode: async () => 'c' }))).toMatch(sentence);
});

it('finds out whether a second code invalidates the first', async () => {
  const sentence = await isVoidedByASecondCode(laboratory());
  expect(sentence).toBe('A second code leaves the first one valid');
  expectNoSecretIn(sentence);
});

it('leaves a job without polls, reads its state once, and stops it', async () => {
  const waited: number[] = [];
  const sentence = await stateOfAnAbandonedJob(laboratory({ wait: async (ms) => void waited.push(ms) }), 5);
  expect(sentence).toMatch(/^After 5 minutes without a poll, the job is [A-Z_]+$/);
  expect(waited).toEqual([300_000]);
  expectNoSecretIn(sentence);
});

it('reports no result when the cloud refuses', async () => {
  const fetch = async () => new Response('<html>', { status: 503 });
  expect(await isVoidedByASecondCode(laboratory({ fetch }))).toMatch(/^Not known .*HTTP 503/);
  expect(await stateOfAnAbandonedJob(laboratory({ fetch }), 1)).toMatch(/^Not known .*HTTP 503/);
});
