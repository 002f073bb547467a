import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { roundedCamera } from "#atlas/camera.ts";
import { METHODS } from "#atlas/method.ts";
import {
  CONTOUR_CHOICES,
  defaultView,
  formatView,
  LEFT_OUT,
  PANELS,
  parseView,
  type View,
} from "#atlas/view.ts";

const MAPS = { methods: METHODS, dims: [2, 3] } as const;
const thousandths = fc.integer({ min: -1500, max: 1500 }).map((n) => n / 1000);
const view: fc.Arbitrary<View> = fc.record({
  method: fc.constantFrom(...METHODS),
  dim: fc.constantFrom(2 as const, 3 as const),
  color: fc.constantFrom("role", "position", "objectCover"),
  selected: fc.option(
    fc.record({ role: fc.constantFrom("query" as const, "key" as const), token: fc.nat(99_999_999) }),
  ),
  search: fc.string({ maxLength: 200 }),
  labels: fc.boolean(),
  letters: fc.boolean(),
  contours: fc.constantFrom(...CONTOUR_CHOICES),
  sizeByNorm: fc.boolean(),
  lines: fc.nat(32),
  leastWeight: fc.nat(100).map((percent) => percent / 100),
  area: fc.option(fc.array(fc.tuple(thousandths, thousandths), { minLength: 3, maxLength: 24 })),
  onlyRole: fc.option(fc.constantFrom("query" as const, "key" as const)),
  only: fc.uniqueArray(fc.nat(999), { maxLength: 60 }),
  panel: fc.constantFrom(...PANELS),
  leftOut: fc.constantFrom(...LEFT_OUT),
  byValue: fc.boolean(),
  camera: fc.option(
    fc
      .record({
        x: fc.double({ min: -9, max: 9, noNaN: true }),
        y: fc.double({ min: -9, max: 9, noNaN: true }),
        zoom: fc.double({ min: 0.1, max: 60, noNaN: true }),
        turned: fc.option(fc.tuple(fc.integer({ min: -720, max: 720 }), fc.integer({ min: -90, max: 90 }))),
      })
      .map(roundedCamera),
  ),
});

describe("the address of a view", () => {
  it("reads back as itself", () => {
    fc.assert(
      fc.property(view, (shown) => {
        expect(parseView(formatView(shown, MAPS), MAPS)).toEqual(shown);
      }),
    );
  });

  it("leaves defaults out", () => {
    expect(formatView(defaultView(MAPS), MAPS)).toBe("");
    expect(formatView({ ...defaultView(MAPS), method: "tsne", dim: 3 }, MAPS)).toBe("?m=tsne&d=3");
    expect(formatView({ ...defaultView(MAPS), panel: "matrix", leftOut: "first" }, MAPS)).toBe(
      "?p=matrix&o=first",
    );
  });

  it("gives the default for junk, and ignores keys it does not know", () => {
    expect(
      parseView(
        "?m=som&d=9&c=%3Cscript%3E&s=x12&k=-3&w=NaN&l=&a=1_2~x_3~4_5&p=pie&o=all&v=1_2_0&e=a_-1_1000&utm=1",
        MAPS,
      ),
    ).toEqual(defaultView(MAPS));
    fc.assert(
      fc.property(fc.string(), (junk) => {
        expect(METHODS).toContain(parseView(junk, MAPS).method);
      }),
    );
  });

  it("names pressed entries by their place, however long their labels are", () => {
    expect(formatView({ ...defaultView(MAPS), only: [10, 0] }, MAPS)).toBe("?e=10_0");
    expect(parseView("?c=kind&e=10_0_10", MAPS).only).toEqual([10, 0]);
  });

  it("opens with a flat map, if there is one, whatever comes first in the list", () => {
    for (const [dims, opens] of [
      [[2, 3], 2],
      [[3, 2], 2],
      [[3], 3],
      [[2], 2],
    ] as const) {
      const maps = { methods: ["pca", "umap"], dims } as const;
      expect(defaultView(maps)).toMatchObject({ method: "pca", dim: opens });
      expect(formatView(defaultView(maps), maps)).toBe("");
      expect(parseView("", maps).dim).toBe(opens);
    }
  });

  it("asks for no map that the atlas lacks", () => {
    const maps = { methods: ["umap", "pca"], dims: [3] } as const;
    expect(parseView("?m=tsne&d=2", maps)).toMatchObject({ method: "umap", dim: 3 });
    expect(parseView("?m=pca&d=3", maps)).toMatchObject({ method: "pca", dim: 3 });
  });
});

/** As papers and mails have them: written by earlier versions, and read for good. */
describe("an address of an earlier version", () => {
  it.each([
    ["?c=kind&f=story&q=the,he", { color: "kind", only: ["story"], search: "the,he" }],
    ["?c=kind&f=story&f=others", { color: "kind", only: ["story", "others"] }],
    [
      "?m=umap&c=label&r=q&f=red+circle&f=blue%20star",
      { only: ["red circle", "blue star"], onlyRole: "query" },
    ],
    ["?c=year&f=3", { only: ["3"] }],
    [
      "?m=tsne&d=3&s=k120&p=matrix&o=both&u=value",
      { method: "tsne", dim: 3, panel: "matrix", leftOut: "both" },
    ],
    ["?a=-0.12_0.5~0.3_0.44~0_-1&h=on&l=0&z=norm&k=3&w=0.1", { contours: "on", labels: false, lines: 3 }],
  ])("still means what it meant: %s", (address, shown) => {
    const view = parseView(address, MAPS);
    expect(view).toMatchObject(shown);
    // And stays a link that can be copied again.
    expect(parseView(formatView(view, MAPS), MAPS)).toEqual(view);
  });

  it("may press more entries in a new way", () => {
    const view = parseView("?c=kind&e=2&f=story", MAPS);
    expect(view.only).toEqual([2, "story"]);
    expect(formatView(view, MAPS)).toBe("?c=kind&e=2&f=story");
  });
});
