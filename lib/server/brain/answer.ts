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
import { excerptsFor, pagesBrain, screenFor } from './pages-brain';
import type { Brain } from './types';

/** A language model where one is set, else the project's own pages. */
export const createAnswer = (model: ModelSettings | undefined): Brain =>
  model ? modelBrain(model, { excerpts: excerptsFor, screen: screenFor }) : pagesBrain;
