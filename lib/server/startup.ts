/**
 * The checks at the start of the server. An unsafe server exits with a sentence that says why. Any other wrong setting
 * is logged, and the route answers `misconfigured` until it is right.
 */
import { setDefaultAutoSelectFamilyAttemptTimeout } from 'node:net';
import type { Logger } from 'pino';
import { otherSettingProblems, settingProblems } from './all-settings.ts';
import { authorizationOrigins } from './auth/identity-provider.ts';
import { signInSettings } from './auth/sign-in-settings.ts';
import { keepAliveMs, keepConnections } from './http/keep-alive.ts';
import { log } from './log.ts';
import { provideOtherProblems, routeSettings, usesRealCloud } from './settings.ts';
import type { Environment } from './settings-schema.ts';

/** Returns a sentence for the operator, or undefined when the server may run. */
export function reasonNotToStart(environment: Environment): string | undefined {
  if (environment.NODE_ENV !== 'production') return undefined;
  const malformed = settingProblems(environment).find(({ name }) => name === 'AUTH_SECRET');
  if (malformed && !malformed.remedy.startsWith('is not set')) return `AUTH_SECRET ${malformed.remedy}.`;
  if (signInSettings(environment).secrets.length === 0)
    return 'AUTH_SECRET is not set: without it no session can be trusted. Make one with "openssl rand -base64 33" and set it.';
  if (environment.DEMO_LOGIN === '1' && usesRealCloud(environment))
    return (
      'DEMO_LOGIN=1 with a cloud that is not on this machine: anyone could sign in and spend once codes. ' +
      'Unset DEMO_LOGIN, point METASTUDIO_ENDPOINT at the emulator, or say DEMO_LOGIN=with-real-cloud if you mean it.'
    );
  return undefined;
}

export function reportSettings(environment: Environment, to: Logger = log): void {
  for (const { name, remedy } of settingProblems(environment))
    to.error({ event: 'misconfigured', setting: name }, `${name} ${remedy}`);
}

export function checkAtStart(): void {
  const reason = reasonNotToStart(process.env);
  if (reason) {
    console.error(reason);
    // After an error here, Next would continue and answer every request with 500.
    process.exit(1);
  }
  reportSettings(process.env);
  provideOtherProblems(otherSettingProblems(process.env));
  applySettings();
}

/**
 * Removes blank settings, which count as unset, also for libraries that read the environment themselves: next-auth and
 * OpenTelemetry throw an error for a blank address.
 */
export function dropBlankSettings(environment: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(environment))
    if (/^(AUTH|NEXTAUTH|OTEL)_/.test(name) && value?.trim() === '') delete environment[name];
}

/**
 * How long connecting to one address of a host may take before the next address is tried. Node's default of 250 ms is
 * too short for distant hosts; a third of the whole call leaves time for two more addresses.
 */
export const connectAttemptMs = (environment: Environment = process.env): number =>
  Math.max(250, Math.floor(routeSettings.read(environment).values.METASTUDIO_TIMEOUT_MS / 3));

const LOOPBACK = ['localhost', '127.0.0.1', '::1', '[::1]'];

/**
 * For `NODE_USE_ENV_PROXY=1`, with which Node's own `fetch` uses HTTP_PROXY: Next calls itself with it, and sends the
 * user's cookies. Node reads NO_PROXY at each call.
 */
export function keepLoopbackDirect(environment: NodeJS.ProcessEnv): void {
  for (const name of ['NO_PROXY', 'no_proxy']) {
    if (name === 'no_proxy' && environment[name] === undefined) continue;
    environment[name] = [environment[name], ...LOOPBACK].filter(Boolean).join(',');
  }
}

/** Sets what Node and libraries do not read from our settings. */
function applySettings(): void {
  dropBlankSettings(process.env);
  // next-auth reads the address from here. It gets the normalized form, for any name and spelling of the setting.
  const { url } = signInSettings();
  if (url) process.env.AUTH_URL = url;
  keepConnections(keepAliveMs());
  setDefaultAutoSelectFamilyAttemptTimeout(connectAttemptMs());
  keepLoopbackDirect(process.env);
  // Before the first user needs it, so that a problem is already in the log.
  void authorizationOrigins();
}
