import { describe, expect, it } from 'vitest';
import { emulatorPerTest } from './test-client';

const emulator = emulatorPerTest();

describe('the files of the stand-in', () => {
  it('have their type, CORS for loopback pages, gzip on request, and revalidation', async () => {
    const { client } = emulator;
    const script = await client.request('/sdk/HwICSUiSdk.js', { headers: { origin: 'http://localhost:3000' } });
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(script.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
    expect(script.headers.get('content-encoding')).toBe('gzip'); // fetch requests gzip
    expect(await script.text()).toContain('HwICSUiSdk');
    const plain = await client.request('/sdk/assets/ada.webp', { headers: { 'accept-encoding': 'identity' } });
    expect([plain.headers.get('content-encoding'), (await plain.arrayBuffer()).byteLength]).toEqual([null, 5000]);
    const headers = { 'if-none-match': script.headers.get('etag') ?? '' };
    expect((await client.request('/sdk/HwICSUiSdk.js', { headers })).status).toBe(304);
  });

  it('do not include other paths', async () => {
    for (const path of ['nothing.js', 'assets/', 'assets/..%2f..%2fmain.ts', '../main.ts']) {
      expect((await emulator.client.request(`/sdk/${path}`)).status).toBe(404);
    }
  });
});
