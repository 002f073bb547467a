/** A color mode: what the color of a point says. One small file each; `modes.ts` is the table. */
import type { Manifest } from "#atlas/files/manifest.ts";
import type { Role } from "#atlas/role-colors.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";

/** What a mode may look at. */
export interface ColorContext {
  readonly manifest: Manifest;
  readonly tokens: TokenTable;
  /** [2 · nTokens], queries first; null until they are loaded, or if the mode does not ask for them. */
  readonly norms: Float32Array | null;
  /** [2 · nTokens] of the projection shown, 0 … 1; null until it is loaded, or where it was not measured. */
  readonly distortion: Float32Array | null;
  /** Mean r, g, b of every token's patch, [3 · nTokens]; null as above. */
  readonly patchColors: Uint8Array | null;
  /** Weights of the selected point; null without a selection, or if the mode does not ask for them. */
  readonly attention: SelectedAttention | null;
  /** The reader prefers colors that all eyes tell apart: blue and orange in place of green and pink. */
  readonly isSafe: boolean;
}

export interface SelectedAttention {
  /** Of the points that have weights: keys where a query is selected, queries where a key is. */
  readonly role: Role;
  /** 0 … 1, by token; tokens of other sequences are missing. */
  readonly weights: ReadonlyMap<number, number>;
}

/** `#rrggbb`. */
export type Color = string;

export interface LegendEntry {
  /** What the entry is called in the address; for a label its value. */
  readonly key: string;
  readonly color: Color;
  readonly label: string;
  /** Where the entry stands for one role only. */
  readonly role?: Role;
}

/**
 * What a color says of a point, before it becomes a color: colors and measures read the same values. A kind is any whole
 * number; of several numbers each axis weighs the same.
 */
export type PointValues =
  | {
      readonly type: "kind";
      readonly of: (token: number, role: Role) => number;
      /** Whether its points have a color of their own, not the gray of all others. */
      readonly hasColor: (kind: number) => boolean;
    }
  | {
      readonly type: "numbers";
      readonly nAxes: number;
      /** NaN where a point has no such number. */
      readonly of: (token: number, role: Role, axis: number) => number;
    };

/** A run of colors from low to high, for each role that has one. */
export interface LegendRamp {
  readonly low: string;
  readonly high: string;
  readonly colors: Readonly<Partial<Record<Role, readonly Color[]>>>;
}

export interface Coloring {
  /** Color of a token in a role. */
  readonly color: (token: number, role: Role) => Color;
  /** The color of what both a query and a key cover. Only where colors say the role and nothing else: a mixture of kinds would be a kind. */
  readonly overlap?: Color;
  readonly entries?: readonly LegendEntry[];
  /** Key of the entry a token belongs to; null where it belongs to the ramp. Absent where entries stand for roles. */
  readonly entryOf?: (token: number) => string | null;
  readonly ramp?: LegendRamp;
  /** Absent where the color says nothing of a point by itself. */
  readonly values?: PointValues;
  /** In place of the mode's own, where it does not fit the atlas. */
  readonly explanation?: string;
}

export interface ColorMode {
  /** In the address, e.g. `position`. */
  readonly name: string;
  readonly title: string;
  /** One line under the legend. */
  readonly explanation: string;
  /** Under which heading it is offered. */
  readonly group: "token" | "head" | "label";
  /** What has to be loaded or selected first: the numbers of the head's points, the sprite sheet, a point's weights. */
  readonly needs?: "points" | "patchColors" | "attention";
  /** Whether it says something at the size of a thumbnail: then all heads are drawn in it when the atlas is built. */
  readonly onSheets?: true;
  /**
   * What a value belongs to, a single token if not given: that points of the same one agree says nothing. Null where it is
   * not measured how far the color explains a map.
   */
  readonly unit?: "text" | "sequence" | null;
  /** Whether patches show their pixels from afar; in all other modes the color fills them until the reader is near. */
  readonly showsPatches?: true;
  readonly paint: (context: ColorContext) => Coloring;
}

/** What a mode says of itself; the rest is how it paints. */
export type ModeText = Omit<ColorMode, "paint">;
