import type { ReactNode } from "react";
import type { ColorMode, Coloring } from "#color/color-mode.ts";
import { Mark } from "../panels/Mark.tsx";
import type { Palette } from "../panels/use-palette.ts";
import { FoundTerms } from "../search/FoundTerms.tsx";
import type { Found } from "../search/found.ts";
import { termColors } from "../search/term-colors.ts";
import "../panels/legend.css";

interface SheetLegendProps {
  readonly mode: ColorMode;
  /** Null until the tokens are loaded. */
  readonly coloring: Coloring | null;
  readonly palette: Palette;
  readonly found: Found | null;
}

const ROLES = ["query", "key"] as const;
const NAMES = { query: "queries", key: "keys" } as const;

/** The legend of the thumbnails. */
export function SheetLegend({ mode, coloring, palette, found }: SheetLegendProps): ReactNode {
  const { isSafe } = palette;
  const { ramp, entries = [] } = coloring ?? {};
  return (
    <div className="legend sheet-legend">
      {found && <FoundTerms found={found} colors={termColors(found)} passes={null} hasPatches={false} />}
      {!found && coloring && (
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
        {found ? FOUND : mode.name === "role" ? ROLE : mode.explanation}{" "}
        {!found && coloring && hasRoleColors(coloring) && (
          <button type="button" className="link" aria-pressed={isSafe} onClick={palette.toggle}>
            {isSafe ? "green and pink" : "color-blind-safe colors"}
          </button>
        )}
      </p>
    </div>
  );
}

const ROLE = "Each row is a layer and each thumbnail a head. Every token appears in it twice.";
const FOUND =
  "Heads in which the matches cluster are tinted. The number is the share of a match’s 10 nearest neighbors that are matches too.";

/** Whether these are the colors of queries and keys, which the reader can switch. */
export function hasRoleColors({ ramp, entries = [] }: Coloring): boolean {
  return ramp !== undefined || entries.some(({ role }) => role !== undefined);
}
