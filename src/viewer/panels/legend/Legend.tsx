import type { ReactNode } from "react";
import type { Role } from "#atlas/role-colors.ts";
import type { ColorMode, Coloring, LegendEntry, LegendRamp } from "#color/color-mode.ts";
import { explainedSentence } from "#color/explained-words.ts";
import { isPressed, passesLegend, type LegendFilter, type PlacedEntry } from "#color/filter-points.ts";
import type { Action } from "../../state/view-state.ts";
import { Mark } from "../Mark.tsx";
import type { Palette } from "../use-palette.ts";
import { PaletteSwitch } from "./PaletteSwitch.tsx";
import "./legend.css";

interface LegendProps {
  readonly mode: ColorMode;
  /** How far the mode explains the map; undefined where that was not measured. */
  readonly share: number | undefined;
  readonly coloring: Coloring;
  readonly filter: LegendFilter;
  readonly palette: Palette;
  readonly hasPatches: boolean;
  readonly dispatch: (action: Action) => void;
  /** The matches of search terms, which replace the entries of the mode; null without several terms. */
  readonly terms: ReactNode;
  readonly hasTermColors: boolean;
  /** Further sentences about the drawing. */
  readonly notes: readonly string[];
}

const ROLES = ["query", "key"] as const;

/** The legend of colors and shapes. Its entries are buttons: points of pressed entries stay, all others fade. */
export function Legend(props: LegendProps): ReactNode {
  const { mode, share, coloring, filter, palette, hasPatches, dispatch, terms, hasTermColors, notes } = props;
  const { ramp } = coloring;
  // Pressed entries are also shown among search terms, because they explain why some points are faded.
  const all = (coloring.entries ?? []).map((entry, place) => ({ ...entry, place }));
  const entries = hasTermColors
    ? all
        .filter((entry) => isPressed(entry, filter.only))
        .map((entry) => ({ ...entry, color: "currentColor" }))
    : all;
  const isRampShown = ramp !== undefined && !hasTermColors;
  const missingRoles = ROLES.filter(
    (role) =>
      !entries.some((entry) => entry.role === role) && !(isRampShown && ramp.colors[role] !== undefined),
  );
  const isFiltered = passesLegend(coloring, filter) !== null;
  return (
    <figcaption className="legend">
      {terms}
      <ul aria-label="Legend: press an entry to show only its points">
        {isRampShown &&
          ROLES.map((role) => (
            <RampRow
              key={role}
              role={role}
              ramp={ramp}
              filter={filter}
              hasPatches={hasPatches}
              dispatch={dispatch}
            />
          ))}
        {entries.map((entry) => (
          <EntryRow
            key={entry.place}
            entry={entry}
            mode={mode}
            coloring={coloring}
            filter={filter}
            hasPatches={hasPatches}
            dispatch={dispatch}
          />
        ))}
        {missingRoles.map((role) => (
          <li key={role} className="role">
            <RoleButton role={role} filter={filter} dispatch={dispatch}>
              <Mark role={role} color="currentColor" isPatch={hasPatches} />
              {NAMES[role]}
            </RoleButton>
          </li>
        ))}
        {isFiltered && (
          <li>
            <button
              type="button"
              className="link"
              onClick={(event) => {
                // The button disappears; keyboard users keep the focus in the legend.
                event.currentTarget.closest("ul")?.querySelector("button")?.focus();
                dispatch({ type: "showAll" });
              }}
            >
              show all
            </button>
          </li>
        )}
      </ul>
      <p>
        {!hasTermColors && share !== undefined && (
          <strong className="explained">{explainedSentence(mode, share)} </strong>
        )}
        {hasTermColors
          ? "Each token has the color of the term that found it."
          : (coloring.explanation ?? mode.explanation)}{" "}
        <PaletteSwitch palette={palette} />
      </p>
      {/* Apart and last, because some come late: nothing moves then. */}
      {notes.length > 0 && <p className="notes">{notes.join(" ")}</p>}
    </figcaption>
  );
}

const NAMES = { query: "queries", key: "keys" } as const;

type RowProps = Pick<LegendProps, "filter" | "dispatch">;

function EntryRow({
  entry,
  mode,
  coloring,
  filter,
  hasPatches,
  dispatch,
}: RowProps &
  Pick<LegendProps, "mode" | "coloring" | "hasPatches"> & {
    readonly entry: LegendEntry & PlacedEntry;
  }): ReactNode {
  if (entry.role !== undefined) {
    return (
      <li>
        <RoleButton role={entry.role} filter={filter} dispatch={dispatch}>
          <Mark role={entry.role} color={entry.color} isPatch={hasPatches} />
          {entry.label}
        </RoleButton>
      </li>
    );
  }
  const content = (
    <>
      <Mark role="query" color={entry.color} isPatch={hasPatches} />
      <Mark role="key" color={entry.color} isPatch={hasPatches} />
      {entry.label}
    </>
  );
  // An entry that does not describe single points cannot select any.
  if (coloring.entryOf === undefined) return <li>{content}</li>;
  return (
    <li>
      <button
        type="button"
        aria-pressed={isPressed(entry, filter.only)}
        onClick={() => dispatch({ type: "only", entry, color: mode.name })}
      >
        {content}
      </button>
    </li>
  );
}

function RampRow({
  role,
  ramp,
  filter,
  hasPatches,
  dispatch,
}: RowProps & { role: Role; ramp: LegendRamp; hasPatches: boolean }): ReactNode {
  const colors = ramp.colors[role];
  if (colors === undefined) return null;
  return (
    <li>
      <RoleButton role={role} filter={filter} dispatch={dispatch}>
        <Mark role={role} color={colors[Math.floor(colors.length * 0.7)] ?? ""} isPatch={hasPatches} />
        {NAMES[role]}
        <span className="ramp-end">{ramp.low}</span>
        <span className="ramp" style={{ background: `linear-gradient(to right, ${colors.join(", ")})` }} />
        <span className="ramp-end">{ramp.high}</span>
      </RoleButton>
    </li>
  );
}

function RoleButton({
  role,
  filter,
  dispatch,
  children,
}: RowProps & { readonly role: Role; readonly children: ReactNode }): ReactNode {
  return (
    <button
      type="button"
      aria-pressed={filter.onlyRole === role}
      onClick={() => dispatch({ type: "onlyRole", role })}
    >
      {children}
    </button>
  );
}
