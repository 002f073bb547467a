/** Tokens of other programs as pages show them: literally, short, and visible. Pure. */

/** Signs that nobody sees, or that turn the direction of what stands beside them. */
const INVISIBLE =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\p{Surrogate}]/gu;

/** As programs write them: their symbols are in few fonts. */
const NAMES: Readonly<Record<string, string>> = { "\n": "\\n", "\t": "\\t", "\r": "\\r" };

/** @param most Of characters; of longer tokens the beginning. */
export function tokenWord(token: string, most = 80): string {
  const visible = token.trim() === "" ? token : token.trim();
  const shown = Array.from(visible.slice(0, most * 2));
  const cut = shown.length > most || visible.length > most * 2;
  const text = shown.slice(0, most).join("").replace(INVISIBLE, nameOf);
  if (token === "") return "(empty)";
  if (/^ +$/.test(text)) return "(blank)";
  return cut ? `${text}…` : text;
}

/** A text of tokens, as long as it may be. */
export function textOf(tokens: readonly string[], most: number): string {
  let text = "";
  for (const token of tokens) {
    text += token.replace(INVISIBLE, (sign) => (sign === "\n" || sign === "\t" ? sign : nameOf(sign)));
    if (text.length > most) return `${text.slice(0, most).replace(/[\ud800-\udbff]$/, "")}…`;
  }
  return text;
}

function nameOf(sign: string): string {
  return NAMES[sign] ?? `‹${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}›`;
}
