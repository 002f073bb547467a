/** The head that a reader points at, in the table, in the scatter or in the grid: the other two light it, too. */

export type Place = "table" | "scatter" | "grid";

export class LitHead {
  #head: number | null = null;
  #from: Place | null = null;
  readonly #listeners = new Set<(from: Place | null) => void>();

  /** Its place in the table. */
  get head(): number | null {
    return this.#head;
  }

  /** @param from Where the reader points. */
  light(head: number | null, from: Place): void {
    if (head === this.#head) return;
    // What stopped pointing there does not take the light from a head that is pointed at elsewhere.
    if (head === null && this.#from !== from) return;
    this.#head = head;
    this.#from = head === null ? null : from;
    for (const listener of this.#listeners) listener(this.#from);
  }

  /** @returns Ends it. */
  subscribe(listener: (from: Place | null) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }
}
