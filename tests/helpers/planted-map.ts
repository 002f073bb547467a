/** A map whose clusters are planted: what its islands have in common is known. */
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import { positionOf, sequencesOf, tokenText, type TokenTable } from "#atlas/tokens/tokens.ts";
import { seedFrom, seededRandom, type Random } from "#math/random.ts";

export interface Cloud {
  readonly x: number;
  readonly y: number;
  readonly z?: number;
}

const WORDS = [
  "[CLS]",
  ".",
  "the",
  " river",
  " ran",
  " down",
  " to",
  " sea",
  " and",
  " away",
  " again",
  " The",
];
const N_SEQUENCES = 60;
const LENGTH = 12;
const N_ANIMALS = 9;

/** Sequences of random words; every ninth token is labeled as an animal. */
export function plantedTokens(seed = "tokens"): TokenTable {
  const random = seededRandom(seedFrom(seed));
  const nTokens = N_SEQUENCES * LENGTH;
  const starts = Uint32Array.from({ length: N_SEQUENCES + 1 }, (_, s) => s * LENGTH);
  const isFirst = (token: number): boolean => token % LENGTH === 0;
  const word = (): number => 1 + Math.floor(random() * (WORDS.length - 1));
  return {
    nTokens,
    nSequences: N_SEQUENCES,
    vocab: WORDS,
    ids: Uint16Array.from({ length: nTokens }, (_, token) => (isFirst(token) ? 0 : word())),
    starts,
    split: null,
    special: Uint8Array.from({ length: nTokens }, (_, token) => Number(isFirst(token))),
    sequenceOf: sequencesOf(starts),
    labels: new Map([
      [
        "thing",
        {
          values: ["", "animal"],
          of: Uint16Array.from({ length: nTokens }, () => Number(random() * N_ANIMALS < 1)),
        },
      ],
    ]),
  };
}

/** @param cloudOf The cloud of a point: queries come first. */
export function plantedMap(
  tokens: TokenTable,
  cloudOf: (token: number, isKey: boolean) => Cloud,
  widthOfCloud = 0.05,
): MapCoordinates {
  const random = seededRandom(seedFrom("map"));
  const n = tokens.nTokens * 2;
  const clouds = Array.from({ length: n }, (_, point) =>
    cloudOf(point % tokens.nTokens, point >= tokens.nTokens),
  );
  const axis = (name: "x" | "y" | "z"): Float32Array =>
    Float32Array.from(clouds, (cloud) => (cloud[name] ?? 0) + widthOfCloud * normal(random));
  const flat = { n, x: axis("x"), y: axis("y") };
  return clouds.some(({ z }) => z !== undefined) ? { ...flat, z: axis("z") } : flat;
}

/** Box–Muller. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** Whether a token has what a name says, read from its words alone. */
export function hasTrait(tokens: TokenTable, name: string, point: number): boolean {
  const { nTokens } = tokens;
  const [words = "", role] = name.split(" · ");
  const claim = words.replace("a full stop", "full stop").replace("full stop", ".");
  const token = point % nTokens;
  const isKey = point >= nTokens;
  if (role !== undefined && isKey !== (role === "keys")) return false;
  if (claim.includes(" + ")) return hasTrait(tokens, claim.split(" + ")[Number(isKey)] ?? "", point);
  const at = positionOf(tokens, token);
  const last = positionOf(tokens, nTokens - 1);
  const text = (by: number): string =>
    at + by < 0 || at + by > last
      ? ""
      : tokenText(tokens, token + by)
          .trim()
          .toLowerCase();
  const range = /^positions? (\d+)(?:–(\d+))?$/.exec(claim);
  if (range) return at >= Number(range[1]) && at <= Number(range[2] ?? range[1]);
  const pair = /^positions (\d+), (\d+)$/.exec(claim);
  if (pair) return at === Number(pair[1]) || at === Number(pair[2]);
  const end = /^last (?:(\d+) positions|position)$/.exec(claim);
  if (end) return at > last - Number(end[1] ?? 1);
  const beside = /^(after|before) (.+)$/.exec(claim);
  if (beside) return text(beside[1] === "after" ? -1 : 1) === beside[2]?.toLowerCase();
  if (claim === "queries" || claim === "keys") return isKey === (claim === "keys");
  if (claim === "words") return isWord(tokens, token);
  if (claim === "punctuation") return tokens.special[token] === 0 && !isWord(tokens, token);
  const opening = /^“(.+)…”$/.exec(claim);
  if (opening) return wordsOf(tokens, tokens.sequenceOf[token]!).startsWith(opening[1]!);
  const label = tokens.labels.get("thing");
  if (label && "values" in label && label.values.includes(claim))
    return label.values[label.of[token]!] === claim;
  return text(0) === claim.toLowerCase();
}

function isWord(tokens: TokenTable, token: number): boolean {
  return tokens.special[token] === 0 && /[a-z]/i.test(tokenText(tokens, token));
}

/** A sequence as it is read, without its special tokens. */
function wordsOf({ starts, special, vocab, ids }: TokenTable, sequence: number): string {
  let words = "";
  for (let token = starts[sequence]!; token < starts[sequence + 1]!; token++) {
    if (special[token] === 0) words += vocab[ids[token]!]!;
  }
  return words.trim();
}
