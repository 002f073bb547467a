/** Reads labels of parts of a text: `{"partOfSpeech": [[0, 4, "noun"], …]}`. */
import type { DatasetConfig } from "#atlas/config.schema.ts";
import type { LabelValue } from "#atlas/tokens/token-labels.ts";
import { describeProblem } from "../../errors.ts";
import { excerpt, shownValue } from "../../shown-value.ts";
import { labelName, labelValue } from "../labels/label-value.ts";

/** From the first character to the one behind the last, in UTF-16 units, as JavaScript counts. */
export interface Span {
  readonly start: number;
  readonly end: number;
  readonly value: LabelValue;
}

/** By the name of the label. */
export type Spans = ReadonlyMap<string, readonly Span[]>;

/** The unit of the author's positions. */
export type SpanUnits = DatasetConfig["spanUnits"];

export interface SpansInput {
  readonly text: string;
  readonly units: SpanUnits;
  /** e.g. `stories.jsonl, line 3`. */
  readonly where: string;
}

interface ReadSpans {
  readonly spans: Spans;
  /** One problem per span that is none, in the one form. */
  readonly mistakes: readonly string[];
}

const SHAPE = 'spans such as {"partOfSpeech": [[0, 4, "noun"]]}';
const UNITS = { characters: "characters", utf16: "UTF-16 units" } as const;

/** Reads all spans of a text. A label without any, or null, has none. */
export function readSpans(written: unknown, input: SpansInput): ReadSpans {
  if (written === undefined || written === null) return { spans: new Map(), mistakes: [] };
  if (typeof written !== "object" || Array.isArray(written)) {
    return { spans: new Map(), mistakes: [tell("these are no spans", input, SHAPE, written)] };
  }
  const spans = new Map<string, Span[]>();
  const mistakes: string[] = [];
  const places = placesOf(input);
  for (const [label, entries] of Object.entries(written) as [string, unknown][]) {
    const name = labelName(label);
    const at = { ...input, where: `${input.where}, spans.${name}` };
    if (entries !== null && !Array.isArray(entries)) {
      mistakes.push(tell("these are no spans", at, SHAPE, entries));
      continue;
    }
    const own: Span[] = [];
    for (const entry of (entries ?? []) as unknown[]) {
      const span = readSpan(entry, at, places);
      if (typeof span === "string") mistakes.push(span);
      else own.push(span);
    }
    mistakes.push(...overlaps(own, at));
    spans.set(name, own);
  }
  return { spans, mistakes };
}

/** Where each unit that an author counts begins, and as last entry the end of the text; in UTF-16 units. */
function placesOf({ text, units }: SpansInput): readonly number[] {
  if (units === "utf16") return Array.from({ length: text.length + 1 }, (_, i) => i);
  let at = 0;
  return [0, ...Array.from(text, (character) => (at += character.length))];
}

/** @returns What is wrong with it, if it is none. */
function readSpan(entry: unknown, input: SpansInput, places: readonly number[]): Span | string {
  if (!Array.isArray(entry) || entry.length !== 3)
    return tell("this is no span", input, '[start, end, "value"]', entry);
  const [start, end, written] = entry as unknown[];
  const value = labelValue(written);
  if (!Number.isInteger(start) || !Number.isInteger(end) || value === undefined)
    return tell("this is no span", input, '[start, end, "value"] with whole numbers', entry);
  const [from, to] = [start as number, end as number];
  if (from >= to) return tell("a span ends before it begins", input, "an end behind the start", entry);
  const length = places.length - 1;
  if (from < 0 || to > length) {
    const expected = `places from 0 to ${length}, the ${UNITS[input.units]} of the text`;
    const isOtherUnit = input.units === "characters" && from >= 0 && to <= input.text.length;
    const cure = isOtherUnit
      ? "Where spans are counted in UTF-16 units, say so in the dataset's YAML: spanUnits: utf16"
      : undefined;
    return tell("a span lies outside of its text", input, expected, entry, cure);
  }
  return { start: places[from] ?? 0, end: places[to] ?? 0, value };
}

/** A token that two spans cover would have two values of one label. */
function overlaps(spans: readonly Span[], input: SpansInput): string[] {
  const sorted = spans.toSorted((a, b) => a.start - b.start || a.end - b.end);
  /** Of those so far, the one that goes farthest. */
  let longest: Span | undefined;
  return sorted.flatMap((span) => {
    const before = longest;
    if (before === undefined || span.end > before.end) longest = span;
    if (before === undefined || span.start >= before.end) return [];
    // Repeating the same span is not a contradiction.
    if (JSON.stringify(span) === JSON.stringify(before)) return [];
    const parts = [before, span].map(({ start, end }) => excerpt(input.text.slice(start, end)));
    return describeProblem({
      what: "two spans overlap",
      where: input.where,
      expected: "one value of the label at each place",
      received: parts.join(" and "),
      cure: "Use another label for spans inside other spans.",
    });
  });
}

function tell(what: string, { where }: SpansInput, expected: string, entry: unknown, cure?: string): string {
  const received = shownValue(entry, 60);
  return describeProblem({ what, where, expected, received, ...(cure === undefined ? {} : { cure }) });
}
