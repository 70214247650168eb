/**
 * The faults in MetaStudio's console, alone and together: the doctor's lines, and that a conversation can still start.
 */
import { describe, expect, it } from 'vitest';
import type { ConsoleChange } from '../../emulator/cloud/console';
import type { FaultRequest } from '../../emulator/faults';
import { ConsoleClient } from '../../lib/server/metastudio/console-client';
import { metastudioSettings } from '../../lib/server/settings';
import { EmulatorControl } from '../emulator-control';
import { checkUp, emulator, environment, iamUser, line, setFault, withEmulator } from './doctor-fixture';

withEmulator();

const ROOM = 'emulator-robot-room';
const BRAIN_URL = 'https://chat.example.com/api/brain';
/** One digital human, and the brain that its console should call. */
const one = { METASTUDIO_ROBOTS: '' };
const brain = { ...one, BRAIN_APP_ID: 'app', BRAIN_APP_KEY: 'a-key-of-the-brain', BRAIN_URL };
const callback = { app_type: 6, llm_url: BRAIN_URL, app_id: 'app', app_key: 'a-key-of-the-brain' };

const set = (given: ConsoleChange) => new EmulatorControl(emulator.url).console(given);
const setRobot = (values: object, robotId = 'emulator-robot') => set({ robotId, set: values });
const setRoom = (values: object, roomId = ROOM) => set({ roomId, set: values });

const warned = ({ findings }: Awaited<ReturnType<typeof checkUp>>) =>
  findings
    .filter(({ level }) => level === 'warning')
    .map(({ check }) => check)
    .filter((check) => check !== 'SDK version');

/** Each is a warning: a conversation still starts. */
const consoleFaults: [string, () => Promise<void>, check: string, ...parts: string[]][] = [
  ['another source of answers', () => setRobot({ app_type: 1, llm_url: null }), 'Answers', 'app type 1', 'not 6'],
  ['another APPID', () => setRobot({ ...callback, app_id: 'other' }), 'Answers', 'another APPID'],
  ['whole answers', () => setRobot({ ...callback, is_stream: false }), 'Answers', 'without streaming'],
  ['no room', () => setRobot({ room_id: null }), 'Robot', 'names no room'],
  ['a deleted room', () => setRobot({ room_id: 'gone' }), 'Robot', 'the room gone, which is not there', 'MSS.47010001'],
  ['no limit of silence', () => setRoom({ exit_mute_threshold: null }), 'Silence', 'ends no conversation'],
  ['silence set to 0', () => setRoom({ exit_mute_threshold: 0 }), 'Silence', 'ends no conversation'],
  ['billing by client', () => setRoom({ billing_mode: 'CLIENT' }), 'Billing', 'by CLIENT'],
  ['a language without texts', () => setRoom({ default_language: 'Thai' }), 'Language', 'Thai'],
  ['recorded text', () => set({ set: { enable_dialog_report: true } }), 'Recording', 'text kept'],
  ['recorded voices', () => set({ set: { enable_audio_record: true } }), 'Recording', 'voice kept'],
];

describe('a console without a fault', () => {
  it('is shown without a warning', async () => {
    await setRobot(callback);
    const report = await checkUp(brain);
    line(report.text, '✓ Robot', 'emulator-robot (“Ada”), in the room emulator-robot-room');
    line(report.text, '✓ Answers', `an LLM callback at ${BRAIN_URL}, the brain here`);
    line(report.text, '✓ Concurrency', '1000 conversations at once, 0 running now');
    line(report.text, '✓ Billing', 'by concurrency');
    line(report.text, '✓ Silence', 'exit_mute_threshold 900');
    line(report.text, '✓ Language', 'English');
    line(report.text, '✓ Recording', 'neither text nor voice');
    line(
      report.text,
      '✓ Console calls',
      'the key may read the digital human, read the room, list the running jobs, stop',
    );
    expect(warned(report)).toEqual([]);
    expect(report.couldStart).toBe(true);
    expect(report.text).not.toContain('a-key-of-the-brain');
  });

  it('is shown for each digital human, even with an IAM user’s token', async () => {
    const { text, couldStart } = await checkUp(iamUser());
    for (const [name, id] of [
      ['Ada', 'emulator-robot'],
      ['Mei', 'mei'],
      ['Zuri', 'zuri'],
    ]) {
      line(text, '✓ Robot', `${name}: ${id}`);
      line(text, '✓ Concurrency', `${name}: 1000`);
    }
    expect(couldStart).toBe(true);
  });

  it('is read without an effect on conversations', async () => {
    const control = new EmulatorControl(emulator.url, 'doctor');
    await checkUp();
    expect(await control.events()).toEqual(['code-minted']);
  });
});

