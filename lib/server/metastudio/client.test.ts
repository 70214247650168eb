import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { AppError } from '../../api/errors.ts';
import { createLogger, logRefused } from '../log.ts';
import { MetaStudioClient, type MetaStudioSettings } from './client.ts';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;
interface Received {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

let answer: Answer;
let received: Received[] = [];
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  received.push({ method: request.method, url: request.url, headers: request.headers, body });
  answer(response, request);
});
let endpoint = '';

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  received = [];
});

const CODE = 'c0de'.repeat(16);
const SK = 'very-secret-key';
const SECURITY_TOKEN = 'temporary-token';
const settings = (overrides: Partial<MetaStudioSettings> = {}): MetaStudioSettings => ({
  endpoint,
  projectId: 'project01',
  credentials: { ak: 'access-key', sk: SK, securityToken: SECURITY_TOKEN },
  timeoutMs: 10_000,
  ...overrides,
});

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const raw =
  (status: number, body: string, headers: Record<string, string> = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(body);

async function refusal(overrides: Partial<MetaStudioSettings> = {}): Promise<AppError> {
  const error = await new MetaStudioClient(settings(overrides)).createOnceCode('李雷').then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof AppError)) throw new Error(`expected an AppError, not ${error}`);
  return error;
}

describe('createOnceCode', () => {
  it('sends one signed request for this user, without a body', async () => {
    answer = json(200, { once_code: CODE }, { 'x-request-id': 'cloud-1' });
    const now = () => Date.UTC(2026, 7, 23, 1, 2, 3, 900);
    const code = await new MetaStudioClient(settings(), { now }).createOnceCode('李雷');
    expect(code).toEqual({ onceCode: CODE, expiresAt: new Date('2026-08-23T01:07:03.000Z'), requestId: 'cloud-1' });
    expect(received).toHaveLength(1);
    expect(received[0]).toMatchObject({ method: 'POST', url: '/v1/project01/digital-human-chat/once-code', body: '' });
    expect(received[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      'x-app-userid': '%E6%9D%8E%E9%9B%B7',
      'x-project-id': 'project01',
      'x-sdk-date': '20260823T010203Z',
      'x-security-token': SECURITY_TOKEN,
      host: endpoint.slice('http://'.length),
      authorization: expect.stringContaining(
        'SignedHeaders=content-type;host;x-app-userid;x-project-id;x-sdk-date;x-security-token, Signature=',
      ),
    });
  });

  it('signs as the vendor’s own client does', async () => {
    let sent: Headers | undefined;
    const fetch = async (_: unknown, init?: RequestInit) => {
      sent = new Headers(init?.headers);
      return Response.json({ once_code: CODE });
    };
    const endpoint = 'https://metastudio.cn-north-4.myhuaweicloud.com';
    const credentials = { ak: 'access-key-unit', sk: 'secret-key-unit' };
    const now = () => Date.UTC(2026, 7, 23, 1, 2, 3);
    await new MetaStudioClient(settings({ endpoint, credentials }), { now, fetch }).createOnceCode('gov_user');
    expect(sent?.get('content-type')).toBe('application/json');
    expect(sent?.get('authorization')).toBe(
      'SDK-HMAC-SHA256 Access=access-key-unit, ' +
        'SignedHeaders=content-type;host;x-app-userid;x-project-id;x-sdk-date, ' +
        'Signature=0d246005a0f119b70aec3a7e73e915e955c6b102505fb0cd69d0e7767e2fbe3d',
    );
  });

  it('works when the cloud sends no valid request ID', async () => {
    answer = json(200, { once_code: CODE }, { 'x-request-id': 'not a request id' });
    expect((await new MetaStudioClient(settings()).createOnceCode('u')).requestId).toBeUndefined();
  });
});

