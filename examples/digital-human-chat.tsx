'use client';
/**
 * A complete conversation in one component: it asks for consent, runs in one tab at a time, keeps the transcript, and
 * takes written and spoken questions. Its look is in `digital-human-chat.css`, which is yours to change.
 *
 * @example <DigitalHumanChat sdkUrl="/metastudio-sdk/HwICSUiSdk.js" userId={user.id} privacyUrl="/privacy" />
 */
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { findBrowserProblem } from '../lib/digital-human/browser-support.ts';
import type { Failure } from '../lib/digital-human/failures.ts';
import { isOver, type SessionSnapshot } from '../lib/digital-human/session-state.ts';
import type { TranscriptEntry } from '../lib/digital-human/transcript.ts';
import { keepTranscript, restoreTranscript } from '../lib/digital-human/transcript-storage.ts';
import { useDigitalHuman } from '../lib/digital-human/use-digital-human.ts';
import { useIsTranscriptKept } from '../lib/digital-human/use-is-transcript-kept.ts';
import { useOnceCode } from '../lib/digital-human/use-once-code.ts';
import {
  composer,
  failure as failureMessages,
  invitation,
  live,
  session,
  transcript as transcriptMessages,
} from '../lib/i18n/en.json';
import { failureEntry } from '../lib/i18n/failure-messages.ts';
import './digital-human-chat.css';
import { useMicrophoneQuestion, useStartQuestions } from './digital-human-questions.tsx';

interface DigitalHumanChatProps {
  /** The URL of `HwICSUiSdk.js`. Its style sheet must be at the same URL with `.css`. */
  sdkUrl: string;
  /**
   * The ID of the signed-in user. With it, the transcript outlives a reload, and data that the SDK left on the device
   * is not used for another user. If users can change without a reload, give the component a `key` with the same value.
   */
  userId?: string;
  /**
   * The URL of your route that calls `handleOnceCode()`.
   * @default '/api/once-code'
   */
  onceCodeUrl?: string;
  /** The URL of your privacy policy. The consent links to it. */
  privacyUrl?: string;
  /**
   * Set it to false for an account where the SDK's silent track does not work. The user is then asked for the
   * microphone before the first written question.
   * @default true
   */
  silentTrack?: boolean;
  /**
   * Set it to true if your MetaStudio account records conversations. The consent then says so.
   * @default false
   */
  isRecorded?: boolean;
  /**
   * The longest time from `create()` to the first picture, in milliseconds. A longer attempt fails.
   * @default 30_000
   */
  readyTimeoutMs?: number;
  /**
   * The longest time a conversation may be live, in milliseconds. 0 sets no limit.
   * @default 0
   */
  longestSessionMs?: number;
}

export function DigitalHumanChat({
  sdkUrl,
  userId,
  onceCodeUrl = '/api/once-code',
  privacyUrl,
  silentTrack = true,
  isRecorded = false,
  readyTimeoutMs,
  longestSessionMs,
}: DigitalHumanChatProps) {
  const microphone = useMicrophoneQuestion();
  const digitalHuman = useDigitalHuman({
    getCode: useOnceCode(onceCodeUrl),
    sdkUrl,
    readyTimeoutMs,
    longestSessionMs,
    userId,
    silentTrack,
    confirmMicrophone: microphone.confirm,
    findBrowserProblem,
    containerId: 'digital-human',
    restoreTranscript: () => (userId === undefined ? [] : restoreTranscript(userId)),
    observe: (created) => userId !== undefined && keepTranscript(created, userId),
  });
  const { snapshot, end, interrupt, setMuted, startSpeaking, stopSpeaking, resumePlayback } = digitalHuman;
  const { start, question } = useStartQuestions({ ...digitalHuman, silentTrack, isRecorded, privacyUrl });
  const { status, listening, muted } = snapshot;
  const hasNoSession = isOver(status);
  const isLive = status === 'live';
  const trouble = status === 'failed' ? snapshot.failure : snapshot.notice;
  const mustWait = useMustWait(trouble);
  useQuestionBeforeLeaving(!hasNoSession);
  return (
    <section className="dh-chat" aria-label="Digital human">
      <div className="dh-stage">
        <div id="digital-human" className="dh-picture" />
        {/* Without a picture this covers the SDK's own error page, whose button reloads the page. */}
        {(hasNoSession || snapshot.isCovered) && <div className="dh-cover" />}
      </div>
      <p role="status" aria-label={session.label} data-status={status}>
        {statusText(snapshot)}
      </p>
      {trouble && <Trouble failure={trouble} />}
      {snapshot.isCovered && <p role="status">{live.covered}</p>}
      {snapshot.silenceEndsAt !== null && <p role="status">{live.silence}</p>}
      {/* Start and end stay in place: the second click of a double click must not land on the opposite button. */}
      <div className="dh-controls">
        <button type="button" className="dh-main-button" disabled={!hasNoSession || mustWait} onClick={start}>
          {invitation.start}
        </button>
        <button type="button" className="dh-button" disabled={hasNoSession} onClick={() => void end()}>
          {live.end}
        </button>
        <button type="button" className="dh-button" aria-pressed={muted} onClick={() => setMuted(!muted)}>
          {live.mute}
        </button>
        {snapshot.speaking && (
          <button type="button" className="dh-button" onClick={() => void interrupt()}>
            {live.interrupt}
          </button>
        )}
        {snapshot.playbackBlocked && (
          <button type="button" className="dh-main-button" onClick={() => void resumePlayback()}>
            {live.resume}
          </button>
        )}
        {snapshot.transcript.length > 0 && (
          <button type="button" className="dh-button" onClick={digitalHuman.clearTranscript}>
            {transcriptMessages.delete}
          </button>
        )}
      </div>
      <Transcript entries={snapshot.transcript} />
      <Composer ask={digitalHuman.ask} isLive={isLive}>
        <button
          type="button"
          className="dh-button"
          disabled={!isLive || !snapshot.canListen}
          aria-pressed={listening !== 'off'}
          onClick={() => void (listening === 'off' ? startSpeaking() : stopSpeaking())}
        >
          {{ off: composer.speak, opening: composer.opening, on: composer.listening }[listening]}
        </button>
      </Composer>
      {question}
      {microphone.question}
    </section>
  );
}

