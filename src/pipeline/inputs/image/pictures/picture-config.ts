/** The keys of preprocessor_config.json that decide how a picture becomes a model's input, checked. */
import { z } from "zod";
import { FILTER_NAMES, type FilterName } from "./resampling-filters.ts";
import { frameSchema, sideSchema, sizeSchema } from "./size-forms.ts";

/** Other words for the same kernels, in files of other libraries. */
const OTHER_NAMES: Readonly<Record<string, FilterName>> = {
  linear: "bilinear",
  cubic: "bicubic",
  antialias: "lanczos",
  "nearest-exact": "nearest",
};

const resampleSchema = z.union([z.number(), z.string()]).transform((value, context): FilterName => {
  // `PILImageResampling.BICUBIC` and the like.
  const word = typeof value === "string" ? value.slice(value.lastIndexOf(".") + 1).toLowerCase() : "";
  const name =
    typeof value === "number"
      ? FILTER_NAMES[value]
      : (FILTER_NAMES.find((known) => known === word) ??
        (Object.hasOwn(OTHER_NAMES, word) ? OTHER_NAMES[word] : undefined));
  if (name !== undefined) return name;
  const known = FILTER_NAMES.map((each, code) => `${code} (${each})`).join(", ");
  context.addIssue({ code: "custom", message: `expected one of ${known}` });
  return z.NEVER;
});

/** Levels of pictures go to 255; what is far beyond makes numbers that are none, in float16 first. */
const MOST_VALUE = 1e4;
/** What is nearer to zero would make such numbers when it divides. */
const LEAST_DEVIATION = 1e-4;

const isMean = (value: number): boolean => Math.abs(value) <= MOST_VALUE;
const isDeviation = (value: number): boolean => value >= LEAST_DEVIATION && value <= MOST_VALUE;
export const MEAN_RANGE = `from -${MOST_VALUE} to ${MOST_VALUE}`;
export const DEVIATION_RANGE = `from ${LEAST_DEVIATION} to ${MOST_VALUE}`;

/** One number of each channel, as files of timm and an author's YAML have them. */
export const meanSchema = z.number().min(-MOST_VALUE).max(MOST_VALUE);
export const deviationSchema = z.number().min(LEAST_DEVIATION).max(MOST_VALUE);

/** One number for all channels, or one for each of three, or for the one of a gray picture. */
function perChannel(
  isFit: (value: number) => boolean,
  expected: string,
): z.ZodType<number | readonly number[]> {
  const isNumber = (value: unknown): value is number =>
    typeof value === "number" && Number.isFinite(value) && isFit(value);
  return z.custom<number | readonly number[]>(
    (value) =>
      isNumber(value) ||
      (Array.isArray(value) && (value.length === 1 || value.length === 3) && value.every(isNumber)),
    { error: `expected ${expected}, or a list of 3 of them (of 1 if the model takes gray pictures)` },
  );
}

const flag = z.boolean();

export const pictureConfigSchema = z.looseObject({
  do_resize: flag.optional(),
  size: sizeSchema.optional(),
  max_size: sideSchema.optional(),
  resample: resampleSchema.optional(),
  do_center_crop: flag.optional(),
  crop_size: frameSchema.optional(),
  crop_pct: z.number().min(0.01).max(1).optional(),
  do_rescale: flag.optional(),
  rescale_factor: z.number().min(1e-9).max(MOST_VALUE).optional(),
  rescale_offset: flag.optional(),
  do_normalize: flag.optional(),
  image_mean: perChannel(isMean, `a number ${MEAN_RANGE}`).optional(),
  image_std: perChannel(isDeviation, `a number ${DEVIATION_RANGE}`).optional(),
  do_pad: flag.optional(),
  pad_size: frameSchema.optional(),
  size_divisor: sideSchema.optional(),
  do_flip_channel_order: flag.optional(),
  /** EfficientNet: divides by the deviation once more. */
  include_top: flag.optional(),
  /** DPT. */
  keep_aspect_ratio: flag.optional(),
  ensure_multiple_of: sideSchema.optional(),
});
export type PictureConfig = z.infer<typeof pictureConfigSchema>;

/** Older names and those of other libraries, by the name that transformers uses now. */
export const OLDER_KEYS = {
  size: "image_size",
  image_mean: "mean",
  image_std: "std",
  resample: "interpolation",
  size_divisor: "size_divisibility",
  rescale_offset: "offset",
} as const;

/** Keys that ask for something that is not done here: nothing else may be done in its place. */
export const NOT_DONE: readonly string[] = [
  "do_thumbnail",
  "do_align_long_axis",
  "do_crop_margin",
  "do_grayscale",
  "do_affine_transform",
  "do_color_quantize",
  "do_image_splitting",
  "do_split_image",
  "do_pan_and_scan",
  "crop_to_patches",
  "resize_mode",
];
