import type { ReactNode, Ref } from "react";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { ExplainedShare } from "#atlas/head/head-numbers.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { View } from "#atlas/view/view.ts";
import type { ColorMode } from "#color/color-mode.ts";
import { colorModes } from "#color/modes.ts";
import { ColorSelect, titleWithShare } from "../panels/ColorSelect.tsx";
import { MethodButtons } from "../panels/MethodButtons.tsx";
import { SearchBox } from "../search/SearchBox.tsx";
import type { Search } from "../search/use-search.ts";
import type { Action } from "../state/view-state.ts";
import { MapOptions } from "./MapOptions.tsx";
import "../panels/toolbar.css";

interface ToolbarProps {
  readonly manifest: Manifest;
  readonly table: TokenTable | null;
  /** The view, limited to what the atlas has. */
  readonly view: View;
  /** The chosen color mode, or `auto`. */
  readonly color: string;
  /** The color mode that is shown. */
  readonly mode: ColorMode;
  /** How far colors explain the map shown. */
  readonly shares: readonly ExplainedShare[];
  readonly isTurning: boolean;
  readonly dispatch: (action: Action) => void;
  readonly search: Search;
  readonly searchRef: Ref<HTMLInputElement>;
  /** The button for what takes the head elsewhere. */
  readonly share: ReactNode;
}

/** Projection, dimensions, colors and search. */
export function Toolbar(props: ToolbarProps): ReactNode {
  const { manifest, table, view, color, mode, shares, isTurning, dispatch, search, searchRef } = props;
  return (
    // On a small screen it is a sheet, which a button of the page opens.
    <div className="toolbar sheet" id="map-tools" popover="auto" role="group" aria-label="Map">
      <button
        type="button"
        className="plain close-sheet"
        popoverTarget="map-tools"
        popoverTargetAction="hide"
      >
        Close
      </button>
      <MethodButtons
        manifest={manifest}
        pressed={view.method}
        onChange={(method) => dispatch({ type: "set", change: { method } })}
      />
      <div className="segments" role="group" aria-label="Dimensions">
        {manifest.dims.map((dim) => (
          <button
            key={dim}
            type="button"
            aria-pressed={view.dim === dim}
            onClick={() => dispatch({ type: "set", change: { dim } })}
          >
            {dim}-D
          </button>
        ))}
      </div>
      <ColorSelect
        modes={colorModes(manifest, table)}
        value={shares.length > 0 ? color : mode.name}
        shares={shares}
        {...(shares.length > 0 ? { auto: titleWithShare(mode, shares), autoGroup: chosenBy(manifest) } : {})}
        onChange={(name) => dispatch({ type: "set", change: { color: name } })}
      />
      <SearchBox
        manifest={manifest}
        text={view.search}
        search={search}
        inputRef={searchRef}
        onChange={(text) => dispatch({ type: "set", change: { search: text } })}
      />
      <MapOptions manifest={manifest} view={view} isTurning={isTurning} dispatch={dispatch} />
      {props.share}
    </div>
  );
}

/** Why a head opens in its color. */
function chosenBy({ color }: Manifest): string {
  return color === undefined ? "Best for each head" : "Chosen for all heads";
}
