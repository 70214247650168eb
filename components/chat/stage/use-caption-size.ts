/** How large the captions are, remembered on this device: nothing a server needs to know. */
import { useSyncExternalStore } from 'react';

export const captionSizes = ['off', 'small', 'medium', 'large'] as const;
export type CaptionSize = (typeof captionSizes)[number];

const KEY = 'captions';
const DEFAULT: CaptionSize = 'small';
const subscribers = new Set<() => void>();

/** Where the browser allows no storage, the choice lasts as long as the page. */
let unstored: CaptionSize = DEFAULT;

function read(): CaptionSize {
  try {
    const stored = localStorage.getItem(KEY);
    return captionSizes.find((size) => size === stored) ?? unstored;
  } catch {
    return unstored;
  }
}

export function setCaptionSize(size: CaptionSize): void {
  unstored = size;
  try {
    localStorage.setItem(KEY, size);
  } catch {
    // Not allowed, or full: `unstored` has it.
  }
  for (const subscriber of subscribers) subscriber();
}

/** Off, small, medium, large, and off again. */
export function nextCaptionSize(): void {
  setCaptionSize(captionSizes[(captionSizes.indexOf(read()) + 1) % captionSizes.length] ?? DEFAULT);
}

function subscribe(subscriber: () => void): () => void {
  subscribers.add(subscriber);
  window.addEventListener('storage', subscriber); // another tab
  return () => {
    subscribers.delete(subscriber);
    window.removeEventListener('storage', subscriber);
  };
}

export const useCaptionSize = (): CaptionSize => useSyncExternalStore(subscribe, read, () => DEFAULT);
