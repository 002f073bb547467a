/** What a head does in words, as far as HeadVis's six numbers bear it: chance is not known, so each sentence gives its number. Pure. */
import type { HeadPatterns, PatternsHead, PatternsManifest } from "../../atlas/patterns/patterns.ts";
import type { HEADVIS_METRICS } from "../../measures/headvis.ts";

type Name = keyof typeof HEADVIS_METRICS;

/** From here on, a share of the attention is most of it. */
const MOST = 0.5;
/** From here on, it is worth a sentence. */
const PART = 0.15;

const HABITS: readonly { readonly name: Name; readonly says: (share: string, isMost: boolean) => string }[] =
  [
    { name: "prev_token_score", says: toward("the token before") },
    { name: "self_attention_score", says: toward("the token itself") },
    {
      name: "induction_score",
      says: (share) =>
        `Where a token has come before, ${share} of its attention goes to what followed it then.`,
    },
  ];

/** The same, with what its sequences say of the first token, which no number of HeadVis tells. The strongest habit comes first. */
export function headReading(
  manifest: Pick<PatternsManifest, "numbers">,
  head: PatternsHead,
  patterns: HeadPatterns | null,
): string[] {
  const reading = patternsReading(manifest, head);
  const share = patterns === null ? null : firstTokenShare(patterns);
  if (share === null || share < PART) return reading;
  const sentence = `In its sampled sequences, at least ${Math.floor(share * 100)} % of the attention goes to their first token.`;
  return share >= MOST ? [sentence, ...reading] : [...reading, sentence];
}

/** Of all queries but the first. At least: the smallest weights are not known. Null without such queries. */
export function firstTokenShare({ sequences }: HeadPatterns): number | null {
  const nQueries = sequences.reduce((sum, { tokens }) => sum + tokens.length - 1, 0);
  if (nQueries === 0) return null;
  let sum = 0;
  for (const { tokens, indices, weights } of sequences)
    indices.forEach((index, i) => {
      if (index >= tokens.length && index % tokens.length === 0) sum += weights[i] ?? 0;
    });
  return sum / nQueries;
}

/** The strongest habit first; empty where the tree has none of these numbers. */
export function patternsReading(
  { numbers }: Pick<PatternsManifest, "numbers">,
  head: PatternsHead,
): string[] {
  const of = (name: Name): number | null =>
    head.values[numbers.findIndex((own) => own.name === name)] ?? null;
  const known = HABITS.flatMap(({ name, says }) => {
    const share = of(name);
    return share === null ? [] : [{ share, says }];
  }).sort((a, b) => b.share - a.share);
  const habits = known.filter(({ share }) => share >= PART);
  return [
    ...habits.map(({ share, says }) => says(`${Math.round(share * 100)} %`, share >= MOST)),
    ...(habits.length === 0 && known.length === HABITS.length ? [NO_HABIT] : []),
    ...spread(of("pattern_entropy")),
    ...distance(of("qk_distance"), of("qk_distance_variance")),
  ];
}

const NO_HABIT =
  "Little attention goes to the token itself, to the token before, or to what followed earlier copies of it.";

function toward(where: string): (share: string, isMost: boolean) => string {
  return (share, isMost) =>
    isMost
      ? `Most attention goes to ${where}: ${share} on average.`
      : `${share} of the attention goes to ${where}, on average.`;
}

/** @param entropy In nats. */
function spread(entropy: number | null): string[] {
  if (entropy === null) return [];
  const n = Math.exp(entropy);
  const shown = n < 10 ? n.toFixed(1) : Math.round(n).toString();
  const among = shown === "1.0" ? "it all went to one token" : `it were shared evenly by ${shown} tokens`;
  return [`It is spread out as if ${among}.`];
}

function distance(mean: number | null, variance: number | null): string[] {
  if (mean === null) return [];
  const spreadOf =
    variance === null ? "" : ` (standard deviation ${Math.sqrt(Math.max(0, variance)).toFixed(1)})`;
  return [`What is attended is ${mean.toFixed(1)} tokens away, on average${spreadOf}.`];
}
