import { once } from 'node:events';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { ignoreUpgrades } from './upgrades.ts';

it.each(['h2c', 'websocket'])(
  'a request with Upgrade: %s is answered as if it had none, with its body',
  async (upgrade) => {
    const server = createServer((message, response) => void message.pipe(response));
    server.on('upgrade', (_, socket) => socket.destroy());
    ignoreUpgrades();
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const { port } = server.address() as AddressInfo;
    const sent = request({ port, method: 'POST', headers: { connection: 'Upgrade', upgrade } }).end('body');
    const [answer] = await once(sent, 'response');
    expect((await answer.setEncoding('utf8').toArray()).join('')).toBe('body');
    server.closeAllConnections();
    server.close();
  },
);
