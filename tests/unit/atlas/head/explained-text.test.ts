import { expect, it } from "vitest";
import { readExplained, writeExplained } from "#atlas/head/explained-text.ts";

it("colors that sort maps are read from a page as they were written, whatever labels are called", () => {
  const explained = {
    attention2: [
      { color: 'kind "of" text:1 <b>', share: 0.6 },
      { color: "role", share: 0 },
      { color: "object", share: 0.71, isPartial: true },
    ],
    umap3: [],
  } as const;
  expect(readExplained(writeExplained(explained))).toEqual(explained);
});
