import type { Captioned } from "./caption.ts";
import type { Setter } from "./fonts/setter.ts";
import type { HeadData } from "./head-data.ts";
import { headFigure } from "./head-figure.ts";
import type { Size } from "./map/frame-of.ts";
import type { FigureOptions, Part } from "./options.ts";
import type { Scene } from "./scene.ts";
import { sequenceFigure } from "./sequence/sequence-figure.ts";

/** The figure of a head's map, or of its weights. @returns Null where no token is selected whose weights could be drawn. */
export function headOrSequence(
  data: HeadData,
  part: Part,
  screen: Size,
  captioned: Captioned,
  options: FigureOptions,
  setter: Setter,
): Scene | null {
  return part === "map"
    ? headFigure(data, screen, captioned, options, setter)
    : sequenceFigure(data, part, captioned, options, setter);
}
