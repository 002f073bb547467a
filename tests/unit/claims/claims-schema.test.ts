import { describe, expect, it } from "vitest";
import { claimsSchema } from "#claims/claims.schema.ts";
import { problemsOf } from "#pipeline/config/schema-problems.ts";
import { describeProblem } from "#pipeline/errors.ts";

const good = { id: "one", says: "L0H0 copies", heads: "L0H0", check: { measure: "induction", atLeast: 0.5 } };

function mistakesIn(file: Record<string, unknown>): string[] {
  // Keys that are undefined are none.
  const raw: unknown = JSON.parse(JSON.stringify({ model: "toy", ...file }));
  const result = claimsSchema.safeParse(raw);
  if (result.success) return [];
  return problemsOf(result.error, raw, "f.yaml", claimsSchema).map(describeProblem);
}
const inClaim = (claim: Record<string, unknown>): string[] => mistakesIn({ claims: [{ ...good, ...claim }] });
const inCheck = (check: Record<string, unknown>): string[] => inClaim({ check });

describe("a file of claims", () => {
  it("is read as it is written", () => {
    expect(mistakesIn({ claims: [good] })).toEqual([]);
    expect(
      inCheck({
        all: [{ measure: "explained.position", atLeast: 0.9, rank: 1 }, { opensIn: "partOfSpeech" }],
      }),
    ).toEqual([]);
    expect(inClaim({ source: { title: "A paper", arxiv: "2209.11895" }, need: { share: 0.5 } })).toEqual([]);
    expect(inCheck({ composition: "K", from: "L0H3", topShare: 0.1 })).toEqual([]);
  });

  it("names the measure that was probably meant", () => {
    expect(inCheck({ measure: "inducton", atLeast: 0.5 })).toEqual([
      'f.yaml, claims.0.check.measure: wrong value: expected a measure of the catalog, such as induction, received "inducton".',
    ]);
  });

  it("has all of its mistakes told at once", () => {
    const mistakes = mistakesIn({
      claims: [
        { ...good, heads: "three", sayz: "x" },
        { ...good, check: { measure: "induction" } },
      ],
    });
    expect(mistakes).toHaveLength(4);
    expect(mistakes.join("\n")).toMatch(/heads such as L0H3, L4H\* or all|heads such as L3H0/);
    expect(mistakes.join("\n")).toContain("unknown key");
    expect(mistakes.join("\n")).toContain("something to compare it with");
    expect(mistakes.join("\n")).toContain("each id once");
  });

  it.each([
    [
      { measure: "induction", opensIn: "kind", atLeast: 1 },
      "one of measure, correlation, composition, opensIn, unmeasured, all",
    ],
    [{ opensIn: "kind", atLeast: 1 }, "no bound beside opensIn"],
    [{ correlation: { of: "layer", with: "induction" }, rank: 1 }, "only atLeast, atMost beside correlation"],
    [{ composition: "K", atLeast: 0.1 }, "the head that writes"],
    [{ measure: "induction", take: "mean", rank: 1 }, "no rank of a mean"],
    [{ measure: "induction", from: "L0H0", rank: 1 }, "it only beside composition"],
  ])("refuses the condition %j", (condition, expected) => {
    expect(inCheck(condition).join("\n")).toContain(`expected ${expected}`);
  });

  it("asks of each claim for heads, and for a model or weights", () => {
    expect(inClaim({ heads: undefined }).join()).toContain("expected one of heads, highest, lowest");
    expect(inClaim({ highest: { n: 2, of: "induction" } }).join()).toContain(
      "expected one of heads, highest",
    );
    expect(mistakesIn({ model: undefined, claims: [good] }).join()).toContain("expected a model or weights");
    expect(mistakesIn({ weights: ["a/b"], claims: [good] }).join()).toContain("expected a model or weights");
    expect(mistakesIn({ claims: [{ ...good, weights: ["a/b"] }] })).toEqual([]);
  });

  it("asks of a source where it can be read", () => {
    expect(inClaim({ source: { title: "A paper" } }).join()).toContain("a doi, an arxiv number or a url");
    expect(inClaim({ source: { title: "A paper", arxiv: "arXiv:1" } }).join()).toContain(
      "such as 2209.11895",
    );
  });
});
