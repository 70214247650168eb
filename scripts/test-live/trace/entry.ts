/**
 * One action or observation of the SDK during a conversation. Redacted when it is created, so it never contains a
 * secret.
 */
export interface TraceEntry {
  kind: TraceKind;
  /** `create`, `error`, `POST server /v1/digital-human-chat/auth-once-code`, `local cacheJobInfo`. */
  what: string;
  /** The shape of its data: names of fields, types, and the few values that `shapeOf` keeps. */
  with?: Shape;
}

export type TraceKind =
  | 'step' // an action of the user
  | 'call' // of an SDK method
  | 'result'
  | 'event' // dispatched by the SDK
  | 'http'
  | 'socket'
  | 'storage'
  | 'permission' // a request to the browser for a device or a permission
  | 'page'; // a change of the page around the SDK

export type Shape = string | number | boolean | null | readonly Shape[] | { readonly [field: string]: Shape };

export interface Trace {
  /** The SDK's own version string. */
  version: string;
  entries: TraceEntry[];
}
