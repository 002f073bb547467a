/** An array has a wrong shape. This is a bug of Headland, not a mistake in the input. */
export class ShapeError extends Error {
  override name = "ShapeError";
}

/** @throws {ShapeError} if `actual` is not `expected`; `what` names the array. */
export function expectLength(what: string, actual: number, expected: number): void {
  if (actual !== expected) throw new ShapeError(`${what}: expected ${expected} numbers, received ${actual}.`);
}
