/** The turns that the user deleted. What is still reported about them does not return to the transcript. */
import type { TranscriptEntry, TranscriptEvent } from './transcript.ts';

export class DeletedTurns {
  /** Undefined stands for the open answer without a `chatId`. */
  readonly #chatIds = new Set<string | undefined>();
  /** The written questions that were not accepted yet: their texts by their IDs. */
  readonly #asked = new Map<string, string>();

  add(transcript: readonly TranscriptEntry[]): void {
    for (const { id, who, text, state, chatId } of transcript) {
      const isAsked = who === 'person' && chatId === undefined;
      if (isAsked && state === 'open') this.#asked.set(id, text.trim());
      else if (chatId !== undefined || state === 'open') this.#chatIds.add(chatId);
    }
  }

  /** True if the event belongs to a deleted turn. Call it with every event: some of them name or end a turn. */
  receive(event: TranscriptEvent): boolean {
    switch (event.type) {
      case 'question_accepted': {
        const isDeleted = this.#asked.delete(event.id);
        if (isDeleted) this.#chatIds.add(event.chatId);
        return isDeleted;
      }
      case 'question_refused':
        return this.#asked.delete(event.id);
      case 'heard':
        return this.#chatIds.has(event.chatId);
      case 'answered':
        // An answer may begin before its question is accepted.
        if ([...this.#asked.values()].includes(event.questionText?.trim() ?? '')) this.#chatIds.add(event.chatId);
        return this.#chatIds.has(event.chatId);
      case 'closed':
        this.#chatIds.delete(undefined);
        return false;
      case 'job_over':
        this.#chatIds.clear();
        return false;
      default:
        return false;
    }
  }
}
