/** A figure before it becomes a file: shapes on a page, in pixels of 1/96 inch, y downward. */

export type Family = "sans" | "serif";

export interface Font {
  readonly family: Family;
  /** 200 … 900. */
  readonly weight: number;
  readonly isItalic: boolean;
  readonly sizePx: number;
  /** Added after each letter. */
  readonly spacingPx: number;
}

/** Points of one color. */
export interface Marks {
  readonly type: "marks";
  readonly kind: MarkKind;
  readonly color: string;
  readonly opacity: number;
  /** x, y and radius of each, one after the other. */
  readonly at: readonly number[];
}

/** What points look like: queries are discs, keys rings; of patches, queries are squares and keys discs. */
export type MarkKind = "disc" | "ring" | "square";

/** Keys and queries where colors say the role alone: what both cover has a color of its own. */
export interface Overlap {
  readonly type: "overlap";
  readonly below: Marks;
  readonly above: Marks;
  readonly color: string;
}

export interface Stroke {
  readonly color: string;
  readonly widthPx: number;
  readonly cap: "butt" | "round";
  readonly join: "miter" | "round";
}

/** Closed or open lines. */
export interface Path {
  readonly type: "path";
  readonly lines: readonly Polyline[];
  readonly fill: string | null;
  readonly stroke: Stroke | null;
  readonly opacity: number;
}

export interface Polyline {
  /** x, y of each corner, one after the other. */
  readonly corners: readonly number[];
  readonly isClosed: boolean;
}

export interface Circle {
  readonly type: "circle";
  readonly x: number;
  readonly y: number;
  readonly radius: number;
  readonly fill: string | null;
  readonly stroke: Stroke | null;
  readonly opacity: number;
}

export interface Rect {
  readonly type: "rect";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly fill: string | null;
  readonly stroke: Stroke | null;
  readonly opacity: number;
}

/** A bar whose color runs from left to right. */
export interface Ramp {
  readonly type: "ramp";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly stops: readonly { readonly at: number; readonly color: string }[];
}

export interface Text {
  readonly type: "text";
  readonly text: string;
  readonly x: number;
  /** Of the baseline. */
  readonly y: number;
  readonly font: Font;
  readonly color: string;
  readonly opacity: number;
  /** Whether it runs upward, turned by a right angle about its start. */
  readonly isUpright?: true;
  /** A rim that sets the text off from what lies below it. */
  readonly halo: { readonly color: string; readonly widthPx: number; readonly opacity: number } | null;
}

/** A picture of n × m cells of one color each. */
export interface Cells {
  readonly type: "cells";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly nColumns: number;
  readonly nRows: number;
  /** Bytes r, g, b, alpha; [nRows, nColumns, 4]. */
  readonly rgba: ArrayLike<number>;
}

/** A picture file. */
export interface Picture {
  readonly type: "picture";
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** PNG. */
  readonly bytes: Uint8Array;
}

/** Shapes in a coordinate system of their own, cut off at its edges. */
export interface Group {
  readonly type: "group";
  /** What it is, for readers of the file. */
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly scale: number;
  /** In its own pixels. */
  readonly clip: { readonly width: number; readonly height: number } | null;
  readonly shapes: readonly Shape[];
}

export type Shape = Marks | Overlap | Path | Circle | Rect | Ramp | Text | Cells | Picture | Group;

export interface Scene {
  readonly width: number;
  readonly height: number;
  /** Null for none. */
  readonly background: string | null;
  /** One line, for readers of the file. */
  readonly title: string;
  readonly description: string;
  readonly shapes: readonly Shape[];
}
