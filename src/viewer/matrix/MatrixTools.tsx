import type { ReactNode, Ref } from "react";
import type { Manifest } from "#atlas/files/manifest.ts";
import type { Method } from "#atlas/method.ts";
import { AUTO_COLOR, type Tiles, type View } from "#atlas/view/view.ts";
import { colorModes } from "#color/modes.ts";
import type { Found } from "#drawing/search/found.ts";
import { ColorSelect } from "../panels/ColorSelect.tsx";
import { MethodButtons } from "../panels/MethodButtons.tsx";
import { SearchBox } from "../search/SearchBox.tsx";
import { stepMatch } from "../search/step-match.ts";
import { TilesButtons } from "./TilesButtons.tsx";
import { autoMode } from "./auto-mode.ts";
import { sheetColors } from "./sheet-choice.ts";
import "../panels/toolbar.css";

interface MatrixToolsProps {
  readonly manifest: Manifest;
  readonly method: Method;
  readonly color: string;
  readonly search: string;
  readonly tiles: Tiles;
  readonly found: Found | null;
  /** The heads that a search leads to, the strongest first. */
  readonly ordered: () => readonly HTMLAnchorElement[];
  readonly searchRef: Ref<HTMLInputElement>;
  readonly onChange: (part: Partial<View>) => void;
  /** Further buttons. */
  readonly children: ReactNode;
}

/** Controls for all heads: method, colors and search. */
export function MatrixTools(props: MatrixToolsProps): ReactNode {
  const { manifest, method, color, search, tiles, found, ordered, searchRef, onChange, children } = props;
  const offered = sheetColors(manifest);
  const modes = colorModes(manifest, null).filter((mode) => offered.includes(mode.name));
  const matches = found && [...found.termOf.keys()].filter((token) => (found.termOf[token] ?? -1) >= 0);
  const step = (direction: 1 | -1): void => {
    const links = ordered();
    const at = links.findIndex((link) => link === document.activeElement);
    const next = stepMatch([...links.keys()], at < 0 ? null : at, direction);
    links[next ?? -1]?.focus({ focusVisible: true });
  };
  return (
    <div className="toolbar" role="group" aria-label="All heads">
      <MethodButtons manifest={manifest} pressed={method} onChange={(other) => onChange({ method: other })} />
      {manifest.sheet.average === true && (
        <TilesButtons pressed={tiles} onChange={(other) => onChange({ tiles: other })} />
      )}
      {modes.length > 1 && (
        <ColorSelect
          modes={modes}
          {...(offered.includes(AUTO_COLOR) ? { auto: autoMode.title } : {})}
          value={color}
          onChange={(name) => onChange({ color: name })}
        />
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
      {children}
    </div>
  );
}
