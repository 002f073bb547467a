import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { OFFLINE_BASE as B } from "#atlas/address.ts";
import { classicScript, rewritePage } from "../../../src/offline/rewrite-page.ts";
import { attributesOf, rewriteTags } from "../../../src/offline/rewrite-tags.ts";

const context = {
  path: "tiny-gpt/stories/index.html",
  hostedBase: "/atlas",
  isPage: (folder: string) => folder === "" || folder === "tiny-gpt/stories",
};
const page = (head: string, body = ""): string =>
  `<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">${head}</head><body>${body}</body></html>`;
const rewritten = (head: string, body = "") => rewritePage(page(head, body), context);

describe("a page of an offline copy", () => {
  it("has no modules: the start script runs those of the page in their order, written ones too", () => {
    const { html, inlineModules } = rewritten(
      `<script type="module" src="${B}/_astro/router.js"></script>`,
      `<script type="module">let a = "</p>";</script><script type="module" src="${B}/_astro/b.js"></script>`,
    );
    const [name = ""] = inlineModules.keys();
    expect([...inlineModules.values()]).toEqual(['let a = "</p>";']);
    expect(html).not.toContain("module");
    expect(html).toContain(
      `<script src="../../_astro/start.js" data-run="_astro/router.js ${name} _astro/b.js"></script>`,
    );
  });

  it("loads nothing ahead, and no style as from another origin", () => {
    const { html } = rewritten(
      `<link rel="preload" as="font" href="${B}/a.woff2" crossorigin><link rel="modulepreload" href="${B}/a.js"><link rel="stylesheet" href="${B}/_astro/a.css" crossorigin>`,
    );
    expect(html).not.toMatch(/preload|crossorigin/);
    expect(html).toContain('<link rel="stylesheet" href="../../_astro/a.css">');
  });

  it("lets the script of islands load them from the copy's one script", () => {
    const { html, scripts } = rewritten(
      "",
      `<script>let a=await import(e);</script><script src="${B}/_astro/f.js"></script>`,
    );
    expect(html).toContain("<script>let a=await headlandImport(e);</script>");
    expect(html).toContain('<script src="../../_astro/f.js"></script>');
    expect(scripts).toEqual(["_astro/f.js"]);
    expect(classicScript("import(`a`); reimport(b)")).toBe("headlandImport(`a`); reimport(b)");
  });

  it("has its own policy, which allows what is written in it, and the start script behind it", () => {
    const code = "document.title = 'a';";
    const styles = "p { color: red }";
    const { html } = rewritten(
      `<meta http-equiv="Content-Security-Policy" content="default-src 'self'"><style>${styles}</style>`,
      `<script>${code}</script>`,
    );
    const hash = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    expect(html.match(/http-equiv/g)).toHaveLength(1);
    expect(html).toContain(`script-src 'self' file: ${hash(code)};`);
    expect(html).toContain(`style-src 'self' file: ${hash(styles)};`);
    expect(html.indexOf("http-equiv")).toBeLessThan(html.indexOf("start.js"));
  });

  it("allows written styles where tags have some of their own", () => {
    const { html } = rewritten("<style>p {}</style>", '<p style="color: red"></p>');
    expect(html).toContain("style-src 'self' file: 'unsafe-inline';");
  });

  it("reads addresses in custom properties from the folder of the style sheets, others from its own", () => {
    const { html } = rewritten(
      `<style>.a{--sheet:image-set(url("${B}/atlas/a.webp") 1x);background-image:url("${B}/b.webp")}</style>`,
      `<div style="--sheet:url(&quot;${B}/atlas/a.webp&quot;);background:url(${B}/b.webp)"></div>`,
    );
    expect(html).toContain(
      '.a{--sheet:image-set(url("../atlas/a.webp") 1x);background-image:url("../../b.webp")}',
    );
    expect(html).toContain('style="--sheet:url(&quot;../atlas/a.webp&quot;);background:url(../../b.webp)"');
  });

  it("completes links that were relative before, and leaves those to files, to places and to other sites", () => {
    const links = [
      "../stories/",
      "../..",
      "./?a=b#c",
      "pic.webp",
      "#place",
      "mailto:a@b.c",
      "https://a.b/",
      "../other/",
    ];
    const { html } = rewritten("", links.map((link) => `<a href="${link}">`).join(""));
    expect([...html.matchAll(/href="([^"]*)"/g)].map(([, address]) => address)).toEqual([
      "../stories/index.html",
      "../../index.html",
      "./index.html?a=b#c",
      "pic.webp",
      "#place",
      "mailto:a@b.c",
      "https://a.b/",
      "../other/",
    ]);
  });

  it("keeps permanent addresses in its metadata and in texts", () => {
    const { html } = rewritten(
      `<link rel="canonical" href="https://me.github.io${B}/tiny-gpt/stories/"><meta property="og:url" content="https://me.github.io${B}/"><script type="application/ld+json">{"url":"${B}/"}</script>`,
      `<p>${B}/tiny-gpt/stories/</p><a href="${B}/">Home</a>`,
    );
    expect(html).toContain('href="https://me.github.io/atlas/tiny-gpt/stories/"');
    expect(html).toContain('content="https://me.github.io/atlas/"');
    expect(html).toContain('<script type="application/ld+json">{"url":"/atlas/"}</script>');
    expect(html).toContain('<p>/atlas/tiny-gpt/stories/</p><a href="../../index.html">');
  });
});

describe("the tags of a page", () => {
  it("are found beside texts, comments and scripts that look like tags", () => {
    const html = `<p title="a > b">1 < 2</p><!-- <b> --><script>if (a<b) c="<i>";</script><br/>`;
    const names: string[] = [];
    const same = rewriteTags(
      html,
      ({ name, tag, content }) => {
        names.push(name);
        return content === undefined ? tag : `${tag}${content}</script>`;
      },
      (text) => text,
    );
    expect(names).toEqual(["p", "script", "br"]);
    expect(same).toBe(html);
  });

  it("have attributes in quotes of both kinds, without quotes and without values", () => {
    expect([...attributesOf(`<a href='x y' title="a > b" id=z hidden>`)]).toEqual([
      ["href", "x y"],
      ["title", "a > b"],
      ["id", "z"],
      ["hidden", ""],
    ]);
  });
});
