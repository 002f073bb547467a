/** What each patch of a picture shows, by the labels of the dataset. */
import { patchObject } from "#atlas/tokens/patch-object.ts";
import type { LabelValue } from "#atlas/tokens/token-labels.ts";
import type { EncodedDataset } from "../encoded-dataset.ts";

/**
 * A number from 1 per distinct object, 0 for none, in the order of the tokens; null for text, and for pictures whose
 * patches have no labels. An object is what has the same texts in all labels per patch; numbers tell no object.
 */
export function patchObjects({
  kind,
  sequences,
  nTokens,
}: Pick<EncodedDataset, "kind" | "sequences" | "nTokens">): Uint32Array | null {
  if (kind !== "images") return null;
  const numbers = new Map<string, number>();
  const objects = new Uint32Array(nTokens);
  let [first, isLabeled] = [0, false];
  for (const { tokens, tokenLabels } of sequences) {
    const columns = [...tokenLabels.values()].filter(areTexts);
    isLabeled ||= columns.length > 0;
    for (let token = 0; token < tokens.length; token++) {
      const object = patchObject(columns.map((values) => textOf(values[token] ?? null)));
      if (object === null) continue;
      const number = numbers.get(object) ?? numbers.size + 1;
      numbers.set(object, number);
      objects[first + token] = number;
    }
    first += tokens.length;
  }
  return isLabeled ? objects : null;
}

function areTexts(values: readonly LabelValue[]): boolean {
  return values.every((value) => typeof value !== "number");
}

function textOf(value: LabelValue): string {
  return value === null ? "" : [value].flat().join("\n");
}
