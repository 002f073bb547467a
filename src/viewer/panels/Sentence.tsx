import type { CSSProperties, ReactNode } from "react";
import { tokenText, type TokenTable } from "#atlas/tokens.ts";
import type { AttendedToken } from "./attended.ts";

interface SentenceProps {
  readonly table: TokenTable;
  readonly token: number;
  /** Weights of the tokens of this sequence; null before they are there, or where none are shown. */
  readonly attended: readonly AttendedToken[] | null;
  readonly onSelect: (token: number) => void;
}

/** The token in its sentence; the others tinted by weight. */
export function Sentence({ table, token, attended, onSelect }: SentenceProps): ReactNode {
  const sequence = table.sequenceOf[token] ?? 0;
  const start = table.starts[sequence] ?? 0;
  const end = table.starts[sequence + 1] ?? start;
  return (
    <p className="sentence" lang="">
      {Array.from({ length: end - start }, (_, i) => {
        const weight = attended?.[i]?.weight ?? 0;
        const text = tokenText(table, start + i);
        const style = { "--weight": Math.sqrt(weight).toFixed(3) } as CSSProperties;
        return (
          <span key={i}>
            {/^\s/.test(text) && i > 0 ? " " : ""}
            <button
              type="button"
              style={style}
              className={table.special[start + i] ? "special" : undefined}
              aria-current={start + i === token ? "true" : undefined}
              onClick={() => onSelect(start + i)}
            >
              {text.trim() === "" ? "␣" : text.trim()}
            </button>
          </span>
        );
      })}
    </p>
  );
}
