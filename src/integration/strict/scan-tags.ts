/** Finds the tags of an HTML page with their places, as a browser would: text and values of attributes that look like tags are none. */

export interface Attribute {
  readonly name: string;
  /** As a browser understands it: character references are replaced. */
  readonly value: string;
  /** From the first letter of its name to behind its value. */
  readonly start: number;
  readonly end: number;
}

export interface Tag {
  /** In lower case. */
  readonly name: string;
  readonly attributes: readonly Attribute[];
  readonly start: number;
  /** Behind the tag; behind the closing tag if the element has only text in it, as a script. */
  readonly end: number;
  /** The text of such an element. */
  readonly text?: string;
}

/** Elements whose content is text, whatever it looks like. */
const OF_TEXT = new Set(["script", "style", "textarea", "title"]);
const NAME = /[a-z][^\s/>]*/iy;
const ATTRIBUTE = /[\s/]*([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/y;

/** @returns Opening tags in their order. Closing tags and comments are left out. */
export function scanTags(html: string): Tag[] {
  const tags: Tag[] = [];
  let at = html.indexOf("<");
  while (at >= 0) {
    const name = matchAt(NAME, html, at + 1)?.[0].toLowerCase();
    let end: number;
    if (name !== undefined) {
      const tag = readTag(html, at, name);
      tags.push(tag);
      end = tag.end;
    } else if (html.startsWith("<!--", at)) end = behind(html, "-->", at);
    else end = /[!/?]/.test(html[at + 1] ?? "") ? behind(html, ">", at) : at + 1;
    at = html.indexOf("<", end);
  }
  return tags;
}

function readTag(html: string, start: number, name: string): Tag {
  const attributes: Attribute[] = [];
  let at = start + 1 + name.length;
  for (;;) {
    const found = matchAt(ATTRIBUTE, html, at);
    if (!found) break;
    const [whole, key = "", double, single, bare] = found;
    const end = at + whole.length;
    // Only blanks and slashes are before it.
    const from = at + whole.indexOf(key);
    attributes.push({
      name: key.toLowerCase(),
      value: decode(double ?? single ?? bare ?? ""),
      start: from,
      end,
    });
    at = end;
  }
  const end = behind(html, ">", at);
  if (!OF_TEXT.has(name)) return { name, attributes, start, end };
  const closing = new RegExp(`</${name}[\\s/>]`, "gi");
  closing.lastIndex = end;
  const close = closing.exec(html)?.index ?? html.length;
  return { name, attributes, start, end: behind(html, ">", close), text: html.slice(end, close) };
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

/** The place behind the next `mark`; the end of the text if there is none. */
function behind(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + mark.length;
}

const NAMED: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** Astro and React write these five names and numbers. */
function decode(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(
    /&(?:#x([\da-f]+)|#(\d+)|(amp|lt|gt|quot|apos));/gi,
    (_, hex: string | undefined, decimal: string | undefined, name: string | undefined) =>
      name === undefined
        ? String.fromCodePoint(hex === undefined ? Number(decimal) : parseInt(hex, 16))
        : (NAMED[name.toLowerCase()] ?? ""),
  );
}
