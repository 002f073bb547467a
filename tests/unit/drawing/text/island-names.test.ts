import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { OverlayColors } from "#drawing/map/overlay-colors.ts";
import { PointLayer } from "#drawing/map/point-layer.ts";
import { IslandNames } from "#drawing/text/island-names.ts";
import type { Box } from "#drawing/text/labels.ts";
import type { DrawnName, NameFrame } from "#drawing/text/name-field.ts";
import type { NamedIsland } from "#islands/name-islands.ts";

const COLORS: OverlayColors = { ink: "", page: "", ground: "", accent: "", font: "sans", serif: "serif" };
const N_TOKENS = 50;

/** Every letter is half as wide as the font is high. */
function fakeContext(): CanvasRenderingContext2D {
  const context = {
    font: "",
    letterSpacing: "",
    measureText: (text: string) => ({
      width: (text.length * Number(/(\d+(\.\d+)?)px/.exec(context.font)?.[1])) / 2,
    }),
  };
  // A context of a canvas has many more members, none of which measures text.
  return context as unknown as CanvasRenderingContext2D;
}

interface Named {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly range?: readonly [number, number];
}

function layerOf(islands: readonly Named[]): PointLayer {
  const layer = new PointLayer(N_TOKENS, null);
  islands.forEach(({ x, y }, point) => {
    layer.coordinates.x[point] = x;
    layer.coordinates.y[point] = y;
  });
  layer.colors.fill(0xff000000);
  return layer;
}

function around(
  layer: PointLayer,
  more: Partial<NameFrame> = {},
  scale = 300,
  origin = { x: 400, y: 300 },
): NameFrame {
  const frame = { width: 800, height: 600, zoom: 1, origin, scale };
  const place = (point: number): { x: number; y: number } => ({
    x: origin.x + layer.coordinates.x[point]! * scale,
    y: origin.y - layer.coordinates.y[point]! * scale,
  });
  return { frame, place, layer, covered: [], now: 0, fadeMs: 0, ...more };
}

/** One large island at each place, the larger the earlier. */
function namesAt(islands: readonly Named[]): IslandNames {
  const coarse = islands.map(({ text, range }, point): NamedIsland => ({
    points: Uint32Array.of(point),
    anchor: point,
    radius: 0.05,
    name: { text, style: "kind", extent: range ? { of: "position", spans: [range] } : null },
    within: null,
  }));
  return new IslandNames({
    named: { coarse, fine: [] },
    coordinates: layerOf(islands).coordinates,
    tokens: null,
  });
}

function drawn(islands: readonly Named[], more: Partial<NameFrame> = {}): readonly DrawnName[] {
  const layer = layerOf(islands);
  const names = namesAt(islands);
  names.settle(around(layer, more));
  return names.layOut(fakeContext(), around(layer, more), COLORS);
}

const isApart = (a: Box, b: Box): boolean =>
  a.right <= b.left || b.right <= a.left || a.bottom <= b.top || b.bottom <= a.top;

