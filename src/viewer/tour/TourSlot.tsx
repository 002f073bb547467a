import type { ReactNode } from "react";
import { atlasFolder } from "#atlas/address.ts";
import { atlasOf, type Manifest } from "#atlas/files/manifest.ts";
import { parseView } from "#atlas/view/view-address.ts";
import type { TourPlace } from "#atlas/view/view.ts";
import { loadPart } from "../data/load-part.ts";
import { useLoaded } from "../data/use-loaded.ts";
import type { Action } from "../state/view-state.ts";

interface TourSlotProps {
  readonly base: string;
  readonly manifest: Manifest;
  /** `L3H5` */
  readonly head: string;
  readonly place: TourPlace | null;
  readonly dispatch: (action: Action) => void;
}

/** The place of a tour's card above the panel; the card and all tours are loaded when an address names a step. */
export function TourSlot({ base, manifest, head, place, dispatch }: TourSlotProps): ReactNode {
  const loaded = useLoaded(place ? "tours" : null, async () => {
    const { TourCard, loadTours } = await loadPart("The tour", () => import("./TourCard.tsx"));
    return { TourCard, tours: await loadTours(base) };
  });
  if (place === null) return null;
  const onClose = (): void => {
    dispatch({ type: "set", change: { tour: null } });
    document.querySelector<HTMLElement>(".map")?.focus();
  };
  const { value, error, retry } = loaded;
  return (
    <div className="tour-slot">
      {value ? (
        <value.TourCard
          base={base}
          tours={value.tours}
          place={place}
          page={`${atlasFolder(atlasOf(manifest))}/${head}`}
          onShow={(query) => dispatch({ type: "restore", view: parseView(query, manifest) })}
          onClose={onClose}
        />
      ) : (
        error && (
          <p role="alert">
            {error.message}{" "}
            <button type="button" className="plain" onClick={retry}>
              Try again
            </button>
          </p>
        )
      )}
    </div>
  );
}
