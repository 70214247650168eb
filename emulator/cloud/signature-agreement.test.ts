/** The app's signer and the emulator's verifier are independent implementations, and must agree on every request. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sign } from '../../lib/server/metastudio/signature';
import { verifySignature } from './signature-verifier';

const now = new Date('2026-08-23T01:02:03.456Z');
const key = { ak: 'access-key-unit', sk: 'secret-key-unit' };
const secretKeyOf = (accessKey: string) => (accessKey === key.ak ? key.sk : undefined);

/** Any well-formed text: a lone surrogate has no UTF-8. */
const text = fc.string({ unit: 'grapheme', maxLength: 12 });
const headerValue = fc.string({ unit: fc.constantFrom(...' !"#%&+,;=:/?@~abcXYZ019'), maxLength: 20 });

const request = fc.record({
  method: fc.constantFrom('GET', 'POST', 'PUT', 'DELETE'),
  path: fc.array(text, { maxLength: 5 }),
  isOpenEnded: fc.boolean(),
  query: fc.array(fc.tuple(text, text), { maxLength: 5 }),
  headers: fc.dictionary(fc.constantFrom('X-App-UserId', 'x-project-id', 'Content-Type', 'X-Other'), headerValue),
  body: text,
  securityToken: fc.option(fc.stringMatching(/^[\w+/=]{1,40}$/), { nil: undefined }),
  port: fc.option(fc.integer({ min: 1024, max: 65_535 }), { nil: undefined }),
});

function signedRequest({ method, path, isOpenEnded, query, headers, body, securityToken, port }: RequestParts) {
  const url = new URL(`http://127.0.0.1${port ? `:${port}` : ''}/`);
  url.pathname = `/${path.map(encodeURIComponent).join('/')}${isOpenEnded ? '/' : ''}`;
  url.search = new URLSearchParams(query).toString();
  const sent = sign({ method, url, headers, body }, { ...key, securityToken }, now);
  return { method, target: url.pathname + url.search, headers: { ...sent, host: url.host }, body };
}
type RequestParts = typeof request extends fc.Arbitrary<infer Parts> ? Parts : never;

it('accepts every request that the app signs', () => {
  fc.assert(
    fc.property(request, (parts) => {
      expect(verifySignature(signedRequest(parts), secretKeyOf, now.getTime())).toBeUndefined();
    }),
    { numRuns: 500, seed: 20_260_823 },
  );
});

it('refuses every request that changed after signing', () => {
  fc.assert(
    fc.property(request, fc.constantFrom('method', 'target', 'body', 'user'), (parts, what) => {
      const signed = signedRequest({ ...parts, headers: { ...parts.headers, 'x-app-userid': 'ada' } });
      const changed = {
        method: { ...signed, method: 'PATCH' },
        target: { ...signed, target: `/changed${signed.target}` },
        body: { ...signed, body: `${signed.body}!` },
        user: { ...signed, headers: { ...signed.headers, 'x-app-userid': 'lei' } },
      }[what];
      expect(verifySignature(changed, secretKeyOf, now.getTime())).toBe('verify aksk signature fail');
    }),
    { numRuns: 200, seed: 20_260_823 },
  );
});
