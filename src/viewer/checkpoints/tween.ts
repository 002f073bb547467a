/** Moves a number from one value to another, frame by frame. */

/**
 * @param durationMs 0 shows the last value at once.
 * @returns A function that stops it where it is; `onEnd` is then not called.
 */
export function tween(
  from: number,
  to: number,
  durationMs: number,
  show: (value: number) => void,
  onEnd: () => void,
): () => void {
  if (durationMs === 0 || from === to) {
    show(to);
    onEnd();
    return () => undefined;
  }
  const start = performance.now();
  let frame = 0;
  const step = (now: number): void => {
    const share = Math.min(1, Math.max(0, (now - start) / durationMs));
    show(share === 1 ? to : from + (to - from) * eased(share));
    if (share === 1) onEnd();
    else frame = requestAnimationFrame(step);
  };
  frame = requestAnimationFrame(step);
  return () => cancelAnimationFrame(frame);
}

/** Slow at both ends. */
function eased(share: number): number {
  return share * share * (3 - 2 * share);
}
