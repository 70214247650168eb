/**
 * A conversation's requirements besides the cloud: the provider and its client, Redis, the outbound proxy, intact
 * secrets.
 */
import { describe, expect, it } from 'vitest';
import { type ModelScript, startFakeModel } from '../../emulator/fake-model';
import { RedisFailure } from '../../lib/server/redis';
import { checkUp, line, withEmulator } from './doctor-fixture';

withEmulator();

const brain = {
  BRAIN_APP_ID: 'app',
  BRAIN_APP_KEY: 'key',
  BRAIN_URL: 'http://localhost:3000/api/brain',
};

const ISSUER = 'https://issuer.example';
const oidc = { AUTH_OIDC_ISSUER: ISSUER, AUTH_OIDC_ID: 'client', AUTH_OIDC_SECRET: 'secret-of-the-client' };
const document = { issuer: ISSUER, authorization_endpoint: `${ISSUER}/a`, token_endpoint: `${ISSUER}/token` };

/** The provider has its own answers. Everything else is this machine. */
function withProvider(discovery: () => Response, token: () => Response = () => new Response('', { status: 500 })) {
  const asked: Headers[] = [];
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const { hostname, pathname } = new URL(String(input));
    if (hostname === '127.0.0.1') return globalThis.fetch(input, init);
    asked.push(new Headers(init?.headers));
    return pathname === '/token' ? token() : discovery();
  };
  return { fetch, asked };
}
const refusing =
  (error: string, status = 400) =>
  () =>
    Response.json({ error }, { status });

describe('the sign-in provider', () => {
  it('passes when it has a discovery document and knows the client', async () => {
    const { fetch, asked } = withProvider(() => Response.json(document), refusing('invalid_grant'));
    const { text, couldStart } = await checkUp({ ...oidc, AUTH_URL: 'https://chat.example.com' }, { fetch });
    line(text, '✓ OpenID provider', 'issuer.example');
    line(text, '✓ Sign-in client', 'knows this client');
    expect(asked.at(-1)?.get('authorization')).toBe(`Basic ${btoa('client:secret-of-the-client')}`);
    expect(couldStart).toBe(true);
    expect(text).not.toContain('secret-of-the-client');
  });

  it.each<[what: string, discovery: () => Response, text: string]>([
    ['is down', () => new Response('', { status: 503 }), 'HTTP 503'],
    ['has another issuer', () => Response.json({ ...document, issuer: 'https://other.example' }), 'another issuer'],
    ['is a web page', () => new Response('<h1>'), 'no discovery document'],
  ])('that %s is a failure', async (_, discovery, problem) => {
    const { text, couldStart } = await checkUp(oidc, { fetch: withProvider(discovery).fetch });
    line(text, '✗ OpenID provider', problem);
    line(text, '– Sign-in client', 'needs OpenID provider');
    expect(couldStart).toBe(false);
  });

  it.each([
    ['invalid_client', 401, '✗'],
    ['unauthorized_client', 400, '✗'],
    ['invalid_request', 400, '!'],
  ])('that answers %s to a made-up code is reported', async (error, status, mark) => {
    const { fetch } = withProvider(() => Response.json(document), refusing(error, status));
    const { text, couldStart } = await checkUp(oidc, { fetch });
    line(text, `${mark} Sign-in client`, error);
    expect(couldStart).toBe(mark === '!');
  });

  it('requires AUTH_URL, or depends on the proxy in front', async () => {
    const { fetch } = withProvider(() => Response.json(document), refusing('invalid_grant'));
    line((await checkUp(oidc, { fetch })).text, '! Page address', 'AUTH_URL is not set');
  });

  it('knows GitHub’s answers, too', async () => {
    const github = { AUTH_GITHUB_ID: 'id', AUTH_GITHUB_SECRET: 'secret' };
    for (const [error, mark] of [
      ['incorrect_client_credentials', '✗'],
      ['bad_verification_code', '✓'],
    ] as const) {
      const { fetch } = withProvider(refusing(error, 200));
      line((await checkUp(github, { fetch })).text, `${mark} Sign-in client`, 'GitHub');
    }
  });
});

