/** Copies text, and says whether it worked: the browser refuses without permission or focus. */
import { useState } from 'react';

export type CopyOutcome = 'copied' | 'notCopied';

export function useCopy(): { outcome: CopyOutcome | null; copy: (text: string) => Promise<void> } {
  const [outcome, setOutcome] = useState<CopyOutcome | null>(null);
  const copy = async (text: string) => {
    try {
      await navigator.clipboard.writeText(text); // `clipboard` is missing on an insecure address
      setOutcome('copied');
    } catch {
      setOutcome('notCopied');
    }
  };
  return { outcome, copy };
}
