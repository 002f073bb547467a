import type { ReactNode } from "react";
import { atlasOf } from "#atlas/files/manifest.ts";
import { parseHead } from "#atlas/head/head-id.ts";
import { HeadViewer } from "./head/HeadViewer.tsx";
import { Thumbnail } from "./head/MapFrame.tsx";
import type { HeadViewerProps } from "./head/use-head-page.ts";
import { ErrorBoundary } from "./panels/ErrorBoundary.tsx";

/** The island of a head's page: the map of the head, and the panel about its points. */
export default function AtlasViewer(props: Omit<HeadViewerProps, "tower">): ReactNode {
  const { base, manifest, head, hint } = props;
  const { model, dataset } = atlasOf(manifest);
  const tower = parseHead(head)?.tower;
  // Another atlas or tower has other tokens, so the old view would have no meaning there.
  const atlas = [model, dataset, tower].join("/");
  const thumbnail = <Thumbnail base={base} manifest={manifest} head={head} />;
  return (
    <ErrorBoundary what="The map" resetKey={atlas} fallback={thumbnail}>
      <HeadViewer key={atlas} base={base} manifest={manifest} head={head} tower={tower} hint={hint} />
    </ErrorBoundary>
  );
}
