import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { expectKnownVariables } from "#pipeline/own-variables.ts";

const TESTS = join(import.meta.dirname, "../..");

describe("variables of Headland's own", () => {
  it("are known if a test reads them, since tests run commands", async () => {
    const files = (await readdir(TESTS, { recursive: true })).filter((file) => file.endsWith(".ts"));
    const texts = await Promise.all(files.map((file) => readFile(join(TESTS, file), "utf8")));
    const read = texts.flatMap((text) => [...text.matchAll(/process\.env\[?\.?"?(HEADLAND_\w+)/g)]);
    const env = Object.fromEntries(read.map(([, name = ""]) => [name, "1"]));
    expect(Object.keys(env)).toContain("HEADLAND_TEST_SITE");
    expect(() => expectKnownVariables(env)).not.toThrow();
  });

  it("may be there, be empty, or be missing, whatever others there are", () => {
    for (const env of [
      {},
      { HEADLAND_MEMORY_LIMIT: "8GB", HEADLAND_TIME_LIMIT: "", HEADLAND_STORE_LIMIT: "none", HEADLAND_X: "" },
      { HEADLAND_SHUFFLES: "1000", HEADLAND_TEST_SITE: "offline" },
      { HEAD: "1", MY_HEADLAND_X: "1", HEADLANDS: "1" },
    ])
      expect(() => expectKnownVariables(env)).not.toThrow();
  });

  it("are named where they are misspelled, all of them", () => {
    const env = { headland_time_limit: "1m", HEADLAND_MEMORY: "8GB", HEADLAND_TIME_LIMIT: "1m" };
    expect(() => expectKnownVariables(env)).toThrow(
      /^environment variable HEADLAND_MEMORY: Headland has no such variable: expected one of HEADLAND_MEMORY_LIMIT, HEADLAND_STORE_LIMIT, HEADLAND_TIME_LIMIT, received HEADLAND_MEMORY\.\n.*\nenvironment variable headland_time_limit: /,
    );
  });
});
