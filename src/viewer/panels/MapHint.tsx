import type { ReactNode } from "react";
import { counted } from "#atlas/counted.ts";
import type { Manifest } from "#atlas/files/manifest.ts";

/** The panel's text while no point is selected. */
export function MapHint({ manifest }: { readonly manifest: Manifest }): ReactNode {
  const { dataset } = manifest;
  const isText = dataset.kind === "text";
  const count = (n: number): string => n.toLocaleString("en");
  return (
    <section className="map-hint">
      <h2>Read the map</h2>
      <p>
        {isText
          ? `Each of ${count(dataset.nTokens)} tokens appears twice: as a query (what it looks for) and as a key (what it offers).`
          : `Each of ${count(dataset.nTokens)} patches from ${counted(dataset.nSequences, "picture")} appears twice: square as a query (what it looks for) and round as a key (what it offers).`}{" "}
        A query near a key attends to it.
      </p>
      <p>
        {isText
          ? "Hover over a point to see its token in context; select it to see where it attends."
          : "Hover over a patch to see it in its picture; select it to see where it attends."}
      </p>
    </section>
  );
}
