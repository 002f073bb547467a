import { describe, expect, it } from "vitest";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import { currentsNote, hasCurrents, mayHaveCurrents } from "#drawing/currents/has-currents.ts";

const tableOf = (length: number): TokenTable =>
  ({ nSequences: 1, starts: Uint32Array.of(0, length), split: null }) as unknown as TokenTable;

describe("a map has currents", () => {
  it("by itself where they are telling, else where the reader wants them", () => {
    expect(hasCurrents({ currents: "auto", dim: 2 }, true)).toBe(true);
    expect(hasCurrents({ currents: "auto", dim: 2 }, false)).toBe(false);
    expect(hasCurrents({ currents: "on", dim: 2 }, false)).toBe(true);
    expect(hasCurrents({ currents: "off", dim: 2 }, true)).toBe(false);
  });

  it("never in three dimensions", () => {
    expect(hasCurrents({ currents: "on", dim: 3 }, true)).toBe(false);
    expect(mayHaveCurrents({ currents: "on", dim: 3 }, tableOf(9), false)).toBe(false);
  });

  it("needs weights unasked only where they are few, and the reader does not save data", () => {
    expect(mayHaveCurrents({ currents: "auto", dim: 2 }, tableOf(1000), false)).toBe(true);
    expect(mayHaveCurrents({ currents: "auto", dim: 2 }, tableOf(1001), false)).toBe(false);
    expect(mayHaveCurrents({ currents: "auto", dim: 2 }, tableOf(10), true)).toBe(false);
    expect(mayHaveCurrents({ currents: "on", dim: 2 }, tableOf(5000), true)).toBe(true);
    expect(mayHaveCurrents({ currents: "off", dim: 2 }, tableOf(10), false)).toBe(false);
  });

  it("says what they are, and where they say little", () => {
    expect(currentsNote(null)).toMatch(/^Currents show where [^.]+\.$/);
    expect(currentsNote("near")).toContain("read the currents, not the distances");
    expect(currentsNote("bundled")).toContain("say little on this map");
  });
});
