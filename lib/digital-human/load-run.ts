/**
 * What a start and a conversation need. It is no part of the page's first load: the page can draw without it, and a
 * start that comes before these files waits for them in `preparing`.
 */
import type { Conversation } from './conversation';
import { ownFailure, SessionFailure } from './failures';
import type { startWithRetries } from './start';

interface RunParts {
  startWithRetries: typeof startWithRetries;
  Conversation: typeof Conversation;
}

let parts: RunParts | null = null;

/** A failed load is not remembered: the next call fetches again. @throws SessionFailure `network` */
export async function loadRun(): Promise<RunParts> {
  if (parts) return parts;
  try {
    const [start, conversation] = await Promise.all([import('./start'), import('./conversation')]);
    parts = { startWithRetries: start.startWithRetries, Conversation: conversation.Conversation };
    return parts;
  } catch {
    throw new SessionFailure(ownFailure('network'));
  }
}
