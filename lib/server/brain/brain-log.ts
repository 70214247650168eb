/** Logs questions by IDs, times and outcomes; never the query, a question or an answer. */
import type { Logger } from 'pino';
import { hashAppUserId } from '../metastudio/app-user-hash.ts';

export interface AnswerEvent {
  requestId: string;
  way: 'callback' | 'written';
  /** The user's ID as in `X-App-UserId`; undefined when the user is not known. */
  appUserId: string | undefined;
  sessionId?: string | undefined;
  outcome: 'answered' | 'failed' | 'interrupted' | 'limited';
  firstPieceMs: number | undefined;
  tookMs: number;
  pieces: number;
  reason?: string | undefined;
}

export function logAnswer({ appUserId, firstPieceMs, tookMs, ...rest }: AnswerEvent, logger: Logger): void {
  const line = {
    event: 'brain_answer',
    ...rest,
    user: appUserId === undefined ? undefined : hashAppUserId(appUserId),
    firstPieceMs: firstPieceMs === undefined ? undefined : Math.round(firstPieceMs),
    tookMs: Math.round(tookMs),
  };
  if (rest.outcome === 'failed') logger.error(line);
  else logger.info(line);
}

/** A replay is a separate event, because it may be the vendor's own retry. */
export const logRefusal = (requestId: string, code: string, logger: Logger): void =>
  logger.warn({ event: code === 'replay' ? 'brain_replay' : 'brain_refused', requestId, code });
