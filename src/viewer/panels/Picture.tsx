import type { CSSProperties, ReactNode } from "react";
import type { PatchSheet } from "#atlas/manifest.ts";
import type { TokenTable } from "#atlas/tokens.ts";
import type { AttendedToken } from "./attended.ts";

interface PictureProps {
  readonly table: TokenTable;
  readonly patches: PatchSheet;
  /** Address of the sprite sheet. */
  readonly sheet: string;
  readonly token: number;
  readonly attended: readonly AttendedToken[] | null;
  readonly onSelect: (token: number) => void;
}

/** The picture put together from its patches; special tokens beside it; all tinted by weight. */
export function Picture({ table, patches, sheet, token, attended, onSelect }: PictureProps): ReactNode {
  const start = table.starts[table.sequenceOf[token] ?? 0] ?? 0;
  const { rows, columns, nSpecial, sheetColumns, sheetRows } = patches;
  const cell = (i: number, label: string): ReactNode => {
    const at = start + i;
    const place = `${percent(at % sheetColumns, sheetColumns)} ${percent(Math.floor(at / sheetColumns), sheetRows)}`;
    const style = {
      "--weight": Math.sqrt(attended?.[i]?.weight ?? 0).toFixed(3),
      ...(i < nSpecial
        ? {}
        : {
            backgroundImage: `url("${sheet}")`,
            backgroundSize: `${sheetColumns * 100}% ${sheetRows * 100}%`,
            backgroundPosition: place,
          }),
    } as CSSProperties;
    return (
      <button
        key={i}
        type="button"
        className={i < nSpecial ? "patch special" : "patch"}
        style={style}
        aria-label={label}
        aria-current={at === token ? "true" : undefined}
        onClick={() => onSelect(at)}
      >
        {i < nSpecial ? label.replace(/[[\]]/g, "") : ""}
      </button>
    );
  };
  const name = (i: number): string => table.vocab[table.ids[start + i] ?? 0] ?? "";
  return (
    <div className={attended ? "picture is-weighted" : "picture"}>
      <div className="patches" style={{ gridTemplateColumns: `repeat(${columns}, 1fr)` }}>
        {Array.from({ length: rows * columns }, (_, i) => cell(nSpecial + i, name(nSpecial + i)))}
      </div>
      <div className="beside">{Array.from({ length: nSpecial }, (_, i) => cell(i, name(i)))}</div>
    </div>
  );
}

/** A sprite's place as CSS counts it: in shares of what does not fit. */
function percent(index: number, count: number): string {
  return count > 1 ? `${((index / (count - 1)) * 100).toFixed(4)}%` : "0%";
}
