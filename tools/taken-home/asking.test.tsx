// @vitest-environment happy-dom
/** How the examples send a written question, with a session whose answers the test decides. */
import { readFileSync } from 'node:fs';
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { DigitalHumanChat } from '../../examples/digital-human-chat.tsx';
import { initialSnapshot, type SessionSnapshot } from '../../lib/digital-human/session-state.ts';

const fake = vi.hoisted(() => ({
  questions: [] as string[],
  /** Settles the oldest question. */
  settle: [] as ((accepted: boolean) => void)[],
  snapshot: undefined as unknown,
  subscriber: () => {},
}));

const ask = (question: string) => {
  fake.questions.push(question);
  return new Promise<{ accepted: boolean }>((resolve) => fake.settle.push((accepted) => resolve({ accepted })));
};
const end = async () => {};
const settle = (accepted: boolean) => act(async () => fake.settle.shift()?.(accepted));

vi.mock('../../lib/digital-human/use-digital-human.ts', () => ({
  useDigitalHuman: () => ({ snapshot: fake.snapshot, ask, end }),
}));
vi.mock('../../lib/digital-human/session.ts', () => ({
  DigitalHumanSession: class {
    ask = ask;
    getSnapshot = () => fake.snapshot;
    subscribe = (subscriber: () => void) => (fake.subscriber = subscriber);
  },
}));

const live: SessionSnapshot = { ...initialSnapshot, status: 'live', liveSince: 0 };

beforeEach(() => {
  Object.assign(fake, { questions: [], settle: [], snapshot: live });
});
afterEach(() => {
  cleanup();
  document.body.innerHTML = '';
  vi.resetModules();
});

async function plainPage(): Promise<void> {
  const [, body = ''] = /<body>(.*)<\/body>/s.exec(readFileSync('examples/plain/index.html', 'utf8')) ?? [];
  document.body.innerHTML = body.replace(/<script.*<\/script>/s, '');
  await import('../../examples/plain/page.ts');
}

const pages: [name: string, open: () => unknown][] = [
  ['the component', () => render(<DigitalHumanChat sdkUrl="/s.js" />)],
  ['the plain page', plainPage],
];

describe.each(pages)('in %s', (_, open) => {
  const box = () => screen.getByLabelText<HTMLInputElement>('Message');
  const type = (value: string) => fireEvent.input(box(), { target: { value } });
  const send = () => act(async () => void fireEvent.submit(box().form as HTMLFormElement));

  it('a second Enter does not ask again', async () => {
    await open();
    type('Hello?');
    await send();
    await send();
    expect(fake.questions.filter(Boolean)).toEqual(['Hello?']);
  });

  it('a question that was not accepted returns to the box', async () => {
    await open();
    type('Hello?');
    await send();
    await settle(false);
    expect(box().value).toBe('Hello?');
  });

  it.each([true, false])('what the user writes meanwhile stays in the box, accepted: %s', async (accepted) => {
    await open();
    type('Hello?');
    await send();
    type('And then?');
    await settle(accepted);
    expect(box().value).toBe('And then?');
  });
});

it('the plain page names the code of an unknown failure', async () => {
  await plainPage();
  const failure = { code: 'MSS.99999999', kind: 'unknown', retry: 'manual' };
  fake.snapshot = { ...initialSnapshot, status: 'failed', failure, endedAt: 0 };
  fake.subscriber();
  const { textContent } = screen.getByRole('alert');
  expect(textContent).toContain('code: MSS.99999999');
  expect(textContent).not.toContain('{code}');
});
