/** A preparation as the input of the graph needs it: its channels, and whole numbers where it takes no others. */
import { ModelError } from "../../../errors.ts";
import { DATA_TYPE, fedType } from "../../../onnx/feeds/fed-types.ts";
import { fixedSize } from "../../../onnx/feeds/feed-shapes.ts";
import type { OnnxInput } from "../../../onnx/file/onnx-graph.ts";
import type { ReadPreparation } from "./read-preparation.ts";
import type { Extent } from "./target-size.ts";

/** What takes the pictures, as far as the preparation depends on it. */
export type PictureInput = Pick<OnnxInput, "name" | "dataType" | "picture"> &
  Partial<Pick<OnnxInput, "dims">>;

const LEVELS = { factor: null, offset: 0, normalizations: [] };

/** @throws {ModelError} if the graph takes pictures of another kind than files hold. */
export function fitPreparation(read: ReadPreparation, input: PictureInput): ReadPreparation {
  const { preparation, warnings } = fitCrop(read, input);
  const { picture, name } = input;
  const { nChannels = preparation.values.length } = picture ?? {};
  if (nChannels !== 1 && nChannels !== 3)
    throw unfit(name, "pictures of three channels, or gray ones", `${nChannels} channels`);
  if (input.dataType === DATA_TYPE.int8)
    throw unfit(name, "pictures in floating point, or in levels of 0 to 255", "int8");
  const isGray = nChannels === 1;
  const [first] = preparation.values;
  const values = isGray && first ? [first] : preparation.values;
  const fitted = { ...preparation, values, ...(isGray ? { channels: "gray" as const } : {}) };
  if (fedType(input.dataType) === "float32") return { preparation: fitted, warnings };
  const warning = "The model takes levels of 0 to 255: they are fed as they are, without scaling.";
  return { preparation: { ...fitted, values: values.map(() => LEVELS) }, warnings: [...warnings, warning] };
}

/**
 * A crop that no file names gives way to the size that the graph fixes, where pictures are resized to just that size:
 * those who left it out meant no crop.
 */
function fitCrop(read: ReadPreparation, input: PictureInput): ReadPreparation {
  const { crop, resize } = read.preparation;
  const fixed = extentOf(input);
  if (crop?.isAssumed !== true || fixed === undefined || !resize) return read;
  const { height, width } = fixed;
  const { rule } = resize;
  const isMeant =
    (rule.by === "exact" && rule.height === height && rule.width === width) ||
    (rule.by === "shortest" && rule.edge === Math.min(height, width));
  if (!isMeant || (crop.height === height && crop.width === width)) return read;
  const warning = `The model's files name no crop. Its image processor would take ${crop.height} × ${crop.width} pixels; the model itself takes ${height} × ${width}, and gets them.`;
  return {
    preparation: { ...read.preparation, crop: { height, width, rounds: crop.rounds } },
    warnings: [...read.warnings, warning],
  };
}

/** Rows and columns that the graph fixes; undefined where it leaves them open. */
function extentOf({ picture, dims }: PictureInput): Extent | undefined {
  if (picture === undefined || dims === undefined) return undefined;
  const own = picture.hasBatch ? dims.slice(1) : dims;
  const [height, width] = (picture.channels === "first" ? own.slice(1) : own).map(fixedSize);
  return height === undefined || width === undefined ? undefined : { height, width };
}

function unfit(name: string, expected: string, received: string): ModelError {
  return new ModelError({
    what: "the model takes pictures in another way than they can be prepared",
    where: `input ${name}`,
    expected,
    received,
    cure: "Take another export of the model, in float32.",
  });
}
