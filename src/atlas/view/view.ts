/** What is shown on a head page. How each field is read from an address and written there stands in view-fields.ts. */
import type { Dim, Method } from "../method.ts";
import type { Camera } from "./camera.ts";

/** How the selected sequence is shown: its text or picture, lines between tokens, a matrix, or the mean over all sequences. */
export const PANELS = ["text", "lines", "matrix", "average"] as const;
export type Panel = (typeof PANELS)[number];

/** Tokens that draw much weight and say little; what is left of each row then sums to 1 again. */
export const LEFT_OUT = ["none", "special", "first", "both"] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

/** What is drawn over the points: by itself where it says something, or as the reader wants it. */
export const LAYER_CHOICES = ["auto", "on", "off"] as const;
export type LayerChoice = (typeof LAYER_CHOICES)[number];

/** In place of a color mode: the one in which the head opens, which differs from head to head. */
export const AUTO_COLOR = "auto";

/** What the page of all heads shows of each: its map, its average pattern, or both side by side. */
export const TILES = ["both", "map", "pattern"] as const;
export type Tiles = (typeof TILES)[number];

/** What is shown on a head page, apart from the head itself. */
export interface View {
  readonly method: Method;
  readonly dim: Dim;
  /** Name of a color mode, e.g. `role`, `position`, `row`, or `auto`. */
  readonly color: string;
  /** Selected point: its token (index into the token table) and role. */
  readonly selected: SelectedPoint | null;
  readonly search: string;
  /** Whether tokens are written beside their points. */
  readonly labels: boolean;
  /** Whether text tokens are drawn by their first letters in place of discs and rings. */
  readonly letters: boolean;
  /** Whether lines go around where points are dense; `auto`: on crowded maps. */
  readonly contours: LayerChoice;
  /** Whether lines show where attention leads; `auto`: on flat maps where most of it runs together. */
  readonly currents: LayerChoice;
  /** Whether long queries and keys get larger points. */
  readonly sizeByNorm: boolean;
  /** How many attention lines a selected point has at most. */
  readonly lines: number;
  /** Weight from which on a line is drawn, 0 … 1. */
  readonly leastWeight: number;
  /** An outline on the flat map; what lies inside is listed. */
  readonly area: Area | null;
  /** What the legend is pressed to: only queries or only keys, … */
  readonly onlyRole: SelectedPoint["role"] | null;
  /** … and only the points of these entries; none for all. */
  readonly only: readonly PressedEntry[];
  readonly panel: Panel;
  readonly leftOut: LeftOut;
  /** Whether weights count by the length of the values they multiply. */
  readonly byValue: boolean;
  /** Tokens that the reader has left out of the figure of their sequence, by the role in which they are. */
  readonly hidden: readonly SelectedPoint[];
  /** How many lines the figure of a picture has. */
  readonly pictureLines: number;
  /** From which weight on it shows patches and lines: 0 … 50, of which the square is a share of the strongest weight. */
  readonly pictureWeight: number;
  readonly tiles: Tiles;
  /** Where the map is looked at from; null for the whole map, as it opens. */
  readonly camera: Camera | null;
  /** Slug of the checkpoint on whose map this one is laid, turned and mirrored; null for the map as it is. */
  readonly alignedTo: string | null;
  /** The step of a tour that the reader is at. */
  readonly tour: TourPlace | null;
}

/** A legend entry by its place, from 0. Links of earlier versions name it by its key, which for a label is the label's value. */
export type PressedEntry = number | string;

/** Corners in the map's own plane, −1 … 1, three or more. */
export type Area = readonly (readonly [x: number, y: number])[];

export interface SelectedPoint {
  readonly role: "query" | "key";
  readonly token: number;
}

export interface TourPlace {
  /** `induction` */
  readonly tour: string;
  /** From 1. */
  readonly step: number;
}

/** Corners that a link carries. */
export const MAX_CORNERS = 24;

/** More lines than these hide what they lead to. */
export const MAX_LINES = 32;
/** Of the figure of a picture. */
export const MAX_PICTURE_LINES = 96;
export const PICTURE_WEIGHTS = 50;
/** Longest search a link carries. */
export const MAX_SEARCH = 200;
/** Most legend entries a link carries: no legend is longer. And most tokens that are left out. */
export const MAX_ONLY = 100;
