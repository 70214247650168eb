/**
 * Runs in the page before other scripts, and reports the SDK's actions, redacted. `recorder-script.ts` bundles it. It
 * changes nothing: every call keeps its arguments and its result.
 */
import type { Shape, TraceEntry, TraceKind } from './entry';
import { placeOf, shapeOf, shapeOfJson, storageKey } from './redaction';

declare global {
  interface Window {
    /** Exposed by the test. */
    recordTraceEntry(entry: TraceEntry): Promise<void>;
    /** Resolves when every request so far has its answer in the trace. */
    traceSettled(): Promise<unknown>;
  }
}

type Anything = (this: unknown, ...given: unknown[]) => unknown;
type Listeners = Record<string, Anything>;

let server: string | undefined;

function record(kind: TraceKind, what: string, shape?: Shape): void {
  void window.recordTraceEntry(shape === undefined ? { kind, what } : { kind, what, with: shape });
}

const place = (address: string | URL) => placeOf(String(address), location.href, server);

/**
 * Excludes our own page's requests, except those that the SDK sends to us by mistake. Also excludes those for the
 * stand-in's picture and voice, which the real SDK receives over RTC.
 */
const isOurs = (address: string | URL) => {
  const url = new URL(String(address), location.href);
  return (url.host === location.host || /^\/sdk(-|\/)/.test(url.pathname)) && !url.pathname.startsWith('/v1/');
};

/** Replaces a method by one that records the call. */
function watch(
  target: object | undefined,
  name: string,
  look: (that: unknown, given: unknown[], gave: unknown) => void,
): void {
  const holder = target as Record<string, unknown> | undefined;
  const original = holder?.[name];
  if (!holder || typeof original !== 'function') return;
  holder[name] = function (this: unknown, ...given: unknown[]) {
    const gave = (original as Anything).apply(this, given);
    look(this, given, gave);
    return gave;
  };
}

// The SDK: its methods and its events.

function watchedListeners(listeners: unknown): unknown {
  if (typeof listeners !== 'object' || listeners === null) return listeners;
  const watched = Object.entries(listeners as Listeners).map(([name, listener]) => [
    name,
    (...given: unknown[]) => {
      record('event', name, given.length > 0 ? shapeOf(given[0]) : undefined);
      return listener(...given);
    },
  ]);
  return Object.fromEntries(watched);
}

function givenTo(name: string, given: unknown[]): unknown[] {
  const [first] = given as [Record<string, unknown> | undefined];
  if (name === 'addEventListeners') return [watchedListeners(first)];
  if (name !== 'create' || typeof first !== 'object') return given;
  if (typeof first.serverAddress === 'string')
    server = first.serverAddress.replace(/^https:\/\//, '').replace(/\/$/, '');
  return [{ ...first, eventListeners: watchedListeners(first.eventListeners) }, ...given.slice(1)];
}

function watchedSdk(sdk: object): object {
  return new Proxy(sdk, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      const fixed = Object.getOwnPropertyDescriptor(target, name);
      // A proxy must return a constant property unchanged.
      if (typeof name !== 'string' || typeof member !== 'function' || (fixed && !fixed.configurable && !fixed.writable))
        return member;
      return (...given: unknown[]) => {
        record(
          'call',
          name,
          given.map((each) => shapeOf(each)),
        );
        const gave = (member as Anything).apply(target, givenTo(name, given));
        const note = (value: unknown) => record('result', name, value === undefined ? 'nothing' : shapeOf(value));
        if (gave instanceof Promise) gave.then(note, () => record('result', name, 'rejected'));
        else note(gave);
        return gave;
      };
    },
  });
}

let watched: object | undefined;
Object.defineProperty(window, 'HwICSUiSdk', {
  configurable: true,
  get: () => watched,
  set(sdk: object) {
    record('page', 'loads HwICSUiSdk');
    watched = watchedSdk(sdk);
  },
});

// Network.

interface Sent {
  method: string;
  address: string | URL;
  headers: Set<string>;
}
const requests = new WeakMap<object, Sent>();

const unanswered = new Set<Promise<unknown>>();
window.traceSettled = () => Promise.allSettled(unanswered);

function untilAnswered(answered: Promise<unknown>): void {
  unanswered.add(answered);
  void answered.finally(() => unanswered.delete(answered));
}

