/** The heads to which the page of a head leads: its neighbors, itself on other datasets, itself at other stages of training. */
import { headPath } from "../../atlas/address.ts";
import { atlasOf, type Manifest } from "../../atlas/files/manifest.ts";
import { formatHead, type HeadId } from "../../atlas/head/head-id.ts";
import { allAtlases, headNumbers, neighborHeads } from "../atlases.ts";
import { stageName } from "../checkpoints.ts";
import { onOtherDatasets } from "../other-datasets.ts";
import { stagesOf } from "../series/stages.ts";
import { firstSentence } from "./first-sentence.ts";

export interface RelatedHead {
  /** `Next head`, `On Repeats`, `At step 1,500`. */
  readonly relation: string;
  /** `Tiny GPT L3H1` */
  readonly title: string;
  readonly path: string;
  /** What its own page says first; empty if that is not known. */
  readonly reading: string;
}

const NEIGHBORS = {
  previous: "Previous head",
  next: "Next head",
  up: "Previous layer",
  down: "Next layer",
} as const;

/** @param manifest Of the whole atlas. */
export function relatedHeads(manifest: Manifest, id: HeadId, base: string): RelatedHead[] {
  const related = (relation: string, atlas: Manifest, head: HeadId, reading?: string): RelatedHead => ({
    relation,
    title: `${atlas.model.name} ${formatHead(head)}`,
    path: headPath(base, atlasOf(atlas), head),
    reading: reading ?? firstSentence(atlas, head),
  });
  const neighbors = neighborHeads(manifest, id);
  const { stages, own } = stagesOf(manifest, id);
  return [
    ...Object.entries(NEIGHBORS).flatMap(([link, relation]) => {
      const head = neighbors[link as keyof typeof NEIGHBORS];
      return head ? [related(relation, manifest, head)] : [];
    }),
    ...onOtherDatasets(allAtlases(), manifest, id, (other) => headNumbers(atlasOf(other))).map((other) =>
      related(`On ${other.manifest.dataset.name}`, other.manifest, id, other.reading),
    ),
    ...stages
      .filter((stage) => stage !== own)
      .map((stage) => related(atStage(stage.manifest), stage.manifest, id)),
  ];
}

/** `At step 1,500`, `When trained` */
function atStage(manifest: Manifest): string {
  const name = stageName(manifest);
  return manifest.model.checkpoint === undefined ? `When ${name}` : `At ${name}`;
}
