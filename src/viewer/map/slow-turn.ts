/** Turning a 3-D map slowly by itself, so that its depth is seen without a hand on it. */

/** A whole turn takes half a minute. */
const PX_PER_MS = (2 * Math.PI * 150) / 30_000;

/** @param turn Turns by so many pixels of a drag. @returns A function that ends it. */
export function turnSlowly(turn: (dx: number) => void): () => void {
  let last: number | null = null;
  let asked = 0;
  const step = (now: number): void => {
    // A page that was hidden for a while goes on from where it was.
    if (last !== null) turn(Math.min(50, now - last) * PX_PER_MS);
    last = now;
    asked = requestAnimationFrame(step);
  };
  asked = requestAnimationFrame(step);
  return () => cancelAnimationFrame(asked);
}
