import { expect, it } from 'vitest';
import { isWav, readWav, toWav } from './wav';

const header = (format: number, channels: number, sampleRate: number, bits: number, dataSize: number) => {
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
  const wav = Buffer.concat([header(1, 1, 24_000, 16, size), Buffer.from([0, 0x40, 0, 0xc0])]);
  expect([...readWav(wav).samples]).toEqual([0.5, -0.5]);
});

it('mixes two channels into one', () => {
  const wav = Buffer.concat([header(1, 2, 48_000, 16, 4), Buffer.from([0, 0x40, 0, 0])]);
  expect([...readWav(wav).samples]).toEqual([0.25]);
});

it('reads 24 bits, 32 bits and floating point', () => {
  const float = Buffer.alloc(4);
  float.writeFloatLE(-0.25);
  const samplesOf = (format: number, bits: number, data: Uint8Array) =>
    readWav(Buffer.concat([header(format, 1, 24_000, bits, data.length), data])).samples[0];
  expect(samplesOf(1, 24, Buffer.from([0, 0, 0xc0]))).toBe(-0.5);
  expect(samplesOf(1, 32, Buffer.from([0, 0, 0, 0x40]))).toBe(0.5);
  expect(samplesOf(3, 32, float)).toBe(-0.25);
});

it("skips other chunks, such as ffmpeg's", () => {
  const wav = header(1, 1, 24_000, 16, 2);
  const list = Buffer.from('LIST\x03\0\0\0abc\0', 'latin1');
  const whole = Buffer.concat([wav.subarray(0, 36), list, wav.subarray(36), Buffer.from([0, 0x40])]);
  expect([...readWav(whole).samples]).toEqual([0.5]);
});

it('reports what is wrong with a WAV', () => {
  expect(() => readWav(header(0x55, 1, 24_000, 16, 0))).toThrow('unknown kind: format 85');
  expect(() => readWav(header(1, 1, 24, 16, 0))).toThrow('24 Hz');
  expect(() => readWav(Buffer.from('RIFF\0\0\0\0WAVE'))).toThrow('no data');
  expect(isWav(Buffer.from('ID3'))).toBe(false);
});
