/** The stages of training that this site has of a head. */
import { atlasOf, hasHead, type Manifest } from "../../atlas/files/manifest.ts";
import { formatHead, type HeadId } from "../../atlas/head/head-id.ts";
import { allAtlases, headNumbers, tokensDigest } from "../atlases.ts";
import { seriesOf } from "../checkpoints.ts";
import type { Stage } from "./steps.ts";

/** The stages in order, and the one that the page is about; only that one if the model has no checkpoints here. */
export function stagesOf(
  manifest: Manifest,
  id: HeadId,
): { readonly stages: readonly Stage[]; readonly own: Stage } {
  const name = formatHead(id);
  const toStage = (stage: Manifest): Stage => ({
    manifest: stage,
    numbers: headNumbers(atlasOf(stage)).get(name),
    tokens: tokensDigest(atlasOf(stage), id.tower),
  });
  const stages = seriesOf(allAtlases(), manifest)
    .filter((stage) => hasHead(stage, id))
    .map(toStage);
  const own = stages.find((stage) => stage.manifest.model.slug === manifest.model.slug);
  return { stages, own: own ?? toStage(manifest) };
}
