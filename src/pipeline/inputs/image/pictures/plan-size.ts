/** From `size`, in all its forms, and the rule of a class to the size of resized pictures. */
import type { PictureConfig } from "./picture-config.ts";
import { PlanError } from "./plan-error.ts";
import type { Crop } from "./preparation.ts";
import type { ProcessorClass } from "./processor-classes.ts";
import type { GivenSize } from "./size-forms.ts";
import type { SizeRule } from "./target-size.ts";

/** From this edge on ConvNext resizes to a square instead of cropping. */
const CONVNEXT_UNCROPPED = 384;

type SizeKeys = Exclude<GivenSize, number>;

/** @throws {PlanError} if `size` has not the form that the class needs. */
export function planSize(config: PictureConfig, kind: ProcessorClass): { rule: SizeRule; crop?: Crop } {
  const size = sizeKeys(config, kind);
  const step = config.size_divisor ?? kind.defaults.divisor ?? 1;
  switch (kind.rule) {
    case "plain":
      return { rule: plainRule(size) };
    case "yolos":
      return { rule: { ...plainRule(size), ...(size.shortest_edge === undefined ? {} : { step: 16 }) } };
    case "glpn":
      return { rule: { by: "own", step } };
    case "vilt":
      return { rule: { by: "vilt", edge: shortestEdge(size), step } };
    case "levit": {
      const rule = plainRule(size);
      if (rule.by !== "shortest") return { rule };
      return { rule: { by: "shortest", edge: Math.trunc((256 / 224) * rule.edge) } };
    }
    case "convnext":
      return convnext(shortestEdge(size), config.crop_pct ?? kind.defaults.cropPct ?? 1);
    case "poolformer":
      return { rule: poolformer(plainRule(size), config.crop_pct ?? kind.defaults.cropPct ?? 1) };
    case "dpt": {
      const { height, width } = size;
      if (height === undefined || width === undefined) throw wrongForm("height and width", size);
      const { ensure_multiple_of: multiple = 1, keep_aspect_ratio: keepsShape = false } = config;
      return { rule: { by: "multiple", height, width, step: multiple, keepsShape } };
    }
  }
}

/** `size` as an object, whatever form it has. */
function sizeKeys({ size, max_size: most }: PictureConfig, kind: ProcessorClass): SizeKeys {
  if (size === undefined) return kind.defaults.size;
  if (typeof size !== "number") return size;
  if (kind.numberIs === "square") return { height: size, width: size };
  if (kind.numberIs === "longest_edge") return { longest_edge: size };
  return { shortest_edge: size, ...(kind.bound === undefined ? {} : { longest_edge: most ?? kind.bound }) };
}

function plainRule(size: SizeKeys): SizeRule {
  const { height, width, shortest_edge: shortest, longest_edge: longest, max_height, max_width } = size;
  if (height !== undefined && width !== undefined) return { by: "exact", height, width };
  if (shortest !== undefined)
    return { by: "shortest", edge: shortest, ...(longest === undefined ? {} : { most: longest }) };
  if (longest !== undefined) return { by: "longest", edge: longest };
  return { by: "frame", height: max_height ?? 0, width: max_width ?? 0 };
}

function convnext(edge: number, cropPct: number): { rule: SizeRule; crop?: Crop } {
  if (edge >= CONVNEXT_UNCROPPED) return { rule: { by: "exact", height: edge, width: edge } };
  return {
    rule: { by: "shortest", edge: Math.trunc(edge / cropPct) },
    crop: { height: edge, width: edge, rounds: "down" },
  };
}

function poolformer(rule: SizeRule, cropPct: number): SizeRule {
  const larger = (pixels: number): number => Math.trunc(pixels / cropPct);
  if (rule.by === "shortest") return { by: "shortest", edge: larger(rule.edge) };
  if (rule.by !== "exact") return rule;
  const { height, width } = rule;
  if (height === width) return { by: "shortest", edge: larger(height) };
  return { by: "exact", height: larger(height), width: larger(width) };
}

function shortestEdge(size: SizeKeys): number {
  const edge = size.shortest_edge;
  if (edge === undefined) throw wrongForm("shortest_edge", size);
  return edge;
}

function wrongForm(expected: string, size: SizeKeys): PlanError {
  return new PlanError({
    key: "size",
    what: "this class of image processor needs another form of size",
    expected,
    received: JSON.stringify(size),
  });
}
