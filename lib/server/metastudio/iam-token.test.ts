import { describe, expect, it, vi } from 'vitest';
import { MetaStudioClient, type MetaStudioSettings } from './client.ts';
import { IamTokens } from './iam-token.ts';

const HOUR_MS = 3_600_000;
const PASSWORD = 'pass word';

const settings = (timeoutMs = 10_000): MetaStudioSettings => ({
  endpoint: 'https://metastudio.example',
  projectId: 'project01',
  credentials: { endpoint: 'https://iam.example', domain: 'd', user: 'u', password: PASSWORD, projectId: 'project01' },
  timeoutMs,
});

interface Faults {
  refuse?: (token: string) => Response | undefined;
  iam?: (() => Promise<Response>) | undefined;
}

/** A cloud with IAM. Its tokens are `token-1`, `token-2`…; `refuse` says which ones the once-code API refuses. */
function cloud(options: Faults = {}) {
  const iamBodies: unknown[] = [];
  const usedTokens: string[] = [];
  let nowMs = Date.UTC(2026, 0, 1);
  const issue = async () =>
    Response.json(
      { token: { expires_at: new Date(nowMs + 24 * HOUR_MS).toISOString() } },
      { status: 201, headers: { 'x-subject-token': `token-${iamBodies.length}` } },
    );
  const fetch = vi.fn(async (input: unknown, init?: RequestInit) => {
    if (String(input) === 'https://iam.example/v3/auth/tokens') {
      iamBodies.push(JSON.parse(String(init?.body)));
      return (options.iam ?? issue)();
    }
    const headers = new Headers(init?.headers);
    const token = headers.get('x-auth-token') ?? '';
    expect(headers.has('authorization')).toBe(false);
    usedTokens.push(token);
    return options.refuse?.(token) ?? Response.json({ once_code: 'code' });
  });
  const tokens = new IamTokens();
  return {
    iamBodies,
    usedTokens,
    advance: (ms: number) => {
      nowMs += ms;
    },
    requestCode: (userId = 'u', timeoutMs?: number) =>
      new MetaStudioClient(settings(timeoutMs), {
        fetch: fetch as typeof globalThis.fetch,
        now: () => nowMs,
        tokens,
      }).createOnceCode(userId),
  };
}

const stale = () => Response.json({ error_code: 'APIGW.0307' }, { status: 401 });
const invalid = () => Response.json({ error_code: 'MSS.00010008' }, { status: 400 });

