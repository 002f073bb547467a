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
  only: fc.uniqueArray(fc.string({ minLength: 1, maxLength: 100 }), { maxLength: 20 }),
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
        expect(parseView(formatView(shown, METHODS), METHODS)).toEqual(shown);
      }),
    );
  });

  it("leaves defaults out", () => {
    expect(formatView(defaultView(METHODS), METHODS)).toBe("");
    expect(formatView({ ...defaultView(METHODS), method: "tsne", dim: 3 }, METHODS)).toBe("?m=tsne&d=3");
    expect(formatView({ ...defaultView(METHODS), panel: "matrix", leftOut: "first" }, METHODS)).toBe(
      "?p=matrix&o=first",
    );
  });

  it("gives the default for junk, and ignores keys it does not know", () => {
    expect(
      parseView(
        "?m=som&d=9&c=%3Cscript%3E&s=x12&k=-3&w=NaN&l=&a=1_2~x_3~4_5&p=pie&o=all&v=1_2_0&utm=1",
        METHODS,
      ),
    ).toEqual(defaultView(METHODS));
    fc.assert(
      fc.property(fc.string(), (junk) => {
        expect(METHODS).toContain(parseView(junk, METHODS).method);
      }),
    );
  });
});
