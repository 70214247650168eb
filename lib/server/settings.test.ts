import { describe, expect, it } from 'vitest';
import { AppError } from '../api/errors.ts';
import { settingProblems } from './all-settings.ts';
import { signInSettings } from './auth/sign-in-settings.ts';
import { contentSecurityPolicy } from './http/csp.ts';
import { asksForFeedback, chatPageSettings, cspOrigins, recordingSetting } from './page-settings.ts';
import { sessionSettings } from './sessions/session-settings.ts';
import {
  limitSettings,
  metastudioSettings,
  onceCodeSettings,
  provideOtherProblems,
  usesRealCloud,
} from './settings.ts';
import { connectAttemptMs } from './startup.ts';

const enough = {
  HUAWEICLOUD_SDK_AK: 'ak',
  HUAWEICLOUD_SDK_SK: 'sk',
  HUAWEICLOUD_SDK_PROJECT_ID: 'project01',
  METASTUDIO_ROBOT_ID: 'robot',
  AUTH_SECRET: 'secret',
};
const iamUser = {
  ...enough,
  HUAWEICLOUD_SDK_AK: '',
  HUAWEICLOUD_SDK_SK: ' ',
  HUAWEICLOUD_IAM_DOMAIN: 'domain',
  HUAWEICLOUD_IAM_USER: 'user',
  HUAWEICLOUD_IAM_PASSWORD: ' pass word ',
};
const namesOfProblems = (environment: Record<string, string>) => settingProblems(environment).map(({ name }) => name);

describe('the silent track', () => {
  it.each([
    ['is published by default', {}, true],
    ['is published when it is on', { METASTUDIO_SILENT_TRACK: '1' }, true],
    ['is not published when it is off', { METASTUDIO_SILENT_TRACK: '0' }, false],
  ])('%s', (_, setting, expected) => {
    expect(chatPageSettings({ ...enough, ...setting }).silentTrack).toBe(expected);
    expect(namesOfProblems({ ...enough, ...setting })).toEqual([]);
  });

  it('with any other value is a problem that names the setting', () => {
    expect(namesOfProblems({ ...enough, METASTUDIO_SILENT_TRACK: 'yes' })).toEqual(['METASTUDIO_SILENT_TRACK']);
  });
});

describe('the recording notice', () => {
  it.each([
    ['asks the cloud by default', {}, 'auto'],
    ['asks the cloud when left empty', { RECORDING_NOTICE: '' }, 'auto'],
    ['asks the cloud', { RECORDING_NOTICE: 'auto' }, 'auto'],
    ['is always there', { RECORDING_NOTICE: '1' }, '1'],
    ['is never there', { RECORDING_NOTICE: '0' }, '0'],
  ])('%s', (_, setting, expected) => {
    expect(recordingSetting({ ...enough, ...setting })).toBe(expected);
    expect(namesOfProblems({ ...enough, ...setting })).toEqual([]);
  });

  it('with any other value is a problem that names the setting, and asks the cloud', () => {
    expect(namesOfProblems({ ...enough, RECORDING_NOTICE: 'off' })).toEqual(['RECORDING_NOTICE']);
    expect(recordingSetting({ ...enough, RECORDING_NOTICE: 'off' })).toBe('auto');
  });
});

describe('feedback', () => {
  it.each([
    [{}, false],
    [{ FEEDBACK: '0' }, false],
    [{ FEEDBACK: '1' }, true],
  ])('is, with %j, %s', (setting, expected) => {
    expect(asksForFeedback({ ...enough, ...setting })).toBe(expected);
  });

  it('with any other value is off, and a problem that names the setting', () => {
    expect(namesOfProblems({ ...enough, FEEDBACK: 'yes' })).toEqual(['FEEDBACK']);
    expect(asksForFeedback({ ...enough, FEEDBACK: 'yes' })).toBe(false);
  });
});

