/** Copies text, and tells whether it worked: without permission, or without the focus, the browser refuses. */
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
