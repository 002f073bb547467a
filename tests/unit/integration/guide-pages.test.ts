import { describe, expect, it } from "vitest";
import { guideHref, inAnyTime } from "../../../src/integration/guide-pages.ts";

describe("a link in a guide", () => {
  it.each([
    ["configuration.md", "../configuration/"],
    ["configuration.md#models", "../configuration/#models"],
    ["./nearness.md", "../nearness/"],
    ["v1.2.md", "../v1.2/"],
  ])("to the file %s leads to the page %s", (written, page) => {
    expect(guideHref(written)).toBe(page);
    // The same page below any base path.
    for (const base of ["https://a.org/guides/commands/", "https://a.org/my/atlas/guides/commands/"])
      expect(new URL(page, base).href).toMatch(/\/guides\/[\w.-]+\/(#\w+)?$/);
  });

  it.each([
    "#models",
    "https://a.org/README.md",
    "../../CONTRIBUTING.md",
    "pictures/map.webp",
    "data.md.zip",
    "",
  ])("to %j stays as it is", (href) => {
    expect(guideHref(href)).toBe(href);
  });
});

it("lets the code of a guide take any time to be colored, so that a busy machine makes the same page", () => {
  const options = {};
  inAnyTime().preprocess("const a = 1;", options);
  expect(options).toEqual({ tokenizeTimeLimit: 0 });
});
