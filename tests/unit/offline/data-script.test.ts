import fc from "fast-check";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { dataScript, isAskedFor } from "../../../src/offline/data-script.ts";

/** What the script of a file hands to the page. */
function said(path: string, bytes: Buffer): unknown[] {
  const calls: unknown[][] = [];
  runInNewContext(dataScript(path, bytes), { headlandData: (...call: unknown[]) => calls.push(call) });
  expect(calls).toHaveLength(1);
  return calls[0] ?? [];
}

describe("a file as a script", () => {
  it("is the same text, whatever is in it", () => {
    const hostile = `{"a":"\u2028'\\ \n</script><!--\u202e"}`;
    expect(said("atlas/a.json", Buffer.from(hostile))).toEqual(["atlas/a.json", hostile]);
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(said("a.json", Buffer.from(text))).toEqual(["a.json", Buffer.from(text).toString()]);
      }),
    );
  });

  it("is the same bytes in base64", () => {
    expect(said("a/patches.webp", Buffer.from([0, 255, 39, 10]))).toEqual([
      "a/patches.webp",
      "AP8nCg==",
      true,
    ]);
  });

  it("is made of what a page may ask for", () => {
    const asked = [
      "atlas/a/b/tokens.json",
      "_astro/pattern-worker-a1.js",
      "atlas/a/b/patches-vision.webp",
      "a/b/layers/encoder-L3/index.html",
    ];
    expect(asked.filter(isAskedFor)).toEqual(asked);
    const others = ["_astro/a.js", "atlas/a/b/heads/L0H0/umap2.webp", "a/index.html", "a/b/L3H0/index.html"];
    expect(others.filter(isAskedFor)).toEqual([]);
  });
});
