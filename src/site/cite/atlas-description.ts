/** What the descriptions of an atlas for machines say alike, in whatever vocabulary. */
import type { Citation } from "../../atlas/citation/citation.ts";
import type { Manifest } from "../../atlas/files/manifest.ts";
import { describeDataset, describeModel, describeSample } from "../descriptions.ts";
import { licenseAddress, spdxOf } from "./licenses.ts";
import type { ListedFile } from "./listed-files.ts";

export interface DescribedAtlas {
  readonly manifest: Manifest;
  readonly citation: Citation;
  readonly files: readonly ListedFile[];
}

/** One paragraph. */
export function describeAtlas({ manifest }: DescribedAtlas): string {
  const { model, dataset } = manifest;
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
