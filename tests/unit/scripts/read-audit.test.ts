import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAudit } from "../../../scripts/read-audit.ts";

const advisory = (severity: string): object => ({
  source: 1,
  name: "a",
  title: "Reads outside of its folder",
  url: "https://advisories.example/1",
  severity,
  range: "<2.0.0",
});
const report = (vulnerabilities: object): string =>
  JSON.stringify({ auditReportVersion: 2, vulnerabilities, metadata: {} });

describe("what npm says of known weaknesses", () => {
  it("is nothing where there are none", () => {
    expect(readAudit(report({}))).toEqual({ grave: [], warning: "" });
  });

  it("names what is grave, in order, and counts what is less", () => {
    const told = readAudit(
      report({
        c: { severity: "critical", range: "*", via: ["a"] },
        b: { severity: "moderate", range: "1.0.0", via: [advisory("moderate")] },
        a: { severity: "high", range: "<2.0.0", via: [advisory("high")] },
      }),
    );
    expect(told).toEqual({
      grave: [
        "a <2.0.0: high: Reads outside of its folder (https://advisories.example/1)",
        "c *: critical: by a",
      ],
      warning: "Less serious vulnerabilities are known in 1 package: see npm audit --omit=dev.",
    });
  });

  it.each([
    [
      "a registry that knows none",
      JSON.stringify({ message: "405 Method Not Allowed", statusCode: 405 }),
      " (405)",
    ],
    ["no network", JSON.stringify({ error: { code: "ENOTFOUND", summary: "x" } }), " (ENOTFOUND)"],
    ["silence", "", ""],
    ["a page of something in between", "<html>", ""],
    ["a report of another kind", JSON.stringify({ auditReportVersion: 3, vulnerabilities: {} }), ""],
  ])("of %s is told in a line, and fails nothing", (_, said, why) => {
    const warning = `Known vulnerabilities of packages were not checked: the registry did not report them${why}.`;
    expect(readAudit(said)).toEqual({ grave: [], warning });
  });

  it("is told in a line whatever it is", () => {
    fc.assert(
      fc.property(fc.json(), (json) => {
        expect(readAudit(json).grave).toEqual([]);
      }),
    );
  });
});
