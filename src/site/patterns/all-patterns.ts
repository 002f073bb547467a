/** The atlases of this site that have patterns and numbers, but no maps. */
import { patterns } from "headland:atlases";
import { atlasFolder, headPath, type AtlasId } from "../../atlas/address.ts";
import { formatHead } from "../../atlas/head/head-id.ts";
import type { AtlasPages } from "../front/nearest-pages.ts";
import { atlasOf } from "../../atlas/files/manifest.ts";
import type { PatternsHead, PatternsManifest } from "../../atlas/patterns/patterns.ts";

/** All manifests, in the order of their addresses. */
export function allPatterns(): PatternsManifest[] {
  return [...patterns.values()]
    .map(({ manifest }) => manifest)
    .sort((a, b) => (folderOf(a) < folderOf(b) ? -1 : 1));
}

function folderOf(manifest: PatternsManifest): string {
  return atlasFolder(atlasOf(manifest));
}

/** Pages of `/<model>/<dataset>/`. */
export function patternsPaths(): { params: AtlasId; props: { manifest: PatternsManifest } }[] {
  return allPatterns().map((manifest) => ({ params: { ...atlasOf(manifest) }, props: { manifest } }));
}

/** Pages of `/<model>/<dataset>/<head>/`. */
export function patternsHeadPaths(): {
  params: AtlasId & { head: string };
  props: { manifest: PatternsManifest; head: PatternsHead };
}[] {
  return allPatterns().flatMap((manifest) =>
    manifest.heads.map((head) => ({
      params: { ...atlasOf(manifest), head: formatHead(head) },
      props: { manifest, head },
    })),
  );
}

export function patternsTitle({ model, dataset }: PatternsManifest): string {
  return `${model.name} on ${dataset.name}`;
}

/** What the page of unknown addresses knows: heads up to the first gap, for it takes all up to a number to be there. */
export function patternsPages(manifest: PatternsManifest): AtlasPages {
  const names = new Set(manifest.heads.map(formatHead));
  const heads: number[] = [];
  for (let layer = 0; names.has(formatHead({ layer, head: 0 })); layer++) {
    let n = 0;
    while (names.has(formatHead({ layer, head: n }))) n++;
    heads.push(n);
  }
  return { folder: folderOf(manifest), title: patternsTitle(manifest), towers: [{ heads }] };
}

export interface PatternsStep {
  readonly label: string;
  readonly icon: "left" | "right" | "up" | "down";
  /** Undefined where there is none. */
  readonly to: { readonly name: string; readonly path: string } | undefined;
}

/** The heads beside one: before and after it in the list, and with its number in the layers before and after. */
export function patternsSteps(manifest: PatternsManifest, head: PatternsHead, base: string): PatternsStep[] {
  const { heads } = manifest;
  const at = heads.findIndex((other) => formatHead(other) === formatHead(head));
  const sameNumber = heads.filter((other) => other.head === head.head);
  const to = (found: PatternsHead | undefined): PatternsStep["to"] =>
    found && { name: formatHead(found), path: headPath(base, atlasOf(manifest), found) };
  return [
    { label: "Previous head", icon: "left", to: to(heads[at - 1]) },
    { label: "Next head", icon: "right", to: to(heads[at + 1]) },
    { label: "Previous layer", icon: "up", to: to(sameNumber.findLast(({ layer }) => layer < head.layer)) },
    { label: "Next layer", icon: "down", to: to(sameNumber.find(({ layer }) => layer > head.layer)) },
  ];
}