describe('metastudioSettings', () => {
  it('derives all addresses from the region', () => {
    expect(metastudioSettings({ ...enough, METASTUDIO_REGION: 'ap-southeast-3' })).toEqual({
      endpoint: 'https://metastudio.ap-southeast-3.myhuaweicloud.com',
      projectId: 'project01',
      credentials: { ak: 'ak', sk: 'sk', securityToken: undefined },
      timeoutMs: 8000,
    });
    expect(onceCodeSettings({ ...enough, METASTUDIO_REGION: 'ap-southeast-3' })).toMatchObject({
      serverAddress: 'metastudio-api.ap-southeast-3.myhuaweicloud.com',
      robotId: 'robot',
    });
  });

  it('uses an IAM user, with the unchanged password, when no access key is set', () => {
    expect(metastudioSettings(iamUser).credentials).toEqual({
      endpoint: 'https://iam.cn-north-4.myhuaweicloud.com',
      domain: 'domain',
      user: 'user',
      password: ' pass word ',
      projectId: 'project01',
    });
  });

  it('prefers the access key', () => {
    expect(metastudioSettings({ ...iamUser, ...enough }).credentials).toMatchObject({ ak: 'ak' });
  });

  it('makes the first of several robots the default', () => {
    const environment = { ...enough, METASTUDIO_ROBOTS: 'r1=Ada, r2=李雷 = 1' };
    expect(onceCodeSettings(environment).robotId).toBe('r1');
    expect(chatPageSettings(environment).robots).toEqual([
      { id: 'r1', name: 'Ada' },
      { id: 'r2', name: '李雷 = 1' },
    ]);
  });

  it.each([
    ['METASTUDIO_ROBOT_ID', 'rob\u200bot'],
    ['METASTUDIO_ROBOT_ID', '\ufeffrobot'],
    ['METASTUDIO_ROBOTS', 'r1\u200b=Ada'],
  ])('refuses a robot ID with a character that shows nothing, in %s', (name, value) => {
    expect(() => metastudioSettings({ ...enough, [name]: value })).toThrow(`${name} must be`);
  });

  it('names all missing settings, and what to do, at once', () => {
    const attempt = () => metastudioSettings({ HUAWEICLOUD_SDK_AK: 'ak', AUTH_SECRET: '' });
    expect(attempt).toThrow(AppError);
    for (const name of ['HUAWEICLOUD_SDK_SK', 'HUAWEICLOUD_SDK_PROJECT_ID', 'METASTUDIO_ROBOT_ID', 'AUTH_SECRET'])
      expect(attempt).toThrow(`${name} is not set;`);
    expect(attempt).not.toThrow('HUAWEICLOUD_SDK_AK is not set');
  });
});

describe('onceCodeSettings', () => {
  it('returns the problems instead of throwing', () => {
    expect(onceCodeSettings({ ...enough, METASTUDIO_ENDPOINT: 'oops' }).problem).toContain(
      'METASTUDIO_ENDPOINT must be',
    );
    expect(onceCodeSettings(enough)).toMatchObject({ problem: undefined, longestSessionMs: 0 });
  });

  it('includes the problems of other settings that the start provides', () => {
    provideOtherProblems([{ name: 'FRAME_ANCESTORS', remedy: 'must be origins' }]);
    expect(onceCodeSettings(enough).problem).toBe('FRAME_ANCESTORS must be origins');
    provideOtherProblems([]);
    expect(onceCodeSettings(enough).problem).toBeUndefined();
  });

  it('works for an app with its own sign-in, without AUTH_SECRET', () => {
    expect(onceCodeSettings({ ...enough, AUTH_SECRET: '' })).toMatchObject({ problem: undefined });
    expect(onceCodeSettings({ ...enough, AUTH_SECRET: '"quoted"' }).problem).toContain('AUTH_SECRET must be');
  });

  it('reads all settings of the call: time limit, IAM, robots, security token, address of the site', () => {
    const settings = onceCodeSettings({
      ...enough,
      HUAWEICLOUD_SDK_SECURITY_TOKEN: 'temporary',
      METASTUDIO_TIMEOUT_MS: '5000',
      METASTUDIO_ROBOTS: 'r1=Ada',
      LONGEST_SESSION_MINUTES: '2',
      AUTH_URL: 'https://chat.example.com/',
    });
    expect(settings.metastudio).toMatchObject({ timeoutMs: 5000, credentials: { securityToken: 'temporary' } });
    expect(settings).toMatchObject({ robotId: 'r1', longestSessionMs: 120_000, siteUrl: 'https://chat.example.com' });
    expect(onceCodeSettings(iamUser).metastudio.credentials).toMatchObject({ user: 'user' });
  });
});

