import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { OFFLINE_BASE } from "#atlas/address.ts";
import {
  hostedAddresses,
  relativeAddresses,
  upFrom,
  withoutBase,
} from "../../../src/offline/relative-address.ts";

const isPage = (folder: string): boolean => ["", "guides", "tiny-gpt/stories"].includes(folder);
const HEAD = "tiny-gpt/stories/L0H0/index.html";

describe("an address of an offline copy", () => {
  it.each([
    ["/", "../../../index.html"],
    ["", "../../../index.html"],
    ["/guides/", "../../../guides/index.html"],
    ["/tiny-gpt/stories/?method=umap", "../../../tiny-gpt/stories/index.html?method=umap"],
    ["/guides/#words", "../../../guides/index.html#words"],
    ["/_astro/a.css", "../../../_astro/a.css"],
  ])("that was %s below the base leads there from a head's page", (path, expected) => {
    expect(relativeAddresses(`<a href="${OFFLINE_BASE}${path}">`, HEAD, isPage)).toBe(
      `<a href="${expected}">`,
    );
  });

  it("is found in sets of pictures, in styles and in the properties of islands", () => {
    expect(
      relativeAddresses(`${OFFLINE_BASE}/a.webp 1x, ${OFFLINE_BASE}/b.webp 2x`, "guides/index.html", isPage),
    ).toBe("../a.webp 1x, ../b.webp 2x");
    expect(relativeAddresses(`url(&quot;${OFFLINE_BASE}/a.webp&quot;)`, "index.html", isPage)).toBe(
      "url(&quot;./a.webp&quot;)",
    );
    expect(relativeAddresses(`&quot;base&quot;:[0,&quot;${OFFLINE_BASE}&quot;]`, HEAD, isPage)).toBe(
      "&quot;base&quot;:[0,&quot;../../../index.html&quot;]",
    );
  });

  it("leaves other paths, and names that only begin alike", () => {
    const text = `/atlas/a.json ${OFFLINE_BASE}-notes/`;
    expect(relativeAddresses(text, HEAD, isPage)).toBe(text);
  });

  it("begins with a dot, so that it is told from a base path", () => {
    expect(["index.html", "a/index.html", "a/b/c/index.html"].map(upFrom)).toEqual([
      "./",
      "../",
      "../../../",
    ]);
  });
});

describe("a permanent address", () => {
  it("keeps the base path of the hosted site", () => {
    const canonical = `https://me.github.io${OFFLINE_BASE}/tiny-gpt/stories/`;
    expect(hostedAddresses(canonical, "/atlas/")).toBe("https://me.github.io/atlas/tiny-gpt/stories/");
    expect(hostedAddresses(canonical, "/")).toBe("https://me.github.io/tiny-gpt/stories/");
    expect(hostedAddresses(OFFLINE_BASE, "/")).toBe("/");
  });
});

describe("an address in a script", () => {
  it("begins at the copy's folder", () => {
    const root = "file:///home/me/atlas/";
    const read = (code: string): unknown => runInNewContext(withoutBase(code), { headlandRoot: root });
    expect(read(`"${OFFLINE_BASE}/_astro/worker.js"`)).toBe(`${root}_astro/worker.js`);
    expect(read(`((e)=>\`${OFFLINE_BASE}/\`+e)("_astro/a.css")`)).toBe(`${root}_astro/a.css`);
    expect(read(`'${OFFLINE_BASE}'`)).toBe(`${root}index.html`);
  });
});
