/**
 * What the digital human says. Replace this file with your own answer, from a model, a search or a workflow. The code
 * around it verifies the signature, identifies the user, applies limits, and streams the answer as speech.
 *
 * @example
 * export const createAnswer = (): Brain =>
 *   async function* ({ question, user }) {
 *     yield { text: `Hello ${user?.name ?? 'there'}, you asked: ${question}` };
 *     yield { screen: { sources: [{ title: 'Our help pages', url: 'https://example.com/help' }] } };
 *   };
 */
import { type ModelSettings, modelBrain } from './model-brain.ts';
import { preparePages } from './page-search.ts';
import { knowledgeOf, pagesBrain } from './pages-brain.ts';
import type { Brain } from './types.ts';

/**
 * Answers by the configured language model, or without one from the project's own pages. Called once, when the server
 * starts.
 */
export function createAnswer(model: ModelSettings | undefined): Brain {
  void preparePages();
  return model ? modelBrain(model, knowledgeOf) : pagesBrain;
}