describe('settings of sessions', () => {
  it('stop abandoned sessions and have no limits by default', () => {
    const limits = { minutesMs: 0, longestSessionMs: 0 };
    expect(sessionSettings(enough)).toEqual({
      robotIds: ['robot'],
      stopsSessions: true,
      givesHandles: true,
      limits,
      redisUrl: undefined,
    });
    const changed = {
      METASTUDIO_ROBOTS: 'r1=Ada,r2=Bob',
      MINUTES_PER_USER_PER_DAY: '20',
      LONGEST_SESSION_MINUTES: '5',
      REDIS_URL: 'redis://localhost:6379',
    };
    expect(sessionSettings({ ...enough, ...changed })).toMatchObject({
      robotIds: ['r1', 'r2'],
      limits: { minutesMs: 1_200_000, longestSessionMs: 300_000 },
      redisUrl: 'redis://localhost:6379',
    });
  });

  it('refuse a limit on minutes that nothing enforces', () => {
    const kept = { ...enough, MINUTES_PER_USER_PER_DAY: '20' };
    expect(settingProblems(kept)).toEqual([]);
    expect(settingProblems({ ...kept, STOP_ABANDONED_SESSIONS: '0' })).toEqual([
      { name: 'MINUTES_PER_USER_PER_DAY', remedy: expect.stringContaining('needs STOP_ABANDONED_SESSIONS=1') },
    ]);
  });

  it('give the page a handle when sessions are stopped or a brain reads it', () => {
    const gives = (more: Record<string, string>) => sessionSettings({ ...enough, ...more }).givesHandles;
    const brain = { BRAIN_APP_ID: 'id', BRAIN_APP_KEY: 'key', AUTH_URL: 'https://chat.example.com' };
    expect([gives({}), gives({ STOP_ABANDONED_SESSIONS: '0' })]).toEqual([true, false]);
    expect(gives({ STOP_ABANDONED_SESSIONS: '0', ...brain })).toBe(true);
  });
});

