/** Heads whose scores are sums of known effects. Few keys have a weight, so that what each relation explains is worked by hand. */
import type { MeasuredHead } from "#measures/catalog/measured-head.ts";
import type { Patterns } from "#math/pattern-rows.ts";
import { reasonsOf } from "../../../src/reasons/reasons-of.ts";
import { offsetRelation, type TokenTraits } from "../../../src/reasons/relations.ts";
import { startsOf, type Exact, type PlantedHead } from "./planted-head.ts";

const { LN2, log } = Math;
const NOTHING: TokenTraits = { queryTokens: null, keyTokens: null, grid: null, objects: null, labels: [] };

function ofReasons(patterns: Patterns, traits: Partial<TokenTraits> = {}): Partial<MeasuredHead> {
  return { reasons: reasonsOf({ patterns, traits: { ...NOTHING, ...traits }, seed: 1 }) };
}

/** The weights of a row with these scores; keys without one have no weight. */
export function softmax(scores: readonly (number | undefined)[]): number[] {
  const powers = scores.map((score) => (score === undefined ? 0 : Math.exp(score)));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** Effect and share of a relation; of each, nothing is chance. */
function reason(relation: string, effect: number, share: number): Record<string, Exact> {
  return { [`reason.${relation}`]: [effect, 0], [`reason.${relation}.share`]: [share, 0] };
}

/**
 * Queries of one sequence and two keys of another, eight kinds of them. Keys are tokens a and b in either order; the query is
 * neither (c), the first of them, or the second; or both keys are the query's token. The first score less the second is then
 *
 *   c: first + key          the first: first + same − after + key
 *   both: first − after     the second: first − same + key
 *
 * with the opposite of `key` in the other order, where the difference is a matter of the token. Half of the sequences have
 * ρ more, half of them less, which nothing explains. Effects are 1 (first), ½ (same token), 2 (after a copy), ¼ (token) and
 * ρ = ¼: the squares of all eight sum to 2 · (1 + ¼ + ¼ + 1) + 6/16 + 8/16 = 47/8. What is left of the column of each relation
 * when the others have taken theirs, squared, is 8/3, 2, 1 and 6.
 */
const [A, B, C] = [1, 2, 3];
const KINDS = [
  [C, A, B],
  [C, B, A],
  [A, A, B],
  [B, B, A],
  [B, A, B],
  [A, B, A],
  [A, A, A],
  [B, B, B],
] as const;

function acrossTexts(): Partial<MeasuredHead> {
  const all = [1, -1, 1, -1].flatMap((rho) => KINDS.map((kind) => ({ rho, kind })));
  const weights = all.flatMap(({ rho, kind: [query, ...keys] }) => {
    const score = (place: number): number =>
      Number(place === 0) +
      0.5 * Number(keys[place] === query) +
      2 * Number(place === 1 && keys[0] === query) +
      0.125 * (keys[place] === A ? 1 : -1) +
      0.25 * rho * Number(place === 0);
    return softmax([score(0), score(1)]);
  });
  return ofReasons(
    {
      starts: startsOf(all.map(() => 1)),
      keyStarts: startsOf(all.map(() => 2)),
      weights: Float32Array.from(weights),
      isCausal: false,
    },
    {
      queryTokens: Uint32Array.from(all, ({ kind }) => kind[0]),
      keyTokens: Uint32Array.from(all.flatMap(({ kind: [, ...keys] }) => keys)),
    },
  );
}

const acrossSequences: PlantedHead = {
  name: "a head between two texts that looks at the first token, at copies, after them, and at one token more",
  head: acrossTexts(),
  expected: {
    ...reason("first", 1, (8 / 3 / 47) * 8),
    ...reason("same-token", 0.5, ((2 / 4) * 8) / 47),
    ...reason("after-copy", 2, (4 * 8) / 47),
    "reason.key.share": [(6 / 16 / 47) * 8, 0],
    "reason.explained": [1 - (8 / 16 / 47) * 8, 0],
  },
};

/** Queries of label 1 and keys of labels 1 and 2, in either order: the difference is 1 + 2 or 1 − 2. */
const labeled: PlantedHead = {
  name: "a head between two texts that looks at keys of its label",
  head: ofReasons(
    {
      starts: startsOf(Array<number>(12).fill(1)),
      keyStarts: startsOf(Array<number>(12).fill(2)),
      weights: Float32Array.from(
        Array.from({ length: 12 }, (_, s) => softmax([1 + 2 * (s % 2), 2 - 2 * (s % 2)])).flat(),
      ),
      isCausal: false,
    },
    {
      labels: [
        {
          name: "kind",
          ofQueries: new Uint32Array(12).fill(1),
          ofKeys: Uint32Array.from({ length: 24 }, (_, key) => ([2, 1, 1, 2] as const)[key % 4]!),
        },
      ],
    },
  ),
  expected: { ...reason("same.kind", 2, 4 / 5), ...reason("first", 1, 1 / 5) },
};

const [N_TEXTS, LENGTH] = [10, 48];

/**
 * Queries 16 to 39 see the key at this offset and the one 15 before, queries 40 to 47 those 15 and 31 before, all others one
 * key. Nearness has the effect 1 / 2 ln 2, so that half of the distance is ½ more: the latter differ by ½, and the former by
 * the offset's effect, 2, and by a/2, a = 4 − log2(1 + |offset|). The offset's effect is the one difference less a times the
 * other: what is left of its column has the square 1 / (1/24 + a²/8), and that of nearness, of the latter alone, 8 ln² 2.
 */
function atOffset(offset: number): PlantedHead {
  const halvings = 4 - Math.log2(1 + Math.abs(offset));
  const rows = Array.from({ length: LENGTH }, (_, query) => {
    const scores = new Array<number | undefined>(LENGTH).fill(undefined);
    if (query < 16) scores[query + 20] = 0;
    else if (query < 40) {
      scores[query + offset] = 2 + halvings / 2;
      scores[query - 15] = 0;
    } else {
      scores[query - 15] = 0.5;
      scores[query - 31] = 0;
    }
    return softmax(scores);
  });
  const total = 24 * (2 + halvings / 2) ** 2 + 8 * 0.5 ** 2;
  return {
    name: `a head that looks at offset ${offset}, and near`,
    head: ofReasons({
      starts: startsOf(Array<number>(N_TEXTS).fill(LENGTH)),
      weights: Float32Array.from(Array.from({ length: N_TEXTS }, () => rows.flat()).flat()),
      isCausal: false,
    }),
    expected: {
      ...reason(offsetRelation(offset), 2, 4 / (1 / 24 + halvings ** 2 / 8) / total),
      ...reason("near", 1 / (2 * LN2), (8 * 0.5 ** 2) / total),
      "reason.explained": [1, 0],
    },
  };
}

/** Pictures of as many patches, all the same but for what nothing explains: the first score of a row a little more or less. */
function ofPictures(
  nPatches: number,
  columns: number,
  score: (picture: number, query: number, key: number) => number,
  objects: Uint32Array | null = null,
): Partial<MeasuredHead> {
  const nPictures = 24;
  const rows = Array.from({ length: nPictures }, (_, picture) =>
    Array.from({ length: nPatches }, (__, query) =>
      softmax(Array.from({ length: nPatches }, (___, key) => score(picture, query, key))),
    ),
  );
  return ofReasons(
    {
      starts: startsOf(Array<number>(nPictures).fill(nPatches)),
      weights: Float32Array.from(rows.flat(2)),
      isCausal: false,
    },
    { grid: { columns, nSpecial: 0 }, objects },
  );
}

/**
 * The effects of places sum to 0 by a spring that is 10,000 times as stiff as the data, not by a rod. The first place has no
 * effect of that kind; if all others gave way together, it would be the same as the first one's relation.
 */
const SPRING = 10_000 / 10_001;

/** A quarter more on the first key and less on the second, in every other group of pictures the other way round. */
const unexplained = (group: number, key: number, size = 0.25): number =>
  size * (group % 2 === 0 ? 1 : -1) * ([1, -1][key] ?? 0);

/**
 * Pictures of 2 × 2. Of the four keys of a row, itself is one, and its row and its column are two; every place is each of them
 * for one query, so that places say nothing of them. Centred, they have the squares ¾, 1 and 1, and products of ½, ½ and 0:
 * what is left of each is ¼, ½ and ½. The first place has ¾. With effects 1, 2, −1 and ½, with ½ and −½ for two other places,
 * and ¼ that nothing explains, a row has ¾ + 4 + 1 + 2 − 1 + 3/16 + ½ + 1/8 = 121/16.
 */
const crossing: PlantedHead = {
  name: "a head that looks along rows, away from columns, at itself and at places",
  head: ofPictures(4, 2, (picture, query, key) => {
    const [isRow, isColumn] = [query >> 1 === key >> 1, query % 2 === key % 2];
    const place = [0.5, 0.5, -0.5, 0][key]!;
    return Number(query === key) + 2 * Number(isRow) - Number(isColumn) + place + unexplained(picture, key);
  }),
  expected: {
    ...reason("itself", 1, 4 / 121),
    ...reason("same-row", 2, 32 / 121),
    ...reason("same-column", -1, 8 / 121),
    ...reason("first", 0.5, (3 / 121) * SPRING),
    "reason.key.share": [8 / 121, 0],
    "reason.explained": [119 / 121, 0],
  },
};

/**
 * Three patches in a row: distances 0, 1, 2; 1, 0, 1; and 2, 1, 0. Nearness less ln 2 times itself is −ln(3/2) for what is two
 * away: that has the square 4/3, of which itself takes (2/3)² / 2, the first place (1/3)² / 2, and the other two 1 / 6: 8/9 is left.
 */
const nearing: PlantedHead = {
  name: "a head that looks at what is near in a picture",
  head: ofPictures(3, 3, (_, query, key) => -3 * Math.log1p(Math.abs(query - key))),
  expected: {
    ...reason(
      "near",
      3,
      (log(1.5) ** 2 * (8 / 9)) /
        (2 * (LN2 ** 2 + log(3) ** 2 - (LN2 + log(3)) ** 2 / 3) + 2 * LN2 ** 2 - (2 * LN2) ** 2 / 3),
    ),
    "reason.explained": [1, 0],
  },
};

/**
 * Pictures of two patches: the first shows an object, or the second, or each one of its own, or none does. The first score less
 * the second, for both queries, is ±1 for itself, 1 for the first, (1, 0), (0, −1), (1, −1) and (0, 0) for the same object, and
 * (1, 1), (−1, −1), and nothing for any object. Squares are 8, 8, 4 and 4, products 4 and 2: what is left is 8/3, 8, 1 and 2. With
 * effects 1, ½, 1 and −1, and ½ that nothing explains, all is 8 + 2 + 4 + 4 + 8 − 4 + 2 = 24.
 */
const SHOWN = [
  [1, 0],
  [0, 1],
  [1, 2],
  [0, 0],
] as const;
const showing: PlantedHead = {
  name: "a head that looks at its object, and away from objects",
  head: ofPictures(
    2,
    2,
    (picture, query, key) => {
      const shown = SHOWN[picture % 4]!;
      return (
        Number(query === key) +
        0.5 * Number(key === 0) +
        Number(shown[key] !== 0 && shown[key] === shown[query]) -
        Number(shown[key] !== 0) +
        unexplained(Math.floor(picture / 4), key)
      );
    },
    Uint32Array.from(Array.from({ length: 24 }, (_, picture) => SHOWN[picture % 4]!).flat()),
  ),
  expected: {
    ...reason("itself", 1, 8 / 3 / 24),
    ...reason("first", 0.5, ((8 * 0.25) / 24) * SPRING),
    ...reason("same-object", 1, 1 / 24),
    ...reason("objects", -1, 2 / 24),
    "reason.explained": [22 / 24, 0],
  },
};

export const REASON_HEADS: readonly PlantedHead[] = [
  acrossSequences,
  labeled,
  ...[-8, -7, -6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8].map(atOffset),
  crossing,
  nearing,
  showing,
];
