/** Places the entries of a legend in lines. */
import type { Setter } from "../fonts/setter.ts";
import type { LegendItem } from "../legend.ts";
import type { PageColors } from "../page-colors.ts";
import type { Font, Shape } from "../scene.ts";
import type { Box, Flowed } from "./flow-text.ts";

const SANS: Font = { family: "sans", weight: 400, isItalic: false, sizePx: 13, spacingPx: 0 };
const LINE_PX = 20;
/** Between two entries, between a mark and what follows, and around a ramp. */
const [GAP_PX, CLOSE_PX] = [16, 5];
const RADIUS_PX = 4.6;
const RAMP = { width: 84, height: 8 } as const;

interface Placed {
  readonly width: number;
  readonly draw: (x: number, y: number) => Shape[];
}

export function placeLegend(
  items: readonly LegendItem[],
  box: Pick<Box, "x" | "y" | "width">,
  colors: PageColors,
  setter: Setter,
): Flowed {
  const shapes: Shape[] = [];
  let [x, line] = [0, 0];
  for (const item of items) {
    const { width, draw } = placed(item, box.width, colors, setter);
    if (x > 0 && x + width > box.width) [x, line] = [0, line + 1];
    shapes.push(...draw(box.x + x, box.y + line * LINE_PX + LINE_PX / 2));
    x += width + GAP_PX;
  }
  return { shapes, height: items.length === 0 ? 0 : (line + 1) * LINE_PX };
}

function placed(item: LegendItem, most: number, colors: PageColors, setter: Setter): Placed {
  const { marks, ramp } = item;
  const room = most - marks.length * (2 * RADIUS_PX + CLOSE_PX);
  const label = shortened(item.label, room, setter);
  const color = item.isFaint ? colors.inkSoft : colors.ink;
  const opacity = item.isFaint ? 0.55 : 1;
  const [labelWidth, low, high] = [label, ramp?.low ?? "", ramp?.high ?? ""].map((text) =>
    setter.width(text, SANS),
  ) as [number, number, number];
  const markWidth = marks.length * (2 * RADIUS_PX + CLOSE_PX);
  const rampWidth = ramp ? 4 * CLOSE_PX + low + RAMP.width + high : 0;
  return {
    width: markWidth + labelWidth + rampWidth,
    draw: (x, y) => {
      const text = (words: string, left: number, ink: string): Shape => {
        const baseline = y + setter.middlePx(SANS);
        return {
          type: "text",
          text: words,
          x: left,
          y: baseline,
          font: SANS,
          color: ink,
          opacity,
          halo: null,
        };
      };
      const drawn = marks.map((mark, i): Shape => ({
        type: "marks",
        kind: mark.kind,
        color: mark.color ?? color,
        opacity,
        at: [x + RADIUS_PX + i * (2 * RADIUS_PX + CLOSE_PX), y, RADIUS_PX],
      }));
      drawn.push(text(label, x + markWidth, color));
      if (!ramp) return drawn;
      const from = x + markWidth + labelWidth + 2 * CLOSE_PX;
      const last = ramp.colors.length - 1;
      return [
        ...drawn,
        text(ramp.low, from, colors.inkSoft),
        {
          ...{ type: "ramp", x: from + low + CLOSE_PX, y: y - RAMP.height / 2, ...RAMP },
          stops: ramp.colors.map((stop, i) => ({ at: i / last, color: stop })),
        },
        text(ramp.high, from + low + RAMP.width + 2 * CLOSE_PX, colors.inkSoft),
      ];
    },
  };
}

const MOST_LETTERS = 160;

/** A label of the dataset may be longer than any line. */
function shortened(label: string, room: number, setter: Setter): string {
  if (setter.width(label, SANS) <= room) return label;
  const letters = Array.from(label.slice(0, MOST_LETTERS));
  while (letters.length > 1 && setter.width(`${letters.join("")}…`, SANS) > room) letters.pop();
  return `${letters.join("").trimEnd()}…`;
}
