/** Makes a built page open from disk: relative links, no modules, its own policy. */
import { createHash } from "node:crypto";
import { posix } from "node:path";
import { policyTag } from "./policy.ts";
import { hostedAddresses, relativeAddresses, upFrom, withoutBase } from "./relative-address.ts";
import { attributesOf, rewriteTags, type Piece } from "./rewrite-tags.ts";

/** Of the copy's own scripts. */
export const START_SCRIPT = "_astro/start.js";
export const CODE_SCRIPT = "_astro/code.js";

export interface PageContext {
  /** Path of the page's file, e.g. `tiny-gpt/stories/L0H0/index.html`. */
  readonly path: string;
  /** Base path of the hosted site, for its permanent addresses. */
  readonly hostedBase: string;
  /** Whether a folder is that of a page. */
  readonly isPage: (folder: string) => boolean;
}

export interface OfflinePage {
  readonly html: string;
  /** Modules written in the page, by the path under which it runs them. */
  readonly inlineModules: ReadonlyMap<string, string>;
  /** Paths of the classic scripts that it loads. */
  readonly scripts: readonly string[];
}

/** What modules and fonts are loaded ahead with, which works on a server alone. */
const AHEAD = /^(?:modulepreload|preload|prefetch)$/;

/** Tags that say where the site is published, not where something is loaded from. */
const isPermanent = (name: string, attributes: ReadonlyMap<string, string>): boolean =>
  name === "meta" || /^(?:canonical|cite-as)$/.test(attributes.get("rel") ?? "");

export function rewritePage(html: string, { path, hostedBase, isPage }: PageContext): OfflinePage {
  const local = (text: string): string => relativeAddresses(text, path, isPage);
  const hosted = (text: string): string => hostedAddresses(text, hostedBase);
  const inlineModules = new Map<string, string>();
  const [run, loaded]: [string[], string[]] = [[], []];
  const inline = { scripts: [] as string[], styles: [] as string[], hasStyleAttributes: false };

  const script = (tag: string, content: string): string => {
    const attributes = attributesOf(tag);
    const [type, src] = [attributes.get("type") ?? "", attributes.get("src")];
    if (type === "module") {
      const name = src === undefined ? inlineName(content) : pathBelow(local(src), path);
      if (src === undefined) inlineModules.set(name, content);
      run.push(name);
      return "";
    }
    if (src !== undefined) {
      loaded.push(pathBelow(local(src), path));
      return `${local(tag)}</script>`;
    }
    // Data for other programs, e.g. JSON-LD.
    if (type !== "" && type !== "text/javascript") return `${tag}${hosted(content)}</script>`;
    const classic = classicScript(content);
    inline.scripts.push(classic);
    return `${tag}${classic}</script>`;
  };
  const piece = ({ name, tag, content }: Piece): string => {
    if (name === "script") return script(tag, content ?? "");
    if (name === "style") {
      const styles = local(styleAddresses(content ?? "", isPage));
      inline.styles.push(styles);
      return `${tag}${styles}</style>`;
    }
    const attributes = attributesOf(tag);
    if (attributes.get("http-equiv")?.toLowerCase() === "content-security-policy") return "";
    if (name === "link" && AHEAD.test(attributes.get("rel") ?? "")) return "";
    if (isPermanent(name, attributes)) return hosted(tag);
    if (attributes.has("style")) inline.hasStyleAttributes = true;
    const written = withPageFiles(local(styleAddresses(tag, isPage)), path, isPage);
    return name === "link" ? written.replace(/\scrossorigin(?:="[^"]*")?/i, "") : written;
  };
  const body = rewriteTags(html, piece, hosted);
  const start = `<script src="${upFrom(path)}${START_SCRIPT}" data-run="${run.join(" ")}"></script>`;
  return {
    html: body.replace(/<meta charset[^>]*>/i, (tag) => `${tag}${policyTag(inline)}${start}`),
    inlineModules,
    scripts: loaded,
  };
}

/** Links that were relative before, as those between guides. */
const RELATIVE = /(\shref="(?![a-z]+:|[/#?]))([^"#?]*)/gi;

function withPageFiles(tag: string, path: string, isPage: (folder: string) => boolean): string {
  return tag.replace(RELATIVE, (whole, before: string, address: string) => {
    const folder = posix.join(posix.dirname(path), address).replace(/^\.?\/|\/$|^\.$/g, "");
    return address !== "" && isPage(folder) ? `${before}${address.replace(/\/?$/, "/")}index.html` : whole;
  });
}

/** A script that is no module, but may load some: Astro's loads the islands. */
export function classicScript(code: string): string {
  return withoutBase(code).replace(/\bimport\(/g, "headlandImport(");
}

function inlineName(content: string): string {
  return `inline-${createHash("sha256").update(content).digest("hex").slice(0, 16)}`;
}

/** `../../_astro/a.js` → `_astro/a.js` */
function pathBelow(relative: string, page: string): string {
  return relative.slice(upFrom(page).length);
}

/** Custom properties, in a tag or a style element. A semicolon may end a character reference. */
const CUSTOM = /--[\w-]+\s*:(?:&#?\w+;|[^;}])*/g;

/** Addresses in custom properties are read as seen from the style sheets that use them, which are in one folder. */
function styleAddresses(text: string, isPage: (folder: string) => boolean): string {
  return text.replace(CUSTOM, (property) => relativeAddresses(property, START_SCRIPT, isPage));
}
