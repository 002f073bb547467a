import { describe, expect, it } from "vitest";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { Flow } from "#drawing/currents/flows.ts";
import { crossingShare, currentNumbers, lackOf, nearShare } from "#drawing/currents/lack-of.ts";

/** A sequence of eight tokens. */
const TABLE = {
  nTokens: 8,
  nSequences: 1,
  starts: Uint32Array.of(0, 8),
  split: null,
  sequenceOf: new Uint32Array(8),
} as unknown as TokenTable;

/** Queries and keys on a line, each query `shift` to the right of the key of its own token. */
const line = (shift: number): { n: number; x: Float32Array; y: Float32Array } => ({
  n: 16,
  x: Float32Array.from({ length: 16 }, (_, point) => (point % 8) / 10 + (point < 8 ? shift : 0)),
  y: new Float32Array(16),
});
const PREVIOUS = Array.from({ length: 7 }, (_, i) => ({ query: i + 1, key: i, weight: 0.9 }));

describe("currents", () => {
  it("lack nothing where flows are many and near, run together and can be told apart", () => {
    expect(lackOf({ nFlows: 30, near: 0.4, bundled: 0.55, crossing: 0.1 })).toBeNull();
  });

  it("lack flows before anything else, then nearness, then bundles, then order", () => {
    expect(lackOf({ nFlows: 29, near: 0, bundled: 0, crossing: 1 })).toBe("nFlows");
    expect(lackOf({ nFlows: 30, near: 0.39, bundled: 0, crossing: 1 })).toBe("near");
    expect(lackOf({ nFlows: 30, near: 0.4, bundled: 0.54, crossing: 1 })).toBe("bundled");
    expect(lackOf({ nFlows: 30, near: 0.4, bundled: 0.55, crossing: 0.11 })).toBe("crossing");
  });

  it("are measured by the share of what moves that runs in strong flows", () => {
    const flows = [
      { steps: [], weight: 6 },
      { steps: [], weight: 2 },
    ] as const;
    const sum = { flows, still: 100 };
    expect(currentNumbers(sum, flows.slice(0, 1), 0.3)).toEqual({
      nFlows: 1,
      near: 0.3,
      bundled: 0.75,
      crossing: 0,
    });
    expect(currentNumbers({ flows: [], still: 0 }, [], 0).bundled).toBe(0);
  });
});

describe("how near queries lie to the keys they attend to", () => {
  it("is 1 where each has its key among the three nearest", () => {
    expect(nearShare(PREVIOUS, TABLE, line(-0.1), false)).toBe(1);
  });

  it("is below 0, worse than chance, where none has", () => {
    // Worked by hand: of eight keys, three are near by chance; (0 − 3/8) / (1 − 3/8) = −0.6.
    expect(nearShare(PREVIOUS, TABLE, line(9), false)).toBeCloseTo(
      // The largest keys are nearest there, so that links to keys 5 and 6 count as near.
      (2 / 7 - 3 / 8) / (1 - 3 / 8),
      9,
    );
  });

  it("is 0 where no query sees more than three keys", () => {
    expect(nearShare(PREVIOUS.slice(0, 2), TABLE, line(-0.1), true)).toBe(0);
  });

  it("counts the keys that a causal query sees", () => {
    // Far to the right, the last seen key is nearest: that of the token itself, then the previous one.
    expect(nearShare(PREVIOUS, TABLE, line(9), true)).toBe(1);
  });
});

describe("how often flows cross", () => {
  const flow = (from: readonly [number, number], to: readonly [number, number], weight = 1): Flow => ({
    steps: [{ from: { x: from[0], y: from[1] }, to: { x: to[0], y: to[1] }, weight }],
    weight,
  });

  it("is 0 for a chain, for a star, and for a single flow", () => {
    const chain = [0, 1, 2, 3].map((i) => flow([i, 0], [i + 1, i % 2]));
    const star = [0, 1, 2, 3, 4].map((i) => flow([Math.cos(i), Math.sin(i)], [0, 0]));
    for (const flows of [chain, star, chain.slice(0, 1), []]) expect(crossingShare(flows)).toBe(0);
  });

  it("counts pairs by the product of their weights", () => {
    const flows = [flow([-1, 0], [1, 0], 2), flow([0, -1], [0, 1], 3), flow([5, 5], [6, 6], 1)];
    // Pairs weigh 6, 2 and 3; only the first two flows cross.
    expect(crossingShare(flows)).toBeCloseTo(6 / 11, 9);
  });
});
