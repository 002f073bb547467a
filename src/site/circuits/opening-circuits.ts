/** The part of the links that stands in the page of circuits itself, however many there are. */
import { chosenLinks } from "../../atlas/circuits/chosen-links.ts";
import { firstCircuits } from "../../atlas/circuits/circuits-view.ts";
import type { CircuitsFile } from "../../atlas/files/circuits.ts";

/** All that is said of each kind, and the links that the page shows at first; the others are fetched. */
export function openingCircuits(file: CircuitsFile): CircuitsFile {
  const view = firstCircuits(file);
  const kinds = Object.fromEntries(
    Object.entries(file.kinds).map(([kind, about]) => [
      kind,
      { ...about, links: kind === view.kind ? chosenLinks(file, view) : [] },
    ]),
  );
  // The page itself says what was not read.
  return { ...file, unread: {}, kinds };
}
