/** Tells Astro how to render guides: their links to each other, and their code. */
import type { AstroIntegration } from "astro";

/** The only method of Astro's Markdown processor that is needed here, and the tree that it visits. */
interface HastElement {
  readonly properties?: Readonly<Record<string, unknown>>;
}
interface HastContext {
  setProperty: (element: HastElement, name: string, value: string) => void;
}

/**
 * In content/guides, a link to another guide names its file, `configuration.md#models`, so that it also works for readers of
 * the files. On the site, the link leads to the page of that guide.
 */
export function guidePages(): AstroIntegration {
  return {
    name: "headland-guide-pages",
    hooks: {
      "astro:config:setup": ({ config, updateConfig }) => {
        // guide.css has the colors of code, for light and dark mode.
        updateConfig({ markdown: { shikiConfig: { theme: "css-variables", transformers: [inAnyTime()] } } });
        const { hastPlugins } = config.markdown.processor.options as { hastPlugins?: unknown[] };
        hastPlugins?.push({
          name: "headland-guide-links",
          element: {
            filter: ["a"],
            visit: (element: HastElement, context: HastContext) => {
              const href = element.properties?.["href"];
              if (typeof href === "string") context.setProperty(element, "href", guideHref(href));
            },
          },
        });
      },
    },
  };
}

/** Colors all code, however busy the machine: else a line that takes long would end the colors of its block. */
export function inAnyTime(): { name: string; preprocess: (code: string, options: object) => void } {
  return {
    name: "headland-in-any-time",
    preprocess: (_, options) => {
      Object.assign(options, { tokenizeTimeLimit: 0 });
    },
  };
}

/**
 * `configuration.md#models` → `../configuration/#models`: relative, so that it works below any base path. Other links stay as
 * they are.
 */
export function guideHref(href: string): string {
  const [, slug, hash = ""] = /^(?:\.\/)?([\w.-]+)\.md(#.*)?$/.exec(href) ?? [];
  return slug === undefined ? href : `../${slug}/${hash}`;
}
