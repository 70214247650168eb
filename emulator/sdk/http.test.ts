import { afterEach, describe, expect, it, vi } from 'vitest';
import { callCloud } from './http';

const answerWith = (status: number, body: unknown) =>
  vi.stubGlobal('fetch', async () => new Response(typeof body === 'string' ? body : JSON.stringify(body), { status }));
const call = () => callCloud('https://cloud.example/x', { method: 'GET' });

afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

describe('the code of a failed call', () => {
  it('is that of error_info first', async () => {
    answerWith(500, { error_info: { error_code: '20010135', error_msg: 'full' }, error_code: 'MSS.1' });
    await expect(call()).rejects.toMatchObject({ code: '20010135', message: 'full', isObject: true });
  });

  it('is then that of the answer, even with status 200', async () => {
    answerWith(200, { error_info: { error_code: '00000000' }, error_code: 'MSS.47010034' });
    await expect(call()).rejects.toMatchObject({ code: 'MSS.47010034' });
  });

  it('is then the status', async () => {
    answerWith(502, '<html>bad gateway</html>');
    await expect(call()).rejects.toMatchObject({ code: '502', isObject: false });
  });

  it('is ERR_NETWORK without an answer', async () => {
    vi.stubGlobal('fetch', async () => {
      throw new TypeError('Failed to fetch');
    });
    await expect(call()).rejects.toMatchObject({ code: 'ERR_NETWORK', isObject: false });
  });

  it('is ECONNABORTED after 30 seconds', async () => {
    vi.useFakeTimers();
    vi.stubGlobal(
      'fetch',
      (_: string, { signal }: RequestInit) =>
        new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason))),
    );
    const failed = expect(call()).rejects.toMatchObject({ code: 'ECONNABORTED', isObject: false });
    await vi.advanceTimersByTimeAsync(30_000);
    await failed;
  });

  it('does not exist when the codes mean success', async () => {
    answerWith(200, { error_code: 'MSS.00000000', value: 1 });
    expect((await call()).body).toMatchObject({ value: 1 });
  });
});
