import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { shakeHands, thisMachine } from './machine';

let server: Server;
const sockets: Socket[] = [];
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  await new Promise<void>((resolve) => server.close(() => resolve()));
});

async function listen(onData: (socket: Socket) => void): Promise<number> {
  server = createServer((socket) => {
    sockets.push(socket);
    socket.on('error', () => {}); // the other side closes the connection at any time
    socket.on('data', () => onData(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

it('makes no TLS handshake with a server without TLS', async () => {
  const port = await listen((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  await expect(shakeHands('127.0.0.1', port, 10_000)).rejects.toHaveProperty('code', 'ERR_SSL_WRONG_VERSION_NUMBER');
});

it('makes no TLS handshake where no server listens', async () => {
  const port = await listen(() => {});
  await new Promise<void>((resolve) => server.close(() => resolve()));
  await expect(shakeHands('127.0.0.1', port, 10_000)).rejects.toHaveProperty('code', 'ECONNREFUSED');
});

it('ends at its time-out', async () => {
  const port = await listen(() => {});
  await expect(shakeHands('127.0.0.1', port, 20)).rejects.toHaveProperty('code', 'ETIMEDOUT');
});

it('resolves the name of this machine', async () => {
  await expect(thisMachine({}, []).resolveHost('localhost')).resolves.toBeUndefined();
});
