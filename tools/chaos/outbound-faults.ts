/**
 * A network whose only way out is a proxy: the app calls the cloud through it, and this machine's services without it.
 */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AppInstance } from '../../scripts/app-instance';
import { anyFreePort } from '../../scripts/free-port';
import { askForCode, signedIn } from '../../scripts/test-user';
import type { Expectations } from '../expectations';
import { makeCertificate } from './certificate';
import { rowOf } from './route-faults';

/** Reserved for tests: no name server resolves it. */
const CLOUD = 'cloud.test';

export async function tryOutboundProxy(
  base: Record<string, string>,
  secret: string,
  outcome: Expectations,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'outbound-'));
  const certificate = makeCertificate(folder, [CLOUD]);
  if (!certificate) {
    outcome.skip('the cloud through a proxy', 'no openssl on this machine');
    return;
  }
  // Not the emulator, which answers only for its own host names.
  const cloud = createTlsServer({ cert: certificate.certificate, key: certificate.key }, (request, response) => {
    request.resume();
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ once_code: randomBytes(32).toString('hex') }));
  });
  const cloudPort = await listening(cloud);
  const asked: string[] = [];
  const proxy = createHttpServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(502).end();
  });
  proxy.on('connect', (request, near: Socket) => {
    asked.push(request.url ?? '');
    const far = connect(cloudPort, '127.0.0.1', () => near.write('HTTP/1.1 200 Connection Established\r\n\r\n'));
    near.pipe(far).pipe(near);
    for (const socket of [near, far]) socket.on('error', () => {});
  });
  const proxyUrl = `http://127.0.0.1:${await listening(proxy)}`;
  const app = await AppInstance.start({
    port: await anyFreePort(),
    env: {
      ...base,
      METASTUDIO_ENDPOINT: `https://${CLOUD}`,
      HTTPS_PROXY: proxyUrl,
      HTTP_PROXY: proxyUrl,
      NODE_USE_ENV_PROXY: '1',
      NODE_EXTRA_CA_CERTS: certificate.certificateFile,
    },
  });
  try {
    const { headers } = await signedIn('behind-a-proxy', secret, app.url);
    outcome.expect('the cloud through a proxy', rowOf(await askForCode(app.url, headers)), '200');
    outcome.expect('  the proxy received the call', asked.includes(`${CLOUD}:443`), true);
    for (const page of ['/', '/sign-in', '/chat', '/api/ready', '/api/health'])
      await fetch(app.url + page, { headers });
    const own = asked.filter((url) => /localhost|127\.0\.0\.1|\[::1\]/.test(url));
    outcome.expect('  calls to this machine through the proxy', own, []);
  } finally {
    await app.stop();
    for (const server of [cloud, proxy]) {
      server.closeAllConnections();
      server.close();
    }
    rmSync(folder, { recursive: true });
  }
}

async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}
