/** Streams an answer as the vendor does: start, increments, end. */
import type { Clock } from '../clock';
import type { Frame } from '../job';
import { randomValue } from '../random-value';
import type { Piece } from './answer-source';

/** About the pace of a language model behind MetaStudio: slow enough to interrupt. */
const PIECE_INTERVAL_MS = 45;

interface Answer {
  chatId: string;
  sessionId: string;
  questionText: string;
  /** The pieces unchanged: a text may be null. */
  pieces: AsyncIterable<string | null | Piece>;
  signal: AbortSignal;
}

/** Resolves to the full text. Rejects when the signal aborts or the source throws. */
export async function streamAnswer(
  { chatId, sessionId, questionText, pieces, signal }: Answer,
  send: (frame: Frame) => void,
  clock: Clock,
): Promise<string> {
  const resultId = randomValue(16);
  let said = '';
  const sendPiece = (text: string | null, isLast: boolean, extendParam = '') =>
    send({
      action: 'semantic_recognized',
      chat_id: chatId,
      session_id: sessionId,
      result_id: resultId,
      question_text: questionText,
      text,
      is_last: isLast,
      is_replace: false,
      extend_param: extendParam,
    });

  let isSpeaking = false;
  for await (const piece of pieces) {
    signal.throwIfAborted();
    // Not before: while the brain thinks, the vendor's digital human does not speak.
    if (!isSpeaking) send({ action: 'start_speaking', chat_id: chatId, session_id: sessionId });
    isSpeaking = true;
    const { text, extendParam } =
      piece !== null && typeof piece === 'object' ? piece : { text: piece, extendParam: '' };
    sendPiece(text, false, extendParam);
    said += text ?? '';
    await clock.pause(PIECE_INTERVAL_MS, signal);
  }
  signal.throwIfAborted();
  sendPiece('', true);
  return said;
}
