/** Token text is hostile: characters that cannot be seen, or that change the direction of text, are written out. */

/** Control characters, marks of direction and other format characters, lone surrogates, and what no XML file may have. */
const UNSEEN =
  /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\u00ad]/gu;

/** `a\u202eb` → `a<U+202E>b`. Line breaks and tabs become blanks. */
export function visibleText(text: string): string {
  return text.replace(/[\t\r\n]+/g, " ").replace(UNSEEN, written);
}

/** A character by its number. */
export function written(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `<U+${code.toString(16).toUpperCase().padStart(4, "0")}>`;
}
