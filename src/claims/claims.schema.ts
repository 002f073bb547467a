/** The schema of files in `content/claims`. Used at build time only. */
import { z } from "zod";
import { expectedDoi } from "#atlas/citation/doi.ts";
import { parseHead } from "#atlas/head/head-id.ts";
import { parseHeadSelection } from "#atlas/head/head-selection.ts";
import { nearestName } from "#atlas/link/nearest-name.ts";
import { expectedModelSlug, expectedSlug, SLUG } from "#atlas/slug.ts";
import { expectedAddress, line, worded } from "#atlas/texts.schema.ts";
import { KINDS_OF_COMPOSITION } from "./claim.ts";
import { isMeasure, MEASURE_NAMES } from "./find-measure.ts";

const expectedMeasure = (text: string): string | undefined => {
  if (isMeasure(text)) return undefined;
  const nearest = nearestName(text, MEASURE_NAMES);
  return nearest === undefined
    ? `a measure: ${MEASURE_NAMES.join(", ")}`
    : `a measure of the catalog, such as ${nearest}`;
};
const measure = worded(expectedMeasure);

const selection = worded((text) =>
  text === "all" || parseHeadSelection(text) !== undefined ? undefined : "heads such as L3H0, L4H* or all",
);
const isOne = (values: readonly unknown[]): boolean =>
  values.filter((value) => value !== undefined).length === 1;

const many = z.int().min(1).max(100_000);
const share = z.number().gt(0).max(1);
const bounds = {
  atLeast: z.number().exactOptional(),
  atMost: z.number().exactOptional(),
  overChance: z.number().exactOptional(),
  timesChance: z.number().gt(0).exactOptional(),
  rank: many.exactOptional(),
  rankFromLowest: many.exactOptional(),
  topShare: share.exactOptional(),
};
const BOUNDS = Object.keys(bounds) as (keyof typeof bounds)[];

/** What each quantity may be compared with, by the key that names it; an opening color is no number. */
const COMPARED: Readonly<Record<string, readonly (keyof typeof bounds)[]>> = {
  measure: BOUNDS,
  correlation: ["atLeast", "atMost"],
  composition: ["atLeast", "atMost", "overChance", "timesChance", "rank", "topShare"],
  opensIn: [],
  unmeasured: [],
  all: [],
};

const single = {
  measure: measure.exactOptional(),
  take: z.enum(["each", "mean"]).exactOptional(),
  correlation: z.strictObject({ of: measure, with: measure }).exactOptional(),
  composition: z.enum(KINDS_OF_COMPOSITION).exactOptional(),
  from: worded((text) => (parseHead(text) ? undefined : "a head such as L0H3")).exactOptional(),
  opensIn: worded((text) => (SLUG.test(text.toLowerCase()) ? undefined : "a color mode")).exactOptional(),
  unmeasured: line(200).exactOptional(),
  ...bounds,
};
const part = z.strictObject(single).superRefine(expectOneQuantity);
const check = z.strictObject({ ...single, all: z.array(part).min(1).exactOptional() });

export type WrittenCondition = z.infer<typeof check>;

/** A condition has one quantity, something to compare it with, and nothing that does not belong to it. */
function expectOneQuantity(written: WrittenCondition, context: z.RefinementCtx): void {
  const refuse = (message: string, ...path: string[]): void =>
    context.addIssue({ code: "custom", path, message: `expected ${message}` });
  const named = Object.keys(COMPARED).filter((key) => written[key as keyof WrittenCondition] !== undefined);
  const [quantity = ""] = named;
  if (named.length !== 1) {
    refuse(`one of ${Object.keys(COMPARED).join(", ")}`);
    return;
  }
  const compared = COMPARED[quantity] ?? [];
  const given = BOUNDS.filter((bound) => written[bound] !== undefined);
  if (compared.length > 0 && given.length === 0)
    refuse(`something to compare it with: ${compared.join(", ")}`);
  for (const bound of given.filter((each) => !compared.includes(each)))
    refuse(
      compared.length === 0
        ? `no bound beside ${quantity}`
        : `only ${compared.join(", ")} beside ${quantity}`,
      bound,
    );
  if (written.take !== undefined && quantity !== "measure") refuse("it only beside a measure", "take");
  if (written.take === "mean" && given.some((bound) => bound.startsWith("rank") || bound === "topShare"))
    refuse("no rank of a mean: only atLeast, atMost, overChance, timesChance", "take");
  if ((written.from === undefined) === (quantity === "composition"))
    refuse(quantity === "composition" ? "the head that writes" : "it only beside composition", "from");
}

const extreme = z.strictObject({ n: many, of: measure, among: selection.exactOptional() });

const source = z
  .strictObject({
    title: line(300),
    doi: worded(expectedDoi).exactOptional(),
    arxiv: worded((text) =>
      /^(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?\/\d{7})$/.test(text)
        ? undefined
        : "a number such as 2209.11895",
    ).exactOptional(),
    url: worded(expectedAddress).exactOptional(),
  })
  .refine(({ doi, arxiv, url }) => doi ?? arxiv ?? url, "expected a doi, an arxiv number or a url");

const subject = {
  model: worded(expectedModelSlug).exactOptional(),
  weights: z
    .array(
      worded((text) =>
        /^[\w.-]+\/[\w.-]+$/.test(text) ? undefined : "a name on the hub such as openai-community/gpt2",
      ),
    )
    .min(1)
    .exactOptional(),
  dataset: worded(expectedSlug).exactOptional(),
};

const claim = z
  .strictObject({
    id: worded(expectedSlug),
    says: line(200),
    ...subject,
    heads: selection.exactOptional(),
    highest: extreme.exactOptional(),
    lowest: extreme.exactOptional(),
    need: z
      .strictObject({ heads: many.exactOptional(), share: share.exactOptional() })
      .refine(({ heads, share: some }) => isOne([heads, some]), "expected heads or share")
      .exactOptional(),
    check: check.superRefine(expectOneQuantity),
    source: source.exactOptional(),
    note: line(1000).exactOptional(),
  })
  .superRefine(({ heads, highest, lowest }, context) => {
    if (!isOne([heads, highest, lowest]))
      context.addIssue({ code: "custom", message: "expected one of heads, highest, lowest" });
  });

export const claimsSchema = z
  .strictObject({
    title: line(200).exactOptional(),
    about: line(2000).exactOptional(),
    ...subject,
    source: source.exactOptional(),
    claims: z.array(claim).min(1).max(2000),
  })
  .superRefine((file, context) => {
    const seen = new Set<string>();
    file.claims.forEach(({ id, model, weights }, at) => {
      if (seen.has(id))
        context.addIssue({ code: "custom", path: ["claims", at, "id"], message: "expected each id once" });
      seen.add(id);
      const own = [model, weights].some((named) => named !== undefined);
      if (!isOne(own ? [model, weights] : [file.model, file.weights]))
        context.addIssue({
          code: "custom",
          path: own ? ["claims", at] : [],
          message: "expected a model or weights, for the file or for each claim",
        });
    });
  });

export type WrittenClaims = z.infer<typeof claimsSchema>;
