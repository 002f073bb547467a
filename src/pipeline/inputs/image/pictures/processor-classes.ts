/**
 * What the image processors of transformers do where their file leaves a key out, by the name of the class without
 * `ImageProcessor`, `FeatureExtractor` (its older name) and `Fast`.
 */
import type { FilterName } from "./resampling-filters.ts";
import type { GivenSize } from "./size-forms.ts";

/** A class resizes by `size` as it stands, or by a rule of its own. */
export type ResizeRule = "plain" | "convnext" | "levit" | "poolformer" | "dpt" | "vilt" | "glpn" | "yolos";

/** Keys as in the file, each with a value. */
export interface Defaults {
  readonly size: Exclude<GivenSize, number>;
  readonly resample: FilterName;
  readonly mean: number | readonly number[];
  readonly std: number | readonly number[];
  /** Side of the crop. */
  readonly crop?: number;
  /** It crops only where the file asks for it. */
  readonly crops?: false;
  readonly cropPct?: number;
  readonly rescaleFactor?: number;
  readonly normalizes?: false;
  readonly flips?: true;
  /** Divides by the deviation once more, unless the file says otherwise. */
  readonly includesTop?: true;
  readonly divisor?: number;
  readonly padTo?: number;
}

export interface ProcessorClass {
  readonly defaults: Defaults;
  readonly rule: ResizeRule;
  /** What a plain number means as `size`: the side of a square, or one of the edges. */
  readonly numberIs: "square" | "shortest_edge" | "longest_edge";
  /** The longer edge at most where a number is the shorter one, unless `max_size` says otherwise; without it none. */
  readonly bound?: number;
  /** Keys that the class passes over, whatever the file says. */
  readonly ignores: readonly string[];
  /** Keys on which versions of transformers do not agree, with what later ones take. */
  readonly disputed: Readonly<Record<string, string>>;
}

const HALF = { mean: 0.5, std: 0.5 };
const IMAGENET = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
const CLIP = {
  mean: [0.48145466, 0.4578275, 0.40821073],
  std: [0.26862954, 0.26130258, 0.27577711],
};

const square = (side: number): Defaults["size"] => ({ height: side, width: side });
const shortest = (edge: number): Defaults["size"] => ({ shortest_edge: edge });

function processor(
  defaults: Defaults,
  { rule = "plain", ignores = [], disputed = {}, numberIs, ...rest }: Partial<ProcessorClass> = {},
): ProcessorClass {
  const hasShortest = "shortest_edge" in defaults.size;
  return {
    ...rest,
    defaults,
    rule,
    ignores,
    disputed,
    numberIs: numberIs ?? (hasShortest ? "shortest_edge" : "square"),
  };
}

const clip = processor({ size: shortest(224), resample: "bicubic", crop: 224, ...CLIP });
const detr = processor(
  { size: { shortest_edge: 800, longest_edge: 1333 }, resample: "bilinear", ...IMAGENET },
  { bound: 1333 },
);
const later = (resample: FilterName): Readonly<Record<string, string>> => ({ resample });

export const PROCESSOR_CLASSES: Readonly<Record<string, ProcessorClass>> = {
  ViT: processor({ size: square(224), resample: "bilinear", ...HALF }),
  DeiT: processor({ size: square(256), resample: "bicubic", crop: 224, ...HALF }),
  Beit: processor(
    { size: square(256), resample: "bicubic", crop: 224, ...HALF },
    { disputed: { size: "224 × 224", do_center_crop: "false" } },
  ),
  CLIP: clip,
  ChineseCLIP: clip,
  Llava: clip,
  Bit: clip,
  ViTHybrid: clip,
  Siglip: processor({ size: square(224), resample: "bicubic", ...HALF }, { numberIs: "shortest_edge" }),
  Blip: processor({ size: square(384), resample: "bicubic", ...CLIP }),
  Flava: processor({ size: square(224), resample: "bicubic", crop: 224, ...CLIP }),
  OwlViT: processor({ size: square(768), resample: "bicubic", crop: 768, crops: false, ...CLIP }),
  Chameleon: processor({
    size: shortest(512),
    resample: "lanczos",
    crop: 512,
    rescaleFactor: 0.0078,
    mean: 1,
    std: 1,
  }),
  DINOv3ViT: processor({ size: square(224), resample: "bilinear", ...IMAGENET }),
  ConvNext: processor(
    { size: shortest(384), resample: "bilinear", cropPct: 224 / 256, ...HALF },
    { rule: "convnext", ignores: ["do_center_crop"], disputed: later("bicubic") },
  ),
  Levit: processor({ size: shortest(224), resample: "bicubic", crop: 224, ...IMAGENET }, { rule: "levit" }),
  PoolFormer: processor(
    { size: shortest(224), resample: "bicubic", crop: 224, cropPct: 0.9, ...IMAGENET },
    { rule: "poolformer" },
  ),
  EfficientFormer: processor({ size: square(224), resample: "bicubic", crop: 224, ...IMAGENET }),
  EfficientNet: processor(
    { size: square(346), resample: "nearest", crop: 289, crops: false, includesTop: true, ...HALF },
    { disputed: later("bicubic") },
  ),
  MobileNetV1: processor({ size: shortest(256), resample: "bilinear", crop: 224, ...HALF }),
  MobileNetV2: processor({ size: shortest(256), resample: "bilinear", crop: 224, ...HALF }),
  MobileViT: processor(
    { size: shortest(224), resample: "bilinear", crop: 256, normalizes: false, flips: true, ...HALF },
    { ignores: ["do_normalize"], disputed: later("bicubic") },
  ),
  Pvt: processor({ size: square(224), resample: "bilinear", ...IMAGENET }, { disputed: later("bicubic") }),
  Segformer: processor(
    { size: square(512), resample: "bilinear", ...IMAGENET },
    { ignores: ["do_center_crop"] },
  ),
  DPT: processor(
    { size: square(384), resample: "bicubic", ...HALF },
    { rule: "dpt", ignores: ["do_center_crop"] },
  ),
  // It keeps a picture's own size, rounded down.
  GLPN: processor(
    { size: square(1), resample: "bilinear", normalizes: false, divisor: 32, ...HALF },
    { rule: "glpn", ignores: ["do_center_crop"] },
  ),
  Vilt: processor(
    { size: shortest(384), resample: "bicubic", divisor: 32, ...HALF },
    { rule: "vilt", ignores: ["do_center_crop"] },
  ),
  BridgeTower: processor(
    { size: shortest(288), resample: "bicubic", crop: 288, divisor: 32, ...CLIP },
    { rule: "vilt" },
  ),
  Sam: processor(
    { size: { longest_edge: 1024 }, resample: "bilinear", padTo: 1024, ...IMAGENET },
    { ignores: ["do_center_crop"], numberIs: "longest_edge" },
  ),
  Detr: detr,
  ConditionalDetr: detr,
  DeformableDetr: detr,
  GroundingDino: detr,
  RTDetr: processor(
    { size: square(640), resample: "bilinear", normalizes: false, ...IMAGENET },
    { numberIs: "shortest_edge" },
  ),
  Yolos: { ...detr, rule: "yolos" },
};
