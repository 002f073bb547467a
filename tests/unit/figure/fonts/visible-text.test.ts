import { describe, expect, it } from "vitest";
import { escapeXml } from "../../../../src/figure/svg/escape.ts";
import { visibleText } from "../../../../src/figure/fonts/visible-text.ts";

describe("token text in a figure", () => {
  it("shows control characters, marks of direction and halves of a pair by their number", () => {
    expect(visibleText("a\u0000b\u202ec\ud800d\ufeff")).toBe("a<U+0000>b<U+202E>c<U+D800>d<U+FEFF>");
  });

  it("has a blank for line breaks and tabs", () => {
    expect(visibleText("a\r\n\tb")).toBe("a b");
  });

  it("keeps letters of every script, accents, and emoji that are joined", () => {
    const text = "é ünï 中文 ไทย 👩‍👩‍👧 e\u0301";
    expect(visibleText(text)).toBe(text);
  });

  it("is no markup in the file", () => {
    expect(escapeXml(`</text><script>alert("1" & '2')</script>`)).toBe(
      "&lt;/text&gt;&lt;script&gt;alert(&quot;1&quot; &amp; &#39;2&#39;)&lt;/script&gt;",
    );
  });
});
