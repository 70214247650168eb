/**
 * `npm run bench`: all benchmarks, one table, with the machine and the method. Needs a build (`npm run build`); all on
 * loopback. `npm run bench -- route herd sessions avatar` runs some; `--long` lets the sessions go on for 30 minutes.
 * Read ratios, not absolute figures: both sides of a ratio come from the same run on the same machine.
 */
import { cpus, totalmem } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { benchAvatar } from './bench/avatar';
import { benchExpiryHerd } from './bench/expiry-herd';
import { benchRoute } from './bench/route';
import type { Row } from './bench/row';
import { benchSessionLoad } from './bench/session-load';
import { findOrInstallBrowser } from './find-browser';

// Growth is measured after a collection, and a flag of the command line cannot be asked of everybody.
setFlagsFromString('--expose-gc');
globalThis.gc ??= runInNewContext('gc') as typeof globalThis.gc;

const minutes = process.argv.includes('--long') ? 30 : 3;
const benches: Record<string, () => Promise<Row[]>> = {
  route: benchRoute,
  herd: benchExpiryHerd,
  sessions: () => benchSessionLoad(minutes),
  avatar: async () =>
    (await benchAvatar(findOrInstallBrowser() ?? '')).map(({ what, value, unit, aim }) => ({
      name: `presenter: ${what}`,
      value,
      unit,
      note: aim ? `aim ${aim}` : '',
    })),
};
const asked = process.argv.slice(2).filter((argument) => !argument.startsWith('--'));
const unknown = asked.filter((name) => !(name in benches));
if (unknown.length > 0) {
  console.error(`No such benchmark: ${unknown.join(', ')}. There are: ${Object.keys(benches).join(', ')}.`);
  process.exit(1);
}
const rows: Row[] = [];
for (const [name, bench] of Object.entries(benches)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.error(`${name} …`);
  rows.push(...(await bench()));
}
console.table(rows.map(({ isBroken: _, ...row }) => row));
const broken = rows.filter(({ isBroken }) => isBroken);
for (const { name, value, note } of broken) console.error(`${name.trim()}: ${value}, ${note}`);
const [cpu] = cpus();
console.log(`${cpus().length} × ${cpu?.model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}`);
process.exit(broken.length > 0 ? 1 : 0);
