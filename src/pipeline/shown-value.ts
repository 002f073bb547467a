/** What files say, as messages show it: short, on one line, and with nothing in it that a terminal would obey. */

const MOST_ITEMS = 20;
const MOST_LEVELS = 6;

/**
 * A value as JSON, cut where it is long or deep; also one that holds itself, as anchors of YAML can.
 *
 * @param most In characters.
 */
export function shownValue(value: unknown, most = 200): string {
  if (value === undefined) return "nothing";
  return shortened(JSON.stringify(pruned(value, MOST_LEVELS, most)), most);
}

/** The beginning of a text, in quotation marks. @param most In characters. */
export function excerpt(text: string, most = 60): string {
  return JSON.stringify(shortened(text, most));
}

/** A text without its rest, where it is longer than this. @param most In characters. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  // Not between the halves of one character.
  return `${text.slice(0, most).replace(/[\ud800-\udbff]$/, "")}…`;
}

/**
 * Signs that nobody sees (control characters but line breaks and tabs, marks that turn the direction of writing, halves of
 * characters) by their code point: in a message they would hide what it says, or move the cursor.
 */
export function visible(text: string): string {
  return text.replace(INVISIBLE, (sign) => `\\u{${(sign.codePointAt(0) ?? 0).toString(16)}}`);
}

const INVISIBLE =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\p{Surrogate}]/gu;

function pruned(value: unknown, levels: number, most: number): unknown {
  if (typeof value === "string") return shortened(value, most);
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  if (levels === 0) return "…";
  const below = (own: unknown): unknown => pruned(own, levels - 1, most);
  if (Array.isArray(value))
    return [...value.slice(0, MOST_ITEMS).map(below), ...(value.length > MOST_ITEMS ? ["…"] : [])];
  const entries = Object.entries(value);
  const kept = entries.slice(0, MOST_ITEMS).map(([key, own]) => [shortened(key, most), below(own)] as const);
  return Object.fromEntries([...kept, ...(entries.length > MOST_ITEMS ? [["…", "…"] as const] : [])]);
}
