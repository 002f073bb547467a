import type { ReactNode } from "react";
import { counted } from "#atlas/counted.ts";
import type { Manifest } from "#atlas/files/manifest.ts";

/** What stands in the panel while no point is chosen. */
export function MapHint({ manifest }: { readonly manifest: Manifest }): ReactNode {
  const { dataset } = manifest;
  const isText = dataset.kind === "text";
  const count = (n: number): string => n.toLocaleString("en");
  return (
    <section className="map-hint">
      <h2>Read the map</h2>
      <p>
        {isText
          ? `Each of ${count(dataset.nTokens)} tokens stands here twice: as a query, what it looks for, and as a key, what it offers.`
          : `Each of ${count(dataset.nTokens)} patches from ${counted(dataset.nSequences, "picture")} stands here twice: square as a query, what it looks for, and round as a key, what it offers.`}{" "}
        A query near a key attends to it.
      </p>
      <p>
        {isText
          ? "Point at a dot to see the token in its sentence; choose it to see where it attends."
          : "Point at a patch to see it in its picture; choose it to see where it attends."}
      </p>
    </section>
  );
}
