'use client';
/**
 * The lines of a transcript in blocks. While an answer grows, only the last block is rendered again, and the browser
 * lays out only the blocks in sight (`content-visibility`). Search in the page and screen readers still find every line.
 */
import { memo, useRef } from 'react';
import type { TranscriptEntry } from '@/lib/digital-human/transcript';
import { TranscriptLine } from './transcript-line';

const BLOCK_LENGTH = 32;

type Entries = readonly TranscriptEntry[];

interface TranscriptBlocksProps {
  entries: Entries;
  /** Of stable identity, or every block is rendered again. */
  nameOf: (entry: TranscriptEntry) => string;
}

export function TranscriptBlocks({ entries, nameOf }: TranscriptBlocksProps) {
  const last = useRef<Entries[]>([]);
  const blocks = blocksOf(entries, last.current);
  last.current = blocks;
  return blocks.map((block, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: lines are added at the end, so a block keeps its place
    <Block key={index} entries={block} nameOf={nameOf} isLast={index === blocks.length - 1} />
  ));
}

const Block = memo(function Block({ entries, nameOf, isLast }: TranscriptBlocksProps & { isLast: boolean }) {
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
});

/** Blocks whose entries are the same as before stay the same arrays. */
export function blocksOf(entries: Entries, before: readonly Entries[]): Entries[] {
  const blocks: Entries[] = [];
  for (let start = 0; start < entries.length; start += BLOCK_LENGTH) {
    const length = Math.min(BLOCK_LENGTH, entries.length - start);
    const known = before[blocks.length];
    const isSame = known?.length === length && known.every((entry, index) => entry === entries[start + index]);
    blocks.push(isSame ? known : entries.slice(start, start + length));
  }
  return blocks;
}
