import { describe, expect, it } from "vitest";
import { labelText } from "#drawing/text/label-text.ts";

describe("what a label says", () => {
  it("is the token, and of a very long one its beginning, cut between characters", () => {
    expect(labelText(" river")).toBe("river");
    expect(labelText("x".repeat(28))).toBe("x".repeat(28));
    expect(labelText("x".repeat(29))).toBe(`${"x".repeat(27)}…`);
    expect(labelText("🌲".repeat(28))).toBe("🌲".repeat(28));
    expect(labelText("👩🏽‍🚒".repeat(300))).toBe(`${"👩🏽‍🚒".repeat(27)}…`);
  });
});
