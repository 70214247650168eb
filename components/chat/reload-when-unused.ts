import { isTranscriptKept } from '@/lib/digital-human/transcript-storage';

/** How long the page is unused before it reloads. */
const UNUSED_MS = 5 * 60_000;

const inputs = ['click', 'keydown', 'pointerdown', 'pointermove', 'wheel'];

interface ReloadOptions {
  /** True when the user ended the conversation. Otherwise the first input shows that the user saw why it ended. */
  isEndKnown: boolean;
  /** Aborted when the page is not to be reloaded. */
  signal: AbortSignal;
}

/**
 * Reloads the page when it was not used for 5 minutes, because a reload removes why the conversation ended and the form
 * for its rating. It never reloads while something is written, chosen or open that the reload would remove, or
 * when the browser does not keep the transcript.
 */
export function reloadWhenUnused({ isEndKnown, signal }: ReloadOptions): void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => (losesSomething() ? wait() : window.location.reload()), UNUSED_MS);
  };
  for (const input of inputs) window.addEventListener(input, wait, { signal, capture: true, passive: true });
  signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  if (isEndKnown) wait();
}

function losesSomething(): boolean {
  const fields = [...document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>('textarea, input[type=text]')];
  const isStarted = fields.some(({ value }) => value !== '') || document.querySelector('input[name=rating]:checked');
  return Boolean(isStarted || document.querySelector('dialog[open]')) || !isTranscriptKept();
}
