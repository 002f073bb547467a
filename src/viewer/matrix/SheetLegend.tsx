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
  /** Null until the tokens that it speaks of are there. */
  readonly coloring: Coloring | null;
  readonly palette: Palette;
  readonly found: Found | null;
}

const ROLES = ["query", "key"] as const;
const NAMES = { query: "queries", key: "keys" } as const;

/** What the colors of the thumbnails say. */
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

const ROLE = "A row for each layer, a thumbnail for each head. Every token stands in it twice.";
const FOUND =
  "A head is tinted where found tokens gather: the number says how many of a found token’s 10 nearest neighbors were found, too.";

/** Whether the colors are those of queries and keys, which a reader may choose. */
export function hasRoleColors({ ramp, entries = [] }: Coloring): boolean {
  return ramp !== undefined || entries.some(({ role }) => role !== undefined);
}
