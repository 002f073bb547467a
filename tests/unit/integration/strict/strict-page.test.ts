import { describe, expect, it } from "vitest";
import { POLICY } from "../../../../src/integration/strict/policy.ts";
import { strictPage } from "../../../../src/integration/strict/strict-page.ts";

const MARK = '<meta name="headland-policy">';
const page = (body: string, head = ""): string =>
  `<html><head>${MARK}${head}</head><body>${body}</body></html>`;
const strict = (body: string, head = "") => strictPage(page(body, head), "/a/_astro/");

describe("the policy of a page", () => {
  it("replaces its mark, and allows neither inline scripts and styles nor other hosts", () => {
    expect(strict("").html).toContain(`<meta http-equiv="Content-Security-Policy" content="${POLICY}">`);
    expect(strict("").html).not.toContain(MARK);
    expect(POLICY).not.toMatch(/unsafe|https?:|\*|sha\d/);
  });

  it("is not written into a page without a mark, which stays as it is", () => {
    const html = '<html><head><style>a{}</style></head><body style="color:red"></body></html>';
    expect(strictPage(html, "/")).toEqual({ html, files: [] });
  });
});

describe("a script in a page", () => {
  it("becomes a file, together with its neighbors", () => {
    const { html, files } = strict(
      "<script>one()</script>\n<script>two()</script><p></p><script>three()</script>",
    );
    expect(files.map(({ text }) => text)).toEqual(["one();\ntwo()", "three()"]);
    expect(html).toContain(
      `<script src="/a/_astro/${files[0]?.name}"></script><p></p><script src="/a/_astro/${files[1]?.name}"></script>`,
    );
  });

  it("stays a module, and its name depends on its text alone", () => {
    const [a, b, c] = ["one()", "one()", "two()"].map((text) =>
      strict(`<script type="module">${text}</script>`),
    );
    expect(a?.html).toContain(`<script type="module" src="/a/_astro/${a?.files[0]?.name}"></script>`);
    expect(b).toEqual(a);
    expect(c?.files[0]?.name).not.toBe(a?.files[0]?.name);
  });

  it("stays where it is if it does not run or is a file already", () => {
    const body = '<script type="application/ld+json">{"a":1}</script><script src="/b.js"></script>';
    expect(strict(body)).toMatchObject({ files: [] });
    expect(strict(body).html).toContain(body);
  });
});

describe("a style in a page", () => {
  it("becomes a file with the other styles, but not with those for pages without scripts", () => {
    const { html, files } = strict(
      "<style>c{}</style>",
      "<style>a{}</style><noscript><style>b{}</style></noscript>",
    );
    expect(files.map(({ text }) => text)).toEqual(["b{}", "a{}\nc{}"]);
    expect(html).toContain(
      `<link rel="stylesheet" href="/a/_astro/${files[1]?.name}"><noscript><link rel="stylesheet" href="/a/_astro/${files[0]?.name}"></noscript></head>`,
    );
  });

  it("of one element becomes a rule that finds the element by it", () => {
    const { html, files } = strict(`<i style="--a: 1"></i><b style='background:url(&quot;x\\y&quot;)'></b>`);
    expect(files.map(({ text }) => text)).toEqual([
      `[data-style="--a: 1"]:not(#_){--a: 1}\n` +
        String.raw`[data-style="background:url(\"x\\y\")"]:not(#_){background:url("x\y")}`,
    ]);
    expect(html).toContain(
      `<body><link rel="stylesheet" href="/a/_astro/${files[0]?.name}" data-own><i data-style="--a: 1">`,
    );
    expect(html).toContain("<b data-style='background:url(&quot;x\\y&quot;)'>");
  });

  it("moves also where it is the first thing in the page", () => {
    const { html, files } = strict('<style>a{}</style><i style="b:c"></i>');
    expect(html).not.toContain("<style");
    const [sheet, own] = files.map(({ name }) => `<link rel="stylesheet" href="/a/_astro/${name}"`);
    expect(html).toContain(`<body>${own} data-own>${sheet}><i data-style="b:c">`);
  });

  it("of one element is refused if it would end its rule", () => {
    expect(() => strict('<i style="--a:1}b{color:red"></i>')).toThrow(/received "--a:1}b{color:red"/);
    expect(() => strict('<i style="--a:url(&lt;/style>)"></i>')).toThrow(/cannot become a rule/);
  });

  it("and a script are text where they are the text or the attribute of an element", () => {
    const body = `<p title="<script>x</script><i style=&quot;a:b&quot;>" alt='<style>a{}</style>'>&lt;b style="c">`;
    expect(strict(body).html).toContain(body);
    expect(strict(body).files).toEqual([]);
  });
});
