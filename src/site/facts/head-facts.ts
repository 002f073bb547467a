/**
 * What this site knows of one head, in words and numbers. The part of its page for readers without scripts, its Markdown
 * twin and what machines read are written from it, so that all of them say the same.
 */
import { atlasFile, atlasFolder, claimsPath, headFiles, headPath } from "../../atlas/address.ts";
import { headDataFiles, type DataFile } from "../../atlas/files/head-data-files.ts";
import { atlasOf, manifestOf, type Manifest } from "../../atlas/files/manifest.ts";
import { formatHead, type HeadId } from "../../atlas/head/head-id.ts";
import type { HeadNumbers } from "../../atlas/head/head-numbers.ts";
import { firstProjection } from "../../atlas/method.ts";
import type { OwnLinks } from "../../atlas/circuits/chosen-links.ts";
import { headNumbers } from "../atlases.ts";
import { claimsOfHead } from "../claims/all-claims.ts";
import { headClaim, type HeadClaim } from "../claims/claim-words.ts";
import { linksOfHead } from "../circuits/read-circuits.ts";
import { habitRows, type HabitRow } from "../head-habits.ts";
import { readHead } from "../head-reading.ts";
import { measureRows, type MeasureRow } from "../measures/measure-rows.ts";
import { ifReadable, openedAtlas } from "../opened-atlas.ts";
import { whyItAttends, type WhyItAttends } from "../reading/why-it-attends.ts";
import { speciesOfHead } from "../species/field-guide.ts";
import { alikeHeads, type AlikeHeads } from "./alike-heads.ts";
import { mapTable, type MapTable } from "./map-table.ts";
import { relatedHeads, type RelatedHead } from "./related-heads.ts";
import { strongestPairs, type Pair } from "./strongest-pairs.ts";

export interface HeadFacts {
  /** Of the head's tower. */
  readonly manifest: Manifest;
  readonly id: HeadId;
  /** `L3H0` */
  readonly name: string;
  /** `Tiny GPT L3H0` */
  readonly title: string;
  /** Of its page, with the base. */
  readonly path: string;
  /** Of the picture of its map, in the color in which the page opens. */
  readonly thumbnail: string;
  /** What the head does; empty if its numbers are not known. */
  readonly reading: readonly string[];
  readonly habits: readonly HabitRow[];
  /** Every number of the catalog that it has. */
  readonly measures: readonly MeasureRow[];
  /** Null in atlases that were built without reasons. */
  readonly why: WhyItAttends | null;
  readonly maps: MapTable | null;
  /** Strongest first; empty if no query has a choice, or if the file of the weights is missing. */
  readonly pairs: readonly Pair[];
  /** Those that name it. */
  readonly claims: readonly HeadClaim[];
  readonly related: readonly RelatedHead[];
  readonly alike: AlikeHeads;
  /** The species of which it holds some, most first. */
  readonly species: readonly { readonly name: string; readonly slug: string; readonly percent: number }[];
  /** What it feeds, and what feeds it; null where the atlas does not know. */
  readonly links: OwnLinks | null;
  readonly files: readonly DataFile[];
}

/** As many as a reader takes in at once. */
const N_PAIRS = 8;

/**
 * @param atlas Manifest of the whole atlas.
 * @param base The site's base path.
 */
export async function headFacts(atlas: Manifest, id: HeadId, base: string): Promise<HeadFacts> {
  const manifest = manifestOf(atlas, id.tower);
  const name = formatHead(id);
  const numbers: HeadNumbers | undefined = headNumbers(atlasOf(atlas)).get(name);
  return {
    manifest,
    id,
    name,
    title: `${manifest.model.name} ${name}`,
    path: headPath(base, atlasOf(atlas), id),
    thumbnail: atlasFile(base, atlasOf(atlas), headFiles.thumbnail(id, firstProjection(atlas))),
    reading: numbers ? readHead(manifest, numbers).sentences : [],
    habits: numbers ? habitRows(manifest, numbers) : [],
    measures: numbers ? measureRows(numbers, base) : [],
    why: numbers ? whyItAttends(manifest, numbers) : null,
    maps: numbers ? mapTable(manifest, numbers) : null,
    pairs: await pairsOf(atlas, id),
    claims: (await claimsOfHead(atlasOf(atlas), name)).map((claim) =>
      headClaim(claim, name, claimsPath(base)),
    ),
    related: relatedHeads(atlas, id, base),
    alike: await alikeHeads(atlas, id, base),
    species: speciesOfHead(atlas, name).map(({ species, amount }) => ({
      name: species.name,
      slug: species.slug,
      percent: Math.round(amount * 100),
    })),
    links: await linksOfHead(atlas, name),
    files: headDataFiles(atlas, id, base),
  };
}

const found = new Map<string, Promise<Pair[]>>();

/** Found once for all that is written about a head, because the file of its weights is large. */
function pairsOf(atlas: Manifest, id: HeadId): Promise<Pair[]> {
  const key = `${atlasFolder(atlasOf(atlas))}/${formatHead(id)}/${atlas.buildKey}`;
  const known = found.get(key) ?? findPairs(atlas, id);
  found.set(key, known);
  return known;
}

async function findPairs(atlas: Manifest, id: HeadId): Promise<Pair[]> {
  const reader = openedAtlas(atlas);
  const files = await ifReadable(Promise.all([reader.tokens(id.tower), reader.attention(id)]));
  if (files === null) return [];
  const [table, attention] = files;
  return strongestPairs({ table, attention, isCausal: manifestOf(atlas, id.tower).causal }, N_PAIRS);
}
