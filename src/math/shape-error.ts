/** A promise about array shapes was broken: a fault of ours, not of the reader's input. */
export class ShapeError extends Error {
  override name = "ShapeError";
}

/** @throws {ShapeError} if `actual` is not `expected`; `what` names the array. */
export function expectLength(what: string, actual: number, expected: number): void {
  if (actual !== expected) throw new ShapeError(`${what}: expected ${expected} numbers, received ${actual}.`);
}
