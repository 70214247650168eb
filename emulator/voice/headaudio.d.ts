/** Types of the used part of a package that has none. */
declare module '@met4citizen/headaudio/modules/processor.mjs' {
  export type HeadaudioEvent =
    | { event: 'feature'; vector: Float32Array; le: number; t: number; d: number }
    | { event: 'viseme'; viseme: number | null; t: number; d: number }
    | { event: 'started' | 'ended'; t: number };

  export class Processor {
    constructor(
      options: {
        sampleRate: number;
        processorOptions?: { featureEventsEnabled?: boolean };
        parameterData?: { vadMode?: 0 | 1 };
      },
      worklet: { port: { postMessage(message: HeadaudioEvent): void } },
    );
    classifier: { import(data: { model: readonly unknown[] }): void };
    process(samples: Float32Array): void;
  }
}

declare module '@met4citizen/headaudio/modules/training.mjs' {
  export class Training {
    loadModel(url: string): Promise<{ model: unknown[] }>;
  }
}
