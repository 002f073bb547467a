/** The patches of a picture in a tensor: the axes of their rows and columns, or of the tokens made from both. */

export type Label = "rows" | "columns" | "tokens" | null;

export interface Spread {
  /** The label of each axis; null for channels, pictures, or the inside of a patch. */
  readonly labels: readonly Label[];
  /** Number of rows and columns; 1 if they have no axis left. */
  readonly rows: number;
  readonly columns: number;
  /** Number of tokens before and after the patches. */
  readonly before: number;
  readonly after: number;
  /** Whether tokens are in column order. */
  readonly isTurned: boolean;
}

export type Shape = readonly number[];

/** The prepared picture, in which every pixel is a patch. */
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

/** The same axes with the same labels; there may be fewer rows and columns. */
export function keep(spread: Spread, shape: Shape): Spread | undefined {
  if (shape.length !== spread.labels.length) return undefined;
  return relabel(spread, spread.labels, shape);
}

/** @returns undefined if the number of tokens has changed. */
export function relabel(spread: Spread, labels: readonly Label[], shape: Shape): Spread | undefined {
  const sizeOf = (label: Label): number | undefined => {
    const axis = labels.indexOf(label);
    return axis < 0 ? undefined : shape[axis];
  };
  const tokens = sizeOf("tokens");
  if (tokens !== undefined) return tokens === nTokensOf(spread) ? { ...spread, labels } : undefined;
  // If the axis of the rows is gone, there must be one row; a lost axis with more is not understood.
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

/** Pooling over rows leaves a single row. */
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

/** Other tokens are added before or after the patches. @param sizes Size of each part along the axis. */
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

/** A slice of the tokens that drops special tokens before or after the patches. @returns undefined if it drops patches. */
export function cutTokens(spread: Spread, start: number, size: number): Spread | undefined {
  const nTokens = nTokensOf(spread);
  const [before, after] = [spread.before - start, spread.after - (nTokens - start - size)];
  return before < 0 || after < 0 ? undefined : { ...spread, before, after };
}

/** If there is a single row, its columns are the tokens, and vice versa. @returns undefined if both have axes. */
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
