import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withPureCalls } from "../../../src/integration/pure-schemes.ts";

const PACKAGES = join(import.meta.dirname, "../../../node_modules");
const ARRAY_FILE = join(PACKAGES, "d3-array/dist/d3-array.mjs");

describe("withPureCalls", () => {
  it("says of each value that is made by calls that making it does nothing else", () => {
    const code = "const a = bisector(x);\nconst b = ascendingBisect.right;\nconst c = 1;\nfoo();\n";
    expect(withPureCalls(code)).toBe(
      "const a = /* @__PURE__ */ (() => bisector(x))();\nconst b = /* @__PURE__ */ (() => ascendingBisect.right)();\nconst c = 1;\nfoo();\n",
    );
  });

  it("knows how d3-array makes its searches", () => {
    const pure = withPureCalls(readFileSync(ARRAY_FILE, "utf8"));
    for (const name of ["ascendingBisect", "bisectRight", "bisectLeft", "bisectCenter"])
      expect(pure).toMatch(
        new RegExp(`^const ${name} = /\\* @__PURE__ \\*/ \\(\\(\\) => .*\\)\\(\\);$`, "m"),
      );
  });
});
