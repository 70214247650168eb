import { describe, expect, it } from 'vitest';
import { createLogger } from './log.ts';
import { dropBlankSettings, keepLoopbackDirect, reasonNotToStart, reportSettings } from './startup.ts';

const production = { NODE_ENV: 'production', AUTH_SECRET: 's' };

describe('reasonNotToStart', () => {
  it.each([
    ['a production server without AUTH_SECRET', { NODE_ENV: 'production', AUTH_SECRET: '' }, 'AUTH_SECRET'],
    ['demo users on the real cloud', { ...production, DEMO_LOGIN: '1' }, 'DEMO_LOGIN=with-real-cloud'],
    [
      'demo users on a real endpoint',
      { ...production, DEMO_LOGIN: '1', METASTUDIO_ENDPOINT: 'https://m.example' },
      'DEMO_LOGIN',
    ],
  ])('refuses a start with %s', (_, environment, reason) => {
    expect(reasonNotToStart(environment)).toContain(reason);
  });

  it.each([
    ['development without a secret', { NODE_ENV: 'development' }],
    ['production with a secret', production],
    ['demo users on the real cloud, if the operator confirms it', { ...production, DEMO_LOGIN: 'with-real-cloud' }],
    ['demo users on the emulator', { ...production, DEMO_LOGIN: '1', METASTUDIO_ENDPOINT: 'http://localhost:4010' }],
    ['a malformed endpoint', { ...production, DEMO_LOGIN: '1', METASTUDIO_ENDPOINT: 'nonsense' }],
  ])('allows a start with %s', (_, environment) => {
    expect(reasonNotToStart(environment)).toBeUndefined();
  });
});

describe('reportSettings', () => {
  it('logs each wrong setting in its own line, without its value', () => {
    const lines: string[] = [];
    reportSettings({ ...production, METASTUDIO_ENDPOINT: 'oops' }, createLogger({ write: (line) => lines.push(line) }));
    expect(lines.map((line) => JSON.parse(line).setting)).toEqual([
      'METASTUDIO_ENDPOINT',
      'HUAWEICLOUD_SDK_AK',
      'HUAWEICLOUD_SDK_SK',
      'HUAWEICLOUD_SDK_PROJECT_ID',
      'METASTUDIO_ROBOT_ID',
    ]);
    expect(lines.join('')).not.toContain('oops');
  });
});

it('blank settings are removed for libraries that read the environment themselves', () => {
  const environment = {
    AUTH_URL: '  ',
    NEXTAUTH_URL: '\t',
    OTEL_EXPORTER_OTLP_ENDPOINT: ' ',
    AUTH_SECRET: 's',
    PS1: ' ',
  };
  dropBlankSettings(environment);
  expect(environment).toEqual({ AUTH_SECRET: 's', PS1: ' ' });
});

it('Node’s own proxy does not apply to loopback', () => {
  const environment = { NODE_ENV: 'test', NO_PROXY: 'intern.example', no_proxy: 'x' } as const;
  const changed: NodeJS.ProcessEnv = { ...environment };
  keepLoopbackDirect(changed);
  expect(changed.NO_PROXY).toBe('intern.example,localhost,127.0.0.1,::1,[::1]');
  expect(changed.no_proxy).toContain('127.0.0.1');
});
