/**
 * Fails when the chat page loads more JavaScript than its budget allows. Measured as a browser would meet it: the scripts
 * the page of a running production build names, gzipped by that server. What is fetched on use or after consent (dialogs,
 * the vendor's SDK) is not in it. Run after `next build`; starts a server of its own, with no cloud behind it.
 */
import { spawn } from 'node:child_process';
import { get } from 'node:http';
import { encode } from 'next-auth/jwt';
import { demoSignIn, emulatorSettings, freePort, NEXT, quietNext, untilUp } from './local-stack';

/** An empty page of this framework is 132 kB. */
const BUDGET_KB = 170;
const PAGE = '/chat';
const COOKIE = 'authjs.session-token';

interface Answer {
  bytes: number;
  text: string;
}

function read(url: string, headers: Record<string, string>): Promise<Answer> {
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

/** Browsers that know modules, all we support, skip the scripts marked `noModule`. */
function scriptsOf(html: string): string[] {
  const tags = html.match(/<script\b[^>]*\bsrc="[^"]+"[^>]*>/g) ?? [];
  const modern = tags.filter((tag) => !/\bnomodule\b/i.test(tag));
  return [...new Set(modern.map((tag) => /\bsrc="([^"]+)"/.exec(tag)?.[1] ?? ''))];
}

async function measure(origin: string, secret: string): Promise<{ path: string; kb: number }[]> {
  const token = await encode({ token: { sub: 'bundle', name: 'Bundle' }, secret, salt: COOKIE });
  const { text } = await read(origin + PAGE, { cookie: `${COOKIE}=${token}` });
  const scripts = scriptsOf(text);
  if (scripts.length === 0) throw new Error(`${PAGE} names no script: is the build complete?`);
  return Promise.all(
    scripts.map(async (path) => {
      const { bytes } = await read(new URL(path, origin).href, { 'accept-encoding': 'gzip' });
      return { path, kb: bytes / 1000 };
    }),
  );
}

const port = await freePort('PORT', 3160);
const signIn = demoSignIn();
const server = spawn(process.execPath, [NEXT, 'start', '--port', String(port)], {
  stdio: ['ignore', 'ignore', 'inherit'],
  env: { ...process.env, ...quietNext, ...emulatorSettings(1), ...signIn, NODE_ENV: 'production' },
});
try {
  const origin = `http://localhost:${port}`;
  await untilUp(`${origin}/api/health`);
  const scripts = await measure(origin, signIn.AUTH_SECRET);
  const totalKb = scripts.reduce((sum, { kb }) => sum + kb, 0);
  for (const { path, kb } of scripts.sort((a, b) => b.kb - a.kb))
    console.log(`${kb.toFixed(1).padStart(7)} kB  ${path}`);
  console.log(`First load of ${PAGE}: ${totalKb.toFixed(1)} kB of JavaScript in gzip; the budget is ${BUDGET_KB} kB.`);
  if (totalKb > BUDGET_KB) process.exitCode = 1;
} finally {
  server.kill();
}
