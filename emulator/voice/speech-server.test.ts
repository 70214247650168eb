import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestEmulator } from '../test-client';
import { createVoiceRoute } from './route';
import { SpeechServer } from './speech-server';
import { speechServerFromEnvironment } from './speech-server-settings';
import { SpeechSource } from './speech-source';
import { Synthesiser } from './synthesiser';
import { toWav } from './wav';

const KEY = 'sk-secret-4711';

/** A second of a tone at a rate that Flite never uses. */
const sampleRate = 24_000;
const tone = Float32Array.from(
  { length: sampleRate },
  (_, at) => 0.3 * Math.sin((2 * Math.PI * 220 * at) / sampleRate),
);
const wav = toWav({ samples: tone, sampleRate });
const isServers = (speech: { sampleRate?: number }) => speech.sampleRate === sampleRate;

interface Seen {
  path: string | undefined;
  headers: IncomingHttpHeaders;
  body: Record<string, unknown>;
}

const seen: Seen[] = [];
const closedEarly: string[] = [];
let server: Server;
let baseUrl: string;
let answer: (response: ServerResponse) => void;
let logged: string[];
let nowMs: number;
const synthesiser = new Synthesiser();
afterAll(() => synthesiser.close());

const sendWav = (response: ServerResponse) => response.writeHead(200, { 'content-type': 'audio/wav' }).end(wav);

