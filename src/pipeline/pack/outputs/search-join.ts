/** Joins what the search takes of each head: by class of query, then of key, then head. */
import type { PartColumns } from "#atlas/search/search-index.ts";
import type { SearchHead } from "./search-head.ts";

export interface JoinedHeads {
  readonly nClasses: number;
  readonly parts: readonly { readonly first: number; readonly columns: PartColumns }[];
}

/** A part ends with the class that fills it: one request brings whole classes, and not much else. */
const PART_BYTES = 48 * 1024;
/** Key classes are 16-bit numbers. */
const N_NUMBERS = 2 ** 16;

/** @param floor Entries with a smaller byte are left out. */
export function joinHeads(heads: readonly SearchHead[], floor: number): JoinedHeads {
  const nClasses = heads[0]?.shares.length ?? 0;
  const walk = new ClassWalk(heads, floor);
  const parts: JoinedHeads["parts"][number][] = [];
  let part = new PartInWork(heads.length);
  let first = 0;
  for (let own = 0; own < nClasses; own++) {
    walk.countNext(own);
    part.add(own, heads, walk);
    if (part.nBytes < PART_BYTES && own + 1 < nClasses) continue;
    parts.push({ first, columns: part.columns() });
    part = new PartInWork(heads.length);
    first = own + 1;
  }
  return { nClasses, parts };
}

/** Bytes of all columns of the joined heads, without joining them. @param floor As there. */
export function joinedBytes(heads: readonly SearchHead[], floor: number): number {
  const nClasses = heads[0]?.shares.length ?? 0;
  const walk = new ClassWalk(heads, floor);
  let nBytes = 0;
  for (let own = 0; own < nClasses; own++) {
    walk.countNext(own);
    nBytes += bytesOf(heads.length, walk.keys.length, walk.nEntries);
  }
  return nBytes;
}

/** Of a class of queries: a share of each head, how many keys it has, the keys and their heads, and the entries. */
function bytesOf(nHeads: number, nKeys: number, nEntries: number): number {
  return nHeads + 2 + nKeys * 4 + nEntries * 3;
}

/** Goes through the classes of queries in their order, and through the entries of all heads with them. */
class ClassWalk {
  /** Key classes of this class, rising. */
  keys: number[] = [];
  /** Entries of each key class; 0 for those that are not among the keys. */
  readonly counts = new Uint32Array(N_NUMBERS);
  nEntries = 0;
  readonly #heads: readonly SearchHead[];
  readonly #floor: number;
  /** Where this class begins in each head, and where it ends. */
  readonly #from: Uint32Array;
  readonly #ends: Uint32Array;
  readonly #next = new Uint32Array(N_NUMBERS);

  constructor(heads: readonly SearchHead[], floor: number) {
    this.#heads = heads;
    this.#floor = floor;
    this.#from = new Uint32Array(heads.length);
    this.#ends = new Uint32Array(heads.length);
  }

  /** Must be called with one class after the other, from 0 on. */
  countNext(own: number): void {
    for (const key of this.keys) this.counts[key] = 0;
    this.keys = [];
    this.nEntries = 0;
    for (let head = 0; head < this.#heads.length; head++) {
      const { queries, keys, means } = this.#heads[head]!;
      let at = this.#ends[head]!;
      this.#from[head] = at;
      for (; at < queries.length && queries[at] === own; at++) {
        if (means[at]! < this.#floor) continue;
        const key = keys[at]!;
        if (this.counts[key]!++ === 0) this.keys.push(key);
        this.nEntries++;
      }
      this.#ends[head] = at;
    }
    this.keys.sort((a, b) => a - b);
  }

  /** Puts the entries of this class by key class, and then by head. */
  place(heads: Uint16Array, means: Uint8Array): void {
    const next = this.#next;
    let end = 0;
    for (const key of this.keys) {
      next[key] = end;
      end += this.counts[key]!;
    }
    for (let head = 0; head < this.#heads.length; head++) {
      const own = this.#heads[head]!;
      for (let entry = this.#from[head]!; entry < this.#ends[head]!; entry++) {
        if (own.means[entry]! < this.#floor) continue;
        const place = next[own.keys[entry]!]!++;
        heads[place] = head;
        means[place] = own.means[entry]!;
      }
    }
  }
}

/** The classes of a part, each with its columns. */
class PartInWork {
  readonly #nHeads: number;
  readonly #classes: PartColumns[] = [];
  nBytes = 0;

  constructor(nHeads: number) {
    this.#nHeads = nHeads;
  }

  add(own: number, heads: readonly SearchHead[], walk: ClassWalk): void {
    const { keys, counts, nEntries } = walk;
    const columns = {
      shares: new Uint8Array(heads.length),
      nKeys: Uint16Array.of(keys.length),
      keys: Uint16Array.from(keys),
      nHeads: Uint16Array.from(keys, (key) => counts[key]!),
      heads: new Uint16Array(nEntries),
      means: new Uint8Array(nEntries),
    };
    for (let head = 0; head < heads.length; head++) columns.shares[head] = heads[head]!.shares[own]!;
    walk.place(columns.heads, columns.means);
    this.#classes.push(columns);
    this.nBytes += bytesOf(this.#nHeads, keys.length, nEntries);
  }

  columns(): PartColumns {
    const words = (of: "nKeys" | "keys" | "nHeads" | "heads"): Uint16Array =>
      joined(
        this.#classes.map((own) => own[of]),
        (length) => new Uint16Array(length),
      );
    const bytes = (of: "shares" | "means"): Uint8Array =>
      joined(
        this.#classes.map((own) => own[of]),
        (length) => new Uint8Array(length),
      );
    return {
      shares: bytes("shares"),
      nKeys: words("nKeys"),
      keys: words("keys"),
      nHeads: words("nHeads"),
      heads: words("heads"),
      means: bytes("means"),
    };
  }
}

function joined<Column extends Uint8Array | Uint16Array>(
  columns: readonly Column[],
  make: (length: number) => Column,
): Column {
  const all = make(columns.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const column of columns) {
    all.set(column, at);
    at += column.length;
  }
  return all;
}
