/**
 * Compares two traces. What repeats counts once, as polls and pieces of an answer come in any number; the order is
 * compared where it is no matter of chance: of the calls, and of the first event of each kind.
 */
import type { Trace, TraceEntry, TraceKind } from './entry';

const headings: Record<TraceKind, string> = {
  step: 'What the person does',
  call: 'Calls of the SDK',
  result: 'Results of those calls',
  event: 'Events of the SDK',
  http: 'Requests',
  socket: 'WebSocket',
  storage: 'Storage',
  permission: 'Devices and permissions',
  page: 'The page around it',
};

const kinds = Object.keys(headings) as TraceKind[];

/** @returns one line each, ready to print; empty when the traces agree */
export function traceDifferences(ours: Trace, theirs: Trace, names: { ours: string; theirs: string }): string[] {
  const version =
    ours.version === theirs.version
      ? []
      : [`Version: ${names.ours} ${ours.version}, ${names.theirs} ${theirs.version}`];
  return [...version, ...kinds.flatMap((kind) => differencesOf(kind, ours.entries, theirs.entries, names))];
}

function differencesOf(
  kind: TraceKind,
  ours: TraceEntry[],
  theirs: TraceEntry[],
  names: { ours: string; theirs: string },
) {
  const [mine, other] = [linesOf(kind, ours), linesOf(kind, theirs)];
  const found = [
    ...mine.filter((line) => !other.includes(line)).map((line) => `  only ${names.ours}: ${line}`),
    ...other.filter((line) => !mine.includes(line)).map((line) => `  only ${names.theirs}: ${line}`),
    ...orderDifference(kind, ours, theirs, names),
  ];
  return found.length > 0 ? [`${headings[kind]}:`, ...found] : [];
}

const linesOf = (kind: TraceKind, entries: TraceEntry[]): string[] => [
  ...new Set(entries.filter((entry) => entry.kind === kind).map(lineOf)),
];

const lineOf = ({ what, with: shape }: TraceEntry) => (shape === undefined ? what : `${what} ${JSON.stringify(shape)}`);

function orderDifference(
  kind: TraceKind,
  ours: TraceEntry[],
  theirs: TraceEntry[],
  names: { ours: string; theirs: string },
) {
  if (kind !== 'call' && kind !== 'event') return [];
  const firstOf = (entries: TraceEntry[]) => [
    ...new Set(entries.filter((entry) => entry.kind === kind).map(({ what }) => what)),
  ];
  const [mine, other] = [firstOf(ours), firstOf(theirs)];
  const common = mine.filter((what) => other.includes(what));
  const inOrder = other.filter((what) => mine.includes(what));
  if (common.join() === inOrder.join()) return [];
  return [`  another order: ${names.ours} ${common.join(', ')}; ${names.theirs} ${inOrder.join(', ')}`];
}