describe('Redis', () => {
  const REDIS_URL = 'redis://:password-of-redis@redis.example:6379';

  it.each(['ECONNREFUSED', 'WRONGPASS', 'READONLY', 'OOM', 'no answer within 300 ms'])(
    'that answers %s is a failure',
    async (reason) => {
      const writeToRedis = async () => Promise.reject(new RedisFailure(reason));
      const { text, couldStart } = await checkUp({ REDIS_URL }, { writeToRedis });
      line(text, '✗ Redis', 'redis.example:6379', reason);
      expect(text).not.toContain('password-of-redis');
      expect(couldStart).toBe(false);
    },
  );

  it('passes when it accepts a write, and is not mentioned when there is none', async () => {
    line((await checkUp({ REDIS_URL })).text, '✓ Redis', 'takes a write');
    expect((await checkUp()).text).not.toContain('Redis');
  });
});

describe('the outbound proxy', () => {
  const HTTPS_PROXY = 'http://me:password-of-proxy@proxy.example:3128';

  it('is checked if there is one, and not mentioned otherwise', async () => {
    const asked: string[] = [];
    const reachPort = async (host: string, port: number) => void asked.push(`${host}:${port}`);
    const { text } = await checkUp({ HTTPS_PROXY }, { reachPort });
    line(text, '✓ Outbound proxy', 'proxy.example:3128');
    expect(asked).toEqual(['proxy.example:3128']);
    expect(text).not.toContain('password-of-proxy');
    expect((await checkUp()).text).not.toContain('Outbound');
  });

  it('that does not respond prevents every other check', async () => {
    const reachPort = async () => Promise.reject(Object.assign(new Error(), { code: 'ECONNREFUSED' }));
    const { text, couldStart } = await checkUp({ HTTPS_PROXY }, { reachPort });
    line(text, '✗ Outbound proxy', 'ECONNREFUSED');
    line(text, '– API name', 'needs Outbound proxy');
    expect(couldStart).toBe(false);
  });

  it('looks up names and connects for this machine', async () => {
    const cloud = { METASTUDIO_ENDPOINT: '', METASTUDIO_SERVER_ADDRESS: '', DEMO_LOGIN: 'with-real-cloud' };
    const { text } = await checkUp({ ...cloud, HTTPS_PROXY });
    line(text, '✓ API name', 'the proxy of HTTPS_PROXY');
    line(text, '✓ API TLS', 'the proxy of HTTPS_PROXY');
  });
});

