import type { CSSProperties, ReactNode } from "react";
import { tokenText, type TokenTable } from "#atlas/tokens/tokens.ts";
import type { AttendedToken } from "../data/attended.ts";
import { tokenName } from "../data/token-name.ts";
import { moveFocus } from "../keyboard/roving.ts";

interface SentenceProps {
  readonly table: TokenTable;
  readonly token: number;
  /** Token under the pointer, here or on the map. */
  readonly pointed?: number | null;
  /** Weights of the tokens of this sequence; null until they are loaded, or if none are shown. */
  readonly attended: readonly AttendedToken[] | null;
  readonly onSelect: (token: number) => void;
  readonly onPoint?: (token: number | null) => void;
}

/** The token in its sentence, with the other tokens tinted by weight. */
export function Sentence({ table, token, pointed, attended, onSelect, onPoint }: SentenceProps): ReactNode {
  const sequence = table.sequenceOf[token] ?? 0;
  const start = table.starts[sequence] ?? 0;
  const end = table.starts[sequence + 1] ?? start;
  const weights = new Map(attended?.map((other) => [other.token, other.weight]));
  const asking = table.split?.[sequence];
  return (
    <p
      className="sentence"
      lang=""
      onPointerLeave={() => onPoint?.(null)}
      onBlur={() => onPoint?.(null)}
      onKeyDown={(event) => moveFocus(event, { across: 1, down: 1, run: end - start })}
    >
      {Array.from({ length: end - start }, (_, i) => {
        const at = start + i;
        const weight = weights.get(at) ?? 0;
        const style = { "--weight": Math.sqrt(weight).toFixed(3) } as CSSProperties;
        const states = [table.special[at] ? "special" : "", at === pointed ? "is-pointed" : ""];
        return (
          <span key={i}>
            {at === asking && <br />}
            {/^\s/.test(tokenText(table, at)) && i > 0 ? " " : ""}
            <button
              type="button"
              data-roving
              tabIndex={at === token ? 0 : -1}
              style={style}
              className={states.join(" ").trim() || undefined}
              aria-current={at === token ? "true" : undefined}
              onPointerEnter={(event) => event.pointerType !== "touch" && onPoint?.(at)}
              onFocus={(event) => event.target.matches(":focus-visible") && onPoint?.(at)}
              onClick={() => onSelect(at)}
            >
              {tokenName(table, at)}
            </button>
          </span>
        );
      })}
    </p>
  );
}
