/**
 * `explained.json`: what sorts the first map of each head, so that a page of comparisons knows its color without the many
 * bytes of `heads.json`. The site's build writes it beside the files of each atlas.
 */
import { readFields, openFile } from "../files/fields.ts";
import { firstProjection, projectionName, type Maps } from "../method.ts";
import { readExplained, writeExplained } from "./explained-text.ts";
import type { ExplainedShare, HeadNumbers } from "./head-numbers.ts";

/** Its name in the folder of the atlas. */
export const EXPLAINED_FILE = "explained.json";

/** By the head's name, the colors that sort its first map, strongest first. */
export type ExplainedHeads = ReadonlyMap<string, readonly ExplainedShare[]>;

/** The file has a text for each head, as the head's page does. @param maps Of the atlas. */
export function writeExplainedFile(maps: Maps, heads: Iterable<HeadNumbers>): string {
  const first = projectionName(firstProjection(maps));
  const texts = [...heads].flatMap(({ head, explained }) => {
    const shares = explained?.[first];
    return shares ? [[head, writeExplained({ [first]: shares })] as const] : [];
  });
  return JSON.stringify({ v: 1, heads: Object.fromEntries(texts) });
}

/** @throws {FormatError} if the file is of another version or damaged. */
export function readExplainedFile(json: unknown): ExplainedHeads {
  const texts = Object.entries(readFields(openFile(json, "explained")["heads"], "heads"));
  return new Map(
    texts.map(([head, text]) => [head, Object.values(readExplained(String(text)))[0] ?? []] as const),
  );
}