describe('secrets', () => {
  const cloud = { METASTUDIO_ENDPOINT: '', METASTUDIO_SERVER_ADDRESS: '', DEMO_LOGIN: 'with-real-cloud' };

  it.each([
    ['contain an expanded $', `HUAWEICLOUD_SDK_SK='pa$word1'`, 'pa'],
    ['contain one in a longer file', `A=1\n HUAWEICLOUD_SDK_SK="pa\${word}1" \nB=2`, 'pa1'],
    ['contain a # that started a comment', 'HUAWEICLOUD_SDK_SK=pa#word1', 'pa'],
  ])('that %s are named, with their lengths alone', async (_, text, HUAWEICLOUD_SDK_SK) => {
    const envFiles = [{ name: '.env', text, read: { HUAWEICLOUD_SDK_SK } }];
    const found = await checkUp({ HUAWEICLOUD_SDK_SK }, { envFiles });
    line(found.text, '! Secrets', 'HUAWEICLOUD_SDK_SK is written in .env');
    expect(found.text).not.toContain('word1');
  });

  it.each([
    ['HTTPS_PROXY', 'http://user:pa$word1@127.0.0.1:3128', 'http://user:pa@127.0.0.1:3128'],
    ['BRAIN_APP_KEY_OLD', 'ab$word1', 'ab'],
    ['METASTUDIO_ROBOTS', 'a=Ada #word1,b=Bob', 'a=Ada'],
  ])('and other settings that the file cuts are named: %s', async (name, written, value) => {
    const envFiles = [{ name: '.env', text: `${name}=${written}`, read: { [name]: value } }];
    const { text } = await checkUp({ [name]: value }, { envFiles });
    line(text, '! Secrets', `${name} is written in .env`);
    expect(text).not.toContain('word1');
  });

  it.each([
    ['a comment', '12 # per person', '12'],
    ['the name of a variable that is set', '$A_NUMBER', '12'],
  ])('and other settings may be written with %s', async (_, written, value) => {
    const envFiles = [
      { name: '.env', text: `LONGEST_SESSION_MINUTES=${written}`, read: { LONGEST_SESSION_MINUTES: value } },
    ];
    const found = await checkUp({ LONGEST_SESSION_MINUTES: value, A_NUMBER: value }, { envFiles });
    line(found.text, '✓ Secrets');
  });

  it('in the correct form are not named', async () => {
    const read = { AUTH_OIDC_SECRET: 'pa$word1#x' };
    for (const written of [`'pa\\$word1#x'`, `"pa\\$word1#x"`]) {
      const envFiles = [{ name: '.env', text: `AUTH_OIDC_SECRET=${written}`, read }];
      line(
        (await checkUp({ ...oidc, ...read }, { envFiles, fetch: withProvider(() => Response.json({})).fetch })).text,
        '✓ Secrets',
      );
    }
  });

  it('with an impossible length are named, but not the emulator’s', async () => {
    const keys = { HUAWEICLOUD_SDK_AK: 'A'.repeat(20), HUAWEICLOUD_SDK_SK: 's'.repeat(31) };
    line((await checkUp({ ...cloud, ...keys })).text, '! Secrets', 'HUAWEICLOUD_SDK_SK has 31 characters');
    line((await checkUp()).text, '✓ Secrets');
  });

  it.each([
    ['AUTH_SECRET', 'short', 'has 5 characters'],
    ['AUTH_SECRET', `\${AUTH_SECRET_FROM_VAULT}-and-more-text`, 'the name of another variable'],
  ])('like %s=%s are named', async (name, value, text) => {
    line((await checkUp({ [name]: value })).text, '! Secrets', text);
  });

  it.each([
    ['a backslash', 'pa\\$word1'],
    ['quotes', "'pa$word1'"],
  ])('with %s that the reader of the file kept are named', async (_, HUAWEICLOUD_IAM_PASSWORD) => {
    const { text } = await checkUp({ HUAWEICLOUD_IAM_PASSWORD });
    line(text, '! Secrets', 'HUAWEICLOUD_IAM_PASSWORD contains');
    expect(text).not.toContain('word1');
  });

  it('in quotes are malformed settings, and a short one hides nothing', async () => {
    const { text, couldStart } = await checkUp({ HUAWEICLOUD_SDK_SK: '"quoted"' });
    line(text, '✗ Settings', 'HUAWEICLOUD_SDK_SK must be written without quotes');
    expect(couldStart).toBe(false);
  });
});

describe('the language model', () => {
  it.each<[what: string, script: ModelScript, parts: string[]]>([
    ['answers', { pieces: ['Hello.'] }, ['✓ Language model', 'fake at 127.0.0.1', 'answers']],
    ['refuses the key', { status: 401 }, ['✗ Language model', 'HTTP 401']],
    ['is a web page', { raw: '<html>' }, ['✗ Language model', 'no words came']],
  ])('that %s is reported', async (_, script, parts) => {
    const model = await startFakeModel();
    model.play(script);
    const settings = { BRAIN_LLM_BASE_URL: model.url, BRAIN_LLM_API_KEY: 'key-of-the-model', BRAIN_LLM_MODEL: 'fake' };
    const { text, couldStart } = await checkUp({ ...brain, ...settings });
    line(text, ...parts);
    expect(couldStart).toBe(parts[0]?.startsWith('✓'));
    expect(model.calls[0]?.authorization).toBe('Bearer key-of-the-model');
    expect(text).not.toContain('key-of-the-model');
    await model.close();
  });

  it('is not called when there is none', async () => {
    expect((await checkUp(brain)).text).not.toContain('Language model');
  });
});
