/** Every fault of the cloud's two calls: its line, and that no conversation can start. */
import { describe, expect, it } from 'vitest';
import type { FaultRequest } from '../../emulator/faults';
import { checkUp, iamUser, line, setFault, withEmulator } from './doctor-fixture';

type Fault = Omit<FaultRequest, 'target'>;

withEmulator();

describe('the once-code call', () => {
  it.each<[fault: Fault, ...parts: string[]]>([
    [{ status: 401 }, '✗ Credentials', 'HTTP 401, APIG.0301, request ID'],
    [{ errorCode: 'APIGW.0301', status: 401 }, '✗ Credentials', 'APIGW.0301'],
    [{ errorCode: 'APIG.0303', status: 401 }, '✗ Credentials', 'APIG.0303'],
    [{ errorCode: 'MSS.00010008' }, '✗ Credentials', 'HTTP 400, MSS.00010008'],
    [{ errorCode: 'MSS.00000001', status: 401 }, '✗ Credentials', 'HTTP 401'],
    [{ errorCode: 'APIG.0307' }, '✗ Project', 'HTTP 401, APIG.0307'],
    [{ status: 403 }, '✗ Permission', 'HTTP 403, APIG.0302'],
    [{ errorCode: 'APIG.0401', status: 403 }, '✗ Permission', 'APIG.0401'],
    [{ errorCode: 'MSS.47010009', status: 403 }, '✗ Permission', 'MSS.47010009'],
    [{ errorCode: 'MSS.00010009' }, '✗ Project', 'HTTP 400, MSS.00010009'],
    [{ status: 404 }, '✗ Once-code API', 'HTTP 404, APIG.0101'],
    [{ errorCode: 'MSS.00010003' }, '✗ Once-code API', 'MSS.00010003'],
    [{ status: 302 }, '✗ Once-code API', 'HTTP 302'],
    [{ errorCode: 'MSS.00000003' }, '✗ Once code', 'HTTP 400, MSS.00000003'],
    [{ errorCode: 'APIG.0201', status: 413 }, '✗ Once code', 'HTTP 413'],
    [{ status: 429 }, '✗ Once code', 'HTTP 429, APIG.0308'],
    [{ status: 500 }, '✗ Once code', 'HTTP 500'],
    [{ status: 502 }, '✗ Once code', 'HTTP 502'],
    [{ status: 503 }, '✗ Once code', 'HTTP 503, APIG.0801'],
    [{ status: 504 }, '✗ Once code', 'HTTP 504'],
    [{ status: 204 }, '✗ Once code', 'no usable once code'],
    [{ kind: 'malformed' }, '✗ Once code', 'no usable once code'],
    [{ kind: 'drop' }, '✗ Once code', 'no answer: UND_ERR_SOCKET'],
  ])('with the fault %j fails one check, and no conversation can start', async (fault, ...parts) => {
    await setFault({ target: 'once-code', times: 1, ...fault });
    const { text, couldStart, findings } = await checkUp();
    line(text, ...parts);
    expect(couldStart).toBe(false);
    const failures = findings.filter(({ level }) => level === 'failure');
    expect(failures).toHaveLength(1);
    expect(failures[0]?.advice).toMatchObject({
      means: expect.any(String),
      todo: expect.any(String),
      docs: expect.any(String),
    });
    line(text, parts[0] === '✗ Once code' ? '✗ Once code' : '– Once code');
  });

  it('that never answers ends at the time-out', async () => {
    await setFault({ target: 'once-code', times: 1, kind: 'hang' });
    const { text, couldStart } = await checkUp({ METASTUDIO_TIMEOUT_MS: '3000' });
    line(text, '✗ Once code', 'no complete answer in time');
    line(text, '', 'It means: The cloud did not answer in time.');
    line(text, '', 'METASTUDIO_TIMEOUT_MS');
    expect(couldStart).toBe(false);
  }, 20_000);

  it('that is only slow is no fault', async () => {
    await setFault({ target: 'once-code', times: 1, delayMs: 50 });
    expect((await checkUp()).couldStart).toBe(true);
  });
});

describe('the IAM token call', () => {
  it.each<[fault: Fault, ...parts: string[]]>([
    [{ status: 401 }, '✗ IAM token', 'HTTP 401'],
    [{ status: 400 }, '✗ IAM token', 'HTTP 400'],
    [{ status: 403 }, '✗ IAM token', 'HTTP 403'],
    [{ status: 404 }, '✗ IAM token', 'HTTP 404'],
    [{ status: 429 }, '✗ IAM token', 'HTTP 429'],
    [{ status: 500 }, '✗ IAM token', 'HTTP 500'],
    [{ status: 302 }, '✗ IAM token', 'HTTP 302'],
    [{ kind: 'malformed' }, '✗ IAM token', 'IAM answered without a token'],
    [{ kind: 'drop' }, '✗ IAM token', 'no answer'],
  ])('with the fault %j fails, and no conversation can start', async (fault, ...parts) => {
    await setFault({ target: 'iam-token', times: 1, ...fault });
    const { text, couldStart } = await checkUp(iamUser());
    line(text, ...parts);
    line(text, '– Credentials', 'skipped: needs IAM token');
    expect(couldStart).toBe(false);
  });

  it.each([
    ['APIG.0301', 2, '✗ Credentials'],
    ['APIG.0307', 2, '✗ Project'],
  ])('may return a token that the cloud refuses with %s', async (errorCode, times, start) => {
    await setFault({ target: 'once-code', times, errorCode });
    const { text, couldStart } = await checkUp(iamUser());
    line(text, start, errorCode);
    expect(couldStart).toBe(false);
  });
});
