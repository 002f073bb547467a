/** The caption of a figure: what is shown, how far it can be trusted, what it was made of, and where it is. */
import { citationOf } from "#atlas/citation/citation.ts";
import { NO_WORDS } from "#atlas/citation/site-words.ts";
import { nPointsOf } from "#atlas/files/manifest.ts";
import { capitalized } from "#atlas/letter-case.ts";
import { methodTitle, projectionName } from "#atlas/method.ts";
import { positionOf, tokenText, type TokenTable } from "#atlas/tokens/tokens.ts";
import { explainedSentence, shareOf } from "#color/explained-words.ts";
import { labelText } from "#drawing/text/label-text.ts";
import { mapColumns, type MapColumn, type MapQuality } from "../measures/map-measures.ts";
import { trustworthinessByChance } from "../measures/neighbor-chance.ts";
import type { HeadData } from "./head-data.ts";
import { pointWords } from "./map/draw-map.ts";
import type { HeadColors } from "./map/head-colors.ts";

export interface Caption {
  /** `Head L3H0 of Tiny GPT on Stories.` */
  readonly title: string;
  /** What is seen, and how far it can be trusted. */
  readonly text: string;
  /** What it was made of. */
  readonly source: string;
  readonly address: string;
}

export interface Captioned {
  /** Permanent address of the view. */
  readonly address: string;
  /** As `atlasDigest` makes it. */
  readonly digest: string | undefined;
}

export function captionOf(
  data: HeadData,
  colored: HeadColors,
  notes: readonly string[],
  { address, digest }: Captioned,
): Caption {
  const { manifest, head, view, numbers, table } = data;
  const { title, note } = citationOf({ manifest, head, digest, url: address }, NO_WORDS);
  const explained = numbers?.explained?.[projectionName(view)] ?? [];
  const share = colored.termColors === null ? shareOf(explained, view.color) : undefined;
  const quality = numbers?.quality[projectionName(view)];
  const { selected } = view;
  const whole = manifest.patches === null ? "sequence" : "picture";
  return {
    title: `${title}.`,
    text: [
      `${methodTitle(manifest, view.method)} map in ${view.dim}-D of ${pointWords(data)}, ${colorWords(colored, view.search)}.`,
      ...(share === undefined ? [] : [explainedSentence(colored.mode, share)]),
      ...(selected
        ? [
            `Selected: ${selected.role} ${tokenWords(table, selected.token, whole)}, with lines to the ${selected.role === "query" ? "keys it attends to" : "queries that attend to it"} most.`,
          ]
        : []),
      ...(view.sizeByNorm ? ["Areas of points grow with the length of their vectors."] : []),
      ...notes,
      ...(quality ? [`${qualityWords(quality, nPointsOf(manifest))}.`] : []),
    ].join(" "),
    source: `${note}.`,
    address,
  };
}

/** `“river”, sequence 12, position 4`; a token may be longer than any page. */
function tokenWords(table: TokenTable, token: number, whole: string): string {
  const sequence = table.sequenceOf[token] ?? 0;
  return `“${labelText(tokenText(table, token))}”, ${whole} ${sequence}, position ${positionOf(table, token)}`;
}

function colorWords({ mode, termColors }: HeadColors, search: string): string {
  const found = search === "" ? "" : `; found by “${search}” are the strong ones`;
  if (termColors !== null) return `colored by what “${search}” finds`;
  const by = mode.group === "label" ? `the label “${mode.title.toLowerCase()}”` : mode.title.toLowerCase();
  return `colored by ${by}${found}`;
}

/** `Trustworthiness 0.93 (chance 0.50), continuity …` */
function qualityWords(quality: MapQuality, nPoints: number): string {
  const words = mapColumns().map((column) => {
    const chance = chanceOf(column, quality, nPoints);
    const value = quality[column.name].toFixed(2).replace("-", "−");
    return `${column.title} ${value}${chance === undefined ? "" : ` (chance\u00a0${chance})`}`;
  });
  return capitalized(words.join(", "));
}

function chanceOf({ name, chance }: MapColumn, quality: MapQuality, nPoints: number): string | undefined {
  const own = chance && quality[chance];
  if (own !== undefined) return own.toFixed(2);
  if (name === "distanceCorrelation") return "0";
  if (name === "trustworthiness" || name === "continuity") return trustworthinessByChance(nPoints).toFixed(2);
  return undefined;
}
