import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { pageAddress, publicAddress } from "#viewer/share/page-address.ts";

const ROOT = "file:///home/me/my%20atlas/";
let canonical: { href: string } | null;

beforeEach(() => {
  canonical = null;
  vi.stubGlobal("document", { querySelector: () => canonical });
});
afterEach(() => vi.unstubAllGlobals());

describe("the address of a page that was opened from disk", () => {
  beforeEach(() => {
    const href = `${ROOT}tiny-gpt/stories/L3H0/index.html?color=position`;
    vi.stubGlobal("window", { headlandRoot: ROOT });
    vi.stubGlobal("location", { protocol: "file:", href });
  });

  it("is its place on the site in figures, and tells nothing of the disk", () => {
    expect(publicAddress(`${ROOT}tiny-gpt/stories/L3H0/index.html?color=position`)).toBe(
      "/tiny-gpt/stories/L3H0/?color=position",
    );
    expect(publicAddress(`${ROOT}index.html`)).toBe("/");
    expect(publicAddress("https://atlas.example/a/b/L0H0/")).toBe("https://atlas.example/a/b/L0H0/");
  });

  it("is in no citation, unless the copy knows where its site is published", () => {
    expect(pageAddress()).toBeUndefined();
    canonical = { href: "https://atlas.example/tiny-gpt/stories/L3H0/" };
    expect(pageAddress()).toBe("https://atlas.example/tiny-gpt/stories/L3H0/");
  });
});

it("the address of a page on a server is where it is read", () => {
  vi.stubGlobal("window", {});
  const href = "http://localhost:4321/tiny-gpt/stories/L3H0/?color=position";
  vi.stubGlobal("location", { protocol: "http:", href });
  expect(pageAddress()).toBe("http://localhost:4321/tiny-gpt/stories/L3H0/");
  expect(publicAddress(href)).toBe(href);
});
