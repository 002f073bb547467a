/** What a page says of how two heads were laid side by side. Pure. */
import { counted } from "#atlas/counted.ts";
import { capitalized } from "#atlas/letter-case.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { ColorMode } from "#color/color-mode.ts";
import { explainedSentence, percent as shareText } from "#color/explained-words.ts";
import type { AlignedMap } from "./align-pair.ts";
import type { TowerRows } from "./diff-atlases.ts";
import type { TokenLinks } from "./token-links.ts";

interface Words {
  readonly links: TokenLinks;
  readonly a: TokenTable;
  readonly b: TokenTable;
  readonly isPicture: boolean;
  readonly aligned: AlignedMap | null;
}

/** A sentence each. */
export function linkWords({ links, a, b, isPicture, aligned }: Words): string[] {
  const what = isPicture ? "patch" : "token";
  return [sharedWords(links, a, b, isPicture, what), ...alignedWords(links, aligned, isPicture)];
}

/**
 * `Position explains 93 % of the first map and 61 % of the second (chance 0).`
 *
 * @param shares Of the two maps.
 * @param isChosen Whether the two open in this color because it explains them best.
 */
export function explainedPairWords(
  mode: Pick<ColorMode, "title" | "group">,
  [a, b]: readonly [a: number, b: number],
  isChosen: boolean,
): string {
  const sentence = explainedSentence(mode, a, `the first map and ${shareText(b)} of the second`);
  return isChosen ? `${sentence} Of all colors, it explains the two best.` : sentence;
}

function sharedWords(
  links: TokenLinks,
  a: TokenTable,
  b: TokenTable,
  isPicture: boolean,
  what: string,
): string {
  const wholes = isPicture ? "pictures" : "texts";
  if (links.basis === "none")
    return `The two share no ${wholes}: nothing on one map is the counterpart of anything on the other.`;
  if (links.basis === "tokens")
    return `Both have the same ${counted(a.nTokens, what, `${what}${isPicture ? "e" : ""}s`)}.`;
  const nThere = links.there.reduce((n, token) => n + (token >= 0 ? 1 : 0), 0);
  const nBack = links.back.reduce((n, token) => n + (token >= 0 ? 1 : 0), 0);
  const by = isPicture ? "their place in the same picture" : "the letters of the same text";
  const plural = isPicture ? "patches" : "tokens";
  return (
    `${capitalized(plural)} are matched by ${by}: ${share(nThere, a.nTokens)} of the first and ${share(nBack, b.nTokens)} of the second have a counterpart` +
    `${isPicture ? "" : `, ${links.pairs.length.toLocaleString("en")} exactly the same letters`}.`
  );
}

function alignedWords(links: TokenLinks, aligned: AlignedMap | null, isPicture: boolean): string[] {
  if (aligned === null || links.basis === "none") return [];
  const { agreement } = aligned;
  if (agreement === null)
    return [`Too few ${isPicture ? "patches" : "tokens"} are shared to turn the second map onto the first.`];
  return [
    `The second map is turned, mirrored and scaled onto the first: in the places of ${agreement.nPoints.toLocaleString("en")} shared points they agree to ${percent(agreement.share)}, by chance to ${percent(agreement.chance)}.`,
  ];
}

function share(part: number, whole: number): string {
  return `${part.toLocaleString("en")} of ${whole.toLocaleString("en")}`;
}

function percent(value: number): string {
  const rounded = Math.round(value * 1000) / 10;
  return `${rounded >= 10 || rounded === 0 ? Math.round(rounded) : rounded.toFixed(1)} %`;
}

/** How much of the patterns is compared: nothing, the sample that both atlases publish, or every row. */
export type DiffReading = "none" | "sample" | "all";

interface DiffedWords {
  readonly towers: readonly TowerRows[];
  readonly nKnown: number;
  readonly nHeads: number;
  readonly reading: DiffReading;
  /** Whether there is no more to be read. */
  readonly isAll: boolean;
  readonly isPicture: boolean;
}

/** What the distances of a ranking are of, and how far they are known. */
export function diffedWords({ towers, nKnown, nHeads, reading, isAll, isPicture }: DiffedWords): string {
  if (reading === "none")
    return "Heads are in their order until their patterns are read or a measure ranks them.";
  if (nKnown === 0) return "Reading patterns …";
  const nRows = towers.reduce((sum, tower) => sum + tower.nRows, 0);
  const nSequences = towers.reduce((sum, tower) => sum + tower.nSequences, 0);
  if (nRows === 0) return "No sequence is the same in both, so patterns have no distance: rank by a measure.";
  const rows = counted(nRows, "row");
  const where = counted(nSequences, isPicture ? "picture" : "sequence");
  const what =
    reading === "sample"
      ? `a sample of ${rows} of the patterns, ${isPicture ? "between patches" : "from word to word"}, in ${where} that both have`
      : `${rows} of the patterns in ${where} that both have, of published weights`;
  const progress = nKnown < nHeads ? ` ${nKnown} of ${nHeads} heads so far.` : "";
  const end =
    reading === "sample" && isAll
      ? " No sequence is the same token for token, so no other row can be compared."
      : "";
  return `Distance is the mean Jensen–Shannon distance of ${what}: 0 for the same, 1 for nothing in common.${progress}${end}`;
}
