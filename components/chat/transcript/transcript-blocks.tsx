'use client';
/**
 * The lines of a transcript in blocks. While an answer grows, only the last block is rendered again, and the browser
 * lays out only the visible blocks (`content-visibility`). Search in the page and screen readers still find every
 * line.
 */
import { memo } from 'react';
import type { TranscriptEntry } from '@/lib/digital-human/transcript';
import { TranscriptLine } from './transcript-line';

const BLOCK_LENGTH = 32;

type Entries = readonly TranscriptEntry[];

interface TranscriptBlocksProps {
  entries: Entries;
  /** Must have a stable identity; otherwise every block is rendered again. */
  nameOf: (entry: TranscriptEntry) => string;
}

export function TranscriptBlocks({ entries, nameOf }: TranscriptBlocksProps) {
  const blocks = blocksOf(entries);
  return blocks.map((block, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines are added at the end, so a block keeps its index
    <Block key={index} entries={block} nameOf={nameOf} isLast={index === blocks.length - 1} />
  ));
}

interface BlockProps extends TranscriptBlocksProps {
  isLast: boolean;
}

const Block = memo(function Block({ entries, nameOf, isLast }: BlockProps) {
  return (
    <div
      className={`flex flex-col gap-4 ${isLast ? '' : '[content-visibility:auto] [contain-intrinsic-size:auto_150rem] print:[content-visibility:visible]'}`}
    >
      {entries.map((entry) => (
        <TranscriptLine
          key={entry.id}
          entry={entry}
          name={nameOf(entry)}
          isLatest={isLast && entry === entries.at(-1)}
        />
      ))}
    </div>
  );
}, showsTheSame);

/** Compares the entries, because each render makes new arrays of the same entries. */
function showsTheSame(before: BlockProps, now: BlockProps): boolean {
  return (
    before.nameOf === now.nameOf &&
    before.isLast === now.isLast &&
    before.entries.length === now.entries.length &&
    before.entries.every((entry, index) => entry === now.entries[index])
  );
}

const blocksOf = (entries: Entries): Entries[] =>
  Array.from({ length: Math.ceil(entries.length / BLOCK_LENGTH) }, (_, index) =>
    entries.slice(index * BLOCK_LENGTH, (index + 1) * BLOCK_LENGTH),
  );
