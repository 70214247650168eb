/** What a trace says about the open questions of docs/sdk-facts.md. */
import type { Shape, Trace } from './entry';

export function answersOf({ entries }: Trace): string[] {
  const field = (shape: Shape | undefined, name: string): Shape | undefined =>
    typeof shape === 'object' && shape !== null && !Array.isArray(shape)
      ? (shape as Readonly<Record<string, Shape>>)[name]
      : undefined;
  const periods = entries
    .filter(({ what }) => what.endsWith('/auth-once-code'))
    .map((entry) => field(field(entry.with, 'received'), 'valid_period'));
  const answers = entries.filter(({ kind, what }) => kind === 'event' && what === 'semanticRecognized');
  const last = answers.filter((entry) => field(entry.with, 'isLast') === true).length;
  const speak = entries.findIndex(({ kind, what }) => kind === 'step' && what === 'speaks');
  const written = speak < 0 ? entries : entries.slice(0, speak);
  const opened = written.some(({ what }) => what === 'opens the microphone');
  const left = entries.find(({ kind, what }) => kind === 'storage' && what.startsWith('holds at the end'));
  const astray = entries.filter(({ kind, what }) => kind === 'http' && / page \/v1\//.test(what)).length;
  const hosts = new Set(entries.flatMap(({ what }) => /\bother (?:address|\*\.[\w.-]+)/.exec(what)?.[0] ?? []));
  return [
    `A token is valid for: ${periods.find((period) => typeof period === 'number') ?? 'unknown'} s`,
    `isLast came ${last} times in ${answers.length} pieces of the answers to one question`,
    `While only writing, the microphone was ${opened ? 'opened: METASTUDIO_SILENT_TRACK does not work here' : 'not opened'}`,
    `Left in the storage: ${left ? left.what.replace('holds at the end: ', '') : 'unknown'}`,
    `Requests of the SDK to this site: ${astray}`,
    `Other hosts it spoke to: ${hosts.size > 0 ? [...hosts].sort().join(', ') : 'none'}`,
  ];
}
