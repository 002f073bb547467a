import type { ReactNode } from "react";
import type { Command } from "../keyboard/key-table.ts";

interface ZoomButtonsProps {
  readonly run: (command: Command) => void;
  readonly isOutlining: boolean;
}

/** For hands without a wheel or a keyboard: the commands that the keys give too. */
export function ZoomButtons({ run, isOutlining }: ZoomButtonsProps): ReactNode {
  return (
    <div className="zoom-buttons" data-over-map="">
      <IconButton label="Zoom in" path="M8 3v10M3 8h10" onClick={() => run("zoomIn")} />
      <IconButton label="Zoom out" path="M3 8h10" onClick={() => run("zoomOut")} />
      <IconButton
        label="Show the whole map"
        path="M2.5 7.5L8 3l5.5 4.5M4.2 6.6V13h7.6V6.6"
        onClick={() => run("reset")}
      />
      <IconButton
        label="Draw an outline around points"
        path="M8 13c-3 0-5.5-2-5.5-5S5 3 8.5 3s5 1.6 5 4-2 3.6-4.5 3.6c-1.8 0-3 .5-3 1.7s1 1.5 1 1.5"
        isOn={isOutlining}
        onClick={() => run("outline")}
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

interface IconButtonProps {
  readonly label: string;
  readonly path: string;
  readonly className?: string;
  /** Set on buttons that stay pressed. */
  readonly isOn?: boolean;
  readonly onClick: () => void;
}

function IconButton(props: IconButtonProps): ReactNode {
  return (
    <button
      type="button"
      className={props.className}
      aria-label={props.label}
      title={props.label}
      aria-pressed={props.isOn}
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
