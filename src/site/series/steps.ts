/** The slider over the checkpoints of a head: which stages it has, and which measure is drawn beneath it. */
import { hasHead, manifestOf, type Manifest } from "../../atlas/files/manifest.ts";
import type { HeadId } from "../../atlas/head/head-id.ts";
import type { HeadNumbers } from "../../atlas/head/head-numbers.ts";
import { isWithinSequences, METRICS, shownMetrics, type HeadMetrics } from "../../measures/metrics.ts";
import type { Step, Steps } from "../../viewer/checkpoints/steps.ts";
import { stageName } from "../checkpoints.ts";
import { PLACES, placeWords } from "../reading/head-places.ts";
import { beyondChance, LEAST } from "../reading/head-shares.ts";

/** One stage of training, with what pages know of it. */
export interface Stage {
  readonly manifest: Manifest;
  readonly numbers: HeadNumbers | undefined;
  /** The digest of its token table; undefined in older atlases. */
  readonly tokens: string | undefined;
}

/**
 * Stages whose maps can be laid on the map of the page's own one, point by point: they have the head, its maps, and the
 * same tokens.
 */
export function comparableStages(stages: readonly Stage[], own: Stage, id: HeadId): Stage[] {
  const { methods, dims } = own.manifest;
  return stages.filter(({ manifest, tokens }) => {
    const hasMaps =
      methods.every((method) => manifest.methods.includes(method)) &&
      dims.every((dim) => manifest.dims.includes(dim));
    const isSameData = manifest.dataset.digest === own.manifest.dataset.digest;
    return hasHead(manifest, id) && hasMaps && isSameData && tokens !== undefined && tokens === own.tokens;
  });
}

/** @returns undefined if there is nothing to slide between. */
export function headSteps(stages: readonly Stage[], own: Stage, id: HeadId): Steps | undefined {
  const comparable = comparableStages(stages, own, id);
  if (comparable.length < 2 || !comparable.includes(own)) return undefined;
  const measure = leadMeasure(comparable);
  const valueAt = ({ numbers }: Stage): number | null =>
    measure === undefined ? null : (numbers?.metrics[measure] ?? null);
  return {
    stages: comparable.map((stage): Step => ({
      slug: stage.manifest.model.slug,
      name: stageName(stage.manifest),
      value: valueAt(stage),
    })),
    measure: measure === undefined ? null : wordsFor(measure, own, id),
  };
}

/** Induction if the head shows it at some stage; otherwise the share of attention that changes most. */
function leadMeasure(stages: readonly Stage[]): keyof HeadMetrics | undefined {
  const known = stages.flatMap(({ numbers }) => (numbers ? [numbers] : []));
  const isInduction = known.some(
    (numbers) => (beyondChance(numbers, "induction")?.beyond ?? 0) >= LEAST.habit,
  );
  if (isInduction) return "induction";
  const shares = ["induction" as const, ...PLACES.map(({ measure }) => measure)];
  const ranges = shares.flatMap((measure) => {
    const values = known.flatMap(({ metrics }) => metrics[measure] ?? []);
    return values.length > 1 ? [{ measure, range: Math.max(...values) - Math.min(...values) }] : [];
  });
  return ranges.sort((a, b) => b.range - a.range)[0]?.measure;
}

function wordsFor(measure: keyof HeadMetrics, { manifest, numbers }: Stage, id: HeadId): Steps["measure"] {
  const ofTower = manifestOf(manifest, id.tower);
  const { dataset, causal, patches } = ofTower;
  const shown = shownMetrics(METRICS, {
    isPicture: dataset.kind === "images",
    isCausal: causal,
    isWithin: numbers === undefined || isWithinSequences(numbers.metrics),
    hasSpecial: patches?.nSpecial !== 0,
  }).find(({ name }) => name === measure);
  const place = PLACES.find((each) => each.measure === measure);
  // Tables draw offsets as a figure: their names are those of places.
  const words = shown ?? (place && numbers && placeWords(place, ofTower, numbers.metrics));
  return words ? { title: words.title, chance: numbers?.chance?.[measure] ?? null } : null;
}
