/** Rotates a 3-D map slowly, so that its depth is visible without a drag. */

/** A full rotation takes half a minute. */
const PX_PER_MS = (2 * Math.PI * 150) / 30_000;

/** @param turn Rotates by a drag of this many pixels. @returns A function that stops the rotation. */
export function turnSlowly(turn: (dx: number) => void): () => void {
  let last: number | null = null;
  let asked = 0;
  const step = (now: number): void => {
    // After the page was hidden, the rotation continues from the same angle.
    if (last !== null) turn(Math.min(50, now - last) * PX_PER_MS);
    last = now;
    asked = requestAnimationFrame(step);
  };
  asked = requestAnimationFrame(step);
  return () => cancelAnimationFrame(asked);
}
