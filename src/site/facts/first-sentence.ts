/** What the page of a head says first. */
import { atlasFolder } from "../../atlas/address.ts";
import { atlasOf, manifestOf, type Manifest } from "../../atlas/files/manifest.ts";
import { formatHead, type HeadId } from "../../atlas/head/head-id.ts";
import { headNumbers } from "../atlases.ts";
import { readHead } from "../head-reading.ts";

const read = new Map<string, string>();

/** Read once for all pages that lead to the head; empty if that is not known. @param atlas The whole one. */
export function firstSentence(atlas: Manifest, head: HeadId): string {
  const key = `${atlasFolder(atlasOf(atlas))}/${formatHead(head)}/${atlas.buildKey}`;
  const known = read.get(key) ?? readFirst(atlas, head);
  read.set(key, known);
  return known;
}

function readFirst(atlas: Manifest, head: HeadId): string {
  const numbers = headNumbers(atlasOf(atlas)).get(formatHead(head));
  return numbers ? (readHead(manifestOf(atlas, head.tower), numbers).sentences[0] ?? "") : "";
}
