/** Atlases one after the other, except that the next one may begin while the one before only has to be packed. */

/** What the work on one item is told of the others. */
export interface Turn {
  /** To be called when the next item may begin. Without it, the next one begins when this one has ended. */
  readonly free: () => void;
  /** Ends when the items before have ended: until then, nothing is said of this one. */
  readonly before: Promise<void>;
}

/**
 * Runs all items in their order; at most two are at work.
 *
 * @throws the first error of `run`, after everything that has begun has ended.
 */
export async function inTurns<T>(
  items: readonly T[],
  run: (item: T, turn: Turn) => Promise<void>,
): Promise<void> {
  let before: Promise<void> = Promise.resolve();
  for (const item of items) {
    const free = Promise.withResolvers<undefined>();
    const whole = run(item, { free: () => free.resolve(undefined), before });
    try {
      await Promise.race([free.promise, whole]);
      await before;
    } catch (error) {
      await Promise.allSettled([before, whole]);
      throw error;
    }
    before = whole;
    // It is awaited with the next item, or at the end.
    before.catch(() => undefined);
  }
  await before;
}
