import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readBehavior, splitText, type SplitBehavior } from "#pipeline/inputs/text/tokens/split-text.ts";

const cut = (behavior: SplitBehavior, inverts = false): string =>
  splitText("a--b-c", /-/g, behavior, inverts).join("|");

describe("splitText", () => {
  it("isolates, removes or merges what is found", () => {
    expect(cut("isolated")).toBe("a|-|-|b|-|c");
    expect(cut("removed")).toBe("a|b|c");
    expect(cut("contiguous")).toBe("a|--|b|-|c");
    expect(cut("mergedwithprevious")).toBe("a-|-|b-|c");
    expect(cut("mergedwithnext")).toBe("a|-|-b|-c");
  });

  it("does the same with what is not found, where it is inverted", () => {
    expect(cut("isolated", true)).toBe("a|-|-|b|-|c");
    expect(cut("removed", true)).toBe("-|-|-");
    expect(cut("mergedwithprevious", true)).toBe("a|-|-b|-c");
    expect(cut("mergedwithnext", true)).toBe("a-|-|b-|c");
  });

  it("loses nothing but what it removes, at the ends and in patterns with groups too", () => {
    expect(splitText("", /-/g, "isolated")).toEqual([]);
    expect(splitText("-a-", /(-)|(x)/g, "removed")).toEqual(["a"]);
    const behaviors = fc.constantFrom("isolated", "contiguous", "mergedwithprevious", "mergedwithnext");
    fc.assert(
      fc.property(fc.stringMatching(/^[-ab]{0,12}$/), behaviors, fc.boolean(), (text, behavior, inverts) => {
        const parts = splitText(text, /-+?/g, behavior, inverts);
        expect(parts.join("")).toBe(text);
        expect(parts).not.toContain("");
      }),
    );
  });

  it("knows its behaviors in capitals", () => {
    expect(readBehavior("MergedWithNext")).toBe("mergedwithnext");
    expect([readBehavior("Sometimes"), readBehavior(undefined)]).toEqual([undefined, undefined]);
  });
});
