/** The set-up that both routes of this app share. Created when the server starts. */
import { siteSettings } from '../settings.ts';
import { createAnswer } from './answer.ts';
import { brainSettings } from './brain-settings.ts';
import { type BrainSetup, createBrainSetup } from './brain-setup.ts';
import { recordAnswer, recordRefusal } from './brain-telemetry.ts';

const record = { answer: recordAnswer, refusal: recordRefusal };

let shared: BrainSetup | null | undefined;

/** Null when no brain is configured. @throws AppError `misconfigured` */
export function brainSetup(): BrainSetup | null {
  if (shared !== undefined) return shared;
  const settings = brainSettings();
  const { secrets } = siteSettings();
  shared = settings && createBrainSetup({ settings, secrets, answer: createAnswer(settings.model) }, { record });
  return shared;
}
