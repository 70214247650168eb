'use client';
/** The questions of `<DigitalHumanChat>` before an action: consent, another tab, the microphone. */
import { type ReactNode, useCallback, useState } from 'react';
import { findBrowserProblem } from '../lib/digital-human/browser-support.ts';
import type { useDigitalHuman } from '../lib/digital-human/use-digital-human.ts';
import { useOneTab } from '../lib/digital-human/use-one-tab.ts';
import type { ConfirmMicrophone } from '../lib/digital-human/waking-microphone.ts';
import { consent, takeOver as elsewhere, microphoneQuestion } from '../lib/i18n/en.json';
import { Question } from './digital-human-question.tsx';

/** Raise it when you send, store or open something else. Each user is then asked again. */
const CONSENT_VERSION = '2';
const CONSENT_KEY = 'digital-human-consent';

interface StartQuestionOptions extends Pick<ReturnType<typeof useDigitalHuman>, 'snapshot' | 'start' | 'end'> {
  silentTrack: boolean;
  isRecorded: boolean;
  privacyUrl: string | undefined;
}

/** @returns `start` for the button, which first asks the necessary questions, and the open question, if any */
export function useStartQuestions({
  snapshot,
  start,
  end,
  silentTrack,
  isRecorded,
  privacyUrl,
}: StartQuestionOptions): {
  start: () => void;
  question: ReactNode;
} {
  const [asked, setAsked] = useState<'consent' | 'take-over' | 'moving' | null>(null);
  const { acquire, takeOver } = useOneTab({ status: snapshot.status, end });
  const startInThisTab = async () => {
    const place = await acquire();
    if (place === 'here') start();
    else if (place === 'other_tab') setAsked('take-over');
  };

  const answerConsent = (isAccepted: boolean) => {
    setAsked(null);
    if (!isAccepted) return;
    rememberConsent(isRecorded);
    void startInThisTab();
  };
  const answerTakeOver = async (isAccepted: boolean) => {
    setAsked(isAccepted ? 'moving' : null);
    if (!isAccepted) return;
    // If the browser refuses the lock, the conversation starts here anyway.
    await takeOver(new AbortController().signal).catch(() => {});
    setAsked(null);
    start();
  };

  const questions = {
    consent: (
      <Question heading={consent.heading} accept={consent.agree} decline={consent.notNow} onAnswer={answerConsent}>
        <p>{consent.lead}</p>
        <ul>
          <li>{consent.words}</li>
          <li>{silentTrack ? consent.voice : consent.voiceThroughout}</li>
          <li>{consent.device}</li>
          <li>{consent.kept}</li>
          {isRecorded && <li>{consent.recorded}</li>}
        </ul>
        {privacyUrl !== undefined && (
          <p>
            {consent.withdraw} <a href={privacyUrl}>{consent.privacy}</a>
          </p>
        )}
      </Question>
    ),
    'take-over': (
      <Question
        heading={elsewhere.heading}
        accept={elsewhere.move}
        decline={elsewhere.leave}
        onAnswer={(isAccepted) => void answerTakeOver(isAccepted)}
      >
        <p>{elsewhere.tab}</p>
      </Question>
    ),
    moving: <p role="status">{elsewhere.moving}</p>,
  };
  return {
    start: () => {
      // In a browser without the required capabilities the start fails at once with a message, so consent is pointless.
      if (findBrowserProblem()) start();
      else if (hasConsent(isRecorded)) void startInThisTab();
      else setAsked('consent');
    },
    question: asked && questions[asked],
  };
}

/** @returns `confirm` for the session, of stable identity, and the question while it is open */
export function useMicrophoneQuestion(): { confirm: ConfirmMicrophone; question: ReactNode } {
  const [answer, setAnswer] = useState<((isAccepted: boolean) => void) | null>(null);
  const confirm = useCallback<ConfirmMicrophone>(
    (signal) =>
      new Promise((resolve) => {
        const answerOnce = (isAccepted: boolean) => {
          setAnswer(null);
          resolve(isAccepted);
        };
        setAnswer(() => answerOnce);
        signal.addEventListener('abort', () => answerOnce(false), { once: true });
      }),
    [],
  );
  const { heading, text, otherwise, allow, decline } = microphoneQuestion;
  return {
    confirm,
    question: answer && (
      <Question heading={heading} accept={allow} decline={decline} onAnswer={answer}>
        <p>{text}</p>
        <p>{otherwise}</p>
      </Question>
    ),
  };
}

/** For a browser that refuses storage: the consent then lasts as long as the page. */
let consentInThisPage: string | null = null;

/** Call it when a user withdraws their consent, and when they sign out. */
export function forgetConsent(): void {
  consentInThisPage = null;
  withStorage((storage) => storage.removeItem(CONSENT_KEY));
}

const RECORDED = `${CONSENT_VERSION}-recorded`;

function rememberConsent(isRecorded: boolean): void {
  const given = isRecorded ? RECORDED : CONSENT_VERSION;
  const isKept = withStorage((storage) => {
    storage.setItem(CONSENT_KEY, given);
    return true;
  });
  consentInThisPage = isKept ? null : given;
}

/**
 * Read at each start, because another tab may withdraw the consent. The one to recorded conversations covers others,
 * too.
 */
function hasConsent(isRecorded: boolean): boolean {
  const given = withStorage((storage) => storage.getItem(CONSENT_KEY)) ?? consentInThisPage;
  return given === RECORDED || (given === CONSENT_VERSION && !isRecorded);
}

function withStorage<T>(access: (storage: Storage) => T): T | undefined {
  try {
    return access(window.localStorage);
  } catch {
    return undefined; // site data is blocked
  }
}
