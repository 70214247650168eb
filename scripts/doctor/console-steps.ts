/**
 * The digital human's own set-up in MetaStudio's console. A fault there is a warning, because a conversation still
 * starts, with three exceptions: an unknown digital human, a concurrency of 0, and a brain in this app that the console
 * does not call.
 */

import { signInSettings } from '../../lib/server/auth/sign-in-settings';
import { type BrainSettings, brainSettings } from '../../lib/server/brain/brain-settings';
import type { CloudRobot, CloudRoom } from '../../lib/server/metastudio/cloud-console';
import { ConsoleClient } from '../../lib/server/metastudio/console-client';
import { chatPageSettings } from '../../lib/server/page-settings';
import { metastudioSettings } from '../../lib/server/settings';
import type { Environment } from '../../lib/server/settings-schema';
import { outcomeOf } from './cloud-refusal';
import { callFindings, isAnswered, type Read, type ReadConsole, type ReadRobot, readConsole } from './console-calls';
import type { Advice, Finding, Level, Step } from './examination';

const CONSOLE_DOCS = 'MetaStudio docs, “Creating an interactive digital human”';
const BRAIN_DOCS = 'MetaStudio docs, “Third-party LLM”; docs/integrate.md';
/** `app_type` of a digital human that calls an LLM callback (huaweicloud-sdk-metastudio). */
const LLM_CALLBACK = 6;

export const consoleStep: Step = {
  checks: ['Robot', 'Answers', 'Concurrency', 'Billing', 'Silence', 'Language', 'Recording', 'Console calls'],
  needs: ['Settings', 'Once-code API', 'Credentials', 'Permission', 'Project', 'Once code'],
  async examine({ environment, fetch, now, tokens }) {
    const client = new ConsoleClient(metastudioSettings(environment), { fetch, now, tokens });
    const read = await readConsole(client, chatPageSettings(environment).robots);
    return [
      ...read.robots.flatMap((each) => robotFindings(each, read.robots.length > 1, environment)),
      recordingFinding(read, environment),
      ...callFindings(read),
    ];
  },
};

/** Makes a finding, which names the digital human if there are several. */
type MakeFinding = (check: string, level: Level, text: string, advice?: Advice) => Finding;

function robotFindings(
  { configured, robot, room, jobs }: ReadRobot,
  isOneOfSeveral: boolean,
  environment: Environment,
) {
  const finding: MakeFinding = (check, level, text, advice) => ({
    check,
    level,
    text: isOneOfSeveral ? `${configured.name}: ${text}` : text,
    ...(advice && { advice }),
  });
  if (!robot.value) return [missingRobot(finding, configured.id, robot)];
  const found = [
    robotFinding(finding, configured.id, robot.value, room),
    answersFinding(finding, robot.value, environment),
  ];
  return [...found, ...roomFindings(finding, robot.value, room, jobs?.value?.length)];
}

function missingRobot(finding: MakeFinding, id: string, { error }: Read<CloudRobot>): Finding {
  const outcome = error ? outcomeOf(error) : '';
  if (!error || !isAnswered(error))
    return {
      ...finding('Robot', 'aside', `${id}; could not be read: ${outcome}`),
      leavesOpen: 'whether the robot exists',
    };
  return finding('Robot', 'failure', `${id} is not there: ${outcome}`, {
    means: 'No such digital human belongs to this project in this region; no conversation starts.',
    todo: 'Copy the ID from the published conversation into METASTUDIO_ROBOT_ID (or METASTUDIO_ROBOTS). Regions share nothing: METASTUDIO_REGION must be its region.',
    docs: CONSOLE_DOCS,
  });
}

function robotFinding(
  finding: MakeFinding,
  id: string,
  { name, roomId }: CloudRobot,
  room: Read<CloudRoom> | undefined,
): Finding {
  const called = name === undefined ? id : `${id} (“${shown(name)}”)`;
  const missing = room?.error && isAnswered(room.error) ? `, which is not there: ${outcomeOf(room.error)}` : '';
  if (roomId !== undefined && !missing) return finding('Robot', 'ok', `${called}, in the room ${shown(roomId)}`);
  const where = roomId === undefined ? 'names no room' : `names the room ${shown(roomId)}${missing}`;
  return finding('Robot', 'warning', `${called} ${where}`, {
    means: 'A digital human that belongs to no conversation room starts none (MSS.47010163).',
    todo: 'Create and publish a conversation with it in MetaStudio’s console.',
    docs: CONSOLE_DOCS,
  });
}

