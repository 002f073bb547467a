import type { ReactNode, Ref } from "react";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { Method } from "#atlas/method.ts";
import type { View } from "#atlas/view/view.ts";
import { colorModes } from "#color/modes.ts";
import { ColorSelect } from "../panels/ColorSelect.tsx";
import { MethodButtons } from "../panels/MethodButtons.tsx";
import { SearchBox } from "../search/SearchBox.tsx";
import type { Found } from "../search/found.ts";
import { stepMatch } from "../search/step-match.ts";
import { sheetColors } from "./sheet-choice.ts";
import type { Clustering } from "./use-found-heads.ts";
import "../panels/toolbar.css";

interface MatrixToolsProps {
  readonly manifest: Manifest;
  readonly method: Method;
  readonly color: string;
  readonly search: string;
  readonly found: Found | null;
  readonly clustering: Clustering;
  readonly searchRef: Ref<HTMLInputElement>;
  readonly onChange: (part: Partial<View>) => void;
}

/** Controls for all heads: method, colors and search. */
export function MatrixTools(props: MatrixToolsProps): ReactNode {
  const { manifest, method, color, search, found, clustering, searchRef, onChange } = props;
  const offered = sheetColors(manifest);
  const modes = colorModes(manifest, null).filter((mode) => offered.includes(mode.name));
  const matches = found && [...found.termOf.keys()].filter((token) => (found.termOf[token] ?? -1) >= 0);
  const step = (direction: 1 | -1): void => {
    const { heads } = clustering;
    const at = heads.findIndex(({ link }) => link === document.activeElement);
    const next = stepMatch([...heads.keys()], at < 0 ? null : at, direction);
    heads[next ?? -1]?.link.focus({ focusVisible: true });
  };
  return (
    <div className="toolbar" role="group" aria-label="All heads">
      <MethodButtons manifest={manifest} pressed={method} onChange={(other) => onChange({ method: other })} />
      {modes.length > 1 && (
        <ColorSelect modes={modes} value={color} onChange={(name) => onChange({ color: name })} />
      )}
      {manifest.sheet.colors !== undefined && (
        <SearchBox
          manifest={manifest}
          text={search}
          search={{ found, matches, at: -1, step }}
          stepTo="head"
          inputRef={searchRef}
          onChange={(text) => onChange({ search: text })}
        />
      )}
    </div>
  );
}
