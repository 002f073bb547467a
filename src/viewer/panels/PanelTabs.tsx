import type { ReactNode } from "react";
import { PANELS, type Panel } from "#atlas/view/view.ts";

interface PanelTabsProps {
  readonly panel: Panel;
  readonly isText: boolean;
  readonly onChange: (panel: Panel) => void;
}

const NAMES: Readonly<Record<Panel, string>> = {
  text: "Text",
  lines: "Lines",
  matrix: "Matrix",
  average: "Average",
};

/** Tabs for the views of the selected sequence. */
export function PanelTabs({ panel, isText, onChange }: PanelTabsProps): ReactNode {
  return (
    <div className="segments panel-tabs" role="group" aria-label="Show the sequence as">
      {PANELS.map((candidate) => (
        <button
          key={candidate}
          type="button"
          aria-pressed={panel === candidate}
          onClick={() => onChange(candidate)}
        >
          {candidate === "text" && !isText ? "Picture" : NAMES[candidate]}
        </button>
      ))}
    </div>
  );
}
