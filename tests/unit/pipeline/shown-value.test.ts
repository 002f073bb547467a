import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { describeProblem } from "#pipeline/errors.ts";
import { excerpt, shortened, shownValue, visible } from "#pipeline/shown-value.ts";

const nested = (levels: number): unknown => {
  let value: unknown = 1;
  for (let i = 0; i < levels; i++) value = [value];
  return value;
};

describe("a value in a message", () => {
  it("is its JSON where that is short", () => {
    const value = { size: [1, 2], name: "a", gone: null };
    expect(shownValue(value)).toBe('{"size":[1,2],"name":"a","gone":null}');
    expect([shownValue(undefined), shownValue(NaN), shownValue(7n)]).toEqual(["nothing", '"NaN"', '"7"']);
  });

  it("is cut where it is deep, long, or holds itself", () => {
    const circle: unknown[] = [];
    circle.push(circle);
    expect(shownValue(circle)).toBe('[[[[[["…"]]]]]]');
    expect(shownValue(nested(100_000))).toBe('[[[[[["…"]]]]]]');
    expect(shownValue(Array.from({ length: 1e6 }, (_, i) => i))).toMatch(/^\[0,1,.*,19,"…"\]$/);
    expect(shownValue("a".repeat(1e6), 10)).toBe('"aaaaaaaaa…');
  });

  it("never is longer than it may be, whatever it is", () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true }), fc.integer({ min: 8, max: 80 }), (value, most) => {
        expect(shownValue(value, most).length).toBeLessThanOrEqual(most + 1);
      }),
    );
  });
});

describe("a text in a message", () => {
  it("ends between two characters", () => {
    expect(shortened("ab\u{1f600}c", 3)).toBe("ab…");
    expect(shortened("ab\u{1f600}c", 5)).toBe("ab\u{1f600}c");
    expect(excerpt("a\nb", 2)).toBe('"a\\n…"');
  });

  it("tells the code points of signs that hide or move what is written", () => {
    expect(visible("a\u001b[2Jb\u202ec\u2028d\ud800e")).toBe("a\\u{1b}[2Jb\\u{202e}c\\u{2028}d\\u{d800}e");
    expect(visible("é \u{1f600}\n\t世")).toBe("é \u{1f600}\n\t世");
  });

  it("is a sentence's length in every part of a problem", () => {
    const long = "k".repeat(1e6);
    const problem = { what: "unknown key", where: long, expected: "a name\n", received: long, cure: long };
    const told = describeProblem(problem);
    expect(told).toMatch(/^k{1000}…: unknown key: expected a name , received k{1000}…\.\n {2}k{1000}…$/);
  });
});