describe('a console with a fault', () => {
  it.each(consoleFaults)(
    'gets a warning with a remedy, and a conversation can start: %s',
    async (_, causeFault, check, ...parts) => {
      await setRobot(callback);
      await causeFault();
      const report = await checkUp(brain);
      line(report.text, `! ${check}`, ...parts);
      expect(warned(report)).toEqual([check]);
      const advice = { means: expect.any(String), todo: expect.any(String), docs: expect.any(String) };
      expect(report.findings.find((each) => each.check === check && each.level === 'warning')?.advice).toEqual(advice);
      expect(report.couldStart).toBe(true);
    },
  );

  it('gets a warning for each of several faults', async () => {
    await setRobot({ app_type: 1 });
    await setRoom({ exit_mute_threshold: null, billing_mode: 'CLIENT_TOKENS', default_language: 'por' });
    await set({ set: { enable_dialog_report: true, enable_audio_record: true } });
    const report = await checkUp(brain);
    expect(warned(report)).toEqual(['Answers', 'Billing', 'Silence', 'Language', 'Recording']);
    line(report.text, '! Recording', 'text and voice kept');
    expect(report.couldStart).toBe(true);
  });

  it('gets warnings that name the digital human when there are two in two rooms', async () => {
    await setRoom({ exit_mute_threshold: null }, 'mei-room');
    await setRoom({ billing_mode: 'CLIENT' }, 'zuri-room');
    const report = await checkUp();
    line(report.text, '! Silence', 'Mei: ends no conversation');
    line(report.text, '! Billing', 'Zuri: by CLIENT');
    expect(warned(report)).toEqual(['Silence', 'Billing']);
  });

  it('fails when the concurrency is 0', async () => {
    await setRoom({ concurrency: 0 });
    const { text, couldStart } = await checkUp(one);
    line(text, '✗ Concurrency', '0: no conversation may run');
    expect(couldStart).toBe(false);
  });

  it('uses the digital human’s own concurrency where the room has none', async () => {
    await setRoom({ concurrency: null });
    await setRobot({ concurrency: 3 });
    line((await checkUp(one)).text, '✓ Concurrency', '3 conversations at once');
    await setRobot({ concurrency: null });
    line((await checkUp(one)).text, '· Concurrency', 'names none');
  });

  it('gets a warning when a room is at its concurrency', async () => {
    await setRoom({ concurrency: 1 });
    await startConversation();
    const report = await checkUp(one);
    line(report.text, '! Concurrency', '1 conversation at once, 1 running now: all slots are in use');
    expect(report.couldStart).toBe(true);
  });

  it('fails for an unknown digital human, even when it is one of several', async () => {
    const alone = await checkUp({ ...one, METASTUDIO_ROBOT_ID: 'unknown' });
    line(alone.text, '✗ Robot', 'unknown is not there: HTTP 400, MSS.47010034, request ID');
    expect(alone.text).not.toMatch(/^. Concurrency/m);
    expect(alone.couldStart).toBe(false);
    const among = await checkUp({ METASTUDIO_ROBOTS: 'mei=Mei,unknown=Una' });
    line(among.text, '✗ Robot', 'Una: unknown is not there');
    line(among.text, '✓ Silence', 'Mei: ends');
    expect(among.couldStart).toBe(false);
  });
});

describe('a brain in this app', () => {
  it.each([
    ['another host', 'https://other.example.com/api/brain'],
    ['another path', 'https://chat.example.com/api/brains'],
    ['an extra slash', `${BRAIN_URL}/`],
    ['plain http', BRAIN_URL.replace('https', 'http')],
    ['nothing', null],
    ['no address', 'not an address'],
  ])('fails with %s in the console', async (_, llm_url) => {
    await setRobot({ ...callback, llm_url });
    const { text, couldStart } = await checkUp(brain);
    line(text, '✗ Answers', 'an LLM callback at', `but the brain here is at ${BRAIN_URL}`);
    expect(couldStart).toBe(false);
  });

  it('hides the secrets of another address', async () => {
    await setRobot({ ...callback, llm_url: 'https://user:hidden@other.example.com/llm?key=hidden' });
    const { text } = await checkUp(brain);
    line(text, '✗ Answers', 'https://other.example.com/llm,');
    expect(text).not.toContain('hidden');
  });

  it('is missing where the console calls this app', async () => {
    await setRobot(callback);
    const report = await checkUp({ ...one, AUTH_URL: 'https://chat.example.com' });
    line(report.text, '! Answers', 'this app, without a brain');
    expect(report.couldStart).toBe(true);
  });

  it('is not expected where the console calls another address', async () => {
    await setRobot({ ...callback, llm_url: 'https://other.example.com/llm' });
    line((await checkUp(one)).text, '✓ Answers', 'an LLM callback at https://other.example.com/llm');
  });
});

