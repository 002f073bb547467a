/** Labels of parts of a text, as an author writes them: `{"partOfSpeech": [[0, 4, "noun"], …]}`. */

/** From the first character to the one behind the last, in UTF-16 units, as JavaScript counts. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly value: string;
}

/** By the name of the label. */
export type Spans = Readonly<Record<string, readonly Span[]>>;

export const SPANS_EXPECTED = 'spans such as {"partOfSpeech": [[0, 4, "noun"]]} inside of the text';

/** @returns undefined if these are no spans of this text. */
export function readSpans(value: unknown, text: string): Spans | undefined {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  const spans: Record<string, Span[]> = {};
  for (const [name, entries] of Object.entries(value)) {
    if (!Array.isArray(entries)) return undefined;
    const read = entries.flatMap((entry) => readSpan(entry, text.length) ?? []);
    if (read.length < entries.length) return undefined;
    spans[name] = read;
  }
  return spans;
}

function readSpan(entry: unknown, length: number): Span | undefined {
  if (!Array.isArray(entry) || entry.length !== 3) return undefined;
  const [start, end, value] = entry as unknown[];
  if (!Number.isInteger(start) || !Number.isInteger(end) || typeof value !== "string") return undefined;
  const [from, to] = [start as number, end as number];
  return from >= 0 && from < to && to <= length ? { start: from, end: to, value } : undefined;
}
