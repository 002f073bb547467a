import type { ComponentType } from "react";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import type { PointMap } from "../map/point-map.ts";
import type { Steps } from "./steps.ts";

/** The map at the page's own stage of training, and what the slider needs to move it. */
export interface ShownSteps {
  readonly steps: Steps | undefined;
  /** Place of the page's own stage among them. */
  readonly at: number;
  /** Null until it is loaded. */
  readonly Slider: ComponentType<SliderProps> | null;
  /** The map of each stage, laid on one another; null until the reader reaches for the slider. */
  readonly maps: readonly MapCoordinates[] | null;
  /** What the map shows while nothing moves. */
  readonly coordinates: MapCoordinates | null;
  /** Whether these are the coordinates that the address asks for. */
  readonly isCurrent: boolean;
  /** Whether points are on their way: what is drawn around them would be wrong. */
  readonly isMoving: boolean;
  readonly onMoving: (isMoving: boolean) => void;
  /** To be called when the reader is about to use the slider. */
  readonly onWanted: () => void;
  /** Goes to the page of a stage; the viewer stays. */
  readonly goTo: (place: number) => void;
  readonly error: Error | null;
  readonly retry: () => void;
}

export interface SliderProps {
  readonly shown: ShownSteps;
  readonly steps: Steps;
  readonly map: PointMap | null;
}
