'use client';
/**
 * A whole conversation in one component, over `useOnceCode` and `useDigitalHuman`. Its look is yours to change: it comes
 * with what the SDK needs and nothing more.
 */
import { type CSSProperties, type FormEvent, useState } from 'react';
import type { Failure } from '../lib/digital-human/failures';
import type { SessionStatus } from '../lib/digital-human/session-state';
import { useDigitalHuman } from '../lib/digital-human/use-digital-human';
import { useOnceCode } from '../lib/digital-human/use-once-code';
import { failure as words } from '../lib/i18n/en.json';
import { failureEntry } from '../lib/i18n/failure-messages';

interface DigitalHumanChatProps {
  /** Of `HwICSUiSdk.js`; its style sheet is the same URL with `.css`. */
  sdkUrl: string;
  /** From `create()` to ready. */
  readyTimeoutMs?: number;
}

/** `isolate`: the SDK stacks its layers up to z-index 2000 (HwICSUiSdk 5.0.6). The size must be there before it starts. */
const stageStyle: CSSProperties = {
  position: 'relative',
  isolation: 'isolate',
  overflow: 'hidden',
  width: '100%',
  aspectRatio: '16 / 9',
  background: '#161a1d',
};

const isOver = (status: SessionStatus) => status === 'idle' || status === 'ended' || status === 'failed';

export function DigitalHumanChat({ sdkUrl, readyTimeoutMs = 30_000 }: DigitalHumanChatProps) {
  const { snapshot, start, end, ask, interrupt, resumePlayback } = useDigitalHuman({
    getCode: useOnceCode(),
    sdkUrl,
    readyTimeoutMs,
    containerId: 'digital-human',
  });
  const { status, transcript, speaking, playbackBlocked, notice } = snapshot;
  const trouble = status === 'failed' ? snapshot.failure : notice;
  return (
    <section aria-label="Digital human">
      <div style={{ position: 'relative' }}>
        <div id="digital-human" style={stageStyle} />
        {/* Without a connection this covers the SDK's own error page, whose button reloads the page. */}
        {isOver(status) && <div style={{ position: 'absolute', inset: 0, background: '#161a1d' }} />}
      </div>
      <p role="status" aria-label="Session" data-status={status}>
        {status}
        {'attempt' in snapshot && snapshot.attempt > 1 && `, attempt ${snapshot.attempt}`}
      </p>
      {trouble && <Trouble failure={trouble} />}
      {/* Both stay in place: the second click of a double click must not land on the opposite button. */}
      <button type="button" disabled={!isOver(status)} onClick={() => start()}>
        Start conversation
      </button>{' '}
      <button type="button" disabled={isOver(status)} onClick={() => void end()}>
        End conversation
      </button>{' '}
      {speaking && (
        <button type="button" onClick={() => void interrupt()}>
          Interrupt
        </button>
      )}
      {playbackBlocked && (
        <button type="button" onClick={() => void resumePlayback()}>
          Play picture and sound
        </button>
      )}
      <div role="log" aria-label="Transcript" aria-busy={transcript.at(-1)?.state === 'open'}>
        {transcript.map(({ id, who, text, state }) => (
          <p key={id}>
            <b>{who === 'person' ? 'You' : 'Digital human'}</b> {text} {state === 'failed' && <i>Not delivered</i>}
          </p>
        ))}
      </div>
      <Composer ask={ask} />
    </section>
  );
}

function Trouble({ failure }: { failure: Failure }) {
  const { title, happened, todo } = words.entry[failureEntry(failure)];
  return (
    <p role="alert">
      <b>{title}.</b> {happened.replace('{code}', failure.code)} {todo}
      {failure.requestId && ` Request ID: ${failure.requestId}`}
    </p>
  );
}

function Composer({ ask }: { ask: (text: string) => Promise<{ accepted: boolean }> }) {
  const [text, setText] = useState('');
  const send = async (event: FormEvent) => {
    event.preventDefault();
    // What was not taken stays in the box.
    if ((await ask(text)).accepted) setText('');
  };
  return (
    <form onSubmit={send}>
      <label>
        Message <input value={text} onChange={(event) => setText(event.target.value)} autoComplete="off" />
      </label>{' '}
      <button type="submit">Send</button>
    </form>
  );
}
