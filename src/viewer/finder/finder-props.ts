import type { RefObject } from "react";
import type { Manifest } from "#atlas/files/manifest.ts";

/** What the finder needs of the page of all heads. */
export interface FinderSlotProps {
  readonly base: string;
  readonly manifest: Manifest;
  /** Around the grid of maps. */
  readonly box: RefObject<HTMLElement | null>;
  /** Name of the head whose map is pointed at. */
  readonly pointed: string | null;
  /** The view that heads open with. */
  readonly query: string;
  readonly onClose: () => void;
}
