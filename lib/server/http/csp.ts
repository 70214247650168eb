/**
 * The Content-Security-Policy: what the page must allow the vendor's SDK, and nothing else. Pure.
 * The same on every page, as a soft navigation keeps the policy of the document it began in.
 */
import type { CspOrigins } from '../page-settings.ts';
import type { ServerAddress } from './address.ts';

export interface CspOptions {
  nonce: string;
  /** `host[:port]` of the hot-reload socket: the one thing, with `'unsafe-eval'`, that development adds. */
  developmentHost: string | undefined;
}

/** Hosts of the RTC library inside HwICSUiSdk 5.0.6, learnt at run time (MetaStudio docs, firewall FAQ). */
const RTC_FAMILIES = [
  'dbankcdn.com',
  'dbankcdn.cn',
  'dbankcloud.ru',
  'dbankcloud.cn',
  'dbankcloud.com',
  'hicloud.cn',
  'hicloud.com',
  'dbankedge.cn',
].map((family) => `*.${family}`);
const RTC_CONTROL = 'metastudio-control.cn-southwest-2.myhuaweicloud.com';
/** For signalling, beside 443 (the same FAQ). */
const RTC_PORT = 6447;

const overTls = (hosts: string[]) => hosts.flatMap((host) => [`https://${host}`, `wss://${host}`]);

/** `media`: what images and video may come from; `connect`: what may be called. */
function vendorSources(server: ServerAddress | undefined): { media: string[]; connect: string[] } {
  if (!server) return { media: [], connect: [] };
  // The emulator: plain HTTP, and no RTC of Huawei's behind it. `localhost` and `127.0.0.1` are different origins.
  if (server.isLoopback)
    return { media: [`http://${server.host}`], connect: [`http://${server.host}`, `ws://${server.host}`] };
  const withRtcPort = [server.hostname, ...RTC_FAMILIES].map((host) => `${host}:${RTC_PORT}`);
  return {
    media: [server.host, ...RTC_FAMILIES].map((host) => `https://${host}`),
    connect: overTls([server.host, RTC_CONTROL, ...RTC_FAMILIES, ...withRtcPort]),
  };
}

const extraSources = (hosts: CspOrigins['extraHosts']): { media: string[]; connect: string[] } => ({
  media: hosts.map(({ host, isLoopback }) => `${isLoopback ? 'http' : 'https'}://${host}`),
  connect: hosts.flatMap(({ host, isLoopback }) => (isLoopback ? [`http://${host}`, `ws://${host}`] : overTls([host]))),
});

export const REPORT_PATH = '/api/csp-report';

export function contentSecurityPolicy(origins: CspOrigins, { nonce, developmentHost }: CspOptions): string {
  const sdk = origins.sdkOrigin ? [origins.sdkOrigin] : [];
  const vendor = vendorSources(origins.server);
  const extra = extraSources(origins.extraHosts);
  const media = [...vendor.media, ...extra.media];
  const connect = [...vendor.connect, ...extra.connect];
  const directives: Record<string, string[]> = {
    'default-src': ["'none'"],
    // 'strict-dynamic': our code, which has the nonce, loads the SDK, which loads its own scripts and audio worklets.
    'script-src': ["'self'", `'nonce-${nonce}'`, "'strict-dynamic'", ...(developmentHost ? ["'unsafe-eval'"] : [])],
    // The SDK injects <style> and style="…". No nonce beside it: that would turn 'unsafe-inline' off.
    'style-src': ["'self'", ...sdk, "'unsafe-inline'"],
    'img-src': ["'self'", 'data:', 'blob:', ...sdk, ...media],
    'font-src': ["'self'", 'data:', ...sdk],
    'media-src': ["'self'", 'blob:', 'mediastream:', ...media],
    'connect-src': ["'self'", ...sdk, ...connect, ...(developmentHost ? [`ws://${developmentHost}`] : [])],
    'worker-src': ["'self'", 'blob:', 'data:'],
    'manifest-src': ["'self'"],
    'frame-src': ["'none'"],
    'object-src': ["'none'"],
    'base-uri': ["'none'"],
    'form-action': ["'self'", ...(origins.identityProviders ?? [])],
    'frame-ancestors': origins.frameAncestors.length > 0 ? ["'self'", ...origins.frameAncestors] : ["'none'"],
    // The older of the two is what Firefox and Safari know.
    'report-uri': [REPORT_PATH],
    'report-to': ['csp'],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${[...new Set(sources)].join(' ')}`)
    .join('; ');
}
