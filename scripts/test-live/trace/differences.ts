/**
 * Compares two traces. A repeated entry counts once, because the number of polls and pieces varies. It compares the
 * order only where that does not vary: of the calls, and of the first event of each kind.
 */
import type { Shape, Trace, TraceEntry, TraceKind } from './entry';

const headings: Record<TraceKind, string> = {
  step: 'What the user does',
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
    ...beatDifferences(kind, ours, theirs, names),
  ];
  return found.length > 0 ? [`${headings[kind]}:`, ...found] : [];
}

const linesOf = (kind: TraceKind, entries: TraceEntry[]): string[] => [
  ...new Set(entries.filter((entry) => entry.kind === kind && !beatOf(entry)).map(connectionOf)),
];

const connectionOf = ({ what, with: shape }: TraceEntry) =>
  shape === undefined ? what : `${what} ${JSON.stringify(shape)}`;

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

/**
 * Heartbeats and pings follow the clock, so their number and the job's state in them vary. Their fields are compared if
 * both traces have some.
 */
function beatOf({ kind, what, with: shape }: TraceEntry): string | undefined {
  if (kind === 'http' && /^GET \S+ \S+\/state$/.test(what)) return what;
  const action = kind === 'socket' ? fieldOf(shape, 'action') : undefined;
  return action === 'ping' || action === 'pong' ? `${what} ${action}` : undefined;
}

function beatDifferences(
  kind: TraceKind,
  ours: TraceEntry[],
  theirs: TraceEntry[],
  names: { ours: string; theirs: string },
): string[] {
  const [mine, other] = [beatsIn(kind, ours), beatsIn(kind, theirs)];
  return [...mine].flatMap(([beat, fields]) => {
    const others = other.get(beat);
    if (!others || fields === others) return [];
    return [`  other fields: ${beat}: ${names.ours} ${fields}; ${names.theirs} ${others}`];
  });
}

function beatsIn(kind: TraceKind, entries: TraceEntry[]): Map<string, string> {
  const fields = new Map<string, Set<string>>();
  for (const entry of entries) {
    const beat = entry.kind === kind ? beatOf(entry) : undefined;
    if (!beat) continue;
    const known = fields.get(beat) ?? new Set();
    for (const name of namesIn(fieldOf(entry.with, 'received') ?? entry.with)) known.add(name);
    fields.set(beat, known);
  }
  return new Map([...fields].map(([beat, known]) => [beat, [...known].sort().join(', ')]));
}

const namesIn = (shape: Shape | undefined) =>
  typeof shape === 'object' && shape !== null && !Array.isArray(shape) ? Object.keys(shape) : [];

const fieldOf = (shape: Shape | undefined, name: string): Shape | undefined =>
  namesIn(shape).includes(name) ? (shape as Readonly<Record<string, Shape>>)[name] : undefined;