describe('recording', () => {
  it('is a warning where the consent may not mention it', async () => {
    await set({ set: { enable_audio_record: true } });
    line((await checkUp({ RECORDING_NOTICE: 'auto' })).text, '', 'What to do: Say in your privacy page');
    const off = await checkUp({ RECORDING_NOTICE: '0' });
    line(off.text, '', 'with RECORDING_NOTICE=0 the consent does not say so');
    expect(warned(off)).toEqual(['Recording']);
  });

  it('is a warning, too, when the doctor cannot read it', async () => {
    await setFault({ target: 'record-config', times: 2, status: 403 });
    line((await checkUp({ RECORDING_NOTICE: '0' })).text, '! Recording', 'not known');
    await setFault({ target: 'record-config', times: 2, status: 403 });
    line((await checkUp()).text, '· Recording', 'not known: the consent says that conversations are recorded');
  });
});

describe('the permissions of the key', () => {
  it.each<[FaultRequest['target'], string, string]>([
    ['robot', 'cannot read the digital human: HTTP 403, APIG.0302, request ID', 'MetaStudio ReadOnlyAccess'],
    ['room', 'cannot read the room', 'metastudio:smartChatRoom:get'],
    ['jobs', 'cannot list the running jobs', 'metastudio:smartChatJob:list'],
    ['job-stop', 'cannot stop a job', 'MetaStudio FullAccess'],
    ['record-config', 'cannot read whether text is recorded', 'metastudio:dialogReportConfig:get (a guess'],
  ])('get a warning that names the one to add when %s is denied', async (target, text, toAdd) => {
    await setFault({ target, times: 1, status: 403 });
    const report = await checkUp(one);
    line(report.text, '! Console calls', text);
    line(report.text, ' ', 'What to do: Give', toAdd);
    expect(report.findings.filter(({ level }) => level === 'skipped' || level === 'failure')).toEqual([]);
    expect(report.couldStart).toBe(true);
  });

  it('get a line each when all are denied, and one for what the doctor could not read', async () => {
    for (const target of ['robot', 'room', 'jobs', 'job-stop', 'record-config'] as const)
      await setFault({ target, times: 9, status: 403 });
    const report = await checkUp();
    expect(warned(report)).toEqual(['Console calls', 'Console calls', 'Console calls']);
    line(report.text, '· Console calls', 'not tried: read the room, list the running jobs, stop a job');
    expect(report.sentence).toContain('whether the robot exists');
    expect(report.couldStart).toBe(true);
  });

  it('get a line for the room when its set-up cannot be read', async () => {
    await setFault({ target: 'room', times: 1, status: 403 });
    const { text, sentence } = await checkUp(one);
    line(text, '· Silence', 'not known');
    expect(sentence).toContain('the room’s set-up');
  });
});

describe('a cloud that fails', () => {
  it.each<[Omit<FaultRequest, 'target'>, string]>([
    [{ status: 500 }, 'HTTP 500'],
    [{ status: 429 }, 'HTTP 429'],
    [{ status: 404 }, 'HTTP 404, APIG.0101'],
    [{ status: 302 }, 'HTTP 302'],
    [{ status: 401 }, 'HTTP 401'],
    [{ kind: 'malformed' }, 'the answer holds no robot'],
    [{ kind: 'drop' }, 'no answer'],
  ])('with %j leaves the digital human unread, which is not a fault of it', async (fault, outcome) => {
    await setFault({ target: 'robot', times: 1, ...fault });
    const report = await checkUp(one);
    line(report.text, '· Robot', 'emulator-robot; could not be read', outcome);
    line(report.text, '! Console calls', 'cannot read the digital human', outcome);
    expect(report.couldStart).toBe(true);
  });
});

async function startConversation(): Promise<void> {
  const { onceCode } = await new ConsoleClient(metastudioSettings(environment())).createOnceCode('ada');
  const call = async (path: string, body: object, token = '') => {
    const answer = await fetch(`${emulator.url}/v1/digital-human-chat/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-auth-token': token },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as Record<string, string>;
  };
  const { access_token: token } = await call('auth-once-code', { robot_id: 'emulator-robot', once_code: onceCode });
  await call('smart-chat-jobs', { extend_param: null }, token);
}
