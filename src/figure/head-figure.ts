/** The figure of a head's map. */
import { captionOf, type Captioned } from "./caption.ts";
import type { Setter } from "./fonts/setter.ts";
import type { HeadData } from "./head-data.ts";
import { composePage } from "./layout/compose-page.ts";
import { legendOf } from "./legend.ts";
import { drawMap } from "./map/draw-map.ts";
import type { Size } from "./map/frame-of.ts";
import { headColors } from "./map/head-colors.ts";
import type { FigureOptions } from "./options.ts";
import { pageColors } from "./page-colors.ts";
import type { Scene } from "./scene.ts";

/** @param screen Size of the map on the screen, in CSS pixels: it decides what is in sight. */
export function headFigure(
  data: HeadData,
  screen: Size,
  captioned: Captioned,
  options: FigureOptions,
  setter: Setter,
): Scene {
  const colors = pageColors(options.isDark, options.isTransparent);
  const colored = headColors(data, options.isSafe);
  const style = { screen, colors, isSafe: options.isSafe, setter };
  return composePage(
    {
      name: `Map of ${data.head}`,
      screen,
      draw: (width) => drawMap(data, colored, { ...style, width }),
      legend: legendOf(data, colored),
      caption: (notes) => captionOf(data, colored, notes, captioned),
      isFramed: true,
    },
    options,
    colors,
    setter,
  );
}
