import { useEffect, useMemo, useState } from "react";
import { parseHead } from "#atlas/head/head-id.ts";
import type { Setter } from "#figure/fonts/setter.ts";
import type { FigureOptions, Part } from "#figure/options.ts";
import type { Scene } from "#figure/scene.ts";
import { loadPart } from "../../data/load-part.ts";
import { useLoaded } from "../../data/use-loaded.ts";
import { copiedLink, readAddress } from "../../link/copied-link.ts";
import { publicAddress } from "../page-address.ts";
import type { ShareProps } from "../share-props.ts";
import type * as drawing from "./draw-figure.ts";

type Drawing = typeof drawing;

export interface Figure {
  readonly drawer: Drawing;
  readonly svg: string;
  readonly scene: Scene;
  /** Address of the picture, for the preview. */
  readonly preview: string;
  readonly pdf: () => Promise<Blob>;
}

export interface FigureState {
  readonly figure: Figure | null;
  /** Of the view that is drawn. */
  readonly address: string;
  readonly screen: { readonly width: number; readonly height: number };
  readonly error: Error | null;
  readonly retry: () => void;
}

/** Draws the view of the page as a figure, again whenever the choices change. */
export function useFigure(props: ShareProps, part: Part, options: FigureOptions): FigureState {
  const { viewer, page, map } = props;
  const { base, manifest, head, digest } = viewer;
  // The view of the moment at which the reader opened the panel.
  const [address] = useState(() => publicAddress(copiedLink(readAddress(), props)));
  const [screen] = useState(() => sizeOf(map.mapRef.current));
  const { view } = page.state;
  const loaded = useLoaded(`${part === "average" ? part : ""} ${address}`, async () => {
    const drawer = await loadPart("The figure", () => import("./draw-figure.ts"));
    const source = await drawer.browserSource(base, manifest);
    const aligned = view.alignedTo === null ? null : map.steps.coordinates;
    const id = parseHead(head) ?? { layer: 0, head: 0 };
    return { drawer, data: await drawer.loadHead(source, id, view, part, aligned) };
  });
  const { value } = loaded;
  const drawn = useMemo(() => {
    if (value === null) return null;
    const { drawer, data } = value;
    const about = { address, digest };
    const draw = (setter: Setter): Scene => {
      const scene = drawer.headOrSequence(data, part, screen, about, options, setter);
      // Without a selection, the reader is offered no part that needs one.
      return scene ?? drawer.headFigure(data, screen, about, options, setter);
    };
    const { svg, scene } = drawer.drawSvg(draw, options.font);
    const preview = URL.createObjectURL(drawer.svgFile(svg));
    return { drawer, svg, scene, preview, pdf: () => drawer.drawPdf(draw, options.font) };
  }, [value, part, screen, address, digest, options]);
  // The picture has its address for as long as it is shown.
  useEffect(() => (drawn === null ? undefined : () => URL.revokeObjectURL(drawn.preview)), [drawn]);
  return {
    figure: drawn,
    address,
    screen,
    error: loaded.error,
    retry: loaded.retry,
  };
}

function sizeOf(element: HTMLElement | null): { readonly width: number; readonly height: number } {
  return { width: element?.clientWidth ?? 1, height: element?.clientHeight ?? 1 };
}
