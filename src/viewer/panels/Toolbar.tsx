import type { ReactNode, Ref } from "react";
import type { Manifest } from "#atlas/manifest.ts";
import { METHOD_NAMES } from "#atlas/method.ts";
import type { View } from "#atlas/view.ts";
import { colorModes } from "../color/modes.ts";
import type { Action } from "../state/view-state.ts";
import { MapOptions } from "./MapOptions.tsx";
import "./toolbar.css";

interface ToolbarProps {
  readonly manifest: Manifest;
  readonly view: View;
  readonly dispatch: (action: Action) => void;
  /** Number of tokens found; null without a search. */
  readonly nFound: number | null;
  readonly searchRef: Ref<HTMLInputElement>;
}

/** Projection, dimensions, colors and search. */
export function Toolbar({ manifest, view, dispatch, nFound, searchRef }: ToolbarProps): ReactNode {
  return (
    <div className="toolbar" role="group" aria-label="Map">
      <div className="segments" role="group" aria-label="Projection">
        {manifest.methods.map((method) => (
          <button
            key={method}
            type="button"
            aria-pressed={view.method === method}
            onClick={() => dispatch({ type: "method", method })}
          >
            {METHOD_NAMES[method]}
          </button>
        ))}
      </div>
      <div className="segments" role="group" aria-label="Dimensions">
        {manifest.dims.map((dim) => (
          <button
            key={dim}
            type="button"
            aria-pressed={view.dim === dim}
            onClick={() => dispatch({ type: "dim", dim })}
          >
            {dim}-D
          </button>
        ))}
      </div>
      <label className="field">
        <span>Color by</span>
        <select
          value={view.color}
          onChange={(event) => dispatch({ type: "color", color: event.target.value })}
        >
          {colorModes(manifest).map((mode) => (
            <option key={mode.name} value={mode.name}>
              {mode.title}
            </option>
          ))}
        </select>
      </label>
      <div className="search">
        <label className="field">
          <span>Search</span>
          <input
            ref={searchRef}
            type="search"
            value={view.search}
            placeholder={manifest.dataset.kind === "text" ? "a token" : "row 3"}
            autoComplete="off"
            spellCheck={false}
            onChange={(event) => dispatch({ type: "search", search: event.target.value })}
          />
        </label>
        <output className="found" aria-live="polite">
          {nFound === null ? "" : `${nFound.toLocaleString("en")} found`}
        </output>
      </div>
      <MapOptions view={view} isText={manifest.dataset.kind === "text"} dispatch={dispatch} />
    </div>
  );
}
