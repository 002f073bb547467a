/** What every color mode says of the points of a tower, as plain data for the threads that measure heads. */
import type { Manifest } from "#atlas/files/manifest.ts";
import type { Role } from "#atlas/role-colors.ts";
import { hasRole, type TokenTable } from "#atlas/tokens/tokens.ts";
import type { ColorMode, PointValues } from "#color/color-mode.ts";
import { colorModes } from "#color/modes.ts";
import { normMode } from "#color/modes/norm.ts";
import type { ColorColumn, Units } from "#measures/explained.ts";

/** The same for all heads of a tower. */
export interface TowerColors {
  readonly columns: readonly ColorColumn[];
  readonly units: Units;
}

/** A point as files hold them: all queries, then all keys. */
type Point = readonly [token: number, role: Role];

/**
 * @param manifest Of the tower.
 * @param patchColors [3 · nTokens]; null for text.
 */
export function towerColors(
  manifest: Manifest,
  tokens: TokenTable,
  patchColors: Uint8Array | null,
): TowerColors {
  const points = pointsOf(tokens);
  const context = {
    manifest,
    tokens,
    patchColors,
    norms: null,
    distortion: null,
    attention: null,
    isSafe: false,
  } as const;
  const columns = colorModes(manifest, tokens).flatMap((mode): ColorColumn[] => {
    // The lengths of vectors differ from head to head.
    const values = mode === normMode ? undefined : mode.paint(context).values;
    return values === undefined || mode.unit === null ? [] : [columnOf(mode, values, points)];
  });
  const unit = (of: ArrayLike<number>): Int32Array => Int32Array.from(points, ([token]) => of[token]!);
  return {
    columns,
    units: {
      token: Int32Array.from(points, ([token]) => token),
      text: unit(tokens.ids),
      sequence: unit(tokens.sequenceOf),
    },
  };
}

/** The lengths of a head's vectors as the color mode shows them. */
export function normColumn(norms: Float32Array): ColorColumn {
  return { color: normMode.name, unit: "token", nAxes: 1, values: norms, isPartial: false };
}

function columnOf({ name, unit }: ColorMode, values: PointValues, points: readonly Point[]): ColorColumn {
  const about = { color: name, unit: unit ?? ("token" as const) };
  if (values.type === "kind") {
    const kinds = Float32Array.from(points, ([token, role]) => values.of(token, role));
    const nColored = kinds.reduce((count, kind) => count + Number(values.hasColor(kind)), 0);
    return { ...about, nAxes: 0, values: kinds, isPartial: 2 * nColored < points.length };
  }
  const { nAxes, of } = values;
  const numbers = new Float32Array(points.length * nAxes);
  points.forEach(([token, role], point) => {
    for (let axis = 0; axis < nAxes; axis++) numbers[point * nAxes + axis] = of(token, role, axis);
  });
  const nColored = numbers.reduce((count, value) => count + Number(!Number.isNaN(value)), 0) / nAxes;
  return { ...about, nAxes, values: numbers, isPartial: 2 * nColored < points.length };
}

function pointsOf(tokens: TokenTable): Point[] {
  return (["query", "key"] as const).flatMap((role) =>
    Array.from({ length: tokens.nTokens }, (_, token) => [token, role] as const).filter(([token]) =>
      hasRole(tokens, token, role),
    ),
  );
}
