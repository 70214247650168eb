/** One line of the table of all benchmarks. */
export interface Row {
  name: string;
  value: number;
  unit: string;
  /** The floor or target of the row. */
  note: string;
  /** The row misses a required result: the run ends with exit code 1. */
  isBroken?: boolean;
}

export const rounded = (value: number, digits = 1): number => Number(value.toFixed(digits));

export function medianOf(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
