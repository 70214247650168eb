/**
 * How this server calls other hosts: directly, or through the proxy of HTTPS_PROXY. Node's own `fetch` supports no
 * proxy before Node 24. Loopback is never called through a proxy.
 */
import { type Dispatcher, ProxyAgent, fetch as undiciFetch } from 'undici';
import * as z from 'zod';
import type { Fetch } from '../metastudio/cloud-call.ts';
import { type Environment, settingGroup } from '../settings-schema.ts';
import { isLoopback } from './address.ts';

/** Also accepts `proxy.example:3128`, as many tools do. */
const proxyUrl = z
  .string()
  .optional()
  .transform((value, context) => {
    if (value === undefined) return undefined;
    const text = /^[a-z][a-z\d+.-]*:\/\//i.test(value) ? value : `http://${value}`;
    const url = URL.canParse(text) ? new URL(text) : undefined;
    if (url && /^https?:(?!.*%(?![\da-f]{2}))/i.test(url.href) && url.pathname === '/' && !url.search) return url.href;
    context.addIssue('must be http://host:port of the proxy, or http://user:password@host:port, with % as %25');
    return undefined;
  });

const fields = z.object({ HTTPS_PROXY: proxyUrl, NO_PROXY: z.string().optional() });

export const proxyGroup = settingGroup(fields, { olderNames: { HTTPS_PROXY: 'https_proxy', NO_PROXY: 'no_proxy' } });

/** The proxy for outgoing calls. */
export interface ProxySettings {
  url: string | undefined;
  /** Hosts that are called directly, as NO_PROXY lists them. */
  except: string;
}

export function proxySettings(environment: Environment = process.env): ProxySettings {
  const { values } = proxyGroup.read(environment);
  return { url: values.HTTPS_PROXY, except: values.NO_PROXY ?? '' };
}

/** Reads NO_PROXY as other tools do: names including their subdomains, `host:port`, and `*` for all hosts. */
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

/** Takes the settings, because the doctor has other ones than this process. */
export function fetchBy(settings: () => ProxySettings): Fetch {
  let agent: { proxy: string; dispatcher: Dispatcher } | undefined;
  return (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    const { url: proxy, except } = settings();
    if (!proxy || isDirect(url, { url: proxy, except })) return globalThis.fetch(input, init);
    if (agent?.proxy !== proxy) agent = { proxy, dispatcher: new ProxyAgent(proxy) };
    // Its `Response` is the standard one; only the types of the two packages differ.
    const through = { ...init, dispatcher: agent.dispatcher } as Parameters<typeof undiciFetch>[1];
    return undiciFetch(url, through) as unknown as Promise<Response>;
  };
}

export const outboundFetch: Fetch = fetchBy(() => proxySettings());
