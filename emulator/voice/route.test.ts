import { Worker } from 'node:worker_threads';
import { afterAll, describe, expect, it } from 'vitest';
import { createVoiceRoute, MAX_TEXT_LENGTH } from './route';
import { SpeechSource } from './speech-source';
import { Synthesiser } from './synthesiser';

const synthesiser = new Synthesiser();
const route = createVoiceRoute(new SpeechSource({ synthesiser }));
afterAll(() => synthesiser.close());

const post = (body: string | object, target = route) =>
  target.request('/', {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify({ voice: 'ada', ...body }),
  });

describe('the voice over HTTP', () => {
  it('speaks a sentence: the WAV is as long as the end of the last phoneme', async () => {
    const response = await post({ text: 'Hello there, I am Ada.' });
    expect(response.status).toBe(200);
    const speech = await response.json();
    const wav = Buffer.from(speech.audio, 'base64');
    expect(wav.subarray(0, 4).toString()).toBe('RIFF');
    expect(wav.readUInt32LE(24)).toBe(speech.sampleRate);
    const seconds = (wav.length - 44) / 2 / speech.sampleRate;
    expect(speech.phonemes.at(-1).endSeconds).toBeCloseTo(seconds, 1);
    expect(speech.phonemes.map((phoneme: { phone: string }) => phoneme.phone).slice(0, 5)).toEqual([
      'pau',
      'hh',
      'ax',
      'l',
      'ow',
    ]);
  });

  it('gives Mei a higher voice at about the same pace', async () => {
    const [ada, mei] = await Promise.all(
      ['ada', 'mei'].map(async (voice) => (await post({ text: 'Nice to meet you.', voice })).json()),
    );
    expect(mei.sampleRate).toBeGreaterThan(ada.sampleRate);
    expect(mei.phonemes.at(-1).endSeconds / ada.phonemes.at(-1).endSeconds).toBeCloseTo(1, 1);
  });

  it('speaks text that looks like options or shell commands', async () => {
    for (const text of ['-o /etc/passwd', '$(touch x); `id` | "quoted"', 'a\u0000b']) {
      expect((await post({ text })).status, text).toBe(200);
    }
  });

  it('refuses text that it cannot speak, with the reason', async () => {
    const refusals: [string | object, number, string][] = [
      ['not json', 400, 'malformed'],
      [{ text: 7 }, 400, 'malformed'],
      [{ text: 'hi', voice: 'nobody' }, 400, 'malformed'],
      [{ text: 'hi', voice: undefined }, 400, 'malformed'],
      [{ text: 'a'.repeat(MAX_TEXT_LENGTH + 1) }, 413, 'text_too_long'],
      ['x'.repeat(100_000), 413, 'text_too_long'],
    ];
    for (const [body, status, code] of refusals) {
      const response = await post(body);
      expect([response.status, (await response.json()).code]).toEqual([status, code]);
    }
  });

  it.each(['你好', '…', ''])('returns no content for %j, which Flite cannot speak', async (text) => {
    const response = await post({ text });
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  it('reports that it is busy when too many sentences wait', async () => {
    const hanging = new Synthesiser({
      maxQueued: 1,
      startWorker: () => new Worker('setInterval(() => {}, 1e6)', { eval: true }),
    });
    const busyRoute = createVoiceRoute(new SpeechSource({ synthesiser: hanging }));
    const waiting = [post({ text: 'one' }, busyRoute), post({ text: 'two' }, busyRoute)];
    await new Promise((resolve) => setImmediate(resolve));
    const response = await post({ text: 'three' }, busyRoute);
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '1']);
    await hanging.close();
    expect((await Promise.all(waiting)).map(({ status }) => status)).toEqual([502, 502]);
  });
});
