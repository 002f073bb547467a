import fc from "fast-check";
import { expect, it } from "vitest";
import { joinedBytes, joinHeads } from "#pipeline/pack/outputs/search-join.ts";
import type { SearchHead } from "#pipeline/pack/outputs/search-head.ts";

const N_CLASSES = 6;

/** Of one head: which class of queries gives weight to which class of keys, and how much. */
const entries = fc.uniqueArray(
  fc.record({
    query: fc.nat(N_CLASSES - 1),
    key: fc.nat(N_CLASSES - 1),
    mean: fc.integer({ min: 36, max: 255 }),
  }),
  { selector: ({ query, key }) => query * N_CLASSES + key, maxLength: 20 },
);

function headOf(all: readonly { query: number; key: number; mean: number }[], head: number): SearchHead {
  const sorted = [...all].sort((a, b) => a.query - b.query || a.key - b.key);
  return {
    isCausal: true,
    queries: Uint16Array.from(sorted, ({ query }) => query),
    keys: Uint16Array.from(sorted, ({ key }) => key),
    means: Uint8Array.from(sorted, ({ mean }) => mean),
    shares: Uint8Array.from({ length: N_CLASSES }, (_, own) => (own * 7 + head) % 255),
  };
}

it("sorts the entries of all heads by class of query, then of key, then head, and leaves out those below the floor", () => {
  fc.assert(
    fc.property(
      fc.array(entries, { minLength: 1, maxLength: 5 }),
      fc.constantFrom(0, 100, 256),
      (all, floor) => {
        const heads = all.map(headOf);
        const plain = all
          .flatMap((own, head) => own.map((entry) => ({ ...entry, head })))
          .filter(({ mean }) => mean >= floor)
          .sort((a, b) => a.query - b.query || a.key - b.key || a.head - b.head);
        const pairs = [...Map.groupBy(plain, ({ query, key }) => query * N_CLASSES + key).values()];
        const { parts } = joinHeads(heads, floor);
        expect(parts.map(({ first }) => first)).toEqual([0]);
        const { columns } = parts[0]!;
        expect([...columns.heads]).toEqual(plain.map(({ head }) => head));
        expect([...columns.means]).toEqual(plain.map(({ mean }) => mean));
        expect([...columns.keys]).toEqual(pairs.map(([pair]) => pair!.key));
        expect([...columns.nHeads]).toEqual(pairs.map(({ length }) => length));
        const queries = Array.from({ length: N_CLASSES }, (_, own) => own);
        expect([...columns.nKeys]).toEqual(
          queries.map((own) => pairs.filter(([pair]) => pair!.query === own).length),
        );
        expect([...columns.shares]).toEqual(
          queries.flatMap((own) => heads.map(({ shares }) => shares[own]!)),
        );
        const nBytes = [
          columns.shares,
          columns.nKeys,
          columns.keys,
          columns.nHeads,
          columns.heads,
          columns.means,
        ].reduce((sum, { byteLength }) => sum + byteLength, 0);
        expect(joinedBytes(heads, floor)).toBe(nBytes);
      },
    ),
  );
});

it("begins a new part after the class that fills one", () => {
  // 20,000 heads that give weight to one class each: 20,000 shares, and 60,000 bytes of entries.
  const own = [0, 1, 2].map((query) => ({ query, key: 1, mean: 80 }));
  const heads = Array.from({ length: 20_000 }, (_, head) => headOf(own, head));
  expect(joinHeads(heads, 0).parts.map(({ first }) => first)).toEqual([0, 1, 2, 3]);
});
