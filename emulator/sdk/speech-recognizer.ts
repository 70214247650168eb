// The browser's own speech recognition instead of the cloud's. It may be missing, fail at once, or fire no event at all
// (some Chromium builds), so every wait has a time-out.

const OPENING_LIMIT_MS = 5_000;
/** Chrome ends a recognition after some silence. One that ends sooner than this does not work. */
const TOO_SHORT_MS = 1_000;
const MAX_SHORT_RUNS = 3;
/** Not failures: the user said nothing, or the stand-in stopped it. */
const HARMLESS = new Set(['no-speech', 'aborted']);

interface RecognitionEvent {
  resultIndex: number;
  results: ArrayLike<ArrayLike<{ transcript: string }> & { isFinal: boolean }>;
}

export interface Recognition {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  onaudiostart: (() => void) | null;
  onresult: ((event: RecognitionEvent) => void) | null;
  onerror: ((event: { error: string }) => void) | null;
  onend: (() => void) | null;
  start(): void;
  abort(): void;
}

export interface SpeechRecognizerEvents {
  /** The text of the sentence so far. `isLast` when it is complete. */
  onHeard(text: string, isLast: boolean): void;
  /** Called when it stopped working. */
  onUnavailable(): void;
}

export class SpeechRecognizer {
  #recognition: Recognition | null = null;
  #opening: ((heard: boolean) => void) | null = null;
  #startedAt = 0;
  #shortRuns = 0;

  readonly #events: SpeechRecognizerEvents;
  readonly #createRecognition: () => Recognition | null;

  constructor(events: SpeechRecognizerEvents, createRecognition: () => Recognition | null = browserRecognition) {
    this.#events = events;
    this.#createRecognition = createRecognition;
  }

  /** Resolves with whether the browser listens. `language` is a BCP 47 tag. */
  open(language: string): Promise<boolean> {
    this.close();
    const recognition = this.#createRecognition();
    if (!recognition) return Promise.resolve(false);
    recognition.lang = language;
    recognition.continuous = true;
    recognition.interimResults = true;
    this.#recognition = recognition;
    this.#shortRuns = 0;
    return new Promise((resolve) => {
      const limit = setTimeout(() => this.#fail(), OPENING_LIMIT_MS);
      this.#opening = (listens) => {
        clearTimeout(limit);
        this.#opening = null;
        resolve(listens);
      };
      recognition.onaudiostart = () => this.#opening?.(true);
      recognition.onresult = (event) => this.#hear(event);
      recognition.onerror = ({ error }) => {
        if (!HARMLESS.has(error)) this.#fail();
      };
      recognition.onend = () => this.#restart();
      this.#start();
    });
  }

  close(): void {
    const recognition = this.#recognition;
    this.#recognition = null;
    if (recognition) {
      recognition.onaudiostart = recognition.onresult = recognition.onerror = recognition.onend = null;
      recognition.abort();
    }
    this.#opening?.(false);
  }

  #start(): void {
    this.#startedAt = Date.now();
    try {
      this.#recognition?.start();
    } catch {
      this.#fail(); // InvalidStateError: another recognition of this page is running
    }
  }

  #hear({ results, resultIndex }: RecognitionEvent): void {
    let text = '';
    for (let index = resultIndex; index < results.length; index += 1) {
      const result = results[index];
      text += result?.[0]?.transcript ?? '';
      if (result?.isFinal) {
        this.#events.onHeard(text.trim(), true);
        text = '';
      }
    }
    if (text.trim()) this.#events.onHeard(text.trim(), false);
  }

  #restart(): void {
    this.#shortRuns = Date.now() - this.#startedAt < TOO_SHORT_MS ? this.#shortRuns + 1 : 0;
    if (this.#shortRuns >= MAX_SHORT_RUNS) this.#fail();
    else this.#start();
  }

  #fail(): void {
    const wasOpening = this.#opening !== null;
    this.close();
    if (!wasOpening) this.#events.onUnavailable();
  }
}

function browserRecognition(): Recognition | null {
  const { webkitSpeechRecognition } = window as { webkitSpeechRecognition?: new () => Recognition };
  return webkitSpeechRecognition ? new webkitSpeechRecognition() : null;
}
