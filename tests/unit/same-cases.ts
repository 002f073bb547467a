/** Properties are tried on the same cases in every run, so that a change is to blame if one fails. `PROPERTY_SEED=7` tries others. */
import { readFile } from "node:fs/promises";
import { expect } from "vitest";

const { testPath } = expect.getState();
// Fast-check takes a tenth of a second to load, and most files do without it.
if (testPath !== undefined && (await readFile(testPath, "utf8")).includes('from "fast-check"')) {
  const { default: fc } = await import("fast-check");
  fc.configureGlobal({ seed: Number(process.env["PROPERTY_SEED"] ?? 1) });
}
