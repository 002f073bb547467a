import { Suspense, use, useEffect, type ComponentProps, type ReactNode } from "react";
import type { Manifest } from "#atlas/files/manifest.ts";
import { partOnce } from "../data/part-once.ts";
import type { AreaPanel } from "../panels/AreaPanel.tsx";
import type { TokenPanelProps } from "../panels/TokenPanel.tsx";

const tokenPanel = partOnce("The panel of points", () => import("../panels/TokenPanel.tsx"));
const areaPanel = partOnce("The panel of outlines", () => import("../panels/AreaPanel.tsx"));
/** The map comes first: its page is idle by then. */
const WAIT_MS = 800;

interface SidePanelProps extends Omit<TokenPanelProps, "table" | "point" | "patches"> {
  readonly manifest: Manifest;
  /** Null until it is loaded. */
  readonly table: TokenPanelProps["table"] | null;
  readonly selected: TokenPanelProps["point"] | null;
  /** Points inside the outline that the reader drew; null without an outline. */
  readonly inside: readonly number[] | null;
  /** Whether the map is shown. */
  readonly isReady: boolean;
  /** What is shown if nothing is selected. */
  readonly overview: ReactNode;
}

/** The panel beside the map: the selected point, the points in an outline, or what there is to say of the head. */
export function SidePanel(props: SidePanelProps): ReactNode {
  const { manifest, selected, inside, isReady, overview, ...panel } = props;
  const { table, dispatch } = panel;
  useEffect(() => {
    if (!isReady) return;
    // The first selection then finds its panel. A failure is told when the panel is needed.
    const timer = setTimeout(() => void tokenPanel().catch(() => undefined), WAIT_MS);
    return () => clearTimeout(timer);
  }, [isReady]);
  if (table && selected) {
    return (
      <Suspense fallback={overview}>
        <LoadedTokenPanel {...panel} table={table} point={selected} patches={manifest.patches} />
      </Suspense>
    );
  }
  if (table && inside) {
    return (
      <Suspense fallback={overview}>
        <LoadedAreaPanel
          table={table}
          points={inside}
          onSelect={(to) => dispatch({ type: "set", change: { selected: to } })}
          onClose={() => dispatch({ type: "set", change: { area: null } })}
        />
      </Suspense>
    );
  }
  return overview;
}

function LoadedTokenPanel(props: TokenPanelProps): ReactNode {
  const { TokenPanel } = use(tokenPanel());
  return <TokenPanel {...props} />;
}

function LoadedAreaPanel(props: ComponentProps<typeof AreaPanel>): ReactNode {
  const { AreaPanel: Panel } = use(areaPanel());
  return <Panel {...props} />;
}
