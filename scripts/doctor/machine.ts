/** What the doctor looks at outside the settings: this machine's clock, network and files. */
import { lookup } from 'node:dns/promises';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { IamTokens } from '../../lib/server/iam-token';
import type { Environment } from '../../lib/server/settings';
import { sdkReleases } from '../sdk-install/sdk-releases';
import type { Surroundings } from './examination';

export const thisMachine = (environment: Environment): Surroundings => ({
  environment,
  nodeVersion: process.versions.node,
  publicFolder: join(process.cwd(), 'public'),
  sdkReleases,
  now: Date.now,
  fetch: globalThis.fetch,
  tokens: new IamTokens(),
  resolveHost: async (hostname) => void (await lookup(bare(hostname))),
  shakeHands,
});

/** `URL` writes IPv6 in brackets. */
const bare = (hostname: string) => hostname.replace(/^\[|\]$/g, '');

export function shakeHands(hostname: string, port: number, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const host = bare(hostname);
    const socket = connect({ host, port, servername: isIP(host) ? '' : host });
    const limit = setTimeout(
      () => socket.destroy(Object.assign(new Error('no TLS handshake in time'), { code: 'ETIMEDOUT' })),
      timeoutMs,
    );
    socket.once('secureConnect', () => socket.end());
    socket.once('error', reject);
    socket.once('close', () => {
      clearTimeout(limit);
      resolve(); // after an error this comes too late to matter
    });
  });
}
