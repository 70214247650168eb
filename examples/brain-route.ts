/**
 * `POST /api/brain` for any server that supports `Request` and `Response`: MetaStudio sends it each question, signed.
 * Needs BRAIN_APP_ID, BRAIN_APP_KEY and BRAIN_URL, and AUTH_SECRET to identify the user.
 */
import { AppError } from '../lib/api/errors.ts';
import { brainSettings } from '../lib/server/brain/brain-settings.ts';
import { type BrainSetup, createBrainSetup } from '../lib/server/brain/brain-setup.ts';
import { brainResponse, refusal } from '../lib/server/brain/callback-response.ts';
import { log } from '../lib/server/log.ts';
import { createAnswer } from './brain-answer.ts';

let setup: BrainSetup | null | undefined;

/** Export it as `POST` of a Next route, or call it from any other server. */
export async function POST(request: Request): Promise<Response> {
  try {
    setup ??= setupFromEnvironment();
    return setup ? await brainResponse(request, setup) : new Response(null, { status: 404 });
  } catch (error) {
    const requestId = crypto.randomUUID();
    const code = error instanceof AppError ? error.code : 'internal_error';
    log.error({
      event: 'brain_failed',
      requestId,
      code,
      reason: error instanceof AppError ? error.details.reason : code,
    });
    return refusal(error instanceof AppError ? error.status : 500, code, 'see the log', requestId);
  }
}

function setupFromEnvironment(): BrainSetup | null {
  const settings = brainSettings();
  const secrets = process.env.AUTH_SECRET ? [process.env.AUTH_SECRET] : [];
  return settings && createBrainSetup({ settings, secrets, answer: createAnswer(settings.model) });
}
