/** Models of timm say in `pretrained_cfg` of config.json how they see pictures. */
import { z } from "zod";
import { problemsOf } from "../../../config/schema-problems.ts";
import { describeProblem, ModelError } from "../../../errors.ts";
import { withoutNulls, type JsonObject } from "../../json-object.ts";
import { DEVIATION_RANGE, deviationSchema, MEAN_RANGE, meanSchema } from "./picture-config.ts";
import type { Preparation } from "./preparation.ts";
import { sideSchema } from "./size-forms.ts";
import type { SizeRule } from "./target-size.ts";

const perChannel = (value: z.ZodNumber, range: string) =>
  z.union([z.tuple([value, value, value]), z.tuple([value])], {
    error: `expected a list of 3 numbers ${range} (of 1 if the model takes gray pictures)`,
  });
const timmSchema = z.looseObject({
  input_size: z.tuple([sideSchema, sideSchema, sideSchema]).default([3, 224, 224]),
  interpolation: z.enum(["nearest", "lanczos", "bilinear", "bicubic", "box", "hamming"]).default("bicubic"),
  crop_pct: z.number().min(0.01).max(1).default(0.875),
  crop_mode: z.enum(["center", "squash"]).default("center"),
  mean: perChannel(meanSchema, MEAN_RANGE).default([0.485, 0.456, 0.406]),
  std: perChannel(deviationSchema, DEVIATION_RANGE).default([0.229, 0.224, 0.225]),
});

/**
 * As timm's own evaluation does it: the shorter edge to the size over `crop_pct`, then the middle.
 *
 * @throws {ModelError} naming every mistake.
 */
export function planTimm(file: JsonObject, configPath: string): Preparation {
  const where = `${configPath}, pretrained_cfg`;
  const keys = withoutNulls(file);
  const parsed = timmSchema.safeParse(keys);
  if (!parsed.success) {
    const mistakes = problemsOf(parsed.error, keys, where, timmSchema);
    throw new ModelError(mistakes.map(describeProblem).join("\n"));
  }
  const { input_size: input, interpolation, crop_pct: part, crop_mode: mode, mean, std } = parsed.data;
  const [, height, width] = input;
  const [scaledHeight, scaledWidth] = [Math.floor(height / part), Math.floor(width / part)];
  const isSquare = scaledHeight === scaledWidth;
  if (mode === "center" && !isSquare)
    throw new ModelError({
      what: "this way to crop is not done here",
      where: `${where}, input_size`,
      expected: "a square, or crop_mode squash",
      received: JSON.stringify(input),
      cure: "Say in the model's YAML how it sees pictures: inputs.image.",
    });
  const rule: SizeRule =
    mode === "center"
      ? { by: "shortest", edge: scaledHeight }
      : { by: "exact", height: scaledHeight, width: scaledWidth };
  const values = Array.from({ length: mean.length }, (_, channel) => ({
    factor: 1 / 255,
    offset: 0,
    normalizations: [{ mean: mean[channel] ?? 0, std: std[channel] ?? std[0] }],
  }));
  return {
    resize: { rule, filter: interpolation },
    crop: { height, width, rounds: "even" },
    channels: values.length === 1 ? "gray" : "rgb",
    values,
  };
}
