/** Every share of a head's attention that is worth its number, in words. */
import type { Manifest } from "../../atlas/files/manifest.ts";
import { capitalized } from "../../atlas/letter-case.ts";
import type { HeadMetrics } from "../../measures/metrics.ts";
import type { Share } from "./head-leads.ts";
import { PARTNERS, type Partner } from "./head-partners.ts";
import { PLACES, placeWords, type Place } from "./head-places.ts";
import { beyondChance, chancePercent, LEAST, percentOf, type Beyond, type Scores } from "./head-shares.ts";

/** What the head does most beyond chance comes first. */
export function worthyShares(manifest: Manifest, scores: Scores): Share[] {
  const worth = (measure: keyof HeadMetrics, over?: readonly (keyof HeadMetrics)[]): Beyond | null => {
    const share = beyondChance(scores, measure);
    return share !== null && isWorth(scores, share, over) ? share : null;
  };
  const { nTokens, nSequences } = manifest.dataset;
  const farthest = Math.max(1, nTokens / nSequences / LEAST.lengths);
  const places = PLACES.flatMap((place, at) => {
    if (typeof place.offset === "number" && Math.abs(place.offset) > farthest) return [];
    const share = worth(place.measure, place.over);
    return share ? [ofPlace(manifest, scores, place, share, at + PARTNERS.length)] : [];
  });
  const partners = PARTNERS.flatMap((partner, at) => {
    const share = worth(partner.measure, partner.over);
    return share ? [ofPartner(manifest, partner, share, at)] : [];
  });
  return [...partners, ...places].sort((a, b) => b.beyond - a.beyond);
}

/** Clearly beyond chance, and beyond every measure that alone may account for it. */
function isWorth(scores: Scores, { beyond }: Beyond, over: readonly (keyof HeadMetrics)[] = []): boolean {
  const others = over.map((measure) => beyondChance(scores, measure)?.beyond ?? 0);
  return beyond - Math.max(0, ...others) >= LEAST.part;
}

function ofPlace(
  manifest: Manifest,
  { metrics }: Scores,
  { measure, offset, least }: Place,
  share: Beyond,
  rank: number,
): Share {
  const { name, title } = placeWords({ offset }, manifest, metrics);
  const [verb, on] = offset === "first" ? ["Rests", "on"] : ["Looks", "at"];
  const part = `${percentOf(share.value)} % of its attention (${chancePercent(share.chance)}).`;
  const sentence = `${verb} ${howMuch(share)} ${on} ${name}: ${part}`;
  return {
    ...share,
    measure,
    title,
    rank,
    least,
    sentence,
    name,
    part,
    isOffset: typeof offset === "number",
  };
}

function ofPartner(
  manifest: Manifest,
  { measure, title, known, share: inWords }: Partner,
  share: Beyond,
  rank: number,
): Share {
  const words = inWords(share, manifest);
  return {
    ...share,
    measure,
    title,
    rank,
    least: LEAST.habit,
    sentence: `${known(howMuch(share))}${words}.`,
    name: null,
    part: `${capitalized(words)}.`,
    isOffset: false,
  };
}

function howMuch({ value }: Beyond): string {
  return percentOf(value) >= 50 ? "mostly" : "partly";
}
