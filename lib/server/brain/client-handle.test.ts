import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { appUserId } from '../metastudio/app-user-id';
import { MAX_HANDLE_LENGTH, openClientHandle, sealClientHandle } from './client-handle';

const nowMs = Date.parse('2026-01-02T03:04:05Z');
const request = { userId: 'ada', name: 'Ada Lovelace', language: 'en', expiresAtMs: nowMs + 60_000 };
const secrets = ['new secret', 'old secret'];

const userIds = fc.string({ minLength: 1, maxLength: 200, unit: 'binary' }).filter((id) => id.isWellFormed());

describe('the handle of a client', () => {
  it('names the person X-App-UserId names, and nobody else', async () => {
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

  it('is another one each time and says nothing readable', async () => {
    const [one, other] = [await sealClientHandle(request, secrets), await sealClientHandle(request, secrets)];
    expect(one).not.toBe(other);
    const readable = one.split('.').map((part) => Buffer.from(part, 'base64url').toString('latin1'));
    expect(readable.join()).not.toMatch(/ada|lovelace/i);
  });

  it('does not open when anything in it was altered', async () => {
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

  it('opens anything else as nobody', async () => {
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

  it('survives a rotation of the secret, and its end', async () => {
    const handle = await sealClientHandle(request, ['old secret']);
    expect(await openClientHandle(handle, secrets, nowMs)).toMatchObject({ appUserId: 'ada', name: 'Ada Lovelace' });
    expect(await openClientHandle(handle, ['new secret'], nowMs)).toBeNull();
  });
});
