/**
 * What was said, as one list. A pure reducer over what the person sends and what the SDK reports.
 * It must not know React, the SDK object or time (entries are stamped by the caller).
 */

export interface TranscriptEntry {
  /** Unique within the transcript, stable while the text grows. */
  id: string;
  who: 'person' | 'digital-human';
  text: string;
  /** `Date.now()` when the entry began. */
  at: number;
  /** `open`: more may come. `failed`: a question that was not accepted. */
  state: 'open' | 'complete' | 'failed';
}
