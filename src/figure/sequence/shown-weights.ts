/** The weights that a figure of a sequence shows, as the panel of the page has them. */
import { spanOf, type Span } from "#atlas/tokens/tokens.ts";
import type { SelectedPoint } from "#atlas/view/view.ts";
import { averageOf, N_POSITIONS } from "#drawing/attention/average.ts";
import {
  leaveOut,
  leftOutPositions,
  shownPattern,
  type Hidden,
  type Names,
  type Pattern,
} from "#drawing/attention/pattern.ts";
import { labelText } from "#drawing/text/label-text.ts";
import { patchAxis, tokenName } from "#drawing/tokens/token-name.ts";
import type { HeadData } from "../head-data.ts";

export interface ShownWeights {
  readonly pattern: Pattern;
  readonly names: Names;
  /** Tokens that are left out. */
  readonly hidden: Hidden;
  /** Position of the selected token in its sequence; null in the mean over all sequences. */
  readonly marked: { readonly role: SelectedPoint["role"]; readonly position: number } | null;
}

/** @returns Null where no token is selected. */
export function sequenceWeights({ table, view, attention, manifest }: HeadData): ShownWeights | null {
  const { selected } = view;
  if (selected === null) return null;
  const sequence = table.sequenceOf[selected.token] ?? 0;
  const spans = { query: spanOf(table, sequence, "query"), key: spanOf(table, sequence, "key") };
  const fixed = leftOutPositions(table, sequence, view.leftOut);
  const clicked = (role: SelectedPoint["role"]): number[] =>
    view.hidden
      .filter((point) => point.role === role)
      .map(({ token }) => token - spans[role].start)
      .filter((position) => position >= 0 && position < spans[role].n);
  const hidden = {
    query: new Set([...fixed.query, ...clicked("query")]),
    key: new Set([...fixed.key, ...clicked("key")]),
  };
  const axis = manifest.patches && patchAxis(manifest.patches);
  const named = ({ start, n }: Span): string[] =>
    Array.from({ length: n }, (_, i) => labelText(tokenName(table, start + i)));
  return {
    pattern: leaveOut(shownPattern(attention, table, sequence, view.byValue), hidden),
    names: axis ? { query: axis, key: axis } : { query: named(spans.query), key: named(spans.key) },
    hidden,
    marked: { role: selected.role, position: selected.token - spans[selected.role].start },
  };
}

/** The mean over all sequences; null without the weights. */
export function averageWeights({ table, view, attention, manifest }: HeadData): ShownWeights | null {
  if (attention === null) return null;
  const axis = manifest.patches && patchAxis(manifest.patches);
  const pattern = averageOf(attention, table, view, axis?.length ?? N_POSITIONS);
  const names = Array.from({ length: pattern.n }, (_, i) => axis?.[i] ?? (i % 5 === 0 ? String(i) : ""));
  const none = new Set<number>();
  return { pattern, names: { query: names, key: names }, hidden: { query: none, key: none }, marked: null };
}
