/** What the panel beside a map says before a point is selected. Written when the site is built, for every map of the head. */
import { counted } from "../atlas/counted.ts";
import { nPointsOf, type Manifest } from "../atlas/files/manifest.ts";
import type { HeadNumbers } from "../atlas/head/head-numbers.ts";
import { capitalized } from "../atlas/letter-case.ts";
import { MAP_MEASURES, type MapQuality } from "../measures/map-measures.ts";
import { trustworthinessByChance } from "../measures/neighbor-chance.ts";
import type { MapTrust, OverviewWords } from "../viewer/overview/words.ts";
import { count } from "./descriptions.ts";
import { readHead } from "./head-reading.ts";
import { readNearness } from "./map-reading.ts";

/** @param manifest Of the head's tower. */
export function overviewWords(manifest: Manifest, numbers: HeadNumbers | undefined): OverviewWords {
  const { dataset } = manifest;
  const { nTokens, nSequences } = dataset;
  const isText = dataset.kind === "text";
  const twice = "as a query (what it looks for) and";
  const { text: reading = "", measure = null } = numbers ? readHead(manifest, numbers) : {};
  return {
    reading,
    measure,
    trust: Object.fromEntries(
      Object.entries(numbers?.quality ?? {}).map(([name, quality]) => [
        name,
        trustOf(quality, nPointsOf(manifest)),
      ]),
    ),
    points: isText
      ? `Each of ${count(nTokens)} tokens appears twice: ${twice} as a key (what it offers).`
      : `Each of ${count(nTokens)} patches from ${counted(nSequences, "picture")} appears twice: square ${twice} round as a key (what it offers).`,
    next: isText
      ? "Hover over a point to see its token in context; select it to see where it attends."
      : "Hover over a patch to see it in its picture; select it to see where it attends.",
  };
}

function trustOf(quality: MapQuality, nPoints: number): MapTrust {
  const { trustworthiness, attentionRecall, attentionRecallChance } = quality;
  return {
    numbers: [
      {
        title: "Trustworthiness",
        value: trustworthiness,
        chance: Number(trustworthinessByChance(nPoints).toFixed(4)),
      },
      {
        title: capitalized(MAP_MEASURES.attentionRecall.title),
        value: attentionRecall,
        chance: attentionRecallChance ?? null,
      },
    ],
    nearness: readNearness(quality),
  };
}
