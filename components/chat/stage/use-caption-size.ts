/** The size of the captions, kept on this device. */
import { useSyncExternalStore } from 'react';

export const captionSizes = ['off', 'small', 'medium', 'large'] as const;
export type CaptionSize = (typeof captionSizes)[number];

const KEY = 'captions';
const DEFAULT: CaptionSize = 'small';
const subscribers = new Set<() => void>();

/** The choice in a browser without storage, as long as the page lives. */
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
    // Storage is forbidden or full: `unstored` holds the choice.
  }
  for (const subscriber of subscribers) subscriber();
}

/** The sizes in the order of the key: off, small, medium, large, and off again. */
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
