import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isForeign, readWords, tokenWord, withWords } from "#atlas/link/link-words.ts";

describe("words of a copied link", () => {
  it("stand behind its view, and are read from there", () => {
    const words = { data: "0123456789ab", token: " river", theme: "dark", palette: "safe" };
    const link = withWords("?method=tsne", words);
    expect(link).toBe("?method=tsne&data=0123456789ab&token=+river&theme=dark&palette=safe");
    expect(readWords(link)).toEqual(words);
    expect(withWords("", { theme: "light" })).toBe("?theme=light");
    expect(withWords("?method=tsne", {})).toBe("?method=tsne");
  });

  it("carry every text of a token", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 40 }), (text) => {
        const token = tokenWord(text);
        expect(readWords(withWords("?method=pca", { token })).token).toBe(token);
      }),
    );
  });

  it("have the first 40 characters of a long token, none of them cut in two", () => {
    expect(tokenWord("a".repeat(10_000))).toBe("a".repeat(40));
    expect(tokenWord("🙂".repeat(50))).toBe("🙂".repeat(40));
  });

  it("are left out where they say nothing", () => {
    expect(readWords("?data=xyz&theme=blue&palette=neon")).toEqual({});
    expect(readWords("?data=0123456789AB")).toEqual({});
    expect(readWords("")).toEqual({});
  });
});

describe("names that other sites append", () => {
  it.each([
    "utm_source",
    "utm_campaign",
    "fbclid",
    "gclid",
    "msclkid",
    "mc_eid",
    "igshid",
    "ref",
    "ref_src",
    "_ga",
    "UTM_Medium",
  ])("are ignored: %s", (name) => expect(isForeign(name)).toBe(true));

  it.each(["colour", "sources", "single", "method", "sidebar"])("are not those of a slip: %s", (name) =>
    expect(isForeign(name)).toBe(false),
  );
});