function statusText(snapshot: SessionSnapshot): string {
  const step = session[snapshot.status];
  if (!('attempt' in snapshot) || snapshot.attempt === 1) return step;
  const { attempt, attempts = attempt } = snapshot;
  return session.attempt
    .replace('{step}', step)
    .replace('{attempt}', String(attempt))
    .replace('{attempts}', String(attempts));
}

function Trouble({ failure }: { failure: Failure }) {
  const { title, happened, todo } = failureMessages.entry[failureEntry(failure)];
  return (
    <p role="alert" className="dh-trouble">
      <b>{title}.</b> {happened.replace('{code}', failure.code)} {todo} {failureMessages.code}: {failure.code}
      {failure.requestId && `, ${failureMessages.requestId}: ${failure.requestId}`}
    </p>
  );
}

function Transcript({ entries }: { entries: readonly TranscriptEntry[] }) {
  const isKept = useIsTranscriptKept();
  return (
    <>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it */}
      <div className="dh-transcript" tabIndex={0} role="log" aria-label={transcriptMessages.label}>
        {/* The log shows its end: its style puts the last line of this element at the bottom. */}
        <div>
          {entries.map(({ id, who, text, state }) => (
            <p key={id}>
              <b>{who === 'person' ? transcriptMessages.you : 'Digital human'}</b> <span dir="auto">{text}</span>{' '}
              {state === 'failed' && <i>{transcriptMessages.notSent}</i>}
            </p>
          ))}
        </div>
      </div>
      {!isKept && <p>{transcriptMessages.notKept}</p>}
    </>
  );
}

interface ComposerProps {
  ask: (text: string) => Promise<{ accepted: boolean }>;
  isLive: boolean;
  children: ReactNode;
}

function Composer({ ask, isLive, children }: ComposerProps) {
  const [text, setText] = useState('');
  const send = async (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() === '') return;
    setText('');
    // A question that was not accepted returns to the box, unless the user has begun a new one.
    if (!(await ask(text)).accepted) setText((current) => current || text);
  };
  return (
    <form className="dh-composer" onSubmit={(event) => void send(event)}>
      <label>
        <span>{composer.label}</span>
        <input value={text} onChange={(event) => setText(event.target.value)} autoComplete="off" dir="auto" />
      </label>
      <button type="submit" className="dh-button" disabled={!isLive}>
        {composer.send}
      </button>
      {children}
    </form>
  );
}

/** True while a new start would be too early. */
function useMustWait(failure: Failure | null): boolean {
  const [waitedFor, setWaitedFor] = useState<Failure | null>(null);
  const seconds = failure?.retryAfterSeconds ?? 0;
  useEffect(() => {
    if (seconds === 0) return;
    const timer = setTimeout(() => setWaitedFor(failure), seconds * 1000);
    return () => clearTimeout(timer);
  }, [failure, seconds]);
  return seconds > 0 && waitedFor !== failure;
}

/** The browser asks before the user leaves: leaving ends the conversation. */
function useQuestionBeforeLeaving(isOn: boolean): void {
  useEffect(() => {
    if (!isOn) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isOn]);
}
