/** The doctor's inputs outside the settings: this machine's clock, network and files. */
import { lookup } from 'node:dns/promises';
import { connect as connectTcp, isIP } from 'node:net';
import { join } from 'node:path';
import { connect } from 'node:tls';
import { fetchBy, proxySettings } from '../../lib/server/http/outbound';
import { IamTokens } from '../../lib/server/metastudio/iam-token';
import { RedisLink } from '../../lib/server/redis';
import type { Environment } from '../../lib/server/settings-schema';
import { sdkReleases } from '../sdk-install/sdk-releases';
import type { EnvFile, StepContext } from './examination';

export const thisMachine = (environment: Environment, envFiles: readonly EnvFile[]): StepContext => ({
  environment,
  nodeVersion: process.versions.node,
  publicFolder: join(process.cwd(), 'public'),
  sdkReleases,
  now: Date.now,
  // Like the app's calls: through the proxy if one is set.
  fetch: fetchBy(() => proxySettings(environment)),
  tokens: new IamTokens(),
  resolveHost: async (hostname) => void (await lookup(bare(hostname))),
  shakeHands,
  reachPort,
  writeToRedis,
  envFiles,
});

async function writeToRedis(url: string): Promise<void> {
  const link = new RedisLink(url);
  try {
    await link.write();
  } finally {
    link.close();
  }
}

function reachPort(hostname: string, port: number, timeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp({ host: bare(hostname), port });
    socket.setTimeout(timeoutMs, () =>
      socket.destroy(Object.assign(new Error('no connection in time'), { code: 'ETIMEDOUT' })),
    );
    socket.once('connect', () => {
      socket.destroy();
      resolve();
    });
    socket.once('error', reject);
  });
}

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
      resolve(); // no effect after an error
    });
  });
}
