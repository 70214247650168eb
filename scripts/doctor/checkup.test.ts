/** The whole doctor without a fault: against the emulator, and against a cloud on another machine. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkUp, emulator, iamUser, line, SDK, secrets, withEmulator, writeSdk } from './doctor-fixture';
import { steps } from './steps';

withEmulator();

describe('without a fault', () => {
  it('reports it, and that it used a code', async () => {
    const { text, couldStart, seen, sentence } = await checkUp();
    expect(text).not.toMatch(/^[✗–]/m);
    line(text, '✓ Credentials', 'the signature is accepted');
    line(text, '✓ Once code', 'this run used one');
    line(text, '! SDK version', 'none of those we know');
    expect(couldStart).toBe(true);
    expect(sentence).toBe('A conversation could start. Not checked: the page’s address. 1 warning.');
    expect(seen).toHaveLength(1);
    const codes = await (await fetch(`${emulator.url}/emulator/codes?user=doctor`)).json();
    expect(codes).toMatchObject([{ auth: 'aksk', redeemTries: 0 }]);
  });

  it('does the same with a token and with a temporary key', async () => {
    const byToken = await checkUp(iamUser());
    line(byToken.text, '✓ IAM token', 'issued by 127.0.0.1');
    line(byToken.text, '✓ Credentials', 'the token is accepted');
    expect(byToken.couldStart).toBe(true);
    expect(byToken.seen).toHaveLength(2);
    const { HUAWEICLOUD_SDK_SECURITY_TOKEN } = secrets;
    expect((await checkUp({ HUAWEICLOUD_SDK_SECURITY_TOKEN })).couldStart).toBe(true);
  });

  it('checks names and TLS of every other machine', async () => {
    const asked: string[] = [];
    const cloud: typeof fetch = async (input) => {
      const { hostname, pathname } = new URL(String(input));
      const isCodeRequest = pathname.endsWith('/once-code') && hostname === 'metastudio.cn-east-3.myhuaweicloud.com';
      const headers = { date: new Date().toUTCString() };
      return isCodeRequest
        ? Response.json({ once_code: 'code-of-the-cloud' })
        : new Response('', { status: 404, headers });
    };
    const settings = {
      METASTUDIO_REGION: 'cn-east-3',
      METASTUDIO_ENDPOINT: '',
      METASTUDIO_SERVER_ADDRESS: '',
      METASTUDIO_SDK_URL: '',
      DEMO_LOGIN: 'with-real-cloud',
    };
    writeSdk(SDK);
    const { text, couldStart } = await checkUp(settings, {
      fetch: cloud,
      resolveHost: async (hostname) => void asked.push(hostname),
      shakeHands: async (hostname, port) => void asked.push(`${hostname}:${port}`),
    });
    expect(asked).toEqual([
      'metastudio.cn-east-3.myhuaweicloud.com',
      'metastudio.cn-east-3.myhuaweicloud.com:443',
      'metastudio-api.cn-east-3.myhuaweicloud.com',
      'metastudio-api.cn-east-3.myhuaweicloud.com:443',
    ]);
    line(text, '✓ Region', 'cn-east-3');
    line(text, '· Robot', 'could not be read: HTTP 404');
    line(text, '! Console calls', 'cannot read the digital human: HTTP 404');
    line(text, '✓ SDK server ', 'HTTP 404; any status is fine');
    line(text, '· Ports', 'TCP 443 and 6447 and UDP 20000–20063');
    expect(text).not.toContain('code-of-the-cloud');
    expect(couldStart).toBe(true);
  });
});

it('has every check on its documentation page', () => {
  const page = readFileSync('docs/doctor.md', 'utf8');
  const rows = page.split('\n').flatMap((row) => /^\| ([^|]+) \|/.exec(row)?.[1]?.split(', ') ?? []);
  expect(rows).toEqual(expect.arrayContaining(steps.flatMap(({ checks }) => checks)));
});
