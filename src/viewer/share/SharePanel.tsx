import { Suspense, use, useEffect, useRef, useState, type ReactNode } from "react";
import { CloseButton } from "../panels/CloseButton.tsx";
import { ErrorBoundary } from "../panels/ErrorBoundary.tsx";
import { Styles } from "../panels/Styles.tsx";
import { SECTIONS, type ShareSection } from "./sections.ts";
import type { ShareProps } from "./share-props.ts";
import styles from "./share.css?inline";

export interface SharePanelProps extends ShareProps {
  readonly onClose: () => void;
}

/** The panel that the Share button opens, one tab per section. */
export function SharePanel({ onClose, ...props }: SharePanelProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const [open, setOpen] = useState(SECTIONS[0]);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className="share-panel"
      aria-labelledby="share-title"
      onClose={onClose}
      onClick={(event) => event.target === dialog.current && dialog.current.close()}
    >
      <Styles css={styles} />
      <h2 id="share-title">
        Share {props.viewer.manifest.model.name} {props.viewer.head}
      </h2>
      <CloseButton label="Close" onClick={() => dialog.current?.close()} />
      {SECTIONS.length > 1 && (
        <div className="segments" role="group" aria-label="Share as">
          {SECTIONS.map((section) => (
            <button
              key={section.title}
              type="button"
              aria-pressed={section === open}
              onClick={() => setOpen(section)}
            >
              {section.title}
            </button>
          ))}
        </div>
      )}
      {open && (
        <section className="share-section" aria-label={open.title}>
          <ErrorBoundary what="This section" resetKey={open.title}>
            <Suspense>
              <LoadedSection {...props} section={open} />
            </Suspense>
          </ErrorBoundary>
        </section>
      )}
    </dialog>
  );
}

function LoadedSection({ section, ...props }: ShareProps & { readonly section: ShareSection }): ReactNode {
  const { default: Section } = use(section.load());
  return <Section {...props} />;
}