describe("the names of islands on the map", () => {
  it("stand around their points", () => {
    const [name] = drawn([{ x: 0, y: 0, text: "verbs" }]);
    expect(name).toMatchObject({ text: "verbs", level: "coarse", alpha: 1 });
    expect((name!.left + name!.right) / 2).toBeCloseTo(400);
    expect((name!.top + name!.bottom) / 2).toBeCloseTo(300);
  });

  it("leave out the smaller one where two have no room, even above and below", () => {
    const here = Array.from({ length: 4 }, (_, i) => ({ x: 0, y: 0, text: `name ${i}` }));
    expect(drawn(here).map(({ text }) => text)).toEqual(["name 0", "name 1", "name 2"]);
  });

  it("say nothing twice: of ranges that mostly overlap, the larger island has its name", () => {
    const islands = [
      { x: -0.8, y: 0.5, text: "positions 0–19", range: [0, 19] },
      { x: 0.8, y: 0.5, text: "positions 8–17", range: [8, 17] },
      { x: 0, y: -0.5, text: "positions 20–29", range: [20, 29] },
    ] as const;
    expect(drawn(islands).map(({ text }) => text)).toEqual(["positions 0–19", "positions 20–29"]);
    // A range out of sight leaves room for one in sight.
    const [, ...others] = islands;
    expect(drawn([{ ...islands[0], x: -3 }, ...others]).map(({ text }) => text)).toHaveLength(2);
  });

  it("never overlap each other, what covers the map, or its edges", () => {
    const islands = fc.array(
      fc.record({
        x: fc.float({ min: Math.fround(-1.4), max: Math.fround(1.4), noNaN: true }),
        y: fc.float({ min: -1, max: 1, noNaN: true }),
        text: fc.string({ minLength: 1, maxLength: 24 }),
      }),
      { maxLength: 40 },
    );
    const covered = [{ left: 700, top: 0, right: 800, bottom: 200 }];
    fc.assert(
      fc.property(islands, (given) => {
        const names = drawn(given, { covered });
        expect(drawn(given, { covered })).toEqual(names);
        names.forEach((name, i) => {
          expect(Math.min(name.left, name.top, 800 - name.right, 600 - name.bottom)).toBeGreaterThanOrEqual(
            0,
          );
          for (const other of [...covered, ...names.slice(i + 1)]) expect(isApart(name, other)).toBe(true);
        });
      }),
    );
  });

  it("fade in, frame by frame, and at once where motion is unwelcome", () => {
    const islands = [{ x: 0, y: 0, text: "verbs" }];
    const layer = layerOf(islands);
    const names = namesAt(islands);
    const alphaAt = (now: number): number =>
      names.layOut(fakeContext(), around(layer, { now, fadeMs: 200 }), COLORS)[0]?.alpha ?? 0;
    expect(alphaAt(1000)).toBeLessThan(0.25);
    expect(names.isChanging).toBe(true);
    for (let now = 1016; now < 1400; now += 16) alphaAt(now);
    expect(alphaAt(1400)).toBe(1);
    expect(names.isChanging).toBe(false);
  });

  it("stand on a map at rest as on a first visit, wherever the map came from", () => {
    const place = fc.record({
      x: fc.float({ min: -1, max: 1, noNaN: true }),
      y: fc.float({ min: -1, max: 1, noNaN: true }),
      text: fc.constantFrom("verbs", "nouns", "names", "the", "a long name", "positions", "he, she"),
    });
    const camera = fc.record({
      x: fc.integer({ min: 0, max: 800 }),
      y: fc.integer({ min: 0, max: 600 }),
      scale: fc.integer({ min: 100, max: 900 }),
    });
    const islands = fc.array(place, { minLength: 2, maxLength: 30 });
    fc.assert(
      fc.property(islands, fc.array(camera, { minLength: 1, maxLength: 4 }), (given, cameras) => {
        const layer = layerOf(given);
        let now = 0;
        /** Frame by frame, until no name comes or goes. */
        const rest = (names: IslandNames, { scale, ...origin }: (typeof cameras)[number]) => {
          const here = (): NameFrame => around(layer, { now: (now += 16), fadeMs: 200 }, scale, origin);
          // Drawn while the map still moves, as far as anyone can tell.
          names.layOut(fakeContext(), here(), COLORS);
          names.settle(here());
          let drawn = names.layOut(fakeContext(), here(), COLORS);
          for (let frame = 0; frame < 60 && names.isChanging; frame++)
            drawn = names.layOut(fakeContext(), here(), COLORS);
          expect(names.isChanging).toBe(false);
          return drawn;
        };
        const moved = namesAt(given);
        const seen = cameras.map((at) => rest(moved, at)).at(-1);
        const [last] = cameras.slice(-1);
        if (last) expect(seen).toEqual(rest(namesAt(given), last));
      }),
    );
  });

  it("are not written where most of the points are faded", () => {
    const islands = [{ x: 0, y: 0, text: "verbs" }];
    const layer = layerOf(islands);
    layer.colors.fill(0x20000000);
    const names = namesAt(islands);
    names.settle(around(layer));
    expect(names.layOut(fakeContext(), around(layer), COLORS)).toEqual([]);
  });

  it("are joined by single tokens when the reader zooms in, in the order in which they are chosen", () => {
    const tokens = [
      { x: 0, y: 0, text: "one" },
      { x: 0, y: 0.001, text: "two" },
      { x: 0.2, y: 0.1, text: "three" },
    ];
    const layer = layerOf(tokens);
    const names = new IslandNames({
      named: { coarse: [], fine: [] },
      coordinates: layer.coordinates,
      tokens: { texts: tokens.map(({ text }) => text), order: Uint32Array.of(1, 0, 2) },
    });
    const at = (scale: number): string[] => {
      names.settle(around(layer, {}, scale));
      return names.layOut(fakeContext(), around(layer, {}, scale), COLORS).map(({ text }) => text);
    };
    expect(at(300)).toEqual([]);
    expect(at(1200)).toEqual(["two", "one", "three"]);
  });
});
