import type { ReactNode, Ref } from "react";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { Maps } from "#atlas/method.ts";
import { AUTO_COLOR, type View } from "#atlas/view/view.ts";
import type { ColorMode } from "#color/color-mode.ts";
import { ColorSelect } from "../panels/ColorSelect.tsx";
import { MethodButtons } from "../panels/MethodButtons.tsx";
import { SearchBox } from "../search/SearchBox.tsx";
import type { Search } from "../search/use-search.ts";
import { CopyButton } from "../share/CopyButton.tsx";
import type { Action } from "../state/view-state.ts";

interface CompareToolbarProps {
  /** Of the first side, for names and for what can be searched. */
  readonly manifest: Manifest;
  readonly maps: Maps;
  readonly view: View;
  readonly modes: readonly ColorMode[];
  /** In which the two open. */
  readonly opening: ColorMode;
  readonly hasMoves: boolean;
  /** Whether there is something between which lines can be drawn. */
  readonly canMove: boolean;
  readonly search: Search;
  /** How many tokens of the second side the search found; null without a search. */
  readonly nOther: number | null;
  readonly searchRef: Ref<HTMLInputElement>;
  /** The address of exactly this view. */
  readonly link: string;
  readonly onMoves: (isOn: boolean) => void;
  readonly dispatch: (action: Action) => void;
}

/** What both maps show: projection, dimensions, colors, search, and the lines between them. */
export function CompareToolbar(props: CompareToolbarProps): ReactNode {
  const { manifest, maps, view, modes, opening, search, nOther, searchRef, dispatch } = props;
  return (
    <div className="toolbar" role="group" aria-label="Both maps">
      <MethodButtons
        manifest={{ ...manifest, ...maps }}
        pressed={view.method}
        onChange={(method) => dispatch({ type: "set", change: { method } })}
      />
      {maps.dims.length > 1 && (
        <div className="segments" role="group" aria-label="Dimensions">
          {maps.dims.map((dim) => (
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
      )}
      <ColorSelect
        modes={modes}
        value={modes.some(({ name }) => name === view.color) ? view.color : AUTO_COLOR}
        auto={opening.title}
        autoGroup="Best for both"
        onChange={(color) => dispatch({ type: "set", change: { color } })}
      />
      <SearchBox
        manifest={manifest}
        text={view.search}
        search={search}
        inputRef={searchRef}
        onChange={(text) => dispatch({ type: "set", change: { search: text } })}
      />
      {nOther !== null && (
        <span className="compare-found">{nOther.toLocaleString("en")} on the second map</span>
      )}
      <label className="field compare-switch">
        <input
          type="checkbox"
          checked={props.hasMoves && props.canMove}
          disabled={!props.canMove}
          onChange={({ target }) => props.onMoves(target.checked)}
        />
        Lines from map to map
      </label>
      <CopyButton label="Copy link" text={props.link} />
    </div>
  );
}
