/**
 * Decides whether the consent says that conversations are recorded: by `RECORDING_NOTICE`, or by the two switches of
 * the account (MetaStudio docs, "dialog report" and "audio record"). A switch that could not be read yet counts as on,
 * whatever the cause: settings that are wrong now, as before a key's file is written, may be right at the next start.
 */
import type { Logger } from 'pino';
import { toAppError } from './http/problem.ts';
import { log } from './log.ts';
import { ConsoleClient } from './metastudio/console-client.ts';
import { missingReadPermission } from './metastudio/read-permission.ts';
import { type RecordingSetting, recordingSetting } from './page-settings.ts';
import { metastudioSettings } from './settings.ts';
import { tracedFetch } from './telemetry/telemetry.ts';

const ASK_EVERY_MS = 10 * 60_000;
/** The first pause after a switch could not be read. It doubles after each failure, up to the time above. */
const FIRST_RETRY_MS = 5_000;
const PAGE_WAITS_MS = 1_500;

type Recording = 'text' | 'voice';

/** The methods of `ConsoleClient` that read the switches. */
export type RecordingSwitches = Pick<ConsoleClient, 'isTextRecorded' | 'isVoiceRecorded'>;

/** The path below `/v1/{project_id}/digital-human-chat/` that reads each switch. */
const pathOf: Record<Recording, string> = { text: 'dialog-report-config', voice: 'audio-record-config' };

export class RecordingNotice {
  readonly #setting: RecordingSetting;
  readonly #switches: () => RecordingSwitches;
  readonly #logger: Logger;
  readonly #answers: Partial<Record<Recording, boolean>> = {};
  /** What was last logged about each switch. */
  readonly #logged: Partial<Record<Recording, string>> = {};
  #retryMs = FIRST_RETRY_MS;
  #firstAnswer: Promise<void> | undefined;
  #firstWait: Promise<void> | undefined;

  /** @param switches called each time they are read, because the key may have been renewed */
  constructor(setting: RecordingSetting, switches: () => RecordingSwitches, logger: Logger = log) {
    this.#setting = setting;
    this.#switches = switches;
    this.#logger = logger;
  }

  /** Reads the switches at once, and again every ten minutes. */
  watch(): void {
    if (this.#setting === 'auto') this.#firstAnswer ??= this.#askAndContinue();
  }

  /**
   * The answer for a page. Pages wait once, together, for the first answer; after that they get the last one at once.
   */
  async isRecorded(): Promise<boolean> {
    if (this.#setting !== 'auto') return this.#setting === '1';
    this.watch();
    this.#firstWait ??= Promise.race([this.#firstAnswer, new Promise<void>((done) => setTimeout(done, PAGE_WAITS_MS))]);
    await this.#firstWait;
    return (this.#answers.text ?? true) || (this.#answers.voice ?? true);
  }

  async #askAndContinue(): Promise<void> {
    const answered = await Promise.all([
      this.#ask('text', (switches) => switches.isTextRecorded()),
      this.#ask('voice', (switches) => switches.isVoiceRecorded()),
    ]);
    setTimeout(() => void this.#askAndContinue(), this.#nextPauseMs(!answered.includes(false))).unref();
  }

  #nextPauseMs(isComplete: boolean): number {
    const pauseMs = isComplete ? ASK_EVERY_MS : this.#retryMs;
    this.#retryMs = isComplete ? FIRST_RETRY_MS : Math.min(2 * pauseMs, ASK_EVERY_MS);
    return pauseMs;
  }

  /** @returns whether the switch could be read */
  async #ask(recording: Recording, read: (switches: RecordingSwitches) => Promise<boolean>): Promise<boolean> {
    try {
      const isOn = await read(this.#switches());
      this.#answers[recording] = isOn;
      this.#logOnce(recording, String(isOn), () => this.#logger.info({ event: 'recording', recording, isOn }));
      return true;
    } catch (thrown) {
      this.#logFailure(recording, thrown);
      return false;
    }
  }

  #logFailure(recording: Recording, thrown: unknown): void {
    const { code, details } = toAppError(thrown);
    if (code === 'misconfigured') return; // the log names each wrong setting at the start
    const { cloudStatus, cloudCode, requestId, reason } = details;
    const permission = missingReadPermission(details);
    const line = {
      event: 'recording_unknown',
      recording,
      setting: 'RECORDING_NOTICE',
      code,
      cloudStatus,
      cloudCode,
      permission,
      reason,
      requestId,
    };
    const cause = permission
      ? `The key may not read ${pathOf[recording]}: give its user the policy ${permission}, or set RECORDING_NOTICE to 1 or 0.`
      : `The cloud did not say whether ${recording} is recorded.`;
    const effect =
      this.#answers[recording] === undefined
        ? 'Until it does, the consent says that conversations are recorded.'
        : 'Its last answer stays.';
    this.#logOnce(recording, `${code} ${cloudStatus} ${cloudCode}`, () =>
      this.#logger.warn(line, `${cause} ${effect}`),
    );
  }

  /** Logs a state only when it has changed. */
  #logOnce(recording: Recording, state: string, write: () => void): void {
    if (this.#logged[recording] === state) return;
    this.#logged[recording] = state;
    write();
  }
}

const SHARED: unique symbol = Symbol.for('digital-human-chat.recording-notice');
const globals = globalThis as { [SHARED]?: RecordingNotice };

/**
 * The object of this process. It is kept on `globalThis`, because Next loads this module twice: for instrumentation.ts
 * and for pages.
 */
export function recordingNotice(): RecordingNotice {
  globals[SHARED] ??= new RecordingNotice(
    recordingSetting(),
    () => new ConsoleClient(metastudioSettings(), { fetch: tracedFetch }),
  );
  return globals[SHARED];
}
