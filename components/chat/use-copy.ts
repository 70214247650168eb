/** Copies text, and tells whether the browser let it: no permission, or a page without the focus, and nothing is copied. */
import { useState } from 'react';

export type CopyOutcome = 'copied' | 'notCopied';

export function useCopy(): { outcome: CopyOutcome | null; copy: (text: string) => void } {
  const [outcome, setOutcome] = useState<CopyOutcome | null>(null);
  const copy = (text: string) =>
    void navigator.clipboard.writeText(text).then(
      () => setOutcome('copied'),
      () => setOutcome('notCopied'),
    );
  return { outcome, copy };
}
