/** Where a picture lies in what the model gets of it. */
import type { Crop, Pad, Preparation } from "./preparation.ts";
import { roundHalfEven, targetSize, type Extent } from "./target-size.ts";

/** A rectangle cut out of something, in its pixels; what lies outside of it is empty. */
export interface Window extends Extent {
  readonly top: number;
  readonly left: number;
}

/** Three rectangles, each within the one before: what the picture is resized to, what is cut out, what that is padded to. */
export interface Placement {
  readonly resized: Extent;
  readonly crop: Window;
  readonly pad: Window;
}

/** Whether every picture comes out in the same size, whatever its own. */
export function hasOneSize({ resize, crop, pad }: Preparation): boolean {
  return pad?.to === "size" || crop !== undefined || resize?.rule.by === "exact";
}

/** @throws {RangeError} if nothing is left of the picture, or it is larger than what it is padded to. */
export function placePicture({ resize, crop, pad }: Preparation, picture: Extent): Placement {
  const resized = resize ? targetSize(resize.rule, picture) : picture;
  if (resized.height < 1 || resized.width < 1)
    throw new RangeError(`it would become ${resized.height} × ${resized.width} pixels large`);
  const cut = crop ? cropWindow(crop, resized) : wholeOf(resized);
  return { resized, crop: cut, pad: pad ? padWindow(pad, cut) : wholeOf(cut) };
}

/** The same part of the picture at a multiple of its size. */
export function enlarge({ resized, crop, pad }: Placement, factor: number): Placement {
  const extent = ({ height, width }: Extent): Extent => ({ height: height * factor, width: width * factor });
  const window = (part: Window): Window => ({
    ...extent(part),
    top: part.top * factor,
    left: part.left * factor,
  });
  return { resized: extent(resized), crop: window(crop), pad: window(pad) };
}

function wholeOf({ height, width }: Extent): Window {
  return { height, width, top: 0, left: 0 };
}

function cropWindow({ height, width, rounds }: Crop, picture: Extent): Window {
  const start = (from: number, to: number): number =>
    rounds === "down"
      ? Math.floor((from - to) / 2)
      : from < to
        ? -Math.floor((to - from) / 2)
        : roundHalfEven((from - to) / 2);
  return { height, width, top: start(picture.height, height), left: start(picture.width, width) };
}

function padWindow(pad: Pad, { height, width }: Extent): Window {
  if (pad.to === "size") {
    if (pad.height < height || pad.width < width)
      throw new RangeError(
        `it would become ${height} × ${width} pixels large, and is to be padded to ${pad.height} × ${pad.width}`,
      );
    return { height: pad.height, width: pad.width, top: 0, left: 0 };
  }
  const larger = (pixels: number): number => Math.ceil(pixels / pad.step) * pad.step;
  const before = (pixels: number): number => (pad.isCentered ? Math.floor((larger(pixels) - pixels) / 2) : 0);
  return { height: larger(height), width: larger(width), top: -before(height), left: -before(width) };
}
