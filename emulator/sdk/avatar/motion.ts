// Functions for natural movement: easing towards a goal, a random number in a span, a smooth wander. Pure except for
// the injected random source.

export type Random = () => number;

/** Moves a value towards its goal; `rate` is the share per second, so 5 means most of the way in a quarter second. */
export function approach(value: number, goal: number, rate: number, elapsedSeconds: number): number {
  return value + (goal - value) * (1 - Math.exp(-rate * elapsedSeconds));
}

export function between(random: Random, low: number, high: number): number {
  return low + random() * (high - low);
}

/** From 0 to 1 with a smooth start and end. */
export function smooth(value: number): number {
  const clamped = Math.min(1, Math.max(0, value));
  return clamped * clamped * (3 - 2 * clamped);
}

/** Smooth value noise between -1 and 1. Each channel is independent. */
export function wander(time: number, channel: number): number {
  const step = Math.floor(time);
  const fraction = time - step;
  const eased = smooth(fraction);
  const valueAt = (index: number) => {
    const x = Math.sin((index + channel * 57.31) * 127.1) * 43758.5453;
    return (x - Math.floor(x)) * 2 - 1;
  };
  return valueAt(step) * (1 - eased) + valueAt(step + 1) * eased;
}
