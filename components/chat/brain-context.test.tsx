// @vitest-environment happy-dom
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { createRef } from 'react';
import { IntlProvider } from 'use-intl/react';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { vendorFailure } from '@/lib/digital-human/sdk/error-codes';
import type { SessionPhase } from '@/lib/digital-human/session-state';
import en from '@/lib/i18n/en.json';
import { BrainProvider } from './brain-context';
import { Composer } from './composer/composer';
import { mockedMethods, snapshotOf } from './screen-fixture';
import { SessionContext } from './session-context';
import { GoOnInWriting } from './start/go-on-in-writing';

beforeEach(() => vi.resetModules());
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  vi.doUnmock('./composer/writing');
  vi.useRealTimers();
});

const busy = vendorFailure('MSS.20010135');
const failed: SessionPhase = { status: 'failed', failure: busy, endedAt: 1 };

const box = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Message' });

async function ask(question: string) {
  fireEvent.change(box(), { target: { value: question } });
  const send = screen.getByRole('button', { name: 'Send' });
  await vi.waitFor(() => expect(send.getAttribute('aria-disabled')).toBe('false'));
  await act(async () => void fireEvent.click(send));
}

/** Shows the message box in a session of this status. @returns the methods of the session */
function show(phase: SessionPhase) {
  const methods = mockedMethods();
  render(
    <IntlProvider locale="en" messages={en} timeZone="UTC">
      <SessionContext value={{ ...methods, snapshot: snapshotOf(phase) }}>
        <BrainProvider isConfigured shownUser="the shown user">
          <GoOnInWriting failure={busy} />
          <Composer ref={createRef()} />
        </BrainProvider>
      </SessionContext>
    </IntlProvider>,
  );
  return methods;
}

/** Sends a question in writing. @returns the events that it adds to the transcript */
async function writeAQuestion(question = 'And then?') {
  const { addToTranscript, ask: askAloud } = show(failed);
  fireEvent.click(screen.getByRole('button', { name: 'Go on in writing' }));
  await ask(question);
  expect(askAloud).not.toHaveBeenCalled();
  return () => addToTranscript.mock.calls.map(([event]): string[] => [event.type, event.text ?? '']);
}

const frame = (content: string) => `data:${JSON.stringify({ choices: [{ message: { content } }] })}\n\n`;

/** A written answer whose pieces the test sends. */
function openAnswer(signal: AbortSignal | null | undefined) {
  let stream!: ReadableStreamDefaultController<Uint8Array>;
  const body = new ReadableStream<Uint8Array>({
    start: (started) => {
      stream = started;
    },
  });
  const fail = () => stream.error(new TypeError('network error'));
  signal?.addEventListener('abort', fail);
  return { response: new Response(body), fail, send: (text: string) => stream.enqueue(new TextEncoder().encode(text)) };
}

test.each([
  ['failed', async () => new Response('', { status: 502 })],
  ['outdated', async () => Response.json({ status: 'ok' })],
] as const)(
  'a written question stays in the message box, with a message, when the code that sends it does not load: %s',
  async (problem, answer) => {
    vi.stubGlobal('fetch', answer);
    vi.doMock('./composer/writing', () => {
      throw new Error('Failed to load chunk');
    });
    await writeAQuestion();
    await screen.findByText(en.writing[problem]);
    expect(box().value).toBe('And then?');
  },
);

test('a written question names the user that the page shows, and gets no answer when another user has signed in', async () => {
  const fetched = vi.fn(async (_url: string, _init: RequestInit) => new Response('{}', { status: 409 }));
  vi.stubGlobal('fetch', fetched);
  vi.stubGlobal('crypto', {}); // a browser without randomUUID
  await writeAQuestion();
  await screen.findByText(en.writing.otherUser);
  expect(new Headers(fetched.mock.calls[0]?.[1].headers).get('x-shown-user')).toBe('the shown user');
  expect(box().value).toBe('And then?');
});

test('when every digital human is busy, questions go to the brain in writing', async () => {
  const fetched = vi.fn(
    async (_url: string, _init: RequestInit) => new Response(`${frame('In')}${frame(' writing.')}data:[DONE]\n\n`),
  );
  vi.stubGlobal('fetch', fetched);
  const said = await writeAQuestion();
  await vi.waitFor(() => expect(said()).toHaveLength(5), 10_000);
  expect(fetched.mock.calls[0]?.[0]).toBe('/api/answer');
  expect(JSON.parse(String(fetched.mock.calls[0]?.[1].body))).toEqual({ question: 'And then?', history: [] });
  expect(said()).toEqual([
    ['asked', 'And then?'],
    ['question_accepted', ''],
    ['answered', 'In'],
    ['answered', ' writing.'],
    ['answered', ''],
  ]);
});

describe('a question that was taken in writing', () => {
  const answers: ReturnType<typeof openAnswer>[] = [];
  beforeEach(() => {
    answers.length = 0;
    vi.stubGlobal('fetch', async (_url: string, { signal }: RequestInit) => {
      const answer = openAnswer(signal);
      answers.push(answer);
      return answer.response;
    });
  });

  test('stays delivered, and out of the message box, when the user asks again during its answer', async () => {
    const said = await writeAQuestion('First?');
    await vi.waitFor(() => expect(answers).toHaveLength(1), 10_000);
    answers[0]?.send(frame('Half'));
    await vi.waitFor(() => expect(said()).toContainEqual(['answered', 'Half']));
    await ask('Second?');
    await vi.waitFor(() => expect(answers).toHaveLength(2));
    await vi.waitFor(() => expect(said()).toContainEqual(['closed', '']));
    expect(said().map(([type]) => type)).not.toContain('question_refused');
    expect(box().value).toBe('');
    expect(screen.queryByText(en.writing.failed)).toBeNull();
  });

  test('stays delivered, with a message, when nothing of its answer arrives for 40 seconds', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const said = await writeAQuestion();
    while (answers.length === 0) await act(() => vi.dynamicImportSettled());
    for (const piece of ['Half', ' an answer']) {
      await act(() => vi.advanceTimersByTimeAsync(39_000));
      answers[0]?.send(frame(piece));
      await vi.waitFor(() => expect(said().at(-1)).toEqual(['answered', piece]));
    }
    await act(() => vi.advanceTimersByTimeAsync(40_000));
    expect(said().at(-1)).toEqual(['closed', '']);
    expect(screen.getByText(en.writing.failed)).toBeTruthy();
    expect(box().value).toBe('');
  });

  test('stays delivered, with a message, when its answer breaks off', async () => {
    const said = await writeAQuestion();
    await vi.waitFor(() => expect(answers).toHaveLength(1), 10_000);
    await act(async () => answers[0]?.fail());
    await screen.findByText(en.writing.failed);
    expect(said()).toEqual([
      ['asked', 'And then?'],
      ['question_accepted', ''],
      ['closed', ''],
    ]);
    expect(box().value).toBe('');
  });
});

test('a written question that the server does not take within 30 seconds returns to the message box', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let isSent = false;
  vi.stubGlobal('fetch', (_url: string, { signal }: RequestInit) => {
    isSent = true;
    return new Promise((_, reject) => signal?.addEventListener('abort', () => reject(signal.reason)));
  });
  const said = await writeAQuestion();
  while (!isSent) await act(() => vi.dynamicImportSettled());
  await act(() => vi.advanceTimersByTimeAsync(30_000));
  expect(said().map(([type]) => type)).toEqual(['asked', 'question_refused']);
  expect(box().value).toBe('And then?');
  expect(screen.getByText(en.writing.failed)).toBeTruthy();
});
