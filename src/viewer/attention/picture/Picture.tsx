import type { CSSProperties, ReactNode } from "react";
import type { PatchSheet } from "#atlas/files/manifest.ts";
import { tokenText, type TokenTable } from "#atlas/tokens/tokens.ts";
import { moveFocus } from "../../keyboard/roving.ts";
import { patchStyle } from "./patch-style.ts";

export interface PictureProps {
  readonly table: TokenTable;
  readonly patches: PatchSheet;
  /** Address of the sprite sheet. */
  readonly sheet: string;
  readonly sequence: number;
  /** Position of the chosen patch. */
  readonly current: number;
  /** Position under the pointer, here or on the map. */
  readonly pointed?: number | null;
  /** The strength of each patch, 0 … 1, [length]; null shows the picture unchanged. */
  readonly heat?: Float32Array | null;
  /** A note after the name of a patch, e.g. its weight. */
  readonly noteOf?: (position: number) => string;
  /** Drawn over the patches. */
  readonly overlay?: ReactNode;
  readonly onSelect: (position: number) => void;
  readonly onPoint?: (position: number | null) => void;
}

/** A picture assembled from its patches, with special tokens beside it. */
export function Picture(props: PictureProps): ReactNode {
  const { table, patches, sheet, sequence, current, pointed, heat, noteOf, overlay } = props;
  const { onSelect, onPoint } = props;
  const start = table.starts[sequence] ?? 0;
  const { rows, columns, nSpecial } = patches;
  const cell = (i: number): ReactNode => {
    const isSpecial = i < nSpecial;
    const name = tokenText(table, start + i).trim();
    const style = {
      "--heat": (heat?.[i] ?? 0).toFixed(3),
      ...(isSpecial ? {} : patchStyle(patches, sheet, start + i)),
    } as CSSProperties;
    return (
      <button
        key={i}
        type="button"
        data-roving
        data-position={i}
        tabIndex={i === current ? 0 : -1}
        className={`patch${isSpecial ? " special" : ""}${i === pointed ? " is-pointed" : ""}`}
        style={style}
        aria-label={`${name}${noteOf?.(i) ?? ""}`}
        aria-current={i === current ? "true" : undefined}
        onPointerEnter={(event) => event.pointerType !== "touch" && onPoint?.(i)}
        onFocus={(event) => event.target.matches(":focus-visible") && onPoint?.(i)}
        onClick={() => onSelect(i)}
      >
        {isSpecial ? name.replace(/[[\]]/g, "") : ""}
      </button>
    );
  };
  return (
    <div
      className={`picture${heat ? " is-weighted" : ""}${overlay ? " is-ground" : ""}`}
      role="group"
      aria-label="Patches"
      onPointerLeave={() => onPoint?.(null)}
      onBlur={() => onPoint?.(null)}
      onKeyDown={(event) => moveFocus(event, { across: 1, down: columns, run: columns })}
    >
      <div className="patches" style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}>
        {Array.from({ length: rows * columns }, (_, i) => cell(nSpecial + i))}
        {overlay}
      </div>
      <div className="beside">{Array.from({ length: nSpecial }, (_, i) => cell(i))}</div>
    </div>
  );
}
