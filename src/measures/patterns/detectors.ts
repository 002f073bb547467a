/** How far a pattern is one of three ideal ones, as TransformerLens's head detector scores it ("mul"). */
import { shareRow } from "../measure-row.ts";
import type { Scores } from "../scores.ts";
import type { PatternMeasure, PatternRow } from "./pattern-measure.ts";

type Ideal = "previous" | "duplicate" | "induction";

const TITLES: Readonly<Record<Ideal, string>> = {
  previous: "Previous token, detector",
  duplicate: "Duplicate token, detector",
  induction: "Induction, detector",
};
const IDEALS = Object.keys(TITLES) as Ideal[];

/** Options of the detector: all weight, without that on the first token, and without that on the query itself. */
const VARIANTS = [
  { suffix: "", words: "", isFirstOut: false, isSelfOut: false },
  { suffix: ".no-first", words: " without the first token", isFirstOut: true, isSelfOut: false },
  { suffix: ".no-self", words: " without itself", isFirstOut: false, isSelfOut: true },
] as const;

/**
 * Σ A⊙P / Σ A over all rows of all sequences, for the ideal pattern P: the token before; every earlier copy of the token;
 * every token after an earlier copy, which may be the query itself. Null between two sequences; the last two are null for
 * pictures, and where no token repeats.
 */
export const detectors: PatternMeasure = {
  rows: IDEALS.flatMap((ideal) =>
    VARIANTS.map(({ suffix, words }) => shareRow(`detector.${ideal}${suffix}`, TITLES[ideal] + words)),
  ),
  hasChance: true,
  begin: ({ keyStarts }) => {
    if (keyStarts !== undefined) return null;
    const found = IDEALS.flatMap((ideal) =>
      VARIANTS.map((variant) => ({ id: `detector.${ideal}${variant.suffix}`, ideal, variant, sum: 0 })),
    );
    const totals = VARIANTS.map(() => 0);
    let hasCopies = false;
    return {
      add: (row) => {
        const { weights, at, total } = row;
        const [first, self] = [weights[at]!, weights[at + row.row]!];
        VARIANTS.forEach(({ isFirstOut, isSelfOut }, v) => {
          totals[v]! += total - (isFirstOut ? first : isSelfOut ? self : 0);
        });
        if (row.copies !== null && row.copies[0]! < row.row) hasCopies = true;
        for (const one of found) one.sum += onIdeal(row, one.ideal, one.variant);
      },
      scores: (): Scores =>
        Object.fromEntries(
          found.map(({ id, ideal, variant, sum }) => {
            const total = totals[VARIANTS.indexOf(variant)]!;
            return [id, (ideal === "previous" || hasCopies) && total > 0 ? sum / total : null];
          }),
        ),
    };
  },
};

function onIdeal(
  { row, copies, weights, at }: PatternRow,
  ideal: Ideal,
  { isFirstOut, isSelfOut }: (typeof VARIANTS)[number],
): number {
  if (ideal === "previous") return row === 0 || (isFirstOut && row === 1) ? 0 : weights[at + row - 1]!;
  let sum = 0;
  for (const copy of copies ?? []) {
    if (copy >= row) break;
    const key = ideal === "duplicate" ? copy : copy + 1;
    if ((isFirstOut && key === 0) || (isSelfOut && key === row)) continue;
    sum += weights[at + key]!;
  }
  return sum;
}
