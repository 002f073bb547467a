/** How pictures are prepared for one model, with everything decided that does not depend on the picture. */
import type { FilterName } from "./resampling-filters.ts";
import type { Extent, SizeRule } from "./target-size.ts";

export interface Preparation {
  /** Absent: a picture stays as large as it is. */
  readonly resize?: { readonly rule: SizeRule; readonly filter: FilterName };
  readonly crop?: Crop;
  readonly pad?: Pad;
  readonly channels: "rgb" | "bgr" | "gray";
  /** From a level of 0 to 255 to the model's number, for each of its channels. */
  readonly values: readonly ChannelValues[];
}

/** Out of the middle; what a smaller picture leaves open is black. */
export interface Crop extends Extent {
  /** Of an odd rest, the half that is cut off in front: rounded down, or as Python's `round` does it (torchvision). */
  readonly rounds: "down" | "even";
  /** The file names no crop: its size is what the class of the image processor usually takes. */
  readonly isAssumed?: true;
}

/** Adds zeros to the prepared numbers: behind the picture, or on both sides of it. */
export type Pad =
  | ({ readonly to: "size" } & Extent)
  | { readonly to: "multiple"; readonly step: number; readonly isCentered: boolean };

export interface ChannelValues {
  /** What a level is multiplied by; null leaves it. */
  readonly factor: number | null;
  /** Taken away after that. */
  readonly offset: number;
  /** (x − mean) / std, in this order. */
  readonly normalizations: readonly { readonly mean: number; readonly std: number }[];
}
