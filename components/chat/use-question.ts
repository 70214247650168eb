/** Lets code ask the user a question: returns a promise of the answer, and the question to show until then. */
import { useCallback, useState } from 'react';

type Ask<Topic> = (topic: Topic, signal: AbortSignal) => Promise<boolean>;

interface OpenQuestion<Topic> {
  topic: Topic;
  answer: (isYes: boolean) => void;
}

/** @returns `ask`, of stable identity, and the open question. Aborting the signal answers no. */
export function useQuestion<Topic>(): [Ask<Topic>, OpenQuestion<Topic> | null] {
  const [question, setQuestion] = useState<OpenQuestion<Topic> | null>(null);
  const ask = useCallback<Ask<Topic>>(
    (topic, signal) =>
      new Promise((resolve) => {
        const answer = (isYes: boolean) => {
          setQuestion(null);
          resolve(isYes);
        };
        if (signal.aborted) return resolve(false);
        setQuestion({ topic, answer });
        signal.addEventListener('abort', () => answer(false), { once: true });
      }),
    [],
  );
  return [ask, question];
}
