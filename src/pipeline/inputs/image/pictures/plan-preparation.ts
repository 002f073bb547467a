/** From what preprocessor_config.json says, and what its class does where it says nothing, to how pictures are prepared. */
import type { PictureConfig } from "./picture-config.ts";
import { PlanError } from "./plan-error.ts";
import { planSize } from "./plan-size.ts";
import type { ChannelValues, Crop, Pad, Preparation } from "./preparation.ts";
import type { ProcessorClass } from "./processor-classes.ts";
import type { Extent } from "./target-size.ts";

/** @throws {PlanError} */
export function planPreparation(config: PictureConfig, kind: ProcessorClass): Preparation {
  const { defaults } = kind;
  const size = config.do_resize === false ? undefined : planSize(config, kind);
  const crop = size?.crop ?? planCrop(config, kind);
  const pad = planPad(config, kind);
  const values = planValues(config, kind);
  const flips = config.do_flip_channel_order ?? defaults.flips ?? false;
  return {
    ...(size ? { resize: { rule: size.rule, filter: config.resample ?? defaults.resample } } : {}),
    ...(crop ? { crop } : {}),
    ...(pad ? { pad } : {}),
    channels: values.length === 1 ? "gray" : flips ? "bgr" : "rgb",
    values,
  };
}

function planCrop(config: PictureConfig, { defaults, rule, ignores }: ProcessorClass): Crop | undefined {
  const isUsual = defaults.crop !== undefined && defaults.crops !== false;
  if (ignores.includes("do_center_crop") || !(config.do_center_crop ?? isUsual)) return undefined;
  const ownEdge = rule === "vilt" ? edgeOf(config.size) : undefined;
  const frame = config.crop_size ?? ownEdge ?? defaults.crop;
  if (frame === undefined)
    throw new PlanError({
      key: "crop_size",
      what: "a key is missing",
      expected: "the size of the crop, as do_center_crop is true",
      received: "nothing",
    });
  const isAssumed = config.do_center_crop === undefined && config.crop_size === undefined;
  return { ...frameOf(frame), rounds: "down", ...(isAssumed && ownEdge === undefined ? { isAssumed } : {}) };
}

function edgeOf(size: PictureConfig["size"]): number | undefined {
  if (typeof size === "number") return size;
  return size?.shortest_edge;
}

function frameOf(frame: NonNullable<PictureConfig["crop_size"]>): Extent {
  if (typeof frame === "number") return { height: frame, width: frame };
  const edge = frame.shortest_edge ?? 0;
  return { height: frame.height ?? edge, width: frame.width ?? edge };
}

/** Pictures of a batch are also padded to the largest of them; here they all have one size. */
function planPad(config: PictureConfig, { defaults, rule }: ProcessorClass): Pad | undefined {
  const { do_pad: pads = defaults.padTo !== undefined, pad_size: size, size_divisor: step } = config;
  if (!pads) return undefined;
  if (rule === "dpt") return step === undefined ? undefined : { to: "multiple", step, isCentered: true };
  const frame = size ?? defaults.padTo;
  return frame === undefined ? undefined : { to: "size", ...frameOf(frame) };
}

function planValues(config: PictureConfig, { defaults, ignores }: ProcessorClass): ChannelValues[] {
  const { do_rescale: rescales = true, rescale_factor: factor = defaults.rescaleFactor ?? 1 / 255 } = config;
  const [mean, std] = [config.image_mean ?? defaults.mean, config.image_std ?? defaults.std];
  const nChannels = channelsOf(config);
  const normalizes = ignores.includes("do_normalize")
    ? defaults.normalizes !== false
    : (config.do_normalize ?? defaults.normalizes ?? true);
  const dividesAgain = defaults.includesTop === true && (config.include_top ?? true);
  const at = (value: number | readonly number[], channel: number): number =>
    typeof value === "number" ? value : (value[channel] ?? value[0]!);
  return Array.from({ length: nChannels }, (_, channel) => ({
    factor: rescales ? factor : null,
    offset: rescales && config.rescale_offset === true ? 1 : 0,
    normalizations: [
      ...(normalizes ? [{ mean: at(mean, channel), std: at(std, channel) }] : []),
      ...(dividesAgain ? [{ mean: 0, std: at(std, channel) }] : []),
    ],
  }));
}

/** A list of one number says that the model takes gray pictures. */
function channelsOf({ image_mean: mean, image_std: std }: PictureConfig): number {
  const lengths = [mean, std].flatMap((value) => (Array.isArray(value) ? [value.length] : []));
  const [first = 3] = lengths;
  if (lengths.some((length) => length !== first))
    throw new PlanError({
      key: "image_std",
      what: "wrong value",
      expected: `as many numbers as image_mean has: ${lengths[0]}`,
      received: `${lengths[1]}`,
    });
  return first;
}
