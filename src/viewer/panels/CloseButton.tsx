import type { ReactNode } from "react";
import { Icon } from "./Icon.tsx";

/** The × of a panel. */
export function CloseButton(props: { readonly label: string; readonly onClick: () => void }): ReactNode {
  return (
    <button type="button" className="close" aria-label={props.label} onClick={props.onClick}>
      <Icon name="close" />
    </button>
  );
}
