import type { ReactNode } from "react";

/** The × of a panel. */
export function CloseButton(props: { readonly label: string; readonly onClick: () => void }): ReactNode {
  return (
    <button type="button" className="close" aria-label={props.label} onClick={props.onClick}>
      <svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">
        <path d="M2 2l10 10M12 2L2 12" stroke="currentColor" strokeWidth="1.6" strokeLinecap="round" />
      </svg>
    </button>
  );
}
