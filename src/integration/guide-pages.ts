/** How Astro renders the guides: their links to each other, and their code. */
import type { AstroIntegration } from "astro";

/** The one method of Astro's Markdown processor that this needs, and what it visits. */
interface HastElement {
  readonly properties?: Readonly<Record<string, unknown>>;
}
interface HastContext {
  setProperty: (element: HastElement, name: string, value: string) => void;
}

/**
 * In content/guides a link to another guide names its file, `configuration.md#models`, so that it also works where the
 * files themselves are read. On the site it leads to the page of that guide.
 */
export function guidePages(): AstroIntegration {
  return {
    name: "headland-guide-pages",
    hooks: {
      "astro:config:setup": ({ config, updateConfig }) => {
        // Colors of code are in guide.css, for light and dark alike.
        updateConfig({ markdown: { shikiConfig: { theme: "css-variables" } } });
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

/**
 * `configuration.md#models` → `../configuration/#models`: relative, so that it works below any base path. All other links
 * stay as they are.
 */
export function guideHref(href: string): string {
  const [, slug, hash = ""] = /^(?:\.\/)?([\w.-]+)\.md(#.*)?$/.exec(href) ?? [];
  return slug === undefined ? href : `../${slug}/${hash}`;
}
