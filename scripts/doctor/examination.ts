/** Runs steps in order and skips those whose requirements failed. */
import { type Fetch, networkErrorCode } from '../../lib/server/metastudio/cloud-call';
import type { IamTokens } from '../../lib/server/metastudio/iam-token';
import type { Environment } from '../../lib/server/settings-schema';
import type { SdkRelease } from '../sdk-install/sdk-releases';

/** `aside`: information, neither good nor bad. `skipped`: not checked, which is as bad as a failure. */
export type Level = 'ok' | 'warning' | 'failure' | 'skipped' | 'aside';

export interface Advice {
  means: string;
  todo: string;
  /** The name of the documentation, or one of this project's files. */
  docs: string;
}

export interface Finding {
  check: string;
  level: Level;
  text: string;
  advice?: Advice;
  /** A requirement of a conversation that this check could not verify, for the sentence at the end. */
  leavesOpen?: string;
}

/** One file of settings, and what Next read from it. */
export interface EnvFile {
  name: string;
  text: string;
  read: Environment;
}

/** What a step may use: the settings, this machine, its network and its files. */
export interface StepContext {
  environment: Environment;
  nodeVersion: string;
  publicFolder: string;
  /** The vendor's releases, with their checksums. */
  sdkReleases: readonly SdkRelease[];
  now: () => number;
  fetch: Fetch;
  /** For this run, which requests the token once and uses it once. */
  tokens: IamTokens;
  /** Rejects with an error that has a `code`. */
  resolveHost: (hostname: string) => Promise<void>;
  /** Connects and closes the connection. Rejects with an error that has a `code`. */
  reachPort: (hostname: string, port: number, timeoutMs: number) => Promise<void>;
  /** Writes one value. @throws RedisFailure */
  writeToRedis: (url: string) => Promise<void>;
  /** `.env` and the related files, unparsed. */
  envFiles: readonly EnvFile[];
  /** Connects, checks the certificate and closes the connection. Rejects with an error that has a `code`. */
  shakeHands: (hostname: string, port: number, timeoutMs: number) => Promise<void>;
}

export interface Step {
  /** The names of the checks that its findings report on. */
  checks: readonly string[];
  /** The checks that must pass first. */
  needs: readonly string[];
  /** Whether it applies. Default: always. */
  applies?: (environment: Environment) => boolean;
  examine: (context: StepContext) => Finding[] | Promise<Finding[]>;
}

export async function* examine(steps: readonly Step[], context: StepContext): AsyncGenerator<Finding> {
  const bad = new Set<string>();
  for (const step of steps) {
    if (step.applies?.(context.environment) === false) continue;
    const missing = step.needs.find((check) => bad.has(check));
    const findings = missing ? skipped(step.checks, missing) : await step.examine(context);
    for (const finding of findings) {
      if (isBad(finding)) bad.add(finding.check);
      yield finding;
    }
  }
}

export const skipped = (checks: readonly string[], missing: string): Finding[] =>
  checks.map((check) => ({ check, level: 'skipped', text: `skipped: needs ${missing}` }));

/** A conversation can start only if no finding is bad. */
export const isBad = ({ level }: Finding): boolean => level === 'failure' || level === 'skipped';

/** `ENOTFOUND`, `CERT_HAS_EXPIRED`…: only the code, because a message may quote anything. */
export const networkProblem = (error: unknown): string =>
  error instanceof Error && error.name === 'TimeoutError' ? 'no answer in time' : networkErrorCode(error);
