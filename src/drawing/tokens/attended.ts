/** Who attends to whom within a sequence, for the panel and for the lines on the map. */
import type { Attention } from "#atlas/files/attention.ts";
import { spanOf, tokenText, type TokenTable } from "#atlas/tokens/tokens.ts";
import type { SelectedPoint } from "#atlas/view/view.ts";
import { describeToken, type Whole } from "./describe-token.ts";

export interface AttendedToken {
  readonly token: number;
  /** 0 … 1. */
  readonly weight: number;
}

/** The other ends of a point's weights in its sequence: the keys of a query, or the queries that see a key. */
export function attendedTokens(
  table: TokenTable,
  attention: Attention,
  point: SelectedPoint,
): AttendedToken[] {
  const sequence = table.sequenceOf[point.token] ?? 0;
  const own = point.token - spanOf(table, sequence, point.role).start;
  const others = spanOf(table, sequence, point.role === "query" ? "key" : "query");
  return Array.from({ length: others.n }, (_, other) => ({
    token: others.start + other,
    weight:
      point.role === "query"
        ? attention.weight(sequence, own, other)
        : attention.weight(sequence, other, own),
  }));
}

/** The strongest of them, down to the weight `least`. */
export function strongest(attended: readonly AttendedToken[], count: number, least: number): AttendedToken[] {
  return attended
    .filter(({ weight }) => weight >= least)
    .sort((a, b) => b.weight - a.weight || a.token - b.token)
    .slice(0, count);
}

/** Weights below this are not worth naming. */
const LEAST_NAMED = 0.01;

/** A point in words, for the live region: `key “river”, sequence 12, position 4; attended most by …`. */
export function spokenPoint(
  table: TokenTable,
  point: SelectedPoint,
  attended: readonly AttendedToken[] | null,
  whole: Whole = "sequence",
): string {
  const [most] = attended ? strongest(attended, 1, LEAST_NAMED) : [];
  const where = `${point.role} ${describeToken(table, point.token, whole)}`;
  if (attended === null) return where;
  if (!most) return `${where}; no weight reaches ${LEAST_NAMED}`;
  const verb = point.role === "query" ? "attends most to" : "attended most by";
  return `${where}; ${verb} “${tokenText(table, most.token).trim()}”, ${most.weight.toFixed(2)}`;
}
