/** A dataset's files, read: texts, pictures or recordings with their labels. */
import type { Digests } from "../cache/digest-index.ts";
import type { AtlasConfig } from "../config/load-content.ts";
import { readImages, type ImageFile } from "./read-images.ts";
import { readRecordings, type RecordingFile } from "./read-recordings.ts";
import { readTexts, type TextSequence } from "./read-texts.ts";

export type DatasetItems =
  | { readonly kind: "text"; readonly items: readonly TextSequence[] }
  | { readonly kind: "images"; readonly items: readonly ImageFile[] }
  | { readonly kind: "audio"; readonly items: readonly RecordingFile[] };

/** @throws {ConfigError} naming all that cannot be read, or if there is nothing to read. */
export async function readItems(
  { dataset, datasetSource, datasetFile }: AtlasConfig,
  digests?: Pick<Digests, "fact">,
): Promise<DatasetItems> {
  const where = `${datasetFile}, source`;
  switch (dataset.kind) {
    case "text":
      return { kind: "text", items: await readTexts(datasetSource, where) };
    case "images":
      return { kind: "images", items: await readImages(datasetSource, where, digests) };
    case "audio":
      return { kind: "audio", items: await readRecordings(datasetSource, where) };
  }
}

/** The texts that stand beside all items under a label; undefined where one has none. */
export function textsBeside({ items }: DatasetItems, label: string): TextSequence[] | undefined {
  const texts = items.map((item) => (item.labels[label] ?? "").trim());
  return texts.every((text) => text !== "") ? texts.map((text) => ({ text, labels: {} })) : undefined;
}

/** The same items without a label. */
export function withoutLabel(read: DatasetItems, label: string): DatasetItems {
  const without = <Item extends { readonly labels: Readonly<Record<string, string>> }>(item: Item): Item => ({
    ...item,
    labels: Object.fromEntries(Object.entries(item.labels).filter(([name]) => name !== label)),
  });
  switch (read.kind) {
    case "text":
      return { kind: "text", items: read.items.map(without) };
    case "images":
      return { kind: "images", items: read.items.map(without) };
    case "audio":
      return { kind: "audio", items: read.items.map(without) };
  }
}
