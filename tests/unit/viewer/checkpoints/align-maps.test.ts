import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { alignMaps, mapBetween } from "#viewer/checkpoints/align-maps.ts";
import { expectClose } from "../../../helpers/expect-close.ts";

function flat(...points: readonly (readonly [number, number])[]): MapCoordinates {
  const axis = (at: 0 | 1): Float32Array => Float32Array.from(points, (point) => point[at]);
  return { n: points.length, x: axis(0), y: axis(1) };
}

const shape = flat([0.5, 0], [0, 0.8], [-0.5, 0], [0, -0.2]);
const expectSame = (map: MapCoordinates | undefined, expected: MapCoordinates, abs = 1e-5): void => {
  expectClose(map?.x ?? [], expected.x, { abs });
  expectClose(map?.y ?? [], expected.y, { abs });
  expectClose(map?.z ?? [], expected.z ?? [], { abs });
};

describe("alignMaps", () => {
  it("turns each map onto its neighbor, outward from the one that stays; worked by hand", () => {
    // A quarter turn, a half turn, and a mirror.
    const quarter = flat([0, 0.5], [-0.8, 0], [0, -0.5], [0.2, 0]);
    const half = flat([-0.5, 0], [0, -0.8], [0.5, 0], [0, 0.2]);
    const mirrored = flat([-0.5, 0], [0, 0.8], [0.5, 0], [0, -0.2]);
    const aligned = alignMaps([quarter, shape, half, mirrored], 1);
    expect(aligned[1]).toBe(shape);
    for (const map of aligned) expectSame(map, shape);
  });

  it("lays a map on the middle of its neighbor, and makes it smaller where it would leave the frame", () => {
    const moved = flat([0.6, 0.1], [0.1, 0.9], [-0.4, 0.1], [0.1, -0.1]);
    expectSame(alignMaps([shape, moved], 0)[1], shape);
    // The arms along the diagonals reach √2 from the middle: turned onto the axes, they would leave the frame.
    const diagonal = flat([1, 1], [-1, -1], [0.1, -0.1], [-0.1, 0.1]);
    const cross = flat([1, 0], [-1, 0], [0, -0.1], [0, 0.1]);
    const [onto] = alignMaps([diagonal, cross], 1);
    expectSame(onto, flat([1, 0], [-1, 0], [0, -0.1], [0, 0.1]));
  });

  it("goes by the points that both maps have, and leaves out places that are no numbers", () => {
    const quarter = flat([0, 0.5], [-0.8, 0], [0, -0.5], [NaN, NaN]);
    const whole = flat([0.5, 0], [0, 0.8], [-0.5, 0], [0.9, 0.9]);
    const [, aligned] = alignMaps([whole, quarter], 0);
    expectSame(
      { n: 3, x: aligned!.x.slice(0, 3), y: aligned!.y.slice(0, 3) },
      flat([0.5, 0], [0, 0.8], [-0.5, 0]),
    );
    expect(aligned!.x[3]).toBeNaN();
  });

  it("recovers any turn and mirror, flat and in space", () => {
    // Near the corners of a box, so that there is one turn to recover.
    const corner = [-0.35, 0.35].flatMap((x) =>
      [-0.3, 0.3].flatMap((y) => [-0.2, 0.2].map((z) => [x, y, z])),
    );
    const noise = fc.double({ min: -0.05, max: 0.05, noNaN: true });
    const angle = fc.double({ min: 0, max: 2 * Math.PI, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(noise, { minLength: 24, maxLength: 24 }),
        angle,
        angle,
        fc.boolean(),
        (numbers, a, b, isMirrored) => {
          const axis = (at: number): Float32Array =>
            Float32Array.from(corner, (place, i) => place[at]! + numbers[at * 8 + i]!);
          const [x, y, z] = [axis(0), axis(1), axis(2)];
          const sign = isMirrored ? -1 : 1;
          const turned = (p: number): number => Math.cos(a) * sign * x[p]! - Math.sin(a) * y[p]!;
          const across = (p: number): number => Math.sin(a) * sign * x[p]! + Math.cos(a) * y[p]!;
          const each = (value: (p: number) => number): Float32Array => x.map((_, p) => value(p));
          const plane = alignMaps(
            [
              { n: 8, x, y },
              { n: 8, x: each(turned), y: each(across) },
            ],
            0,
          )[1]!;
          expect(farthest(plane, { n: 8, x, y })).toBeLessThan(2e-3);
          const space = {
            n: 8,
            x: each((p) => Math.cos(b) * turned(p) + Math.sin(b) * z[p]!),
            y: each(across),
            z: each((p) => -Math.sin(b) * turned(p) + Math.cos(b) * z[p]!),
          };
          expect(farthest(alignMaps([{ n: 8, x, y, z }, space], 0)[1]!, { n: 8, x, y, z })).toBeLessThan(
            2e-3,
          );
        },
      ),
    );
  });

  it("keeps the proportions of all distances", () => {
    const place = fc.tuple(
      fc.double({ min: -1, max: 1, noNaN: true }),
      fc.double({ min: -1, max: 1, noNaN: true }),
    );
    const map = fc.array(place, { minLength: 5, maxLength: 5 }).map((points) => flat(...points));
    fc.assert(
      fc.property(map, map, (from, to) => {
        const aligned = alignMaps([from, to], 1)[0]!;
        const [before, after] = [from, aligned].map((each) => distances(each)) as [number[], number[]];
        const scale = Math.max(...after) / Math.max(...before);
        fc.pre(Math.max(...before) > 0.01);
        expect(scale).toBeLessThan(1 + 1e-5);
        after.forEach((distance, i) => expect(distance).toBeCloseTo(before[i]! * scale, 4));
        expect(Math.max(...aligned.x, ...aligned.y.map(Math.abs))).toBeLessThanOrEqual(1 + 1e-6);
      }),
    );
  });
});

describe("mapBetween", () => {
  it("has every point on the straight way, and the maps themselves at its ends", () => {
    const to = flat([0.5, 1], [1, 0.8], [-0.5, 0], [0, -0.2]);
    expectSame(mapBetween(shape, to, 0.25), flat([0.5, 0.25], [0.25, 0.8], [-0.5, 0], [0, -0.2]));
    expect(mapBetween(shape, to, 0)).toBe(shape);
    expect(mapBetween(shape, to, 1)).toBe(to);
  });
});

function farthest(a: MapCoordinates, b: MapCoordinates): number {
  return Math.max(
    ...a.x.map((x, i) => Math.hypot(x - b.x[i]!, a.y[i]! - b.y[i]!, (a.z?.[i] ?? 0) - (b.z?.[i] ?? 0))),
  );
}

function distances({ x, y }: MapCoordinates): number[] {
  return Array.from(x, (_, i) => Math.hypot(x[i]! - x[(i + 1) % x.length]!, y[i]! - y[(i + 1) % x.length]!));
}
