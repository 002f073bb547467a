import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { METHODS } from "#atlas/method.ts";
import { DEFAULT_VIEW, formatView, LEFT_OUT, PANELS, parseView, type View } from "#atlas/view.ts";

const view: fc.Arbitrary<View> = fc.record({
  method: fc.constantFrom(...METHODS),
  dim: fc.constantFrom(2 as const, 3 as const),
  color: fc.constantFrom("role", "position", "objectCover"),
  selected: fc.option(
    fc.record({ role: fc.constantFrom("query" as const, "key" as const), token: fc.nat(99_999_999) }),
  ),
  search: fc.string({ maxLength: 200 }),
  labels: fc.boolean(),
  sizeByNorm: fc.boolean(),
  lines: fc.nat(32),
  leastWeight: fc.nat(100).map((percent) => percent / 100),
  panel: fc.constantFrom(...PANELS),
  leftOut: fc.constantFrom(...LEFT_OUT),
});

describe("the address of a view", () => {
  it("reads back as itself", () => {
    fc.assert(
      fc.property(view, (shown) => {
        expect(parseView(formatView(shown))).toEqual(shown);
      }),
    );
  });

  it("leaves defaults out", () => {
    expect(formatView(DEFAULT_VIEW)).toBe("");
    expect(formatView({ ...DEFAULT_VIEW, method: "tsne", dim: 3 })).toBe("?m=tsne&d=3");
    expect(formatView({ ...DEFAULT_VIEW, panel: "matrix", leftOut: "first" })).toBe("?p=matrix&o=first");
  });

  it("gives the default for junk, and ignores keys it does not know", () => {
    expect(parseView("?m=som&d=9&c=%3Cscript%3E&s=x12&k=-3&w=NaN&l=&p=pie&o=all&utm=1")).toEqual(
      DEFAULT_VIEW,
    );
    fc.assert(
      fc.property(fc.string(), (junk) => {
        expect(METHODS).toContain(parseView(junk).method);
      }),
    );
  });
});
