/**
 * docs/benchmarks.md: one table, machine, method. It keeps rows by benchmark, so a run of one benchmark replaces only
 * its own. It removes those of another machine, which are not comparable. Pure: it takes the current page and returns
 * the new one.
 */
import type { Row } from './row';

export interface Benchmark {
  name: string;
  method: string;
}

export interface Run {
  benchmark: string;
  rows: Row[];
  /** `2026-11-24`. */
  date: string;
  /** The machine's load average over a minute, before the benchmark started. */
  load: number;
}

export interface Circumstances {
  machine: string;
  versions: string;
}

const HEAD = '| benchmark | what | result | against | measured |';

export function resultsPage(
  old: string,
  { machine, versions }: Circumstances,
  benchmarks: readonly Benchmark[],
  runs: readonly Run[],
): string {
  const machineLine = `Machine: ${machine}.`;
  const kept = old.includes(machineLine) ? linesByBenchmark(old) : new Map<string, string[]>();
  for (const run of runs) kept.set(run.benchmark, linesOf(run));
  const lines = benchmarks.flatMap(({ name }) => kept.get(name) ?? []);
  const missing = benchmarks.filter(({ name }) => !kept.has(name)).map(({ name }) => name);
  return `# How fast is it, and what does it cost?

Written by \`npm run bench\`. Compare ratios, not absolute figures: both sides of a ratio come from the same run on the same machine.

${machineLine}
Versions of the last run: ${versions}.

${HEAD}
| --- | --- | --- | --- | --- |
${lines.join('\n')}
${missing.length > 0 ? `\nNot measured on this machine yet: ${missing.join(', ')}.\n` : ''}
## What is measured, and how

${benchmarks.map(({ name, method }) => `- **${name}**: ${method}`).join('\n')}

## Repeat it

\`\`\`sh
npm ci && npm run build
npm run bench                        # all of it; takes a quarter of an hour
npm run bench -- ${benchmarks[0]?.name}              # one, whose rows it renews here
\`\`\`

All programs run on loopback. Stop other programs first: each row shows the load before its benchmark.
`;
}

/** The rows of the current page, by their first cell. */
function linesByBenchmark(page: string): Map<string, string[]> {
  const lines = new Map<string, string[]>();
  const table = page.slice(page.indexOf(HEAD) + HEAD.length).split('\n');
  for (const line of table.slice(2)) {
    if (!line.startsWith('|')) break;
    const name = line.split('|')[1]?.trim() ?? '';
    lines.set(name, [...(lines.get(name) ?? []), line]);
  }
  return lines;
}

function linesOf({ benchmark, rows, date, load }: Run): string[] {
  const measured = `${date}, load ${load.toFixed(1)}`;
  return rows.map(({ name, value, unit, note }) => {
    const cells = [benchmark, name.trim(), `${value} ${unit}`.trim(), note, measured];
    // An unescaped bar in a note would start another cell.
    return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  });
}
