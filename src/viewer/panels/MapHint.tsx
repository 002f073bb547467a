import type { ReactNode } from "react";

/** Written when the site is built. */
export interface MapHintWords {
  /** What a point stands for. */
  readonly points: string;
  /** By projection name: whether nearness means attention there. */
  readonly nearness: Readonly<Record<string, string>>;
  /** What to do next. */
  readonly next: string;
}

interface MapHintProps {
  readonly hint: MapHintWords;
  /** The map that is shown, e.g. `umap2`. */
  readonly projection: string;
}

/** The panel's text while no point is selected. */
export function MapHint({ hint, projection }: MapHintProps): ReactNode {
  return (
    <section className="map-hint">
      <h2>Read the map</h2>
      <p>{hint.points}</p>
      <p>{hint.nearness[projection]}</p>
      <p>{hint.next}</p>
    </section>
  );
}
