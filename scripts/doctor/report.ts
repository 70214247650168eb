/** Formats findings as lines, with a sentence at the end. */
import { type Finding, isBad, type Level } from './examination';

const marks: Record<Level, string> = { ok: '✓', warning: '!', failure: '✗', skipped: '–', aside: '·' };
const colours: Record<Level, number> = { ok: 32, warning: 33, failure: 31, skipped: 90, aside: 90 };

/** The width of the longest name of a check. */
const NAME_WIDTH = 'SDK style sheet'.length;
const INDENT = ' '.repeat(NAME_WIDTH + 4);

export function linesOf({ check, level, text, advice }: Finding, hasColour: boolean): string[] {
  const mark = hasColour ? `\u001b[${colours[level]}m${marks[level]}\u001b[0m` : marks[level];
  const line = `${mark} ${check.padEnd(NAME_WIDTH)}  ${text}`;
  if (!advice) return [line];
  return [
    line,
    `${INDENT}It means: ${advice.means}`,
    `${INDENT}What to do: ${advice.todo}`,
    `${INDENT}See: ${advice.docs}`,
  ];
}

export function conclusion(findings: readonly Finding[]): { couldStart: boolean; sentence: string } {
  const count = (level: Level) => findings.filter((finding) => finding.level === level).length;
  const couldStart = !findings.some(isBad);
  const warnings = count('warning') === 0 ? '' : ` ${plural(count('warning'), 'warning')}.`;
  // The sentence claims no more than the steps have checked.
  const open = findings.flatMap(({ leavesOpen }) => leavesOpen ?? []);
  const unseen = open.length === 0 ? '' : ` Not checked: ${open.join(', ')}.`;
  if (couldStart) return { couldStart, sentence: `A conversation could start.${unseen}${warnings}` };
  const left = count('skipped') === 0 ? '' : `, ${count('skipped')} not checked`;
  return {
    couldStart,
    sentence: `No conversation could start: ${plural(count('failure'), 'failure')}${left}.${warnings}`,
  };
}

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`;
