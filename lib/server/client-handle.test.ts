import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  handleIssuer,
  MAX_HANDLE_LENGTH,
  openAnyClientHandle,
  openClientHandle,
  sealClientHandle,
} from './client-handle.ts';
import { appUserId } from './metastudio/app-user-id.ts';

const nowMs = Date.parse('2026-01-02T03:04:05Z');
const request = {
  userId: 'ada',
  name: 'Ada Lovelace',
  language: 'en',
  issuedAtMs: nowMs - 1_234,
  expiresAtMs: nowMs + 60_000,
};
const secrets = ['new secret', 'old secret'];

const userIds = fc.string({ minLength: 1, maxLength: 200, unit: 'binary' }).filter((id) => id.isWellFormed());

describe('the handle of a client', () => {
  it('names the user that X-App-UserId names, and no other', async () => {
    await fc.assert(
      fc.asyncProperty(userIds, fc.string({ unit: 'binary' }), async (userId, name) => {
        const handle = await sealClientHandle({ ...request, userId, name }, secrets);
        expect(handle.length).toBeLessThanOrEqual(MAX_HANDLE_LENGTH);
        const opened = await openClientHandle(handle, secrets, nowMs);
        expect(opened?.appUserId).toBe(appUserId(userId));
        expect(name.toWellFormed().startsWith(opened?.name ?? '?')).toBe(true);
        expect(Buffer.byteLength(opened?.name ?? '')).toBeLessThanOrEqual(64);
      }),
    );
  });

  it('is different each time, and contains nothing readable', async () => {
    const [one, other] = [await sealClientHandle(request, secrets), await sealClientHandle(request, secrets)];
    expect(one).not.toBe(other);
    const readable = one.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'));
    expect(readable.join()).not.toMatch(/lovelace/i);
  });

  it('does not open after any change', async () => {
    const handle = await sealClientHandle(request, secrets);
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.nat({ max: handle.length - 1 }), fc.constant(handle.length - 1)),
        fc.constantFrom('A', 'z', '0', '.'),
        async (at, by) => {
          const altered = handle.slice(0, at) + by + handle.slice(at + 1);
          fc.pre(altered !== handle);
          expect(await openClientHandle(altered, secrets, nowMs)).toBeNull();
        },
      ),
    );
  });

  it('is the only text that opens as a user', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 600 }), async (text) => {
        expect(await openClientHandle(text, secrets, nowMs)).toBeNull();
      }),
    );
  });

  it('expires', async () => {
    const handle = await sealClientHandle(request, secrets);
    expect(await openClientHandle(handle, secrets, request.expiresAtMs - 1)).not.toBeNull();
    expect(await openClientHandle(handle, secrets, request.expiresAtMs)).toBeNull();
  });

  it('names the user and the time of its issue, also after it has expired', async () => {
    const handle = await sealClientHandle(request, secrets);
    const opened = await openAnyClientHandle(handle, secrets);
    expect(opened).toMatchObject({ appUserId: 'ada', issuedAtMs: nowMs - 1_234 });
    expect(await openAnyClientHandle(`${handle}x`, secrets)).toBeNull();
  });

  it('is valid during a rotation of the secret, and not after it', async () => {
    const handle = await sealClientHandle(request, ['old secret']);
    expect(await openClientHandle(handle, secrets, nowMs)).toMatchObject({ appUserId: 'ada', name: 'Ada Lovelace' });
    expect(await openClientHandle(handle, ['new secret'], nowMs)).toBeNull();
  });
});

describe('handleIssuer', () => {
  const reads = (language: string) => new Headers({ 'accept-language': language });
  const issue = async (longestSessionMs: number, user: { id: string; name?: string } = { id: 'ada', name: 'Ada' }) =>
    (await handleIssuer(secrets, longestSessionMs)(user, reads('zh-TW,en'))) ?? '';
  const openIn = (handle: string, ms: number) => openClientHandle(handle, secrets, Date.now() + ms);

  it('puts the user’s name, or the ID without one, and the language into the handle', async () => {
    const named = { appUserId: 'ada', name: 'Ada', language: 'zh-CN' };
    expect(await openIn(await issue(0), 0)).toMatchObject(named);
    expect(await openIn(await issue(0, { id: '李雷' }), 0)).toMatchObject({
      appUserId: '%E6%9D%8E%E9%9B%B7',
      name: '李雷',
    });
  });

  it('uses English for every other language, or the language that the app determines', async () => {
    for (const headers of [reads('de'), new Headers()])
      expect(await openIn((await handleIssuer(secrets, 0)({ id: 'ada' }, headers)) ?? '', 0)).toMatchObject({
        language: 'en',
      });
    const found = await handleIssuer(secrets, 0, () => 'fr')({ id: 'ada' }, reads('zh-CN'));
    expect(await openIn(found ?? '', 0)).toMatchObject({ language: 'fr' });
  });

  it('issues handles that are valid as long as a session that starts when the code expires', async () => {
    const handle = await issue(60_000);
    expect(await openIn(handle, 60_000 + 295_000)).toMatchObject({ appUserId: 'ada' });
    expect(await openIn(handle, 60_000 + 305_000)).toBeNull();
    expect(await openIn(await issue(0), 12 * 60 * 60_000)).not.toBeNull();
  });

  it('issues none without a secret', async () => {
    expect(await handleIssuer([], 0)({ id: 'ada' }, new Headers())).toBeUndefined();
  });
});
