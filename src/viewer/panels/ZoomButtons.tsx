import type { ReactNode } from "react";
import type { Command } from "../keyboard/key-table.ts";

/** For hands without a wheel or a keyboard: the commands that the keys give too. */
export function ZoomButtons({ run }: { readonly run: (command: Command) => void }): ReactNode {
  return (
    <div className="zoom-buttons">
      <IconButton label="Zoom in" path="M8 3v10M3 8h10" onClick={() => run("zoomIn")} />
      <IconButton label="Zoom out" path="M3 8h10" onClick={() => run("zoomOut")} />
      <IconButton
        label="Show the whole map"
        path="M2.5 7.5L8 3l5.5 4.5M4.2 6.6V13h7.6V6.6"
        onClick={() => run("reset")}
      />
      <IconButton
        label="Whole screen"
        path="M3 6V3h3M10 3h3v3M13 10v3h-3M6 13H3v-3"
        onClick={() => run("fullScreen")}
      />
      <IconButton
        className="for-keys"
        label="Keys"
        path="M1.5 4.5h13v7h-13zM4 7h.01M6.7 7h.01M9.3 7h.01M12 7h.01M5 9.5h6"
        onClick={() => run("help")}
      />
    </div>
  );
}

function IconButton(props: {
  label: string;
  path: string;
  className?: string;
  onClick: () => void;
}): ReactNode {
  return (
    <button
      type="button"
      className={props.className}
      aria-label={props.label}
      title={props.label}
      onClick={props.onClick}
    >
      <svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
        <path
          d={props.path}
          fill="none"
          stroke="currentColor"
          strokeWidth="1.4"
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      </svg>
    </button>
  );
}
