/**
 * Fails when a Markdown page points to a missing file, heading or npm script, when the error catalogue is older than
 * its code, or when README.zh-CN.md has another structure than README.md.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, join, normalize } from 'node:path/posix';
import { firstDifference, type Page, readPage } from './check-docs/markdown';
import { errorCatalogue } from './error-catalogue/catalogue';

/** Third-party, generated, or planned files. */
const madeElsewhere =
  /(^|\/)(HwICSUiSdk|wasmData|modelData|server\.js$|(components|installed)\.json$|current-user\.ts$|middleware\.ts$|xx\.json$)|^\.generated\/|x\.test\.ts$/;
const skipped = /^(node_modules|\.next|\.git|\.generated|test-results|playwright-report|gallery)$/;

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    if (skipped.test(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
}

const files = filesUnder('.');
const baseNames = new Set(files.map((file) => basename(file)));
/** With `-w` and the folder for a workspace's scripts, as in a command. */
const scripts = new Set(files.filter((file) => basename(file) === 'package.json').flatMap(scriptsOf));
const pages = new Map<string, Page>();
const pageOf = (path: string): Page => {
  const known = pages.get(path) ?? readPage(readFileSync(path, 'utf8'));
  pages.set(path, known);
  return known;
};

function scriptsOf(file: string): string[] {
  const { scripts: own = {} } = JSON.parse(readFileSync(file, 'utf8')) as { scripts?: Record<string, string> };
  const folder = dirname(file);
  return Object.keys(own).map((name) => (folder === '.' ? name : `${name} -w ${folder}`));
}

function faultsOf(path: string): string[] {
  const page = pageOf(path);
  const deadLinks = page.links.flatMap((link) => faultOfLink(path, link) ?? []);
  const lost = page.namedFiles
    .filter((file) => !madeElsewhere.test(file) && !isThere(file, dirname(path)))
    .map((file) => `names ${file}, which is not there`);
  const unknown = page.scripts.filter((name) => !scripts.has(name));
  const misnamed = page.misnamed.map((link) => `calls a file by another name: ${link}`);
  return [...deadLinks, ...lost, ...misnamed, ...unknown.map((name) => `names npm run ${name}, which is no script`)];
}

function faultOfLink(from: string, link: string): string | undefined {
  if (/^[a-z]+:/i.test(link)) return undefined; // another site: not checked
  const [file = '', anchor] = link.split('#');
  const path = file === '' ? from : normalize(join(dirname(from), decodeURI(file)));
  if (!existsSync(path)) return `links to ${link}: there is no ${path}`;
  if (!anchor || !path.endsWith('.md')) return undefined;
  return pageOf(path).anchors.has(decodeURIComponent(anchor)) ? undefined : `links to ${link}: no such heading`;
}

/** Whether a file exists: from the root, from the page's own folder, or anywhere for a bare name. */
const isThere = (file: string, folder: string) =>
  existsSync(file) || existsSync(join(folder, file)) || (!file.includes('/') && baseNames.has(file));

const faults = files
  .filter((file) => file.endsWith('.md'))
  .flatMap((path) => faultsOf(path).map((fault) => `${path} ${fault}`));

if (readFileSync('docs/errors.md', 'utf8') !== errorCatalogue())
  faults.push('docs/errors.md is old: npm run catalogue -w tools');
const difference = firstDifference(pageOf('README.md'), pageOf('README.zh-CN.md'));
if (difference) faults.push(`README.zh-CN.md is built otherwise than README.md: ${difference}`);

if (faults.length > 0) {
  console.error(`Documentation that is not true:\n  ${faults.join('\n  ')}`);
  process.exit(1);
}
console.log(`Documentation: ${pages.size} pages, every link, file and command in them is there.`);
