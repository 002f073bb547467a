/** The field guide of this site: the species of all of its heads. */
import { atlasFolder } from "../../atlas/address.ts";
import { atlasOf, type Manifest } from "../../atlas/files/manifest.ts";
import { allAtlases, headNumbers } from "../atlases.ts";
import { sortHeads, type FieldGuide, type FoundSpecies } from "./sort-heads.ts";

let sorted: { readonly key: string; readonly guide: FieldGuide } | undefined;

/** Sorted once for all pages, and again when the development server has new atlases. */
export function fieldGuide(): FieldGuide {
  const atlases = allAtlases();
  const key = atlases.map(({ buildKey }) => buildKey).join();
  if (sorted?.key !== key) {
    const heads = atlases.flatMap((manifest) =>
      [...headNumbers(atlasOf(manifest)).values()].map((numbers) => ({ manifest, numbers })),
    );
    sorted = { key, guide: sortHeads(heads) };
  }
  return sorted.guide;
}

const places = new WeakMap<FieldGuide, ReadonlyMap<string, number>>();

/** The species of which a head holds some, most first. @param name Of the head. */
export function speciesOfHead(
  manifest: Manifest,
  name: string,
): readonly { readonly species: FoundSpecies; readonly amount: number }[] {
  const guide = fieldGuide();
  const known =
    places.get(guide) ??
    new Map(guide.heads.map((head, i) => [keyOf(head.manifest, head.numbers.head), i] as const));
  places.set(guide, known);
  return guide.ofHead[known.get(keyOf(manifest, name)) ?? -1] ?? [];
}

function keyOf(manifest: Manifest, head: string): string {
  return `${atlasFolder(atlasOf(manifest))}/${head}`;
}
