/**
 * Downloads one file, continuing where an earlier attempt stopped. The file appears under its name only after its checksum was
 * verified. Until then, `<path>.incomplete` holds its beginning, so the process may be killed at any time.
 */
import { open, readFile, rename, rm, writeFile, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { makeFolder } from "../config/folder.ts";
import { namingPath } from "../problems/name-path.ts";
import { sizeOf } from "./cache-layout.ts";
import { checksumOf, type Checksum } from "./checksum.ts";
import { HubError, TransientError } from "./hub-error.ts";
import { openRequest, type ResponseHead } from "./request.ts";
import { withRetries } from "./retry.ts";
import type { HubSettings } from "./settings.ts";

export interface Download {
  readonly url: string;
  /** The path of the finished file. */
  readonly path: string;
  /** In bytes, as listed by the hub. */
  readonly size: number;
  readonly checksum: Checksum;
}

export interface DownloadOptions {
  readonly settings: HubSettings;
  readonly signal?: AbortSignal;
  /** Called with the number of bytes received, including those of earlier attempts. */
  readonly onBytes?: (nBytes: number) => void;
}

/**
 * @throws {HubError} if the hub refuses, sends the wrong bytes twice, or keeps failing.
 */
export async function downloadFile(file: Download, options: DownloadOptions): Promise<void> {
  const { settings, signal } = options;
  const partial = `${file.path}.incomplete`;
  await makeFolder(dirname(file.path));
  for (let isRepeated = false; ; isRepeated = true) {
    let nBytes = await startOf(partial, file.size);
    const received = (now: number): void => {
      nBytes = now;
      options.onBytes?.(now);
    };
    received(nBytes);
    await withRetries(() => fetchRest(file, options, received), settings.patience, {
      ...(signal ? { signal } : {}),
      progress: () => nBytes,
    });
    const checksum = await checksumOf(partial, file.checksum);
    if (checksum === file.checksum) break;
    // Bytes of an earlier attempt may be damaged; only a complete fresh download counts as the hub's mistake.
    await rm(partial, { force: true });
    if (isRepeated) throw wrongBytes(file, checksum);
  }
  await rename(partial, file.path);
  await rm(etagFile(partial), { force: true });
}

/** Number of bytes received earlier; 0 if there are more than the file has, because then they are not its beginning. */
async function startOf(partial: string, size: number): Promise<number> {
  const found = (await sizeOf(partial)) ?? 0;
  if (found <= size) return found;
  await rm(partial);
  return 0;
}

const etagFile = (partial: string): string => `${partial}.etag`;

async function fetchRest(
  file: Download,
  options: DownloadOptions,
  received: (nBytes: number) => void,
): Promise<void> {
  const { settings, signal } = options;
  const partial = `${file.path}.incomplete`;
  const start = await startOf(partial, file.size);
  received(start);
  if (start === file.size && start > 0) return;
  const etag = start > 0 ? await readFile(etagFile(partial), "utf8").catch(() => "") : "";
  const range = start > 0 ? { range: `bytes=${start}-`, ...(etag ? { "if-range": etag } : {}) } : {};
  const { response, chunks, discard } = await openRequest(file.url, settings, {
    headers: range,
    ...(signal ? { signal } : {}),
  });
  const from = response.status === 206 ? start : 0;
  const mistake = mistakeOf(response, file, start);
  if (mistake !== undefined) {
    discard();
    // The received bytes do not fit the file on the hub, so start again.
    if (mistake instanceof TransientError) await rm(partial, { force: true });
    throw mistake;
  }
  // A weak tag promises equal meaning, not equal bytes, so a download must not be resumed by it.
  const tag = response.headers.get("etag") ?? "";
  await namingPath(partial, () => writeFile(etagFile(partial), tag.startsWith("W/") ? "" : tag));
  const handle = await open(partial, from === 0 ? "w" : "r+");
  try {
    await namingPath(partial, async () => {
      received(await writeChunks(handle, from, file, chunks(), received));
      await handle.sync();
    });
  } finally {
    await handle.close();
  }
}

/** Writes until the body ends. @returns Number of bytes present. @throws {TransientError} if some are missing. */
async function writeChunks(
  handle: FileHandle,
  from: number,
  file: Download,
  chunks: AsyncGenerator<Uint8Array>,
  received: (nBytes: number) => void,
): Promise<number> {
  let at = from;
  for await (const chunk of chunks) {
    if (at + chunk.length > file.size) throw wrongLength(file, `more than ${file.size} bytes`);
    await writeAll(handle, chunk, at);
    at += chunk.length;
    received(at);
  }
  if (at === file.size) return at;
  throw new TransientError({
    what: "the download broke off",
    where: file.url,
    expected: `${file.size} bytes`,
    received: `${at}`,
    cure: "Run the same command again: the download resumes.",
  });
}

async function writeAll(handle: FileHandle, bytes: Uint8Array, at: number): Promise<void> {
  let done = 0;
  while (done < bytes.length)
    done += (await handle.write(bytes, done, bytes.length - done, at + done)).bytesWritten;
}

/** Why a response must be refused before its body is read; undefined if it can be used. */
function mistakeOf(response: ResponseHead, file: Download, start: number): Error | undefined {
  const { status, headers } = response;
  if (status === 416) {
    return new TransientError({
      what: "the hub cannot resume this file",
      where: file.url,
      expected: `bytes from ${start} on`,
      received: "HTTP 416",
    });
  }
  if (status === 206) {
    const [, from, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers.get("content-range") ?? "") ?? [];
    if (from === String(start) && (total === "*" || total === String(file.size))) return undefined;
    const asked = `bytes ${start}-${file.size - 1}/${file.size}`;
    return new TransientError({
      what: "the hub sends another part of the file",
      where: file.url,
      expected: asked,
      received: headers.get("content-range") ?? "no content-range",
    });
  }
  const length = headers.get("content-length");
  if (length === null || Number(length) === file.size) return undefined;
  return wrongLength(file, `${length} bytes`);
}

function wrongLength(file: Download, received: string): HubError {
  return new HubError({
    what: "the length of the file differs from the one that the hub lists",
    where: file.url,
    expected: `${file.size} bytes`,
    received,
    cure: "A proxy or mirror in between may be wrong: check HF_ENDPOINT, or try again later.",
  });
}

function wrongBytes(file: Download, received: Checksum): HubError {
  return new HubError({
    what: "the checksum of the file differs from the one that the hub lists",
    where: file.url,
    expected: file.checksum,
    received,
    cure: "A proxy or mirror in between may be wrong: check HF_ENDPOINT, or try again later.",
  });
}
