/** A color mode: what the color of a point says. One small file each; `modes.ts` is the table. */
import type { Manifest } from "#atlas/manifest.ts";
import type { Role } from "#atlas/role-colors.ts";
import type { TokenTable } from "#atlas/tokens.ts";

/** What a mode may look at. */
export interface ColorContext {
  readonly manifest: Manifest;
  readonly tokens: TokenTable;
  /** [2 · nTokens], queries first; null until they are loaded, or if the mode does not ask for them. */
  readonly norms: Float32Array | null;
  /** [2 · nTokens] of the projection shown, 0 … 1; null until it is loaded, or where it was not measured. */
  readonly distortion: Float32Array | null;
  /** Dark paper wants lighter ramps. */
  readonly isDark: boolean;
}

/** `#rrggbb`. */
export type Color = string;

export interface LegendEntry {
  readonly color: Color;
  readonly label: string;
  /** Drawn as disc or ring; both where the entry is for queries and keys alike. */
  readonly role?: Role;
}

/** A run of colors from low to high, for each role. */
export interface LegendRamp {
  readonly low: string;
  readonly high: string;
  readonly colors: Readonly<Record<Role, readonly Color[]>>;
}

export interface Coloring {
  /** Color of a token in a role. */
  readonly color: (token: number, role: Role) => Color;
  readonly entries?: readonly LegendEntry[];
  readonly ramp?: LegendRamp;
}

export interface ColorMode {
  /** In the address, e.g. `position`. */
  readonly name: string;
  readonly title: string;
  /** One line under the legend. */
  readonly explanation: string;
  /** Looks at numbers that are loaded only then. */
  readonly needsPoints?: boolean;
  readonly paint: (context: ColorContext) => Coloring;
}
