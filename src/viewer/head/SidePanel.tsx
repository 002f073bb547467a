import type { ReactNode } from "react";
import type { Manifest } from "#atlas/files/manifest.ts";
import { projectionName } from "#atlas/method.ts";
import { AreaPanel } from "../panels/AreaPanel.tsx";
import { MapHint, type MapHintWords } from "../panels/MapHint.tsx";
import { TokenPanel, type TokenPanelProps } from "../panels/TokenPanel.tsx";

interface SidePanelProps extends Omit<TokenPanelProps, "table" | "point" | "isSelected" | "patches"> {
  readonly manifest: Manifest;
  /** Null until it is loaded. */
  readonly table: TokenPanelProps["table"] | null;
  readonly selected: TokenPanelProps["point"] | null;
  /** Points inside the outline that the reader drew; null without an outline. */
  readonly inside: readonly number[] | null;
  readonly hint: MapHintWords;
}

/** The panel beside the map: the selected point, the points in an outline, the point under the pointer, or a hint. */
export function SidePanel({ manifest, selected, inside, hint, ...panel }: SidePanelProps): ReactNode {
  const { table, hover, dispatch } = panel;
  const point = selected ?? (inside === null ? hover : null);
  if (table && point) {
    return (
      <TokenPanel
        {...panel}
        table={table}
        point={point}
        isSelected={selected !== null}
        patches={manifest.patches}
      />
    );
  }
  if (table && inside) {
    return (
      <AreaPanel
        table={table}
        points={inside}
        onSelect={(to) => dispatch({ type: "set", change: { selected: to } })}
        onClose={() => dispatch({ type: "set", change: { area: null } })}
      />
    );
  }
  return <MapHint hint={hint} projection={projectionName(panel.view)} />;
}
