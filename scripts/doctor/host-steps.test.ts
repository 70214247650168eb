/** Faults of the machine itself: an old Node, the wrong time, no DNS, no TLS. */
import { describe, expect, it } from 'vitest';
import { checkUp, iamUser, line, withEmulator } from './doctor-fixture';

withEmulator();

describe('the machine', () => {
  const minutes = (count: number) => ({ now: () => Date.now() + count * 60_000 });

  it('has an old Node', async () => {
    const { text, couldStart } = await checkUp({}, { nodeVersion: '20.18.3' });
    line(text, '✗ Node.js', '20.18.3 is older than 20.19');
    expect(couldStart).toBe(false);
  });

  it.each([16, -16])('has a clock that is %d minutes off', async (off) => {
    const { text, couldStart } = await checkUp({}, minutes(off));
    line(text, '✗ Clock', `16 minutes ${off < 0 ? 'behind' : 'ahead of'}`);
    line(text, '– Credentials', 'skipped: needs Clock');
    expect(couldStart).toBe(false);
  });

  it('has a clock that is slightly off, or off where it signs nothing', async () => {
    const somewhat = await checkUp({}, minutes(7));
    line(somewhat.text, '! Clock', '7 minutes ahead');
    expect(somewhat.couldStart).toBe(true);
    const withToken = await checkUp(iamUser(), minutes(16));
    line(withToken.text, '! Clock', '16 minutes ahead');
    expect(withToken.couldStart).toBe(true);
  });

  const realCloud = { METASTUDIO_ENDPOINT: '', METASTUDIO_SERVER_ADDRESS: '', DEMO_LOGIN: 'with-real-cloud' };
  const rejects = (code: string) => () => Promise.reject(Object.assign(new Error('secret text'), { code }));

  it('resolves no name', async () => {
    const { text, couldStart } = await checkUp(realCloud, { resolveHost: rejects('ENOTFOUND') });
    line(text, '✗ API name', 'metastudio.cn-north-4.myhuaweicloud.com is not found: ENOTFOUND');
    line(text, '– API TLS', 'skipped: needs API name');
    line(text, '– Once code', 'skipped: needs API');
    expect(text).not.toContain('secret text');
    expect(couldStart).toBe(false);
  });

  it.each([
    ['SELF_SIGNED_CERT_IN_CHAIN', 'NODE_EXTRA_CA_CERTS'],
    ['ERR_TLS_CERT_ALTNAME_INVALID', 'NODE_EXTRA_CA_CERTS'],
    ['ECONNREFUSED', 'TCP 443'],
    ['ETIMEDOUT', 'TCP 443'],
  ])('has no TLS: %s', async (code, remedy) => {
    const { text, couldStart } = await checkUp(realCloud, { shakeHands: rejects(code) });
    line(text, '✗ API TLS', code);
    line(text, '', 'What to do: ', remedy);
    expect(couldStart).toBe(false);
  });
});
