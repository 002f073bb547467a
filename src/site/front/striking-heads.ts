/** The heads that the front page shows first, and one head for everything that heads of this site do. */
import { manifestOf, type Manifest } from "../../atlas/files/manifest.ts";
import { parseHead } from "../../atlas/head/head-id.ts";
import type { HeadNumbers } from "../../atlas/head/head-numbers.ts";
import { uncapitalized } from "../../atlas/letter-case.ts";
import { colorModes } from "../../color/modes.ts";
import { LEAST_SORTED, openingColor } from "../../color/opening-color.ts";
import { readHead } from "../head-reading.ts";
import { RANKS } from "../reading/head-leads.ts";
import { mapExplained } from "../reading/map-explained.ts";

/** An atlas with the numbers of its heads. */
export interface NumberedAtlas {
  readonly manifest: Manifest;
  readonly rows: readonly HeadNumbers[];
}

/** A head and the one thing for which it is shown. */
export interface StrikingHead {
  /** Of the whole atlas. */
  readonly manifest: Manifest;
  readonly head: string;
  /** Whether it is shown for what its attention does, or for what its map is sorted by. */
  readonly by: "habit" | "map";
  /** What heads of this kind do, in one or two words: `Previous token`; or what sorts their maps: `Position`. */
  readonly kind: string;
  /** The head as a figure of a book: `The head that looks one back`. */
  readonly title: string;
  /** Its own page says so, too. */
  readonly sentence: string;
  /** How far beyond chance, 0 … 1. */
  readonly strength: number;
  /** The place of the kind in a list. */
  readonly rank: number;
  /** The color in which its page opens. */
  readonly color: string;
}

/** Colors come after all habits. */
const RANK_OF_COLORS = 1000;

/** Names of figures by kind of habit. */
const TITLES: ReadonlyMap<string, string> = new Map([
  ["Induction", "The head that copies"],
  ["Duplicate token", "The head that finds the same token"],
  ["Same object", "The head that stays within an object"],
  ["Previous token", "The head that looks one token back"],
  ["Next token", "The head that looks one token ahead"],
  ["Two tokens before", "The head that looks two tokens back"],
  ["Three tokens before", "The head that looks three tokens back"],
  ["Three tokens after", "The head that looks three tokens ahead"],
  ["Objects", "The head that looks at objects"],
  ["Same row", "The head that looks along rows"],
  ["Same column", "The head that looks along columns"],
  ["First token", "The head that rests on the first token"],
  ["First patch", "The head that rests on the first patch"],
  ["Itself", "The head that looks at itself"],
  ["Previous patch", "The head that looks one patch back"],
  ["Next patch", "The head that looks one patch ahead"],
  ["Several places", "The head that divides its attention"],
  ["Certain tokens", "The head that looks for certain tokens"],
]);

/** The kinds with which a front page begins; all others come after them, in the order of lists. */
const PREFERRED: readonly `${StrikingHead["by"]} ${string}`[] = [
  "habit Induction",
  "map Row",
  "habit Previous token",
  "map Position",
  "habit Two tokens before",
  "habit First token",
];

/** The strongest head of every kind that this site has: habits in the order of their lists, then colors. */
export function headOfEachKind(atlases: readonly NumberedAtlas[]): StrikingHead[] {
  return kindsOfHeads(atlases)
    .flatMap(([strongest]) => strongest ?? [])
    .sort((a, b) => a.rank - b.rank);
}

/**
 * The most striking heads: each of another kind, and of another model as far as the site has models.
 *
 * @returns At most `count`; none if no head of the site has a habit.
 */
export function strikingHeads(atlases: readonly NumberedAtlas[], count = 3): StrikingHead[] {
  const kinds = kindsOfHeads(atlases).sort(([a], [b]) => preference(a) - preference(b));
  const chosen: StrikingHead[] = [];
  const isFree = (head: StrikingHead): boolean => chosen.every((other) => kindOf(other) !== kindOf(head));
  const isOfNewModel = ({ manifest }: StrikingHead): boolean =>
    chosen.every((other) => other.manifest.model.slug !== manifest.model.slug);
  // A site of one model still has several kinds of heads.
  for (const isWanted of [isOfNewModel, () => true]) {
    for (const heads of kinds) {
      const next = heads.find((head) => isFree(head) && isWanted(head));
      if (next !== undefined && chosen.length < count) chosen.push(next);
    }
  }
  return chosen.sort((a, b) => preference(a) - preference(b));
}

/** All heads by what they are shown for, the strongest one first; equally strong ones in the order of the atlases. */
export function kindsOfHeads(atlases: readonly NumberedAtlas[]): StrikingHead[][] {
  const kinds = Map.groupBy(atlases.flatMap(headsOf), kindOf);
  return [...kinds.values()].map((own) => own.toSorted((a, b) => b.strength - a.strength));
}

/** Maps of random weights are sorted by their tokens, too: without any habit, a model shows nothing that it has learned. */
function headsOf({ manifest, rows }: NumberedAtlas): StrikingHead[] {
  const byHabit = rows.flatMap((row) => ofHabit(manifest, row));
  return byHabit.length === 0 ? [] : [...byHabit, ...rows.flatMap((row) => ofMap(manifest, row))];
}

function ofHabit(manifest: Manifest, row: HeadNumbers): StrikingHead[] {
  const { habit, sentences } = readHead(towerOf(manifest, row), row);
  // What sorts a map is no habit of its attention.
  if (habit === null || habit.rank === RANKS.sorted) return [];
  const { title: kind, strength, rank } = habit;
  const [title, sentence] = [TITLES.get(kind) ?? kind, sentences[0] ?? ""];
  const color = openingColor(manifest, row.explained);
  return [{ manifest, head: row.head, by: "habit", kind, title, sentence, strength, rank, color }];
}

function ofMap(manifest: Manifest, row: HeadNumbers): StrikingHead[] {
  const own = towerOf(manifest, row);
  const found = mapExplained(own, row);
  // An author may have chosen a color that says little of this map.
  if (found === null || found.share < LEAST_SORTED) return [];
  const { title: kind, share: strength, color } = found;
  // The head's own reading may begin with it, in other words.
  const says = found.sentence.slice(found.sentence.indexOf(" explains "));
  const sentence = readHead(own, row).sentences.find((each) => each.endsWith(says)) ?? found.sentence;
  const title = `The head that sorts by ${uncapitalized(kind)}`;
  const rank = RANK_OF_COLORS + colorModes(own, null).findIndex(({ name }) => name === color);
  return [{ manifest, head: row.head, by: "map", kind, title, sentence, strength, rank, color }];
}

function towerOf(manifest: Manifest, row: HeadNumbers): Manifest {
  return manifestOf(manifest, parseHead(row.head)?.tower);
}

function kindOf({ by, kind }: StrikingHead): string {
  return `${by} ${kind}`;
}

function preference(head: StrikingHead | undefined): number {
  if (head === undefined) return Infinity;
  const place = PREFERRED.findIndex((kind) => kind === kindOf(head));
  return place === -1 ? PREFERRED.length + head.rank : place;
}
