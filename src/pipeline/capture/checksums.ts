/** Checksums of a capture's files. They detect bytes that a disk has lost or changed. */
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { crc32 } from "node:zlib";
import type { HeadId } from "#atlas/head/head-id.ts";
import { captureFiles, type CaptureFile } from "./capture-files.ts";

/** CRC-32 of each file of a head; null where it has no such file. */
export type HeadChecksums = Readonly<Record<CaptureFile, number | null>>;

/** @param has Whether the head's values are understood: else it has no file of their lengths. */
export async function checksumsOf(
  folder: string,
  head: HeadId,
  hasValueNorms: boolean,
): Promise<HeadChecksums> {
  const files = captureFiles(head);
  const of = (name: CaptureFile): Promise<number> => fileChecksum(join(folder, files[name]));
  return {
    q: await of("q"),
    k: await of("k"),
    weights: await of("weights"),
    valueNorms: hasValueNorms ? await of("valueNorms") : null,
  };
}

async function fileChecksum(path: string): Promise<number> {
  let sum = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 }))
    sum = crc32(chunk as Buffer, sum);
  return sum;
}
