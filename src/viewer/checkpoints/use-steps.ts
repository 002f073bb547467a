import { useState } from "react";
import type { MapCoordinates } from "#atlas/files/coordinates.ts";
import type { Manifest } from "#atlas/files/manifest.ts";
import { parseHead } from "#atlas/head/head-id.ts";
import { projectionName, type Projection } from "#atlas/method.ts";
import { changeView, formatView } from "#atlas/view/view-address.ts";
import { loadPart } from "../data/load-part.ts";
import { useLoaded } from "../data/use-loaded.ts";
import type { Store } from "../state/store.ts";
import { goToStep } from "./go-to-step.ts";
import type { ShownSteps } from "./shown-steps.ts";
import { placeOf, type Steps } from "./steps.ts";

interface StepsInput {
  readonly base: string;
  readonly manifest: Manifest;
  readonly head: string;
  /** Undefined for a head without checkpoints. */
  readonly steps: Steps | undefined;
  readonly projection: Projection;
  /** The coordinates of this head's own map, as far as they are loaded. */
  readonly own: MapCoordinates | null;
  readonly alignedTo: string | null;
  /** Name of the color mode that the map shows. */
  readonly color: string;
  readonly store: Store;
}

/** Loads the slider once the map is shown, and the maps of all stages once they are needed. */
export function useSteps(input: StepsInput): ShownSteps {
  const { base, manifest, head, steps, projection, own, alignedTo, store } = input;
  const { slug } = manifest.model;
  const [isWanted, setWanted] = useState(false);
  const [isMoving, onMoving] = useState(false);
  const anchor = steps && alignedTo !== null && placeOf(steps, alignedTo) >= 0 ? alignedTo : slug;
  const isAligned = anchor !== slug;
  const part = useLoaded(steps && (own !== null || isAligned) ? "steps" : null, () =>
    loadPart("The slider of checkpoints", () => import("./StepSlider.tsx")),
  );
  const loader = part.value;
  const isNeeded = steps !== undefined && loader !== null && (isWanted || isAligned);
  const key = isNeeded ? `${head} ${projectionName(projection)} ${anchor}` : null;
  const loaded = useLoaded(key, async () => {
    if (!steps || !loader) return null;
    const id = parseHead(head) ?? { layer: 0, head: 0 };
    return await loader.loadStageMaps({ base, manifest, steps, id, projection, anchor });
  });
  const at = steps ? placeOf(steps, slug) : -1;
  const maps = key !== null && loaded.key === key ? loaded.value : null;
  const aligned = (maps ?? (isAligned ? loaded.value : null))?.[at];
  const parts = [part, loaded];
  return {
    steps,
    at,
    Slider: loader?.SliderOfSteps ?? null,
    maps,
    coordinates: aligned ?? (isAligned ? null : own),
    isCurrent: !isAligned || maps !== null,
    isMoving,
    onMoving,
    onWanted: () => setWanted(true),
    goTo: (place) => {
      const stage = steps?.stages[place];
      if (!stage) return;
      // A head that opens in a color of its own keeps it on the way: what changes shall be the places.
      const change = { color: input.color, alignedTo: stage.slug === anchor ? null : anchor };
      const view = changeView(store.get().view, change);
      goToStep(stage.slug, formatView(view, manifest));
    },
    error: parts.find(({ error }) => error !== null)?.error ?? null,
    retry: () => parts.forEach((each) => each.error && each.retry()),
  };
}
