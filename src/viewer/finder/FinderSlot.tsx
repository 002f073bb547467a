import type { ReactNode } from "react";
import { atlasFile, atlasFiles } from "#atlas/address.ts";
import { atlasOf } from "#atlas/files/manifest.ts";
import { fetchText } from "../data/fetch-text.ts";
import { loadPart } from "../data/load-part.ts";
import { useLoaded } from "../data/use-loaded.ts";
import type { FinderSlotProps } from "./finder-props.ts";

/** The finder and its numbers, which are loaded when it is opened. */
export function FinderSlot(props: FinderSlotProps): ReactNode {
  const { base, manifest } = props;
  const { value, error, retry } = useLoaded("finder", async () => {
    const [part, text] = await Promise.all([
      loadPart("The finder", () => import("./Finder.tsx")),
      fetchText(atlasFile(base, atlasOf(manifest), atlasFiles.finder), atlasFiles.finder),
    ]);
    return { Finder: part.Finder, table: part.readTable(text) };
  });
  if (error)
    return (
      <p className="matrix-problem" role="alert">
        {error.message}{" "}
        <button type="button" className="plain" onClick={retry}>
          Try again
        </button>
      </p>
    );
  return value ? <value.Finder {...props} table={value.table} /> : <p role="status">Loading the numbers …</p>;
}
