import { isTranscriptKept } from '@/lib/digital-human/transcript-storage';

/**
 * Loads the page anew, unless that would lose something: what a user has begun to write, or a transcript that is not
 * kept.
 */
export function reloadUnlessLosing(): void {
  const fields = [...document.querySelectorAll('textarea')];
  if (isTranscriptKept() && fields.every(({ value }) => value === '')) window.location.reload();
}
