/** What one attempt waits for: opened by the ready event, or closed for good by the failure that came first. */
import { SessionFailure } from './failures';

export interface ReadyGate {
  /** Resolves when the gate opens, rejects when it closes. */
  opened: Promise<void>;
  isOpen: boolean;
  /**
   * Aborted with the failure that forbids another attempt. One `create()` may report several errors (HwICSUiSdk 5.0.6):
   * the first one closes the gate, but a later one, such as a locked account, may be the one that decides.
   */
  lastWord: AbortSignal;
  /** A failure that may belong to an earlier session: it counts when no job comes. */
  doubt: SessionFailure | null;
  open(): void;
  close(error: unknown): void;
}

export function createReadyGate(): ReadyGate {
  let resolve!: () => void;
  let reject!: (error: unknown) => void;
  const opened = new Promise<void>((onOpen, onClose) => {
    resolve = onOpen;
    reject = onClose;
  });
  const lastWord = new AbortController();
  opened.catch(() => {}); // it may close before it is waited for
  const gate: ReadyGate = {
    opened,
    isOpen: false,
    lastWord: lastWord.signal,
    doubt: null,
    open() {
      gate.isOpen = true;
      resolve();
    },
    close(error) {
      reject(error);
      if (error instanceof SessionFailure && error.failure.retry === 'never') lastWord.abort(error);
    },
  };
  return gate;
}
