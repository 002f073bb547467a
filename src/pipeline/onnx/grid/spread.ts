/** Where the patches of a picture are in a tensor: along which axes their rows and columns run, or the tokens made of both. */

export type Label = "rows" | "columns" | "tokens" | null;

export interface Spread {
  /** What runs along each axis; null: channels, pictures, or what is inside of a patch. */
  readonly labels: readonly Label[];
  /** How many there are; 1 where no axis is left for them. */
  readonly rows: number;
  readonly columns: number;
  /** Tokens in front of the patches, and behind them. */
  readonly before: number;
  readonly after: number;
  /** Whether tokens run down the columns. */
  readonly isTurned: boolean;
}

export type Shape = readonly number[];

/** The prepared picture itself: every pixel is a patch. */
export function pixelsOf(shape: Shape, rowAxis: number): Spread {
  const labels = shape.map((_, axis): Label =>
    axis === rowAxis ? "rows" : axis === rowAxis + 1 ? "columns" : null,
  );
  const [rows = 1, columns = 1] = shape.slice(rowAxis, rowAxis + 2);
  return { labels, rows, columns, before: 0, after: 0, isTurned: false };
}

export function nTokensOf({ rows, columns, before, after }: Spread): number {
  return before + rows * columns + after;
}

/** As many axes, each with what it had; rows and columns may have become fewer. */
export function keep(spread: Spread, shape: Shape): Spread | undefined {
  if (shape.length !== spread.labels.length) return undefined;
  return relabel(spread, spread.labels, shape);
}

/** @returns undefined if the tokens are others than they were. */
export function relabel(spread: Spread, labels: readonly Label[], shape: Shape): Spread | undefined {
  const sizeOf = (label: Label): number | undefined => {
    const axis = labels.indexOf(label);
    return axis < 0 ? undefined : shape[axis];
  };
  const tokens = sizeOf("tokens");
  if (tokens !== undefined) return tokens === nTokensOf(spread) ? { ...spread, labels } : undefined;
  // Rows whose axis is gone are one; an axis that was lost with more on it is not understood.
  const lost = (label: "rows" | "columns"): boolean =>
    spread.labels.includes(label) && !labels.includes(label) && spread[label] > 1;
  if (lost("rows") || lost("columns") || spread.labels.includes("tokens")) return undefined;
  return {
    ...spread,
    labels,
    rows: sizeOf("rows") ?? spread.rows,
    columns: sizeOf("columns") ?? spread.columns,
  };
}

export function transpose(spread: Spread, perm: readonly number[], shape: Shape): Spread | undefined {
  return relabel(
    spread,
    perm.map((axis) => spread.labels[axis] ?? null),
    shape,
  );
}

/** Pooling over rows leaves one of them. */
export function collapse(spread: Spread, axes: readonly number[], shape: Shape): Spread | undefined {
  const gone = axes.map((axis) => spread.labels[axis < 0 ? axis + spread.labels.length : axis] ?? null);
  if (gone.includes("tokens")) return undefined;
  const left = {
    ...spread,
    rows: gone.includes("rows") ? 1 : spread.rows,
    columns: gone.includes("columns") ? 1 : spread.columns,
  };
  const dropped = new Set(axes.map((axis) => (axis < 0 ? axis + spread.labels.length : axis)));
  return relabel(
    left,
    spread.labels.filter((_, axis) => !dropped.has(axis)),
    shape,
  );
}

/** Other tokens are put in front of the patches or behind them. @param sizes Of each part along the axis. */
export function concat(
  spread: Spread,
  axis: number,
  sizes: readonly number[],
  part: number,
): Spread | undefined {
  const { labels } = spread;
  const at = axis < 0 ? axis + labels.length : axis;
  if (labels[at] === null) return spread;
  const tokens = asTokens(spread);
  if (tokens?.labels[at] !== "tokens") return undefined;
  const sum = (list: readonly number[]): number => list.reduce((a, b) => a + b, 0);
  return {
    ...tokens,
    before: tokens.before + sum(sizes.slice(0, part)),
    after: tokens.after + sum(sizes.slice(part + 1)),
  };
}

/** A piece of the tokens: special ones in front or behind are left away. @returns undefined if patches are. */
export function cutTokens(spread: Spread, start: number, size: number): Spread | undefined {
  const nTokens = nTokensOf(spread);
  const [before, after] = [spread.before - start, spread.after - (nTokens - start - size)];
  return before < 0 || after < 0 ? undefined : { ...spread, before, after };
}

/** Where there is one row, its columns are the tokens, and the other way round. @returns undefined where both have axes. */
export function asTokens(spread: Spread): Spread | undefined {
  const { labels, rows, columns } = spread;
  if (labels.includes("tokens")) return spread;
  const rename = (from: Label): Spread => ({
    ...spread,
    labels: labels.map((label) => (label === from ? "tokens" : null)),
  });
  if (labels.includes("columns") && rows === 1) return rename("columns");
  return labels.includes("rows") && columns === 1 ? rename("rows") : undefined;
}
