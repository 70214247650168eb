import { describe, expect, it } from 'vitest';
import { serverOrigin } from './server-origin';

describe('server address', () => {
  it.each([
    ['metastudio-api.cn-north-4.myhuaweicloud.com', 'https://metastudio-api.cn-north-4.myhuaweicloud.com'],
    ['https://cloud.example:8443/path', 'https://cloud.example:8443'],
    ['127.0.0.1:4010', 'http://127.0.0.1:4010'],
    ['localhost:4010', 'http://localhost:4010'],
    ['https://localhost:4010', 'https://localhost:4010'],
    ['localhost.example', 'https://localhost.example'],
  ])('%s resolves to %s', (address, origin) => {
    expect(serverOrigin(address)).toEqual({ http: origin, webSocket: origin.replace('http', 'ws') });
  });

  it('resolves to nothing usable with http:// in front, as in reality', () => {
    expect(serverOrigin('http://localhost:4010').http).toBe('https://http');
  });

  it('throws when it is not an address', () => {
    expect(() => serverOrigin('not a host')).toThrow();
  });
});
