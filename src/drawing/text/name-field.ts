/** What the map knows of the names that are written on it; the names themselves are loaded after the first map. */
import type { Frame, Place } from "../map/frame.ts";
import type { OverlayColors } from "../map/overlay-colors.ts";
import type { PointLayer } from "../map/point-layer.ts";
import type { Pen } from "../pen.ts";
import type { Box } from "./labels.ts";

/** A name as it is drawn, in CSS pixels from the corner of the map. */
export interface DrawnName extends Box {
  readonly text: string;
  /** Names of large islands, of small ones, and single tokens. */
  readonly level: "coarse" | "fine" | "token";
  /** 0 … 1. */
  readonly alpha: number;
}

/** What surrounds the names. */
export interface NameFrame {
  readonly frame: Frame;
  readonly place: (point: number) => Place;
  readonly layer: PointLayer;
  /** Areas that buttons and other labels cover. */
  readonly covered: readonly Box[];
  /** Milliseconds, from any beginning. */
  readonly now: number;
  /** 0 for readers who prefer reduced motion. */
  readonly fadeMs: number;
}

export interface NameField {
  /** Whether a name is fading in or out, so that the overlay is to be drawn again. */
  readonly isChanging: boolean;
  /** Looks for new names on a map at rest. */
  settle: (around: NameFrame) => void;
  /** Follows the map. */
  layOut: (pen: Pen, around: NameFrame, colors: OverlayColors) => readonly DrawnName[];
  draw: (pen: Pen, colors: OverlayColors) => void;
}
