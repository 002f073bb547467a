/** Text as Markdown (CommonMark with tables, as on GitHub) that is shown as exactly this text. */

/** Signs that begin or end something inside of a line (an underscore beside a word, a bracket after one): emphasis, code, links, tags, references, cells, formulas, mentions. */
const MARKS = /[\\`*[\]<>&|~$@^{}]|(?<=\])\(|_(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])_/gu;
/** A colon is one only in `http://` and `:smile:`, a dot only in `www.`. */
const COLONS = /:(?=\S)/g;
const WWW = /(?<=www)\./gi;
/** What at the beginning of a line makes it a heading, a list, a rule or a quotation. */
const STARTS = /^(?:([#+=-])|(\d+)([.)]))/;
/**
 * Signs that end a line or that nobody sees. Line breaks would end a cell, and marks of direction would reorder what stands
 * beside them in the file.
 */
const INVISIBLE =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\p{Surrogate}\u{e0000}-\u{e007f}]/gu;

/**
 * @param text Untrusted, on one line or more.
 * @returns One line. Invisible signs are references such as `&#x202e;`, which show the same sign.
 */
export function markdownText(text: string): string {
  return text
    .replace(MARKS, "\\$&")
    .replace(COLONS, "\\:")
    .replace(WWW, "\\.")
    .replace(STARTS, (_, mark: string | undefined, digits = "", dot = "") =>
      mark === undefined ? `${digits as string}\\${dot as string}` : `\\${mark}`,
    )
    .replace(INVISIBLE, reference);
}

/** `[title](path)`. @param path An address of this site or of another one, without spaces and brackets. */
export function markdownLink(title: string, path: string): string {
  return `[${markdownText(title)}](${path})`;
}

/**
 * A table whose cells are Markdown already.
 *
 * @param numbers Columns that stand at the right, by their place.
 */
export function markdownTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  numbers: readonly number[] = [],
): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const rule = head.map((_, column) => (numbers.includes(column) ? "--:" : "---"));
  return [line(head), line(rule), ...rows.map(line)].join("\n");
}

/** A reference to a sign that has one; the others are no text in Markdown. */
function reference(sign: string): string {
  const code = sign.codePointAt(0) ?? 0;
  const isNone = code === 0 || (code >= 0xd800 && code <= 0xdfff);
  return isNone ? "\ufffd" : `&#x${code.toString(16)};`;
}
