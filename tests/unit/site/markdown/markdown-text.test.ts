import fc from "fast-check";
import { marked } from "marked";
import { describe, expect, it } from "vitest";
import { markdownLink, markdownTable, markdownText } from "../../../../src/site/markdown/markdown-text.ts";

const NAMED = new Map([
  ["lt", "<"],
  ["gt", ">"],
  ["amp", "&"],
  ["quot", '"'],
]);

/** What a browser shows of HTML that has no elements. */
function textOf(html: string): string {
  expect(html).not.toMatch(/[<>]/);
  return html.replace(
    /&(?:#x([\da-f]+)|#(\d+)|(\w+));/gi,
    (_, hex?: string, digits?: string, name?: string) =>
      name === undefined
        ? String.fromCodePoint(hex === undefined ? Number(digits) : parseInt(hex, 16))
        : (NAMED.get(name) ?? expect.fail(`&${name};`)),
  );
}

/** The text of the only cell of a table, as an independent reader of Markdown shows it. */
function inCell(text: string): string {
  const html = marked.parse(markdownTable(["x"], [[markdownText(text)]]), { async: false });
  const cells = [...html.matchAll(/<td>([^]*?)<\/td>/g)].map(([, cell = ""]) => cell);
  expect(cells).toHaveLength(1);
  return textOf(cells[0]!);
}

function asParagraph(text: string): string {
  const html = marked.parse(markdownText(text), { async: false });
  const [, inner] = /^<p>([^]*)<\/p>\n$/.exec(html) ?? [];
  return textOf(inner ?? expect.fail(html));
}

const HOSTILE = [
  "<script>alert(1)</script>",
  "<|endoftext|>",
  "a | b || c \\| d",
  "`code` ``` ~~~ ~~gone~~",
  "**bold** _thin_ ***",
  "[link](javascript:alert(1)) ![](x)",
  "[^1]: note",
  "http://evil.example/?a=b&c=d www.evil.example me@evil.example",
  "&lt; &#60; &amp;amp;",
  ":smile: $x^2$ @user #12",
  "\u202eright to left\u202c and \u2066isolated",
  "one\ntwo\r\nthree\u2028four\ttab",
  "\u0007bell \u001b[31mred\u001b[0m",
  "👩‍👩‍👧‍👦 é e\u0301 ﷽",
  "\\",
  "\\\\|",
];

describe("text in Markdown", () => {
  it.each(HOSTILE)("is shown as it is: %j", (text) => {
    expect(inCell(text)).toBe(text);
    expect(asParagraph(text)).toBe(text);
  });

  it.each([
    "# no heading",
    "- no list",
    "+ no list",
    "1. no list",
    "2) no list",
    "=== no rule",
    "> no quotation",
  ])("is no block of its own: %s", (text) => {
    expect(asParagraph(text)).toBe(text);
  });

  it("is shown as it is, whatever it is", () => {
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.string({ unit: fc.constantFrom(...Array.from("\\`*_[]<>&|~$@^{}:#+-.!()='\"a1 \n")) }),
    );
    fc.assert(
      fc.property(text, (given) => {
        // White space around the text of a cell or of a paragraph is none of it, and U+0000 is no text.
        const expected = given.replaceAll("\0", "\ufffd");
        fc.pre(expected.trim() === expected && expected !== "");
        expect(inCell(given)).toBe(expected);
        expect(asParagraph(given)).toBe(expected);
      }),
      { numRuns: 120 },
    );
  });

  it("is one line, in which no sign is hidden", () => {
    const written = markdownText("a\u202eb\nc\0d\ud800e");
    expect(written).toBe("a&#x202e;b&#xa;c\ufffdd\ufffde");
  });

  it("stays readable where it is plain", () => {
    const sentence = "An induction head: 75 % of its attention (chance 8 %) goes there.";
    expect(markdownText(sentence)).toBe(sentence);
  });
});

it("a link shows its title, whatever that is", () => {
  const html = marked.parse(markdownLink("](javascript:x) <b>", "/a/b/L0H0/"), { async: false });
  expect(html).toBe('<p><a href="/a/b/L0H0/">](javascript:x) &lt;b&gt;</a></p>\n');
});

it("a link shows its title, for any title and the text after it", () => {
  const text = fc.string({ unit: fc.constantFrom(...Array.from("\\`*_[]<>&|~!()a1 ")) });
  fc.assert(
    fc.property(text, (given) => {
      const title = `a${given}z`;
      const html = marked.parse(`${markdownLink(title, "/x/")}: ${markdownText(title)}`, { async: false });
      const [, inner = "", after = ""] = /^<p><a href="\/x\/">(.*)<\/a>: (.*)<\/p>\n$/.exec(html) ?? [];
      expect([textOf(inner), textOf(after)]).toEqual([title, title]);
    }),
  );
});

it("a table puts numbers at the right", () => {
  expect(markdownTable(["a", "b"], [["x", "1"]], [1])).toBe("| a | b |\n| --- | --: |\n| x | 1 |");
});
