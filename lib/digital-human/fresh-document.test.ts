// @vitest-environment happy-dom
import { describe, expect, it, vi } from 'vitest';
import { untilDocumentIsOld } from './fresh-document.ts';
import { SdkQueue } from './sdk/sdk-queue.ts';
import { step } from './testing/fake-sdk.ts';
import { fakePage, liveSession, pass } from './testing/session-fixture.ts';

fakePage();

async function endedSession(liveMs: number) {
  const live = await liveSession([step.ready(), step.ready()]);
  await pass(liveMs);
  await Promise.all([live.session.end(), pass(100)]);
  const isOld = vi.fn();
  const left = new AbortController();
  untilDocumentIsOld(live.sdkQueue, left.signal).then(isOld, () => {});
  await pass(10);
  return { ...live, isOld, left };
}

describe('a document', () => {
  it('is old right after a session that ends 30 minutes after the first once code', async () => {
    const { isOld } = await endedSession(30 * 60_000);
    expect(isOld).toHaveBeenCalledOnce();
  });

  it('becomes old without a session, counted from the first once code', async () => {
    const { isOld } = await endedSession(10 * 60_000);
    await pass(19 * 60_000);
    expect(isOld).not.toHaveBeenCalled();
    await pass(60_000);
    expect(isOld).toHaveBeenCalledOnce();
  });

  it('is not old during the next session', async () => {
    const { isOld, left } = await endedSession(10 * 60_000);
    left.abort();
    await pass(60 * 60_000);
    expect(isOld).not.toHaveBeenCalled();
  });

  it('is never old without a once code', async () => {
    const isOld = vi.fn();
    void untilDocumentIsOld(new SdkQueue(), new AbortController().signal).then(isOld);
    await pass(60 * 60_000);
    expect(isOld).not.toHaveBeenCalled();
  });
});
