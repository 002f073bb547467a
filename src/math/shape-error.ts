/** An array has a wrong shape. This is a bug of Headland, not a mistake in the input. */
export class ShapeError extends Error {
  override name = "ShapeError";
}

/** @throws {ShapeError} if `actual` is not `expected`; `what` names the array. */
export function expectLength(what: string, actual: number, expected: number): void {
  if (actual !== expected) throw new ShapeError(`${what}: expected ${expected} numbers, received ${actual}.`);
}

/** More is asked of a kernel than its memory can hold. */
export class KernelMemoryError extends Error {
  override name = "KernelMemoryError";

  constructor(bytes: number, options?: ErrorOptions) {
    const asked = Math.ceil(bytes / 2 ** 20).toLocaleString("en");
    super(`WebAssembly ran out of memory: ${asked} MB more were needed; it has 4,096 MB at most.`, options);
  }
}