/** The source of answers: this app's brain, another one, or MetaStudio itself. */
function answersFinding(finding: MakeFinding, robot: CloudRobot, environment: Environment): Finding {
  const { appType, llmUrl } = robot;
  const brain = brainSettings(environment);
  const asksCallback = appType === LLM_CALLBACK || (appType === undefined && llmUrl !== undefined);
  const who = asksCallback ? `an LLM callback at ${shownUrl(llmUrl)}` : `app type ${appType ?? 'unknown'}`;
  if (!brain) return answersWithoutBrain(finding, asksCallback ? llmUrl : undefined, who, environment);
  if (!asksCallback)
    return finding('Answers', 'warning', `${who}, not 6 (LLM callback)`, {
      means: 'The brain configured here is never asked: the digital human answers in another way.',
      todo: `In MetaStudio’s console let the digital human use a third-party LLM at ${brain.url}, or unset BRAIN_APP_ID and BRAIN_APP_KEY.`,
      docs: BRAIN_DOCS,
    });
  if (llmUrl !== brain.url)
    return finding('Answers', 'failure', `${who}, but the brain here is at ${shownUrl(brain.url)}`, {
      means:
        'The console asks another address, or signs it as typed there: the brain here is not asked, or refuses each question.',
      todo: 'Type the same address in both places, character for character: in MetaStudio’s console and in BRAIN_URL.',
      docs: BRAIN_DOCS,
    });
  return brainFinding(finding, robot, brain, who);
}

function answersWithoutBrain(
  finding: MakeFinding,
  llmUrl: string | undefined,
  who: string,
  environment: Environment,
): Finding {
  const ownUrl = `${signInSettings(environment).url}/api/brain`;
  if (llmUrl !== ownUrl) return finding('Answers', 'ok', who);
  return finding('Answers', 'warning', `${who}, which is this app, without a brain`, {
    means: 'This app answers 404 there, and the digital human has no answers.',
    todo: 'Set BRAIN_APP_ID and BRAIN_APP_KEY to the APPID and APPKEY of the console.',
    docs: BRAIN_DOCS,
  });
}

function brainFinding(
  finding: MakeFinding,
  { appId, isStream, chatRounds }: CloudRobot,
  brain: BrainSettings,
  who: string,
) {
  if (appId !== undefined && appId !== brain.appId)
    return finding('Answers', 'warning', `${who}, with another APPID than BRAIN_APP_ID`, {
      means: 'The brain refuses questions that come with another app_id.',
      todo: 'Set BRAIN_APP_ID and BRAIN_APP_KEY to the APPID and APPKEY of the console.',
      docs: BRAIN_DOCS,
    });
  if (isStream === false)
    return finding('Answers', 'warning', `${who}, without streaming`, {
      means: 'The digital human begins to speak only when the whole answer is there.',
      todo: 'Switch streaming on for the third-party LLM in MetaStudio’s console.',
      docs: BRAIN_DOCS,
    });
  const rounds = chatRounds === undefined ? '' : `, with ${chatRounds} ${chatRounds === 1 ? 'turn' : 'turns'}`;
  return finding('Answers', 'ok', `${who}, the brain here${rounds}`);
}

const ROOM_CHECKS = ['Concurrency', 'Billing', 'Silence', 'Language'];

function roomFindings(
  finding: MakeFinding,
  robot: CloudRobot,
  room: Read<CloudRoom> | undefined,
  running: number | undefined,
) {
  if (!room?.value)
    return ROOM_CHECKS.map((check, index) => ({
      ...finding(check, 'aside', 'not known: the room was not read'),
      ...(index === 0 && { leavesOpen: 'the room’s set-up' }),
    }));
  const concurrency = room.value.concurrency ?? robot.concurrency;
  return [
    concurrencyFinding(finding, concurrency, running),
    billingFinding(finding, room.value),
    silenceFinding(finding, room.value),
    languageFinding(finding, room.value),
  ];
}

