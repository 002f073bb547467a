/** Checks the layer and head typed on a head's page. */
import type { HeadId } from "#atlas/head-id.ts";
import type { Tower } from "#atlas/manifest.ts";

/** @returns The head, or a sentence that says what can be typed. */
export function headFromInput(
  towers: readonly Tower[],
  input: { tower?: string; layer: string; head: string },
): { head: HeadId } | { message: string; field: "layer" | "head" } {
  const layers = towers.find((tower) => (tower.name ?? "") === (input.tower ?? ""))?.heads ?? [];
  const layer = wholeNumber(input.layer);
  if (layer === undefined || layer >= layers.length)
    return { field: "layer", message: `Layers go from 0 to ${layers.length - 1}.` };
  const nHeads = layers[layer] ?? 0;
  const head = wholeNumber(input.head);
  if (head === undefined || head >= nHeads)
    return { field: "head", message: `Heads of layer ${layer} go from 0 to ${nHeads - 1}.` };
  const place = { layer, head };
  return { head: input.tower ? { tower: input.tower, ...place } : place };
}

function wholeNumber(text: string): number | undefined {
  return /^\d{1,4}$/.test(text.trim()) ? Number(text) : undefined;
}
