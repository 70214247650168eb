import { afterAll, describe, expect, it } from 'vitest';
import { buildLipTrack, mouthAt } from '../sdk/avatar/lip-track';
import type { Phoneme } from '../sdk/presenter';
import { lipsFromSound } from './lips-from-sound';
import { mandarinPhones } from './mandarin-phones';
import { polished } from './polish';
import { type Speech, secondsOf } from './speech';
import { type FliteInput, Synthesiser } from './synthesiser';

/** Imitates the speech server: another speaker than the script's, with a changing pace and a pause. */
const person = { isMale: true, pitch: 1.1, pace: 1 } as const;
const scriptVoice = { pitch: 1, pace: 1 };
const GAP_SECONDS = 0.5;
const chinese = (text: string) => ({ phones: mandarinPhones(text) ?? '' });
const sentences: [beginning: FliteInput, end: FliteInput, whole: FliteInput][] = [
  ...[
    ['Please put the big blue map by the lamp,', 'and maybe bring me a bottle of apple juice.'],
    ['My mother was', 'a member of the museum.'],
    ['The app asks for a once code, which may be', 'valid for a number of minutes, perhaps more.'],
    ['Remember to sample the number', 'before something important happens.'],
  ].map(([beginning = '', end = '']): [string, string, string] => [beginning, end, `${beginning} ${end}`]),
  [chinese('爸爸买了八本新的书'), chinese('明天我们一起跑步'), chinese('爸爸买了八本新的书，明天我们一起跑步')],
];

const synthesiser = new Synthesiser();
afterAll(() => synthesiser.close());

async function speak(input: FliteInput, voice: { isMale?: true; pitch: number; pace: number }): Promise<Speech> {
  const speech = await synthesiser.speak(input, voice);
  return polished(speech, 'A.') ?? speech;
}

async function speakUnevenly(beginning: FliteInput, end: FliteInput): Promise<Speech> {
  const one = await speak(beginning, { ...person, pace: 1.2 });
  const two = await speak(end, { ...person, pace: 0.75 });
  const gap = Math.round(one.sampleRate * GAP_SECONDS);
  const samples = new Float32Array(one.samples.length + gap + two.samples.length);
  samples.set(one.samples);
  samples.set(two.samples, one.samples.length + gap);
  const shift = secondsOf(one) + GAP_SECONDS;
  const later = two.phonemes.map(({ phone, startSeconds, endSeconds }) => ({
    phone,
    startSeconds: startSeconds + shift,
    endSeconds: endSeconds + shift,
  }));
  return { samples, sampleRate: one.sampleRate, phonemes: [...one.phonemes, ...later] };
}

const closes = ({ phone }: Phoneme) => /^[pbm]$/.test(phone);
const middle = ({ startSeconds, endSeconds }: Phoneme) => (startSeconds + endSeconds) / 2;

describe('the lips of a sound', () => {
  it('close for p, b and m within 80 ms of the sound, in most cases', async () => {
    const misses: number[] = [];
    for (const [beginning, end, whole] of sentences) {
      const spoken = await speakUnevenly(beginning, end);
      const lips = await lipsFromSound(spoken, await speak(whole, scriptVoice));
      for (const truth of spoken.phonemes.filter(closes))
        misses.push(Math.min(...lips.filter(closes).map((phoneme) => Math.abs(middle(phoneme) - middle(truth)))));
    }
    expect(misses.length).toBeGreaterThan(40);
    const within = (seconds: number) => misses.filter((miss) => miss <= seconds).length / misses.length;
    expect(within(0.08)).toBeGreaterThan(0.85);
    expect(within(0.04)).toBeGreaterThan(0.6);
  }, 30_000);

  it('look shut at these sounds', async () => {
    const [sentence] = sentences;
    if (!sentence) throw new Error('no sentence');
    const spoken = await speakUnevenly(sentence[0], sentence[1]);
    const track = buildLipTrack(await lipsFromSound(spoken, await speak(sentence[2], scriptVoice)));
    const isShut = (seconds: number) => {
      const { weights } = mouthAt(track, seconds);
      return (weights.jawOpen ?? 0) + (weights.lipsPart ?? 0) < 0.05;
    };
    const around = [-0.06, -0.04, -0.02, 0, 0.02, 0.04, 0.06];
    const seen = spoken.phonemes
      .filter(closes)
      .map((phoneme) => around.some((shift) => isShut(middle(phoneme) + shift)));
    expect(seen.filter(Boolean).length / seen.length).toBeGreaterThan(0.85);
  });

  it('move in consecutive spans without gaps, from the beginning to the end', async () => {
    const spoken = await speak('Hello there, I am Ada.', person);
    const lips = await lipsFromSound(spoken, await speak('Hello there, I am Ada.', scriptVoice));
    lips.reduce((before, phoneme) => {
      expect(phoneme.startSeconds).toBeGreaterThanOrEqual(before - 1e-6);
      expect(phoneme.endSeconds).toBeGreaterThanOrEqual(phoneme.startSeconds);
      return phoneme.endSeconds;
    }, 0);
    expect(lips.at(-1)?.endSeconds).toBeGreaterThan(secondsOf(spoken) - 0.1);
  });

  it('rest in a pause that the script does not have', async () => {
    const beginning = await speak('Good morning', { ...person, pace: 1.2 });
    const spoken = await speakUnevenly('Good morning', 'to all of you');
    const lips = await lipsFromSound(spoken, await speak('Good morning to all of you', scriptVoice));
    const inPause = secondsOf(beginning) + GAP_SECONDS / 2;
    expect(lips.find(({ startSeconds, endSeconds }) => startSeconds <= inPause && inPause < endSeconds)?.phone).toBe(
      'pau',
    );
  });

  it('move without a script, for a language that Flite has no phones for, and rest in silence', async () => {
    const spoken = await speak('We were away a year ago.', scriptVoice);
    const lips = await lipsFromSound(spoken, undefined);
    expect(new Set(lips.map(({ phone }) => phone)).size).toBeGreaterThan(4);
    const lastSound = spoken.phonemes.findLast(({ phone }) => phone !== 'pau');
    const after = lips.filter(({ startSeconds }) => startSeconds > (lastSound?.endSeconds ?? 0) + 0.1);
    expect(after.every(({ phone }) => phone === 'pau')).toBe(true);
    expect(lips.at(-1)?.endSeconds).toBeCloseTo(secondsOf(spoken), 1);
  });

  it('are computed while the emulator answers other requests', async () => {
    const text = 'This sentence is long enough to keep one busy for a good while, is it not?';
    const [spoken, script] = [await speak(text, person), await speak(text, scriptVoice)];
    let turns = 0;
    const counting = setInterval(() => turns++, 1);
    await lipsFromSound(spoken, script);
    clearInterval(counting);
    expect(turns).toBeGreaterThan(20);
  });

  it('exist for a sound that is shorter than a frame', async () => {
    const sound = { samples: new Float32Array(100).fill(0.1), sampleRate: 24_000 };
    const lips = await lipsFromSound(sound, await speak('A.', scriptVoice));
    expect(lips.every(({ endSeconds }) => Number.isFinite(endSeconds))).toBe(true);
  });
});
