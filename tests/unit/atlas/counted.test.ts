import { expect, it } from "vitest";
import { counted } from "#atlas/counted.ts";

it("counts one thing in the singular, all else in the plural, large numbers in groups", () => {
  expect([0, 1, 2, 10_000].map((n) => counted(n, "layer"))).toEqual([
    "0 layers",
    "1 layer",
    "2 layers",
    "10,000 layers",
  ]);
  expect([1, 3].map((n) => counted(n, "query", "queries"))).toEqual(["1 query", "3 queries"]);
});
