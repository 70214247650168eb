// The page of the ten conversations: it talks through the stand-in SDK as an app would, and counts what a garbage
// collection does not release. It must load before the SDK.

interface Sdk {
  create(parameters: object): Promise<unknown>;
  startChat(options: object): Promise<unknown>;
  sendTextQuestion(question: { text: string }): Promise<{ result: boolean; errorCode: string }>;
  destroy(): Promise<void>;
}

export interface Holdings {
  tracks: number;
  audioContexts: number;
  peerConnections: number;
  timers: number;
  /** Each sign-in leaves one, with the vendor's SDK as with its stand-in (emulator/sdk/token-renewal.ts). */
  tokenRenewals: number;
  nodes: number;
}

const SPEAK_MS = 2_500;
/** Half the lifetime of the emulator's tokens. */
const RENEWAL_MS = 1_800_000;
const tracks = new Set<MediaStreamTrack>();
const audioContexts = new Set<AudioContext>();
const peerConnections = new Set<RTCPeerConnection>();
const timers = new Set<number>();
const renewals = new Set<number>();

window.AudioContext = class extends AudioContext {
  constructor(options?: AudioContextOptions) {
    super(options);
    audioContexts.add(this);
  }

  override createMediaStreamDestination(): MediaStreamAudioDestinationNode {
    const destination = super.createMediaStreamDestination();
    for (const track of destination.stream.getTracks()) tracks.add(track);
    return destination;
  }
};

window.RTCPeerConnection = class extends RTCPeerConnection {
  constructor(configuration?: RTCConfiguration) {
    super(configuration);
    peerConnections.add(this);
    this.addEventListener('track', ({ track }) => tracks.add(track));
  }
};

const { captureStream } = HTMLCanvasElement.prototype;
HTMLCanvasElement.prototype.captureStream = function (rate) {
  const stream = captureStream.call(this, rate);
  for (const track of stream.getTracks()) tracks.add(track);
  return stream;
};

const { setInterval, clearInterval, setTimeout, clearTimeout } = window;
Object.assign(window, {
  setInterval: (...asked: Parameters<typeof setInterval>) => {
    const id = setInterval(...asked) as unknown as number;
    timers.add(id);
    return id;
  },
  setTimeout: (run: () => void, ms?: number, ...values: unknown[]) => {
    const id = setTimeout(() => {
      timers.delete(id);
      (run as (...values: unknown[]) => void)(...values);
    }, ms) as unknown as number;
    (ms === RENEWAL_MS ? renewals : timers).add(id);
    return id;
  },
  clearInterval: (id: number) => {
    timers.delete(id);
    clearInterval(id);
  },
  clearTimeout: (id: number) => {
    timers.delete(id);
    clearTimeout(id);
  },
});

/** The objects held now. Counting drops ended ones, so it keeps nothing alive. */
function holdings(): Holdings {
  const keep = <Thing>(things: Set<Thing>, isHeld: (thing: Thing) => boolean) => {
    for (const thing of things) if (!isHeld(thing)) things.delete(thing);
    return things.size;
  };
  return {
    tracks: keep(tracks, ({ readyState }) => readyState === 'live'),
    audioContexts: keep(audioContexts, ({ state }) => state !== 'closed'),
    peerConnections: keep(peerConnections, ({ connectionState }) => connectionState !== 'closed'),
    timers: timers.size,
    tokenRenewals: renewals.size,
    nodes: document.querySelectorAll('*').length,
  };
}

/** From create() over a question and the start of its spoken answer to destroy(), in the middle of a sentence. */
async function converse(serverAddress: string, onceCode: string): Promise<void> {
  const { HwICSUiSdk: sdk } = window as unknown as { HwICSUiSdk: Sdk };
  let onSpeaking = () => {};
  const speaking = new Promise<void>((resolve) => {
    onSpeaking = resolve;
  });
  await new Promise<void>((resolve, reject) => {
    const eventListeners = {
      jobInfoChange: ({ isReady }: { isReady: boolean }) => isReady && resolve(),
      speakingStart: () => onSpeaking(),
      error: ({ code }: { code: string }) => reject(new Error(code)),
    };
    const parameters = { serverAddress, onceCode, robotId: 'ada', containerId: 'digital-human', eventListeners };
    sdk.create(parameters).catch(reject);
  });
  await sdk.startChat({ interactionMode: 'TEXT', preCheckPermissions: false });
  const { result, errorCode } = await sdk.sendTextQuestion({ text: 'What is a once code?' });
  if (!result) throw new Error(`the question was refused: ${errorCode}`);
  await speaking;
  await new Promise((resolve) => setTimeout(resolve, SPEAK_MS));
  await sdk.destroy();
}

Object.assign(window, { conversationBench: { converse, holdings } });

export type ConversationBench = { converse: typeof converse; holdings: typeof holdings };