beforeEach(async () => {
  seen.length = 0;
  closedEarly.length = 0;
  logged = [];
  nowMs = 0;
  answer = sendWav;
  server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const body = JSON.parse(text) as Record<string, unknown>;
    seen.push({ path: request.url, headers: request.headers, body });
    response.on('close', () => !response.writableFinished && closedEarly.push(String(body.input)));
    answer(response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`;
});
afterEach(() => {
  server.close();
  server.closeAllConnections();
});

function settings(more: Record<string, string> = {}) {
  const read = speechServerFromEnvironment({
    EMULATOR_TTS_BASE_URL: baseUrl,
    EMULATOR_TTS_API_KEY: KEY,
    EMULATOR_TTS_MODEL: 'tts-1',
    ...more,
  });
  if (!read) throw new Error('no speech server');
  return read;
}

function routeWith(more: Record<string, string> = {}, deadlineMs?: number) {
  return createVoiceRoute(
    new SpeechSource({
      synthesiser,
      server: new SpeechServer(settings(more), deadlineMs),
      now: () => nowMs,
      log: (line) => logged.push(line),
    }),
  );
}

const post = (route: ReturnType<typeof routeWith>, text: string, voice = 'ada') =>
  route.request('/', { method: 'POST', body: JSON.stringify({ text, voice }) });
const speak = async (route: ReturnType<typeof routeWith>, text: string) => (await post(route, text)).json();

describe('a sentence', () => {
  it('is one request: path, key, model, voice, text, format', async () => {
    const speech = await speak(routeWith({ EMULATOR_TTS_VOICE: 'nova' }), 'Hello there.');
    expect(isServers(speech)).toBe(true);
    expect(seen).toEqual([
      {
        path: '/v1/audio/speech',
        headers: expect.objectContaining({ authorization: `Bearer ${KEY}`, 'content-type': 'application/json' }),
        body: { model: 'tts-1', input: 'Hello there.', voice: 'nova', response_format: 'wav' },
      },
    ]);
    expect(logged).toEqual([]);
  });

  it('needs no key or voice for a server that requires none', async () => {
    await speak(routeWith({ EMULATOR_TTS_API_KEY: '', EMULATOR_TTS_BASE_URL: `${baseUrl}/` }), 'Hello.');
    expect(seen[0]?.path).toBe('/v1/audio/speech');
    expect(seen[0]?.headers).not.toHaveProperty('authorization');
    expect(seen[0]?.body).toMatchObject({ voice: 'alloy' });
  });

  it('can have a voice for each presenter', async () => {
    const route = routeWith({ EMULATOR_TTS_VOICE: 'ada=nova, zuri=onyx' });
    for (const presenter of ['ada', 'mei', 'zuri']) await post(route, 'Hello.', presenter);
    expect(seen.map(({ body }) => body.voice)).toEqual(['nova', 'nova', 'onyx']);
  });

  it('may be Chinese and has sound', async () => {
    const speech = await speak(routeWith(), '你好，我是美美。');
    expect(isServers(speech)).toBe(true);
    expect(seen[0]?.body.input).toBe('你好，我是美美。');
    expect(speech.phonemes.length).toBeGreaterThan(2);
  });

  it('may be raw samples from a server without WAV', async () => {
    answer = (response) =>
      response.writeHead(200, { 'content-type': 'audio/pcm;rate=24000' }).end(Buffer.from(wav.subarray(44)));
    expect(isServers(await speak(routeWith(), 'Hello.'))).toBe(true);
  });

  it.each([8_000, 11_025, 96_000])('may be a WAV of %i Hz', async (rate) => {
    const samples = Float32Array.from({ length: rate }, (_, at) => 0.3 * Math.sin((2 * Math.PI * 220 * at) / rate));
    answer = (response) => response.writeHead(200, {}).end(toWav({ samples, sampleRate: rate }));
    const english = await speak(routeWith(), 'Hello there.');
    expect(english).toMatchObject({ sampleRate: rate });
    expect(english.phonemes.length).toBeGreaterThan(5);
    expect(await speak(routeWith(), 'Привет, мир.')).toMatchObject({ sampleRate: rate });
  });

  it('may be a WAV with another content type', async () => {
    answer = (response) => response.writeHead(200, { 'content-type': 'application/octet-stream' }).end(wav);
    expect(isServers(await speak(routeWith(), 'Hello.'))).toBe(true);
  });

  it('has phonemes that end with its sound', async () => {
    const speech = await speak(routeWith(), 'Hello there.');
    const seconds = (Buffer.from(speech.audio, 'base64').length - 44) / 2 / speech.sampleRate;
    expect(speech.phonemes.at(-1).endSeconds).toBeCloseTo(seconds, 1);
  });
});

describe('when the speech server fails', () => {
  const silence = toWav({ samples: new Float32Array(sampleRate), sampleRate });
  const long = toWav({ samples: new Float32Array(8_000 * 100).fill(0.1), sampleRate: 8_000 });
  const endless = (response: ServerResponse) => {
    response.writeHead(200, { 'content-type': 'audio/wav' });
    const chunk = Buffer.alloc(1024 * 1024);
    const write = () => {
      while (!response.destroyed) if (!response.write(chunk)) return void response.once('drain', write);
    };
    response.write(wav);
    write();
  };
  const status = (code: number) => (response: ServerResponse) =>
    response.writeHead(code, { 'content-type': 'application/json' }).end(`{"error":"wrong key: ${KEY}"}`);
  const send = (type: string, bytes: Uint8Array | string) => (response: ServerResponse) =>
    response.writeHead(200, { 'content-type': type }).end(bytes);

  it.each<[string, (response: ServerResponse) => void, string, RegExp]>([
    ['closes the connection', (response) => response.destroy(), 'BASE_URL', /cannot be reached/],
    ['refuses the key', status(401), 'API_KEY', /401: set a key/],
    ['does not have the path', status(404), 'BASE_URL', /404: .*\/v1/],
    ['refuses the request', status(400), 'MODEL', /400: .*EMULATOR_TTS_VOICE/],
    ['has no credit left', status(429), 'API_KEY', /429/],
    ['fails', status(500), 'BASE_URL', /500: look into its own log/],
    ['redirects', (response) => response.writeHead(302, { location: '/v2' }).end(), 'BASE_URL', /redirect/],
    ['sends a page', send('text/html', '<html>'), 'MODEL', /sent text\/html in place of a WAV/],
    ['sends MP3', send('audio/mpeg', 'ID3'), 'MODEL', /audio\/mpeg.*response format wav/],
    ['sends nothing', send('audio/wav', ''), 'VOICE', /no sound/],
    ['sends silence', send('audio/wav', silence), 'VOICE', /silence/],
    ['sends an incomplete header', send('audio/wav', wav.subarray(0, 20)), 'MODEL', /cannot be read/],
    ['sends without end', endless, 'MODEL', /more than 16 MiB/],
    ['speaks without end', send('audio/wav', long), 'MODEL', /for 100 s/],
  ])('it %s: Flite speaks, and one log entry names the setting', async (_, broken, setting, message) => {
    answer = broken;
    const route = routeWith();
    const speech = await speak(route, 'Hello there.');
    expect(speech.sampleRate).toBe(16_000);
    expect(speech.phonemes.map(({ phone }: { phone: string }) => phone)).toContain('hh');
    expect(logged).toEqual([expect.stringMatching(new RegExp(`^emulator: EMULATOR_TTS_${setting}: `))]);
    expect(logged[0]).toMatch(message);
    expect(JSON.stringify([logged, speech])).not.toContain(KEY);
    expect(seen.length).toBe(1);

    await speak(route, 'And on.');
    expect(logged).toHaveLength(1);
  });

  it('it is not reachable', async () => {
    server.close();
    server.closeAllConnections();
    await once(server, 'close');
    expect((await speak(routeWith(), 'Hello.')).sampleRate).toBe(16_000);
    expect(logged).toEqual([expect.stringContaining('cannot be reached (ECONNREFUSED): start it')]);
  });

  it('it is slow: Flite speaks instead, and the emulator sends it nothing for half a minute', async () => {
    answer = () => {};
    const route = routeWith({}, 300);
    expect((await speak(route, 'One.')).sampleRate).toBe(16_000);
    expect(logged).toEqual([expect.stringContaining('EMULATOR_TTS_BASE_URL: the speech server gave no whole answer')]);
    expect((await speak(route, 'Two.')).sampleRate).toBe(16_000);
    expect(seen).toHaveLength(1);
    nowMs = 30_001;
    answer = sendWav;
    expect(isServers(await speak(route, 'Three.'))).toBe(true);
  });

  it('it receives the next sentence, once, and the log reports when it speaks again', async () => {
    answer = status(500);
    const route = routeWith();
    await speak(route, 'One.');
    answer = sendWav;
    expect(isServers(await speak(route, 'Two.'))).toBe(true);
    expect(seen.map(({ body }) => body.input)).toEqual(['One.', 'Two.']);
    expect(logged[1]).toBe('emulator: the speech server speaks again.');
  });

  it('the browser speaks Chinese', async () => {
    answer = status(500);
    expect((await post(routeWith(), '你好。')).status).toBe(204);
  });
});

it('the emulator cancels a sentence that the page no longer needs', async () => {
  answer = () => {};
  const emulator = await startTestEmulator({ speechServer: settings() });
  const page = new AbortController();
  const asked = fetch(`${emulator.url}/sdk-voice`, {
    method: 'POST',
    body: JSON.stringify({ text: 'To be interrupted.', voice: 'ada' }),
    signal: page.signal,
  });
  await expect.poll(() => seen.length, { timeout: 10_000 }).toBe(1);
  page.abort();
  await expect(asked).rejects.toThrow();
  await expect.poll(() => closedEarly, { timeout: 10_000 }).toEqual(['To be interrupted.']);
  await emulator.close();
});

it('sends the key only to the speech server', async () => {
  const emulator = await startTestEmulator({ speechServer: settings() });
  const answers = await Promise.all(
    ['/', '/sdk-voice', '/sdk/HwICSUiSdk.js', '/emulator/codes?user=', '/emulator/events?user='].map(async (path) => {
      const response = await fetch(`${emulator.url}${path}`);
      return JSON.stringify([...response.headers]) + (await response.text());
    }),
  );
  const spoken = await fetch(`${emulator.url}/sdk-voice`, { method: 'POST', body: '{"text":"Hello.","voice":"ada"}' });
  expect(spoken.status).toBe(200);
  expect(`${answers}${await spoken.text()}${JSON.stringify([...spoken.headers])}`).not.toContain(KEY);
  await emulator.close();
});

describe('the settings', () => {
  const good = { EMULATOR_TTS_BASE_URL: 'http://localhost:8880/v1', EMULATOR_TTS_MODEL: 'kokoro' };

  it('are undefined or a server', () => {
    expect(speechServerFromEnvironment({})).toBeUndefined();
    expect(speechServerFromEnvironment({ EMULATOR_TTS_BASE_URL: '', EMULATOR_TTS_API_KEY: ' ' })).toBeUndefined();
    expect(speechServerFromEnvironment(good)).toMatchObject({ baseUrl: 'http://localhost:8880/v1', model: 'kokoro' });
  });

  it.each<[Record<string, string>, RegExp]>([
    [{ EMULATOR_TTS_MODEL: '' }, /set EMULATOR_TTS_MODEL/],
    [{ EMULATOR_TTS_BASE_URL: '' }, /set EMULATOR_TTS_BASE_URL/],
    [{ EMULATOR_TTS_BASE_URL: 'localhost:8880' }, /EMULATOR_TTS_BASE_URL must be an http/],
    [{ EMULATOR_TTS_BASE_URL: KEY }, /EMULATOR_TTS_BASE_URL must be an http/],
    [{ EMULATOR_TTS_BASE_URL: 'https://user:sk-secret-4711@example.com/v1' }, /without user/],
    [{ EMULATOR_TTS_BASE_URL: 'https://example.com/v1?key=sk-secret-4711' }, /without user, query/],
    [{ EMULATOR_TTS_API_KEY: `${KEY}\nmore` }, /EMULATOR_TTS_API_KEY holds/],
    [{ EMULATOR_TTS_API_KEY: 'sk—secret-4711' }, /EMULATOR_TTS_API_KEY holds/],
    [{ EMULATOR_TTS_VOICE: 'bob=nova' }, /ada, mei, zuri/],
    [{ EMULATOR_TTS_VOICE: 'ada=' }, /EMULATOR_TTS_VOICE must/],
  ])('are refused: %j', (wrong, message) => {
    const read = () => speechServerFromEnvironment({ ...good, ...wrong });
    expect(read).toThrow(message);
    expect(read).not.toThrow(/secret-4711/);
  });
});
