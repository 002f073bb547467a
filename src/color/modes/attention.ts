/** How strongly the selected point attends to the others of its sequence, or is attended by them. */
import type { Coloring, ColorMode, LegendEntry } from "../color-mode.ts";
import { NEUTRAL } from "../palette.ts";
import { onRamp, ramp } from "../ramps.ts";

export const attentionMode: ColorMode = {
  name: "attention",
  title: "Attention",
  explanation:
    "How much the selected query attends to each key, or how much each query attends to the selected key.",
  group: "head",
  needs: "attention",
  paint: ({ attention, isSafe }): Coloring => {
    if (attention === null) return { color: () => NEUTRAL, entries: [rest("no point is selected yet")] };
    const { role, weights } = attention;
    const colors = ramp(role, isSafe);
    const max = [...weights.values()].reduce((a, b) => Math.max(a, b), 0);
    return {
      color: (token, own) => {
        const weight = own === role ? weights.get(token) : undefined;
        // By its root: most weights are small, and would all look alike.
        return weight === undefined ? NEUTRAL : onRamp(colors, Math.sqrt(weight), 0, Math.sqrt(max));
      },
      ramp: { low: "0", high: max.toFixed(2), colors: { [role]: colors } },
    };
  },
};

function rest(label: string): LegendEntry {
  return { key: "rest", color: NEUTRAL, label };
}
