/** Numbers and sizes as pages write them. */
import type { HeadId } from "#atlas/head-id.ts";
import { headsOf, type Manifest } from "#atlas/manifest.ts";
import { METHOD_NAMES, type Projection } from "#atlas/method.ts";

/** 11630 → `11,630`. */
export function count(n: number): string {
  return n.toLocaleString("en-US");
}

/** −0.375 → `−0.38`, with a true minus sign. */
export function decimal(value: number, digits = 2): string {
  const text = value.toFixed(digits);
  return Number(text) === 0 ? text.replace("-", "") : text.replace("-", "\u2212");
}

/** `UMAP, 2-D`. */
export function projectionLabel({ method, dim }: Projection): string {
  return `${METHOD_NAMES[method]}, ${dim}-D`;
}

/** `4 layers × 4 heads`, or `4 layers, 36 heads` where layers differ. */
export function shapeOf(manifest: Manifest): string {
  const layers = manifest.towers.flatMap((tower) => tower.heads);
  const [first = 0] = layers;
  const nLayers = plural(layers.length, "layer");
  return layers.every((n) => n === first)
    ? `${nLayers} × ${plural(first, "head")}`
    : `${nLayers}, ${plural(headsOf(manifest).length, "head")}`;
}

/** `2,000 tokens in 58 sequences`, or `24 pictures, 1,560 patches and special tokens`. */
export function sizeOf({ dataset }: Manifest): string {
  return dataset.kind === "text"
    ? `${plural(dataset.nTokens, "token")} in ${plural(dataset.nSequences, "sequence")}`
    : `${plural(dataset.nTokens, "patch", "patches")} of ${plural(dataset.nSequences, "picture")}`;
}

/** What is shown of a larger dataset; undefined where all of it is. */
export function sampleNote({ dataset, seed }: Manifest): string | undefined {
  const from = dataset.sampledFrom;
  if (!from) return undefined;
  const unit = dataset.kind === "text" ? "tokens" : "patches";
  return `Shows ${count(dataset.nTokens)} of ${count(from.nTokens)} ${unit}, sampled by seed ${seed}.`;
}

/** `Layer 2, head 0`, with the tower in front if there is one. */
export function placeOf(id: HeadId): string {
  const place = `layer ${id.layer}, head ${id.head}`;
  return id.tower === undefined ? place : `${id.tower} ${place}`;
}

function plural(n: number, one: string, many = `${one}s`): string {
  return `${count(n)} ${n === 1 ? one : many}`;
}
