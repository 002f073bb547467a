/**
 * Each page gets numbered islands and its Content-Security-Policy as soon as it is rendered, before Astro writes it: no page is
 * read again. When all are there, hosts get their headers.
 */
import type { AstroIntegration, AstroPrerenderer } from "astro";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { withNumberedIslands } from "./number-islands.ts";
import { writeHeaders } from "./strict/host-headers.ts";
import { strictPage } from "./strict/strict-page.ts";

interface Finishing {
  /** Address of the folder of the files of pages, with a slash at its end. */
  readonly assets: string;
  /** Where that folder is. */
  readonly folder: string;
  readonly rendered: RenderedPages;
}

/** Pages that ask not to be listed, such as that of unknown addresses. */
export const NOT_LISTED = '<meta name="robots" content="noindex';

/** By the path of its address: whether a page may be listed by search engines. */
export type RenderedPages = Map<string, boolean>;

/** @param rendered Filled with what is known of the pages, so that nothing else has to read them. */
export function finishPages(rendered: RenderedPages): AstroIntegration {
  let [base, assets, site] = ["/", "_astro", ""];
  return {
    name: "headland-finish-pages",
    hooks: {
      "astro:config:done": ({ config }) => {
        base = config.base.endsWith("/") ? config.base : `${config.base}/`;
        ({ assets } = config.build);
        site = fileURLToPath(config.outDir);
      },
      "astro:build:start": ({ setPrerenderer }) => {
        setPrerenderer((own) =>
          finishingPages(own, { assets: `${base}${assets}/`, folder: join(site, assets), rendered }),
        );
      },
      "astro:build:done": ({ dir }) => writeHeaders(fileURLToPath(dir), base, assets),
    },
  };
}

/** @param own Renders the pages. @returns What renders them and finishes them, too. */
export function finishingPages(
  own: AstroPrerenderer,
  { assets, folder, rendered }: Finishing,
): AstroPrerenderer {
  const written = new Set<string>();
  const finish = async (response: Response, url: string): Promise<Response> => {
    const { status, headers } = response;
    if (response.body === null || !isHtml(response)) return response;
    const page = strictPage(withNumberedIslands(await response.text()), assets);
    rendered.set(new URL(url).pathname, status === 200 && !page.html.includes(NOT_LISTED));
    for (const { name, text } of page.files) {
      if (written.has(name)) continue;
      if (written.size === 0) mkdirSync(folder, { recursive: true });
      written.add(name);
      // One after the other without promises, which would take longer than the files.
      writeFileSync(join(folder, name), text);
    }
    return new Response(page.html, { status, headers: withoutLength(headers) });
  };
  return {
    ...own,
    render: async (request, options) => {
      const result = await own.render(request, options);
      if (result instanceof Response) return finish(result, request.url);
      return { ...result, response: await finish(result.response, request.url) };
    },
  };
}

function isHtml({ headers }: Response): boolean {
  return /^text\/html\b/.test(headers.get("content-type") ?? "");
}

/** That of the page as it was. */
function withoutLength(headers: Headers): Headers {
  const left = new Headers(headers);
  left.delete("content-length");
  return left;
}
