/** What the panel beside a map says before a point is selected. Written when the site is built, for every map of the head. */
import { counted } from "../atlas/counted.ts";
import type { Manifest } from "../atlas/files/manifest.ts";
import type { HeadNumbers } from "../atlas/head/head-numbers.ts";
import type { MapHintWords } from "../viewer/panels/MapHint.tsx";
import { count } from "./descriptions.ts";
import { readNearness } from "./map-reading.ts";

/** @param manifest Of the head's tower. */
export function mapHint(manifest: Manifest, numbers: HeadNumbers | undefined): MapHintWords {
  const { dataset } = manifest;
  const { nTokens, nSequences } = dataset;
  const isText = dataset.kind === "text";
  const twice = "as a query (what it looks for) and";
  return {
    points: isText
      ? `Each of ${count(nTokens)} tokens appears twice: ${twice} as a key (what it offers).`
      : `Each of ${count(nTokens)} patches from ${counted(nSequences, "picture")} appears twice: square ${twice} round as a key (what it offers).`,
    nearness: Object.fromEntries(
      Object.entries(numbers?.quality ?? {}).map(([name, quality]) => [name, readNearness(quality)]),
    ),
    next: isText
      ? "Hover over a point to see its token in context; select it to see where it attends."
      : "Hover over a patch to see it in its picture; select it to see where it attends.",
  };
}
