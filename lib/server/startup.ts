/**
 * What is checked once, when the server starts. A server that would be unsafe is ended with a sentence that says why.
 * Any other wrong setting is named in the log, and the route answers `misconfigured` until it is right.
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

/** A sentence for the operator, or undefined when the server may run. */
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
    // Throwing here would leave Next alive, answering 500 to everything.
    process.exit(1);
  }
  reportSettings(process.env);
  provideOtherProblems(otherSettingProblems(process.env));
  applySettings();
}

/**
 * Blank counts as unset, for libraries that read the environment themselves, too: next-auth and OpenTelemetry throw on
 * a blank address.
 */
export function dropBlankSettings(environment: Record<string, string | undefined>): void {
  for (const [name, value] of Object.entries(environment))
    if (/^(AUTH|NEXTAUTH|OTEL)_/.test(name) && value?.trim() === '') delete environment[name];
}

/**
 * How long a connection to one address of a host may take before the next address is tried. Node's own 250 ms gives up
 * on every host that is far away; a third of the whole call leaves time for two more.
 */
export const connectAttemptMs = (environment: Environment = process.env): number =>
  Math.max(250, Math.floor(routeSettings.read(environment).values.METASTUDIO_TIMEOUT_MS / 3));

const LOOPBACK = ['localhost', '127.0.0.1', '::1', '[::1]'];

/**
 * For `NODE_USE_ENV_PROXY=1`, with which Node's own `fetch` follows HTTP_PROXY: Next calls itself by it, with the
 * user's cookies. Node reads NO_PROXY at each call.
 */
export function keepLoopbackDirect(environment: NodeJS.ProcessEnv): void {
  for (const name of ['NO_PROXY', 'no_proxy']) {
    if (name === 'no_proxy' && environment[name] === undefined) continue;
    environment[name] = [environment[name], ...LOOPBACK].filter(Boolean).join(',');
  }
}

/** What the process itself and the libraries in it read from elsewhere than our settings. */
function applySettings(): void {
  dropBlankSettings(process.env);
  // next-auth reads the address from here: in the form everything else uses, whichever name and spelling it came in.
  const { url } = signInSettings();
  if (url) process.env.AUTH_URL = url;
  keepConnections(keepAliveMs());
  setDefaultAutoSelectFamilyAttemptTimeout(connectAttemptMs());
  keepLoopbackDirect(process.env);
  // Before the first user needs it, so that a problem is in the log by then.
  void authorizationOrigins();
}
