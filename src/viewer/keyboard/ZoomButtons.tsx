import type { ReactNode } from "react";
import { Icon } from "../panels/Icon.tsx";
import type { IconName } from "../panels/icons.ts";
import type { Command } from "./key-table.ts";

interface ZoomButtonsProps {
  readonly run: (command: Command) => void;
  readonly isOutlining: boolean;
}

/** Buttons for commands that also have keys, for readers without a wheel or a keyboard. */
export function ZoomButtons({ run, isOutlining }: ZoomButtonsProps): ReactNode {
  return (
    <div className="zoom-buttons" data-over-map="">
      <IconButton label="Zoom in" icon="zoomIn" onClick={() => run("zoomIn")} />
      <IconButton label="Zoom out" icon="zoomOut" onClick={() => run("zoomOut")} />
      <IconButton label="Show the whole map" icon="wholeMap" onClick={() => run("reset")} />
      <IconButton
        label="Draw an outline around points"
        icon="outline"
        isOn={isOutlining}
        onClick={() => run("outline")}
      />
      <IconButton label="Whole screen" icon="fullScreen" onClick={() => run("fullScreen")} />
      <IconButton className="for-keys" label="Keys" icon="keys" onClick={() => run("help")} />
    </div>
  );
}

interface IconButtonProps {
  readonly label: string;
  readonly icon: IconName;
  readonly className?: string;
  /** Whether the button is pressed; undefined for buttons that do not stay pressed. */
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
      <Icon name={props.icon} />
    </button>
  );
}
