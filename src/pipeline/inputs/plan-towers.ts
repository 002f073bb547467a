/** Decides which towers of a model a dataset can show, and what each of them reads. */
import type { DatasetConfig } from "#atlas/config.schema.ts";
import { ModelError } from "../errors.ts";
import type { AttentionModel } from "../onnx/open-model.ts";

export interface TowerPlan {
  /** Towers to run; absent: all there are. */
  readonly towers?: readonly string[];
  /** The stream that the dataset's own sequences make. */
  readonly main: string;
  /** The stream of the texts beside them, and the label they stand under; null: the sequences' own texts once more. */
  readonly beside?: { readonly stream: string; readonly label: string | null };
  /** Warnings for the page. */
  readonly warnings: readonly string[];
}

type Kind = DatasetConfig["kind"];

/** Labels for the second input of a sequence: a translation, the content of a picture, the words of a recording. */
export const BESIDE: Readonly<Record<Kind, string>> = {
  text: "target",
  images: "caption",
  audio: "transcript",
};

const TOWER_OF: Readonly<Record<Kind, string>> = { text: "text", images: "vision", audio: "audio" };

/** Sequences of a dataset, and how many of them have no text beside them. */
export interface Beside {
  readonly nAll: number;
  readonly nMissing: number;
}

/**
 * @throws {ModelError} if no tower of the model takes this kind of dataset.
 */
export function planTowers(
  model: Pick<AttentionModel, "blocks" | "path">,
  kind: Kind,
  beside: Beside,
): TowerPlan {
  const names = [...new Set(model.blocks.map((block) => block.tower ?? ""))];
  if (names.length === 1 && names[0] === "") return { main: "", warnings: [] };
  return names.some((name) => name === "decoder" || name === "cross")
    ? planDecoder(names, kind, beside)
    : planTwins(model, names, kind, beside);
}

function planDecoder(names: readonly string[], kind: Kind, beside: Beside): TowerPlan {
  const label = BESIDE[kind];
  if (beside.nMissing === 0) return { main: "encoder", beside: { stream: "decoder", label }, warnings: [] };
  if (kind === "text") {
    const warning = `The decoder reads the encoder's own text: the dataset names no other under “${label}”${howMany(beside)}.`;
    return { main: "encoder", beside: { stream: "decoder", label: null }, warnings: [warning] };
  }
  const warning = `Of this model only the encoder is shown: the dataset has no text for the decoder, under “${label}” in labels.json${howMany(beside)}.`;
  return { towers: names.filter((name) => name === "encoder"), main: "encoder", warnings: [warning] };
}

function planTwins(
  model: Pick<AttentionModel, "path">,
  names: readonly string[],
  kind: Kind,
  beside: Beside,
): TowerPlan {
  const main = TOWER_OF[kind];
  if (!names.includes(main)) {
    throw new ModelError({
      what: "the model takes another kind of dataset",
      where: model.path,
      expected: `a dataset for its towers: ${names.join(", ")}`,
      received: `a dataset of kind ${kind}, for a tower called ${main}`,
    });
  }
  const canPair = main !== "text" && names.includes("text");
  const isPair = canPair && beside.nMissing === 0;
  const towers = isPair ? [main, "text"] : [main];
  const others = names.filter((name) => !towers.includes(name));
  const warning = `Of this model only ${towers.join(" and ")} is shown: the dataset has nothing for ${others.join(" and ")}${canPair ? howMany(beside) : ""}.`;
  return {
    towers,
    main,
    ...(isPair ? { beside: { stream: "text", label: BESIDE[kind] } } : {}),
    warnings: others.length > 0 ? [warning] : [],
  };
}

/** Where some sequences have a text and others lack it, nobody would guess why none is shown. */
function howMany({ nAll, nMissing }: Beside): string {
  return nMissing > 0 && nMissing < nAll ? ` for ${nMissing} of its ${nAll} entries` : "";
}
