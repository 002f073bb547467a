/** The table of a head's points: one row per token and role, with its place on every map. */
import type { MapCoordinates } from "../../atlas/files/coordinates.ts";
import type { PatchSheet } from "../../atlas/files/manifest.ts";
import type { PointNumbers } from "../../atlas/files/points.ts";
import { projectionName, type Projection } from "../../atlas/method.ts";
import type { Role } from "../../atlas/role-colors.ts";
import type { TokenLabel } from "../../atlas/tokens/token-labels.ts";
import { hasRole, positionOf, tokenText, type TokenTable } from "../../atlas/tokens/tokens.ts";
import {
  booleanColumn,
  float32Column,
  float64Column,
  int32Column,
  textColumn,
  type Table,
  type TableColumn,
} from "../table.ts";

/** What is known of the points of one head. Arrays hold the queries of all tokens first, then the keys of all tokens. */
export interface PointsInput {
  readonly tokens: TokenTable;
  /** Null for text. */
  readonly patches: PatchSheet | null;
  readonly maps: readonly { readonly projection: Projection; readonly coordinates: MapCoordinates }[];
  readonly numbers: PointNumbers;
  /** [nTokens]; null where the model's values are not understood. */
  readonly valueNorms: Float32Array | null;
}

interface Point {
  readonly token: number;
  readonly role: Role;
  /** Index into the arrays. */
  readonly at: number;
}

/** Queries in the order of the tokens, then keys. In cross-attention, a token has only one of the two. */
export function pointsTable({ tokens, patches, maps, numbers, valueNorms }: PointsInput): Table {
  const points = pointsOf(tokens);
  const positions = points.map(({ token }) => positionOf(tokens, token));
  const at = (values: Float32Array): Float32Array =>
    Float32Array.from(points, (point) => values[point.at] ?? NaN);
  const columns: TableColumn[] = [
    int32Column(
      "token",
      "index of the token in the dataset, from 0",
      points.map(({ token }) => token),
    ),
    textColumn(
      "role",
      "query or key",
      points.map(({ role }) => role),
    ),
    int32Column(
      "sequence",
      "index of its sequence, from 0",
      points.map(({ token }) => tokens.sequenceOf[token]!),
    ),
    int32Column("position", "place in its sequence, from 0", positions),
    textColumn(
      "text",
      "the token, exactly as the atlas holds it",
      points.map(({ token }) => tokenText(tokens, token)),
    ),
    booleanColumn(
      "special",
      "whether the tokenizer or the model added it (CLS, BOS …)",
      points.map(({ token }) => tokens.special[token] === 1),
    ),
    ...patchColumns(patches, positions),
    ...[...tokens.labels].map(([name, label]) => labelColumn(name, label, points)),
    float32Column(
      "norm",
      "length of the query or key as the model computes it, in steps of 1/65,535 of the head's range",
      at(numbers.norms),
    ),
    ...valueColumns(valueNorms, points),
    ...maps.flatMap(({ projection, coordinates }) =>
      mapColumns(projectionName(projection), coordinates, numbers, at),
    ),
  ];
  return { name: "points", nRows: points.length, columns };
}

function pointsOf(tokens: TokenTable): Point[] {
  return (["query", "key"] as const).flatMap((role) =>
    Array.from({ length: tokens.nTokens }, (_, token): Point => {
      return { token, role, at: role === "query" ? token : tokens.nTokens + token };
    }).filter(({ token }) => hasRole(tokens, token, role)),
  );
}

/** The place of a patch in its picture. Tokens in front of the patches have none. */
function patchColumns(patches: PatchSheet | null, positions: readonly number[]): TableColumn[] {
  if (patches === null) return [];
  const placed = (place: (patch: number) => number): number[] =>
    positions.map((position) => (position < patches.nSpecial ? -1 : place(position - patches.nSpecial)));
  return [
    int32Column(
      "patch_row",
      "row of the patch in its picture, from 0; −1 for none",
      placed((patch) => Math.floor(patch / patches.columns)),
    ),
    int32Column(
      "patch_column",
      "column of the patch in its picture, from 0; −1 for none",
      placed((patch) => patch % patches.columns),
    ),
  ];
}

function labelColumn(name: string, label: TokenLabel, points: readonly Point[]): TableColumn {
  const column = `label.${name}`;
  if (!("values" in label))
    return float64Column(
      column,
      "label of the token or its sequence, a number; missing for none",
      points.map(({ token }) => label.of[token] ?? NaN),
    );
  const valueOf = ({ token }: Point): string | null => {
    const text = label.values[label.of[token]!] ?? "";
    return text === "" ? null : text;
  };
  return textColumn(column, "label of the token or its sequence; missing for none", points.map(valueOf));
}

function valueColumns(valueNorms: Float32Array | null, points: readonly Point[]): TableColumn[] {
  if (valueNorms === null) return [];
  const norms = Float32Array.from(points, ({ token, role }) => (role === "key" ? valueNorms[token]! : NaN));
  return [float32Column("value_norm", "length of the token's value vector; missing for queries", norms)];
}

function mapColumns(
  map: string,
  { x, y, z }: MapCoordinates,
  { distortion }: PointNumbers,
  at: (values: Float32Array) => Float32Array,
): TableColumn[] {
  const axes = Object.entries({ x, y, ...(z === undefined ? {} : { z }) });
  const own = distortion.get(map);
  return [
    ...axes.map(([axis, values]) =>
      float32Column(
        `${map}.${axis}`,
        `place on the map ${map}, −1 to 1, all axes alike, in steps of 2/65,535`,
        at(values),
      ),
    ),
    ...(own === undefined
      ? []
      : [
          float32Column(
            `${map}.distortion`,
            "how far the points around it on this map really are: 0 = its true nearest neighbors, 1 = far, in steps of 1/255",
            at(own),
          ),
        ]),
  ];
}
