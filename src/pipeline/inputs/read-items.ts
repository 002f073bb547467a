/** A dataset's files, read: texts, pictures or recordings with their labels. */
import type { LabelValue } from "#atlas/tokens/token-labels.ts";
import type { Digests } from "../cache/digest-index.ts";
import type { AtlasConfig } from "../config/load-content.ts";
import { untold, type Tell } from "../guard/step-board.ts";
import { readRecordings, type RecordingFile } from "./audio/read-recordings.ts";
import type { Labels } from "./encoded-dataset.ts";
import { readImages, type ImageFile } from "./image/read-images.ts";
import { readTexts, type TextSequence } from "./text/read-texts.ts";

export type DatasetItems = (
  | { readonly kind: "text"; readonly items: readonly TextSequence[] }
  | { readonly kind: "images"; readonly items: readonly ImageFile[] }
  | { readonly kind: "audio"; readonly items: readonly RecordingFile[] }
) & {
  /** What a page must say of what was read. */
  readonly warnings: readonly string[];
};

/** @throws {ConfigError} naming all that cannot be read, or if there is nothing to read. */
export async function readItems(
  { dataset, datasetSource, datasetFile }: AtlasConfig,
  { digests, tell = untold }: { readonly digests?: Pick<Digests, "fact">; readonly tell?: Tell } = {},
): Promise<DatasetItems> {
  const where = `${datasetFile}, source`;
  tell({ of: "dataset", where: datasetSource, doing: "reading the dataset" });
  switch (dataset.kind) {
    case "text":
      return { kind: "text", ...(await readTexts(datasetSource, where, dataset.spanUnits)) };
    case "images":
      return {
        kind: "images",
        ...(await readImages(datasetSource, where, { tell, ...(digests ? { digests } : {}) })),
      };
    case "audio":
      return { kind: "audio", ...(await readRecordings(datasetSource, where, tell)) };
  }
}

/** The texts that stand beside items under a label, with the other labels of these items; how many have none. */
export interface TextsBeside {
  readonly texts: readonly TextSequence[];
  readonly nMissing: number;
}

export function textsBeside({ items }: DatasetItems, label: string): TextsBeside {
  const texts = items.map((item) => ({
    text: inWords(item.labels.get(label) ?? null).trim(),
    labels: without(item.labels, label),
  }));
  return { texts, nMissing: texts.filter(({ text }) => text === "").length };
}

function inWords(value: LabelValue): string {
  return value === null ? "" : typeof value === "object" ? value.join(", ") : String(value);
}

/** The same items without a label. */
export function withoutLabel(read: DatasetItems, label: string): DatasetItems {
  const strip = <Item extends { readonly labels: Labels }>(item: Item): Item => ({
    ...item,
    labels: without(item.labels, label),
  });
  switch (read.kind) {
    case "text":
      return { ...read, items: read.items.map(strip) };
    case "images":
      return { ...read, items: read.items.map(strip) };
    case "audio":
      return { ...read, items: read.items.map(strip) };
  }
}

function without(labels: Labels, label: string): Labels {
  return new Map([...labels].filter(([name]) => name !== label));
}
