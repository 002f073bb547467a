import type { ReactNode } from "react";
import { ownSpan, tokenText, type TokenTable } from "#atlas/tokens/tokens.ts";
import type { SelectedPoint } from "#atlas/view/view.ts";
import { tokenName } from "#drawing/tokens/token-name.ts";
import { Mark } from "../panels/Mark.tsx";

/** Tokens shown on each side of the one under the pointer. */
const AROUND = 7;

/** The point under the pointer, in a corner of the map: its token in its sentence, role and position. */
export function HoverCard({
  table,
  point,
  hasPatches,
  isInPanel,
}: {
  readonly table: TokenTable;
  readonly point: SelectedPoint;
  readonly hasPatches: boolean;
  /** Whether the panel shows the point's sentence, with the point marked in it. */
  readonly isInPanel: boolean;
}): ReactNode {
  const { token, role } = point;
  const sequence = table.sequenceOf[token] ?? 0;
  const { start, n } = ownSpan(table, token);
  const end = start + n;
  const hasSentence = !hasPatches && !isInPanel;
  const text = (from: number, to: number): string =>
    Array.from({ length: Math.max(0, to - from) }, (_, i) => tokenText(table, from + i)).join("");
  const [from, to] = [Math.max(start, token - AROUND), Math.min(end, token + AROUND + 1)];
  return (
    <p className="hover-card">
      <Mark role={role} isPatch={hasPatches} />
      <span>
        {hasSentence && `${from > start ? "… " : ""}${text(from, token)}`}
        {hasSentence && /^\s/.test(tokenText(table, token)) ? " " : ""}
        <mark>{tokenName(table, token)}</mark>
        {hasSentence && `${text(token + 1, to)}${to < end ? " …" : ""}`}
        <small>
          {role}, {hasPatches ? "picture" : "sequence"} {sequence}, position {token - start}
        </small>
      </span>
    </p>
  );
}
