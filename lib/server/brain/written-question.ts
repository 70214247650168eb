/** The body of `POST /api/answer`. */
import * as z from 'zod';
import { MAX_CONTENT_LENGTH } from '../metastudio/callback-request.ts';

/** The most turns that are passed on. */
const MAX_TURNS = 20;

const text = z.string().max(MAX_CONTENT_LENGTH);

export const writtenQuestion = z.object({
  question: text.trim().min(1),
  history: z
    .array(z.object({ question: text, answer: text }))
    .max(MAX_TURNS)
    .default([]),
});
