import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { fetchBy, isDirect } from './outbound.ts';

const origins: Server[] = [];
async function listen(server: Server): Promise<number> {
  origins.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
afterEach(() => {
  for (const server of origins.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('a call', () => {
  let cloudPort: number;
  let proxyPort: number;
  let asked: { host: string; auth: string | undefined }[];
  beforeEach(async () => {
    asked = [];
    cloudPort = await listen(createServer((_, response) => response.end('from the cloud')));
    const proxy = createServer();
    proxy.on('connect', (request, client) => {
      asked.push({ host: request.url ?? '', auth: request.headers['proxy-authorization'] });
      const upstream = connect(cloudPort, '127.0.0.1', () => {
        client.write('HTTP/1.1 200 Connection established\r\n\r\n');
        upstream.pipe(client).pipe(upstream);
      });
    });
    proxyPort = await listen(proxy);
  });
  const get = async (url: string, except = '') =>
    (await fetchBy(() => ({ url: `http://me:secret@127.0.0.1:${proxyPort}/`, except }))(url)).text();

  it('goes through the proxy, which resolves the host', async () => {
    expect(await get('http://cloud.invalid/x')).toBe('from the cloud');
    expect(asked).toEqual([{ host: 'cloud.invalid:80', auth: `Basic ${btoa('me:secret')}` }]);
  });

  it('does not go through the proxy for loopback and the hosts of NO_PROXY', async () => {
    expect(await get(`http://127.0.0.1:${cloudPort}/`)).toBe('from the cloud');
    expect(await get(`http://localhost:${cloudPort}/`)).toBe('from the cloud');
    await expect(get('http://cloud.invalid/', 'other.example .invalid')).rejects.toThrow();
    expect(asked).toEqual([]);
  });
});

it.each([
  ['https://cloud.example', '', false],
  ['https://cloud.example', 'example', true],
  ['https://cloud.example', '.example', true],
  ['https://cloud.example', '*.example', true],
  ['https://cloud.example', 'loud.example', false],
  ['https://cloud.example', 'other, CLOUD.example', true],
  ['https://cloud.example', 'cloud.example:8443', false],
  ['https://cloud.example:8443', 'cloud.example:8443', true],
  ['https://cloud.example', '*', true],
  ['http://127.8.8.8', '', true],
  ['http://[::1]:4010', '', true],
])('%s with NO_PROXY=%j is direct: %s', (url, except, expected) => {
  expect(isDirect(new URL(url), { url: 'http://proxy.example:3128/', except })).toBe(expected);
});
