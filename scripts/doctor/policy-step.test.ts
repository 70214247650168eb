import { expect, it } from 'vitest';
import { parseServerAddress } from '../../lib/server/http/address';
import { contentSecurityPolicy } from '../../lib/server/http/csp';
import { missingSources } from './policy-step';

const originsOf = (address: string, sdkOrigin?: string) => ({
  sdkOrigin,
  server: parseServerAddress(address),
  identityProviders: [],
  frameAncestors: [],
  extraHosts: [],
});
const policyOf = (origins: ReturnType<typeof originsOf>) =>
  contentSecurityPolicy(origins, { nonce: 'doctor', developmentHost: undefined });

it.each([
  ['127.0.0.1:4010', 'http://127.0.0.1:4010'],
  ['metastudio-api.cn-north-4.myhuaweicloud.com', undefined],
  ['sdk.example.com:8443', 'https://cdn.example.com'],
])('finds nothing missing from our own policy for %s', (address, sdkOrigin) => {
  const origins = originsOf(address, sdkOrigin);
  expect(missingSources(policyOf(origins), origins)).toEqual([]);
});

it('names what a policy for other settings blocks', () => {
  const policy = policyOf(originsOf('metastudio-api.cn-north-4.myhuaweicloud.com'));
  expect(missingSources(policy, originsOf('a.example', 'https://cdn.example'))).toEqual([
    'style-src https://cdn.example',
    'img-src https://cdn.example',
    'connect-src https://a.example',
    'connect-src https://a.example:6447',
    'connect-src wss://a.example',
    'connect-src wss://a.example:6447',
    'media-src https://a.example',
  ]);
  expect(missingSources(policy.replace("'strict-dynamic'", ''), originsOf('127.0.0.1:4010'))).toEqual([
    "script-src 'strict-dynamic'",
    'connect-src http://127.0.0.1:4010',
    'connect-src ws://127.0.0.1:4010',
  ]);
});
