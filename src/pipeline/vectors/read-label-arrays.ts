/** Labels of tokens (`label:NAME`) and of sequences (`sequence:NAME`) in a file of vectors. */
import type { LabelValue, SourceLabels } from "#atlas/tokens/token-labels.ts";
import type { StoredArray } from "../arrays/array.ts";
import { LabelCensus, type Scope } from "../inputs/labels/label-census.ts";
import { labelName, labelValue } from "../inputs/labels/label-value.ts";
import { described, isShape, type ArrayReader } from "./array-reader.ts";
import { LABEL_PREFIXES } from "./layout.ts";
import type { OpenArrays } from "./open-arrays.ts";

export interface ArrayLabels {
  readonly tokenLabels: SourceLabels;
  readonly sequenceLabels: SourceLabels;
  readonly warnings: readonly string[];
}

/** @param sizes How many tokens and sequences there are. @throws {ConfigError} as `LabelCensus` does. */
export function readLabelArrays(
  open: OpenArrays,
  sizes: Readonly<Record<Scope, number>>,
  reader: ArrayReader,
): ArrayLabels {
  const census = new LabelCensus();
  const raw = { token: new Map<string, LabelValue[]>(), sequence: new Map<string, LabelValue[]>() };
  for (const [name, array] of open.arrays) {
    for (const scope of ["token", "sequence"] as const) {
      const prefix = LABEL_PREFIXES[scope];
      if (!name.startsWith(prefix) || name.length === prefix.length) continue;
      if (!isShape(array, [sizes[scope]])) {
        const expected = `a value for each of ${sizes[scope]} ${scope}s`;
        reader.refuse(name, "there are not as many labels", expected, described(array));
        continue;
      }
      const label = labelName(name.slice(prefix.length));
      const values = valuesOf(array);
      values.forEach((value) => census.add(label, scope, value, open.where(name)));
      raw[scope].set(label, values);
    }
  }
  census.expectClear();
  const settled = (labels: ReadonlyMap<string, readonly LabelValue[]>): SourceLabels =>
    new Map(
      [...labels].map(([name, values]) => [name, values.map((value) => census.settle(name, value))] as const),
    );
  return {
    tokenLabels: settled(raw.token),
    sequenceLabels: settled(raw.sequence),
    warnings: census.warnings(),
  };
}

/** Empty texts and NaN are none. */
function valuesOf(array: StoredArray): LabelValue[] {
  if (array.type === "text") return array.read().map((text) => labelValue(text) ?? null);
  const isTruth = array.type === "b1";
  return Array.from(array.read() as Iterable<number | bigint>, (value): LabelValue => {
    if (isTruth) return String(value === 1);
    const number = Number(value);
    return Number.isNaN(number) ? null : (labelValue(number) ?? null);
  });
}