function recordAnswer({ method, address, headers }: Sent, sent: unknown, status: number, received: Shape): void {
  const names = [...headers].map((name) => name.toLowerCase()).sort();
  record('http', `${method.toUpperCase()} ${place(address)}`, {
    headers: names,
    sent: shapeOfJson(sent ?? ''),
    status,
    received,
  });
}

watch(XMLHttpRequest.prototype, 'open', (that, [method, address]) => {
  requests.set(that as object, { method: String(method), address: address as string, headers: new Set() });
});
watch(XMLHttpRequest.prototype, 'setRequestHeader', (that, [name]) => {
  requests.get(that as object)?.headers.add(String(name));
});
const send = XMLHttpRequest.prototype.send;
XMLHttpRequest.prototype.send = function (this: XMLHttpRequest, body) {
  const sent = requests.get(this);
  if (sent && !isOurs(sent.address)) {
    const answered = new Promise((resolve) => this.addEventListener('loadend', resolve));
    untilAnswered(
      answered.then(() => {
        const text =
          this.responseType === '' || this.responseType === 'text' ? this.responseText : JSON.stringify(this.response);
        recordAnswer(sent, body, this.status, shapeOfJson(text));
      }),
    );
  }
  return send.call(this, body);
};

watch(window, 'fetch', (_, [input, init], gave) => {
  const request = input instanceof Request ? input : undefined;
  const address = request?.url ?? String(input);
  if (isOurs(address)) return;
  const { method = request?.method ?? 'GET', headers, body } = (init ?? {}) as RequestInit;
  const sent: Sent = { method, address, headers: new Set(new Headers(headers ?? request?.headers).keys()) };
  // Copied in the first reaction, before the SDK reads the answer.
  const copied = (gave as Promise<Response>).then(
    (answer) => ({ status: answer.status, text: answer.clone().text() }),
    () => undefined,
  );
  const recordIt = async () => {
    const copy = await copied;
    const text = await copy?.text.catch(() => '');
    recordAnswer(sent, body, copy?.status ?? 0, copy ? shapeOfJson(text) : 'nothing');
  };
  untilAnswered(recordIt());
});

window.WebSocket = new Proxy(window.WebSocket, {
  construct(target, given: [string | URL, (string | string[])?]) {
    const socket = new target(...given);
    const where = place(given[0]);
    record('socket', `open ${where}`);
    socket.addEventListener('message', ({ data }) => record('socket', `receive ${where}`, shapeOfJson(data)));
    socket.addEventListener('close', ({ code }) => record('socket', `close ${where}`, { code: String(code) }));
    watch(socket, 'send', (_, [data]) => record('socket', `send ${where}`, shapeOfJson(data)));
    return socket;
  },
});

// Device and page.

for (const name of ['setItem', 'removeItem']) {
  watch(Storage.prototype, name, (that, [key]) => {
    const where = that === localStorage ? 'local' : 'session';
    record('storage', `${name === 'setItem' ? 'keeps' : 'removes'} ${where} ${storageKey(String(key))}`);
  });
}

watch(navigator.mediaDevices, 'enumerateDevices', () => record('permission', 'lists the devices'));
watch(navigator.mediaDevices, 'getUserMedia', (_, [wanted], gave) => {
  const { audio, video } = (wanted ?? {}) as MediaStreamConstraints;
  const what = [audio ? 'microphone' : '', video ? 'camera' : ''].filter(Boolean).join(' and ');
  (gave as Promise<MediaStream>).then(
    () => record('permission', `opens the ${what}`),
    () => record('permission', `is refused the ${what}`),
  );
});
watch(window.MediaStreamTrack?.prototype, 'stop', (that) => {
  record('permission', `ends a track: ${(that as MediaStreamTrack).kind}`);
});

for (const name of ['AudioContext', 'Audio']) {
  const original = (window as unknown as Record<string, typeof Audio | undefined>)[name];
  if (!original) continue;
  Object.assign(window, {
    [name]: new Proxy(original, {
      construct(target, given, newTarget) {
        record('page', `new ${name}()`);
        return Reflect.construct(target, given, newTarget);
      },
    }),
  });
}

/** While the SDK's script runs, it adds the listeners on the page. */
const isSdkScript = () =>
  document.currentScript instanceof HTMLScriptElement && /HwICSUiSdk[^/]*\.js/.test(document.currentScript.src);
for (const [name, target] of [
  ['window', window],
  ['document', document],
] as const) {
  watch(target, 'addEventListener', (_, [type]) => {
    if (isSdkScript()) record('page', `listens on the ${name}: ${String(type)}`);
  });
}
