import { useCallback, useState, useSyncExternalStore } from "react";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { View } from "#atlas/view/view.ts";
import { AtlasData } from "../data/atlas-data.ts";
import type { MapHintWords } from "../panels/MapHint.tsx";
import { usePalette, type Palette } from "../panels/use-palette.ts";
import { useTheme, type Theme } from "../panels/use-theme.ts";
import { createStore, type Store } from "../state/store.ts";
import { useAddress } from "../state/use-address.ts";
import { initialState, type ViewState } from "../state/view-state.ts";
import { useHeadFiles, type HeadFiles } from "./use-head-files.ts";
import { useMatrixLink } from "./use-matrix-link.ts";

export interface HeadViewerProps {
  /** The site's base path. */
  readonly base: string;
  /** The manifest as seen by the head's tower. */
  readonly manifest: Manifest;
  /** `L3H5`. It changes when the reader goes to another head; the viewer and its map stay mounted. */
  readonly head: string;
  /** The head's tower, in models that have several. */
  readonly tower: string | undefined;
  /** What the panel says before a point is selected. It changes with the head. */
  readonly hint: MapHintWords;
}

/** The state of a head's page and its loaded files. */
export interface HeadPage {
  readonly store: Store;
  readonly state: ViewState;
  readonly files: HeadFiles;
  readonly theme: Theme;
  readonly palette: Palette;
}

/** Keeps the state, the address and the files of the page in sync. */
export function useHeadPage({ base, manifest, head, tower }: HeadViewerProps): HeadPage {
  const [store] = useState(() => createStore(initialState(manifest)));
  const [data] = useState(() => new AtlasData(base, manifest, tower));
  const state = useSyncExternalStore(store.subscribe, store.get, store.get);
  const { view, isWalking } = state;
  const restore = useCallback(
    (restored: View) => store.dispatch({ type: "restore", view: restored }),
    [store],
  );
  useAddress(head, view, manifest, restore);
  useMatrixLink(head, view, manifest);
  const theme = useTheme();
  const palette = usePalette();
  const files = useHeadFiles({ data, manifest, head, view, isWalking });
  return { store, state, files, theme, palette };
}
