import type { ReactNode } from "react";
import type { Palette } from "../use-palette.ts";

/** The reader's choice of colors that all eyes tell apart. It holds for all pages, and is remembered. */
export function PaletteSwitch({ palette }: { readonly palette: Palette }): ReactNode {
  return (
    <label className="palette-switch">
      <input type="checkbox" role="switch" checked={palette.isSafe} onChange={palette.toggle} />
      color-blind-safe colors
    </label>
  );
}