/** What the cloud does; our code and status; other fields of the error. */
const failures: [string, () => Answer, string, number, Partial<AppError['details']>][] = [
  [
    '400 invalid parameter',
    () => json(400, { error_code: 'MSS.00000003', error_msg: 'Invalid parameter' }, { 'x-request-id': 'r-1' }),
    'cloud_refused',
    502,
    { cloudCode: 'MSS.00000003', cloudStatus: 400, requestId: 'r-1' },
  ],
  [
    '401 of the gateway',
    () => json(401, { error_code: 'APIG.0301', error_msg: 'x', request_id: 'r-2' }),
    'cloud_refused',
    502,
    { cloudCode: 'APIG.0301', requestId: 'r-2' },
  ],
  ['403', () => json(403, { error_code: 'APIGW.0302' }), 'cloud_refused', 502, { cloudCode: 'APIGW.0302' }],
  ['404 in HTML', () => raw(404, '<h1>Not here</h1>'), 'cloud_refused', 502, { cloudCode: undefined }],
  [
    'an error code that is not one',
    () => json(400, { error_code: 'x<script>' }),
    'cloud_refused',
    502,
    { cloudCode: undefined },
  ],
  ['429', () => json(429, { error_code: 'APIG.0308' }), 'rate_limited', 429, { retryAfterSeconds: 3 }],
  ['429 with its own wait', () => raw(429, '', { 'retry-after': '7' }), 'rate_limited', 429, { retryAfterSeconds: 7 }],
  ['500', () => json(500, { error_code: 'MSS.00000004' }), 'cloud_unavailable', 502, { cloudStatus: 500 }],
  ['503 in HTML', () => raw(503, '<h1>Busy</h1>'), 'cloud_unavailable', 502, { cloudStatus: 503 }],
  [
    'a redirect',
    () => raw(302, '', { location: `${endpoint}/elsewhere` }),
    'cloud_unavailable',
    502,
    { cloudStatus: 302 },
  ],
  ['a permanent redirect', () => raw(308, '', { location: '/elsewhere' }), 'cloud_unavailable', 502, {}],
  ['HTML with 200', () => raw(200, '<h1>Welcome</h1>'), 'cloud_unavailable', 502, {}],
  ['an empty 200', () => raw(200, ''), 'cloud_unavailable', 502, {}],
  ['malformed JSON', () => raw(200, '{"once_code": "'), 'cloud_unavailable', 502, {}],
  ['no code', () => json(200, {}), 'cloud_unavailable', 502, {}],
  ['null', () => json(200, null), 'cloud_unavailable', 502, {}],
  ['an empty code', () => json(200, { once_code: ' ' }), 'cloud_unavailable', 502, {}],
  ['a code that is a number', () => json(200, { once_code: 7 }), 'cloud_unavailable', 502, {}],
  ['an endless code', () => json(200, { once_code: 'x'.repeat(5_000) }), 'cloud_unavailable', 502, {}],
  ['a huge body', () => raw(200, 'x'.repeat(600 * 1024)), 'cloud_unavailable', 502, {}],
  ['a dropped connection', () => (response) => response.destroy(), 'cloud_unavailable', 502, {}],
  [
    'a connection dropped in the middle of the body',
    () => (response) => {
      response.writeHead(200, { 'content-length': '100' }).write('{"once');
      setImmediate(() => response.destroy());
    },
    'cloud_unavailable',
    502,
    {},
  ],
];

describe('every failure of the cloud', () => {
  it.each(failures)('is an error with a code and a status: %s', async (_, makeAnswer, code, status, details) => {
    answer = makeAnswer();
    const error = await refusal();
    expect({ code: error.code, status: error.status }).toEqual({ code, status });
    expect(error.details).toMatchObject(details);
    expect(received, 'one call, no retry, no redirect followed').toHaveLength(1);
  });

  it.each<[string, Answer]>([
    ['headers that never come', () => {}],
    ['a body that never ends', (response) => response.writeHead(200).write('{"once_code":')],
    ['an error body that never ends', (response) => response.writeHead(500).write('{')],
  ])('is a 504 at the deadline: %s', async (_, hang) => {
    answer = hang;
    expect(await refusal({ timeoutMs: 50 })).toMatchObject({ code: 'cloud_unavailable', status: 504 });
  });

  it('is an error, too, when no server listens or a name does not resolve', async () => {
    expect(await refusal({ endpoint: 'http://127.0.0.1:1' })).toMatchObject({ code: 'cloud_unavailable', status: 502 });
    const fetch = async () => {
      throw new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ENOTFOUND' }) });
    };
    await expect(new MetaStudioClient(settings(), { fetch }).createOnceCode('u')).rejects.toThrow('ENOTFOUND');
  });

  it('has the error of the network as its cause, and never one that may quote a header', async () => {
    const causeOf = async (thrown: Error) => {
      const fetch = () => Promise.reject(thrown);
      const error: unknown = await new MetaStudioClient(settings(), { fetch }).createOnceCode('u').catch((e) => e);
      const lines: string[] = [];
      const logger = createLogger({ write: (line) => lines.push(line) });
      logRefused({ requestId: 'r', userId: 'u', tookMs: 1 }, error as AppError, logger);
      expect(lines.join('') + inspect(error)).not.toContain(SECURITY_TOKEN);
      return (error as AppError).cause;
    };
    const unreachable = new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code: 'ENOTFOUND' }) });
    expect(await causeOf(unreachable)).toBe(unreachable);
    expect(await causeOf(new TypeError(`Headers.append: "${SECURITY_TOKEN}" is an invalid value`))).toBeUndefined();
  });

  it('is logged by its code, without a secret', async () => {
    const lines: string[] = [];
    const logger = createLogger({ write: (line) => lines.push(line) });
    const leaky = { error_code: 'E.1', error_msg: `${SK} ${SECURITY_TOKEN}`, once_code: CODE };
    const answers = [...failures.map(([, make]) => make()), json(400, leaky), json(500, leaky), json(302, leaky)];
    for (answer of answers) logRefused({ requestId: 'r', userId: '李雷', tookMs: 1 }, await refusal(), logger);
    expect(lines).toHaveLength(answers.length);
    const signatures = received.map(
      ({ headers }) => /Signature=(\w+)/.exec(headers.authorization ?? '')?.[1] ?? 'none',
    );
    for (const secret of [SK, SECURITY_TOKEN, CODE, 'access-key', '李雷', '%E6%9D%8E', ...signatures])
      expect(lines.join('')).not.toContain(secret);
    expect(signatures).not.toContain('none');
    expect(lines[0]).toContain('"cloudCode":"MSS.00000003"');
  });
});
