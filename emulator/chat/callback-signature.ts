/**
 * Signs a call to an LLM callback as MetaStudio does. Implements its documentation independently of the product's
 * verifier.
 */
import { createHmac } from 'node:crypto';

export function signedCallbackUrl(llmUrl: string, nowMs: number, appKey: string): string {
  const mac = createHmac('sha256', Buffer.from(appKey, 'utf8'));
  mac.update(llmUrl);
  mac.update(nowMs.toString(10));
  return `${llmUrl}?secret=${mac.digest('hex')}&time_stamp=${nowMs.toString(16)}`;
}
