import { expect, it } from "vitest";
import { siteProcess } from "../../../scripts/site-process.ts";

it("builds a site with less memory, unless users say otherwise", () => {
  expect(siteProcess({})).toEqual({
    NODE_OPTIONS: "--max-semi-space-size=8",
    MIMALLOC_PURGE_DELAY: "0",
  });
  // The last of equal options counts.
  expect(siteProcess({ NODE_OPTIONS: "--max-semi-space-size=64", MIMALLOC_PURGE_DELAY: "10" })).toEqual({
    NODE_OPTIONS: "--max-semi-space-size=8 --max-semi-space-size=64",
    MIMALLOC_PURGE_DELAY: "10",
  });
});
