import type { ReactNode } from "react";
import type { Tiles } from "#atlas/view/view.ts";

interface TilesButtonsProps {
  readonly pressed: Tiles;
  readonly onChange: (tiles: Tiles) => void;
}

const TITLES: Readonly<Record<Tiles, string>> = { map: "Map", pattern: "Pattern", both: "Both" };
const ORDER = ["map", "pattern", "both"] as const;

/** What is shown of each head. */
export function TilesButtons({ pressed, onChange }: TilesButtonsProps): ReactNode {
  return (
    <div className="segments" role="group" aria-label="Show of each head">
      {ORDER.map((tiles) => (
        <button key={tiles} type="button" aria-pressed={tiles === pressed} onClick={() => onChange(tiles)}>
          {TITLES[tiles]}
        </button>
      ))}
    </div>
  );
}
