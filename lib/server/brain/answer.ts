/**
 * What the digital human says. This is the file to replace: give it your own `answer`, from a model, a search or a
 * workflow. Signature, identity, limits, speech and stream are taken care of around it.
 *
 * @example
 * export const createAnswer = (): Brain =>
 *   async function* ({ question, user }) {
 *     yield { text: `Hello ${user?.name ?? 'there'}, you asked: ${question}` };
 *     yield { screen: { sources: [{ title: 'Our help pages', url: 'https://example.com/help' }] } };
 *   };
 */
import { type ModelSettings, modelBrain } from './model-brain';
import { preparePages } from './page-search';
import { knowledgeOf, pagesBrain } from './pages-brain';
import type { Brain } from './types';

/** A language model where one is set, else the project's own pages. Called once, when the server starts. */
export function createAnswer(model: ModelSettings | undefined): Brain {
  void preparePages();
  return model ? modelBrain(model, knowledgeOf) : pagesBrain;
}
