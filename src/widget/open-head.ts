/** Opens one head of an atlas, and reads what its picture needs. */
import { atlasFiles } from "#atlas/address.ts";
import { manifestOf, type Manifest } from "#atlas/files/manifest.ts";
import { formatHead, parseHead, type HeadId } from "#atlas/head/head-id.ts";
import type { HeadNumbers } from "#atlas/head/head-numbers.ts";
import { firstProjection, projectionName, projectionsOf, type Projection } from "#atlas/method.ts";
import type { ReadFile } from "#atlas/open-atlas.ts";
import { readAtlas, type Atlas } from "#atlas/read-atlas.ts";
import { hasRole, type TokenTable } from "#atlas/tokens/tokens.ts";
import { AUTO_COLOR, type SelectedPoint } from "#atlas/view/view.ts";
import { colorModes } from "#color/modes.ts";
import type { Sprite } from "../viewer/map/point-map.ts";
import { formatPoint, type Traits } from "./model.ts";

export interface OpenedHead {
  readonly atlas: Atlas;
  /** As seen by the head's tower. */
  readonly manifest: Manifest;
  readonly id: HeadId;
  readonly table: TokenTable;
  readonly sprite: Sprite | null;
  /** What sorts its maps; undefined in older atlases, and where heads.json is not among the files. */
  readonly explained: HeadNumbers["explained"];
}

/** @throws {Error} in words for the author of the notebook, if there is no such head, or a file cannot be read. */
export async function openHead(readFile: ReadFile, head: string): Promise<OpenedHead> {
  const atlas = await readAtlas(readFile);
  const names = atlas.heads.map(formatHead);
  const [first = "none", last = first] = [names[0], names[names.length - 1]];
  const wanted = head === "" ? first : head;
  const id = parseHead(wanted);
  if (id === undefined || !names.includes(wanted))
    throw new RangeError(`There is no head “${wanted}” in this atlas: expected one of ${first} … ${last}.`);
  const manifest = manifestOf(atlas.manifest, id.tower);
  const [table, numbers, sprite] = await Promise.all([
    atlas.tokens(id.tower),
    // A head can be shown without its numbers.
    atlas.numbers().catch(() => undefined),
    readSprite(readFile, manifest, id.tower),
  ]);
  const special = table.special;
  return {
    atlas,
    manifest,
    id,
    table,
    sprite: sprite && { ...sprite, special },
    explained: numbers?.get(wanted)?.explained,
  };
}

async function readSprite(
  readFile: ReadFile,
  { patches }: Manifest,
  tower: string | undefined,
): Promise<Omit<Sprite, "special"> | null> {
  if (patches === null) return null;
  const content = await readFile(atlasFiles.patches(tower));
  if (typeof content === "string") throw new Error(`${atlasFiles.patches(tower)} is a picture, not a text.`);
  const image = new Image();
  const address = URL.createObjectURL(new Blob([new Uint8Array(content)], { type: "image/webp" }));
  try {
    image.src = address;
    await image.decode();
  } finally {
    URL.revokeObjectURL(address);
  }
  return { image, columns: patches.sheetColumns, rows: patches.sheetRows };
}

/** The map that the traits ask for; one with the same method, or the first one, where the atlas has no such map. */
export function projectionFor(
  manifest: Manifest,
  { method, dim }: Pick<Traits, "method" | "dim">,
): Projection {
  const all = projectionsOf(manifest);
  const first = firstProjection(manifest);
  const wanted = { method: method === "" ? first.method : method, dim };
  return (
    all.find((one) => projectionName(one) === projectionName(wanted)) ??
    all.find((one) => one.method === wanted.method) ??
    first
  );
}

/** What the traits name that the head does not have, in words; null if it has everything. */
export function lackOf({ manifest, table }: OpenedHead, { method, color, selected }: Traits): string | null {
  const { methods } = manifest;
  const colors = [AUTO_COLOR, ...colorModes(manifest, table).map(({ name }) => name)];
  const lacks = [
    ...(method === "" || methods.includes(method)
      ? []
      : [`method “${method}”: expected one of ${methods.join(", ")}`]),
    ...(colors.includes(color) ? [] : [`color “${color}”: expected one of ${colors.join(", ")}`]),
    ...(selected === null || pointIn(table, selected)
      ? []
      : [`point “${formatPoint(selected) ?? ""}”: expected q0 … q${table.nTokens - 1}, or k for keys`]),
  ];
  return lacks.length === 0 ? null : `This head has no ${lacks.join("; no ")}.`;
}

/** The selected point, if the head has it. */
export function pointIn(table: TokenTable, point: SelectedPoint | null): SelectedPoint | null {
  return point !== null && point.token < table.nTokens && hasRole(table, point.token, point.role)
    ? point
    : null;
}
