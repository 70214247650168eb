import type { Sound } from './speech';

const HEADER_BYTES = 44;
const PCM = 1;
const FLOAT = 3;
/** The first number of the sub-format is then the real format. */
const EXTENSIBLE = 0xfffe;
const SUB_FORMAT_OFFSET = 24;

interface SampleFormat {
  bytes: number;
  read(view: DataView, offset: number): number;
}

const sampleFormats: Readonly<Record<string, SampleFormat>> = {
  [`${PCM}/16`]: { bytes: 2, read: (view, offset) => view.getInt16(offset, true) / 2 ** 15 },
  [`${PCM}/24`]: {
    bytes: 3,
    read: (view, offset) => (view.getInt16(offset + 1, true) + view.getUint8(offset) / 2 ** 8) / 2 ** 15,
  },
  [`${PCM}/32`]: { bytes: 4, read: (view, offset) => view.getInt32(offset, true) / 2 ** 31 },
  [`${FLOAT}/32`]: { bytes: 4, read: (view, offset) => view.getFloat32(offset, true) },
};

export function isWav(bytes: Uint8Array): boolean {
  const text = (from: number) => String.fromCharCode(...bytes.subarray(from, from + 4));
  return text(0) === 'RIFF' && text(8) === 'WAVE';
}

/**
 * Mixes several channels into one. It ignores the declared size of the data: a server that sends while it still speaks
 * writes 0xFFFFFFFF or 0 there.
 * @throws what is wrong with the file
 */
export function readWav(bytes: Uint8Array): Sound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let format: { sample: SampleFormat; channels: number; sampleRate: number } | undefined;
  for (let at = 12; at + 8 <= bytes.length; ) {
    const name = String.fromCharCode(...bytes.subarray(at, at + 4));
    const size = view.getUint32(at + 4, true);
    const start = at + 8;
    if (name === 'fmt ' && start + 16 <= bytes.length) format = readFormat(view, start);
    if (name === 'data') {
      if (!format) throw new Error('the WAV has no format before its data');
      const isKnown = size > 0 && start + size <= bytes.length;
      return mix(new DataView(bytes.buffer, bytes.byteOffset + start, isKnown ? size : bytes.length - start), format);
    }
    at = start + size + (size % 2);
  }
  throw new Error('the WAV has no data');
}

function readFormat(view: DataView, start: number) {
  const declared = view.getUint16(start, true);
  const isExtensible = declared === EXTENSIBLE && start + SUB_FORMAT_OFFSET + 2 <= view.byteLength;
  const encoding = isExtensible ? view.getUint16(start + SUB_FORMAT_OFFSET, true) : declared;
  const channels = view.getUint16(start + 2, true);
  const sampleRate = view.getUint32(start + 4, true);
  const bits = view.getUint16(start + 14, true);
  const sample = sampleFormats[`${encoding}/${bits}`];
  if (!sample) throw new Error(`the WAV has samples of an unknown kind: format ${encoding}, ${bits} bits`);
  if (channels < 1 || channels > 8 || sampleRate < 8_000 || sampleRate > 192_000)
    throw new Error(`the WAV has ${channels} channels at ${sampleRate} Hz`);
  return { sample, channels, sampleRate };
}

function mix(
  data: DataView,
  { sample, channels, sampleRate }: { sample: SampleFormat; channels: number; sampleRate: number },
): Sound {
  const frameBytes = sample.bytes * channels;
  const samples = new Float32Array(Math.floor(data.byteLength / frameBytes));
  for (let frame = 0; frame < samples.length; frame++) {
    let sum = 0;
    for (let channel = 0; channel < channels; channel++)
      sum += sample.read(data, frame * frameBytes + channel * sample.bytes);
    samples[frame] = sum / channels;
  }
  return { samples, sampleRate };
}

/** 16 bits. */
export function toWav({ samples, sampleRate }: Sound): Uint8Array {
  const wav = Buffer.alloc(HEADER_BYTES + samples.length * 2);
  wav.write('RIFF', 0, 'latin1');
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.write('WAVEfmt ', 8, 'latin1');
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(PCM, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(sampleRate, 24);
  wav.writeUInt32LE(sampleRate * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36, 'latin1');
  wav.writeUInt32LE(samples.length * 2, 40);
  samples.forEach((sample, index) => {
    wav.writeInt16LE(Math.round(Math.max(-1, Math.min(1, sample)) * 0x7fff), HEADER_BYTES + index * 2);
  });
  return wav;
}
