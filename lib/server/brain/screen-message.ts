/** Writes the extras of an answer for `extend_param`. The page reads them with the same schema. */
import { type AnswerExtras, answerExtras, MAX_EXTRAS_LENGTH, unique, uniqueSources } from '../../api/answer-extras.ts';

export type Extras = Omit<AnswerExtras, 'v'>;

/** Undefined when there is nothing to show. Omits a part that is malformed or too large. */
export function screenMessage({ sources = [], suggestions = [], action, requestId }: Extras): string | undefined {
  const message = answerExtras.safeParse({
    v: 1,
    ...(sources.length > 0 && {
      sources: uniqueSources(sources.filter((source) => isFine({ sources: [source] }))).slice(0, 4),
    }),
    ...(suggestions.length > 0 && {
      suggestions: unique(suggestions.filter((suggestion) => isFine({ suggestions: [suggestion] }))).slice(0, 3),
    }),
    ...(action && isFine({ action }) && { action }),
    ...(requestId && isFine({ requestId }) && { requestId }),
  }).data;
  if (!message || Object.keys(message).length === 1) return undefined;
  const text = JSON.stringify(message);
  if (text.length <= MAX_EXTRAS_LENGTH) return text;
  return sources.length > 0
    ? screenMessage({ sources: sources.slice(0, -1), suggestions, action, requestId })
    : undefined;
}

const isFine = (part: Extras): boolean => answerExtras.safeParse({ v: 1, ...part }).success;
