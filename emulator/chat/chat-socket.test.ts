import { describe, expect, it } from 'vitest';
import { emulatorPerTest, startTestEmulator, TestChat } from '../test-client';

const emulator = emulatorPerTest();

describe('the chat WebSocket', () => {
  it('opens once for one token', async () => {
    const job = await emulator.client.startJob('ada');
    const url = await emulator.client.chatUrl(job);
    await TestChat.open(url);
    await expect(TestChat.open(url)).rejects.toThrow('refused with 401');
  });

  it('refuses an access token in place of a WebSocket token', async () => {
    const { access, jobId } = await emulator.client.startJob('ada');
    const url = `${emulator.url.replace('http', 'ws')}/v1/digital-human-chat/chat?job_id=${jobId}&token=${access}`;
    await expect(TestChat.open(url)).rejects.toThrow('refused with 401');
  });

  it("does not open on another robot's job", async () => {
    const mei = await (await emulator.client.redeem(await emulator.client.code('ada'), 'mei')).json();
    const lei = await emulator.client.startJob('lei');
    const url = await emulator.client.chatUrl({ access: mei.access_token, jobId: lei.jobId });
    await expect(TestChat.open(url)).rejects.toThrow('refused with 401');
  });

  it('refuses a foreign page and a foreign host name', async () => {
    const url = await emulator.client.chatUrl(await emulator.client.startJob('ada'));
    await expect(TestChat.open(url, { origin: 'https://evil.example' })).rejects.toThrow('refused with 403');
    await expect(TestChat.open(url, { host: 'evil.example' })).rejects.toThrow('refused with 421');
    await TestChat.open(url, { origin: 'http://localhost:3000' });
  });

  it('keeps only the newest connection of a job', async () => {
    const job = await emulator.client.startJob('ada');
    const first = await emulator.client.chat(job);
    await emulator.client.chat(job);
    expect(await first.closed).toBe(4000);
  });

  it('records when it opens and closes', async () => {
    const job = await emulator.client.startJob('ada');
    const chat = await emulator.client.chat(job);
    chat.ws.close(4001);
    await chat.closed;
    await expect
      .poll(async () => (await emulator.client.log('events', 'ada')).at(-1))
      .toMatchObject({ event: 'socket-closed', jobId: job.jobId, code: 4001 });
  });

  it('lets the emulator close while a connection hangs', async () => {
    const { client } = emulator;
    const job = await client.startJob('ada');
    await client.control('faults', { user: 'ada', target: 'chat', kind: 'hang' });
    const hanging = client.chat(job).then(
      () => 'opened',
      () => 'cut',
    );
    await expect.poll(async () => (await client.log('events', 'ada')).at(-1)).toMatchObject({ target: 'chat' });
    await emulator.close();
    expect(await hanging).toBe('cut');
    Object.assign(emulator, await startTestEmulator());
  });

  it('fails as requested: refused, dropped, an error frame, a frame that is not JSON', async () => {
    const { client } = emulator;
    const job = await client.startJob('ada');
    await client.control('faults', { user: 'ada', target: 'chat', status: 503 });
    await expect(client.chat(job)).rejects.toThrow('refused with 503');

    await client.control('faults', { user: 'ada', target: 'chat', kind: 'drop' });
    await expect(client.chat(job)).rejects.toThrow(/hang up|ECONNRESET/);

    await client.control('faults', { user: 'ada', target: 'chat', errorCode: 'MSS.47015005' });
    const busy = await client.chat(job);
    expect(await busy.next('error')).toMatchObject({ error_code: 'MSS.47015005', error_level: 'MAJOR' });
    await busy.closed;
  });
});
