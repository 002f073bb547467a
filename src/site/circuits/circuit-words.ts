/** What the heads in a picture of circuits do, in two or three words. */
import { chosenLinks } from "../../atlas/circuits/chosen-links.ts";
import { firstCircuits } from "../../atlas/circuits/circuits-view.ts";
import type { CircuitsFile } from "../../atlas/files/circuits.ts";
import { atlasOf, type Manifest } from "../../atlas/files/manifest.ts";
import { headNumbers } from "../atlases.ts";
import { habitWords, sortedWords } from "../head-words.ts";

/** Of larger models, only heads in the first picture have their words in the page. */
const MOST_HEADS = 200;

/** By name; heads of which there is nothing to say are left out. */
export function circuitWords(manifest: Manifest, file: CircuitsFile): Record<string, string> {
  const drawn = new Set(chosenLinks(file, firstCircuits(file)).flatMap(([from, to]) => [from, to]));
  const rows = headNumbers(atlasOf(manifest));
  const entries = file.heads.flatMap((name, place) => {
    const row = rows.get(name);
    if (row === undefined || (file.heads.length > MOST_HEADS && !drawn.has(place))) return [];
    const words = habitWords(manifest, row) || sortedWords(manifest, row);
    return words === "" ? [] : [[name, words] as const];
  });
  return Object.fromEntries(entries);
}
