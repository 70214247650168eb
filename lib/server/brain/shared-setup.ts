/** The set-up both routes of this app share, made when the server starts. */
import { signInSettings } from '../settings';
import { createAnswer } from './answer';
import { brainSettings } from './brain-settings';
import { type BrainSetup, createBrainSetup } from './brain-setup';
import { recordAnswer, recordRefusal } from './brain-telemetry';

const record = { answer: recordAnswer, refusal: recordRefusal };

let shared: BrainSetup | null | undefined;

/** Null when no brain is configured. @throws AppError `misconfigured` */
export function brainSetup(): BrainSetup | null {
  if (shared !== undefined) return shared;
  const settings = brainSettings();
  const { secrets } = signInSettings();
  shared = settings && createBrainSetup({ settings, secrets, answer: createAnswer(settings.model) }, { record });
  return shared;
}
