/**
 * Steps for the vendor's SDK as the page loads it: the files exist, they are the SDK, and its version. They run
 * nothing.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { icsSdkMethods } from '../../lib/digital-human/sdk/types';
import { isLoopback } from '../../lib/server/http/address';
import { parseScriptUrl } from '../../lib/server/http/page-sources';
import { chatPageSettings } from '../../lib/server/page-settings';
import type { Environment } from '../../lib/server/settings-schema';
import {
  type InstallRecord,
  isOlderVersion,
  isTooOldVersion,
  OLDEST_VERSION,
  RECORD_FILE,
  type SdkRelease,
} from '../sdk-install/sdk-releases';
import { type Advice, type Finding, networkProblem, type Step, type StepContext, skipped } from './examination';

/** The page's own time-out for the script. */
const LOAD_LIMIT_MS = 15_000;

const install: Pick<Advice, 'todo' | 'docs'> = {
  todo: 'Download HwICSUiSDK-5.0.6.zip from the documentation, then: npm run sdk:install -- HwICSUiSDK-5.0.6.zip',
  docs: 'MetaStudio docs, “SDK download”; docs/doctor.md',
};

interface SdkLocation {
  url: string;
  /** Undefined when this app serves it. */
  origin: string | undefined;
}

function locationOf(environment: Environment): SdkLocation {
  const url = chatPageSettings(environment).sdkUrl;
  return { url, origin: parseScriptUrl(url)?.origin };
}

const fileOf = (publicFolder: string, path: string) =>
  join(publicFolder, decodeURIComponent(path.replace(/\?.*$/, '')));

/** The page derives the style sheet's address in the same way. */
const styleUrlOf = (url: string) => url.replace(/\.js(\?.*)?$/, '.css$1');

/** @throws an error with a `code` */
async function load({ publicFolder, fetch }: StepContext, { origin }: SdkLocation, url: string): Promise<Buffer> {
  if (origin === undefined) return readFile(fileOf(publicFolder, url));
  const answer = await fetch(url, { cache: 'no-store', signal: AbortSignal.timeout(LOAD_LIMIT_MS) });
  if (!answer.ok) throw Object.assign(new Error('refused'), { code: `HTTP ${answer.status}` });
  return Buffer.from(await answer.arrayBuffer());
}

export const sdkStep: Step = {
  checks: ['SDK script', 'SDK version', 'SDK style sheet'],
  needs: [],
  async examine(context) {
    const location = locationOf(context.environment);
    const script = await load(context, location, location.url).catch(networkProblem);
    const loaded =
      typeof script === 'string' ? failure(`${location.url}: ${reasonOf(script)}`, missing) : check(script, location);
    if (loaded.level === 'failure' || typeof script === 'string') {
      return [loaded, ...skipped(['SDK version', 'SDK style sheet'], 'SDK script')];
    }
    const version = await versionFinding(context, location, sha256(script));
    return [loaded, version, await styleFinding(context, location, sha256(script))];
  },
};

const missing: Advice = { means: 'The page cannot load the vendor’s SDK, and no conversation starts.', ...install };

const reasonOf = (code: string) => (code === 'ENOENT' ? 'there is no such file in public/' : code);

const failure = (text: string, advice: Advice): Finding => ({ check: 'SDK script', level: 'failure', text, advice });

/** The methods that the page needs in the global, as text: method names survive every minifier. */
function check(script: Buffer, { url, origin }: SdkLocation): Finding {
  const text = script.toString('latin1');
  const lacks = icsSdkMethods.filter((name) => !text.includes(name));
  if (!text.includes('HwICSUiSdk') || lacks.includes('create') || lacks.includes('destroy'))
    return failure(`${url} is not the SDK`, {
      means: 'The address serves something else: a page, another script or part of a file.',
      ...install,
    });
  if (lacks.length > 0)
    return failure(`${url} lacks ${lacks.join(', ')}`, {
      means: `The SDK is too old for this app, which needs ${OLDEST_VERSION} or newer.`,
      ...install,
    });
  if (origin === undefined || isLoopback(new URL(origin).hostname))
    return { check: 'SDK script', level: 'ok', text: `${url}, ${Math.ceil(script.length / 1024)} kB` };
  return {
    check: 'SDK script',
    level: 'warning',
    text: `${url} is served by another host`,
    advice: { means: 'The owner of that host controls this page.', ...install },
  };
}

