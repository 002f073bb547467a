/** The dataset `stories`: short rows of every kind, from a seed that no model was trained on. */
import { seededRandom, seedFrom } from "#math/random.ts";
import { shuffle } from "../data/draw.ts";
import type { Mark } from "../data/text/lay-out.ts";
import { labeledRows, type Kind, type Row } from "../data/text/rows.ts";

/** Number of lines of each kind; kinds that are pleasant to read have more. */
const COUNTS: Readonly<Record<Kind, number>> = {
  story: 90,
  tale: 36,
  agreement: 36,
  dialogue: 24,
  "look-up": 14,
  song: 12,
  list: 10,
  names: 8,
  brackets: 6,
  series: 4,
  sums: 4,
  repeat: 0,
};

const SEED = 20_260_101;

/** In words and marks: short enough to read at a glance, with the pattern beside it. */
const SHORTEST = 8;
const LONGEST = 44;

/** Lines of a .jsonl file with the labels of the line and of its words. */
export function storyLines(): string[] {
  const kinds = Object.entries(COUNTS) as [Kind, number][];
  const rows = kinds.flatMap(([kind, count]) => shortRows(kind, count));
  return shuffle(seededRandom(seedFrom("stories", SEED)), rows).map(toLine);
}

function shortRows(kind: Kind, count: number): Row[] {
  const only = Object.fromEntries(Object.keys(COUNTS).map((other) => [other, other === kind ? 1 : 0]));
  const rows = labeledRows(seedFrom(kind, SEED), count * 40, only as Record<Kind, number>);
  const fitting = rows.filter(({ marks }) => marks.length >= SHORTEST && marks.length <= LONGEST);
  const different = [...new Map(fitting.map((row) => [row.text, row])).values()];
  if (different.length < count) throw new RangeError(`too few short rows of ${kind}: ${different.length}`);
  return different.slice(0, count);
}

function toLine({ kind, text, marks }: Row): string {
  const spans = (of: (mark: Mark) => string | undefined): [number, number, string][] =>
    marks.flatMap((mark) => {
      const value = of(mark);
      return value === undefined ? [] : [[mark.start, mark.end, value]];
    });
  const partOfSpeech = spans(({ part }) => part);
  const refersTo = spans(({ means }) => means);
  return JSON.stringify({ text, kind, spans: { partOfSpeech, refersTo } });
}
