/** The files in which a reader finds what the page of a head shows. */
import { atlasFile, atlasFiles, headFiles } from "../address.ts";
import { atlasOf, type Manifest } from "./manifest.ts";
import type { HeadId } from "../head/head-id.ts";
import { firstProjection, methodTitle, projectionsOf } from "../method.ts";

export interface DataFile {
  /** `Map, UMAP 2-D` */
  readonly title: string;
  readonly path: string;
  /** Its type as browsers know it. */
  readonly type: "application/json" | "image/webp";
}

/** @param manifest Of the whole atlas. */
export function headDataFiles(manifest: Manifest, id: HeadId, base: string): DataFile[] {
  const at = (file: string): string => atlasFile(base, atlasOf(manifest), file);
  const json = (title: string, file: string): DataFile => ({
    title,
    path: at(file),
    type: "application/json",
  });
  const picture = (title: string, file: string): DataFile => ({ title, path: at(file), type: "image/webp" });
  return [
    ...projectionsOf(manifest).map((projection) =>
      json(
        `Map, ${methodTitle(manifest, projection.method)} ${projection.dim}-D`,
        headFiles.coordinates(id, projection),
      ),
    ),
    json("Attention", headFiles.attention(id)),
    json("Points", headFiles.points(id)),
    json("Tokens", atlasFiles.tokens(id.tower)),
    json("Numbers of all heads", atlasFiles.heads),
    json("Description of the atlas", atlasFiles.manifest),
    picture("Picture of the map", headFiles.thumbnail(id, firstProjection(manifest))),
    ...(manifest.sheet.average === true ? [picture("Average pattern", headFiles.average(id))] : []),
  ];
}
