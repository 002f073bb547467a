import { useCallback, useMemo, useState, useSyncExternalStore } from "react";
import type { SiteWords } from "#atlas/citation/site-words.ts";
import { atlasOf, type Manifest } from "#atlas/files/manifest.ts";
import { readExplained } from "#atlas/head/explained-text.ts";
import type { View } from "#atlas/view/view.ts";
import type { Extent } from "#drawing/map/home.ts";
import type { Steps } from "../checkpoints/steps.ts";
import { AtlasData } from "../data/atlas-data.ts";
import type { OverviewWords } from "../overview/words.ts";
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
  /** The digest of the atlas, as `atlasDigest` makes it; absent in older atlases. */
  readonly digest?: string;
  /** What the site says about itself; absent if nothing. */
  readonly site?: SiteWords;
  /** Of the head's first map. */
  readonly extent: Extent;
  /** What the panel says before a point is selected. It changes with the head. */
  readonly words: OverviewWords;
  /** What sorts the head's maps, as `writeExplained` writes it. It changes with the head; absent in older atlases. */
  readonly explained?: string;
  /** The checkpoints of the model that show the same tokens, if there are any. */
  readonly steps?: Steps | undefined;
  /** Whether no page of another head is a step away. */
  readonly isAlone?: boolean;
}

/** The state of a head's page and its loaded files. */
export interface HeadPage {
  readonly data: AtlasData;
  readonly store: Store;
  readonly state: ViewState;
  readonly files: HeadFiles;
  readonly theme: Theme;
  readonly palette: Palette;
  /** The query string with which the page was opened. */
  readonly opened: string;
}

/** Keeps the state, the address and the files of the page in sync. */
export function useHeadPage(props: Omit<HeadViewerProps, "words">): HeadPage {
  const { base, manifest, head, tower, isAlone = false } = props;
  const [store] = useState(() => createStore(initialState(manifest)));
  // The manifest is a new object on every page; the atlas is another one only on the page of another checkpoint.
  const { model, dataset } = atlasOf(manifest);
  // eslint-disable-next-line react-hooks/exhaustive-deps
  const data = useMemo(() => new AtlasData(base, manifest, tower), [base, model, dataset, tower]);
  const state = useSyncExternalStore(store.subscribe, store.get, store.get);
  const { view, isWalking } = state;
  const restore = useCallback(
    (restored: View) => store.dispatch({ type: "restore", view: restored }),
    [store],
  );
  const page = `${model} ${head}`;
  const opened = useAddress(page, view, manifest, restore);
  useMatrixLink(page, view, manifest);
  const explained = useMemo(
    () => (props.explained === undefined ? undefined : readExplained(props.explained)),
    [props.explained],
  );
  const theme = useTheme();
  const palette = usePalette();
  const files = useHeadFiles({ data, manifest, head, explained, view, isWalking, isAlone });
  return { store, state, files, theme, palette, data, opened };
}
