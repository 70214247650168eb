import { request as httpRequest } from 'node:http';
import { describe, expect, it } from 'vitest';
import { emulatorPerTest } from './test-client';

const emulator = emulatorPerTest();

/** `fetch` does not let a caller set the Host header. */
function statusWithHost(host: string): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const call = httpRequest({ host: '127.0.0.1', port: emulator.port, path: '/', headers: { host } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    });
    call.on('error', reject);
    call.end();
  });
}

describe('the guard', () => {
  it('answers only for 127.0.0.1 and localhost with its port', async () => {
    const { port } = emulator;
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`]) {
      expect(await statusWithHost(host)).toBe(200);
    }
    for (const host of [
      `evil.example:${port}`,
      'evil.example',
      `localhost:${port + 1}`,
      `localhost.evil:${port}`,
      'localhost',
      '127.0.0.1',
    ]) {
      expect(await statusWithHost(host)).toBe(421);
    }
  });

  it("refuses foreign pages on the browser's side and at the controls", async () => {
    for (const origin of ['https://evil.example', 'null', 'http://localhost.evil.example']) {
      const headers = { origin, 'content-type': 'application/json' };
      for (const path of ['/emulator/reset', '/v1/digital-human-chat/auth-once-code', '/sdk-voice']) {
        const answer = await emulator.client.request(path, { method: 'POST', headers, body: '{}' });
        expect([path, answer.status]).toEqual([path, 403]);
        expect(answer.headers.get('access-control-allow-origin')).toBeNull();
      }
      expect((await emulator.client.request('/sdk/HwICSUiSdk.js', { headers: { origin } })).status).toBe(403);
    }
  });
});