function concurrencyFinding(finding: MakeFinding, slots: number | undefined, running: number | undefined): Finding {
  if (slots === undefined) return finding('Concurrency', 'aside', 'the room names none');
  const inUse = running === undefined ? '' : `, ${running} running now`;
  if (slots < 1)
    return finding('Concurrency', 'failure', `${slots}: no conversation may run`, {
      means: 'Every start is refused as busy (MSS.20010135).',
      todo: 'Raise the concurrency of the conversation in MetaStudio’s console; buy some if none is left.',
      docs: CONSOLE_DOCS,
    });
  const text = `${slots} ${slots === 1 ? 'conversation' : 'conversations'} at once${inUse}`;
  if (running === undefined || running < slots) return finding('Concurrency', 'ok', text);
  return finding('Concurrency', 'warning', `${text}: all slots are in use`, {
    means: 'Starts are refused as busy until one of them ends.',
    todo: 'Raise the concurrency in MetaStudio’s console, or end unused conversations (docs/operate.md).',
    docs: CONSOLE_DOCS,
  });
}

function billingFinding(finding: MakeFinding, { billingMode }: CloudRoom): Finding {
  if (billingMode === undefined) return finding('Billing', 'aside', 'the room names no mode');
  if (billingMode === 'CONCURRENCY')
    return finding('Billing', 'ok', 'by concurrency: you pay for slots, not for minutes');
  return finding('Billing', 'warning', `by ${shown(billingMode)}`, {
    means:
      'This mode counts clients. The documentation does not say what counts as a client in a browser; this app names another client_id in each session.',
    todo: 'Look at the bill after the first day, or bill by concurrency.',
    docs: CONSOLE_DOCS,
  });
}

function silenceFinding(finding: MakeFinding, { exitMuteThreshold }: CloudRoom): Finding {
  if (exitMuteThreshold)
    return finding('Silence', 'ok', `ends a conversation (exit_mute_threshold ${exitMuteThreshold})`);
  return finding('Silence', 'warning', 'ends no conversation', {
    means: 'When a page disappears with its browser or network, its slot stays in use and is billed.',
    todo: 'In MetaStudio’s console edit the conversation and switch on that it exits after silence (静默退出时长).',
    docs: `${CONSOLE_DOCS}; docs/operate.md`,
  });
}

function languageFinding(finding: MakeFinding, { defaultLanguage }: CloudRoom): Finding {
  if (defaultLanguage === undefined) return finding('Language', 'aside', 'the room names none: Chinese');
  const known = { CN: 'Chinese', EN: 'English' }[defaultLanguage];
  if (known) return finding('Language', 'ok', `${known} unless the page chooses another`);
  return finding('Language', 'warning', `${shown(defaultLanguage)}, in which this app has no texts`, {
    means:
      'The app is in English and Chinese. Speech is not understood where the digital human listens for another language.',
    todo: 'Give the digital human CN or EN in MetaStudio’s console, or add the language to lib/i18n.',
    docs: CONSOLE_DOCS,
  });
}

/** The account's settings, for all its digital humans. */
function recordingFinding({ textRecorded, voiceRecorded }: ReadConsole, environment: Environment): Finding {
  const check = 'Recording';
  const isNoticeOff = environment.RECORDING_NOTICE?.trim() === '0';
  const recorded = [textRecorded.value && 'text', voiceRecorded.value && 'voice'].filter(Boolean).join(' and ');
  const isKnown = textRecorded.value !== undefined && voiceRecorded.value !== undefined;
  if (recorded === '' && isKnown) return { check, level: 'ok', text: 'neither text nor voice is kept' };
  const text = recorded === '' ? 'not known' : `${recorded} kept in a bucket of the account`;
  if (recorded === '' && !isNoticeOff)
    return { check, level: 'aside', text: `${text}: the consent says that conversations are recorded` };
  return {
    check,
    level: 'warning',
    text,
    advice: isNoticeOff
      ? {
          means: 'Users are or may be recorded, and with RECORDING_NOTICE=0 the consent does not say so.',
          todo: 'Set RECORDING_NOTICE to auto or 1, or switch recording off in MetaStudio’s console.',
          docs: 'docs/privacy.md',
        }
      : {
          means: 'The consent must say so. The app adds the sentence and asks users who agreed before again.',
          todo: 'Say in your privacy page who keeps the recordings, for how long and why, or switch recording off in MetaStudio’s console.',
          docs: 'docs/privacy.md',
        },
  };
}

/** A text of the console, without a terminal's control characters. */
const shown = (text: string) => text.replace(/[^\p{L}\p{N}\p{P}\p{S} ]/gu, '').slice(0, 64);

/** Without user, password and query, which may be secrets. */
function shownUrl(address: string | undefined): string {
  if (address === undefined) return 'no address';
  if (!URL.canParse(address)) return 'a malformed address';
  const { origin, pathname } = new URL(address);
  return shown(`${origin}${pathname}`);
}
