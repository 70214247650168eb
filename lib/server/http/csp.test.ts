import { describe, expect, it } from 'vitest';
import { identityProviderOrigins } from '../auth/sign-in-settings.ts';
import { cspOrigins } from '../page-settings.ts';
import { type CspOptions, contentSecurityPolicy } from './csp.ts';

const production: CspOptions = { nonce: 'n0nce', developmentHost: undefined };
const policyFor = (environment: Record<string, string>, options = production) =>
  new Map(
    contentSecurityPolicy(
      { ...cspOrigins(environment), identityProviders: identityProviderOrigins(environment) },
      options,
    )
      .split('; ')
      .map((directive): [string, string[]] => {
        const [name = '', ...sources] = directive.split(' ');
        return [name, sources];
      }),
  );

const emulator = {
  METASTUDIO_SERVER_ADDRESS: '127.0.0.1:4010',
  METASTUDIO_SDK_URL: 'http://localhost:4010/sdk/HwICSUiSdk.js',
};

describe('contentSecurityPolicy', () => {
  it('allows scripts only with a nonce, and styles without one', () => {
    const policy = policyFor(emulator);
    expect(policy.get('script-src')).toEqual(["'self'", "'nonce-n0nce'", "'strict-dynamic'"]);
    expect(policy.get('style-src')).toEqual(["'self'", 'http://localhost:4010', "'unsafe-inline'"]);
    expect(policy.get('worker-src')).toEqual(["'self'", 'blob:', 'data:']);
    expect(policy.get('default-src')).toEqual(["'none'"]);
    expect(policy.get('object-src')).toEqual(["'none'"]);
    expect(policy.get('report-uri')).toEqual(['/api/csp-report']);
  });

  it('allows the emulator over http and ws, and no RTC host', () => {
    const policy = policyFor(emulator);
    expect(policy.get('connect-src')).toEqual([
      "'self'",
      'http://localhost:4010',
      'http://127.0.0.1:4010',
      'ws://127.0.0.1:4010',
    ]);
    expect(policy.get('img-src')).toContain('http://127.0.0.1:4010');
    expect(JSON.stringify([...policy])).not.toContain('dbankcdn');
  });

  it('allows the cloud over https and wss, the RTC hosts and port 6447', () => {
    const policy = policyFor({});
    for (const source of [
      'https://metastudio-api.cn-north-4.myhuaweicloud.com',
      'wss://metastudio-api.cn-north-4.myhuaweicloud.com:6447',
      'https://*.dbankcdn.com:6447',
      'wss://*.hicloud.com',
      'https://metastudio-control.cn-southwest-2.myhuaweicloud.com',
    ])
      expect(policy.get('connect-src')).toContain(source);
    expect(policy.get('media-src')).toContain('https://*.dbankcloud.cn');
    expect(JSON.stringify([...policy])).not.toMatch(/http:|"ws:/);
  });

  it('differs in development only by eval and the hot-reload socket', () => {
    const development = policyFor(emulator, { nonce: 'n0nce', developmentHost: 'localhost:3000' });
    expect(development.get('script-src')?.filter((source) => source !== "'unsafe-eval'")).toEqual(
      policyFor(emulator).get('script-src'),
    );
    expect(development.get('connect-src')?.filter((source) => source !== 'ws://localhost:3000')).toEqual(
      policyFor(emulator).get('connect-src'),
    );
    development.delete('script-src');
    development.delete('connect-src');
    for (const [name, sources] of development) expect(policyFor(emulator).get(name)).toEqual(sources);
  });

  it('allows sign-in forms to redirect only to the configured providers', () => {
    expect(policyFor({}).get('form-action')).toEqual(["'self'"]);
    const providers = {
      AUTH_GITHUB_ID: 'a',
      AUTH_GITHUB_SECRET: 'b',
      AUTH_OIDC_ISSUER: 'https://id.example/realms/x',
      AUTH_OIDC_ID: 'c',
      AUTH_OIDC_SECRET: 'd',
    };
    expect(policyFor(providers).get('form-action')).toEqual(["'self'", 'https://github.com', 'https://id.example']);
  });

  it('allows frames only on the sites in the setting', () => {
    expect(policyFor({}).get('frame-ancestors')).toEqual(["'none'"]);
    const named = policyFor({ FRAME_ANCESTORS: 'https://portal.example, https://intra.example:8443' });
    expect(named.get('frame-ancestors')).toEqual(["'self'", 'https://portal.example', 'https://intra.example:8443']);
  });
});
