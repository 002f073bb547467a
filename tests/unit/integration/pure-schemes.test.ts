import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withPureCalls } from "../../../src/integration/pure-schemes.ts";

const PACKAGES = join(import.meta.dirname, "../../../node_modules");
const FILE = join(PACKAGES, "d3-scale-chromatic/dist/d3-scale-chromatic.mjs");
const ARRAY_FILE = join(PACKAGES, "d3-array/dist/d3-array.mjs");

describe("withPureCalls", () => {
  it("says of each value that is made by calls that making it does nothing else", () => {
    const code =
      'var a = colors("12");\nvar b = new Array(3).concat(\n  "1",\n).map(colors);\nvar c = 1;\nfoo();\n';
    expect(withPureCalls(code)).toBe(
      'var a = /* @__PURE__ */ (() => colors("12"))();\nvar b = /* @__PURE__ */ (() => new Array(3).concat(\n  "1",\n).map(colors))();\nvar c = 1;\nfoo();\n',
    );
  });

  it("knows every scheme of the library as it is installed, and leaves all that it exports", () => {
    const code = readFileSync(FILE, "utf8");
    const pure = withPureCalls(code);
    const nValues = code.match(/^var [\w$]+ = [\w$ ]+\(/gm)?.length ?? 0;
    expect(nValues).toBeGreaterThan(60);
    expect(pure.match(/\/\* @__PURE__ \*\//g)).toHaveLength(nValues);
    expect(pure.match(/^export .*$/gm)).toEqual(code.match(/^export .*$/gm));
  });

  it("knows how d3-array makes its searches", () => {
    const pure = withPureCalls(readFileSync(ARRAY_FILE, "utf8"));
    for (const name of ["ascendingBisect", "bisectRight", "bisectLeft", "bisectCenter"])
      expect(pure).toMatch(
        new RegExp(`^const ${name} = /\\* @__PURE__ \\*/ \\(\\(\\) => .*\\)\\(\\);$`, "m"),
      );
  });
});
