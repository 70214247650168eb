/**
 * Drives browsers that Playwright cannot: Firefox by Marionette, WebKitGTK by its own driver. Both accept the commands
 * of the WebDriver standard, one over TCP, the other over HTTP.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { anyFreePort } from '../../scripts/free-port';
import { until } from '../../scripts/until';

const ELEMENT = 'element-6066-11e4-a52e-4f735466cecf';
const START_LIMIT_MS = 60_000;
const WAIT_LIMIT_MS = 30_000;

export interface WebDriver {
  goto(url: string): Promise<void>;
  url(): Promise<string>;
  /** The body of a function. `return` gives a JSON value. */
  run<T>(script: string): Promise<T>;
  /** Scrolls to the element and clicks it like a user. @throws when something covers it */
  click(selector: string, text?: string): Promise<void>;
  type(selector: string, text: string): Promise<void>;
  close(): Promise<void>;
}

type Send = (command: string, parameters: Record<string, unknown>) => Promise<unknown>;

/** A script that finds the element, with this text if given. */
const find = (selector: string, text?: string) =>
  `return Array.from(document.querySelectorAll(${JSON.stringify(selector)})).find((element) =>
     element.checkVisibility() && ${text === undefined ? 'true' : `element.textContent.includes(${JSON.stringify(text)})`}) ?? null`;

/** @param send takes command names as in Marionette */
function driverOf(send: Send, close: () => Promise<void>): WebDriver {
  const run = async <T>(script: string) => resultOf<T>(await send('WebDriver:ExecuteScript', { script, args: [] }));
  const elementOf = async (selector: string, text?: string): Promise<string> => {
    let element: Record<string, string> | null = null;
    await until(
      async () => {
        element = await run<Record<string, string> | null>(find(selector, text));
        return element !== null;
      },
      `${selector} ${text ?? ''}`,
      WAIT_LIMIT_MS,
    );
    return (element as unknown as Record<string, string>)[ELEMENT] as string;
  };
  return {
    run,
    close,
    goto: async (url) => void (await send('WebDriver:Navigate', { url })),
    url: () => run<string>('return location.href'),
    click: async (selector, text) =>
      void (await send('WebDriver:ElementClick', { id: await elementOf(selector, text) })),
    type: async (selector, text) =>
      void (await send('WebDriver:ElementSendKeys', { id: await elementOf(selector), text })),
  };
}

/** Marionette wraps some results, HTTP all of them. */
const resultOf = <T>(result: unknown): T =>
  (typeof result === 'object' && result !== null && 'value' in result ? result.value : result) as T;

export const findFirefox = (): string | undefined =>
  ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/Applications/Firefox.app/Contents/MacOS/firefox'].find(existsSync);

export async function startFirefox(binary: string): Promise<WebDriver> {
  const profile = mkdtempSync(join(tmpdir(), 'firefox-'));
  const port = await anyFreePort();
  const preferences = {
    'marionette.port': port,
    'intl.accept_languages': 'en-US',
    'media.navigator.streams.fake': true,
    'datareporting.policy.dataSubmissionEnabled': false,
    'app.update.auto': false,
    'browser.shell.checkDefaultBrowser': false,
    'toolkit.telemetry.enabled': false,
    'network.captive-portal-service.enabled': false,
    'network.connectivity-service.enabled': false,
    'services.settings.server': 'data:,',
  };
  const lines = Object.entries(preferences).map(([name, value]) => `user_pref("${name}", ${JSON.stringify(value)});`);
  writeFileSync(join(profile, 'user.js'), lines.join('\n'));
  const child = spawn(binary, ['--marionette', '--headless', '--no-remote', '--profile', profile, 'about:blank'], {
    stdio: 'ignore',
    env: { ...process.env, HOME: profile },
  });
  const close = async () => {
    await stop(child);
    rmSync(profile, { recursive: true, force: true });
  };
  try {
    const send = await marionette(port);
    await send('WebDriver:NewSession', { capabilities: { alwaysMatch: { acceptInsecureCerts: true } } });
    return driverOf(send, close);
  } catch (error) {
    await close();
    throw error;
  }
}