describe('token authentication', () => {
  it('requests a token for the project, and uses it', async () => {
    const { requestCode, iamBodies, usedTokens } = cloud();
    await requestCode();
    expect(iamBodies).toEqual([
      {
        auth: {
          identity: {
            methods: ['password'],
            password: { user: { name: 'u', password: PASSWORD, domain: { name: 'd' } } },
          },
          scope: { project: { id: 'project01' } },
        },
      },
    ]);
    expect(usedTokens).toEqual(['token-1']);
  });

  it('makes one request for all callers that wait', async () => {
    const { requestCode, iamBodies, usedTokens } = cloud();
    await Promise.all(Array.from({ length: 20 }, () => requestCode()));
    expect(iamBodies).toHaveLength(1);
    expect(usedTokens).toHaveLength(20);
  });

  it('keeps the token until ten minutes before it expires', async () => {
    const { requestCode, iamBodies, advance } = cloud();
    await requestCode();
    advance(24 * HOUR_MS - 600_001);
    await requestCode();
    expect(iamBodies).toHaveLength(1);
    advance(1);
    await Promise.all([requestCode(), requestCode()]);
    expect(iamBodies).toHaveLength(2);
  });

  it.each<[string, () => Promise<Response>]>([
    ['fails', async () => new Response('', { status: 503 })],
    ['refuses the password', async () => Response.json({ error_code: 'IAM.0011' }, { status: 401 })],
    ['hangs', () => new Promise(() => {})],
  ])('uses a token until it expires while IAM %s', async (_, failing) => {
    const options: Faults = {};
    const { requestCode, iamBodies, usedTokens, advance } = cloud(options);
    await requestCode();
    options.iam = failing;
    advance(24 * HOUR_MS - 60_000);
    for (let i = 0; i < 3; i++) await requestCode();
    expect(usedTokens).toEqual(Array(4).fill('token-1'));
    expect(iamBodies).toHaveLength(2);
  });

  it('renews a token some seconds after a renewal failed', async () => {
    const options: Faults = {};
    const { requestCode, iamBodies, usedTokens, advance } = cloud(options);
    await requestCode();
    options.iam = async () => new Response('', { status: 503 });
    advance(24 * HOUR_MS - 60_000);
    await requestCode();
    options.iam = undefined;
    advance(10_000);
    await requestCode();
    await vi.waitFor(async () => {
      await requestCode();
      expect(usedTokens.at(-1)).toBe('token-3');
    });
    expect(iamBodies).toHaveLength(3);
  });

  it('does not use a token that has expired', async () => {
    const options: Faults = {};
    const { requestCode, advance } = cloud(options);
    await requestCode();
    options.iam = async () => new Response('', { status: 503 });
    advance(24 * HOUR_MS);
    await expect(requestCode()).rejects.toMatchObject({ code: 'cloud_unavailable' });
  });

  it.each([
    ['401 .0307', stale],
    ['400 MSS.00010008', invalid],
    ['401 .0301', () => Response.json({ error_code: 'APIG.0301' }, { status: 401 })],
    ['401 without a code', () => new Response('', { status: 401 })],
  ])('renews a refused token (%s) once, for all callers that wait', async (_, refusal) => {
    const { requestCode, iamBodies, usedTokens } = cloud({
      refuse: (token) => (token === 'token-1' && usedTokens.length > 1 ? refusal() : undefined),
    });
    await requestCode();
    await Promise.all([requestCode(), requestCode(), requestCode()]);
    expect(iamBodies).toHaveLength(2);
    expect(usedTokens.filter((token) => token === 'token-2')).toHaveLength(3);
  });

  it('does not renew a new token again', async () => {
    const { requestCode, iamBodies } = cloud({ refuse: stale });
    await expect(requestCode()).rejects.toMatchObject({ code: 'cloud_refused', details: { cloudCode: 'APIGW.0307' } });
    expect(iamBodies).toHaveLength(1);
  });

  it('renews once when the new token is also refused', async () => {
    let isRefusing = false;
    const { requestCode, iamBodies, usedTokens } = cloud({ refuse: () => (isRefusing ? stale() : undefined) });
    await requestCode();
    isRefusing = true;
    await expect(requestCode()).rejects.toMatchObject({ code: 'cloud_refused' });
    expect(iamBodies).toHaveLength(2);
    expect(usedTokens).toHaveLength(3);
  });

  it.each([
    ['refuses the password', () => Response.json({ error_code: 'IAM.0011' }, { status: 401 }), 'cloud_refused', 502],
    ['answers without a token', () => Response.json({}, { status: 201 }), 'cloud_unavailable', 502],
    ['fails', () => new Response('x', { status: 500 }), 'cloud_unavailable', 502],
    ['throttles', () => new Response('', { status: 429 }), 'rate_limited', 429],
  ])('when IAM %s, fails once and asks again for the next call', async (_, response, code, status) => {
    const { requestCode, iamBodies } = cloud({ iam: async () => response() });
    await expect(requestCode()).rejects.toMatchObject({ code, status });
    expect(iamBodies).toHaveLength(1);
    await expect(requestCode()).rejects.toMatchObject({ code, status });
    expect(iamBodies).toHaveLength(2);
  });

  it('uses the same deadline for token and call', async () => {
    const { requestCode } = cloud({ iam: () => new Promise(() => {}) });
    await expect(requestCode('u', 50)).rejects.toMatchObject({ code: 'cloud_unavailable', status: 504 });
  });

  it('assumes a validity of 24 hours when the answer has none', async () => {
    const issue = async () => new Response('', { status: 201, headers: { 'x-subject-token': 't' } });
    const { requestCode, iamBodies, advance } = cloud({ iam: issue });
    await requestCode();
    advance(23 * HOUR_MS);
    await requestCode();
    expect(iamBodies).toHaveLength(1);
    advance(HOUR_MS);
    await requestCode();
    expect(iamBodies).toHaveLength(2);
  });
});
