/** Every known wrong setting: its line, and whether a conversation can start. */
import { expect, it } from 'vitest';
import { checkUp, iamUser, line, withEmulator } from './doctor-fixture';

withEmulator();

const cases: [what: string, settings: () => Record<string, string>, couldStart: boolean, ...parts: string[]][] = [
  ['no key', () => ({ HUAWEICLOUD_SDK_AK: '', HUAWEICLOUD_SDK_SK: '' }), false, '✗ Settings', 'HUAWEICLOUD_SDK_AK'],
  [
    'an access key without its secret',
    () => ({ HUAWEICLOUD_SDK_SK: '' }),
    false,
    '✗ Settings',
    'HUAWEICLOUD_SDK_SK is not set',
  ],
  ['a key with a blank', () => ({ HUAWEICLOUD_SDK_SK: 'a b' }), false, '✗ Settings', 'HUAWEICLOUD_SDK_SK must hold'],
  ['no project', () => ({ HUAWEICLOUD_SDK_PROJECT_ID: '' }), false, '✗ Settings', 'HUAWEICLOUD_SDK_PROJECT_ID'],
  ['no robot', () => ({ METASTUDIO_ROBOT_ID: '', METASTUDIO_ROBOTS: '' }), false, '✗ Settings', 'METASTUDIO_ROBOT_ID'],
  ['no AUTH_SECRET', () => ({ AUTH_SECRET: '' }), false, '✗ Settings', 'AUTH_SECRET'],
  [
    'an endpoint over http',
    () => ({ METASTUDIO_ENDPOINT: 'http://example.com' }),
    false,
    '✗ Settings',
    'METASTUDIO_ENDPOINT',
  ],
  [
    'a server address with a scheme',
    () => ({ METASTUDIO_SERVER_ADDRESS: 'https://x.example' }),
    false,
    '✗ Settings',
    'METASTUDIO_SERVER_ADDRESS',
  ],
  ['a wrong key', () => ({ HUAWEICLOUD_SDK_AK: 'another' }), false, '✗ Credentials', 'APIG.0301'],
  ['a wrong secret', () => ({ HUAWEICLOUD_SDK_SK: 'another' }), false, '✗ Credentials', 'APIG.0301'],
  ['a wrong project', () => ({ HUAWEICLOUD_SDK_PROJECT_ID: 'another' }), false, '✗ Project', 'MSS.00010009'],
  ['a wrong password', () => ({ ...iamUser(), HUAWEICLOUD_IAM_PASSWORD: 'another' }), false, '✗ IAM token', 'HTTP 401'],
  ['settings with which no user can sign in', () => ({ DEMO_LOGIN: '' }), false, '✗ Sign-in', 'no user can sign in'],
  ['a page over http', () => ({ AUTH_URL: 'http://chat.example.com' }), false, '✗ Page address', 'not https'],
  ['a page on an address', () => ({ AUTH_URL: 'https://192.0.2.1' }), true, '! Page address', 'not https and a domain'],
  ['a valid page address', () => ({ AUTH_URL: 'https://chat.example.com' }), true, '✓ Page address', 'https://chat'],
  [
    'an emulator that is not running',
    () => ({ METASTUDIO_ENDPOINT: 'http://127.0.0.1:9' }),
    false,
    '✗ API ',
    'not answer',
  ],
  [
    'a server that is not running',
    () => ({ METASTUDIO_SERVER_ADDRESS: '127.0.0.1:9' }),
    false,
    '✗ SDK server ',
    'not answer',
  ],
  [
    'the emulator for one side only',
    () => ({ METASTUDIO_SERVER_ADDRESS: 'x.example' }),
    false,
    '✗ Region',
    'on this machine',
  ],
  [
    'demo users in front of the real cloud',
    () => ({ METASTUDIO_ENDPOINT: '', METASTUDIO_SERVER_ADDRESS: '' }),
    false,
    '✗ Sign-in',
    'DEMO_LOGIN=1 with a cloud',
  ],
  [
    'the browser host in place of the server host',
    () => ({ METASTUDIO_ENDPOINT: 'https://metastudio-api.cn-north-4.myhuaweicloud.com' }),
    false,
    '✗ Region',
    'is the host for browsers',
  ],
  [
    'the server host in place of the browser host',
    () => ({ METASTUDIO_ENDPOINT: '', METASTUDIO_SERVER_ADDRESS: 'metastudio.cn-north-4.myhuaweicloud.com' }),
    false,
    '✗ Region',
    'is the host for servers',
  ],
  [
    'hosts of two regions',
    () => ({ METASTUDIO_ENDPOINT: 'https://metastudio.cn-east-3.myhuaweicloud.com', METASTUDIO_SERVER_ADDRESS: '' }),
    false,
    '✗ Region',
    'cn-east-3 and cn-north-4',
  ],
  [
    'an unknown region',
    () => ({ METASTUDIO_REGION: 'xx-1', METASTUDIO_ENDPOINT: '', METASTUDIO_SERVER_ADDRESS: '' }),
    false,
    '✗ Settings',
    'METASTUDIO_REGION must be one of cn-north-4',
  ],
  [
    'an unknown region with its own hosts',
    () => ({
      METASTUDIO_REGION: 'xx-1',
      METASTUDIO_ENDPOINT: 'https://metastudio.xx-1.myhuaweicloud.com',
      METASTUDIO_SERVER_ADDRESS: 'metastudio-api.xx-1.myhuaweicloud.com',
    }),
    false, // the tests reach no cloud
    '! Region',
    'xx-1',
  ],
];
it.each(cases)('the doctor reports %s', async (_, settings, couldStart, ...parts) => {
  const report = await checkUp(settings());
  line(report.text, ...parts);
  expect(report.couldStart).toBe(couldStart);
});
