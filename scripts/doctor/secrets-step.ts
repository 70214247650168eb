/**
 * The step that checks secrets and other settings from outside: whether one looks cut, quoted or expanded on its way
 * into the environment. It prints names and lengths, never a value.
 */

import { givenSettings, settingProblems } from '../../lib/server/all-settings';
import { isLoopback } from '../../lib/server/http/address';
import { metastudioSettings } from '../../lib/server/settings';
import type { Environment } from '../../lib/server/settings-schema';
import type { EnvFile, Finding, Step } from './examination';

const check = 'Secrets';

const SECRETS = [
  'HUAWEICLOUD_SDK_AK',
  'HUAWEICLOUD_SDK_SK',
  'HUAWEICLOUD_SDK_SECURITY_TOKEN',
  'HUAWEICLOUD_IAM_PASSWORD',
  'AUTH_SECRET',
  'AUTH_SECRET_1',
  'AUTH_SECRET_2',
  'AUTH_SECRET_3',
  'AUTH_GITHUB_SECRET',
  'AUTH_OIDC_SECRET',
  'REDIS_URL',
  'BRAIN_APP_KEY',
  'BRAIN_APP_KEY_OLD',
  'BRAIN_LLM_API_KEY',
  // It may contain a password.
  'HTTPS_PROXY',
];

/** The form of every access key of the console. */
const KEY_LENGTHS = { HUAWEICLOUD_SDK_AK: 20, HUAWEICLOUD_SDK_SK: 40 };
const MIN_AUTH_SECRET_LENGTH = 32;

export const secretsStep: Step = {
  checks: [check],
  needs: [],
  examine({ environment, envFiles }) {
    const findings = [...changedByFile(envFiles, environment), ...oddValues(environment)];
    return findings.length > 0 ? findings : [{ check, level: 'ok', text: 'none looks cut, quoted or expanded' }];
  },
};

const warning = (text: string, means: string, todo: string): Finding => ({
  check,
  level: 'warning',
  text,
  advice: { means, todo, docs: '.env.example, at the top' },
});

/** Compares the file's text with the value in the environment: `pa$word1` arrives as `pa`, `pa#word` as `pa`. */
function changedByFile(files: readonly EnvFile[], environment: Environment): Finding[] {
  const settings = givenSettings(environment);
  return files.flatMap(({ name: file, text, read }) =>
    [...writtenValues(text)].flatMap(([name, written]) => {
      // Set elsewhere as well: that one counts, and the file's value is unused.
      if (read[name] === undefined || environment[name] !== read[name] || read[name] === written) return [];
      if (!SECRETS.includes(name) && (!(name in settings) || isMeant(written, environment))) return [];
      return [
        warning(
          `${name} is written in ${file} with ${written.length} characters and arrives with ${read[name]?.length}`,
          'A $ begins the name of another variable there, even within quotes, and a # outside quotes begins a comment.',
          'Write each $ as \\$, put a value with # in quotes, or set it outside the file.',
        ),
      ];
    }),
  );
}

/** In a setting that is no secret, a comment and the name of another variable that is set are there on purpose. */
function isMeant(written: string, environment: Environment): boolean {
  const names = [...written.matchAll(/\$\{?(\w+)/g)].map(([, name = '']) => name);
  return names.length > 0 ? names.every((name) => environment[name] !== undefined) : /\s#\s/.test(written);
}

function writtenValues(text: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const line of text.split(/\r?\n/)) {
    const [, name = '', raw = ''] = /^\s*(?:export\s+)?([A-Z\d_]+)\s*=\s*(.*?)\s*$/.exec(line) ?? [];
    if (name) found.set(name, raw.replace(/^(["'`])(.*)\1$/s, '$2').replaceAll('\\$', '$'));
  }
  return found;
}

function oddValues(environment: Environment): Finding[] {
  const given = givenSettings(environment);
  const findings: Finding[] = [];
  if (!isEmulator(environment))
    for (const [name, length] of Object.entries(KEY_LENGTHS)) {
      const value = given[name];
      if (value !== undefined && value.length !== length)
        findings.push(
          warning(
            `${name} has ${value.length} characters; the console makes ${length}`,
            'It was cut or expanded on its way, or a part of it was not copied.',
            'Compare the lengths, and check how this environment escapes $ and quotes.',
          ),
        );
    }
  const secret = given.AUTH_SECRET;
  if (secret !== undefined && secret.length < MIN_AUTH_SECRET_LENGTH)
    findings.push(
      warning(
        `AUTH_SECRET has ${secret.length} characters`,
        'A short secret can be guessed from one cookie; it may also have been cut.',
        'Make one with: openssl rand -base64 33',
      ),
    );
  for (const name of SECRETS)
    if (/\\\$|^(["']).*\1$/s.test(environment[name] ?? ''))
      findings.push(
        warning(
          `${name} contains \\$ or begins and ends with quotes`,
          'docker run --env-file keeps both as a part of the value, and node --env-file keeps the backslash.',
          'Unless they belong to the secret, write it for the program that reads the file.',
        ),
      );
  for (const name of SECRETS)
    if (/\$\{|\$\(|^\$[A-Z_]+$/.test(environment[name] ?? ''))
      findings.push(
        warning(
          `${name} looks like the name of another variable`,
          'No program replaced the name by its value.',
          'Set the value itself, or let the tool that starts this process fill it in.',
        ),
      );
  return findings;
}

/** The emulator's demo keys have their own lengths. */
function isEmulator(environment: Environment): boolean {
  if (settingProblems(environment).length > 0) return false;
  return isLoopback(new URL(metastudioSettings(environment).endpoint).hostname);
}
