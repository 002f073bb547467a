import { describe, expect, it } from "vitest";
import { expectKnownVariables } from "#pipeline/own-variables.ts";

describe("variables of Headland's own", () => {
  it("may be there, be empty, or be missing, whatever others there are", () => {
    for (const env of [
      {},
      { HEADLAND_MEMORY_LIMIT: "8GB", HEADLAND_TIME_LIMIT: "", HEADLAND_STORE_LIMIT: "none", HEADLAND_X: "" },
      { HEAD: "1", MY_HEADLAND_X: "1", HEADLANDS: "1" },
    ])
      expect(() => expectKnownVariables(env)).not.toThrow();
  });

  it("are named where they are misspelled, all of them", () => {
    const env = { headland_time_limit: "1m", HEADLAND_MEMORY: "8GB", HEADLAND_TIME_LIMIT: "1m" };
    expect(() => expectKnownVariables(env)).toThrow(
      /^environment variable HEADLAND_MEMORY: Headland has no such variable: expected one of HEADLAND_MEMORY_LIMIT, HEADLAND_STORE_LIMIT, HEADLAND_TIME_LIMIT, HEADLAND_SHUFFLES, received HEADLAND_MEMORY\.\n.*\nenvironment variable headland_time_limit: /,
    );
  });
});
