/** One value of a label, as an author writes it. */
import type { LabelValue } from "#atlas/tokens/token-labels.ts";

/**
 * Null, a blank text and an empty list are none. A list is several values at once, in no order; of a single one, itself.
 *
 * @returns undefined for what cannot be a label: an object, or a list of lists.
 */
export function labelValue(raw: unknown): LabelValue | undefined {
  if (raw === null || raw === undefined) return null;
  if (typeof raw === "string") return raw.trim() === "" ? null : raw.normalize("NFC");
  if (typeof raw === "boolean") return String(raw);
  // A number too large for a double reads as Infinity, which is told like one that an author wrote.
  if (typeof raw === "number") return Number.isFinite(raw) ? raw + 0 : String(raw);
  if (!Array.isArray(raw) || raw.some(Array.isArray)) return undefined;
  const parts = raw.map((part: unknown) => labelValue(part));
  if (parts.includes(undefined)) return undefined;
  const texts = [
    ...new Set(parts.flatMap((part) => (part === null || part === undefined ? [] : [String(part)]))),
  ].sort();
  return texts.length > 1 ? texts : (texts[0] ?? null);
}

/** Labels are called by the same name however its accents are coded. */
export function labelName(name: string): string {
  return name.normalize("NFC");
}

/**
 * The number that a cell of a table says. What begins with needless zeros, or has more digits than a number keeps, is a
 * code, such as a postal one, and no number.
 */
export function numberInText(text: string): number | undefined {
  const trimmed = text.trim();
  if (!/^[+-]?(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?$/i.test(trimmed)) return undefined;
  const value = Number(trimmed) + 0;
  const isCode = /^[+-]?\d+$/.test(trimmed) && !Number.isSafeInteger(value);
  return Number.isFinite(value) && !isCode ? value : undefined;
}

/** What programs write where a calculation gave no number. */
export function isNotFinite(text: string): boolean {
  return /^[+-]?(?:nan|inf|infinity)$/i.test(text.trim());
}
