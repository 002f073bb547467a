import { describe, expect, it } from "vitest";
import { checkFiles } from "#claims/checked-files.ts";
import { briefReport, jsonReport, wholeReport } from "#claims/report.ts";
import { ATLAS, claimFile } from "../../helpers/claimed-atlas.ts";

const good = claimFile({ check: { measure: "induction", atLeast: 0.5 } });
const wrong = claimFile({ heads: "L0H1", check: { measure: "induction", atLeast: 0.5 } });
const away = claimFile({ model: "other", check: { measure: "induction", atLeast: 0.5 } });
const brought = { ...away, isBrought: true };

const SUMMARY = "Claims: 1 holds, 1 is false, 1 cannot be checked (weights not at hand).";
const FALSE =
  "✗ content/claims/file.yaml, one: “A head copies” is false on toy/lines: expected L0H1: Induction at least 0.5, received Induction 0.20 (chance 0.10).";

describe("what a build says of claims", () => {
  it("is every false one, in the form of an error, and a summary", () => {
    expect(briefReport(checkFiles([good, wrong, away], [ATLAS], false))).toBe(`${FALSE}\n${SUMMARY}`);
  });

  it("says where they can be read, below the base of the site", () => {
    const files = checkFiles([good], [ATLAS], false);
    expect(briefReport(files, "http://localhost:4321/my/")).toBe(
      "Claims: 1 holds. Read them at http://localhost:4321/my/claims/",
    );
  });

  it("is nothing where there are no claims", () => {
    expect(briefReport([])).toBe("");
    expect(briefReport([], "http://localhost:4321/")).toBe("");
    expect(briefReport(checkFiles([brought], [ATLAS], false))).toBe("");
    expect(briefReport(checkFiles([brought], [ATLAS], true))).toBe(
      "Claims: 0 hold, 1 cannot be checked (weights not at hand).",
    );
  });
});

describe("what the command says of claims", () => {
  const files = checkFiles([good, wrong, away], [ATLAS], false);

  it("is each of them with its number", () => {
    const text = wholeReport(files);
    expect(text).toContain("✓ A head copies (toy/lines): Induction 0.90 (chance 0.10)");
    expect(text).toContain(FALSE);
    expect(text).toContain("– A head copies: weights not at hand");
    expect(text.endsWith(SUMMARY)).toBe(true);
  });

  it("is the same as JSON", () => {
    const json = JSON.parse(jsonReport(files)) as { counts: unknown; claims: Record<string, unknown>[] };
    expect(json.counts).toEqual({ holds: 1, false: 1, unknown: 1, notAtHand: 1 });
    expect(json.claims.map(({ state, atlas, received }) => [state, atlas, received])).toEqual([
      ["holds", "toy/lines", "Induction 0.90 (chance 0.10)"],
      ["false", "toy/lines", "Induction 0.20 (chance 0.10)"],
      ["unknown", null, "weights not at hand"],
    ]);
  });
});
