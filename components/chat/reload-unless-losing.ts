import { isTranscriptKept } from '@/lib/digital-human/transcript-storage';

/**
 * Reloads the page, unless the user would lose a question they have begun to write, or a transcript that the browser
 * does not keep.
 */
export function reloadUnlessLosing(): void {
  const fields = [...document.querySelectorAll('textarea')];
  if (isTranscriptKept() && fields.every(({ value }) => value === '')) window.location.reload();
}
