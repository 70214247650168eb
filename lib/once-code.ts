/**
 * The wire contract of `POST /api/once-code`, shared by the route and the page.
 * `zod/mini` because the page loads it too: zod whole costs 23 kB of gzip.
 */
import * as z from 'zod/mini';

/** 200: a once code for the signed-in user, with all that `HwICSUiSdk.create` needs beside it. */
export const onceCodeAnswer = z.object({
  onceCode: z.string().check(z.minLength(1)),
  /** ISO 8601, by the server's clock: compare it with the answer's `Date` header, never with the browser's clock. */
  expiresAt: z.iso.datetime(),
  /** Host (and port) without scheme, as the vendor's SDK wants it. */
  serverAddress: z.string().check(z.minLength(1)),
  robotId: z.string().check(z.minLength(1)),
});
export type OnceCodeAnswer = z.infer<typeof onceCodeAnswer>;

/** Everything else: `application/problem+json` (RFC 9457). */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  retry: z.enum(['auto', 'manual', 'never']),
  requestId: z.string(),
  cloudCode: z.optional(z.string()),
});
export type Problem = z.infer<typeof problem>;

/** A once code lives five minutes from its creation (MetaStudio, "Creating a One-Off Authentication Code"). */
export const ONCE_CODE_LIFE_MS = 300_000;