describe('settingProblems', () => {
  it('is empty for the required settings', () => {
    expect(settingProblems(enough)).toEqual([]);
    expect(settingProblems(iamUser)).toEqual([]);
  });

  it.each([
    ['METASTUDIO_ENDPOINT', 'http://metastudio.example'],
    ['METASTUDIO_SERVER_ADDRESS', 'https://api.example'],
    ['METASTUDIO_SERVER_ADDRESS', '-'],
    ['METASTUDIO_SERVER_ADDRESS', 'a..example'],
    ['METASTUDIO_SERVER_ADDRESS', 'api.example:0'],
    ['METASTUDIO_ENDPOINT', 'https://-'],
    ['METASTUDIO_REGION', 'mars-1'],
    ['METASTUDIO_REGION', 'cn-north-4.evil.example/'],
    ['METASTUDIO_SDK_URL', 'http://cdn.example/HwICSUiSdk.js'],
    ['METASTUDIO_SDK_URL', '/x y.js'],
    ['DEMO_LOGIN', 'yes'],
    ['NEXTAUTH_URL', 'portal.example'],
    ['METASTUDIO_TIMEOUT_MS', '8s'],
    ['METASTUDIO_READY_TIMEOUT_MS', '-30000'],
    ['METASTUDIO_ROBOTS', 'r1=Ada,r1=Bob'],
    ['METASTUDIO_ROBOTS', 'r1'],
    ['LONGEST_SESSION_MINUTES', '15m'],
    ['LONGEST_SESSION_MINUTES', '1441'],
    ['MINUTES_PER_USER_PER_DAY', '1441'],
    ['STOP_ABANDONED_SESSIONS', 'yes'],
    ['ONCE_CODES_PER_SECOND', '-1'],
    ['ONCE_CODES_PER_USER_PER_DAY', '1.5'],
    ['HUAWEICLOUD_SDK_SK', 'pasted\nsecret'],
    ['HUAWEICLOUD_SDK_PROJECT_ID', '../other'],
    ['REDIS_URL', 'http://redis.example'],
    ['REDIS_URL', 'redis://:pa%ss@redis.example:6379'],
    ['REDIS_URL', 'redis:redis.example'],
    ['AUTH_URL', 'portal.example'],
    ['AUTH_OIDC_ISSUER', 'http://issuer.example'],
    ['FRAME_ANCESTORS', '*'],
    ['METASTUDIO_EXTRA_HOSTS', 'https://media.example'],
    ['METASTUDIO_EXTRA_HOSTS', 'media.example; script-src *'],
    ['METASTUDIO_EXTRA_HOSTS', '*.com'],
    ['HTTPS_PROXY', 'socks5://proxy.example:1080'],
    ['HTTPS_PROXY', 'http://proxy.example:3128/path'],
    ['HTTPS_PROXY', 'http://user:100%@proxy.example:3128'],
    ['KEEP_ALIVE_TIMEOUT', '65s'],
    ['HUAWEICLOUD_SDK_SK', '"quoted"'],
    ['HUAWEICLOUD_SDK_AK', "'cut"],
    ['AUTH_SECRET', "'quoted'"],
    ['METASTUDIO_REGION', '"cn-north-4"'],
    ['HUAWEICLOUD_SDK_SECURITY_TOKEN', '`quoted`'],
    ['AUTH_GITHUB_ID', 'pasted\u200b'],
    ['AUTH_OIDC_SECRET', '\ufeffpasted'],
    ['AUTH_OIDC_ISSUER', ' https://issuer.example'],
    ['BRAIN_APP_ID', 'pasted '],
    ['BRAIN_APP_KEY', 'encoded\n'],
    ['BRAIN_LLM_BASE_URL', 'https://api.example/v1\r'],
    ['BRAIN_LLM_BASE_URL', 'https://api.example/openai?api-version=1'],
    ['BRAIN_LLM_MODEL', '\u00a0pasted'],
    ['REDIS_URL', 'redis://redis.example:6379\n'],
    ['HUAWEICLOUD_IAM_USER', 'user\r'],
    ['HUAWEICLOUD_IAM_PASSWORD', 'password\n'],
  ])('names a malformed %s and never repeats its value', (name, value) => {
    const problems = settingProblems({ ...enough, [name]: value });
    expect(problems.map((problem) => problem.name)).toEqual([name.replace('NEXTAUTH', 'AUTH')]);
    expect(problems[0]?.remedy).toMatch(/^must /);
    expect(problems[0]?.remedy).not.toContain(value);
  });

  it.each([
    [{ AUTH_GITHUB_ID: 'x' }, ['AUTH_GITHUB_SECRET']],
    [{ AUTH_OIDC_ISSUER: 'https://issuer.example' }, ['AUTH_OIDC_ID', 'AUTH_OIDC_SECRET']],
  ])('names the missing settings for %j', (half, names) => {
    expect(namesOfProblems({ ...enough, ...half })).toEqual(names);
    expect(signInSettings({ ...enough, ...half })).toMatchObject({ github: undefined, oidc: undefined });
  });

  it('accepts an unknown region when its hosts are set', () => {
    const mars = { ...enough, METASTUDIO_REGION: 'mars-1', METASTUDIO_ENDPOINT: 'https://metastudio.mars-1.example' };
    expect(settingProblems(mars)[0]?.remedy).toContain('set METASTUDIO_SERVER_ADDRESS, too');
    const complete = { ...mars, METASTUDIO_SERVER_ADDRESS: 'metastudio-api.mars-1.example' };
    expect(settingProblems(complete)).toEqual([]);
    expect(settingProblems({ ...iamUser, ...complete, HUAWEICLOUD_SDK_AK: '', HUAWEICLOUD_SDK_SK: '' })).toHaveLength(
      1,
    );
  });

  it('reports a malformed key as malformed, and not as missing', () => {
    expect(namesOfProblems({ ...enough, HUAWEICLOUD_SDK_SK: 'a b' })).toEqual(['HUAWEICLOUD_SDK_SK']);
  });
});

describe('connectAttemptMs', () => {
  it('gives a distant host more time than Node, and allows three addresses within one call', () => {
    expect(connectAttemptMs({})).toBe(2_666);
    expect(connectAttemptMs({ METASTUDIO_TIMEOUT_MS: '2000' })).toBe(666);
    expect(connectAttemptMs({ METASTUDIO_TIMEOUT_MS: '1' })).toBe(250);
  });
});

