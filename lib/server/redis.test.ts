import { once } from 'node:events';
import { connect } from 'node:net';
import { Worker } from 'node:worker_threads';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createLogger } from './log.ts';
import { inTime, RedisFailure, RedisLink, RedisOrMemory, reportBack } from './redis.ts';
import { FakeRedis } from './testing/fake-redis.ts';

let fake: FakeRedis;
let link: RedisLink;
beforeEach(async () => {
  fake = new FakeRedis();
  link = new RedisLink(await fake.start());
});
afterEach(() => {
  link.close();
  fake.stop();
});

it.each([
  ['is a read-only replica', "-READONLY You can't write against a read only replica.", 'READONLY'],
  ['is full', "-OOM command not allowed when used memory > 'maxmemory'.", 'OOM'],
  ['cannot save', '-MISCONF Redis is configured to save RDB snapshots', 'MISCONF'],
  ['is another node’s', '-MOVED 3999 127.0.0.1:6381', 'MOVED'],
  ['forbids it', '-NOPERM this user has no permissions', 'NOPERM'],
  ['wants a password', '-NOAUTH Authentication required.', 'NOAUTH'],
  ['answers something else', '$-1', 'the write was not confirmed'],
  ['says nothing', undefined, 'no answer within 300 ms'],
])('a Redis that %s fails a write, and the next call gets a new connection', async (_, answer, reason) => {
  fake.answer = () => answer;
  await expect(link.write()).rejects.toThrow(new RegExp(`^${reason}$`));
  fake.answer = () => '+OK';
  await link.write();
  expect(fake.connections).toBe(2);
});

it('a write is made by a script, as those of the limits, over keys of more than one hash slot', async () => {
  const noScripts = "-NOPERM User app has no permissions to run the 'eval' command";
  fake.answer = ([name = '']) => (/^eval/i.test(name) ? noScripts : '+OK');
  await expect(link.write()).rejects.toThrow(/^NOPERM$/);
  const keys: string[] = [];
  fake.answer = ([, , count, ...rest]) => {
    keys.push(...rest.slice(0, Number(count)));
    return '+OK';
  };
  await link.write();
  expect(keys).toEqual(['once-codes:ready', 'sessions:ready']);
});

it('an address that the library cannot read is a failure like others', async () => {
  // Encoded in Latin-1, which is not UTF-8.
  await expect(new RedisLink('redis://:p%E4ss@127.0.0.1:1').write()).rejects.toThrow(RedisFailure);
});

it('a working connection is kept', async () => {
  await Promise.all([link.write(), link.write()]);
  await link.write();
  expect(fake.connections).toBe(1);
});

it('the failure names the first cause when no server listens', async () => {
  const nowhere = new RedisLink('redis://127.0.0.1:1');
  await expect(nowhere.write()).rejects.toThrow(/^ECONNREFUSED$/);
});

/** Another thread that answers each connection 100 ms later, and then sets the flag. */
const ANSWERER = `
const { workerData, parentPort } = require('node:worker_threads');
const server = require('node:net').createServer((socket) => {
  const raise = () => { Atomics.store(workerData, 0, 1); Atomics.notify(workerData, 0); };
  setTimeout(() => socket.write('answer', raise), 100);
}).listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

it('an answer that arrived while the event loop was busy is not lost', async () => {
  const isAnswered = new Int32Array(new SharedArrayBuffer(4));
  const answerer = new Worker(ANSWERER, { eval: true, workerData: isAnswered });
  const [port] = (await once(answerer, 'message')) as [number];
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const answer = inTime(once(socket, 'data').then(String), 300);
  const untilMs = performance.now() + 400;
  Atomics.wait(isAnswered, 0, 0);
  while (performance.now() < untilMs); // afterwards the limit has passed, and the answer is in the socket
  expect(await answer).toBe('answer');
  socket.destroy();
  await answerer.terminate();
});

it('a busy event loop, as at the start of the process, does not look like a Redis that is unavailable', async () => {
  let isBusy = true;
  const work = () => {
    const untilMs = performance.now() + 250;
    while (performance.now() < untilMs);
    if (isBusy) setImmediate(work);
  };
  setImmediate(work);
  await link.write().finally(() => {
    isBusy = false;
  });
});

it('only the first part of the process that finds a Redis unavailable or back reports it', () => {
  const other = new RedisLink('redis://127.0.0.1:1');
  expect([link.reportAway(false), link.reportAway(true), link.reportAway(true), other.reportAway(true)]).toEqual([
    false,
    true,
    false,
    true,
  ]);
  expect([link.reportAway(false), link.reportAway(false), other.reportAway(false)]).toEqual([true, false, true]);
});

describe('the log', () => {
  it('says that Redis is back when another part of the process than the one that lost it is answered', async () => {
    const lines: string[] = [];
    const logger = createLogger({ write: (line: string) => void lines.push(JSON.parse(line).event) });
    const limits = new RedisOrMemory('limits', link, logger);
    const records = new RedisOrMemory('records', link, logger);
    const fails = async () => Promise.reject(new RedisFailure('no answer'));
    const answers = async () => 'there';
    await limits.run(fails, () => 'here');
    await records.run(fails, () => 'here');
    expect(lines).toEqual(['redis_lost']);
    const others = new RedisOrMemory('claims', link, logger);
    for (let i = 0; i < 3; i++) await others.run(answers, () => 'here');
    expect(lines).toEqual(['redis_lost', 'redis_back']);
  });

  it('says again that Redis is lost when a part still fails after another one was answered', async () => {
    const lines: string[] = [];
    let nowMs = 0;
    const logger = createLogger({ write: (line: string) => void lines.push(JSON.parse(line).event) });
    const limits = new RedisOrMemory('limits', link, logger, () => nowMs);
    const fails = async () => Promise.reject(new RedisFailure('NOPERM'));
    await limits.run(fails, () => 'here');
    reportBack(link, 'readiness', logger);
    nowMs = 5_000;
    await limits.run(fails, () => 'here');
    expect(lines).toEqual(['redis_lost', 'redis_back', 'redis_lost']);
    reportBack(link, 'readiness', logger);
  });
});
