/** The contact sheet of the front page: the heads of every model, each in its best color with the few words it is known by. */
import { headsOf, type Manifest } from "../../atlas/files/manifest.ts";
import { formatHead, type HeadId } from "../../atlas/head/head-id.ts";
import type { HeadNumbers } from "../../atlas/head/head-numbers.ts";
import { uncapitalized } from "../../atlas/letter-case.ts";
import { firstProjection, projectionName } from "../../atlas/method.ts";
import { shareOf } from "../../color/explained-words.ts";
import { roleMode } from "../../color/modes/role.ts";
import { LEAST_SORTED, openingColor } from "../../color/opening-color.ts";
import { habitWords, sortedWords } from "../head-words.ts";
import { kindsOfHeads, type NumberedAtlas } from "./striking-heads.ts";

/** A model with more heads than this shows its most striking ones. */
const MOST_OF_A_MODEL = 200;
/** So many of them. */
const STRIKING = 48;
/** Tiles of a whole front page; the models of a large site share them. */
const MOST_TILES = 240;
/** Fewer tiles would say nothing about a model: a larger site shows its first models only. */
const LEAST_OF_A_MODEL = 8;

export interface SheetTile {
  readonly id: HeadId;
  /** `L3H5`. */
  readonly name: string;
  /** The color in which its page opens. */
  readonly color: string;
  /** What it does, and what its map is sorted by: `previous token`, `by position`; none if nothing stands out. */
  readonly words: readonly string[];
}

export interface ModelSheet {
  /** Of the dataset with the most tokens: it says most about the model. */
  readonly manifest: Manifest;
  readonly nHeads: number;
  /** In the order of the model; all of its heads, or the most striking ones. */
  readonly tiles: readonly SheetTile[];
}

/** @param atlases Without checkpoints, in the order of the page. */
export function contactSheet(atlases: readonly NumberedAtlas[]): ModelSheet[] {
  const byModel = Map.groupBy(atlases, ({ manifest }) => manifest.model.slug);
  const models = [...byModel.values()].flatMap((own) => largest(own) ?? []);
  const shown = models.slice(0, Math.floor(MOST_TILES / LEAST_OF_A_MODEL));
  const isAllShown = shown.reduce((sum, { manifest }) => sum + usual(manifest), 0) <= MOST_TILES;
  const share = Math.floor(MOST_TILES / Math.max(1, shown.length));
  return shown.map((atlas) => sheetOf(atlas, isAllShown ? usual(atlas.manifest) : share));
}

/** Tiles of a model if there is room for all models. */
function usual(manifest: Manifest): number {
  const count = headsOf(manifest).length;
  return count > MOST_OF_A_MODEL ? STRIKING : count;
}

function largest(atlases: readonly NumberedAtlas[]): NumberedAtlas | undefined {
  return atlases.toSorted((a, b) => b.manifest.dataset.nTokens - a.manifest.dataset.nTokens)[0];
}

function sheetOf(atlas: NumberedAtlas, most: number): ModelSheet {
  const { manifest, rows } = atlas;
  const heads = headsOf(manifest);
  const chosen = heads.length <= most ? null : striking(atlas, most);
  const numbers = new Map(rows.map((row) => [row.head, row]));
  const tiles = heads.flatMap((id): SheetTile[] => {
    const name = formatHead(id);
    if (chosen !== null && !chosen.has(name)) return [];
    const row = numbers.get(name);
    const color = openingColor(manifest, row?.explained);
    return [{ id, name, color, words: row ? wordsOf(manifest, row) : [] }];
  });
  return { manifest, nHeads: heads.length, tiles };
}

function wordsOf(manifest: Manifest, row: HeadNumbers): string[] {
  const words = [habitWords(manifest, row), sortedWords(manifest, row)].filter((each) => each !== "");
  if (words.length > 0) return words;
  // What every map shows to some degree is worth a word where nothing else is.
  const shares = row.explained?.[projectionName(firstProjection(manifest))] ?? [];
  const role = shareOf(shares, roleMode.name) ?? 0;
  return role >= LEAST_SORTED ? [`by ${uncapitalized(roleMode.title)}`] : [];
}

/** The strongest head of every kind, then the second of every kind, and so on; then whatever comes first. */
function striking(atlas: NumberedAtlas, most: number): ReadonlySet<string> {
  const kinds = kindsOfHeads([atlas]);
  const deepest = Math.max(0, ...kinds.map((own) => own.length));
  const chosen = new Set<string>();
  for (let rank = 0; rank < deepest; rank++)
    for (const own of kinds) {
      const head = own[rank]?.head;
      if (head !== undefined && chosen.size < most) chosen.add(head);
    }
  for (const { head } of atlas.rows) if (chosen.size < most) chosen.add(head);
  return chosen;
}
