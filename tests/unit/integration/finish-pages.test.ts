import type { AstroPrerenderer } from "astro";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { finishingPages, NOT_LISTED } from "../../../src/integration/finish-pages.ts";
import { POLICY } from "../../../src/integration/strict/policy.ts";
import { POLICY_MARK } from "../../../src/site/page/policy-mark.ts";
import { tempFolder } from "../../helpers/temp-folder.ts";

const PAGE = `<html><head><meta name="${POLICY_MARK}"></head><body><p style="top: 1px">é</p></body></html>`;

type Rendered = Awaited<ReturnType<AstroPrerenderer["render"]>>;
type Options = Parameters<AstroPrerenderer["render"]>[1];

/** What becomes of something that Astro has rendered. */
async function finish(
  result: Rendered,
  { path = "/toy/lines/", rendered = new Map<string, boolean>() } = {},
): Promise<{ result: Rendered; files: string[]; rendered: Map<string, boolean> }> {
  const site = await tempFolder();
  const own: AstroPrerenderer = {
    name: "own",
    getStaticPaths: () => Promise.resolve([]),
    render: () => Promise.resolve(result),
  };
  const folder = join(site, "_astro");
  const pages = finishingPages(own, { assets: "/base/_astro/", folder, rendered });
  const request = new Request(`https://a.example${path}`);
  const finished = await pages.render(request, {} as Options);
  return { result: finished, files: await readdir(folder).catch(() => []), rendered };
}

function html(text: string, init: ResponseInit = {}): Response {
  const length = String(Buffer.byteLength(text));
  return new Response(text, { headers: { "content-type": "text/html", "content-length": length }, ...init });
}

async function textOf(result: Rendered): Promise<string> {
  return (result instanceof Response ? result : result.response).text();
}

describe("a page, when it is rendered", () => {
  it("gets its policy, and its styles go into a file of the site", async () => {
    const { result, files } = await finish(html(PAGE));
    expect(files).toEqual([expect.stringMatching(/^page\.[\da-f]{10}\.css$/)]);
    const text = await textOf(result);
    expect(text).toContain(`content="${POLICY}"`);
    expect(text).toContain(`href="/base/_astro/${files[0]}"`);
    expect(text).toContain("é");
  });

  it("no longer says how long it was", async () => {
    const { result } = await finish(html(PAGE));
    expect((result as Response).headers.get("content-length")).toBeNull();
    expect((result as Response).headers.get("content-type")).toBe("text/html");
  });

  it("keeps what Astro knows of it beside its text", async () => {
    const metadata = { contentEntryKeys: ["a"] };
    const { result } = await finish({ response: html(PAGE), metadata } as unknown as Rendered);
    expect(result).toMatchObject({ metadata });
    expect(await textOf(result)).toContain(POLICY);
  });

  it("stays as it is if it is another file or has no mark", async () => {
    const markdown = new Response(PAGE, { headers: { "content-type": "text/markdown" } });
    expect((await finish(markdown)).result).toBe(markdown);
    const other = '<html><body style="top: 1px"></body></html>';
    const { result, files } = await finish(html(other));
    expect([await textOf(result), files]).toEqual([other, []]);
  });
});

it("knows which pages may be listed, by the paths of their addresses", async () => {
  const rendered = new Map<string, boolean>();
  await finish(html(PAGE), { path: "/base/a/", rendered });
  await finish(html(`${NOT_LISTED}">`), { path: "/base/b/", rendered });
  await finish(html(PAGE, { status: 404 }), { path: "/base/404/", rendered });
  expect([...rendered]).toEqual([
    ["/base/a/", true],
    ["/base/b/", false],
    ["/base/404/", false],
  ]);
});
