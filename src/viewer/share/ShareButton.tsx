import { Suspense, use, useState, type ReactNode } from "react";
import { partOnce } from "../data/part-once.ts";
import { ErrorBoundary } from "../panels/ErrorBoundary.tsx";
import type { SharePanelProps } from "./SharePanel.tsx";
import type { ShareProps } from "./share-props.ts";

const sharePanel = partOnce("The panel", () => import("./SharePanel.tsx"));

function LoadedPanel(props: SharePanelProps): ReactNode {
  const { SharePanel } = use(sharePanel());
  return <SharePanel {...props} />;
}

/** Opens everything that takes the head elsewhere: into a link, a paper, a figure, a file, another page. */
export function ShareButton(props: ShareProps): ReactNode {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <div className="share">
      <button type="button" className="plain" aria-haspopup="dialog" onClick={() => setIsOpen(true)}>
        Share
      </button>
      {isOpen && (
        <ErrorBoundary what="The panel">
          <Suspense>
            <LoadedPanel {...props} onClose={() => setIsOpen(false)} />
          </Suspense>
        </ErrorBoundary>
      )}
    </div>
  );
}
