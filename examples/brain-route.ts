/**
 * `POST /api/brain` for any server that supports `Request` and `Response`: MetaStudio sends it each question, signed.
 * Needs BRAIN_APP_ID, BRAIN_APP_KEY and BRAIN_URL, and AUTH_SECRET to identify the user.
 */
import { brainSettings } from '../lib/server/brain/brain-settings.ts';
import { type BrainSetup, createBrainSetup } from '../lib/server/brain/brain-setup.ts';
import { brainResponse, refusal } from '../lib/server/brain/callback-response.ts';
import { toAppError } from '../lib/server/http/problem.ts';
import { log } from '../lib/server/log.ts';
import { siteSettings } from '../lib/server/settings.ts';
import { createAnswer } from './brain-answer.ts';

let setup: BrainSetup | null | undefined;

/** Export it as `POST` of a Next route, or call it from any other server. */
export async function POST(request: Request): Promise<Response> {
  try {
    setup ??= setupFromEnvironment();
    return setup ? await brainResponse(request, setup) : new Response(null, { status: 404 });
  } catch (thrown) {
    const requestId = crypto.randomUUID();
    const { code, status, details } = toAppError(thrown);
    log.error({ event: 'brain_failed', requestId, code, reason: details.reason });
    return refusal(status, code, 'see the log', requestId);
  }
}

function setupFromEnvironment(): BrainSetup | null {
  const settings = brainSettings();
  const { secrets } = siteSettings();
  return settings && createBrainSetup({ settings, secrets, answer: createAnswer(settings.model) });
}
