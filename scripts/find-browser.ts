/**
 * Finds a Chromium for the end-to-end tests: PLAYWRIGHT_CHROMIUM, else Playwright's own download, else the system's.
 * Installs one if there is none.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chromium } from 'playwright';

const systemBrowsers = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome-stable',
  '/usr/bin/google-chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
];

/** @returns the path of a browser. @throws Error with the command that installs one */
export function findBrowser(): string {
  const named = process.env.PLAYWRIGHT_CHROMIUM;
  if (named) {
    if (!existsSync(named)) throw new Error(`PLAYWRIGHT_CHROMIUM is "${named}", but there is no file at that path.`);
    return named;
  }
  if (hasPlaywrightsOwn()) return chromium.executablePath();
  const found = systemBrowsers.find(existsSync);
  if (found) return found;
  throw new Error('No Chromium found. Install one with:  npx playwright install --with-deps chromium');
}

/** The whole browser. Its headless shell, which Playwright would choose, knows no microphone without a prompt. */
const hasPlaywrightsOwn = (): boolean => existsSync(chromium.executablePath());

/** Like `findBrowser`, but installs one if there is none: Playwright's, else, as root only, the distribution's. */
export function findOrInstallBrowser(): string {
  try {
    return findBrowser();
  } catch {
    console.log('No Chromium found: installing one.');
  }
  spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: 'inherit', shell: process.platform === 'win32' });
  if (!hasPlaywrightsOwn() && process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit' });
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { stdio: 'inherit' });
  }
  return findBrowser();
}
