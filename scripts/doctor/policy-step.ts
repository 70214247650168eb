/**
 * The step that reads the page's Content-Security-Policy as a browser would, and checks that the page may load and
 * reach everything it needs.
 */

import { contentSecurityPolicy } from '../../lib/server/http/csp';
import { type CspOrigins, cspOrigins } from '../../lib/server/page-settings';
import type { Step } from './examination';

const NONCE = 'doctor';

export const policyStep: Step = {
  checks: ['Page policy'],
  needs: [],
  examine({ environment }) {
    const origins = cspOrigins(environment);
    const missing = missingSources(
      contentSecurityPolicy(origins, { nonce: NONCE, developmentHost: undefined }),
      origins,
    );
    if (missing.length === 0) return [{ check: 'Page policy', level: 'ok', text: 'admits the SDK and its server' }];
    return [
      {
        check: 'Page policy',
        level: 'failure',
        text: `does not admit ${missing.join(', ')}`,
        advice: {
          means: 'The browser blocks the SDK, and the session fails as a network failure would.',
          todo: 'Add them in lib/server/http/csp.ts; a proxy’s own policy must admit them as well.',
          docs: 'lib/server/http/csp.ts; MetaStudio docs, FAQ (firewall)',
        },
      },
    ];
  },
};

/** The sources that the page needs and the policy does not list, as `directive source`. */
export function missingSources(policy: string, { sdkOrigin = "'self'", server }: CspOrigins): string[] {
  const listed = new Map(policy.split('; ').map((directive) => splitOnce(directive)));
  const needed: [directive: string, source: string][] = [
    ['script-src', `'nonce-${NONCE}'`],
    ['script-src', "'strict-dynamic'"],
    ['style-src', sdkOrigin],
    ['style-src', "'unsafe-inline'"],
    ['img-src', sdkOrigin],
    ['worker-src', 'blob:'],
    ['media-src', 'mediastream:'],
  ];
  if (server?.isLoopback) {
    for (const scheme of ['http', 'ws']) needed.push(['connect-src', `${scheme}://${server.host}`]);
  } else if (server) {
    for (const scheme of ['https', 'wss'])
      for (const host of [server.host, `${server.hostname}:6447`]) needed.push(['connect-src', `${scheme}://${host}`]);
    needed.push(['media-src', `https://${server.host}`]);
  }
  return needed.flatMap(([name, source]) => (listed.get(name)?.includes(source) ? [] : `${name} ${source}`));
}

function splitOnce(directive: string): [name: string, sources: string[]] {
  const [name = '', ...sources] = directive.split(' ');
  return [name, sources];
}
