import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { alikePatches } from "#drawing/patches/alike-patches.ts";
import { LOOK_LENGTH } from "#drawing/patches/patch-looks.ts";

/** A look of one shade per token. */
const looksIn = (...shades: readonly number[]): Uint8Array =>
  Uint8Array.from({ length: shades.length * LOOK_LENGTH }, (_, i) => shades[Math.floor(i / LOOK_LENGTH)]!);

/** Queries at these places on a line; all keys far away from them and from each other. */
function onLine(...x: readonly number[]): { n: number; x: Float32Array; y: Float32Array } {
  const keys = x.map((_, i) => 0.5 + i / 10);
  return { n: x.length * 2, x: Float32Array.of(...x, ...keys), y: new Float32Array(x.length * 2) };
}

const SAME = new Uint32Array(8);

describe("patches that look like a neighbor", () => {
  it("are all but the first of a place", () => {
    const { isAlike, count } = alikePatches(
      onLine(0.001, 0.002, 0.003, 0.3),
      looksIn(200, 204, 197, 200),
      new Uint8Array(4),
      SAME,
    );
    expect(Array.from(isAlike)).toEqual([0, 1, 1, 0, 0, 0, 0, 0]);
    expect(count).toBe(2);
  });

  it("are none that differ in look by more than the loss of a stored picture, even in one part", () => {
    const looks = looksIn(200, 200);
    looks[LOOK_LENGTH + 20] = 209;
    expect(alikePatches(onLine(0.001, 0.002), looks, new Uint8Array(2), SAME).count).toBe(0);
    looks[LOOK_LENGTH + 20] = 208;
    expect(alikePatches(onLine(0.001, 0.002), looks, new Uint8Array(2), SAME).count).toBe(1);
  });

  it("are none that differ in color, as in their rows, and none without a patch", () => {
    const map = onLine(0.001, 0.002);
    expect(alikePatches(map, looksIn(9, 9), new Uint8Array(2), Uint32Array.of(1, 2, 3, 3)).count).toBe(0);
    expect(alikePatches(map, looksIn(9, 9), Uint8Array.of(0, 1), SAME).count).toBe(0);
  });

  it("are none of another role", () => {
    const at = Float32Array.of(0.001, 0.3, 0.001, -0.3);
    const map = { n: 4, x: at, y: new Float32Array(4) };
    expect(alikePatches(map, looksIn(9, 9), new Uint8Array(2), SAME).count).toBe(0);
  });

  it("are apart in depth on a map in three dimensions", () => {
    const map = { ...onLine(0.001, 0.002), z: Float32Array.of(0.01, 0.9, 0, 0) };
    expect(alikePatches(map, looksIn(9, 9), new Uint8Array(2), SAME).count).toBe(0);
  });

  it("are none of the points that cross-attention does not have", () => {
    const map = { n: 4, x: Float32Array.of(0, NaN, NaN, 0.5), y: Float32Array.of(0, NaN, NaN, 0) };
    expect(alikePatches(map, looksIn(9, 9), new Uint8Array(2), SAME).count).toBe(0);
  });

  it("always leave one that looks the same in their place", () => {
    const place = fc.integer({ min: -3, max: 3 }).map((n) => n * 0.009);
    const patch = fc.record({ x: place, y: place, shade: fc.nat(40) });
    fc.assert(
      fc.property(fc.array(patch, { minLength: 1, maxLength: 30 }), (patches) => {
        const both = [...patches, ...patches];
        const map = {
          n: both.length,
          x: Float32Array.from(both, ({ x }) => x),
          y: Float32Array.from(both, ({ y }) => y),
        };
        const colors = new Uint32Array(both.length);
        const { isAlike } = alikePatches(
          map,
          looksIn(...patches.map(({ shade }) => shade)),
          new Uint8Array(patches.length),
          colors,
        );
        patches.forEach((one, token) => {
          if (isAlike[token] === 0) return;
          const standsFor = patches.some(
            (other, drawn) =>
              isAlike[drawn] === 0 &&
              Math.abs(other.shade - one.shade) <= 8 &&
              Math.hypot(other.x - one.x, other.y - one.y) < 0.0201,
          );
          expect(standsFor).toBe(true);
        });
      }),
    );
  });
});