async function versionFinding(context: StepContext, location: SdkLocation, hash: string): Promise<Finding> {
  const name = 'SDK version';
  const release = releaseOf(context, hash);
  if (release) return ageFinding(release, context.now());
  const record = await readRecord(context, location);
  const recorded = record?.files[fileNameOf(location.url)];
  if (record && recorded === hash && isTooOldVersion(record.version))
    return {
      check: name,
      level: 'failure',
      text: `${record.version} is too old`,
      advice: { means: `This app needs ${OLDEST_VERSION} or newer.`, ...install },
    };
  const newest = context.sdkReleases.at(-1)?.version;
  const isBehind = record && newest !== undefined && isOlderVersion(record.version, newest);
  const installed = record
    ? `${record.version} by its installation${isBehind ? `, older than ${newest}` : ''}`
    : 'not known';
  const known = context.sdkReleases.map(({ version }) => version).join(', ');
  const text =
    record && recorded !== hash
      ? 'the file is not the one that was installed'
      : `${installed}; the checksum is none of those we know`;
  return {
    check: name,
    level: 'warning',
    text,
    advice: {
      means: `This app was written for ${known} and knows only its checksums. The emulator’s stand-in has none.`,
      todo: `Against the real cloud, compare SHA-256 ${hash} with the vendor’s file.`,
      docs: 'MetaStudio docs, “SDK download”',
    },
  };
}

const YEAR_MS = 365 * 24 * 3_600_000;

function ageFinding({ version, builtOn }: SdkRelease, nowMs: number): Finding {
  const built = builtOn === undefined ? '' : ` of ${builtOn}`;
  const text = `${version}${built}, the vendor’s own file by its checksum`;
  if (builtOn === undefined || nowMs - Date.parse(builtOn) < YEAR_MS)
    return { check: 'SDK version', level: 'ok', text };
  return {
    check: 'SDK version',
    level: 'warning',
    text: `${text}; more than a year old`,
    advice: {
      means: 'Browsers and the cloud have changed since, and the vendor may have fixed bugs.',
      todo: 'Look for a newer release; after its installation run: npm run test:live',
      docs: 'MetaStudio docs, “SDK download”; docs/doctor.md',
    },
  };
}

async function styleFinding(context: StepContext, location: SdkLocation, scriptHash: string): Promise<Finding> {
  const name = 'SDK style sheet';
  const url = styleUrlOf(location.url);
  const style = await load(context, location, url).catch(networkProblem);
  const expected = releaseOf(context, scriptHash)?.files['HwICSUiSdk.css'];
  const text =
    typeof style === 'string'
      ? `${url}: ${reasonOf(style)}`
      : expected !== undefined && sha256(style) !== expected
        ? `${url} is not the one of this version`
        : undefined;
  if (text === undefined) return { check: name, level: 'ok', text: 'is there' };
  const advice = { means: 'The digital human appears without the vendor’s layout.', ...install };
  return { check: name, level: 'warning', text, advice };
}

async function readRecord({ publicFolder }: StepContext, { url, origin }: SdkLocation) {
  if (origin !== undefined) return undefined;
  const file = join(dirname(fileOf(publicFolder, url)), RECORD_FILE);
  const text = await readFile(file, 'utf8').catch(() => undefined); // unpacked by hand
  return text === undefined ? undefined : (JSON.parse(text) as InstallRecord);
}

const releaseOf = ({ sdkReleases }: StepContext, hash: string) =>
  sdkReleases.find(({ files }) => files['HwICSUiSdk.js'] === hash);
const fileNameOf = (url: string) => url.replace(/\?.*$/, '').replace(/^.*\//, '');
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');
