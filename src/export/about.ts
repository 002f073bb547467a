/** What an export says of itself: in `export.json`, and in the metadata of files that have them. */
import { atlasFolder } from "../atlas/address.ts";
import { atlasOf, type Manifest } from "../atlas/files/manifest.ts";
import type { ColumnType, Table } from "./table.ts";

type AboutInput = Pick<Manifest["model"], "name" | "license" | "digest">;

/** Where the numbers are from. */
export interface AboutAtlas {
  readonly atlas: string;
  /** Of the data, as `atlasDigest` makes it; absent in atlases that were published without a list of files. */
  readonly digest?: string;
  readonly model: AboutInput & Pick<Manifest["model"], "architecture" | "hub">;
  readonly dataset: AboutInput;
}

export interface AboutColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly about: string;
}

/** The metadata of a table. */
export interface AboutTable extends AboutAtlas {
  /** Absent in the table of all heads. */
  readonly head?: string;
  readonly columns: readonly AboutColumn[];
}

export function aboutAtlas(manifest: Manifest, digest: string | undefined): AboutAtlas {
  const { model, dataset } = manifest;
  return {
    atlas: atlasFolder(atlasOf(manifest)),
    ...(digest === undefined ? {} : { digest }),
    model: {
      name: model.name,
      license: model.license,
      architecture: model.architecture,
      digest: model.digest,
      ...(model.hub ? { hub: model.hub } : {}),
    },
    dataset: { name: dataset.name, license: dataset.license, digest: dataset.digest },
  };
}

export function aboutColumns({ columns }: Table): AboutColumn[] {
  return columns.map(({ name, type, about }) => ({ name, type, about }));
}

export function aboutTable(about: AboutAtlas, table: Table, head?: string): AboutTable {
  return { ...about, ...(head === undefined ? {} : { head }), columns: aboutColumns(table) };
}
