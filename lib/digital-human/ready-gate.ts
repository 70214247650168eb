/**
 * What one attempt waits for: opened by the ready event, or closed for good by the failure that came first.
 * It must not know the SDK or how an attempt is made.
 */
import { SessionFailure } from './failure';

export interface ReadyGate {
  /** Resolves when the gate opens, rejects when it closes. */
  opened: Promise<void>;
  isOpen: boolean;
  /**
   * Aborted with the failure that forbids another attempt. One `create()` may report several errors (HwICSUiSdk 5.0.6):
   * the first one closes the gate, but a later one, such as a locked account, may be the one that decides.
   */
  lastWord: AbortSignal;
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
  opened.catch(() => {}); // it may close before anybody waits
  const gate: ReadyGate = {
    opened,
    isOpen: false,
    lastWord: lastWord.signal,
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
