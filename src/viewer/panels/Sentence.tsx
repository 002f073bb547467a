import type { CSSProperties, ReactNode } from "react";
import { tokenText, type TokenTable } from "#atlas/tokens/tokens.ts";
import type { AttendedToken } from "#drawing/tokens/attended.ts";
import { tokenName } from "#drawing/tokens/token-name.ts";
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
  const button = (at: number): ReactNode => {
    const weight = weights.get(at) ?? 0;
    const style = { "--weight": Math.sqrt(weight).toFixed(3) } as CSSProperties;
    const states = [table.special[at] ? "special" : "", at === pointed ? "is-pointed" : ""];
    return (
      <button
        key={at}
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
    );
  };
  return (
    <p
      className="sentence"
      lang=""
      onPointerLeave={() => onPoint?.(null)}
      onBlur={() => onPoint?.(null)}
      onKeyDown={(event) => moveFocus(event, { across: 1, down: 1, run: end - start })}
    >
      {wordsOf(table, start, end).map((word) => {
        const [first = start] = word;
        const isAsking = word.includes(asking ?? -1);
        const isShort = word.reduce((length, at) => length + tokenText(table, at).length, 0) <= MOST_UNBROKEN;
        return (
          <span key={first} className={isShort ? "word" : undefined}>
            {isAsking && <br />}
            {first > start && /^\s/.test(tokenText(table, first)) ? " " : ""}
            {word.map(button)}
          </span>
        );
      })}
    </p>
  );
}

/** Words with more letters than this break between their tokens. */
const MOST_UNBROKEN = 24;

/** Tokens that stay on one line: those that go on with a word, and punctuation behind it. Other scripts break anywhere. */
function wordsOf(table: TokenTable, start: number, end: number): number[][] {
  const words: number[][] = [];
  let word: number[] = [];
  for (let at = start; at < end; at++) {
    const isFurther =
      /^[\p{P}\p{Ll}\p{Lu}\p{N}]/u.test(tokenText(table, at)) &&
      table.special[at] !== 1 &&
      at !== table.split?.[table.sequenceOf[at]!];
    if (isFurther && at > start && table.special[at - 1] !== 1) word.push(at);
    else words.push((word = [at]));
  }
  return words;
}
