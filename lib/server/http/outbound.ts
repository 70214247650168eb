/**
 * How this server calls other hosts: directly, or through the proxy of HTTPS_PROXY where a network has no other way out.
 * Node's own `fetch` knows no proxy before Node 24. Loopback is never called through a proxy.
 */
import { type Dispatcher, ProxyAgent, fetch as undiciFetch } from 'undici';
import type { Fetch } from '../metastudio/cloud-call';
import { type ProxySettings, proxySettings } from '../settings';
import { isLoopback } from './address';

/** As other tools read NO_PROXY: names with all below them, `host:port`, and `*` for everything. */
export function isDirect(url: URL, { url: proxy, except }: ProxySettings): boolean {
  if (!proxy || isLoopback(url.hostname)) return true;
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return except
    .toLowerCase()
    .split(/[\s,]+/)
    .filter(Boolean)
    .some((entry) => {
      const [, name = '', onPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
      const suffix = name.replace(/^\*?\./, '');
      const isNamed = name === '*' || url.hostname === suffix || url.hostname.endsWith(`.${suffix}`);
      return isNamed && (onPort === undefined || onPort === port);
    });
}

/** For the given settings: the doctor has others than this process. */
export function fetchBy(settings: () => ProxySettings): Fetch {
  let agent: { proxy: string; dispatcher: Dispatcher } | undefined;
  return (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const { url: proxy, except } = settings();
    if (!proxy || isDirect(url, { url: proxy, except })) return globalThis.fetch(input, init);
    if (agent?.proxy !== proxy) agent = { proxy, dispatcher: new ProxyAgent(proxy) };
    // Its `Response` is the standard's; only the two packages' types differ.
    const through = { ...init, dispatcher: agent.dispatcher } as Parameters<typeof undiciFetch>[1];
    return undiciFetch(url, through) as unknown as Promise<Response>;
  };
}

export const outboundFetch: Fetch = fetchBy(() => proxySettings());

const LOOPBACK = ['localhost', '127.0.0.1', '::1', '[::1]'];

/**
 * For `NODE_USE_ENV_PROXY=1`, with which Node's own `fetch` follows HTTP_PROXY: Next calls itself by it, with the person's
 * cookies. Node reads NO_PROXY at each call.
 */
export function keepLoopbackDirect(environment: NodeJS.ProcessEnv): void {
  for (const name of ['NO_PROXY', 'no_proxy']) {
    if (name === 'no_proxy' && environment[name] === undefined) continue;
    environment[name] = [environment[name], ...LOOPBACK].filter(Boolean).join(',');
  }
}
