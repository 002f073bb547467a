import type { ReactNode, Ref } from "react";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { TokenTable } from "#atlas/tokens/tokens.ts";
import type { View } from "#atlas/view/view.ts";
import { colorModes } from "#color/modes.ts";
import { ColorSelect } from "../panels/ColorSelect.tsx";
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
  readonly isTurning: boolean;
  readonly dispatch: (action: Action) => void;
  readonly search: Search;
  readonly searchRef: Ref<HTMLInputElement>;
}

/** Projection, dimensions, colors and search. */
export function Toolbar(props: ToolbarProps): ReactNode {
  const { manifest, table, view, isTurning, dispatch, search, searchRef } = props;
  return (
    <div className="toolbar" role="group" aria-label="Map">
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
        value={view.color}
        onChange={(color) => dispatch({ type: "set", change: { color } })}
      />
      <SearchBox
        manifest={manifest}
        text={view.search}
        search={search}
        inputRef={searchRef}
        onChange={(text) => dispatch({ type: "set", change: { search: text } })}
      />
      <MapOptions manifest={manifest} view={view} isTurning={isTurning} dispatch={dispatch} />
    </div>
  );
}
