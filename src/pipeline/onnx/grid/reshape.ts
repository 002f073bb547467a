/** Follows rows, columns and tokens through a Reshape. */
import { nTokensOf, relabel, type Label, type Shape, type Spread } from "./spread.ts";

interface Axis {
  readonly size: number;
  readonly label: Label;
}

/** @returns undefined if the Reshape is not understood: rows merged with channels, tokens cut into windows. */
export function reshape(spread: Spread, from: Shape, to: Shape): Spread | undefined {
  if (from.length === to.length && from.every((size, axis) => size === to[axis])) return spread;
  const cells = cutInCells(spread, from, to);
  if (cells) return cells;
  // Axes of size 1 carry nothing and may come and go.
  const sources: Axis[] = from.flatMap((size, axis) =>
    size === 1 ? [] : [{ size, label: spread.labels[axis] ?? null }],
  );
  const places = to.flatMap((size, axis) => (size === 1 ? [] : [axis]));
  const labels: Label[] = to.map(() => null);
  let isTurned = spread.isTurned;
  let isMerged = false;
  let [source, place] = [0, 0];
  while (source < sources.length || place < places.length) {
    const group = nextGroup(
      sources.slice(source).map(({ size }) => size),
      places.slice(place).map((axis) => to[axis]!),
    );
    if (group === undefined) return undefined;
    const inside = sources.slice(source, source + group.nSources);
    const targets = places.slice(place, place + group.nTargets);
    const found = spreadGroup(
      inside,
      targets.map((axis) => to[axis]!),
      spread,
    );
    if (found === undefined) return undefined;
    targets.forEach((axis, i) => (labels[axis] = found[i] ?? null));
    if (found[0] === "tokens" && inside.length > 1)
      [isMerged, isTurned] = [true, inside[0]?.label === "columns"];
    if (found.includes("rows") && inside[0]?.label === "tokens") isTurned = false;
    source += group.nSources;
    place += group.nTargets;
  }
  const next = { ...spread, isTurned };
  if (isMerged) return { ...next, labels };
  // Tokens that are laid out in rows and columns again.
  const isSpreadOut =
    spread.labels.includes("tokens") && labels.includes("rows") && labels.includes("columns");
  return isSpreadOut ? { ...next, labels } : relabel(next, labels, to);
}

/** Rows and columns each split in two; with a single row, the sizes alone do not show this. */
function cutInCells(spread: Spread, from: Shape, to: Shape): Spread | undefined {
  const at = spread.labels.indexOf("rows");
  if (at < 0 || spread.labels[at + 1] !== "columns" || to.length !== from.length + 2) return undefined;
  const [high = 0, inside = 0, wide = 0, within = 0] = to.slice(at, at + 4);
  const others = [...to.slice(0, at), high * inside, wide * within, ...to.slice(at + 4)];
  if (others.some((size, axis) => size !== from[axis])) return undefined;
  const labels = [...spread.labels.slice(0, at), "rows" as const, null, "columns" as const, null];
  return relabel(spread, [...labels, ...spread.labels.slice(at + 2)], to);
}

/** The smallest groups of axes on both sides with equally many numbers. */
function nextGroup(
  sources: readonly number[],
  targets: readonly number[],
): { readonly nSources: number; readonly nTargets: number } | undefined {
  let [nSources, nTargets] = [1, 1];
  let [a, b] = [sources[0], targets[0]];
  while (a !== b) {
    if (a === undefined || b === undefined || Number.isNaN(a) || Number.isNaN(b)) return undefined;
    if (a < b) {
      a *= sources[nSources] ?? Number.NaN;
      nSources++;
    } else {
      b *= targets[nTargets] ?? Number.NaN;
      nTargets++;
    }
  }
  return a === undefined ? undefined : { nSources, nTargets };
}

function spreadGroup(
  sources: readonly Axis[],
  sizes: readonly number[],
  spread: Spread,
): Label[] | undefined {
  const labels = sources.map(({ label }) => label);
  if (labels.every((label) => label === null)) return sizes.map(() => null);
  const [only] = labels;
  if (sources.length > 1) {
    // Rows and columns merged, and nothing else: these are the tokens.
    const isGrid = sources.length === 2 && labels.includes("rows") && labels.includes("columns");
    return isGrid && sizes.length === 1 ? ["tokens"] : undefined;
  }
  if (sizes.length === 1) return [only ?? null];
  if (only !== "tokens") return sizes.map((_, i) => (i === 0 ? (only ?? null) : null));
  const { rows, columns, isTurned } = spread;
  const [first, second] = isTurned ? [columns, rows] : [rows, columns];
  const isWhole = nTokensOf(spread) === rows * columns && sizes.length === 2;
  if (!isWhole || sizes[0] !== first || sizes[1] !== second) return undefined;
  return isTurned ? ["columns", "rows"] : ["rows", "columns"];
}
