import { expect, it } from "vitest";
import { withNumberedIslands } from "../../../src/integration/number-islands.ts";

it("names the islands of a page by their order and touches nothing else", () => {
  const page =
    '<p uid="x"></p><astro-island uid="Zabc" prefix="r0"></astro-island><astro-island uid="Q" a="1">';
  expect(withNumberedIslands(page)).toBe(
    '<p uid="x"></p><astro-island uid="0" prefix="r0"></astro-island><astro-island uid="1" a="1">',
  );
});
