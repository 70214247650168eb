import { describe, expect, it } from 'vitest';
import { createLogger } from './log.ts';
import { dropBlankSettings, keepLoopbackDirect, reasonNotToStart, reportSettings } from './startup.ts';

const production = { NODE_ENV: 'production', AUTH_SECRET: 's' };

describe('reasonNotToStart', () => {
  it.each([
    ['a production server without AUTH_SECRET', { NODE_ENV: 'production', AUTH_SECRET: '' }, 'AUTH_SECRET'],
    ['the demo people in front of the real cloud', { ...production, DEMO_LOGIN: '1' }, 'DEMO_LOGIN=with-real-cloud'],
    ['the same, by name', { ...production, DEMO_LOGIN: '1', METASTUDIO_ENDPOINT: 'https://m.example' }, 'DEMO_LOGIN'],
  ])('%s', (_, environment, words) => {
    expect(reasonNotToStart(environment)).toContain(words);
  });

  it.each([
    ['development without a secret', { NODE_ENV: 'development' }],
    ['production with a secret', production],
    ['the demo people who mean it', { ...production, DEMO_LOGIN: 'with-real-cloud' }],
    [
      'the demo people on the emulator',
      { ...production, DEMO_LOGIN: '1', METASTUDIO_ENDPOINT: 'http://localhost:4010' },
    ],
    ['an endpoint that is no address', { ...production, DEMO_LOGIN: '1', METASTUDIO_ENDPOINT: 'nonsense' }],
  ])('lets start: %s', (_, environment) => {
    expect(reasonNotToStart(environment)).toBeUndefined();
  });
});

describe('reportSettings', () => {
  it('names each wrong setting in a line of its own, without its value', () => {
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

it('drops blank settings for the libraries that read the environment themselves', () => {
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

it('keeps Node’s own proxy off loopback', () => {
  const environment = { NODE_ENV: 'test', NO_PROXY: 'intern.example', no_proxy: 'x' } as const;
  const changed: NodeJS.ProcessEnv = { ...environment };
  keepLoopbackDirect(changed);
  expect(changed.NO_PROXY).toBe('intern.example,localhost,127.0.0.1,::1,[::1]');
  expect(changed.no_proxy).toContain('127.0.0.1');
});
