/** One thing that the SDK did or met during a conversation. Redacted where it is made, so it never holds a secret. */
export interface TraceEntry {
  kind: TraceKind;
  /** `create`, `error`, `POST server /v1/digital-human-chat/auth-once-code`, `local cacheJobInfo`. */
  what: string;
  /** The shape of what went along: names of fields, types, and the few values that `shapeOf` lets through. */
  with?: Shape;
}

export type TraceKind =
  | 'step' // what the person does
  | 'call' // of an SDK method
  | 'result'
  | 'event' // dispatched by the SDK
  | 'http'
  | 'socket'
  | 'storage'
  | 'permission' // a device or a right asked of the browser
  | 'page'; // what the SDK does to the page around it

export type Shape = string | number | boolean | null | readonly Shape[] | { readonly [field: string]: Shape };

export interface Trace {
  /** Of the SDK, as it states it. */
  version: string;
  entries: TraceEntry[];
}
