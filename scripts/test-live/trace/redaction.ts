/**
 * Keeps of a value what a comparison of two SDKs needs, and nothing that identifies a user or an account. It keeps only
 * what is listed here, and replaces everything else by the name of its type. It also runs in the page.
 */
import type { Shape } from './entry';

/** Fields whose value is a term of the protocol, not the user's text. */
const spokenFields: ReadonlySet<string> = new Set([
  'action',
  'code',
  'currentLanguage',
  'defaultLanguage',
  'default_language',
  'deployment_mode',
  'errorCode',
  'error_code',
  'error_level',
  'interactionMode',
  'interaction_mode',
  'job_finish_reason',
  'langCode',
  'language',
  'logLevel',
  'module',
  'reason',
  'speak_status',
  'state',
  'wakeupType',
]);

/** `MSS.47010046`, `999400001`, `ERR_NETWORK`, `zh_CN`, `start_chat`, `HwICS.dealError`: short, and not random. */
const protocolWord =
  /^(?:(?:MSS\.)?\d{3,9}|-\d{1,3}|[A-Z]{2,12}(?:_[A-Z]{2,12}){0,4}|[a-z]{2,3}(?:_[A-Z]{2})?|[a-z]{2,16}(?:_[a-z]{2,16}){1,4}|HwICS(?:\.dealError)?|info|none|debug|warn|error|ping|pong)$/;

/** Numbers that are not IDs. */
const countedFields: ReadonlySet<string> = new Set([
  'valid_period',
  'restTime',
  'rest_time',
  'chat_state',
  'errorCode',
]);

const MAX_DEPTH = 6;

export function shapeOf(value: unknown, field = '', depth = 0): Shape {
  if (value === null || typeof value === 'boolean') return value;
  if (typeof value === 'number') return countedFields.has(field) ? value : 'number';
  if (typeof value === 'string') return shapeOfText(value, field);
  if (typeof value !== 'object' || depth >= MAX_DEPTH) return typeof value;
  if (Array.isArray(value)) return value.length === 0 ? [] : [shapeOf(value[0], field, depth + 1)];
  const fields = Object.entries(value).filter(([, inner]) => inner !== undefined);
  return Object.fromEntries(
    fields.map(([name, inner]) => [fieldName(name), shapeOf(inner, name, depth + 1)] as const).sort(byName),
  );
}

function shapeOfText(text: string, field: string): string {
  if (text === '') return 'empty';
  return spokenFields.has(field) && protocolWord.test(text) ? text : 'string';
}

const byName = ([a]: readonly [string, Shape], [b]: readonly [string, Shape]) => (a < b ? -1 : Number(a > b));

/** The keys of a map may be IDs. Names of fields are short words, joined by capitals, `_` or `-`. */
const fieldName = (name: string) =>
  name.length <= 32 && /^[A-Za-z][a-z]{0,15}(?:[_-][a-z]{1,15}|[A-Z][a-z]{0,15})*2?$/.test(name) ? name : '{key}';

/** The shape of JSON text. Any other text becomes `string`. */
export function shapeOfJson(text: unknown): Shape {
  if (typeof text !== 'string') return text === null || text === undefined ? 'empty' : typeof text;
  try {
    return shapeOf(JSON.parse(text));
  } catch {
    return text === '' ? 'empty' : 'string';
  }
}

/**
 * `server /v1/digital-human-chat/smart-chat-jobs/{id}/state`, `other *.example.com /`. Keeps only the names of a query.
 * @param server host of the SDK's server, if known
 */
export function placeOf(address: string, page: string, server: string | undefined): string {
  const url = new URL(address, page);
  const path = url.pathname.split('/').map((segment) => (isOfPath(segment) ? segment : '{id}'));
  const query = [...new Set(url.searchParams.keys())].map(fieldName).sort();
  return `${hostOf(url, new URL(page), server)} ${path.join('/')}${query.length > 0 ? `?${query.join('&')}` : ''}`;
}

/** Words of a REST path are short, lower case and without digits. IDs are not. */
const isOfPath = (segment: string) =>
  segment === '' || /^v\d$/.test(segment) || /^[a-z]{2,16}(-[a-z]{2,16}){0,4}$/.test(segment);

function hostOf(url: URL, page: URL, server: string | undefined): string {
  if (url.host === page.host) return 'page';
  if (url.host === server) return 'server';
  if (/^[\d.]+$|:/.test(url.hostname)) return 'other address';
  return `other *.${url.hostname.split('.').slice(-2).join('.')}`;
}

/** `oldLangCode-{id}`: the first word of a key. The rest may be the ID of a robot or a user. */
export function storageKey(key: string): string {
  const name = /^[A-Za-z]{1,32}(?=$|[_.:-])/.exec(key)?.[0] ?? '';
  return name.length === key.length ? name : `${name}${/^[_.:-]/.exec(key.slice(name.length))?.[0] ?? ''}{id}`;
}
