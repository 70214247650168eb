/**
 * The weight of the chat page's first load in a browser: the scripts and style sheets that the page of a running
 * production build names, gzipped by that server. It excludes what loads on use or after consent (dialogs, the vendor's
 * SDK). `npx tsx tools/bench/page-weight.ts`, on the build in `.next`. It needs no cloud.
 */
import { randomBytes } from 'node:crypto';
import { get } from 'node:http';
import { fileURLToPath } from 'node:url';
import { AppInstance } from '../../scripts/app-instance';
import { anyFreePort } from '../../scripts/free-port';
import { emulatorSettings } from '../../scripts/local-stack';
import { signedIn } from '../../scripts/test-user';
import { type Row, rounded } from './row';

/** An empty page of this framework has 132 kB. */
export const SCRIPT_BUDGET_KB = 160;
const PAGE = '/chat';

export interface LoadedFile {
  path: string;
  kb: number;
}

export interface FirstLoad {
  scripts: LoadedFile[];
  styles: LoadedFile[];
}

export async function weighFirstLoad(): Promise<FirstLoad> {
  const secret = randomBytes(32).toString('base64');
  const env = { ...emulatorSettings(1), AUTH_SECRET: secret };
  const app = await AppInstance.start({ port: await anyFreePort(), env });
  try {
    const { headers } = await signedIn('weight', secret, app.url);
    const { text } = await read(app.url + PAGE, { cookie: headers.cookie ?? '' });
    const weigh = (paths: string[]) => Promise.all(paths.map((path) => weighed(app.url, path)));
    const scripts = await weigh(scriptsOf(text));
    if (scripts.length === 0) throw new Error(`${PAGE} names no script: is the build complete?`);
    return { scripts, styles: await weigh(stylesOf(text)) };
  } finally {
    await app.stop();
  }
}

export async function benchPageWeight(): Promise<Row[]> {
  const { scripts, styles } = await weighFirstLoad();
  return [
    {
      name: `first load of ${PAGE}: JavaScript in gzip`,
      value: rounded(totalKb(scripts)),
      unit: 'kB',
      note: `budget ${SCRIPT_BUDGET_KB}; an empty page of the framework is 132`,
    },
    {
      name: `first load of ${PAGE}: style sheets in gzip`,
      value: rounded(totalKb(styles)),
      unit: 'kB',
      note: 'for information',
    },
  ];
}

export const totalKb = (files: LoadedFile[]) => files.reduce((sum, { kb }) => sum + kb, 0);

function read(url: string, headers: Record<string, string>): Promise<{ bytes: number; text: string }> {
  return new Promise((resolve, reject) => {
    get(url, { headers }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const body = Buffer.concat(chunks);
        if (response.statusCode === 200) resolve({ bytes: body.length, text: body.toString() });
        else reject(new Error(`${url} answered ${response.statusCode}.`));
      });
      response.on('error', reject);
    }).on('error', reject);
  });
}

async function weighed(origin: string, path: string): Promise<LoadedFile> {
  const { bytes } = await read(new URL(path, origin).href, { 'accept-encoding': 'gzip' });
  return { path, kb: bytes / 1000 };
}

/** Browsers with module support, which we require, skip the scripts marked `noModule`. */
function scriptsOf(html: string): string[] {
  const tags = html.match(/<script\b[^>]*\bsrc="[^"]+"[^>]*>/g) ?? [];
  const modern = tags.filter((tag) => !/\bnomodule\b/i.test(tag));
  return [...new Set(modern.map((tag) => /\bsrc="([^"]+)"/.exec(tag)?.[1] ?? ''))];
}

function stylesOf(html: string): string[] {
  const tags = html.match(/<link\b[^>]*\brel="stylesheet"[^>]*>/g) ?? [];
  return [...new Set(tags.map((tag) => /\bhref="([^"]+)"/.exec(tag)?.[1] ?? ''))];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) console.table(await benchPageWeight());
