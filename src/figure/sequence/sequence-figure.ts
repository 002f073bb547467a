/** The figure of a sequence's weights, or of their mean over all sequences. */
import { citationOf } from "#atlas/citation/citation.ts";
import { NO_WORDS } from "#atlas/citation/site-words.ts";
import { counted } from "#atlas/counted.ts";
import { tokenText } from "#atlas/tokens/tokens.ts";
import { heatColor } from "#drawing/attention/heat.ts";
import { labelText } from "#drawing/text/label-text.ts";
import type { Caption, Captioned } from "../caption.ts";
import type { Setter } from "../fonts/setter.ts";
import type { HeadData } from "../head-data.ts";
import { composePage } from "../layout/compose-page.ts";
import type { LegendItem } from "../legend.ts";
import { PARTS, type FigureOptions, type Part } from "../options.ts";
import { pageColors } from "../page-colors.ts";
import type { Scene } from "../scene.ts";
import { drawLines, drawMatrix } from "./draw-weights.ts";
import { averageWeights, sequenceWeights, type ShownWeights } from "./shown-weights.ts";

/** The panel of a page, in pixels. */
const PANEL = { width: 420, height: 420 } as const;
const N_STOPS = 24;

export type SequencePart = Exclude<Part, "map">;

/** @returns Null where there is nothing to draw: lines and a matrix are of the selected token's sequence. */
export function sequenceFigure(
  data: HeadData,
  part: SequencePart,
  captioned: Captioned,
  options: FigureOptions,
  setter: Setter,
): Scene | null {
  const shown = part === "average" ? averageWeights(data) : sequenceWeights(data);
  if (shown === null) return null;
  const colors = pageColors(options.isDark, options.isTransparent);
  const isLines = part === "lines";
  const screen = isLines ? { ...PANEL, height: Math.max(PANEL.height, shown.pattern.n * 18) } : PANEL;
  return composePage(
    {
      name: `${PARTS[part].title} of ${data.head}`,
      screen,
      draw: (width) =>
        isLines
          ? drawLines(shown, Math.min(width, LINES_PX), colors, setter)
          : drawMatrix(shown, Math.min(width, MATRIX_PX), options.isDark, colors, setter),
      legend: isLines ? [] : [scaleOf(shown, options.isDark)],
      caption: () => captionOf(data, part, shown, captioned),
      isFramed: false,
    },
    options,
    colors,
    setter,
  );
}

/** In a wider figure, lines are too flat to be followed, and cells are larger than their names need. */
const [LINES_PX, MATRIX_PX] = [460, 640];

function scaleOf({ pattern }: ShownWeights, isDark: boolean): LegendItem {
  const strongest = pattern.weights.reduce((a, b) => Math.max(a, b), 0);
  const colors = Array.from({ length: N_STOPS }, (_, i) => {
    const rgb = heatColor(i / (N_STOPS - 1), isDark);
    return `#${rgb.map((value) => value.toString(16).padStart(2, "0")).join("")}`;
  });
  const ramp = { low: "0", high: `${strongest.toFixed(2)} (square-root scale)`, colors };
  return { marks: [], label: "Weight", ramp, isFaint: false };
}

function captionOf(
  { manifest, head, view, table }: HeadData,
  part: SequencePart,
  { marked }: ShownWeights,
  { address, digest }: Captioned,
): Caption {
  const { title, note } = citationOf({ manifest, head, digest, url: address }, NO_WORDS);
  const whole = manifest.patches === null ? "sequence" : "picture";
  const { selected } = view;
  const token = selected ? `“${labelText(tokenText(table, selected.token))}”` : "";
  const what =
    part === "average"
      ? `Mean attention by position over ${counted(table.nSequences, whole)}: rows are queries, columns are keys.`
      : part === "matrix"
        ? `Attention in ${whole} ${table.sequenceOf[selected?.token ?? 0] ?? 0}: rows are queries, columns are keys.`
        : `Attention in ${whole} ${table.sequenceOf[selected?.token ?? 0] ?? 0}: queries on the left, keys on the right; weights of at least 0.04.`;
  const LEFT_OUT_WORDS = {
    none: "",
    special: "special tokens",
    first: "first tokens",
    both: "special and first tokens",
  };
  return {
    title: `${title}.`,
    text: [
      what,
      ...(marked ? [`Marked: the ${marked.role} ${token}.`] : []),
      ...(view.leftOut === "none"
        ? []
        : [`Without ${LEFT_OUT_WORDS[view.leftOut]}; what is left of each row sums to 1.`]),
      ...(view.byValue ? ["Weights count by the length of the values that they multiply."] : []),
    ].join(" "),
    source: `${note}.`,
    address,
  };
}
