/** What the descriptions of an atlas for machines say alike, in whatever vocabulary. */
import type { Citation } from "../../atlas/citation/citation.ts";
import { hasMaps, type AnyManifest } from "../../atlas/files/manifest.ts";
import { describeDataset, describeModel, describePatterns, describeSample } from "../descriptions.ts";
import { licenseAddress, spdxOf } from "./licenses.ts";
import type { ListedFile } from "./listed-files.ts";

export interface DescribedAtlas<M extends AnyManifest = AnyManifest> {
  readonly manifest: M;
  readonly citation: Citation;
  readonly files: readonly ListedFile[];
}

/** One paragraph. */
export function describeAtlas({ manifest }: DescribedAtlas): string {
  const { model, dataset } = manifest;
  if (!hasMaps(manifest)) {
    const what = `Numbers and patterns of attention of every head of ${model.name} on ${dataset.name}, as a tree of HeadVis holds them.`;
    return [what, model.description, `It has ${describePatterns(manifest)}.`]
      .filter((sentence) => sentence !== "")
      .join(" ");
  }
  const sentences = [
    `Queries, keys and attention weights of every attention head of ${model.name} on ${dataset.name}, projected to maps.`,
    model.description,
    `${describeModel(manifest)}; ${describeDataset(manifest)}.`,
    describeSample(manifest) ?? "",
  ];
  return sentences.filter((sentence) => sentence !== "").join(" ");
}

/** The license of the site; without one, in words, those of what the atlas was made of. */
export function licenseOf({ manifest, citation }: DescribedAtlas): string {
  const { license } = citation;
  if (license !== undefined) return licenseAddress(license);
  return `The model's license is ${manifest.model.license}, the dataset's is ${manifest.dataset.license}.`;
}

/** A license as a program finds it, where it is an SPDX identifier, or else in the author's words. */
export function statedLicense(license: string): string {
  const spdx = spdxOf(license);
  return spdx === undefined ? license : licenseAddress(spdx);
}
