import { expect, it } from 'vitest';
import { isWav, readWav, toWav } from './wav';

/** A header of 16-bit PCM with one channel, unless another is given. */
const header = ({ format = 1, channels = 1, sampleRate = 24_000, bits = 16, dataSize = 0 }) => {
  const wav = Buffer.from(toWav({ samples: new Float32Array(), sampleRate }));
  wav.writeUInt16LE(format, 20);
  wav.writeUInt16LE(channels, 22);
  wav.writeUInt16LE(bits, 34);
  wav.writeUInt32LE(dataSize, 40);
  return wav;
};

it('reads what it wrote', () => {
  const samples = Float32Array.from([0, 0.5, -1, 1]);
  const sound = readWav(toWav({ samples, sampleRate: 24_000 }));
  expect(sound.sampleRate).toBe(24_000);
  sound.samples.forEach((sample, index) => {
    expect(sample).toBeCloseTo(samples[index] ?? Number.NaN, 3);
  });
});

it.each([0, 0xffffffff])('reads a WAV that was sent before its size was known: %d', (size) => {
  const wav = Buffer.concat([header({ dataSize: size }), Buffer.from([0, 0x40, 0, 0xc0])]);
  expect([...readWav(wav).samples]).toEqual([0.5, -0.5]);
});

it('mixes two channels into one', () => {
  const wav = Buffer.concat([header({ channels: 2, sampleRate: 48_000, dataSize: 4 }), Buffer.from([0, 0x40, 0, 0])]);
  expect([...readWav(wav).samples]).toEqual([0.25]);
});

it('reads 24 bits, 32 bits and floating point', () => {
  const float = Buffer.alloc(4);
  float.writeFloatLE(-0.25);
  const samplesOf = (format: number, bits: number, data: Uint8Array) =>
    readWav(Buffer.concat([header({ format, bits, dataSize: data.length }), data])).samples[0];
  expect(samplesOf(1, 24, Buffer.from([0, 0, 0xc0]))).toBe(-0.5);
  expect(samplesOf(1, 32, Buffer.from([0, 0, 0, 0x40]))).toBe(0.5);
  expect(samplesOf(3, 32, float)).toBe(-0.25);
});

it("skips other chunks, such as ffmpeg's", () => {
  const wav = header({ dataSize: 2 });
  const list = Buffer.from('LIST\x03\0\0\0abc\0', 'latin1');
  const whole = Buffer.concat([wav.subarray(0, 36), list, wav.subarray(36), Buffer.from([0, 0x40])]);
  expect([...readWav(whole).samples]).toEqual([0.5]);
});

it('reports what is wrong with a WAV', () => {
  expect(() => readWav(header({ format: 0x55 }))).toThrow('unknown kind: format 85');
  expect(() => readWav(header({ sampleRate: 24 }))).toThrow('24 Hz');
  expect(() => readWav(Buffer.from('RIFF\0\0\0\0WAVE'))).toThrow('no data');
  expect(isWav(Buffer.from('ID3'))).toBe(false);
});
