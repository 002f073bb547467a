import type { ReactNode } from "react";
import { atlasFolder } from "#atlas/address.ts";
import { manifestOf, type Manifest } from "#atlas/files/manifest.ts";
import type { HeadId } from "#atlas/head/head-id.ts";
import { methodTitle, type Maps } from "#atlas/method.ts";
import type { ListedAtlas } from "../../compare/head-name.ts";
import { useLoaded } from "../data/use-loaded.ts";
import { ComparedHeads } from "./ComparedHeads.tsx";
import { openManifest } from "./side/open-side.ts";
import type { OpenedQuery } from "./use-query.ts";
import type { ComparedHead } from "./side/use-side.ts";

interface NamedSide {
  readonly atlas: ListedAtlas;
  readonly id: HeadId;
}

interface OpenedPairProps {
  readonly base: string;
  readonly a: NamedSide;
  readonly b: NamedSide;
  readonly opened: OpenedQuery;
}

/** Reads the two atlases, once if they are the same. */
export function OpenedPair({ base, a, b, opened: query }: OpenedPairProps): ReactNode {
  const opened = useLoaded("pair", async () => {
    const first = openManifest(base, a.atlas);
    const second = atlasFolder(a.atlas) === atlasFolder(b.atlas) ? first : openManifest(base, b.atlas);
    return await Promise.all([first, second]);
  });
  if (opened.error)
    return (
      <div className="compare-problem" role="alert">
        <p>{opened.error.message}</p>
        <button type="button" className="plain" onClick={opened.retry}>
          Try again
        </button>
      </div>
    );
  if (opened.value === null) return <div className="compare-wait" aria-busy="true" />;
  const [first, second] = opened.value;
  const side = ({ atlas, id }: NamedSide, manifest: Manifest): ComparedHead => ({
    atlas,
    id,
    manifest: manifestOf(manifest, id.tower),
  });
  const maps = sharedMaps(first, second);
  if (maps === null)
    return (
      <p className="compare-problem" role="status">
        {`${first.model.name} and ${second.model.name} have no map in common: ${mapsOf(first)} here, ${mapsOf(second)} there.`}
      </p>
    );
  return <ComparedHeads base={base} a={side(a, first)} b={side(b, second)} maps={maps} opened={query} />;
}

function sharedMaps(a: Manifest, b: Manifest): Maps | null {
  const methods = a.methods.filter((method) => b.methods.includes(method));
  const dims = a.dims.filter((dim) => b.dims.includes(dim));
  return methods.length > 0 && dims.length > 0 ? { methods, dims } : null;
}

function mapsOf(manifest: Manifest): string {
  return manifest.methods.map((method) => methodTitle(manifest, method)).join(", ");
}
