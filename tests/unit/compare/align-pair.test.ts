import { describe, expect, it } from "vitest";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { seededRandom } from "#math/random.ts";
import { alignPair } from "../../../src/compare/align-pair.ts";
import type { TokenLinks } from "../../../src/compare/token-links.ts";
import { expectClose } from "../../helpers/expect-close.ts";

const N = 12;
const random = seededRandom(7);
const cloud = (): Float32Array => Float32Array.from({ length: 2 * N }, () => random() - 0.5);
const FIRST: MapCoordinates = { n: 2 * N, x: cloud(), y: cloud() };

/** Links of each token to the one with the same number. */
function linksOf(n: number): TokenLinks {
  const all = Int32Array.from({ length: n }, (_, token) => token);
  return {
    basis: "tokens",
    there: all,
    back: all,
    pairs: Array.from(all, (t) => [t, t] as const),
    nShared: 1,
  };
}

/** Turned by a quarter, mirrored, halved, moved. */
function planted({ n, x, y }: MapCoordinates): MapCoordinates {
  return { n, x: y.map((value) => value / 2 + 0.1), y: x.map((value) => value / 2 - 0.2) };
}

describe("alignPair", () => {
  it("lays a map that was turned, mirrored, scaled and moved exactly on the first", () => {
    const { coordinates, agreement } = alignPair(FIRST, planted(FIRST), linksOf(N));
    expectClose(coordinates.x, FIRST.x, { abs: 1e-5 });
    expectClose(coordinates.y, FIRST.y, { abs: 1e-5 });
    expect(agreement?.share).toBeCloseTo(1, 5);
    expect(agreement?.nPoints).toBe(2 * N);
    expect(agreement?.chance).toBeLessThan(0.4);
  });

  it("goes by the shared tokens and takes all others along", () => {
    const second = planted(FIRST);
    // The last two tokens are of the second map alone, and lie anywhere.
    const links = { ...linksOf(N), pairs: linksOf(N - 2).pairs };
    const { coordinates } = alignPair(FIRST, second, links);
    expectClose(coordinates.x, FIRST.x, { abs: 1e-5 });
    expect(alignPair(FIRST, second, links).agreement?.nPoints).toBe(2 * (N - 2));
  });

  it("leaves a map as it is where too little is shared", () => {
    const second = planted(FIRST);
    const links: TokenLinks = { ...linksOf(2), there: Int32Array.of(0, 1) };
    expect(alignPair(FIRST, second, links)).toEqual({ coordinates: second, agreement: null });
  });

  it("leaves out points that cross-attention does not have", () => {
    const second = planted(FIRST);
    const holes = { ...second, x: second.x.map((value, i) => (i === 3 ? NaN : value)) };
    const { coordinates, agreement } = alignPair(FIRST, holes, linksOf(N));
    expect(agreement?.nPoints).toBe(2 * N - 1);
    expect(coordinates.x[3]).toBeNaN();
    expect(coordinates.x[4]).toBeCloseTo(FIRST.x[4]!, 5);
  });
});
