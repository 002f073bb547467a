/**
 * Makes a page obey a Content-Security-Policy without `unsafe-inline`: its scripts and styles go into files of the site, and so
 * do its style attributes, as rules of a style sheet. The policy has no hashes, so it is the same on all pages: the policy of the
 * first page also holds for those that the router shows after it. In the browser, a script turns the rules into styles again
 * (`src/site/page/own-styles.ts`), so that the router need not load them.
 */
import { createHash } from "node:crypto";
import { POLICY_MARK } from "../../site/page/policy-mark.ts";
import { POLICY } from "./policy.ts";
import { scanTags, type Tag } from "./scan-tags.ts";

export interface StrictPage {
  readonly html: string;
  /** Files that the page needs now. */
  readonly files: readonly PageFile[];
}

export interface PageFile {
  readonly name: string;
  readonly text: string;
}

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * @param assets Address of the folder of the files, with a slash at its end.
 * @returns The page as it is if it has no mark: pages that a project adds itself are its own affair.
 * @throws {Error} if a style attribute cannot become a rule.
 */
export function strictPage(html: string, assets: string): StrictPage {
  const tags = scanTags(html);
  const mark = tags.find((tag) => tag.name === "meta" && valueOf(tag, "name") === POLICY_MARK);
  if (!mark) return { html, files: [] };
  const scripts = moveScripts(html, tags, assets);
  const sheets = moveSheets(html, tags, assets);
  const styles = moveStyles(tags, assets);
  const edits = [
    { ...mark, text: `<meta http-equiv="Content-Security-Policy" content="${POLICY}">` },
    ...[scripts, sheets, styles].flatMap((part) => part.edits),
  ];
  return { html: withEdits(html, edits), files: [scripts, sheets, styles].flatMap((part) => part.files) };
}

/** Types of scripts that run; others are data, which no policy concerns. */
const RUNS = new Set(["", "module", "text/javascript", "application/javascript"]);

/** Neighbors become one file. */
function moveScripts(html: string, tags: readonly Tag[], assets: string): StrictPart {
  const edits: Edit[] = [];
  const files: PageFile[] = [];
  const inline = tags.filter(
    (tag) => tag.name === "script" && !has(tag, "src") && RUNS.has(valueOf(tag, "type") ?? ""),
  );
  while (inline.length > 0) {
    const first = inline.shift()!;
    const texts = [first.text ?? ""];
    let { end } = first;
    while (
      inline[0] &&
      isNext(html, end, inline[0]) &&
      attributesOf(html, inline[0]) === "" &&
      attributesOf(html, first) === ""
    ) {
      const next = inline.shift()!;
      texts.push(next.text ?? "");
      end = next.end;
    }
    const file = pageFile(texts.join(";\n"), "js");
    files.push(file);
    const attributes = attributesOf(html, first);
    edits.push({
      start: first.start,
      end,
      text: `<script${attributes} src="${assets}${file.name}"></script>`,
    });
  }
  return { edits, files };
}

/** Style elements. Those without attributes become one file; one that applies without scripts only stays where it is, as a link. */
function moveSheets(html: string, tags: readonly Tag[], assets: string): StrictPart {
  const within = noscripts(html, tags);
  const [alone, joined] = partition(
    tags.filter((tag) => tag.name === "style"),
    (tag) => within.some(({ start, end }) => tag.start > start && tag.start < end),
  );
  const files: PageFile[] = [];
  const link = (text: string): string => {
    const file = pageFile(text, "css");
    files.push(file);
    return `<link rel="stylesheet" href="${assets}${file.name}">`;
  };
  const edits = alone.map((tag) => ({ start: tag.start, end: tag.end, text: link(tag.text ?? "") }));
  const [first, ...rest] = joined;
  if (first)
    edits.push(
      { start: first.start, end: first.end, text: link(joined.map(({ text }) => text).join("\n")) },
      ...rest.map(({ start, end }) => ({ start, end, text: "" })),
    );
  return { edits, files };
}

/**
 * Style attributes. A rule finds its elements by the text of the former attribute. The link is in the body, where the router does
 * not wait for it.
 */
function moveStyles(tags: readonly Tag[], assets: string): StrictPart {
  const all = tags.flatMap(({ attributes }) => attributes.filter(({ name }) => name === "style"));
  const body = tags.find(({ name }) => name === "body");
  if (!body || all.length === 0) return { edits: [], files: [] };
  const rules = new Set(all.map(({ value }) => ruleOf(value)));
  const file = pageFile([...rules].join("\n"), "css");
  const link = `<link rel="stylesheet" href="${assets}${file.name}" data-own>`;
  const edits = [insertion(body.end, link), ...all.map(({ start }) => insertion(start, "data-"))];
  return { edits, files: [file] };
}

interface StrictPart {
  readonly edits: readonly Edit[];
  readonly files: readonly PageFile[];
}

/** The id in `:not` makes it as strong as an attribute against the rules of the site. */
function ruleOf(value: string): string {
  if (/[{}<]/.test(value))
    throw new Error(
      `A style attribute cannot become a rule of a page's style sheet: expected no {, } or <, received "${value}".`,
    );
  const text = value.replace(/["\\]/g, "\\$&").replace(/\n/g, "\\a ");
  return `[data-style="${text}"]:not(#_){${value}}`;
}

/** Their places. */
function noscripts(html: string, tags: readonly Tag[]): { start: number; end: number }[] {
  return tags
    .filter(({ name }) => name === "noscript")
    .map(({ start, end }) => ({ start, end: html.indexOf("</noscript>", end) }));
}

function isNext(html: string, end: number, { start }: Tag): boolean {
  return html.slice(end, start).trim() === "";
}

/** The attributes of an element as they are written, with the blank before them. */
function attributesOf(html: string, { attributes }: Tag): string {
  return attributes.map(({ start, end }) => ` ${html.slice(start, end)}`).join("");
}

function pageFile(text: string, ending: string): PageFile {
  return { name: `page.${createHash("sha256").update(text).digest("hex").slice(0, 10)}.${ending}`, text };
}

function insertion(at: number, text: string): Edit {
  return { start: at, end: at, text };
}

function withEdits(html: string, edits: readonly Edit[]): string {
  let [at, done] = [0, ""];
  for (const { start, end, text } of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    done += html.slice(at, start) + text;
    at = end;
  }
  return done + html.slice(at);
}

function partition<T>(all: readonly T[], isFirst: (each: T) => boolean): [T[], T[]] {
  return [all.filter(isFirst), all.filter((each) => !isFirst(each))];
}

function has(tag: Tag, name: string): boolean {
  return valueOf(tag, name) !== undefined;
}

function valueOf({ attributes }: Tag, wanted: string): string | undefined {
  return attributes.find(({ name }) => name === wanted)?.value;
}
