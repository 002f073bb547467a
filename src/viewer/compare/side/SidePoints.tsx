import { Suspense, use, type ReactNode } from "react";
import type { Side } from "../../../compare/compare-address.ts";
import { partOnce } from "../../data/part-once.ts";
import type { TokenPanelProps } from "../../panels/TokenPanel.tsx";
import type { ViewState } from "../../state/view-state.ts";
import type { CompareStore } from "../compare-store.ts";
import type { SideFiles } from "./use-side.ts";

const tokenPanel = partOnce("The panel of points", () => import("../../panels/TokenPanel.tsx"));

function LoadedPanel(props: TokenPanelProps): ReactNode {
  const { TokenPanel } = use(tokenPanel());
  return <TokenPanel {...props} />;
}

interface SidePointsProps {
  readonly sides: readonly { readonly side: Side; readonly files: SideFiles; readonly state: ViewState }[];
  readonly isDark: boolean;
  readonly store: CompareStore;
}

/** The selected token on both sides: in its sentence or picture, and where it attends. */
export function SidePoints({ sides, isDark, store }: SidePointsProps): ReactNode {
  if (sides.every(({ files }) => files.selected === null)) return null;
  return (
    <div className="compare-points">
      {sides.map(({ side, files, state }) => (
        <div key={side}>
          {files.selected && files.table ? (
            <Suspense fallback={null}>
              <LoadedPanel
                table={files.table}
                point={files.selected}
                label={`Selected point of ${files.head.manifest.model.name} ${files.name}`}
                attended={files.attended}
                attention={files.attention}
                view={state.view}
                hover={state.hover}
                partner={state.partner}
                isFromPanel={state.isFromPanel}
                patches={files.head.manifest.patches}
                sheet={files.sheet}
                isDark={isDark}
                dispatch={store.sides[side].dispatch}
              />
            </Suspense>
          ) : (
            <p className="soft">
              The selected point has no counterpart in {files.head.manifest.model.name} {files.name}.
            </p>
          )}
        </div>
      ))}
    </div>
  );
}
