/** Goes through steps in order and leaves out those whose ground is missing. */
import type { Fetch } from '../../lib/server/metastudio/cloud-call';
import type { IamTokens } from '../../lib/server/metastudio/iam-token';
import type { Environment } from '../../lib/server/settings-schema';
import type { SdkRelease } from '../sdk-install/sdk-releases';

/** `aside`: said, but neither good nor bad. `skipped`: could not be looked at, which is no better than a failure. */
export type Level = 'ok' | 'warning' | 'failure' | 'skipped' | 'aside';

export interface Advice {
  means: string;
  todo: string;
  /** The documentation by its name, or one of this project's files. */
  docs: string;
}

export interface Finding {
  check: string;
  level: Level;
  text: string;
  advice?: Advice;
  /** What a conversation needs and this check could not look at, for the sentence at the end. */
  leavesOpen?: string;
}

/** One file of settings, with what Next made of it. */
export interface EnvFile {
  name: string;
  text: string;
  read: Environment;
}

/** Everything outside the settings that a step may touch. */
export interface Surroundings {
  environment: Environment;
  nodeVersion: string;
  publicFolder: string;
  /** The vendor's, with their checksums. */
  sdkReleases: readonly SdkRelease[];
  now: () => number;
  fetch: Fetch;
  /** For this run: the token is requested once and used once. */
  tokens: IamTokens;
  /** Rejects with an error that has a `code`. */
  resolveHost: (hostname: string) => Promise<void>;
  /** Connects and closes the connection. Rejects with an error that has a `code`. */
  reachPort: (hostname: string, port: number, timeoutMs: number) => Promise<void>;
  /** Writes one value. @throws RedisFailure */
  writeToRedis: (url: string) => Promise<void>;
  /** `.env` and its kin, as they are written. */
  envFiles: readonly EnvFile[];
  /** Connects, checks the certificate and closes the connection. Rejects with an error that has a `code`. */
  shakeHands: (hostname: string, port: number, timeoutMs: number) => Promise<void>;
}

export interface Step {
  /** What its findings are about, each by its name. */
  checks: readonly string[];
  /** Checks without which there is nothing to look at. */
  needs: readonly string[];
  /** Without it: always. */
  applies?: (environment: Environment) => boolean;
  examine: (surroundings: Surroundings) => Finding[] | Promise<Finding[]>;
}

export async function* examine(steps: readonly Step[], surroundings: Surroundings): AsyncGenerator<Finding> {
  const bad = new Set<string>();
  for (const step of steps) {
    if (step.applies?.(surroundings.environment) === false) continue;
    const missing = step.needs.find((check) => bad.has(check));
    const findings = missing ? skipped(step.checks, missing) : await step.examine(surroundings);
    for (const finding of findings) {
      if (isBad(finding)) bad.add(finding.check);
      yield finding;
    }
  }
}

export const skipped = (checks: readonly string[], missing: string): Finding[] =>
  checks.map((check) => ({ check, level: 'skipped', text: `skipped: needs ${missing}` }));

/** A conversation could start only if none is. */
export const isBad = ({ level }: Finding): boolean => level === 'failure' || level === 'skipped';

/** `ENOTFOUND`, `CERT_HAS_EXPIRED`…: the code alone, as a message may quote anything. */
export function networkErrorCode(error: unknown): string {
  const { code, cause, name } = error as { code?: unknown; cause?: { code?: unknown }; name?: unknown };
  const found = cause?.code ?? code;
  if (typeof found === 'string') return found;
  return name === 'TimeoutError' ? 'no answer in time' : 'network failure';
}