/** Messages are `length:[type, id, …]`. The first one is a greeting. */
async function marionette(port: number): Promise<Send> {
  let socket: Socket | undefined;
  const waiting = new Map<number, { resolve: (value: unknown) => void; reject: (error: Error) => void }>();
  let received = Buffer.alloc(0);
  let greet: () => void = () => {};
  const greeted = new Promise<void>((resolve) => {
    greet = resolve;
  });
  const read = (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      const colon = received.indexOf(':');
      const length = Number(received.toString('latin1', 0, colon));
      if (colon < 0 || received.length < colon + 1 + length) return;
      const message: unknown = JSON.parse(received.toString('utf8', colon + 1, colon + 1 + length));
      received = received.subarray(colon + 1 + length);
      if (!Array.isArray(message)) greet();
      else {
        const [, id, error, result] = message as [number, number, { error: string; message: string } | null, unknown];
        const waiter = waiting.get(id);
        waiting.delete(id);
        if (error) waiter?.reject(new Error(`${error.error}: ${error.message}`));
        else waiter?.resolve(result);
      }
    }
  };
  await until(
    () =>
      new Promise<boolean>((resolve) => {
        const attempt = connect(port, '127.0.0.1');
        attempt.once('error', () => resolve(false));
        attempt.once('connect', () => {
          socket = attempt.on('data', read);
          resolve(true);
        });
      }),
    'Firefox',
    START_LIMIT_MS,
  );
  socket?.on('close', () => {
    for (const { reject } of waiting.values()) reject(new Error('Firefox has ended.'));
  });
  await greeted;
  let lastId = 0;
  return (command, parameters) =>
    new Promise((resolve, reject) => {
      lastId += 1;
      waiting.set(lastId, { resolve, reject });
      const message = JSON.stringify([0, lastId, command, parameters]);
      socket?.write(`${Buffer.byteLength(message)}:${message}`);
    });
}

export interface WebKit {
  driver: string;
  browser: string;
}

/**
 * Debian's `webkit2gtk-driver`, with `xvfb`, because WebKitGTK has no headless mode. @returns what is missing, as a
 * string
 */
export function findWebKit(): WebKit | string {
  const folders = existsSync('/usr/lib') ? readdirSync('/usr/lib').map((name) => join('/usr/lib', name)) : [];
  const browser = folders
    .flatMap((folder) => ['webkit2gtk-4.1', 'webkit2gtk-4.0'].map((name) => join(folder, name, 'MiniBrowser')))
    .find(existsSync);
  const driver = '/usr/bin/WebKitWebDriver';
  if (!existsSync(driver) || !browser) return 'no WebKitWebDriver on this machine (Debian: webkit2gtk-driver)';
  if (spawnSync('Xvfb', ['-help']).error) return 'no Xvfb on this machine, which WebKitGTK needs (Debian: xvfb)';
  return { driver, browser };
}

const COMMANDS: Record<string, (parameters: Record<string, unknown>) => string> = {
  'WebDriver:Navigate': () => 'url',
  'WebDriver:ExecuteScript': () => 'execute/sync',
  'WebDriver:ElementClick': ({ id }) => `element/${id}/click`,
  'WebDriver:ElementSendKeys': ({ id }) => `element/${id}/value`,
};

export async function startWebKit({ driver, browser }: WebKit): Promise<WebDriver> {
  const port = await anyFreePort();
  const home = mkdtempSync(join(tmpdir(), 'webkit-'));
  const xvfb = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1280x800x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  const display = await new Promise<string>((resolve, reject) => {
    xvfb.stdio[3]?.once('data', (number: Buffer) => resolve(`:${String(number).trim()}`));
    xvfb.once('exit', () => reject(new Error('Xvfb has ended.')));
  });
  const child = spawn(driver, [`--port=${port}`, '--host=127.0.0.1'], {
    stdio: 'ignore',
    detached: true, // its browser ends with it
    env: { ...process.env, DISPLAY: display, HOME: home, LANG: 'en_US.UTF-8', LC_ALL: 'C.UTF-8', NO_AT_BRIDGE: '1' },
  });
  const close = async () => {
    if (child.pid) process.kill(-child.pid, 'SIGKILL');
    await stop(xvfb);
    rmSync(home, { recursive: true, force: true });
  };
  const call = async (path: string, body?: object) => {
    const answer = await fetch(`http://127.0.0.1:${port}/${path}`, {
      method: body ? 'POST' : 'GET',
      body: body ? JSON.stringify(body) : undefined,
    });
    const { value } = (await answer.json()) as { value: unknown };
    if (!answer.ok) throw new Error(JSON.stringify(value));
    return value;
  };
  try {
    await until(async () => Boolean(await call('status')), 'WebKitWebDriver', START_LIMIT_MS);
    const options = { binary: browser, args: ['--automation'] };
    const capabilities = { alwaysMatch: { 'webkitgtk:browserOptions': options } };
    const { sessionId } = (await call('session', { capabilities })) as { sessionId: string };
    return driverOf(async (command, parameters) => {
      const path = COMMANDS[command];
      if (!path) throw new Error(`no path for ${command}`);
      return call(`session/${sessionId}/${path(parameters)}`, parameters);
    }, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}
