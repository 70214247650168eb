import { Worker } from 'node:worker_threads';
import { afterEach, expect, it } from 'vitest';
import { Synthesiser, startFliteWorker } from './synthesiser';

const voice = { pitch: 1, pace: 1 };
const open: Synthesiser[] = [];
const create = (...args: ConstructorParameters<typeof Synthesiser>) => {
  const synthesiser = new Synthesiser(...args);
  open.push(synthesiser);
  return synthesiser;
};
afterEach(() => Promise.all(open.splice(0).map((synthesiser) => synthesiser.close())));

it('fails the sentence of a worker that dies and speaks the next with a new one', async () => {
  let started = 0;
  const synthesiser = create({
    startWorker: () => (started++ === 0 ? new Worker('process.exit(3)', { eval: true }) : startFliteWorker()),
  });
  const [first, second] = await Promise.allSettled([
    synthesiser.speak('One.', voice),
    synthesiser.speak('Two.', voice),
  ]);
  expect([first.status, second.status, started]).toEqual(['rejected', 'fulfilled', 2]);
});

it('gives up on a worker that hangs', async () => {
  const synthesiser = create({
    timeoutMs: 20,
    startWorker: () => new Worker('setInterval(() => {}, 1e6)', { eval: true }),
  });
  await expect(synthesiser.speak('Hello.', voice)).rejects.toThrow('too long');
});

it('does not block the event loop while it speaks', async () => {
  const synthesiser = create();
  let turns = 0;
  const counting = setInterval(() => turns++, 1);
  await synthesiser.speak('This sentence is long enough to keep the voice busy for a good while, is it not?', voice);
  clearInterval(counting);
  expect(turns).toBeGreaterThan(10);
});
