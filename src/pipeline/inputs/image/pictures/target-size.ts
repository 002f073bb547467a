/** How large a picture becomes, with the rounding of transformers: whole parts, not nearest numbers, where Python says int. */

/** In pixels. */
export interface Extent {
  readonly height: number;
  readonly width: number;
}

/** What decides the size of a resized picture. */
export type SizeRule =
  | { readonly by: "exact"; readonly height: number; readonly width: number }
  /** The shorter edge becomes `edge`, the other follows; `most` bounds the longer one; both are cut to multiples of `step`. */
  | { readonly by: "shortest"; readonly edge: number; readonly most?: number; readonly step?: number }
  | { readonly by: "longest"; readonly edge: number }
  /** As large as fits into this frame. */
  | { readonly by: "frame"; readonly height: number; readonly width: number }
  /** The nearest multiples of `step`; with `keepsShape` scaled by the side that changes less. */
  | {
      readonly by: "multiple";
      readonly height: number;
      readonly width: number;
      readonly step: number;
      readonly keepsShape: boolean;
    }
  /** ViLT's: like `shortest`, with a longer edge of at most 1333 / 800 of it, and cut to multiples of `step`. */
  | { readonly by: "vilt"; readonly edge: number; readonly step: number }
  /** Its own size, cut to multiples of `step`. */
  | { readonly by: "own"; readonly step: number };

export function targetSize(rule: SizeRule, { height, width }: Extent): Extent {
  switch (rule.by) {
    case "exact":
      return { height: rule.height, width: rule.width };
    case "shortest":
      return byShortest(rule, { height, width });
    case "longest": {
      const scale = rule.edge / Math.max(height, width);
      return { height: Math.trunc(height * scale + 0.5), width: Math.trunc(width * scale + 0.5) };
    }
    case "frame": {
      const scale = Math.min(rule.height / height, rule.width / width);
      return { height: Math.trunc(height * scale), width: Math.trunc(width * scale) };
    }
    case "multiple":
      return byMultiple(rule, { height, width });
    case "vilt":
      return byVilt(rule, { height, width });
    case "own":
      return { height: height - (height % rule.step), width: width - (width % rule.step) };
  }
}

function byShortest(
  { edge, most, step = 1 }: SizeRule & { by: "shortest" },
  { height, width }: Extent,
): Extent {
  const [short, long] = [Math.min(height, width), Math.max(height, width)];
  // What the shorter edge may be so that the longer one stays within its bound.
  const bounded = most !== undefined && (long / short) * edge > most ? (most * short) / long : undefined;
  const newShort = bounded === undefined ? edge : roundHalfEven(bounded);
  const newLong = short === newShort ? long : Math.trunc(((bounded ?? newShort) * long) / short);
  const [cutShort, cutLong] = [newShort - (newShort % step), newLong - (newLong % step)];
  return width <= height ? { height: cutLong, width: cutShort } : { height: cutShort, width: cutLong };
}

function byMultiple(rule: SizeRule & { by: "multiple" }, { height, width }: Extent): Extent {
  let [scaleHeight, scaleWidth] = [rule.height / height, rule.width / width];
  if (rule.keepsShape) {
    if (Math.abs(1 - scaleWidth) < Math.abs(1 - scaleHeight)) scaleHeight = scaleWidth;
    else scaleWidth = scaleHeight;
  }
  const toMultiple = (pixels: number): number => roundHalfEven(pixels / rule.step) * rule.step;
  return { height: toMultiple(scaleHeight * height), width: toMultiple(scaleWidth * width) };
}

function byVilt({ edge, step }: SizeRule & { by: "vilt" }, { height, width }: Extent): Extent {
  const most = Math.trunc((1333 / 800) * edge);
  const scale = edge / Math.min(height, width);
  let [newHeight, newWidth] = height < width ? [edge, scale * width] : [scale * height, edge];
  const longer = Math.max(newHeight, newWidth);
  if (longer > most) [newHeight, newWidth] = [(most / longer) * newHeight, (most / longer) * newWidth];
  const cut = (pixels: number): number => Math.floor(Math.trunc(pixels + 0.5) / step) * step;
  return { height: cut(newHeight), width: cut(newWidth) };
}

/** As Python's `round`: halves go to the even neighbor. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
