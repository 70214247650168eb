/** The answer that MetaStudio expects from an LLM callback (MetaStudio docs, "Third-party LLM"), whole or in pieces. */

export interface AnswerPiece {
  text: string;
  /** What the screen shows; only on the last piece. */
  extendParam?: string | undefined;
}

export const streamHeaders = {
  'content-type': 'text/event-stream;charset=UTF-8',
  'cache-control': 'no-cache, no-transform',
  'x-accel-buffering': 'no',
};

export const wholeHeaders = { 'content-type': 'application/json;charset=UTF-8', 'cache-control': 'no-store' };

export const END_OF_STREAM = 'data:[DONE]\n\n';

const messageOf = ({ text, extendParam }: AnswerPiece) =>
  extendParam === undefined ? { content: text } : { content: text, extend_param: extendParam };

/** Without a space after `data:`. `content` is an increment. */
export const streamFrame = (id: string, piece: AnswerPiece, nowMs: number): string =>
  `data:${JSON.stringify({ id, created: nowMs, choices: [{ message: messageOf(piece) }] })}\n\n`;

export const wholeAnswer = (id: string, piece: AnswerPiece, nowMs: number): string =>
  JSON.stringify({ id, created: nowMs, choices: [{ index: 0, message: messageOf(piece) }] });

export const refusalBody = (code: string, message: string): string =>
  JSON.stringify({ error_code: code, error_msg: message });
