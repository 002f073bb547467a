/** Joins what the search takes of each head: by class of query, then of key, then head. */
import type { PartColumns } from "#atlas/search/search-index.ts";
import type { SearchHead } from "./search-head.ts";

export interface JoinedHeads {
  readonly nClasses: number;
  readonly parts: readonly { readonly first: number; readonly columns: PartColumns }[];
}

/** A part ends with the class that fills it: one request brings whole classes, and not much else. */
const PART_BYTES = 48 * 1024;

/** @param floor Entries with a smaller byte are left out. */
export function joinHeads(heads: readonly SearchHead[], floor: number): JoinedHeads {
  const nClasses = heads[0]?.shares.length ?? 0;
  const next = new Uint32Array(heads.length);
  const ends = new Uint32Array(heads.length);
  const parts: JoinedHeads["parts"][number][] = [];
  let part = new PartInWork(heads.length);
  let first = 0;
  for (let own = 0; own < nClasses; own++) {
    let n = 0;
    heads.forEach(({ queries }, head) => {
      let at = next[head]!;
      while (at < queries.length && queries[at] === own) at++;
      n += at - next[head]!;
      ends[head] = at;
    });
    const entries = new Float64Array(n);
    n = 0;
    heads.forEach(({ keys, means }, head) => {
      for (let at = next[head]!; at < ends[head]!; at++)
        if (means[at]! >= floor) entries[n++] = codeOf(keys[at]!, head, means[at]!);
      next[head] = ends[head]!;
    });
    part.add(
      heads.map(({ shares }) => shares[own]!),
      entries.subarray(0, n).sort(),
    );
    if (part.nBytes < PART_BYTES && own + 1 < nClasses) continue;
    parts.push({ first, columns: part.columns() });
    part = new PartInWork(heads.length);
    first = own + 1;
  }
  return { nClasses, parts };
}

/** An entry as one number, in the order of the file: by key class, then by head. */
function codeOf(key: number, head: number, mean: number): number {
  return (key * 65536 + head) * 256 + mean;
}

class PartInWork {
  readonly #shares: number[] = [];
  readonly #nKeys: number[] = [];
  readonly #keys: number[] = [];
  readonly #counts: number[] = [];
  readonly #heads: number[] = [];
  readonly #means: number[] = [];
  readonly #nHeads: number;

  constructor(nHeads: number) {
    this.#nHeads = nHeads;
  }

  get nBytes(): number {
    return this.#nKeys.length * (this.#nHeads + 2) + this.#keys.length * 4 + this.#heads.length * 3;
  }

  add(shares: readonly number[], entries: Float64Array): void {
    for (const share of shares) this.#shares.push(share);
    const before = this.#keys.length;
    let last = -1;
    for (const code of entries) {
      const [place, mean] = [Math.floor(code / 256), code % 256];
      const [key, head] = [Math.floor(place / 65536), place % 65536];
      if (key !== last) {
        this.#keys.push(key);
        this.#counts.push(0);
      }
      last = key;
      this.#counts[this.#counts.length - 1]!++;
      this.#heads.push(head);
      this.#means.push(mean);
    }
    this.#nKeys.push(this.#keys.length - before);
  }

  columns(): PartColumns {
    return {
      shares: Uint8Array.from(this.#shares),
      nKeys: Uint16Array.from(this.#nKeys),
      keys: Uint16Array.from(this.#keys),
      nHeads: Uint16Array.from(this.#counts),
      heads: Uint16Array.from(this.#heads),
      means: Uint8Array.from(this.#means),
    };
  }
}
