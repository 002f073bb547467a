/** Files that are written at places all over them, of which only a few are open at once: systems allow few, models have many heads. */
import { closeSync, openSync, writeSync } from "node:fs";
import { withPath } from "../problems/name-path.ts";

/** Far below what any system allows a process. */
const MOST_OPEN = 32;

export class OpenFiles {
  /** By path, the one used longest ago first. */
  readonly #open = new Map<string, number>();
  readonly #begun = new Set<string>();

  /** Writes numbers at a place, counted in numbers. What an earlier process left under this path goes away first. */
  write(path: string, numbers: Float32Array, at: number): void {
    const file = this.#fileOf(path);
    const bytes = new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength);
    let done = 0;
    try {
      while (done < bytes.length) done += writeSync(file, bytes, done, bytes.length - done, at * 4 + done);
    } catch (error) {
      throw withPath(error, path);
    }
  }

  close(): void {
    for (const file of this.#open.values()) closeSync(file);
    this.#open.clear();
  }

  #fileOf(path: string): number {
    const known = this.#open.get(path);
    this.#open.delete(path);
    if (known === undefined && this.#open.size >= MOST_OPEN) this.#closeOldest();
    const file = known ?? openSync(path, this.#begun.has(path) ? "r+" : "w");
    this.#begun.add(path);
    this.#open.set(path, file);
    return file;
  }

  #closeOldest(): void {
    const [oldest] = this.#open;
    if (oldest === undefined) return;
    closeSync(oldest[1]);
    this.#open.delete(oldest[0]);
  }
}
