/** What a patch looks like: its mean color as it is, or how bright that is. */
import type { Coloring, ColorContext, ColorMode } from "../color-mode.ts";
import { numberMode } from "../number-mode.ts";
import { NEUTRAL } from "../palette.ts";
import { hexOf } from "../ramps.ts";
import { NO_PATCH } from "./grid.ts";

export const patchColorMode: ColorMode = {
  name: "patch",
  title: "Patch color",
  explanation: "Every patch is shown as it looks; small pictures of maps have its mean color.",
  group: "token",
  onSheets: true,
  needs: "patchColors",
  showsPatches: true,
  paint: ({ tokens, patchColors }): Coloring => ({
    color: (token) => {
      if (patchColors === null || tokens.special[token]) return NEUTRAL;
      return hexOf(...meanOf(patchColors, token));
    },
    values: {
      type: "numbers",
      nAxes: 3,
      of: (token, _, channel) =>
        patchColors === null || tokens.special[token] ? NaN : patchColors[token * 3 + channel]!,
    },
  }),
};

export const brightnessMode = numberMode(
  {
    name: "brightness",
    title: "Brightness",
    explanation: "How bright a patch is on the whole.",
    group: "token",
    needs: "patchColors",
  },
  (context) => ({
    value: (token) => (context.tokens.special[token] ? NaN : brightness(context, token)),
    min: 0,
    max: 255,
    low: "dark",
    high: "bright",
    ...(context.tokens.special.includes(1) ? { without: NO_PATCH } : {}),
  }),
);

/** Rec. 709 luma, 0 … 255: green looks brightest, blue darkest. */
function brightness({ patchColors }: ColorContext, token: number): number {
  if (patchColors === null) return 0;
  const [r, g, b] = meanOf(patchColors, token);
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function meanOf(patchColors: Uint8Array, token: number): [r: number, g: number, b: number] {
  const at = token * 3;
  return [patchColors[at]!, patchColors[at + 1]!, patchColors[at + 2]!];
}
