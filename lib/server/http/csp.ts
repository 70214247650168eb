/**
 * The Content-Security-Policy: what the vendor's SDK needs, and nothing else. It is the same on every page, because a
 * soft navigation keeps the policy of the first document.
 */
import type { CspOrigins } from '../page-settings.ts';
import type { ServerAddress } from './address.ts';

export interface CspOptions {
  nonce: string;
  /** `host[:port]` of the hot-reload socket. Development adds only this and `'unsafe-eval'`. Default: none. */
  developmentHost?: string | undefined;
  /** Where browsers send their reports. Default: `/api/csp-report` of the host, whatever the app's base path is. */
  reportPath?: string;
}

/** The hosts of the RTC library in HwICSUiSdk 5.0.6, which it gets at run time (MetaStudio docs, firewall FAQ). */
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
/** The second port for signalling, besides 443 (the same FAQ). */
const RTC_PORT = 6447;

const overTls = (hosts: string[]) => hosts.flatMap((host) => [`https://${host}`, `wss://${host}`]);

/** `media`: the sources of images and video; `connect`: the hosts that may be called. */
function vendorSources(server: ServerAddress | undefined): { media: string[]; connect: string[] } {
  if (!server) return { media: [], connect: [] };
  // The emulator uses plain HTTP and no RTC of Huawei. `localhost` and `127.0.0.1` are different origins.
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

/** The nonce for a script that a page writes itself. Next gives its own scripts the nonce of the same header. */
export const nonceOf = (headers: { get(name: string): string | null }): string | undefined =>
  /'nonce-([^']+)'/.exec(headers.get('content-security-policy') ?? '')?.[1];

export const REPORT_PATH = '/api/csp-report';

/** Returns the value of the `Content-Security-Policy` header of one answer. */
export function contentSecurityPolicy(origins: CspOrigins, options: CspOptions): string {
  const { nonce, developmentHost, reportPath = REPORT_PATH } = options;
  const sdk = origins.sdkOrigin ? [origins.sdkOrigin] : [];
  const vendor = vendorSources(origins.server);
  const extra = extraSources(origins.extraHosts);
  const media = [...vendor.media, ...extra.media];
  const connect = [...vendor.connect, ...extra.connect];
  const directives: Record<string, string[]> = {
    'default-src': ["'none'"],
    // 'strict-dynamic': our code has the nonce and loads the SDK, which loads its own scripts and audio worklets.
    'script-src': ["'self'", `'nonce-${nonce}'`, "'strict-dynamic'", ...(developmentHost ? ["'unsafe-eval'"] : [])],
    // The SDK injects <style> and style="…". A nonce here would turn 'unsafe-inline' off.
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
    // `report-uri` is for Firefox and Safari.
    'report-uri': [reportPath],
    'report-to': ['csp'],
  };
  return Object.entries(directives)
    .map(([name, sources]) => `${name} ${[...new Set(sources)].join(' ')}`)
    .join('; ');
}
