import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import { answerInTime, connectRedis } from './redis';

it('gives up on a Redis that takes the connection and says nothing', async () => {
  const silent = createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
  await new Promise((resolve) => silent.once('listening', resolve));
  const address = silent.address();
  const redis = connectRedis(`redis://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
  await expect(answerInTime(redis.ping())).rejects.toThrow('did not answer');
  redis.disconnect();
  silent.close();
});

/** Another thread that answers each connection 100 ms later, and raises the flag when it has. */
const ANSWERER = `
const { workerData, parentPort } = require('node:worker_threads');
const server = require('node:net').createServer((socket) => {
  const raise = () => { Atomics.store(workerData, 0, 1); Atomics.notify(workerData, 0); };
  setTimeout(() => socket.write('answer', raise), 100);
}).listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`;

it('does not give up on an answer that came while the event loop was busy', async () => {
  const isAnswered = new Int32Array(new SharedArrayBuffer(4));
  const answerer = new Worker(ANSWERER, { eval: true, workerData: isAnswered });
  const [port] = (await once(answerer, 'message')) as [number];
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  const answer = answerInTime(once(socket, 'data').then(String));
  const untilMs = performance.now() + 400;
  Atomics.wait(isAnswered, 0, 0);
  while (performance.now() < untilMs); // the limit has passed, and the answer is in the socket
  expect(await answer).toBe('answer');
  socket.destroy();
  await answerer.terminate();
});