describe('METASTUDIO_EXTRA_HOSTS', () => {
  it('adds its hosts to the policy, and changes nothing else', () => {
    const policyOf = (environment: Record<string, string>) =>
      contentSecurityPolicy(cspOrigins(environment), { nonce: 'n', developmentHost: undefined });
    const policy = policyOf({ METASTUDIO_EXTRA_HOSTS: 'Chat.example.com  *.media.example.org:8443 localhost:4020' });
    const directive = (name: string) => policy.split('; ').find((each) => each.startsWith(`${name} `)) ?? '';
    for (const source of [
      'https://chat.example.com',
      'wss://chat.example.com',
      'wss://*.media.example.org:8443',
      'ws://localhost:4020',
    ])
      expect(directive('connect-src').split(' ')).toContain(source);
    for (const name of ['img-src', 'media-src'])
      expect(directive(name).split(' ')).toEqual(
        expect.arrayContaining([
          'https://chat.example.com',
          'https://*.media.example.org:8443',
          'http://localhost:4020',
        ]),
      );
    for (const name of ['script-src', 'style-src', 'font-src', 'form-action'])
      expect(directive(name)).toBe(
        policyOf({})
          .split('; ')
          .find((each) => each.startsWith(`${name} `)),
      );
  });
});

describe('AUTH_URL', () => {
  it.each([
    ['HTTPS://chat.example.com', 'https://chat.example.com'],
    ['https://Chat.Example.com/', 'https://chat.example.com'],
    ['https://chat.example.com:443/api/auth', 'https://chat.example.com'],
    [' http://localhost:3000 ', 'http://localhost:3000'],
  ])('%j is normalized to %s', (AUTH_URL, url) => {
    expect(signInSettings({ AUTH_URL }).url).toBe(url);
  });
});

describe('the settings of a page', () => {
  it('have their default when they are malformed', () => {
    const broken = {
      METASTUDIO_SDK_URL: 'nonsense',
      METASTUDIO_READY_TIMEOUT_MS: 'soon',
      METASTUDIO_SERVER_ADDRESS: '/',
      METASTUDIO_SILENT_TRACK: 'yes',
    };
    expect(chatPageSettings(broken)).toEqual({
      sdkUrl: '/metastudio-sdk/HwICSUiSdk.js',
      readyTimeoutMs: 30_000,
      longestSessionMs: 0,
      silentTrack: true,
      robots: [],
    });
    expect(cspOrigins(broken).server?.host).toBe('metastudio-api.cn-north-4.myhuaweicloud.com');
    expect(limitSettings({ ONCE_CODES_PER_SECOND: '0' })).toMatchObject({
      perSecond: 0,
      perUserPerMinute: 6,
      perUserPerDay: 200,
    });
  });
});

describe('sign-in', () => {
  it.each([
    ['1', true],
    ['with-real-cloud', true],
    ['0', false],
    ['', false],
    ['true', false],
  ])('DEMO_LOGIN=%j shows the demo users: %s', (value, demo) => {
    expect(signInSettings({ DEMO_LOGIN: value }).demo).toBe(demo);
  });

  it('reads next-auth’s older names when the newer ones are not set, as next-auth does', () => {
    const older = { NEXTAUTH_SECRET: 'older', NEXTAUTH_URL: 'https://chat.example' };
    expect(signInSettings(older)).toMatchObject({ secrets: ['older'], url: 'https://chat.example' });
    expect(signInSettings({ ...older, AUTH_SECRET: '', AUTH_URL: ' ' })).toMatchObject(signInSettings(older));
    expect(signInSettings({ ...older, AUTH_SECRET: 's' }).secrets).toEqual(['s']);
  });

  it('reads rotated secrets, the newest first', () => {
    expect(signInSettings({ AUTH_SECRET: 'old', AUTH_SECRET_1: 'new', AUTH_SECRET_2: '' }).secrets).toEqual([
      'new',
      'old',
    ]);
  });
});

describe('usesRealCloud', () => {
  it.each([
    ['', true],
    ['https://metastudio.example', true],
    ['http://127.0.0.1:4010', false],
    ['http://metastudio.example', false],
  ])('is, with METASTUDIO_ENDPOINT=%j, %s', (METASTUDIO_ENDPOINT, expected) => {
    expect(usesRealCloud({ METASTUDIO_ENDPOINT })).toBe(expected);
  });
});
