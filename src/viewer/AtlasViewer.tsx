import type { ReactNode } from "react";
import { atlasOf } from "#atlas/files/manifest.ts";
import { parseHead } from "#atlas/head/head-id.ts";
import { HeadViewer } from "./head/HeadViewer.tsx";
import { Thumbnail } from "./head/MapFrame.tsx";
import type { HeadViewerProps } from "./head/use-head-page.ts";
import { ErrorBoundary } from "./panels/ErrorBoundary.tsx";

/** The island of a head's page: the map of the head, and the panel about its points. */
export default function AtlasViewer(props: Omit<HeadViewerProps, "tower">): ReactNode {
  const { manifest, head, steps } = props;
  const { model, dataset } = atlasOf(manifest);
  const tower = parseHead(head)?.tower;
  // Another atlas or tower has other tokens, so the old view would have no meaning there.
  // All checkpoints of a series show the same tokens: the viewer stays while the reader goes from one to the next.
  const atlas = [steps?.stages.at(-1)?.slug ?? model, dataset, tower].join("/");
  const thumbnail = <Thumbnail base={props.base} manifest={manifest} head={head} extent={props.extent} />;
  return (
    <ErrorBoundary what="The map" resetKey={atlas} fallback={thumbnail}>
      <HeadViewer key={atlas} {...props} tower={tower} />
    </ErrorBoundary>
  );
}
