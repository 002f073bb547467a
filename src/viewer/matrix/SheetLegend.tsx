import type { ReactNode } from "react";
import type { Tiles } from "#atlas/view/view.ts";
import type { ColorMode, Coloring } from "#color/color-mode.ts";
import type { Found } from "#drawing/search/found.ts";
import { termColors } from "#drawing/search/term-colors.ts";
import { Mark } from "../panels/Mark.tsx";
import { PaletteSwitch } from "../panels/legend/PaletteSwitch.tsx";
import type { Palette } from "../panels/use-palette.ts";
import { FoundTerms } from "../search/FoundTerms.tsx";
import { autoMode } from "./auto-mode.ts";
import "../panels/legend/legend.css";

interface SheetLegendProps {
  readonly tiles: Tiles;
  readonly mode: ColorMode;
  /** Null until the tokens are loaded. */
  readonly coloring: Coloring | null;
  readonly palette: Palette;
  readonly found: Found | null;
  /** Whether a search with an arrow found heads that it tints. */
  readonly isTinted: boolean;
}

const ROLES = ["query", "key"] as const;
const NAMES = { query: "queries", key: "keys" } as const;

/** The legend of the thumbnails. */
export function SheetLegend({
  tiles,
  mode,
  coloring,
  palette,
  found,
  isTinted,
}: SheetLegendProps): ReactNode {
  const { ramp, entries = [] } = coloring ?? {};
  return (
    <div className="legend sheet-legend">
      {found && <FoundTerms found={found} colors={termColors(found)} passes={null} hasPatches={false} />}
      {!found && coloring && tiles !== "pattern" && (
        <ul aria-label="Legend">
          {ramp &&
            ROLES.map((role) => (
              <li key={role}>
                <Mark role={role} color={ramp.colors[role]?.at(-1) ?? ""} />
                {NAMES[role]}
                <span className="ramp-end">{ramp.low}</span>
                <span
                  className="ramp"
                  style={{ background: `linear-gradient(to right, ${(ramp.colors[role] ?? []).join(", ")})` }}
                />
                <span className="ramp-end">{ramp.high}</span>
              </li>
            ))}
          {mode === autoMode &&
            ROLES.map((role) => (
              <li key={role}>
                <Mark role={role} color="var(--ink-soft)" />
                {NAMES[role]}
              </li>
            ))}
          {entries.map(({ role, color, label }, place) => (
            <li key={place}>
              {role !== "key" && <Mark role="query" color={color} />}
              {role !== "query" && <Mark role="key" color={color} />}
              {role ? NAMES[role] : label}
            </li>
          ))}
        </ul>
      )}
      <p>
        {found
          ? found.pair
            ? isTinted
              ? WEIGHED
              : ""
            : FOUND
          : tiles === "pattern"
            ? ""
            : mode.name === "role"
              ? ROLE
              : mode.explanation}{" "}
        {!found && tiles !== "map" && PATTERN}{" "}
        {!found && tiles !== "pattern" && coloring && (mode === autoMode || hasRoleColors(coloring)) && (
          <PaletteSwitch palette={palette} />
        )}
      </p>
    </div>
  );
}

const ROLE = "Every token appears twice on each map.";
const PATTERN = "Patterns are means over all sequences: rows are queries, columns keys.";
const FOUND =
  "Heads in which the matches cluster are tinted. The number is the share of a match’s 10 nearest neighbors that are matches too.";

const WEIGHED = "The stronger the tint, the more weight a head gives on average; the number is that weight.";

/** Whether these are the colors of queries and keys, which the reader can switch. */
export function hasRoleColors({ ramp, entries = [] }: Coloring): boolean {
  return ramp !== undefined || entries.some(({ role }) => role !== undefined);
}
